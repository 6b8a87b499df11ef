"""What an edit of the organization's document does to an exchange that is running."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import Refused

from .simulation import DIRECT, DOCUMENT, QUEUE, Simulation, answers

NO_OWNER = [{**did, "user": None} for did in DOCUMENT["dids"]]


def fire(simulation: Simulation, user: int) -> None:
    simulation.change(users=[entry for entry in simulation.document["users"] if entry["id"] != user], dids=NO_OWNER)


def test_a_user_who_is_taken_out_is_logged_out(simulation: Simulation):
    fire(simulation, 11)

    assert simulation.exchange.agent_at["SIPA"].user == 0
    assert 11 not in simulation.exchange.agents


def test_a_user_who_comes_is_logged_in_at_his_extension(simulation: Simulation):
    fire(simulation, 11)
    simulation.change(users=DOCUMENT["users"])

    assert simulation.exchange.agent_at["SIPA"].user == 11


def test_a_user_who_comes_does_not_push_another_one_out(simulation: Simulation):
    fire(simulation, 11)
    simulation.operator.set_agent("12", 1, "SIPA")
    simulation.change(users=DOCUMENT["users"])

    assert simulation.exchange.agent_at["SIPA"].user == 12
    assert simulation.exchange.agents[11].extension == ""


def test_a_user_who_is_taken_out_while_he_talks_goes_on_talking(simulation: Simulation):
    simulation.call(DIRECT, parties={"SIPA": answers(2, 20)})
    simulation.run(10)
    fire(simulation, 11)
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.duration, simulation.cdr.user) == ("ANSWER", 20, 12), (
        "the number's own user"
    )


@pytest.mark.parametrize(
    ("did", "change"),
    [(DIRECT, {"extensions": DOCUMENT["extensions"][1:]}), (QUEUE, {})],
    ids=["an extension that rings", "a queue that somebody waits in"],
)
def test_what_is_in_use_cannot_be_taken_out(simulation: Simulation, did: str, change: dict[str, Any]):
    simulation.call(did, parties={"SIPA": {"kind": "no_answer"}, "SIPB": {"kind": "no_answer"}})
    simulation.run(10)
    with pytest.raises(Refused, match="busy"):
        simulation.change(users=[], dids=[], layers=[], queues=[], **change)

    assert simulation.exchange.directory.users, "nothing was changed"


def test_ids_are_stamped_with_the_time_of_the_new_zone(simulation: Simulation):
    simulation.change(time_zone="America/New_York")

    assert simulation.call().id.startswith("20231114171320")
