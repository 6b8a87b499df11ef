"""How messages arrive: twice, at once, later again, in another order, many in a second."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from ...contracts.callback_names import CallbackContract
from ...contracts.strategies.picks import RandomPicks
from ...contracts.strategies.records import records
from ..callbacks.sending import Message, Reply
from .endpoint import Members, fresh_id, with_call_id
from .examination import Examination
from .findings import Kind
from .judging import Symptom

_REPETITION = re.compile(rb"dupl|already|exist|ignor|skip|repeat|known|seen", re.IGNORECASE)
"""Words in which servers say that they have a record."""
AT_ONCE = 8
BURST = 48


def repeat_cdr(examination: Examination) -> Iterator[Callable[[], Any]]:
    """The same CDR again, and several times at once. Only CDRs are ever sent again."""
    if examination.contract == "cdr_notification":
        yield lambda: _again(examination)
        yield lambda: _at_once(examination)


def later(examination: Examination) -> Iterator[Callable[[], Any]]:
    """A CDR that was taken before everything else, at the end once more."""
    if examination.contract == "cdr_notification":
        message = examination.endpoint.message(examination.contract, examination.fresh(_plain(examination)))
        yield lambda: _pair(examination, message, [_other(examination) for _ in range(3)])


def _plain(examination: Examination) -> Members:
    return examination.plain[examination.contract]


def _other(examination: Examination) -> Message:
    return examination.endpoint.message(examination.contract, examination.fresh(_plain(examination)))


def _again(examination: Examination) -> None:
    _pair(examination, _other(examination), [])


def _pair(examination: Examination, message: Message, between: Sequence[Message]) -> None:
    if _wrong(examination, examination.contract, message):
        return  # refused at once: another finding
    for other in between:
        examination.endpoint.send(other)
    reply = examination.endpoint.send(message)
    for symptom in examination.symptoms(examination.contract, message, reply):
        curl = examination.endpoint.curl(message)
        detail = f"the second time: {symptom.detail}"
        found = replace(symptom, kind=Kind.REPEAT_REFUSED, detail=detail)
        examination.add(found, examination.contract, message, reply, curl=f"{curl}; {curl}")
        return


def _wrong(examination: Examination, contract: CallbackContract, message: Message) -> bool:
    return bool(examination.symptoms(contract, message, examination.endpoint.send(message)))


def _at_once(examination: Examination) -> None:
    contract = examination.contract
    for _ in range(3):  # a race is not won every time
        message = _other(examination)
        replies = _together(examination, [message] * AT_ONCE)
        for reply in replies:
            for symptom in examination.symptoms(contract, message, reply):
                if _wrong(examination, contract, _other(examination)):
                    return
                curl = examination.endpoint.curl(message)
                found = replace(
                    symptom, kind=Kind.PARALLEL_REPEAT_REFUSED, detail=f"one of {AT_ONCE} at once: {symptom.detail}"
                )
                examination.add(
                    found, contract, message, reply, curl=f"for i in 1 2 3 4 5 6 7 8; do {curl} & done; wait"
                )
                return


def _together(examination: Examination, messages: Sequence[Message]) -> list[Reply]:
    start = threading.Barrier(min(AT_ONCE, len(messages)), timeout=30)

    def send(number_and_message: tuple[int, Message]) -> Reply:
        number, message = number_and_message
        if number < start.parties:
            start.wait()
        return examination.endpoint.send(message)

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="voicenter-verify") as pool:
        return list(pool.map(send, enumerate(messages)))


def bursts(examination: Examination) -> Iterator[Callable[[], Any]]:
    """Many different messages in the same moment."""
    yield lambda: _burst(examination)


def _burst(examination: Examination) -> None:
    contract = examination.contract
    if _wrong(examination, contract, _other(examination)):
        return
    messages = [_other(examination) for _ in range(BURST)]
    replies = _together(examination, messages)
    failed = [
        (message, reply, found[0])
        for message, reply in zip(messages, replies, strict=True)
        if (found := examination.symptoms(contract, message, reply))
    ]
    if failed and not _wrong(examination, contract, _other(examination)):
        message, reply, symptom = failed[0]
        detail = f"{len(failed)} of {BURST} messages, {AT_ONCE} at once: {symptom.detail}"
        curl = examination.endpoint.curl(message)
        found = Symptom(Kind.BURST_FAILS, detail, symptom.violations)
        examination.add(found, contract, message, reply, curl=f"for i in $(seq {BURST}); do {curl} & done; wait")


def out_of_order(examination: Examination) -> Iterator[Callable[[], Any]]:
    """Two legs of a call, also the second one first; later messages of a call before earlier ones."""
    if examination.contract == "cdr_notification":
        first, second = _legs(examination)
        yield lambda: _sequence(examination, [first, second], Kind.SECOND_LEG_REFUSED, "leg 2 after leg 1")
        yield lambda: _sequence(examination, [second, first], Kind.OUT_OF_ORDER, "leg 2 before leg 1")
        yield lambda: _check_second_leg(examination, first, second)
        late = {**_plain(examination), "time": int(_plain(examination)["time"]) - 86_400}
        yield lambda: _sequence(
            examination,
            [_plain(examination), late],
            Kind.OUT_OF_ORDER,
            "a record of yesterday after today's",
            one_call=False,
        )
    elif examination.contract == "popup":
        if examination.settings.encoding == "json":
            for order in (("Talking", "Ringing"), ("Hangup",), ("Hangup", "Talking", "Ringing")):
                messages = [{**_plain(examination), "status": one, "statusCall": one} for one in order]
                yield lambda messages=messages, order=order: _sequence(
                    examination, messages, Kind.OUT_OF_ORDER, " before ".join(order)
                )
    elif examination.contract == "external_ivr.get_ivr_action":
        hangup = examination.plain["external_ivr.hangup_call"]
        yield lambda: _sequence(
            examination, [hangup], Kind.OUT_OF_ORDER, "HANGUP_CALL of a call that was never asked about",
            contract="external_ivr.hangup_call",
        )  # fmt: skip
        yield lambda: _sequence(
            examination, [hangup, hangup], Kind.OUT_OF_ORDER, "HANGUP_CALL twice", contract="external_ivr.hangup_call"
        )


def _legs(examination: Examination) -> tuple[Members, Members]:
    from random import Random

    picks = RandomPicks(Random(examination.settings.seed))
    return (
        examination.own(examination.contract, records(9, "ANSWER")(picks)),
        examination.own(examination.contract, records(10, "ANSWER")(picks)),
    )


def _check_second_leg(examination: Examination, first: Members, second: Members) -> None:
    """Whether leg 2 is answered in the words in which a repetition is: whoever keys on the call id alone throws it
    away and says so. One that keeps silent about repetitions cannot be seen through from outside.
    """
    contract, call_id = examination.contract, fresh_id(time.time())
    messages = [examination.endpoint.message(contract, with_call_id(leg, call_id)) for leg in (first, first, second)]
    replies = [examination.endpoint.send(message) for message in messages]
    if any(examination.symptoms(contract, *sent) for sent in zip(messages, replies, strict=True)):
        return  # refused: another finding
    once, again, other = (reply.body for reply in replies)
    if again == other != once and _REPETITION.search(again):
        curls = [examination.endpoint.curl(message) for message in messages]
        answer = again.decode("utf-8", "replace")[:200]
        detail = f"leg 2, with the recording, is answered as leg 1 is when it comes again: {answer}"
        examination.add(
            Symptom(Kind.SECOND_LEG_DROPPED, detail), contract, messages[2], replies[2], curl="; ".join(curls)
        )


def _sequence(
    examination: Examination, payloads: Sequence[Members], kind: Kind, what: str, *, one_call: bool = True,
    contract: CallbackContract | None = None,
) -> None:  # fmt: skip
    """Sends messages in this order; a failure counts when the same message is fine on its own."""
    contract = contract or examination.contract
    now = time.time()
    call_id = fresh_id(now)
    curls: list[str] = []
    for number, payload in enumerate(payloads):
        message = examination.endpoint.message(contract, with_call_id(payload, call_id if one_call else fresh_id(now)))
        curls.append(examination.endpoint.curl(message))
        reply = examination.endpoint.send(message)
        found = examination.symptoms(contract, message, reply)
        if not found:
            continue
        if len(payloads) > 1 and number == 0:
            return  # it fails at the start of a call too: another finding
        alone = examination.endpoint.message(contract, examination.fresh(payload))
        if len(payloads) > 1 and _wrong(examination, contract, alone):
            return
        if len(payloads) == 1 and any(known.contract == contract for known in examination.report.findings):
            return
        symptom = Symptom(kind, f"{what}: {found[0].detail}", found[0].violations)
        examination.add(symptom, contract, message, reply, curl="; ".join(curls))
        return
