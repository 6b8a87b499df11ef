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
from voicenter_mock.mockserver.telephony.model.campaign_list import PendingCall

from .customers import ask, connect, dial, go_to, steer
from .houses import (
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
    House,
    answers,
    directory,
)
from .invariants import Watch

Act = Callable[[House], object]
NO_ANSWER: dict[str, Any] = {"kind": "no_answer"}
STAYS = answers(2, None)
CUSTOMERS = ("972555550205", "972555550017", "972501111111")


class Moment(House):
    """A house that can be taken back to where it was."""

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


def calls(did: str, **script: Any) -> Act:
    return lambda house: house.call(did, custom={"var_lead": "7"}, **script)


def dials(target: str, extension: str = "SIPA", **script: Any) -> Act:
    return lambda house: house.dial(target, extension, custom={"var_lead": "7"}, **script)


def orders(**order: Any) -> Act:
    order = {"action": "call", "custom": {"var_lead": "7"}, **order}
    return lambda house: click2call.start(house.exchange, 1, Click2CallOrder(**order))


def fills(code: str) -> Act:
    def fill(house: House) -> None:
        for number in CUSTOMERS if code in house.exchange.campaigns else ():
            campaigns.add(
                house.exchange, house.exchange.campaigns[code], PendingCall(number, custom={"var_lead": number})
            )

    return fill


def acts(name: str, *arguments: Any) -> Act:
    """The operator does that to the oldest call that is up."""
    return lambda house: getattr(house.operator, name)(next(iter(house.exchange.calls)), *arguments)


def decides(*decisions: dict[str, Any] | None) -> Act:
    def decide(house: House) -> None:
        assert isinstance(house, Moment)
        house.decisions = list(decisions)

    return decide


TWO: dict[str, Any] = {"SIPA": answers(2, None), "SIPB": answers(2, 20), "SIPC": answers(2, 20)}
SCRIPTS: dict[str, list[tuple[float, Act]]] = {
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
    "a held call": [(0, calls(DIRECT, parties=TWO)), (10, acts("hold")), (20, acts("unhold")), (30, acts("hang_up"))],
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


def deeds(house: Moment) -> Iterator[tuple[str, Act]]:
    """Everything that could be done now."""

    def on(which: int, name: str, *arguments: Any) -> tuple[str, Act]:
        return f"{name}{arguments} in call {which}", lambda house: getattr(house.operator, name)(
            list(house.exchange.calls)[which], *arguments
        )

    for which, call in enumerate(house.exchange.calls.values()):
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
        yield f"{sip} goes off", lambda house, sip=sip: house.operator.set_device(sip, "offline")
        yield f"terminate {sip}", lambda house, sip=sip: click2call.terminate(house.exchange, sip)
        yield (
            f"{sip} is edited",
            lambda house, sip=sip: house.edit("extensions", sip, forward_to="0555550205", forward_after_seconds=1),
        )
        yield f"{sip} has a mailbox", lambda house, sip=sip: house.edit("extensions", sip, voicemail=701)
    for user in ("11", "12", "13"):
        yield f"{user} logs out", lambda house, user=user: house.operator.set_agent(user, 2)
        yield f"{user} goes to lunch", lambda house, user=user: house.operator.set_agent(user, 3)
        yield f"{user} moves", lambda house, user=user: house.operator.set_agent(user, 1, "SIPM")
    for code in house.exchange.campaigns:
        yield (
            f"{code} is stopped",
            lambda house, code=code: campaigns.set_status(house.exchange, house.exchange.campaigns[code], "Disabled"),
        )
        yield (
            f"{code} is cleared",
            lambda house, code=code: campaigns.clear(house.exchange, house.exchange.campaigns[code]),
        )
        yield f"{code} is gone", lambda house, code=code: without(house, "campaigns", code)
    for number in CUSTOMERS:
        yield f"{number} is blacklisted", lambda house, number=number: blacklist.add(house.exchange, number)
    yield "no queue has members", lambda house: house.edit("queues", 100, members=[])
    yield "the queue rings all", lambda house: house.edit("queues", 100, strategy="ring_all", members=["SIPA", "SIPC"])
    yield "no more calls", lambda house: house.change(limits={"concurrent_calls": 1})
    yield (
        "no layers",
        lambda house: house.change(
            layers=[],
            dids=[{"number": DIRECT, "route": {"extension": "SIPA"}}],
            campaigns=[{k: v for k, v in entry.items() if k != "layer"} for entry in CAMPAIGNS],
            queues=[{**DOCUMENT["queues"][0], "exit_keys": {}}],
        ),
    )
    yield "nothing but extensions", lambda house: house.change(
        layers=[], queues=[], dids=[], campaigns=[], voicemails=[], users=[], conferences=[], codes=[],
        extensions=[{"sip": entry["sip"]} for entry in DOCUMENT["extensions"]], accounts=[{"id": 1, "name": "House"}, {"id": 2, "name": "Sales"}],
    )  # fmt: skip
    yield (
        "no users",
        lambda house: house.change(users=[], dids=[{**entry, "user": None} for entry in DOCUMENT["dids"]]),
    )


def without(house: House, section: str, name: object) -> None:
    house.change(**{section: [entry for entry in house.document[section] if name not in entry.values()]})


def to_the_end(house: Moment) -> None:
    for _ in range(3000):
        house.watch.check()
        if not house.step():
            break
    else:
        raise AssertionError("it does not end")
    assert not house.exchange.calls, house.exchange.calls
    house.watch.check()


def moments(house: Moment, script: list[tuple[float, Act]]) -> Iterator[str]:
    """Plays a script; every moment of it, written out."""
    start = house.exchange.now
    for after, act in script:
        while True:
            due = house.exchange.scheduler.next_time()
            if not house.exchange.questions and (due is None or due > start + after):
                break
            house.step()
            yield house.written()
        house.run(start + after - house.exchange.now)
        act(house)
        yield house.written()
    while house.step():
        yield house.written()
