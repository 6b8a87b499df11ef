"""The journal: what every request said, how it was answered, and what the documents would say about it."""

from __future__ import annotations

import json
import re
import threading
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, cast

from ...contracts.json_values import is_array, is_object
from ...contracts.learned import changes_messages_of, places_of_recordings
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence, shorten_with_length

if TYPE_CHECKING:
    from ...contracts.types import SandboxJournalEntry
    from ..telephony.model.events import Event, EventRow

KEPT_REQUESTS = 5_000
KEPT_EVENTS = 10_000
SPARE = 1.1
"""So many times as many events as are kept bring the oldest to be dropped, many at once."""
SHOWN_CHARACTERS = 4_000

_CALL_ID = re.compile(r"\b[0-9]{14}[0-9a-f]{18}\b")
"""What ``telephony.core.call_ids`` makes: local time and 18 hexadecimal digits."""


@dataclass(slots=True)
class RequestEntry:
    """One request in the journal, the same in process, over the control API (``as_data``) and in ``fixtures``.

    ``at`` is simulated time (epoch) when the request found its organization, else wall time; ``after_event`` the
    number of the organization's last event before it. ``violations`` name field and rule; ``hints`` say how to mend
    what went wrong; ``calls`` are the ids of calls that it made or named, found when somebody reads it. Whoever writes
    an entry leaves ``number``, ``at`` and ``organization`` to ``Registry.write_down``.
    """

    number: int = 0
    at: float = 0
    method: str = ""
    path: str = ""
    operation: str = ""
    organization: str = ""
    encoding: str = "query"
    parameters: dict[str, Any] = field(default_factory=dict[str, Any])
    status: int = 0
    error: int | str = 0
    answer: str = ""
    violations: list[Sentence] = field(default_factory=list[Sentence])
    hints: list[Sentence] = field(default_factory=list[Sentence])
    after_event: int = 0
    calls: list[str] = field(default_factory=list[str])

    def as_data(self) -> SandboxJournalEntry:
        sentences = {
            "violation_sentences": [sentence.as_data() for sentence in self.violations],
            "hint_sentences": [sentence.as_data() for sentence in self.hints],
        }
        data = cast("SandboxJournalEntry", {**asdict(self), "calls": self.named_calls(), **sentences})
        if seen := self._seen_in_recordings():
            data["seen_in_recordings"] = seen
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """What ``as_data`` made."""
        members: dict[str, Any] = dict(data)
        for name, sentences in (("violations", "violation_sentences"), ("hints", "hint_sentences")):
            members[name] = [Sentence.from_data(sentence) for sentence in members.pop(sentences, members[name])]
        return cls(**members)

    def _seen_in_recordings(self) -> list[str]:
        """Where the answer is as an addendum has it, as far as it is kept."""
        contract = f"{self.operation}.response"
        if not changes_messages_of(contract):
            return []
        try:
            return places_of_recordings(contract, json.loads(self.answer))
        except ValueError:
            return []

    def named_calls(self) -> list[str]:
        """The ids of the calls that it names in its parameters, and of the one that a Click2Call made."""
        if self.calls:
            return self.calls
        made = self.answer if self.operation == "click2call" else ""
        return list(dict.fromkeys(_CALL_ID.findall(f"{self.parameters} {made}")))


class Unread(Protocol):
    """A request in the journal whose entry nobody has read: what it is made of."""

    number: int
    at: float
    organization: str

    def entry(self) -> RequestEntry:
        """The entry, from the second time on the same."""
        ...


class RequestJournal:
    """The last requests, newest last. They are numbered, and numbers go on when old ones are dropped."""

    def __init__(self, kept: int) -> None:
        self._items: deque[RequestEntry | Unread] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self.count = 0

    def add(self, item: RequestEntry | Unread) -> None:
        """Numbers the request and keeps it. Thread-safe."""
        with self._lock:
            self.count += 1
            item.number = self.count
            self._items.append(item)

    def since(self, number: int, limit: int | None = None) -> list[RequestEntry]:
        """Entries numbered above ``number``, oldest first, at most ``limit``."""
        found: list[RequestEntry | Unread] = []
        for item in reversed(tuple(self._items)):
            if item.number <= number:
                break
            found.append(item)
        found.reverse()
        return [item if isinstance(item, RequestEntry) else item.entry() for item in found[:limit]]


class EventEntry(NamedTuple):
    """An event and its number, from 1."""

    number: int
    event: Event


class EventJournal:
    """The last events of an exchange. An event is what it is made of until somebody reads it, and is not looked at when
    it comes: ``add`` is a list's own ``append``, and ``trim`` drops the oldest once in a while.

    Added to and trimmed while the organization's lock is held, and read at any time.
    """

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._most = int(SPARE * kept)
        self._events: list[EventRow] = []
        self._dropped = 0
        self._counts: Counter[Callable[..., Event]] = Counter()
        self._counted = 0
        """How many there were when they were counted by their kinds."""
        self._lock = threading.Lock()
        self.add: Callable[[EventRow], None] = self._events.append

    def trim(self) -> int:
        """Drops the oldest of what is too much, many at once. Returns how many events there were so far."""
        count = len(self._events)
        if count > self._most:
            over = count - self._kept
            with self._lock:
                self._count()
                self._dropped += over
                del self._events[:over]
            count = self._kept
        return self._dropped + count

    @property
    def count(self) -> int:
        """How many there were."""
        with self._lock:
            return self._dropped + len(self._events)

    def counts(self) -> Mapping[Callable[..., Event], int]:
        """How many there were of each kind; 0 for any other."""
        with self._lock:
            self._count()
            return self._counts.copy()

    def _count(self) -> None:
        fresh = self._events[self._counted - self._dropped :]
        self._counts.update(map(_kind, fresh))
        self._counted += len(fresh)

    def since(self, number: int, limit: int | None = None) -> list[EventEntry]:
        """Events numbered above ``number``, oldest first, at most ``limit``, and none but the last that are kept."""
        with self._lock:
            return self._entries(max(0, number - self._dropped), limit)

    def since_moment(self, time: float) -> list[EventEntry]:
        """Events that happened at that time or later, as far as they are kept."""
        with self._lock:
            return self._entries(bisect_left(self._events, time, key=_time), None)

    def _entries(self, first: int, limit: int | None) -> list[EventEntry]:
        end = len(self._events)
        first = max(first, end - self._kept)
        rows = self._events[first : end if limit is None else min(end, first + limit)]
        return [
            EventEntry(number, kind(*values)) for number, (kind, values) in enumerate(rows, self._dropped + first + 1)
        ]


_kind: Callable[[EventRow], Callable[..., Event]] = itemgetter(0)


def _time(row: EventRow) -> float:
    """When it happened: what every event is made of first."""
    return row[1][0]


def bounded_copy(value: Any, most: int = SHOWN_CHARACTERS) -> Any:
    """A copy of a decoded message that is fit to be kept: long texts and lists are cut, and say so."""
    if isinstance(value, str):
        return shorten_with_length(value, most)
    if is_object(value):
        short = {str(name)[:200]: bounded_copy(item, 500) for name, item in list(value.items())[:100]}
        if len(value) > 100:
            short["…"] = f"({len(value)} members)"
        return short
    if is_array(value):
        shown_items = [bounded_copy(item, 500) for item in value[:20]]
        if len(value) > 20:
            shown_items.append(f"… ({len(value)} items)")
        return shown_items
    return value
