"""What an edit of the organization's document does to an exchange that is running."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import Refused

from .houses import DIRECT, DOCUMENT, QUEUE, House, answers

NO_OWNER = [{**did, "user": None} for did in DOCUMENT["dids"]]


def fire(house: House, user: int) -> None:
    house.change(users=[entry for entry in house.document["users"] if entry["id"] != user], dids=NO_OWNER)


def test_a_user_who_is_taken_out_is_logged_out(house: House):
    fire(house, 11)

    assert house.exchange.agent_at("SIPA").user == 0
    assert 11 not in house.exchange.agents


def test_a_user_who_comes_is_logged_in_at_his_extension(house: House):
    fire(house, 11)
    house.change(users=DOCUMENT["users"])

    assert house.exchange.agent_at("SIPA").user == 11


def test_a_user_who_comes_does_not_push_another_one_out(house: House):
    fire(house, 11)
    house.operator.set_agent("12", 1, "SIPA")
    house.change(users=DOCUMENT["users"])

    assert house.exchange.agent_at("SIPA").user == 12
    assert house.exchange.agents[11].extension == ""


def test_a_user_who_is_taken_out_while_he_talks_goes_on_talking(house: House):
    house.call(DIRECT, parties={"SIPA": answers(2, 20)})
    house.run(10)
    fire(house, 11)
    house.run()

    assert (house.cdr.status, house.cdr.duration, house.cdr.user) == ("ANSWER", 20, 12), "the number's own user"


@pytest.mark.parametrize(
    ("did", "change"),
    [(DIRECT, {"extensions": DOCUMENT["extensions"][1:]}), (QUEUE, {})],
    ids=["an extension that rings", "a queue that somebody waits in"],
)
def test_what_is_in_use_cannot_be_taken_out(house: House, did: str, change: dict[str, Any]):
    house.call(did, parties={"SIPA": {"kind": "no_answer"}, "SIPB": {"kind": "no_answer"}})
    house.run(10)
    with pytest.raises(Refused, match="busy"):
        house.change(users=[], dids=[], layers=[], queues=[], **change)

    assert house.exchange.directory.users, "nothing was changed"


def test_ids_are_stamped_with_the_time_of_the_new_zone(house: House):
    house.change(time_zone="America/New_York")

    assert house.call().id.startswith("20231114171320")
