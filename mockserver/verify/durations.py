"""Whether long calls take out of proportion long: a caller who pressed many keys has an IVR list of many layers."""

from __future__ import annotations

from ..callbacks.sending import Reply
from .endpoint import Members
from .examination import Examination
from .findings import Kind
from .judging import Symptom

LAYERS = 200
_TIMES = 20
"""So many times the usual is out of proportion, when it is also a tenth of what Voicenter waits."""
_TRIES = 3


def long_calls(examination: Examination) -> None:
    """Sends records with a long IVR list and compares with plain ones."""
    endpoint, contract = examination.endpoint, examination.contract
    plain = examination.plain[contract]
    usual = min(_answer(examination, plain).seconds for _ in range(_TRIES))
    limit = max(_TIMES * usual, endpoint.timeout / 10)

    def slow(layers: int) -> tuple[Members, Reply] | None:
        payload = {**plain, "IVR": [_layer(number) for number in range(layers)]}
        reply = _answer(examination, payload)
        for _ in range(_TRIES - 1):
            if reply.seconds <= limit or reply.failure == "timeout":
                break
            reply = min(reply, _answer(examination, payload), key=lambda one: one.seconds)
        return (payload, reply) if reply.seconds > limit or reply.failure == "timeout" else None

    found = slow(LAYERS)
    if found is None:
        return
    least, most, worst = 0, LAYERS, found
    while most - least > max(1, most // 4) and worst[1].seconds < endpoint.timeout / 2:
        middle = (least + most) // 2
        smaller = slow(middle)
        if smaller is None:
            least = middle
        else:
            most, found = middle, smaller
    payload, reply = found
    took = "no answer in time" if reply.failure else f"{reply.seconds:.1f} s"
    symptom = Symptom(
        Kind.SLOW_ON_LONG_CALLS, f"{took} for {len(payload['IVR'])} IVR layers; {usual * 1000:.0f} ms without them"
    )
    examination.add(symptom, contract, endpoint.message(contract, payload), reply)


def _answer(examination: Examination, payload: Members) -> Reply:
    contract = examination.contract
    return examination.endpoint.send(examination.endpoint.message(contract, examination.fresh(payload)))


def _layer(number: int) -> Members:
    return {
        "layer_id": 1234 + number % 50, "layer_name": f"Menu {number % 50}", "layer_number": number % 50,
        "Dtmf": number % 10, "dtmf_order": number + 1,
    }  # fmt: skip
