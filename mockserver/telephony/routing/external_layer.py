"""External Layer (3.2 §12, cur): the customer's server says where a caller goes who pressed keys in a layer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from ....contracts import text_values
from ....contracts.operations import WORDING
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import parties, scripted_caller
from ..model import phones
from ..model.calls import Call, DialPlan, PartyKind
from ..model.directory import Layer, Recording
from . import destinations, ivr, places
from .story import (
    AnnouncementFailed,
    AnnouncementMade,
    AnswerOfNoUse,
    CustomerAnswered,
    CustomerAsked,
    CustomerCallback,
    CustomerDidNotAnswer,
    LanguageChosen,
)

Answer = Mapping[str, Any]
DIAL_SECONDS = 60.0
CALL_SECONDS = 7200.0
LONGEST_SECONDS = 86_400.0
"""A day: what a customer may ask for at most, so that every call ends."""
UNKNOWN_RECORDING_SECONDS = 3.0
SPOKEN_SECONDS = {"Date": 3.0, "DateTime": 5.0}


def whole(value: Any) -> int | None:
    """An integer member, also as a string of digits; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return text_values.integer(value.strip()) if isinstance(value, str) else None


def seconds(value: Any, default: float) -> float:
    number = whole(value)
    return default if number is None or number <= 0 else min(float(number), LONGEST_SECONDS)


def recording_seconds(exchange: Exchange, name: Any) -> float:
    """How long a recording plays; one that is not known has a usual length. ``blank`` says nothing."""
    if not isinstance(name, str) or name in ("", "blank"):
        return 0.0
    known = _recording(exchange, name)
    return known.seconds if known is not None else UNKNOWN_RECORDING_SECONDS


def is_known(exchange: Exchange, name: str) -> bool:
    """Whether there is something to play: a recording of the organization's, or ``blank``, which says nothing."""
    return name == "blank" or _recording(exchange, name) is not None


def _recording(exchange: Exchange, name: str) -> Recording | None:
    known = exchange.directory.recordings
    return known.get(name.removesuffix(".mp3")) or known.get(name)


def enter(exchange: Exchange, call: Call, layer: Layer) -> None:
    prompt = ivr.announcement_seconds(exchange, layer)
    ivr.collect(
        exchange, call, "external_layer", ivr.prompt_of(layer),
        prompt_seconds=prompt, size=layer.digits, rounds=layer.repeat, wait_seconds=layer.wait_seconds,
    )  # fmt: skip


def ask(exchange: Exchange, call: Call, keys: str) -> None:
    position = call.position
    assert position is not None
    position.collecting = "asking"
    scripted_caller.arrive(exchange, call, str(position.number), "layer")
    written = str if WORDING[exchange.directory.revision].layer_numbers == "text" else int
    payload = {
        "METHOD": "IVR_LAYER_INPUT",
        "DATA": {
            "DID": call.did,
            "CALLER_ID": phones.local(call.caller),
            "IVR_UNIQUE_ID": call.id,
            "DTMF": keys or "0",
            "LAYER_ID": written(position.number),
            "PREVIOUS_LAYER_ID": written(position.previous),
        },
    }
    exchange.note(call, CustomerAsked, "External Layer", keys)
    exchange.ask("external_layer", call, payload, "external_layer.answered", position.number)


def still_asking(exchange: Exchange, call_id: str, layer: int) -> Call | None:
    """The call whose customer has been asked in that layer. ``None``: it was steered elsewhere, or ended, meanwhile."""
    call = exchange.calls.get(call_id)
    if call is None or call.position is None or call.position.collecting != "asking" or call.position.number != layer:
        return None
    call.position.collecting = ""
    return call


def waiting_for(
    exchange: Exchange, call_id: str, answer: Mapping[str, Any] | None, layer: int, callback: CustomerCallback
) -> Call | None:
    """The call that a customer's answer steers. ``None`` when there is nothing to act upon: the call is not waiting
    in that layer any more, or there is no answer to use, and it has gone to the layer's fallback.
    """
    call = still_asking(exchange, call_id, layer)
    if call is None:
        return None
    if answer is None or whole(answer.get("STATUS")) != 0:
        exchange.note(call, CustomerDidNotAnswer, callback)
        ivr.fallback(exchange, call)
        return None
    return call


def action_of(answer: Mapping[str, Any]) -> str:
    """What the customer decided, in capitals and without stray blanks."""
    return str(answer.get("ACTION", "")).strip().upper()


@step("external_layer.answered")
def _handle_answer(exchange: Exchange, call_id: str, answer: dict[str, Any] | None, layer: int) -> None:
    call = waiting_for(exchange, call_id, answer, layer, "External Layer")
    if call is None or answer is None:
        return
    action = action_of(answer)
    exchange.note(call, CustomerAnswered, "External Layer", action)
    _apply_custom_data(call, answer)
    act = ACTIONS.get(action)
    if act is None or not act(exchange, call, answer):
        exchange.note(call, AnswerOfNoUse, "External Layer", action)
        ivr.fallback(exchange, call)


def _apply_custom_data(call: Call, answer: Answer) -> None:
    """Name and custom data go on with the call. The dictionary is replaced: earlier events keep theirs."""
    name = answer.get("CALLER_NAME")
    if isinstance(name, str) and name:
        call.caller_name = name
    custom = answer.get("CUSTOM_DATA")
    if isinstance(custom, Mapping) and custom:
        members = cast(Mapping[str, Any], custom)
        call.custom = {**call.custom, **{str(key).strip(): value for key, value in members.items()}}


def _go_to_layer(exchange: Exchange, call: Call, answer: Answer) -> bool:
    number = whole(answer.get("LAYER"))
    if number is None or exchange.directory.layer(number) is None:
        return False
    places.go_to_layer(exchange, call, number)
    return True


def _announce(exchange: Exchange, call: Call, answer: Answer) -> bool:
    """Announces, then goes on; what cannot be announced leads to NEXT_LAYER_IF_FAILED."""
    choose_language(exchange, call, answer)
    items = answer.get("DATA")
    missing = _missing_recording(exchange, items)
    length = None if missing else _announcement_seconds(exchange, items)
    failed = length is None
    number = whole(answer.get("NEXT_LAYER_IF_FAILED" if failed else "NEXT_LAYER"))
    if number is None or exchange.directory.layer(number) is None:
        return False
    if length is None:
        exchange.note(call, AnnouncementFailed, missing)
    else:
        exchange.note(call, AnnouncementMade, length)
    call.timer = exchange.scheduler.after(max(ivr.SHORTEST_SECONDS, length or 0.0), "ivr.go_to_layer", call.id, number)
    return True


def choose_language(exchange: Exchange, call: Call, answer: Answer) -> None:
    """The language that an answer chooses for what is announced from now on."""
    language = answer.get("LANGUAGE")
    if isinstance(language, str) and language.strip():
        language = language.strip().lower()
        if language != call.language:
            call.language = language
            exchange.note(call, LanguageChosen, language)


def _missing_recording(exchange: Exchange, items: Any) -> str:
    """The first recording of an announcement that the organization does not have; empty when it has all."""
    for item in cast(list[Any], items) if isinstance(items, list) else []:
        if isinstance(item, Mapping):
            members = cast(Mapping[str, Any], item)
            name = str(members.get("Content", "")).strip()
            if str(members.get("RecordType", "")).strip() == "Recording" and not is_known(exchange, name):
                return name
    return ""


def _announcement_seconds(exchange: Exchange, items: Any) -> float | None:
    """How long the announcement takes, or ``None`` when it cannot be made."""
    if not isinstance(items, list) or not items:
        return None
    total = 0.0
    for item in cast(list[Any], items):
        if not isinstance(item, Mapping):
            return None
        members = cast(Mapping[str, Any], item)
        kind, content = str(members.get("RecordType", "")).strip(), str(members.get("Content", "")).strip()
        if kind == "Recording" and content:
            total += recording_seconds(exchange, content)
        elif kind in ("Digits", "Number") and content.isdigit():
            total += scripted_caller.KEY_SECONDS * len(content)
        elif kind in SPOKEN_SECONDS and _is_moment(kind, content):
            total += SPOKEN_SECONDS[kind]
        else:
            return None
    return total


def _is_moment(kind: str, text: str) -> bool:
    try:
        if kind == "Date":
            date.fromisoformat(text)
        else:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _dial(exchange: Exchange, call: Call, answer: Answer) -> bool:
    """Rings all targets; the first to answer gets the call."""
    dialled: list[tuple[PartyKind, str]] = []
    targets = answer.get("TARGETS")
    for target in cast(list[Any], targets) if isinstance(targets, list) else []:
        if not isinstance(target, Mapping):
            continue
        members = cast(Mapping[str, Any], target)
        party = exchange.party(str(members.get("TARGET", "")))
        if party is not None and (party.kind, party.number) not in dialled:
            dialled.append((party.kind, party.number))
    if not dialled:
        return False
    unavailable = whole(answer.get("UNAVAILABLE_VO_ID"))
    shown = answer.get("CALLER_ID")
    name = answer.get("CALLER_NAME")
    plan = DialPlan(
        dialled,
        dial_seconds=seconds(answer.get("MAX_DIAL_DURATION"), DIAL_SECONDS),
        call_seconds=seconds(answer.get("MAX_CALL_DURATION"), CALL_SECONDS),
        shown_number=parties.number_as_shown(shown) if isinstance(shown, str) else "",
        shown_name=name if isinstance(name, str) else "",
        record=str(answer.get("RECORDING", "no")).strip().lower() == "yes",
        then_failed=whole(answer.get("NEXT_VO_ID")),
        then_unanswered=whole(answer.get("UNAVAILABLE_VO")) if unavailable is None else unavailable,
        then_answered=whole(answer.get("ANSWER_NEXT_VO_ID")),
    )
    destinations.ring(exchange, call, plan)
    return True


ACTIONS = {"GO_TO_LAYER": _go_to_layer, "SAY_DIGITS": _announce, "SAY": _announce, "DIAL": _dial}
