"""The calls of a campaign as its events have shown them, one after the other.

Each event has all calls that the campaign has then, up to hundreds, and hardly any event is read. So an event keeps the
place of its change in a row of them, and the calls are put together when somebody wants them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .calls import ExtensionCall

CHANGES_IN_A_ROW: Final = 50
"""After so many the calls are written down anew: who reads an event goes through no more."""


class ShownCalls:
    """Some changes in a row, and the calls before them. ``followed`` is where the calls are kept now; a change is a
    call as it is from then on, or the id of one that has gone.
    """

    __slots__ = ("_before", "changes", "followed")

    def __init__(self, followed: Mapping[str, ExtensionCall]) -> None:
        self.followed = followed
        self._before: tuple[ExtensionCall, ...] = (*followed.values(),)
        self.changes: list[ExtensionCall | str] = []

    def after(self, count: int) -> tuple[ExtensionCall, ...]:
        """The calls after so many changes, in the order in which they came."""
        calls = {view.call_id: view for view in self._before}
        for change in self.changes[:count]:
            if isinstance(change, str):
                del calls[change]
            else:
                calls[change.call_id] = change
        return (*calls.values(),)


NO_CALLS: Final = ShownCalls({})
"""What an event shows that has none."""
