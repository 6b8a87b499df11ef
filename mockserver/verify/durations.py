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
    if examination.is_found(Kind.SLOW_ON_LONG_CALLS, contract):
        return  # a printed example showed it already, and each try takes long
    plain = examination.plain[contract]
    usual = min(_answer(examination, plain).seconds for _ in range(_TRIES))
    limit = max(_TIMES * usual, endpoint.timeout / 10)

    def slow(layers: int) -> tuple[Members, Reply] | None:
        """The fastest of some answers when even that is slow. Nobody waits much longer than that takes."""
        payload = {**plain, "IVR": [_layer(number) for number in range(layers)]}
        best = _answer(examination, payload, patience)
        for _ in range(_TRIES - 1):
            if best.seconds <= limit or best.failure:
                break
            best = min(best, _answer(examination, payload, patience), key=lambda one: one.seconds)
        return (payload, best) if best.seconds > limit else None

    patience = min(endpoint.timeout, 1.5 * limit)
    found = slow(LAYERS)
    if found is None:
        return
    least, most = 0, LAYERS
    while most - least > max(1, most // 4):
        middle = (least + most) // 2
        smaller = slow(middle)
        if smaller is None:
            least = middle
        else:
            most, found = middle, smaller
    payload, reply = found
    took = f"more than {patience:.1f} s" if reply.failure else f"{reply.seconds:.1f} s"
    symptom = Symptom(
        Kind.SLOW_ON_LONG_CALLS, f"{took} for {len(payload['IVR'])} IVR layers; {usual * 1000:.0f} ms without them"
    )
    examination.add(symptom, contract, endpoint.message(contract, payload), reply)


def _answer(examination: Examination, payload: Members, timeout: float | None = None) -> Reply:
    contract = examination.contract
    return examination.endpoint.send(examination.endpoint.message(contract, examination.fresh(payload)), timeout)


def _layer(number: int) -> Members:
    return {
        "layer_id": 1234 + number % 50, "layer_name": f"Menu {number % 50}", "layer_number": number % 50,
        "Dtmf": number % 10, "dtmf_order": number + 1,
    }  # fmt: skip
