"""Other forms of a value that recordings show, such as another way to write dates: as patterns, and for rewriting."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from .json_values import is_number

_MOMENTS = (
    "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y%m%d%H%M%S", "%Y%m%dT%H%M%S",
    *(
        day.replace("-", mark) + time
        for mark in "/.-"
        for day in ("%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%Y-%m-%d")
        for time in ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
    ),
)  # fmt: skip
"""Ways to write a moment; days before months, as in Israel, where both could be."""

_RUN = re.compile(r"[0-9]+|[A-Za-z]+|.", re.DOTALL)
_SPECIAL = frozenset(r"\.^$*+?()[]{}|")
_FRACTION = re.compile(r"\.(\d{1,6})")
_FIRST_EPOCH, _LAST_EPOCH = 10**8, 10**11
"""Numbers between these are taken for epoch seconds."""

_NEARLY = 0.2


def shape(text: str) -> str:
    """A pattern of what is written like the text: as many figures, as many letters, the same marks between them."""
    return "".join(_part(run) for run in _RUN.findall(text))


def _part(run: str) -> str:
    if run[0].isascii() and run[0].isdigit():
        return f"[0-9]{{{len(run)}}}"
    if run[0].isascii() and run[0].isalpha():
        return f"[A-Za-z]{{{len(run)}}}"
    return f"\\{run}" if run in _SPECIAL else run


def rewritten(value: Any, samples: Sequence[Any], number: int) -> Any:
    """The value as the samples write theirs, as far as it can be read; else one of the samples, which ``number``
    chooses. What says nothing (null, an empty text) stays."""
    if value is None or value == "" or not samples:
        return value
    sample = samples[number % len(samples)]
    if isinstance(value, str) and isinstance(sample, str):
        return _as_moment(value, [one for one in samples if isinstance(one, str)], sample)
    if is_number(value) and is_number(sample):
        return _as_epoch(value, sample)
    return sample


def is_written_like(value: Any, samples: Sequence[Any]) -> bool:
    """Whether a value has the form of one of the samples: a text's shape, a number's figures."""
    if isinstance(value, str):
        return any(re.fullmatch(shape(one), value) for one in samples if isinstance(one, str))
    return is_number(value) and any(is_number(one) and len(str(one)) == len(str(value)) for one in samples)


def _as_moment(value: str, samples: list[str], sample: str) -> str:
    moment = next((found for form in _MOMENTS if (found := _read(value, form)) is not None), None)
    form = next((form for form in _MOMENTS if all(_read(one, form) is not None for one in samples)), None)
    if moment is None or form is None:
        return sample
    fraction = _FRACTION.search(sample)
    digits = len(fraction[1]) if fraction else 6
    text = moment.strftime(form.replace("%f", f"{moment.microsecond:06d}"[:digits]))
    return text if is_written_like(text, samples) else sample


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - only written again in another form
    except ValueError:
        return None


def _as_epoch(value: float, sample: float) -> float:
    """Seconds as milliseconds, microseconds or nanoseconds, if that is the difference."""
    if _FIRST_EPOCH <= value < _LAST_EPOCH and sample > 0:
        exact = math.log10(sample / value)
        power = round(exact)
        if power in (3, 6, 9) and abs(exact - power) < _NEARLY:
            return value * 10**power
    return sample
