"""One call from the request that made it to the last attempt of its last callback: the one source of what ``explain``,
the terminal, the page and a failing test's report say of it. Pure: plain data in, entries out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from ...contracts.callback_names import CallbackName
from ...contracts.cdr_types import cdr_type
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import NOTHING, Sentence, in_a_row, values_as_data
from ..callbacks.delivery import Delivery
from ..callbacks.summaries import about, outcome, unsaid
from ..state.journal import EventEntry, RequestEntry
from ..telephony.core.story import Recorded
from ..telephony.dialer.story import CampaignDialled
from ..telephony.model import phones
from ..telephony.model.calls import Call
from ..telephony.model.cdr import Cdr
from ..telephony.model.events import DialerEvent, Event, ExtensionEvent, QueueEvent, SteeredCallEnded
from ..wire.plain_members import plain_members

if TYPE_CHECKING:
    from ...contracts.types import SandboxTimelineEntry

Kind = Literal["request", "call", "recording", "event", "attempt", "next", "absent"]
"""``call``: what the parties and the exchange did, its records among them. ``attempt``: one of a callback. ``next``:
what is still to come, or that nothing comes any more. ``absent``: what did not happen, and why.
"""
Level = Literal["info", "good", "warning", "bad"]
Value = str | int | float | bool | tuple[Sentence, ...]

Did = Literal["named this call", "put it on the campaign's list", "ordered this call"]
"""What a request has to do with a call."""

_ORDER: Mapping[Kind, int] = {
    "request": 0, "call": 1, "event": 2, "recording": 3, "absent": 4, "attempt": 5, "next": 6,
}  # fmt: skip
"""What stands first of all that happened while simulated time stood still."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened, did not happen or will, at ``time`` (simulated, epoch).

    ``text`` is the sentence without its time; ``message`` names the sentence and ``values`` are what it says, for
    readers in other languages. The numbers say in which list there is more: the journal's, the call log's, the
    events' and the deliveries'; 0 where it is in none. ``call`` is the id of another call that it leads to.
    """

    time: float
    kind: Kind
    text: str
    message: str
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    level: Level = "info"
    request: int = 0
    record: int = 0
    event: int = 0
    delivery: int = 0
    call: str = ""

    def as_data(self) -> SandboxTimelineEntry:
        return cast("SandboxTimelineEntry", plain_members(self) | {"values": values_as_data(self.values)})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """Everything that is known of a call. ``addressed`` are the callbacks that go somewhere at present; ``now`` is the
    organization's time.
    """

    call: Call
    now: float
    zone: ZoneInfo
    addressed: frozenset[CallbackName]
    records: Sequence[Cdr] = ()
    requests: Sequence[RequestEntry] = ()
    events: Sequence[EventEntry] = ()
    deliveries: Sequence[Delivery] = ()


def timeline(facts: CallFacts) -> list[TimelineEntry]:
    """What is known of a call in the order of simulated time."""
    entries = [
        *_requests(facts), *_story(facts), *_recordings(facts), *_events(facts), *_absent(facts), *_callbacks(facts),
    ]  # fmt: skip
    if not facts.call.ended:
        entries.append(TimelineEntry(facts.now, "next", "The call is still up.", "StillUp"))
    return sorted(entries, key=lambda entry: (entry.time, _ORDER[entry.kind]))


def sentence(entry: TimelineEntry, zone: ZoneInfo) -> str:
    """An entry on one line, with its local time."""
    return f"{_clock(entry.time, zone)} {entry.text}"


def _clock(time: float, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(time, zone).strftime("%H:%M:%S")


# ---- requests ------------------------------------------------------------------------------------------


def _requests(facts: CallFacts) -> Iterator[TimelineEntry]:
    """Those that made the call, put it on a campaign's list, or named it."""
    call = facts.call
    added = additions(call)
    for request in facts.requests:
        did: Did = "named this call"
        wanted = {tail(number) for number, at in added.items() if request.at == at}
        if wanted and adds_numbers(request) and not wanted.isdisjoint(numbers_in(request)):
            did = "put it on the campaign's list"
        elif call.id not in request.named_calls():
            continue
        elif request.operation == "click2call" and request.at == call.started:
            did = "ordered this call"
        yield _request(request, did)


def additions(call: Call) -> Mapping[str, float]:
    """The numbers that a campaign dialled for a call, and when each was put on its list."""
    return {phones.local(entry.target): entry.added for entry in call.story.of_kind(CampaignDialled) if entry.added}


def adds_numbers(request: RequestEntry) -> bool:
    """Whether a request puts numbers on a campaign's list."""
    return request.operation.startswith("dialer.add_call")


_SIGNS = re.compile(r"[-() .]")
_LONGEST_TAIL = 9
"""Digits behind what countries and callers write before a number: 501234567."""


def numbers_in(request: RequestEntry) -> frozenset[str]:
    """The numbers that a request names, in whatever spelling: so much of their ends as ``tail`` has of one."""
    digits = re.findall(r"\d+", _SIGNS.sub("", str(request.parameters)))
    return frozenset(each[-length:] for each in digits for length in (_LONGEST_TAIL, _LONGEST_TAIL - 1, len(each)))


def tail(number: str) -> str:
    """By what a number, as a caller dials it, is known among ``numbers_in`` a request."""
    return number.lstrip("0")[-_LONGEST_TAIL:]


def _request(request: RequestEntry, did: Did) -> TimelineEntry:
    wrong = (*map(_violation, request.violations), *map(_hint, request.hints))
    refused = request.error not in (0, "", "0") or request.status >= 400
    answer = f"error {request.error}" if refused and request.error else f"HTTP {request.status}"
    text = f"Request {request.number}, {request.operation}, {did}; it was answered {answer}."
    return TimelineEntry(
        request.at, "request", " ".join([text, *wrong]), "Request",
        {"number": request.number, "operation": request.operation, "did": did, "answer": answer,
         "problems": in_a_row(wrong, " ")},
        "bad" if refused or request.violations else "warning" if wrong else "info",
        request=request.number,
    )  # fmt: skip


def _violation(sentence: Sentence) -> Sentence:
    return Sentence.of("AViolation", "violation: {sentence}", sentence=sentence)


def _hint(sentence: Sentence) -> Sentence:
    return Sentence.of("AHint", "hint: {sentence}", sentence=sentence)


# ---- the call ------------------------------------------------------------------------------------------


def _story(facts: CallFacts) -> Iterator[TimelineEntry]:
    unseen = list(facts.records)
    for entry in facts.call.story.entries():
        record, what = 0, entry.sentence()
        if isinstance(entry, Recorded):
            record = _number_of(entry, unseen)
            what = what.replace("Recorded as", f"Record {record} was written:", 1) if record else what
        values: dict[str, Value] = {
            name: _fact(value) for name, value in plain_members(entry).items() if name != "time" and value is not None
        }
        if isinstance(entry, Recorded):
            values |= {"record": record, "type": cdr_type(entry.type).name}
        other = values.get("first") or values.get("spied") or ""
        yield TimelineEntry(entry.time, "call", what, type(entry).__name__, values, record=record, call=str(other))
    original = facts.call.original_call
    if original:
        text = f"It comes from call {original}."
        yield TimelineEntry(facts.call.started, "call", text, "ComesFrom", {"call": original}, call=original)


def _fact(value: object) -> str | int | float:
    """A member of an entry as its sentence has it."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {item}" for name, item in cast("dict[str, object]", value).items())
    if isinstance(value, list | tuple):
        return " / ".join(map(str, cast("Sequence[object]", value)))
    return phones.local(value) if isinstance(value, str) else cast("int | float", value)


def _number_of(entry: Recorded, unseen: list[Cdr]) -> int:
    """The record that a line of the story is about, taken from those of the call; a long story has not kept all."""
    for record in unseen:
        if (record.ended, record.type, record.status) == (entry.time, entry.type, entry.status):
            unseen.remove(record)
            return record.number
    return 0


def _recordings(facts: CallFacts) -> Iterator[TimelineEntry]:
    for record in facts.records:
        if record.recording:
            text = f"The recording of record {record.number} is {record.recording}."
            values: dict[str, Value] = {"record": record.number, "file": record.recording}
            yield TimelineEntry(record.ended, "recording", text, "RecordingMade", values, record=record.number)


def _events(facts: CallFacts) -> Iterator[TimelineEntry]:
    for number, event in facts.events:
        what = _event(event, facts.call.id)
        if what:
            yield TimelineEntry(
                event.time, "event", f"Event {number}: {what}.", "Event", {"number": number, "what": what},
                event=number,
            )  # fmt: skip


def _event(event: Event, call_id: str) -> Sentence:
    """What listeners of the realtime events heard of this call; empty when it is about another."""
    if isinstance(event, ExtensionEvent | DialerEvent):
        if event.call is None or event.call.call_id != call_id:
            return NOTHING
        who = event.extension if isinstance(event, ExtensionEvent) else event.campaign
        return Sentence(f"{who} {event.reason}")
    if isinstance(event, QueueEvent) and event.call_id == call_id:
        return Sentence.of("OfQueue", "queue {queue} {reason}", queue=event.queue, reason=event.reason)
    if isinstance(event, SteeredCallEnded) and event.call_id == call_id:
        return Sentence.of("SteeredCallEnded", "the External IVR's call ended, {status}", status=event.status)
    return NOTHING


# ---- callbacks -----------------------------------------------------------------------------------------


def _callbacks(facts: CallFacts) -> Iterator[TimelineEntry]:
    for delivery in facts.deliveries:
        name = _name(delivery)
        for number, attempt in enumerate(delivery.attempts, 1):
            came = outcome(attempt)
            good = attempt.verdict == "acknowledged"
            found = in_a_row(tuple(map(_violation, unsaid(attempt.violations, came))), " ")
            yield TimelineEntry(
                attempt.at, "attempt",
                f"{name} to {delivery.target or 'nobody'}, attempt {number}: {came}.{found and f' {found}'}",
                "Attempt",
                {"callback": name, "target": delivery.target, "attempt": number, "outcome": came, "problems": found},
                "good" if good else "bad",
                delivery=delivery.id,
            )  # fmt: skip
        yield from _next_attempt(delivery, name, facts)


def _name(delivery: Delivery) -> Sentence:
    """``Callback 3, cdr (Click2Call leg2 BUSY, 0722776772 → 0555550017)``."""
    subject = about(delivery.payload)
    text = f"Callback {delivery.id}, {delivery.callback}{f' ({subject})' if subject else ''}"
    return Sentence(text, "Callback", {"number": delivery.id, "callback": delivery.callback, "subject": subject})


def _next_attempt(delivery: Delivery, name: str, facts: CallFacts) -> Iterator[TimelineEntry]:
    made = len(delivery.attempts)
    if delivery.in_flight:
        text = f"{name}: attempt {made + 1} is under way."
        values: dict[str, Value] = {"callback": name, "attempt": made + 1}
        yield TimelineEntry(facts.now, "next", text, "UnderWay", values, delivery=delivery.id)
    elif delivery.status == "pending" and delivery.next_at is not None:
        left = len(delivery.remaining)
        after = f"; after it {left} more" if left else "; it is the last"
        when = _clock(delivery.next_at, facts.zone)
        yield TimelineEntry(
            delivery.next_at, "next", f"{name}: attempt {made + 1} is due at {when}{after}.", "AttemptDue",
            {"callback": name, "attempt": made + 1, "when": when, "left": left},
            "warning" if made else "info", delivery=delivery.id,
        )  # fmt: skip
    elif delivery.status == "failed" and not delivery.question:
        text = f"{name} is not sent again. By hand: voicenter-mock redeliver {delivery.id}"
        at = delivery.attempts[-1].at if made else delivery.planned_at
        values = {"callback": name, "number": delivery.id}
        yield TimelineEntry(at, "next", text, "GivenUp", values, "bad", delivery=delivery.id)


# ---- what did not happen -------------------------------------------------------------------------------

_WHERE: Mapping[CallbackName, tuple[str, str]] = {
    "cdr": ("CDR address", "--cdr-url"),
    "popup": ("pop-up address", "--popup-url"),
}


def _absent(facts: CallFacts) -> Iterator[TimelineEntry]:
    """Records that were pushed to nobody, calls that no agent saw, talks that nobody recorded."""
    written = facts.records
    pushed = [delivery for delivery in facts.deliveries if delivery.callback == "cdr"]
    if len(written) > len(pushed):
        at, missing = written[-1].ended, len(written) - len(pushed)
        which = "1 record was" if missing == 1 else f"{missing} records were"
        yield _unaddressed(facts, "cdr", at, f"{which} pushed to nobody", missing)
    rang = [leg for leg in facts.call.legs if leg.kind == "extension" and leg.dialed_at]
    if rang and not any(delivery.callback == "popup" for delivery in facts.deliveries):
        yield _unaddressed(facts, "popup", min(leg.dialed_at for leg in rang), "no pop-up was sent", len(rang))
    talked = any(record.duration for record in facts.records)
    if facts.call.ended and talked and not any(record.recording for record in facts.records):
        yield TimelineEntry(facts.call.ended_at, "absent", "The talk was not recorded.", "NotRecorded")


def _unaddressed(facts: CallFacts, callback: CallbackName, at: float, what: str, missing: int) -> TimelineEntry:
    """Why a callback was not sent: it has no address, or had none then."""
    address, option = _WHERE[callback]
    values: dict[str, Value] = {"callback": callback, "missing": missing}
    if callback in facts.addressed:
        why = f"No {address} was set at the time, or what was sent is not kept any more: {what}."
        return TimelineEntry(at, "absent", why, f"{callback.capitalize()}AddressWasMissing", values)
    why = f"No {address} is set: {what}. Set it with serve {option} URL, deliver_to(…) or callbacks.{callback}.url."
    return TimelineEntry(at, "absent", why, f"{callback.capitalize()}AddressMissing", values, "warning")
