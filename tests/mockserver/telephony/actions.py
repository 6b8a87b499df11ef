"""Some thirty kinds of calls, every moment of them, and everything that a tester could do then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.core import blacklist
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall

from .callback_answers import ask, connect, dial, go_to, steer
from .invariants import Watch
from .simulation import (
    CAMPAIGNS,
    DIRECT,
    DOCUMENT,
    FORWARDING,
    IVR,
    LAYER,
    MAILBOX,
    MENU,
    MOBILE,
    QUEUE,
    WITH_MAILBOX,
    Simulation,
    answers,
    directory,
)

Action = Callable[[Simulation], object]
NO_ANSWER: dict[str, Any] = {"kind": "no_answer"}
STAYS = answers(2, None)
CUSTOMERS = ("972555550205", "972555550017", "972501111111")


class Moment(Simulation):
    """A simulation that can be taken back to where it was."""

    def __init__(self) -> None:
        super().__init__(campaigns=CAMPAIGNS)
        self.decisions: list[dict[str, Any] | None] = []
        self.watch = Watch(self.exchange)

    def written(self) -> str:
        return json.dumps(snapshot.export(self.exchange))

    def back(self, text: str, document: dict[str, Any]) -> None:
        self.document = document
        self.exchange = snapshot.restore(json.loads(text), directory(document))
        self.operator = Operator(self.exchange)
        self.watch = Watch(self.exchange)
        self.watch.given = {call.id: dict(call.custom) for call in self.exchange.calls.values()}
        self.events = []
        self.exchange.subscribers.append(self.events.append)

    def step(self) -> bool:
        """One thing happens. Returns whether there was anything."""
        exchange = self.exchange
        if exchange.questions:
            decision = self.decisions[(exchange.question_count - 1) % len(self.decisions)] if self.decisions else None
            exchange.settle(min(exchange.questions), decision)
            return True
        due = exchange.scheduler.next_time()
        if due is None:
            return False
        exchange.run(due, steps=1)
        return True


def calls(did: str, **script: Any) -> Action:
    return lambda simulation: simulation.call(did, custom={"var_lead": "7"}, **script)


def dials(target: str, extension: str = "SIPA", **script: Any) -> Action:
    return lambda simulation: simulation.dial(target, extension, custom={"var_lead": "7"}, **script)


def orders(**order: Any) -> Action:
    order = {"action": "call", "custom": {"var_lead": "7"}, **order}
    return lambda simulation: click2call.start(simulation.exchange, 1, Click2CallOrder(**order))


def fills(code: str) -> Action:
    def fill(simulation: Simulation) -> None:
        for number in CUSTOMERS if code in simulation.exchange.campaigns else ():
            campaigns.add(
                simulation.exchange,
                simulation.exchange.campaigns[code],
                PendingCall(number, custom={"var_lead": number}),
            )

    return fill


def acts(name: str, *arguments: Any) -> Action:
    """The operator does that to the oldest call that is up."""
    return lambda simulation: getattr(simulation.operator, name)(next(iter(simulation.exchange.calls)), *arguments)


def decides(*decisions: dict[str, Any] | None) -> Action:
    def decide(simulation: Simulation) -> None:
        assert isinstance(simulation, Moment)
        simulation.decisions = list(decisions)

    return decide


TWO: dict[str, Any] = {"SIPA": answers(2, None), "SIPB": answers(2, 20), "SIPC": answers(2, 20)}
SCRIPTS: dict[str, list[tuple[float, Action]]] = {
    "a direct call": [(0, calls(DIRECT, parties={"SIPA": answers(2, 10)}))],
    "a menu and a queue": [(0, calls(MENU, digits="1", parties={"agent": answers(2, 10)}))],
    "two in a queue": [(0, calls(QUEUE, parties={"agent": answers(2, 10)})), (1, calls(QUEUE, talk_seconds=5))],
    "a queue without an answer": [(0, calls(QUEUE, parties={"agent": NO_ANSWER}, digits="0", patience_seconds=60))],
    "an external layer": [
        (0, decides(go_to(2), dial(["SIPA", "0521111111"], 13), go_to(10))),
        (0, calls(LAYER, digits="12", parties={"SIPA": answers(2, 5)})),
    ],
    "an external IVR": [
        (0, decides(ask("MENU"), connect("SIPA", "16"), steer("SILENTRECORD", {"MAXDURATION": 20}))),
        (0, calls(IVR, digits="12", parties={"SIPA": {"kind": "busy"}})),
    ],
    "an extension with a mailbox": [(0, calls(WITH_MAILBOX, parties={"SIPM": NO_ANSWER}))],
    "a mailbox": [(0, calls(MAILBOX))],
    "a conference": [(0, calls(MENU, digits="5", patience_seconds=20))],
    "forwarding": [(0, calls(FORWARDING, parties={"SIPF": {"kind": "busy"}}, talk_seconds=5))],
    "a mobile": [(0, calls(MOBILE))],
    "an outgoing call": [(0, dials("0521111111"))],
    "an internal call": [(0, dials("SIPB", parties={"SIPB": answers(2, 10)}))],
    "a call to itself": [(0, dials("SIPA"))],
    "a held call": [(0, calls(DIRECT, parties=TWO)), (10, acts("hold")), (20, acts("unhold"))],
    "a transfer": [(0, calls(DIRECT, parties=TWO)), (10, acts("transfer", "SIPB"))],
    "a transfer of a transfer": [
        (0, calls(DIRECT, parties=TWO)), (10, acts("transfer", "SIPB")), (20, acts("transfer", "0521111111"))],
    "an attended transfer": [
        (0, calls(DIRECT, parties=TWO)), (10, acts("consult", "SIPB")), (20, acts("complete_transfer"))],
    "an attended transfer of an attended transfer": [
        (0, calls(DIRECT, parties=TWO)), (10, acts("consult", "SIPB")), (20, acts("complete_transfer")),
        (25, acts("consult", "SIPC")), (31, acts("complete_transfer"))],
    "an attended transfer of an extension": [
        (0, dials("SIPA", "SIPC", parties=TWO)), (10, acts("consult", "SIPB", "SIPA")), (20, acts("complete_transfer"))],
    "an attended transfer out of a queue": [
        (0, calls(QUEUE, parties={**TWO, "SIPA": STAYS})), (10, acts("consult", "0521111111")), (20, acts("complete_transfer"))],
    "a spied call": [(0, calls(DIRECT, parties={"SIPA": answers(2, 20)})), (10, acts("spy", "SIPC"))],
    "a Click2Call": [(0, orders(phone="SIPA", target="0555550205"))],
    "a Click2Call inside": [(0, orders(phone="0555550206", target="SIPB", record=True))],
    "a message": [(0, orders(action="message", phone="SIPA", announcements=("record",)))],
    "a callference": [(0, orders(action="callference", phone="SIPA", maximum_seconds=9))],
    "a transferred Click2Call": [(0, orders(phone="SIPA", target="0555550206")), (20, acts("transfer", "SIPB"))],
    "an agents campaign": [(0, fills("a"))],
    "an IVR campaign": [(0, fills("i"))],
    "a campaign to a layer": [(0, fills("l"))],
    "a transferred campaign call": [(0, fills("i")), (12, acts("transfer", "SIPC"))],
}  # fmt: skip


def actions(simulation: Moment) -> Iterator[tuple[str, Action]]:
    """Everything that could be done now."""

    def on(which: int, name: str, *arguments: Any) -> tuple[str, Action]:
        return f"{name}{arguments} in call {which}", lambda simulation: getattr(simulation.operator, name)(
            list(simulation.exchange.calls)[which], *arguments
        )

    for which, call in enumerate(simulation.exchange.calls.values()):
        for by in ("system", "party", *{leg.number for leg in call.legs if leg.open}, *{leg.role for leg in call.legs}):
            yield on(which, "hang_up", by)
        for leg in call.legs:
            if leg.state == "RINGING":
                yield on(which, "answer", leg.number)
                yield on(which, "reject", leg.number)
            if leg.connected and leg.kind == "extension":
                for name in ("hold", "unhold"):
                    yield on(which, name, leg.number)
                for name in ("transfer", "consult"):
                    for to in ("SIPC", "SIPM", "SIPF", "0555550205", leg.number):
                        yield on(which, name, to, leg.number)
        yield on(which, "complete_transfer")
        for sip in ("SIPC", "SIPB"):
            yield on(which, "spy", sip)
        yield on(which, "mute")
        for keys in ("1", "0", "12#"):
            yield on(which, "press", keys)
    for sip in ("SIPA", "SIPB", "SIPC"):
        yield f"{sip} goes off", lambda simulation, sip=sip: simulation.operator.set_device(sip, "offline")
        yield f"terminate {sip}", lambda simulation, sip=sip: click2call.terminate(simulation.exchange, sip)
        yield (
            f"{sip} is edited",
            lambda simulation, sip=sip: simulation.edit(
                "extensions", sip, forward_to="0555550205", forward_after_seconds=1
            ),
        )
        yield f"{sip} has a mailbox", lambda simulation, sip=sip: simulation.edit("extensions", sip, voicemail=701)
    for user in ("11", "12", "13"):
        yield f"{user} logs out", lambda simulation, user=user: simulation.operator.set_agent(user, 2)
        yield f"{user} goes to lunch", lambda simulation, user=user: simulation.operator.set_agent(user, 3)
        yield f"{user} moves", lambda simulation, user=user: simulation.operator.set_agent(user, 1, "SIPM")
    for code in simulation.exchange.campaigns:
        yield (
            f"{code} is stopped",
            lambda simulation, code=code: campaigns.set_status(
                simulation.exchange, simulation.exchange.campaigns[code], "Disabled"
            ),
        )
        yield (
            f"{code} is cleared",
            lambda simulation, code=code: campaigns.clear(simulation.exchange, simulation.exchange.campaigns[code]),
        )
        yield f"{code} is gone", lambda simulation, code=code: without(simulation, "campaigns", code)
    for number in CUSTOMERS:
        yield f"{number} is blacklisted", lambda simulation, number=number: blacklist.add(simulation.exchange, number)
    yield "no queue has members", lambda simulation: simulation.edit("queues", 100, members=[])
    yield (
        "the queue rings all",
        lambda simulation: simulation.edit("queues", 100, strategy="ring_all", members=["SIPA", "SIPC"]),
    )
    yield "no more calls", lambda simulation: simulation.change(limits={"concurrent_calls": 1})
    yield (
        "no layers",
        lambda simulation: simulation.change(
            layers=[],
            dids=[{"number": DIRECT, "route": {"extension": "SIPA"}}],
            campaigns=[{k: v for k, v in entry.items() if k != "layer"} for entry in CAMPAIGNS],
            queues=[{**DOCUMENT["queues"][0], "exit_keys": {}}],
        ),
    )
    yield "nothing but extensions", lambda simulation: simulation.change(
        layers=[], queues=[], dids=[], campaigns=[], voicemails=[], users=[], conferences=[], codes=[],
        extensions=[{"sip": entry["sip"]} for entry in DOCUMENT["extensions"]], accounts=[{"id": 1, "name": "Simulation"}, {"id": 2, "name": "Sales"}],
    )  # fmt: skip
    yield (
        "no users",
        lambda simulation: simulation.change(users=[], dids=[{**entry, "user": None} for entry in DOCUMENT["dids"]]),
    )


def without(simulation: Simulation, section: str, name: object) -> None:
    simulation.change(**{section: [entry for entry in simulation.document[section] if name not in entry.values()]})


def to_the_end(simulation: Moment) -> None:
    for _ in range(3000):
        simulation.watch.check()
        if not simulation.step():
            break
    else:
        raise AssertionError("it does not end")
    assert not simulation.exchange.calls, simulation.exchange.calls
    simulation.watch.check()


def moments(simulation: Moment, script: list[tuple[float, Action]]) -> Iterator[str]:
    """Plays a script; every moment of it, written out."""
    start = simulation.exchange.now
    for after, act in script:
        while True:
            due = simulation.exchange.scheduler.next_time()
            if not simulation.exchange.questions and (due is None or due > start + after):
                break
            simulation.step()
            yield simulation.written()
        simulation.run(start + after - simulation.exchange.now)
        act(simulation)
        yield simulation.written()
    while simulation.step():
        yield simulation.written()
