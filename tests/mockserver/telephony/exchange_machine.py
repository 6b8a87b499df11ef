"""Callers, agents, customers, campaigns and testers who do anything at any moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from voicenter_mock.mockserver.organizations.problems import DocumentError
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.core import blacklist
from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone, Refused
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall

from .callback_answers import decisions
from .invariants import Watch
from .simulation import CAMPAIGNS, DIDS, DOCUMENT, EXTENSIONS, KINDS, PHONES, Simulation

AGENTS = ["SIPA", "SIPB", "SIPC"]
CUSTOMERS = ["972555550205", "972555550206", "972555550017", "972501111111"]

seconds = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 45.0])
outcomes = st.fixed_dictionaries(
    {"kind": st.sampled_from(["answer", "answer", "answer", *KINDS]), "ring_seconds": seconds},
    optional={"talk_seconds": seconds},
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
someone = st.integers(0, 1000)
somebody = st.sampled_from(EXTENSIONS)
anybody = st.sampled_from([*EXTENSIONS, *PHONES])
queue_changes = st.fixed_dictionaries(
    {},
    optional={
        "members": st.lists(st.sampled_from(AGENTS), unique=True),
        "strategy": st.sampled_from(["ring_all", "round_robin", "longest_idle", "fewest_calls"]),
        "maximum_callers": st.integers(0, 2),
        "maximum_wait_seconds": st.sampled_from([0, 5, 60]),
        "join_empty": st.booleans(),
        "wrap_up_seconds": st.sampled_from([0, 10]),
        "overflow": st.sampled_from([None, {"voicemail": 701}, {"extension": "SIPC"}]),
    },
)
extension_changes = st.fixed_dictionaries(
    {},
    optional={
        "voicemail": st.sampled_from([None, 701]),
        "forward_to": st.sampled_from(["", "SIPC", "0555550205"]),
        "device": st.sampled_from(["online", "offline"]),
    },
)


class ExchangeMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.simulation = Simulation(campaigns=CAMPAIGNS)
        self.watch = Watch(self.simulation.exchange)
        self.count = 0

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (CannotBeDone, Refused, DocumentError):
            return

    # ---- calls come ------------------------------------------------------------------------------------

    def _custom(self) -> dict[str, Any]:
        self.count += 1
        return {"var_number": str(self.count)}

    def _given(self, call: Call) -> Call:
        self.watch.given[call.id] = dict(call.custom)
        return call

    @rule(script=callers)
    def somebody_calls(self, script: dict[str, Any]) -> None:
        self._try(
            lambda: self._given(self.simulation.operator.incoming_call("0501234567", custom=self._custom(), **script))
        )

    @rule(extension=somebody, dialled=anybody, people=parties)
    def somebody_dials(self, extension: str, dialled: str, people: dict[str, Any]) -> None:
        operator, custom = self.simulation.operator, self._custom()
        self._try(lambda: self._given(operator.outgoing_call(extension, dialled, parties=people, custom=custom)))

    @rule(
        action=st.sampled_from(["call", "call", "message", "callference"]),
        phone=anybody,
        dialled=anybody,
        at_once=st.booleans(),
    )
    def a_crm_orders_a_call(self, action: Any, phone: str, dialled: str, at_once: bool) -> None:
        order = Click2CallOrder(
            action, phone, dialled if action == "call" else "",
            custom=self._custom(), maximum_seconds=30, phone_auto_answer=at_once, target_auto_answer=at_once,
        )  # fmt: skip
        self._try(lambda: self._given(click2call.start(self.simulation.exchange, 1, order)))

    @rule(code=st.sampled_from("ail"), number=st.sampled_from(CUSTOMERS))
    def a_campaign_gets_a_number(self, code: str, number: str) -> None:
        exchange = self.simulation.exchange
        campaigns.add(exchange, exchange.campaigns[code], PendingCall(number, custom=self._custom()))

    # ---- time ------------------------------------------------------------------------------------------

    @rule(span=seconds)
    def time_passes(self, span: float) -> None:
        self.simulation.run(span)

    @rule(steps=st.integers(1, 6), decision=decisions)
    def the_next_things_happen(self, steps: int, decision: dict[str, Any] | None) -> None:
        exchange = self.simulation.exchange
        for _ in range(steps):
            if exchange.questions:
                exchange.settle(min(exchange.questions), decision)
            else:
                due = exchange.scheduler.next_time()
                if due is not None:
                    exchange.run(due, steps=1)
            self.watch.check()

    @precondition(lambda self: bool(self.simulation.exchange.questions))
    @rule(decision=decisions)
    def the_customer_decides(self, decision: dict[str, Any] | None) -> None:
        self.simulation.exchange.settle(min(self.simulation.exchange.questions), decision)

    @rule()
    def everything_is_written_out_and_read_back(self) -> None:
        simulation, given = self.simulation, self.watch.given
        written = json.dumps(snapshot.export(simulation.exchange))
        simulation.exchange = snapshot.restore(json.loads(written), simulation.exchange.directory)
        simulation.operator = Operator(simulation.exchange)
        self.watch = Watch(simulation.exchange)
        self.watch.given = given

    # ---- people act ------------------------------------------------------------------------------------

    def _call(self, which: int) -> str:
        return list(self.simulation.exchange.calls)[which % len(self.simulation.exchange.calls)]

    def calls_are_up(self) -> bool:
        return bool(self.simulation.exchange.calls)

    @precondition(calls_are_up)
    @rule(which=someone, act=st.sampled_from(["answer", "reject", "hold", "unhold", "complete_transfer", "mute"]))
    def somebody_acts(self, which: int, act: str) -> None:
        self._try(lambda: getattr(self.simulation.operator, act)(self._call(which)))

    @precondition(calls_are_up)
    @rule(
        which=someone,
        by=st.sampled_from(["system", "party", "caller", "target", "agent", "phone", "voicemail", *EXTENSIONS]),
    )
    def somebody_hangs_up(self, which: int, by: str) -> None:
        self._try(lambda: self.simulation.operator.hang_up(self._call(which), by))

    @precondition(calls_are_up)
    @rule(which=someone, keys=st.text("0123456*#", min_size=1, max_size=4))
    def keys_are_pressed(self, which: int, keys: str) -> None:
        self._try(lambda: self.simulation.operator.press(self._call(which), keys))

    def somebody_talks(self) -> bool:
        return any(self._talkers())

    def _talkers(self) -> list[tuple[str, str]]:
        return [
            (call.id, leg.number)
            for call in self.simulation.exchange.calls.values()
            for leg in call.legs
            if leg.connected and leg.kind == "extension" and call.flow != "spy"
        ]

    @precondition(somebody_talks)
    @rule(which=someone, to=anybody)
    def somebody_transfers(self, which: int, to: str) -> None:
        talkers = self._talkers()
        call, extension = talkers[which % len(talkers)]
        self._try(lambda: self.simulation.operator.transfer(call, to, extension))

    @precondition(somebody_talks)
    @rule(which=someone, to=anybody, patience=seconds, completes=st.booleans())
    def somebody_asks_a_colleague_first(self, which: int, to: str, patience: float, completes: bool) -> None:
        talkers = self._talkers()
        call, extension = talkers[which % len(talkers)]
        self._try(lambda: self.simulation.operator.consult(call, to, extension))
        self.simulation.run(patience)
        if completes:
            self._try(lambda: self.simulation.operator.complete_transfer(call))

    @precondition(somebody_talks)
    @rule(which=someone, extension=somebody)
    def somebody_listens(self, which: int, extension: str) -> None:
        talkers = self._talkers()
        self._try(lambda: self.simulation.operator.spy(talkers[which % len(talkers)][0], extension))

    @rule(extension=somebody, device=st.sampled_from(["online", "online", "offline"]))
    def a_telephone_comes_or_goes(self, extension: str, device: str) -> None:
        self.simulation.operator.set_device(extension, device)

    @rule(
        user=st.sampled_from(["11", "12", "13"]),
        status=st.sampled_from([1, 1, 2, 3]),
        where=st.sampled_from(["", *EXTENSIONS]),
    )
    def an_agent_changes(self, user: str, status: int, where: str) -> None:
        self._try(lambda: self.simulation.operator.set_agent(user, status, where))

    # ---- the organization changes ----------------------------------------------------------------------

    @rule(code=st.sampled_from("ail"), status=st.sampled_from(["Enabled", "Disabled"]))
    def a_campaign_is_started_or_stopped(self, code: str, status: Any) -> None:
        campaigns.set_status(self.simulation.exchange, self.simulation.exchange.campaigns[code], status)

    @rule(number=st.sampled_from(CUSTOMERS), listed=st.booleans())
    def a_number_is_listed(self, number: str, listed: bool) -> None:
        (blacklist.add if listed else blacklist.remove)(self.simulation.exchange, number)

    @rule(changes=queue_changes)
    def the_queue_is_edited(self, changes: dict[str, Any]) -> None:
        self._try(lambda: self.simulation.edit("queues", 100, **changes))

    @rule(extension=somebody, changes=extension_changes)
    def an_extension_is_edited(self, extension: str, changes: dict[str, Any]) -> None:
        self._try(lambda: self.simulation.edit("extensions", extension, **changes))

    @rule(layer=st.sampled_from([entry["number"] for entry in DOCUMENT["layers"]]), to=st.sampled_from([1, 2, 10, 13]))
    def a_layer_leads_elsewhere(self, layer: int, to: int) -> None:
        self._try(lambda: self.simulation.edit("layers", layer, fallback=to))

    @rule(user=st.sampled_from([11, 12, 13]), away=st.booleans())
    def somebody_is_hired_or_fired(self, user: int, away: bool) -> None:
        kept = [entry for entry in self.simulation.document["users"] if entry["id"] != user]
        entry = next(entry for entry in DOCUMENT["users"] if entry["id"] == user)
        dids = [{**did, "user": None} if did.get("user") == user else did for did in self.simulation.document["dids"]]
        self._try(lambda: self.simulation.change(users=kept if away else [*kept, entry], dids=dids))

    @rule(most=st.integers(0, 4))
    def the_organization_has_a_limit(self, most: int) -> None:
        self._try(lambda: self.simulation.change(limits={"concurrent_calls": most}))

    # ---- what always holds -----------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        self.watch.check()

    def teardown(self) -> None:
        """Every call ends if one lets it."""
        exchange = self.simulation.exchange
        for state in exchange.campaigns.values():
            campaigns.set_status(exchange, state, "Disabled")
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
        while (due := exchange.scheduler.next_time()) is not None:
            exchange.run(due)
        assert not exchange.calls, "something was scheduled for a call that is over"
