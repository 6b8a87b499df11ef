"""The smallest message that still shows a failure, by trying ever plainer ones.

Own rather than Hypothesis': what fails lives in another process, and a bounded number of requests matters more
than the very last byte. Nothing here is random, so the same failure ends in the same message.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from ..callbacks.real_time import real_seconds

Members = dict[str, Any]
Path = tuple[str, ...]

TRIES = 120
SECONDS = 10.0
_ABSENT = object()


class _Budget:
    def __init__(self, fails: Callable[[Any], bool], tries: int, seconds: float) -> None:
        self._fails = fails
        self._left = tries
        self._end = real_seconds() + seconds

    @property
    def over(self) -> bool:
        return self._left <= 0 or real_seconds() > self._end

    def fails(self, candidate: Any) -> bool:
        if self.over:
            return False
        self._left -= 1
        return self._fails(candidate)


def shrunk(
    message: Members, plain: Members, fails: Callable[[Members], bool], allowed: Callable[[Members], bool],
    tries: int = TRIES, seconds: float = SECONDS,
) -> Members:  # fmt: skip
    """The failing ``message`` with as much of the ``plain`` one as still ``fails``, then less of everything.

    ``allowed`` says which candidates may be tried (a valid message has to stay valid).
    """
    budget = _Budget(lambda candidate: allowed(candidate) and fails(candidate), tries, seconds)
    message = _towards(message, plain, budget)
    message = _smaller_values(message, plain, budget)
    return _fewer_members(message, budget)


def shrunk_bytes(
    body: bytes, fails: Callable[[bytes], bool], tries: int = TRIES // 2, seconds: float = SECONDS
) -> bytes:
    """The failing bytes without the parts that do not matter."""
    budget = _Budget(fails, tries, seconds)
    if body and budget.fails(b""):
        return b""
    size = len(body) // 2
    while size and not budget.over:
        start = 0
        while start < len(body) and not budget.over:
            candidate = body[:start] + body[start + size :]
            if budget.fails(candidate):
                body = candidate
            else:
                start += size
        size //= 2
    return body


def differences(message: Members, plain: Members) -> list[Path]:
    """Where two messages differ, members inside members one by one."""
    return [path for path in sorted(_paths(message) | _paths(plain)) if _get(message, path) != _get(plain, path)]


def _paths(message: Members, above: Path = ()) -> set[Path]:
    found: set[Path] = set()
    for name, value in message.items():
        if isinstance(value, dict) and name in ("DATA", "currentCall"):
            found |= _paths(cast("Members", value), (*above, name))
        else:
            found.add((*above, name))
    return found


def _get(message: Members, path: Path) -> Any:
    value: Any = message
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return _ABSENT
        value = cast("Members", value)[step]
    return value


def _set(message: Members, path: Path, value: Any) -> Members:
    changed = copy.deepcopy(message)
    members: Any = changed
    for step in path[:-1]:
        if not isinstance(members.get(step), dict):
            if value is _ABSENT:
                return changed
            members[step] = {}
        members = members[step]
    if value is _ABSENT:
        members.pop(path[-1], None)
    else:
        members[path[-1]] = copy.deepcopy(value)
    return changed


def _towards(message: Members, plain: Members, budget: _Budget) -> Members:
    differing = differences(message, plain)
    for path in differing if len(differing) > 1 else ():  # mostly one member is to blame
        candidate = _set(plain, path, _get(message, path))
        if budget.fails(candidate):
            return candidate
    for path in differing:
        candidate = _set(message, path, _get(plain, path))
        if budget.fails(candidate):
            message = candidate
    return message


def _smaller_values(message: Members, plain: Members, budget: _Budget) -> Members:
    for path in differences(message, plain):
        if _get(message, path) is _ABSENT:
            continue
        progress = True
        while progress and not budget.over:
            progress = False
            for smaller in _smaller(_get(message, path)):
                candidate = _set(message, path, smaller)
                if budget.fails(candidate):
                    message, progress = candidate, True
                    break
    return message


def _smaller(value: Any) -> Iterator[Any]:
    if isinstance(value, str):
        half = len(value) // 2
        if value:
            yield ""
        if half:
            yield value[:half]
            yield value[half:]
            if len(value) <= 16:
                yield value[1:]
                yield value[:-1]
    elif isinstance(value, int) and not isinstance(value, bool):
        for smaller in (0, 1, value // 2, value - 1):
            if abs(smaller) < abs(value):
                yield smaller
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        half = len(items) // 2
        if items:
            yield []
        if half:
            yield items[:half]
            yield items[half:]
            yield items[:-1]
    elif isinstance(value, dict):
        members = cast("Members", value)
        for name in members:
            yield {key: inner for key, inner in members.items() if key != name}


def _fewer_members(message: Members, budget: _Budget) -> Members:
    paths = sorted(_paths(message))
    size = len(paths) // 2
    while size and not budget.over:  # many at once first
        for start in range(0, len(paths), size):
            candidate = message
            for path in paths[start : start + size]:
                candidate = _set(candidate, path, _ABSENT)
            if candidate != message and budget.fails(candidate):
                message = candidate
        size //= 2
    return message


def with_plain_values(message: Members, plain: Members, paths: Iterable[Path]) -> Members:
    """The message with the plain one's values at some places."""
    for path in paths:
        message = _set(message, path, _get(plain, path))
    return message
