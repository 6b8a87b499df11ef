"""Numbers as options take them."""

from __future__ import annotations

import math
from typing import Any

import click


class WholeNumber(click.IntRange):
    """An integer of a range, called that: to click, what is no integer at all is no "valid integer range"."""

    name = "integer"


class Number(click.FloatRange):
    """A number of a range. Python also reads ``nan`` and ``inf`` as one: those are none here."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number
