"""The calls of a campaign as its events have shown them, one after the other.

Each event has all calls that the campaign has then, up to hundreds, and hardly any event is read. So an event keeps the
place of its change in a row of them, and the calls are put together when somebody wants them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .calls import ExtensionCall

MAXIMUM_CHANGES: Final = 50
"""After so many the calls are written down anew: who reads an event goes through no more."""


class ShownCalls:
    """Some changes in a row, and the calls before them. ``followed`` is where the calls are kept now."""

    __slots__ = ("_before", "_changes", "followed")

    def __init__(self, followed: Mapping[str, ExtensionCall]) -> None:
        self.followed = followed
        self._before: tuple[ExtensionCall, ...] = (*followed.values(),)
        self._changes: list[ExtensionCall | str] = []

    @property
    def full(self) -> bool:
        return len(self._changes) >= MAXIMUM_CHANGES

    def add(self, change: ExtensionCall | str) -> int:
        """A call is shown, as it is from now on; or one has gone, by its id. Returns how many changes there were."""
        self._changes.append(change)
        return len(self._changes)

    def after(self, count: int) -> tuple[ExtensionCall, ...]:
        """The calls after so many changes, in the order in which they came."""
        calls = {view.call_id: view for view in self._before}
        for change in self._changes[:count]:
            if isinstance(change, str):
                del calls[change]
            else:
                calls[change.call_id] = change
        return (*calls.values(),)


NO_CALLS: Final = ShownCalls({})
"""What an event shows that has none."""
