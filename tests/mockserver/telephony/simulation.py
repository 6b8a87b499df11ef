"""A small organization whose people always do the same, and a tester's hands in it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.telephony.control.editing import change_directory
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.core.exchange import Question
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.directory import Directory
from voicenter_mock.mockserver.telephony.model.events import CdrEvent, Event, ExtensionEvent, QueueEvent

START = 1_700_000_000.0
CALLER = "0501234567"
CALLER_E164 = "972501234567"
MENU, QUEUE, DIRECT, LAYER, IVR, MAILBOX, WITH_MAILBOX, FORWARDING, MOBILE, GONE = (
    f"07200000{number:02}" for number in range(1, 11)
)

DOCUMENT: dict[str, Any] = {
    "id": "simulation",
    "accounts": [{"id": 1, "name": "Simulation"}, {"id": 2, "name": "Sales", "parent": 1}],
    "codes": [{"code": "simulation-code", "account": 1}],
    "users": [
        {"id": 11, "name": "Ann", "code": "11", "account": 2, "extension": "SIPA"},
        {"id": 12, "name": "Ben", "code": "12", "account": 2, "extension": "SIPB"},
        {"id": 13, "name": "Cid", "code": "13", "account": 1, "extension": "SIPC"},
    ],
    "extensions": [
        {"sip": "SIPA", "id": 101, "name": "A"},
        {"sip": "SIPB", "id": 102, "name": "B"},
        {"sip": "SIPC", "id": 103, "name": "C"},
        {"sip": "SIPM", "id": 104, "name": "M", "account": 2, "voicemail": 701},
        {"sip": "SIPF", "id": 105, "name": "F", "account": 2, "forward_to": "0509999999", "forward_after_seconds": 10},
        {"sip": "SIPOFF", "id": 106, "name": "Off", "account": 1, "device": "offline"},
    ],
    "dids": [
        {"number": MENU, "route": {"layer": 1}},
        {"number": QUEUE, "route": {"queue": 100}, "account": 2},
        {"number": DIRECT, "route": {"extension": "SIPA"}, "account": 2, "user": 12},
        {"number": LAYER, "route": {"layer": 5}},
        {"number": IVR, "route": {"layer": 8}},
        {"number": MAILBOX, "route": {"voicemail": 701}, "user": 13},
        {"number": WITH_MAILBOX, "route": {"extension": "SIPM"}},
        {"number": FORWARDING, "route": {"extension": "SIPF"}},
        {"number": MOBILE, "route": {"phone": "0528888888"}},
        {"number": GONE, "route": "hangup"},
    ],
    "layers": [
        {"number": 1, "id": 1001, "name": "Menu", "kind": "menu", "prompt_seconds": 4, "wait_seconds": 5, "repeat": 2,
         "keys": {"1": 10, "2": 11, "3": 12, "4": 13, "5": 14, "6": 15}},
        {"number": 2, "id": 1002, "name": "Hours", "kind": "playback", "prompt_seconds": 7, "next": 1},
        {"number": 5, "id": 1005, "name": "Ask", "kind": "external_layer", "prompt_seconds": 2, "wait_seconds": 5,
         "digits": 9, "repeat": 1, "fallback": 1},
        {"number": 8, "id": 1008, "name": "Theirs", "kind": "external_ivr", "fallback": 2},
        {"number": 10, "id": 1010, "name": "To queue", "kind": "queue", "target": "100", "fallback": 2},
        {"number": 11, "id": 1011, "name": "To Ann", "kind": "extension", "target": "SIPA", "fallback": 2},
        {"number": 12, "id": 1012, "name": "To a mobile", "kind": "phone", "target": "0528888888"},
        {"number": 13, "id": 1013, "name": "Leave word", "kind": "voicemail", "target": "701"},
        {"number": 14, "id": 1014, "name": "Room", "kind": "conference", "target": "4321"},
        {"number": 15, "id": 1015, "name": "Bye", "kind": "hangup"},
    ],
    "queues": [
        {"id": 100, "name": "Sales", "account": 2, "members": ["SIPA", "SIPB"], "ring_seconds": 20, "retry_seconds": 2,
         "maximum_wait_seconds": 120, "exit_keys": {"0": 13}},
    ],
    "voicemails": [{"id": 701, "name": "Box", "greeting_seconds": 4, "maximum_seconds": 60}],
    "conferences": [{"code": "4321", "name": "Weekly"}],
    "recordings": [{"name": "record", "seconds": 3}],
    "behaviour": {
        "agents": {"ring_seconds": [3, 3], "talk_seconds": [60, 60]},
        "outside": {"ring_seconds": [5, 5], "talk_seconds": [30, 30]},
        "patience_seconds": [300, 300],
    },
}  # fmt: skip
EXTENSIONS = [entry["sip"] for entry in DOCUMENT["extensions"]]
DIDS = [entry["number"] for entry in DOCUMENT["dids"]]
PHONES = ["0521111111", "0555550017", "0555550019", "0555550206", "0555550202", "12"]
KINDS = [
    "answer",
    "voicemail",
    "busy",
    "reject",
    "no_answer",
    "unavailable",
    "congestion",
    "invalid",
    "cancel",
    "torture",
]
CAMPAIGNS: list[dict[str, Any]] = [
    {"id": 9, "code": "a", "name": "Agents", "kind": "agents", "members": ["SIPA", "SIPB"], "wrap_up_seconds": 5},
    {"id": 10, "code": "i", "name": "IVR", "kind": "ivr", "queue": 100, "queue_maximum_callers": 1},
    {"id": 11, "code": "l", "name": "Layer", "kind": "ivr", "layer": 1},
]
"""For those who want some: the simulation has none."""


def directory(document: dict[str, Any]) -> Directory:
    """Directories do not change, so that tests share those of one document."""
    return _directory(json.dumps(document))


@cache
def _directory(document: str) -> Directory:
    return read(json.loads(document))


class Observed:
    """What an exchange told: ``events``, and what is read off them."""

    events: list[Event]

    @property
    def cdrs(self) -> list[Cdr]:
        return [event.cdr for event in self.events if isinstance(event, CdrEvent)]

    @property
    def cdr(self) -> Cdr:
        [cdr] = self.cdrs
        return cdr

    def reasons(self, extension: str) -> list[str]:
        """What happened at an extension, with the words of hang-ups."""
        return [
            f"{event.reason} {event.cause}".strip()
            for event in self.events
            if isinstance(event, ExtensionEvent) and event.extension == extension
        ]


class Simulation(Observed):
    """An exchange with its operator; everything it told is in ``events``."""

    def __init__(self, **changes: Any) -> None:
        self.document = {**DOCUMENT, **changes}
        self.exchange = new_exchange(directory(self.document), now=START)
        self.operator = Operator(self.exchange)
        self.events: list[Event] = []
        self.exchange.subscribers.append(self.events.append)

    def edit(self, section: str, name: object, **changes: Any) -> None:
        """Changes one entry of a list of the document, by its first member."""
        entries = self.document[section]
        self.change(**{
            section: [{**entry, **changes} if next(iter(entry.values())) == name else entry for entry in entries]
        })  # fmt: skip

    def change(self, **members: Any) -> None:
        """Edits the document, if the exchange lets it."""
        document = {**self.document, **members}
        change_directory(self.exchange, directory(document))
        self.document = document
        self.events.clear()

    def run(self, seconds: float = 100_000) -> None:
        """Until then, or until a customer is asked."""
        self.exchange.run(self.exchange.now + seconds)

    def run_to_end(self) -> None:
        """Until every call is over."""
        while self.exchange.calls:
            due = self.exchange.scheduler.next_time()
            assert due is not None, "a call waits for nothing"
            self.exchange.run(due, steps=1)

    def call(self, did: str = DIRECT, **script: Any) -> Call:
        return self.operator.incoming_call(CALLER, did, **script)

    def dial(self, target: str, extension: str = "SIPA", **script: Any) -> Call:
        return self.operator.outgoing_call(extension, target, **script)

    @property
    def question(self) -> Question:
        [question] = self.exchange.questions.values()
        return question

    def reply(self, answer: dict[str, Any] | None) -> None:
        """What the customer's server says to the question that is open."""
        self.exchange.settle(self.question.id, answer)

    @property
    def queue_events(self) -> list[tuple[str, int]]:
        """Reason, and how many wait afterwards."""
        return [(event.reason, len(event.callers)) for event in self.events if isinstance(event, QueueEvent)]

    @property
    def rung(self) -> list[str]:
        """The extensions that were rung, in order."""
        return [
            event.extension
            for event in self.events
            if isinstance(event, ExtensionEvent)
            and event.reason == "NEWCALL"
            and event.call
            and event.call.status == "Ringing"
        ]


def answers(ring: float = 3, talk: float | None = 60) -> dict[str, Any]:
    return {"kind": "answer", "ring_seconds": ring, "talk_seconds": talk}
