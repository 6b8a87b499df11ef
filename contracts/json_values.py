"""What kind of JSON value something is, in a way that type checkers follow."""

from __future__ import annotations

import math
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Names of a decoded JSON object are always text."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def is_number(value: object) -> TypeGuard[int | float]:
    """``nan`` and the infinities are none to JSON, though Python's own ``json`` writes and reads them."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value)
    )
