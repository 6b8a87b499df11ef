"""Who is on a web page and was given a number of a Lead Tracker's pool."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from ....contracts.quick_dataclasses import dataclass


@dataclass(slots=True)
class Visitor:
    """``info`` is what the page knows of them. They keep the number ``until`` then (epoch)."""

    until: float
    info: dict[str, Any] = field(default_factory=dict[str, Any])
