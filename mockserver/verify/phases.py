"""What is sent in which phase, as a list of steps that is made before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, cast

from ...contracts.callback_names import CallbackContract, CallbackName, MessageName, about_call, read_callback
from ...contracts.cdr_types import CDR_TYPES
from ...contracts.dial_statuses import CDR_STATUSES, HANGUP_CALL_STATUSES
from ...contracts.strategies import example, families, malformed_example
from ...contracts.strategies.picks import RandomPicks
from ...contracts.strategies.records import records, statuses_of
from ..callbacks.samples import overridden
from ..callbacks.sending import Message
from ..callbacks.verdicts import STEERING
from . import bot_parameters, delivery_order, durations, extension, slow_reader, walking
from .documented import printed_requests
from .endpoint import Members
from .examination import Examination
from .findings import Kind

MESSAGES: dict[CallbackName, tuple[MessageName, ...]] = {
    "cdr": ("cdr",),
    "popup": ("popup",),
    "external_ivr": ("external_ivr", "external_ivr_hangup"),
    "external_layer": ("external_layer",),
    "voicebot": ("voicebot",),
}
"""What can be examined, and the messages that belong to it."""

LANGUAGES = {
    "Hebrew": "שלום עולם",
    "Arabic": "مرحبا بالعالم",
    "Russian": "Привет мир",
    "French": "Éléonore Çelik",
    "Chinese": "世界你好",
    "emoji": "Dana 😀",
    "right-to-left mark": "\u200fדנה\u200e Cohen",
}

HOSTILE = {
    "SQL": "'; DROP TABLE calls; --",
    "HTML": '<script>alert("1")</script>',
    "a path": "../../../../etc/passwd",
    "a format": "%s%n%x {0} {{7*7}} ${7*7}",
    "a shell command": "$(id) `id` | id; id",
    "line ends": "Dana\r\nX-Injected: 1",
    "a long text": "A" * 20_000,
    "NUL": "Dana\x00Cohen",
}

Step = tuple[str, Callable[[], Any]]
_TEXT_MEMBERS = {
    "queuename", "representative_name", "targetextension_name", "callerextension_name", "DepartmentName",
    "TopDepartmentName", "callerName", "callername", "CALLER_NAME",
}  # fmt: skip
_SEEDS = 1_000_003


def plan_steps(examination: Examination) -> list[Step]:
    """The steps of all phases that were asked for and can find what was asked for."""
    wanted = examination.settings.phases or tuple(PHASES)
    kinds = examination.settings.kinds
    steps: list[Step] = []
    for name, (make, finds) in PHASES.items():
        if name not in wanted or (kinds and not kinds & finds):
            continue
        made = list(make(examination))
        if not made:
            examination.report.skipped[name] = _why_not(name, examination)
        steps += [(name, step) for step in made]
    return steps


def _why_not(name: str, examination: Examination) -> str:
    if name == "slow-reader":
        return "a target in this process is not reached over a connection"
    if name == "extension" and examination.callback == "popup" and examination.endpoint.takes_bytes:
        return "pop-ups are sent by a server, unless --extension says that the Chrome extension asks too"
    if name == "documented":
        return f"the documents print no {examination.callback} in {examination.settings.encoding}"
    return f"nothing of {examination.callback} is examined so"


# ---- documented examples


def _send_documented(examination: Examination) -> Iterator[Callable[[], Any]]:
    for contract in examination.plain:
        for one in printed_requests(contract):
            if contract == "popup" and one.encoding != examination.settings.encoding:
                continue  # the query of 3.2 has one member only; as JSON nobody sends that
            payload = examination.own(contract, one.payload)

            def send(contract: CallbackContract = contract, one: Any = one, payload: Members = payload) -> None:
                raw = None
                if one.encoding == examination.settings.encoding and payload == one.payload:
                    raw = _as_printed(examination, contract, one)
                examination.valid(contract, payload, may_refuse=contract in STEERING, raw=raw)

            yield send


def _as_printed(examination: Examination, contract: CallbackContract, one: Any) -> Message:
    """The printed bytes, blanks and all, with a call id of their own."""
    usual = examination.endpoint.message(contract, examination.fresh(one.payload))
    body: bytes = one.body
    for old, new in zip(_ids(one.payload), _ids(usual.payload), strict=False):
        body = body.replace(old.encode(), new.encode())
    content_type = one.content_type or usual.content_type
    return Message(usual.method, content_type, body, usual.payload, usual.headers, usual.verify)


def _ids(payload: Members) -> list[str]:
    members: Members = payload | about_call(payload)
    return [members[key] for key in ("ivruniqueid", "ivrid", "IVR_UNIQUE_ID") if members.get(key)]


# ---- generated valid messages


def _send_generated(examination: Examination) -> Iterator[Callable[[], Any]]:
    most = examination.settings.max_examples
    for contract, plain in examination.plain.items():
        made = [*_kinds(examination, contract), *_texts(contract, plain), *_unknown(contract, plain)]
        if len(made) > most > 0:  # a few of each sort rather than all of the first
            made = Random(examination.settings.seed).sample(made, most)
        for seed in range(max(0, most - len(made))):
            made.append(_any(contract, examination.settings.seed * _SEEDS + seed))
        for payload in made:
            payload = examination.own(contract, _at_the_start(contract, payload, plain))
            if examination.keeps_contract(contract, payload):
                refusable = contract in STEERING and _pressed_keys(payload) != _pressed_keys(plain)
                yield lambda contract=contract, payload=payload, refusable=refusable: examination.valid(
                    contract, payload, may_refuse=refusable
                )
    if examination.contract == "cdr_notification":
        yield lambda: durations.long_calls(examination)


def _any(contract: CallbackContract, seed: int) -> Members:
    """A message as it could really come. A CDR contract allows more: both documents' spellings at once, or nulls."""
    if contract == "cdr_notification":
        return records()(RandomPicks(Random(seed)))
    return example(f"{contract}.request", seed)


def _at_the_start(contract: CallbackContract, payload: Members, plain: Members) -> Members:
    """What an endpoint cannot know stays what it was: a menu it never named, a number it does not own."""
    if contract == "voicebot":
        about: Members = plain["CALL_INFO"]
        return overridden(payload, {name: about[name] for name in ("DID", "LAYER_ID", "PREVIOUS_LAYER_ID")})
    if contract not in STEERING:
        return payload
    kept = (
        ("DID", "LAYER_ID", "PREVIOUS_LAYER_ID")
        if contract == "external_layer"
        else ("DID", "MENU", "PREVIOUS_MENU", "DTMF")
    )
    return overridden(payload, {name: plain["DATA"][name] for name in kept})


def _pressed_keys(payload: Members) -> tuple[Any, ...]:
    return tuple(payload["DATA"].get(name) for name in ("DID", "DTMF", "MENU", "LAYER_ID"))


def _kinds(examination: Examination, contract: CallbackContract) -> Iterator[Members]:
    """Every type with every status that it can have."""
    picks = RandomPicks(Random(examination.settings.seed))
    if contract == "cdr_notification":
        pairs = [(kind.id, status) for kind in CDR_TYPES for status in statuses_of(kind)]
        Random(examination.settings.seed).shuffle(pairs)
        types, statuses = {kind.id for kind in CDR_TYPES}, set(CDR_STATUSES)
        for kind, status in pairs:
            if kind in types or status in statuses:
                types.discard(kind)
                statuses.discard(status)
                yield records(kind, status)(picks)
    elif contract == "external_ivr.hangup_call":
        for status in HANGUP_CALL_STATUSES:
            yield overridden(examination.plain[contract], {"CALL_STATUS": status})
    elif contract == "popup":
        for status in ("Ringing", "Talking", "Hangup"):
            for direction in ("Incoming", "Outgoing", "Click2Call"):
                changed = {"status": status, "statusCall": status, "direction": direction}
                yield {**examination.plain[contract], **changed}
    elif contract == "external_layer":
        for key in "0123456789*#":
            yield overridden(examination.plain[contract], {"DTMF": key})


def _texts(contract: CallbackContract, plain: Members) -> Iterator[Members]:
    for text in LANGUAGES.values():
        changed = _with_text(plain, text)
        if changed != plain:
            yield changed


def _with_text(members: Members, text: str) -> Members:
    changed = {**members}
    for name, value in members.items():
        if name in _TEXT_MEMBERS:
            changed[name] = text
        elif isinstance(value, dict) and name in ("IntentParameters", "CUSTOM_DATA"):
            changed[name] = dict.fromkeys(cast("Members", value), text)
        elif isinstance(value, dict) and name in ("DATA", "currentCall", "customdata"):
            changed[name] = {"note": text} if name == "customdata" else _with_text(cast("Members", value), text)
    return changed


def _unknown(contract: CallbackContract, plain: Members) -> Iterator[Members]:
    """Types, statuses and members that Voicenter may have tomorrow."""
    if contract == "cdr_notification":
        yield {**plain, "type": "Video Call"}
        yield {**plain, "status": "DIVERTED"}
    if contract == "popup" and "statusCall" in plain:
        yield {**plain, "statusCall": "Parked", "status": "Parked"}
    if contract == "external_ivr.hangup_call":
        yield overridden(plain, {"CALL_STATUS": "DIVERTED"})
    if isinstance(plain.get("DATA"), dict):
        yield {**plain, "DATA": {**plain["DATA"], "newMember": "1"}}
    else:
        yield {**plain, "newMember": "1"}


# ---- malformed and hostile ones


def _send_malformed(examination: Examination) -> Iterator[Callable[[], Any]]:
    for contract, plain in examination.plain.items():
        known = [family for family in families(f"{contract}.request") if family != "deep nesting"]
        rounds = max(1, examination.settings.max_examples // (len(known) * len(examination.plain)))
        for family in known:
            for number in range(rounds):
                seed = examination.settings.seed * _SEEDS + number
                spoiled = malformed_example(f"{contract}.request", seed, [family])
                message = examination.endpoint.malformed(spoiled)
                if message is not None:
                    yield lambda contract=contract, message=message, spoiled=spoiled: examination.malformed(
                        message, contract, str(spoiled.violation), closes=spoiled.violation.family == "too large"
                    )
        yield from _hostile(examination, contract, plain)


def _hostile(examination: Examination, contract: CallbackContract, plain: Members) -> Iterator[Callable[[], Any]]:
    for name, text in HOSTILE.items():
        payload = _with_text(plain, text)
        if name == "NUL" and examination.settings.encoding == "xml-rpc":
            continue  # XML cannot say it
        message = examination.endpoint.message(contract, examination.fresh(payload))
        yield lambda message=message, name=name: examination.malformed(message, contract, f"hostile text: {name}")
    for name, body in (
        ("nothing", b""),
        ("a list", b"[]"),
        ("null", b"null"),
        ("nested lists", b"[" * 200 + b"]" * 200),
    ):
        message = examination.endpoint.raw(body, "application/json")
        if message is not None and message.method == "POST":
            yield lambda message=message, name=name: examination.malformed(message, contract, f"the body is {name}")


_ANY_MESSAGE = frozenset(
    {
        Kind.SERVER_ERROR,
        Kind.NOT_ACKNOWLEDGED,
        Kind.VALID_REFUSED,
        Kind.WRONG_STATUS,
        Kind.REDIRECTED,
        Kind.BROKEN_ANSWER,
        Kind.TOO_SLOW,
        Kind.LEAKS_INTERNALS,
        Kind.XML_RPC_TYPES,
        Kind.WENT_AWAY,
        Kind.MANGLES_TEXT,
        Kind.TIME_AS_UNIX,
        Kind.INVALID_DECISION,
        Kind.IMPOSSIBLE_DECISION,
        Kind.UNKNOWN_TARGET,
    }
)

PHASES: dict[str, tuple[Callable[[Examination], Iterator[Callable[[], Any]]], frozenset[Kind]]] = {
    "documented": (_send_documented, _ANY_MESSAGE | {Kind.BREAKS_ON_TEXT, Kind.UNKNOWN_VALUE}),
    "generated": (_send_generated, _ANY_MESSAGE | {Kind.BREAKS_ON_TEXT, Kind.UNKNOWN_VALUE, Kind.SLOW_ON_LONG_CALLS}),
    "malformed": (
        _send_malformed,
        frozenset(
            (Kind.CRASHES_ON_MALFORMED, Kind.MALFORMED_UNANSWERED, Kind.LEAKS_INTERNALS, Kind.TOO_SLOW, Kind.WENT_AWAY)
        ),
    ),
    "repeated": (delivery_order.repeat_cdr, frozenset((Kind.REPEAT_REFUSED, Kind.PARALLEL_REPEAT_REFUSED))),
    "order": (
        delivery_order.out_of_order,
        frozenset((Kind.SECOND_LEG_REFUSED, Kind.SECOND_LEG_DROPPED, Kind.OUT_OF_ORDER)),
    ),
    "burst": (delivery_order.bursts, frozenset((Kind.BURST_FAILS,))),
    "slow-reader": (slow_reader.steps, frozenset((Kind.SLOW_READER,))),
    "scenarios": (walking.steps, _ANY_MESSAGE | {Kind.IVR_LOOP, Kind.DEAD_END}),
    "parameters": (bot_parameters.steps, frozenset((Kind.IGNORES_PARAMETERS,))),
    "extension": (extension.steps, frozenset((Kind.CLOSED_TO_THE_EXTENSION,))),
    "later": (delivery_order.later, frozenset((Kind.REPEAT_REFUSED,))),
}
"""Phase -> what makes its steps, and the kinds that it can find. `later` repeats the first CDR at the end."""


def kinds_of(callback: str) -> tuple[Kind, ...]:
    """The kinds of findings that make sense for a callback, in the guide's order."""
    only: dict[Kind, tuple[str, ...]] = {
        Kind.SLOW_ON_LONG_CALLS: ("cdr",),
        Kind.REPEAT_REFUSED: ("cdr",),
        Kind.PARALLEL_REPEAT_REFUSED: ("cdr",),
        Kind.SECOND_LEG_REFUSED: ("cdr",),
        Kind.SECOND_LEG_DROPPED: ("cdr",),
        Kind.CLOSED_TO_THE_EXTENSION: ("popup",),
        Kind.INVALID_DECISION: ("external_ivr", "external_layer", "voicebot"),
        Kind.IMPOSSIBLE_DECISION: ("external_ivr", "external_layer"),
        Kind.UNKNOWN_TARGET: ("external_ivr", "external_layer"),
        Kind.IVR_LOOP: ("external_ivr", "external_layer"),
        Kind.DEAD_END: ("external_ivr",),
        Kind.IGNORES_PARAMETERS: ("voicebot",),
        Kind.XML_RPC_TYPES: ("cdr", "external_ivr"),
        Kind.TIME_AS_UNIX: ("cdr",),
        Kind.NOT_ACKNOWLEDGED: ("cdr", "popup", "external_ivr"),
        Kind.VALID_REFUSED: ("cdr", "external_ivr", "external_layer"),
    }
    callback = read_callback(callback)
    return tuple(kind for kind in Kind if callback in only.get(kind, (callback,)))
