"""An exchange written out as JSON at any moment, and read back."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.core.exchange import Exchange
from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone
from voicenter_mock.mockserver.telephony.log.call_log import CallLog
from voicenter_mock.mockserver.telephony.model.calls import FlowState, QueueVisit
from voicenter_mock.mockserver.telephony.model.outcomes import Expectation, Outcome

from .actions import SCRIPTS, Moment
from .simulation import DIDS, EXTENSIONS, IVR, KINDS, LAYER, PHONES, QUEUE, START, Simulation, answers


def written(exchange: Exchange) -> str:
    return json.dumps(snapshot.export(exchange))


def read(text: str, exchange: Exchange) -> Exchange:
    return snapshot.restore(json.loads(text), exchange.directory)


def crowd(simulation: Simulation, random: Random, calls: int) -> None:
    """Random calls, between which things happen."""
    for number in range(calls):
        people = {random.choice(EXTENSIONS): {"kind": random.choice(KINDS), "ring_seconds": random.choice([1, 4])}}
        try:
            if random.random() < 0.7:
                simulation.call(
                    random.choice(DIDS), parties=people, digits=random.choice(["1", "2,0", "34", "12#"]),
                    patience_seconds=random.choice([5, 40]), custom={"var_number": str(number)},
                )  # fmt: skip
            else:
                simulation.dial(random.choice([*PHONES, *EXTENSIONS]), random.choice(EXTENSIONS), parties=people)
        except CannotBeDone:
            continue
        for _ in range(random.randint(0, 1)):
            step(simulation.exchange)


def step(exchange: Exchange) -> bool:
    """One thing happens; customers never answer. Returns whether there was anything."""
    if exchange.questions:
        exchange.settle(min(exchange.questions), {"STATUS": 1})
        return True
    due = exchange.scheduler.next_time()
    if due is None:
        return False
    exchange.run(due, steps=1)
    return True


def to_the_end(exchange: Exchange) -> str:
    while step(exchange):
        pass
    return written(exchange)


def goes_on_from_every_moment(seed: int, calls: int) -> int:
    simulation = Simulation()
    crowd(simulation, Random(seed), calls)
    moments = [written(simulation.exchange)]
    while step(simulation.exchange):
        moments.append(written(simulation.exchange))
    end = moments[-1]
    for moment in moments:
        assert to_the_end(read(moment, simulation.exchange)) == end
    return len(moments)


@pytest.mark.parametrize("seed", range(3))
def test_a_restored_exchange_goes_on_exactly_as_it_would_have(seed: int):
    assert goes_on_from_every_moment(seed, calls=8) > 10


@pytest.mark.parametrize("did", [LAYER, IVR])
def test_a_caller_may_have_hung_up_while_the_customer_is_asked(did: str):
    simulation = Simulation()
    call = simulation.call(did, digits="12")
    simulation.run()
    assert simulation.question.call_id == call.id
    simulation.operator.hang_up(call.id, "caller")
    assert simulation.question.call_id not in simulation.exchange.calls
    restored = read(written(simulation.exchange), simulation.exchange)
    assert to_the_end(restored) == to_the_end(simulation.exchange)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(100))
def test_a_hundred_crowds_go_on_exactly_from_every_moment(seed: int):
    goes_on_from_every_moment(seed, calls=12)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.slow
def test_every_kind_of_call_goes_on_exactly_from_every_moment_after_its_last_deed(name: str):
    simulation = Moment()
    for after, act in SCRIPTS[name]:
        while simulation.exchange.questions or (simulation.exchange.scheduler.next_time() or 1e12) <= START + after:
            simulation.step()
        simulation.run(START + after - simulation.exchange.now)
        act(simulation)
    texts = [simulation.written()]
    while simulation.step():
        texts.append(simulation.written())

    *moments, end = texts
    assert moments
    for text in moments:
        simulation.back(text, simulation.document)
        while simulation.step():
            pass
        assert simulation.written() == end


def test_what_is_restored_tells_the_same_events(simulation: Simulation):
    simulation.call(QUEUE)
    simulation.run(2)
    other = Simulation()
    other.exchange = read(written(simulation.exchange), simulation.exchange)
    other.exchange.subscribers.append(other.events.append)
    simulation.events.clear()
    simulation.run()
    other.run()

    assert other.events == simulation.events


def test_a_question_that_is_open_can_be_answered_after_the_restore(simulation: Simulation):
    simulation.call(IVR)
    simulation.run()
    restored = read(written(simulation.exchange), simulation.exchange)
    restored.settle(1, {"STATUS": 0, "ACTION": "HANGUP", "DATA": {}})
    restored.run(START + 10)

    assert [cdr.status for cdr in restored.log.all()] == ["TE"]


def test_everything_a_tester_has_set_comes_back(simulation: Simulation):
    exchange = simulation.exchange
    exchange.expectations.append(Expectation("SIPA", Outcome("busy"), 2))
    exchange.blacklist["972501111111"] = "Nuisance"
    simulation.operator.set_device("SIPB", "offline")
    simulation.operator.set_agent("11", 3)
    restored = read(written(exchange), exchange)

    assert restored.expectations == exchange.expectations
    assert restored.blacklist == exchange.blacklist
    assert restored.extensions == exchange.extensions
    assert restored.agents == exchange.agents


def test_the_records_come_along(simulation: Simulation):
    simulation.call()
    simulation.run()
    restored = read(written(simulation.exchange), simulation.exchange)

    assert restored.log.all() == simulation.cdrs
    assert list(restored.ended) == list(simulation.exchange.ended)


def test_new_calls_get_ids_that_were_not_given_yet(simulation: Simulation):
    simulation.call()
    restored = read(written(simulation.exchange), simulation.exchange)

    assert restored.open_call("incoming", 1, "Incoming", FlowState()).id == simulation.call().id


def test_a_call_log_in_a_file_is_named_and_not_copied(tmp_path: Any, simulation: Simulation):
    log = CallLog(str(tmp_path / "calls.sqlite"), "simulation")
    exchange = new_exchange(simulation.exchange.directory, now=START, log=log)
    data = snapshot.export(exchange)

    assert data["records"] is None
    assert data["log"]["path"] == log.path
    with pytest.raises(snapshot.SnapshotError, match="open it and give it along"):
        snapshot.restore(data, exchange.directory)
    assert snapshot.restore(data, exchange.directory, log).log is log
    log.close()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"version": 99}, "'version': 99 is not the 2"),
        ({"organization": "other"}, "a snapshot of 'other', not of 'simulation'"),
    ],
)
def test_what_is_no_snapshot_of_this_is_refused(simulation: Simulation, change: dict[str, Any], expected: str):
    data = snapshot.export(simulation.exchange) | change

    with pytest.raises(snapshot.SnapshotError, match=expected):
        snapshot.restore(data, simulation.exchange.directory)


def test_only_known_classes_come_back():
    with pytest.raises(snapshot.SnapshotError, match="'Popen'"):
        snapshot.object_of({"@": "Popen", "args": ["ls"]})


def test_a_member_that_an_older_snapshot_has_not_is_as_in_the_beginning():
    visit = snapshot.object_of({"@": "QueueVisit", "queue": 100, "joined": START})

    assert visit == QueueVisit(100, START)


def test_an_object_without_what_it_needs_is_named():
    with pytest.raises(snapshot.SnapshotError, match="HangUp has no 'after'"):
        snapshot.object_of({"@": "HangUp", "place": "queue"})


def test_what_is_no_state_is_named_when_it_is_written():
    with pytest.raises(TypeError, match=r"list it in telephony/control/snapshot\.py"):
        snapshot.plain(object())


def test_an_organization_mid_call_takes_the_talk_back_up(simulation: Simulation):
    call = simulation.call(parties={"SIPA": answers(2, 50)})
    simulation.run(20)
    restored = read(written(simulation.exchange), simulation.exchange)
    restored.run(START + 100)

    assert restored.ended[call.id].ended_at == START + 1 + 2 + 50
