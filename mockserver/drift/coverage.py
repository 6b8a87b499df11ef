"""What a recording has shown of the contracts: which members and words came, and which never did."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field
from typing import Any

from ...contracts.operations import CALLBACKS, OPERATIONS, SOCKET_EVENTS
from ...contracts.quick_dataclasses import dataclass
from ...contracts.undocumented import documented, present

_MOST_WORDS = 1_000
"""Different values of one member that are remembered."""


@dataclass(slots=True)
class Coverage:
    """Counts of operations, callbacks and events by name; ``members`` by contract and place, ``errors`` the codes that
    operations have answered."""

    operations: Counter[str] = field(default_factory=Counter[str])
    callbacks: Counter[str] = field(default_factory=Counter[str])
    events: Counter[str] = field(default_factory=Counter[str])
    members: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _words: dict[tuple[str, str], set[Any]] = field(default_factory=lambda: defaultdict(set))

    def observe(self, contract: str, message: Any) -> None:
        """Takes note of a message's members and words."""
        counts = self.members[contract]
        for place, value in present(message):
            counts[place] += 1
            if isinstance(value, str | int) and len(words := self._words[contract, place]) < _MOST_WORDS:
                words.add(value)

    def observe_answer(self, operation: str, code: Any) -> None:
        self.errors[operation][str(code)] += 1

    def never_seen(self) -> dict[str, Any]:
        """Documented and absent: operations, callbacks and events as a whole; of the messages that came, members and
        words."""
        return {
            "operations": [name for name in OPERATIONS if name not in self.operations],
            "callbacks": [name for name in CALLBACKS if name not in self.callbacks],
            "events": [name for name in SOCKET_EVENTS if name not in self.events],
            "members": {name: found for name in sorted(self.members) if (found := self._absent_members(name))},
            "words": {name: found for name in sorted(self.members) if (found := self._absent_words(name))},
        }

    def _absent_members(self, contract: str) -> list[str]:
        return [one.place for one in documented(contract) if one.place not in self.members[contract]]

    def _absent_words(self, contract: str) -> dict[str, list[Any]]:
        return {
            one.place: absent
            for one in documented(contract)
            if one.words
            and one.place in self.members[contract]
            and (absent := [word for word in one.words if word not in self._words[contract, one.place]])
        }
