"""Random callers, agents, customers and testers; nothing they do breaks what always holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from voicenter_mock.mockserver.telephony import click2call
from voicenter_mock.mockserver.telephony.calls import Call
from voicenter_mock.mockserver.telephony.click2call import Click2CallOrder
from voicenter_mock.mockserver.telephony.operator import CannotBeDone
from voicenter_mock.mockserver.telephony.refusals import Refused

from .houses import DOCUMENT, House
from .invariants import Watch

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

seconds = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 45.0])
outcomes = st.fixed_dictionaries(
    {"kind": st.sampled_from(KINDS), "ring_seconds": seconds}, optional={"talk_seconds": seconds}
)
parties = st.dictionaries(st.sampled_from([*EXTENSIONS, "agent", "target"]), outcomes, max_size=2)
hang_ups = st.lists(
    st.fixed_dictionaries({
        "at": st.sampled_from(["start", "layer", "5", "queue", "ringing", "talking", "voicemail"]), "after": seconds,
    }),
    max_size=2,
)  # fmt: skip
callers = st.fixed_dictionaries(
    {"did": st.sampled_from(DIDS), "hang_up": hang_ups, "parties": parties},
    optional={
        "digits": st.text("0123456*#,", max_size=6).filter(lambda text: bool(text.strip(","))),
        "patience_seconds": seconds,
        "talk_seconds": seconds,
        "message_seconds": seconds,
    },
)
Decision = dict[str, Any]
layers = st.sampled_from([1, 2, 5, 8, 10, 11, 12, 13, 14, 15, 99])
MENU: Decision = {
    "REC": "record",
    "LOOP": 1,
    "DELAY": 1,
    "SIZE": 2,
    "MENU": "menu",
    "VALIDATION": 0,
    "SAYDIGITSRECORD": "",
    "DIGITS": "12",
}
CALL: Decision = {"TARGET": "", "CALLERID": "", "CALLERNAME": "", "CALL_MAX_DIAL": 20, "CALL_MAX": 60, "REC_STATUS": 1}
NUMBER = {"RecordType": "Number", "Content": "12"}


def steer(action: str, data: Decision) -> Decision:
    """An External IVR's answer."""
    return {"STATUS": 0, "ACTION": action, "LANGUAGE": "he", "DATA": data}


def go_to(layer: int) -> Decision:
    return {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": layer, "CUSTOM_DATA": {"extra": "1"}}


def dial(targets: list[str], then: int) -> Decision:
    named = [{"TARGET": target} for target in targets]
    return {"STATUS": 0, "ACTION": "DIAL", "TARGETS": named, "NEXT_VO_ID": then, "ANSWER_NEXT_VO_ID": then}


def connect(target: str, then: str) -> Decision:
    return steer("CALL", {**CALL, "TARGET": target, "NEXT_MENU": then})


def lead(layer: int) -> Decision:
    return steer("VO", {"LAYER": layer})


def ask(action: str) -> Decision:
    return steer(action, MENU)


decisions: st.SearchStrategy[Decision | None] = st.one_of(
    st.none(),
    st.just({"STATUS": 1}),
    st.builds(go_to, layers),
    st.builds(dial, st.lists(st.sampled_from([*EXTENSIONS, "0521111111"]), max_size=3), layers),
    st.just({"STATUS": 0, "ACTION": "SAY", "NEXT_LAYER": 2, "DATA": [NUMBER]}),
    st.builds(ask, st.sampled_from(["MENU", "SAYDIGITS"])),
    st.builds(connect, st.sampled_from([*EXTENSIONS, *PHONES]), st.sampled_from(["", "16"])),
    st.builds(lead, layers),
    st.just(steer("SILENTRECORD", {"MAXDURATION": 20})),
    st.just(steer("HANGUP", {"HANGUP_CAUSE": 17})),
)
someone = st.integers(0, 1000)


class Crowd(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.house = House()
        self.watch = Watch(self.house.exchange)
        self.count = 0

    # ---- calls come ------------------------------------------------------------------------------------

    def _try(self, act: Callable[[], Call | None]) -> None:
        try:
            act()
        except (CannotBeDone, Refused):
            return

    def _custom(self) -> dict[str, Any]:
        self.count += 1
        return {"var_number": str(self.count)}

    def _given(self, call: Call) -> Call:
        self.watch.given[call.id] = dict(call.custom)
        return call

    @rule(script=callers)
    def somebody_calls(self, script: dict[str, Any]) -> None:
        self._try(lambda: self._given(self.house.operator.incoming_call("0501234567", custom=self._custom(), **script)))

    @rule(extension=st.sampled_from(EXTENSIONS), dialled=st.sampled_from([*EXTENSIONS, *PHONES]), people=parties)
    def somebody_dials(self, extension: str, dialled: str, people: dict[str, Any]) -> None:
        operator, custom = self.house.operator, self._custom()
        self._try(lambda: self._given(operator.outgoing_call(extension, dialled, parties=people, custom=custom)))

    @rule(
        action=st.sampled_from(["call", "call", "message", "callference"]),
        phone=st.sampled_from([*EXTENSIONS, *PHONES]),
        dialled=st.sampled_from([*EXTENSIONS, *PHONES]),
    )
    def a_crm_orders_a_call(self, action: Any, phone: str, dialled: str) -> None:
        order = Click2CallOrder(
            action, phone, dialled if action == "call" else "", custom=self._custom(), maximum_seconds=30
        )
        self._try(lambda: self._given(click2call.start(self.house.exchange, 1, order)))

    # ---- time ------------------------------------------------------------------------------------------

    @rule(span=seconds)
    def time_passes(self, span: float) -> None:
        self.house.run(span)

    @rule()
    def the_next_thing_happens(self) -> None:
        due = self.house.exchange.scheduler.next_time()
        if due is not None:
            self.house.exchange.run(due, steps=1)

    # ---- people act ------------------------------------------------------------------------------------

    def _call(self, which: int) -> str:
        return list(self.house.exchange.calls)[which % len(self.house.exchange.calls)]

    def calls_are_up(self) -> bool:
        return bool(self.house.exchange.calls)

    @precondition(calls_are_up)
    @rule(which=someone, act=st.sampled_from(["answer", "reject", "hold", "unhold", "complete_transfer", "mute"]))
    def somebody_acts(self, which: int, act: str) -> None:
        self._try(lambda: getattr(self.house.operator, act)(self._call(which)))

    @precondition(calls_are_up)
    @rule(
        which=someone,
        by=st.sampled_from(["system", "party", "caller", "target", "agent", "phone", "voicemail", *EXTENSIONS]),
    )
    def somebody_hangs_up(self, which: int, by: str) -> None:
        self._try(lambda: self.house.operator.hang_up(self._call(which), by))

    @precondition(calls_are_up)
    @rule(which=someone, keys=st.text("0123456*#", min_size=1, max_size=4))
    def keys_are_pressed(self, which: int, keys: str) -> None:
        self._try(lambda: self.house.operator.press(self._call(which), keys))

    @precondition(calls_are_up)
    @rule(which=someone, to=st.sampled_from([*EXTENSIONS, *PHONES]), act=st.sampled_from(["transfer", "consult"]))
    def somebody_transfers(self, which: int, to: str, act: str) -> None:
        self._try(lambda: getattr(self.house.operator, act)(self._call(which), to))

    @precondition(calls_are_up)
    @rule(which=someone, extension=st.sampled_from(EXTENSIONS))
    def somebody_listens(self, which: int, extension: str) -> None:
        self._try(lambda: self.house.operator.spy(self._call(which), extension))

    @rule(extension=st.sampled_from(EXTENSIONS), device=st.sampled_from(["online", "online", "offline"]))
    def a_telephone_comes_or_goes(self, extension: str, device: str) -> None:
        self.house.operator.set_device(extension, device)

    @rule(
        user=st.sampled_from(["11", "12", "13"]),
        status=st.sampled_from([1, 1, 2, 3]),
        where=st.sampled_from(["", *EXTENSIONS]),
    )
    def an_agent_changes(self, user: str, status: int, where: str) -> None:
        self._try(lambda: self.house.operator.set_agent(user, status, where) and None)

    @precondition(lambda self: bool(self.house.exchange.questions))
    @rule(decision=decisions)
    def the_customer_decides(self, decision: dict[str, Any] | None) -> None:
        self.house.exchange.settle(min(self.house.exchange.questions), decision)

    # ---- what always holds -----------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        self.watch.check()

    def teardown(self) -> None:
        """Every call ends if one lets it."""
        exchange = self.house.exchange
        for _ in range(20_000):
            if not exchange.calls:
                break
            if exchange.questions:
                exchange.settle(min(exchange.questions), None)
                continue
            due = exchange.scheduler.next_time()
            assert due is not None, "calls wait for nothing"
            exchange.run(due, steps=1)
        self.watch.check()
        assert not exchange.calls
        assert self.watch.over >= set(exchange.ended)


TestInvariants = Crowd.TestCase
TestInvariants.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)


@pytest.mark.thorough
class TestInvariantsThoroughly(Crowd.TestCase):
    settings = settings(max_examples=5_000, stateful_step_count=100, deadline=None)
