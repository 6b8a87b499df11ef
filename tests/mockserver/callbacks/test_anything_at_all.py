"""A customer's server that answers with anything at all: no exception, no stuck call, nothing unaccounted for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicenter_mock.mockserver.telephony.model.calls import Press
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, click2call, incoming, organization

pytestmark = pytest.mark.slow

DIDS = ("0722776772", "0722776773", "0722776774", "0722776775", "0722776776")
Strategy = st.SearchStrategy[Any]

SCALARS: Strategy = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["0", "1", "2", "5", "8", "12", "SIPSIP1", "0501234567", "yes", "he", "", "-1", "main"]),
)


def composed(inner: Strategy) -> Strategy:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)


JSON: Strategy = st.recursive(SCALARS, composed, max_leaves=6)
WORDS = (
    *("STATUS", "ACTION", "LANGUAGE", "DATA", "LAYER", "NEXT_LAYER", "NEXT_LAYER_IF_FAILED", "TARGETS", "CUSTOM_DATA"),
    *("CALLER_NAME", "MAX_DIAL_DURATION", "MAX_CALL_DURATION", "NEXT_VO_ID", "ANSWER_NEXT_VO_ID", "UNAVAILABLE_VO_ID"),
    *("RECORDING", "err", "Err"),
)
NUMBERS: Strategy = st.sampled_from([0, 1, 2, 5, 8, 12, 22, 30, 99, "2", "8", -1, 10**12])
FLAGS: Strategy = st.sampled_from([0, 1, "1"])
ACTIONS = st.sampled_from(
    [
        *("MENU", "CALL", "HANGUP", "SAYDIGITS", "VO", "SILENTRECORD"),
        *("GO_TO_LAYER", "SAY", "SAY_DIGITS", "DIAL", "call", "JUMP"),
    ]
)
PHONES = st.sampled_from(["0501234567", "0555550017", "0555550018", "SIPSIP2", "972541111111", "nobody"])
MENUS: Strategy = st.fixed_dictionaries(
    {
        "REC": st.sampled_from(["record", "none"]),
        **dict.fromkeys(("LOOP", "DELAY", "SIZE"), NUMBERS),
        "MENU": st.sampled_from(["a", "b"]),
        "VALIDATION": FLAGS,
    },
    optional={"SAYDIGITSRECORD": st.just("rec"), "DIGITS": st.text("0123x", max_size=6)},
)
CALLS: Strategy = st.fixed_dictionaries(
    {
        **dict.fromkeys(("TARGET", "CALLERID"), PHONES),
        **dict.fromkeys(("CALL_MAX_DIAL", "CALL_MAX"), NUMBERS),
        "CALLERNAME": st.just(""),
        "REC_STATUS": FLAGS,
    },
    optional={
        "NEXT_MENU": st.just("again"),
        **dict.fromkeys(("NEXT_MENU_LOOP", "NEXT_MENU_SIZE"), NUMBERS),
        "DTMF_PLAY": st.just("1"),
        "DIALSTRINGS": st.lists(PHONES, max_size=2),
    },
)
PLACES: Strategy = st.fixed_dictionaries(
    {"LAYER": NUMBERS, "RECORD": st.just("rec"), "LOOP": NUMBERS, "DELAY": NUMBERS}
)
SPOKEN: Strategy = st.lists(st.just({"RecordType": "Digits", "Content": "12"}), max_size=2)
TARGETS: Strategy = st.lists(
    st.fixed_dictionaries({"TYPE": st.sampled_from(["PHONE", "EXTENSION"]), "TARGET": PHONES}), min_size=1, max_size=2
)
DECISIONS: Strategy = st.fixed_dictionaries(
    {
        "STATUS": st.sampled_from([0, 0, 0, "0", 1]),
        "ACTION": ACTIONS,
        "LANGUAGE": st.sampled_from(["he", "EN"]),
        "DATA": st.one_of(MENUS, CALLS, PLACES, st.just({}), SPOKEN),
    },
    optional={
        **dict.fromkeys(("LAYER", "NEXT_LAYER", "NEXT_VO_ID", "ANSWER_NEXT_VO_ID"), NUMBERS),
        "TARGETS": TARGETS,
        "CUSTOM_DATA": st.one_of(st.none(), st.dictionaries(st.text(max_size=4), SCALARS, max_size=2)),
    },
)
RAW: Strategy = st.sampled_from(
    ["<html></html>", "<methodResponse/>", "{", "err=0", '{"err":0}', b"\xff\xfe", "x" * (1 << 20 | 1)]
)
OBJECTS: Strategy = st.dictionaries(st.sampled_from(WORDS), JSON, max_size=6)
BODIES: Strategy = st.one_of(JSON, OBJECTS, DECISIONS, DECISIONS, DECISIONS, st.binary(max_size=40), RAW)
ANSWERS: Strategy = st.one_of(BODIES, BODIES, st.tuples(st.sampled_from([200, 204, 302, 404, 500]), BODIES))
RAISED = (ValueError("no"), TimeoutError(), RecursionError())


class Anything:
    """The customer's server; ``draw`` gives its next answer."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def __call__(self, message: dict[str, Any]) -> Any:
        if self.draw(st.integers(0, 20)) == 20:
            raise self.draw(st.sampled_from(RAISED))
        return self.draw(ANSWERS)


def play(tenant: Tenant, calls: int) -> None:
    """So many calls of all kinds, to their end."""
    for number in range(calls):
        did = DIDS[number % len(DIDS)]
        if number % 6 == 5:
            click2call(tenant, f"05{number % 10}1234567")
        else:
            incoming(
                tenant, did, presses=(Press("1"), Press("25#"), Press("3")), patience_seconds=30.0, talk_seconds=20.0
            )
        tenant.advance(seconds=7)
    tenant.advance(until="idle")


def check(tenant: Tenant) -> None:
    exchange = tenant.exchange
    assert not exchange.calls
    assert not exchange.questions
    assert not exchange.due
    for delivery in tenant.deliveries.all():
        assert delivery.status in ("acknowledged", "failed")
        assert delivery.attempts
        assert not delivery.in_flight
        assert sum(attempt.verdict == "acknowledged" for attempt in delivery.attempts) == (
            delivery.status == "acknowledged"
        )


def organization_for(answer: Any, *, lenient: bool) -> Tenant:
    tenant = Tenant(organization(), now=NOW, lenient=lenient)
    for callback in ("cdr", "popup", "external_ivr", "external_layer", "voicebot"):
        tenant.deliveries.bind(callback, answer)
    return tenant


@settings(max_examples=15)
@given(data=st.data(), lenient=st.booleans())
def test_whatever_it_answers_every_call_ends_and_every_delivery_is_accounted_for(data: st.DataObject, lenient: bool):
    tenant = organization_for(Anything(data.draw), lenient=lenient)
    play(tenant, 4)
    check(tenant)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_calls(seed: int):
    """The same with a fixed supply of answers, so that it is the calls that take the time."""
    from random import Random

    random, supply = Random(seed), list[Any]()

    @settings(max_examples=400, database=None)
    @given(answer=ANSWERS)
    def stock(answer: Any) -> None:
        supply.append(answer)

    stock()

    def answer(message: dict[str, Any]) -> Any:
        if random.random() < 0.05:
            raise random.choice(RAISED)
        return random.choice(supply)

    tenant = organization_for(answer, lenient=bool(seed % 2))
    play(tenant, 2_500)
    check(tenant)
