"""What stands in an addendum's entries, read one member at a time, with the place of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal, get_args

from .json_values import is_array, is_object
from .suggestions import did_you_mean

JsonType = Literal["string", "integer", "number", "boolean", "null", "object", "array"]
_TYPES: tuple[str, ...] = get_args(JsonType)
_PLACE = re.compile(r"\$(?:\.[A-Za-z_]\w*|\[\*\]|\['[^']+'\])+\Z")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|(\[\*\])|\['([^']+)'\]")
EACH: Literal["*"] = "*"
"""The step to every entry of a list."""

Entry = dict[str, Any]


class AddendumError(ValueError):
    """An addendum cannot be used. ``place`` is where in the document (``members[2].type``), the message why."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        self.reason = message
        super().__init__(f"{place}: {message}" if place else message)


def entries(document: Mapping[str, Any], section: str, members: Collection[str]) -> list[tuple[str, Entry]]:
    """The entries of a section with their places; ``members`` are those that one may have."""
    listed = document.get(section)
    if listed is None:
        return []
    if not is_array(listed):
        raise AddendumError(section, "expected a list")
    found: list[tuple[str, Entry]] = []
    for index, entry in enumerate(listed):
        place = f"{section}[{index}]"
        if not is_object(entry):
            raise AddendumError(place, "expected an object")
        for name in entry:
            if name not in members and name != "seen":
                hint = did_you_mean(str(name), members, f"there are {', '.join(sorted(members))}")
                raise AddendumError(f"{place}.{name}", f"no member is called so; {hint}")
        found.append((place, entry))
    return found


def steps(place: str, entry: Entry) -> tuple[str, ...]:
    """The way to the member that ``place`` in the entry names."""
    written = entry.get("place")
    if not isinstance(written, str) or not _PLACE.match(written) or written.endswith("[*]"):
        raise AddendumError(
            f"{place}.place", f"expected a JSON path to a member, such as $.IVR[*].Dtmf; not {written!r}"
        )
    return tuple(name or quoted or EACH for name, _, quoted in _STEP.findall(written))


def share(place: str, entry: Entry, usual: float = 1) -> float:
    """From 0 to 1; ``usual`` where nothing is written."""
    written = entry.get("share", usual)
    if isinstance(written, bool) or not isinstance(written, int | float) or not 0 <= written <= 1:
        raise AddendumError(f"{place}.share", f"expected a number from 0 to 1, not {written!r}")
    return float(written)


def kinds(place: str, entry: Entry) -> tuple[str, ...]:
    """JSON types, one or several."""
    written = entry.get("type")
    found: list[Any] = written if is_array(written) else [written]
    for kind in found:
        if kind not in _TYPES:
            raise AddendumError(f"{place}.type", f"expected one or several of {', '.join(_TYPES)}; not {kind!r}")
    return tuple(found)


def values(place: str, entry: Entry, name: str, *, needed: bool) -> list[Any]:
    listed = entry.get(name)
    if listed is None and not needed:
        return []
    if not is_array(listed) or (needed and not listed):
        raise AddendumError(f"{place}.{name}", "expected a list" + (" that is not empty" if needed else ""))
    return listed


def text(place: str, entry: Entry, name: str) -> str:
    written = entry.get(name)
    if not isinstance(written, str):
        raise AddendumError(f"{place}.{name}", f"expected text, not {written!r}")
    return written


def status(place: str, entry: Entry) -> int:
    written = entry.get("http_status", 200)
    if isinstance(written, bool) or not isinstance(written, int) or not 200 <= written <= 599:
        raise AddendumError(f"{place}.http_status", f"expected an HTTP status, not {written!r}")
    return written


def describe_seen(entry: Entry) -> str:
    """How often and when, for people."""
    return str(entry.get("seen", ""))
