"""Scenes of a call with JsSIP and the vendor's opensips-js, unmodified in Chromium: events, pop-ups and records are those
that the same scene leaves with simulated agents, but for times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, Protocol

import pytest

from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.sandbox.events import as_data
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from ...mockserver.sip.desk import CALLER, DIRECT, DOCUMENT, QUEUE
from .conftest import USERS, Exchange, Softphone

ANSWERS_AND_TALKS = "0555550205"
LONG_SECONDS = 90.0
"""After which nobody rings any more, and everything is told."""


class Agent(Protocol):
    """Ann, at a telephone or simulated. Each method returns when the exchange knows what she has done."""

    def is_called(self, did: str = DIRECT) -> None: ...
    def calls(self, number: str) -> None: ...
    def answers(self) -> None: ...
    def rejects(self) -> None: ...
    def is_busy(self) -> None: ...
    def holds(self) -> None: ...
    def takes_back(self) -> None: ...
    def transfers_to_cid_who_answers(self) -> None: ...
    def hangs_up(self) -> None: ...
    def is_hung_up(self) -> None: ...
    def waits(self) -> None: ...


class AtTelephone:
    """Ann with a softphone. ``open_cids``: makes Cid's."""

    def __init__(self, exchange: Exchange, phone: Softphone, open_cids: Callable[[], Softphone]) -> None:
        self._exchange = exchange
        self._phone = phone
        self._open_cids = open_cids
        self._call = ""
        self._busy = False

    def _until(self, *reasons: str, of: str = "ann") -> None:
        self._exchange.until(lambda: tuple(self._exchange.reasons(of))[-len(reasons) :] == reasons, str(reasons))

    def is_called(self, did: str = DIRECT) -> None:
        self._call = self._exchange.incoming(did, talk_seconds=500)
        self._phone.wait_for_status(f"remote {CALLER}")
        if self._busy:
            self._until("HANGUP User busy")

    def calls(self, number: str) -> None:
        self._phone.do(f"call({number!r})")
        self._until("NEWCALL")

    def answers(self) -> None:
        self._phone.page.until("phone.ids.length", 1)
        self._phone.do("answer()")
        self._phone.wait_for_status("confirmed")
        self._until("ANSWER")

    def rejects(self) -> None:
        self._phone.page.until("phone.ids.length", 1)
        self._phone.do("reject()")
        self._until("HANGUP Call Rejected")

    def is_busy(self) -> None:
        self._busy = True
        self._phone.do("beBusy()")

    def holds(self) -> None:
        self._phone.do("hold()")
        self._until("HOLD")

    def takes_back(self) -> None:
        self._phone.page.until("phone.ready", True)
        self._phone.do("takeBack()")
        self._until("UNHOLD")

    def transfers_to_cid_who_answers(self) -> None:
        cid = self._open_cids()
        self._phone.do("transfer('cid')")
        cid.wait_for_status(f"remote {CALLER}")
        cid.page.until("phone.ids.length", 1)
        cid.do("answer()")
        cid.wait_for_status("confirmed")
        self._until("NEWCALL", "ANSWER", of="cid")

    def hangs_up(self) -> None:
        self._phone.do("end()")
        self._until("HANGUP Normal hangup")

    def is_hung_up(self) -> None:
        self._exchange.act("hang_up", self._call, by="caller")
        self._phone.page.until(
            "phone.log.some((said) => /^(ended|failed) remote/.test(said)) || phone.log.join()", True
        )

    def waits(self) -> None:
        self._exchange.tenant.advance(seconds=LONG_SECONDS)


class Simulated:
    """Ann as the exchange has her where nobody is registered; a tester says what she does."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._script: dict[str, Any] = {"kind": "no_answer"}
        self._call = ""

    def _act(self, name: str, *arguments: Any, **options: Any) -> Any:
        with self._tenant.use() as exchange:
            done = getattr(Operator(exchange), name)(*arguments, **options)
        self._tenant.advance(seconds=2)
        return done

    def is_called(self, did: str = DIRECT) -> None:
        self._call = self._act("incoming_call", CALLER, did, talk_seconds=500, parties={"ann": self._script}).id

    def calls(self, number: str) -> None:
        self._act("outgoing_call", "ann", number)

    def answers(self) -> None:
        self._act("answer", self._call, "ann")

    def rejects(self) -> None:
        self._act("reject", self._call)

    def is_busy(self) -> None:
        self._script = {"kind": "busy"}

    def holds(self) -> None:
        self._act("hold", self._call)

    def takes_back(self) -> None:
        self._act("unhold", self._call)

    def transfers_to_cid_who_answers(self) -> None:
        self._act("answer", self._act("transfer", self._call, "cid").id, "cid")

    def hangs_up(self) -> None:
        self._act("hang_up", self._call, by="ann")

    def is_hung_up(self) -> None:
        self._act("hang_up", self._call, by="caller")

    def waits(self) -> None:
        self._tenant.advance(seconds=LONG_SECONDS)


# ---- what is left of a scene ---------------------------------------------------------------------------

_CALL_ID = re.compile(r"\b[0-9]{14}[0-9a-f]{10,18}\b")
"""What begins with the moment at which a call came: its own, and that of its recording."""
_TIMES = {"duration", "dial_seconds", "seconds_in_queue", "price"}
"""Members that say how long something took, or what that cost."""
_EPOCHS = 1_000_000_000
"""Numbers above are moments."""


def facts_of(tenant: Tenant) -> list[Any]:
    """Events, pop-ups and records, in their order; calls by the order in which they came."""
    with tenant.use() as exchange:
        records = list(exchange.log.all())
    events = [{"what": "event", **as_data(0, entry.event)} for entry in tenant.events.since(0)]
    popups = [{"what": "popup", **one.payload} for one in tenant.deliveries.all() if one.callback == "popup"]
    facts = [*events, *popups, *({"what": "record", **asdict(record)} for record in records)]
    plain: list[Any] = json.loads(json.dumps(facts))
    calls: dict[str, str] = {}

    def without_times(value: Any) -> Any:
        if is_object(value):
            return {name: without_times(item) for name, item in value.items() if not _is_time(name, item)}
        if is_array(value):
            return [without_times(item) for item in value]
        if isinstance(value, str):
            return _CALL_ID.sub(lambda found: calls.setdefault(found[0], f"call {len(calls) + 1}"), value)
        return value

    return [without_times(fact) for fact in plain]


def _is_time(name: str, value: object) -> bool:
    return name in _TIMES or isinstance(value, float) or (isinstance(value, int) and value > _EPOCHS)


# ---- the scenes ----------------------------------------------------------------------------------------


def answered_and_hung_up(agent: Agent) -> None:
    agent.is_called()
    agent.answers()
    agent.hangs_up()


def answered_and_hung_up_by_the_caller(agent: Agent) -> None:
    agent.is_called()
    agent.answers()
    agent.is_hung_up()


def answered_in_a_queue(agent: Agent) -> None:
    agent.is_called(QUEUE)
    agent.answers()
    agent.hangs_up()


def held_and_taken_back(agent: Agent) -> None:
    agent.is_called()
    agent.answers()
    agent.holds()
    agent.takes_back()
    agent.hangs_up()


def transferred_to_a_second_telephone(agent: Agent) -> None:
    agent.is_called()
    agent.answers()
    agent.transfers_to_cid_who_answers()


def busy(agent: Agent) -> None:
    agent.is_busy()
    agent.is_called()


def rejected(agent: Agent) -> None:
    agent.is_called()
    agent.rejects()


def cancelled(agent: Agent) -> None:
    agent.is_called()
    agent.is_hung_up()


def not_answered(agent: Agent) -> None:
    agent.is_called()
    agent.waits()


def calling_out(agent: Agent) -> None:
    agent.calls(ANSWERS_AND_TALKS)


SCENES = {
    scene.__name__: scene
    for scene in (
        answered_and_hung_up, answered_and_hung_up_by_the_caller, answered_in_a_queue, held_and_taken_back,
        transferred_to_a_second_telephone, busy, rejected, cancelled, not_answered, calling_out,
    )
}  # fmt: skip


@pytest.fixture
def simulated() -> Iterator[Tenant]:
    """The same organization without a telephone, and with all the time of the world."""
    registry = Registry(clock="manual")
    tenant = registry.add(read({**DOCUMENT, "users": USERS}))
    yield tenant
    tenant.close()


def _takes_popups(tenant: Tenant) -> None:
    def accepts(message: dict[str, Any]) -> dict[str, Any]:
        return {"STATUS": 0}

    tenant.deliveries.bind("popup", accepts)


@pytest.mark.parametrize("document", ["softphone.html", "opensips.html"], ids=["JsSIP", "opensips-js"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_scene_leaves_what_it_leaves_with_simulated_agents(
    exchange: Exchange, simulated: Tenant, softphone: Callable[..., Softphone], name: str, document: str
):
    def registered(extension: str) -> Softphone:
        phone = softphone(extension, document=document)
        phone.wait_for_status("registered")
        return phone

    for tenant in (exchange.tenant, simulated):
        _takes_popups(tenant)
    SCENES[name](AtTelephone(exchange, registered("ann"), lambda: registered("cid")))
    exchange.tenant.advance(seconds=LONG_SECONDS)
    SCENES[name](Simulated(simulated))
    simulated.advance(seconds=LONG_SECONDS)

    expected = facts_of(simulated)
    assert {fact["what"] for fact in expected} == {"event", "popup", "record"}
    assert facts_of(exchange.tenant) == expected
