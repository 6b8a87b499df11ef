"""Menus, announcements, and what the caller presses."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone

from .houses import LAYER, MENU, START, House, answers


def visits(house: House) -> list[tuple[int, str]]:
    return [(visit.layer_number, visit.digits) for visit in house.cdr.visits]


def test_a_key_leads_to_its_layer_and_stands_in_the_record(house: House):
    house.call(MENU, digits="2")
    house.run()

    assert visits(house) == [(1, "2"), (11, "")]
    assert (house.cdr.type, house.cdr.status, house.cdr.target) == (1, "ANSWER", "SIPA")


def test_keys_are_pressed_a_second_after_the_announcement(house: House):
    house.call(MENU, digits="2")
    house.run(1 + 4 + 1)

    assert house.rung == ["SIPA"]


def test_keys_can_be_pressed_at_a_moment_of_their_own(house: House):
    house.call(MENU, digits=[{"press": "2", "after": 1}])
    house.run(1 + 1)

    assert house.rung == ["SIPA"]


def test_keys_can_be_meant_for_one_layer(house: House):
    house.call(MENU, digits=[{"press": "2", "at": 99}])
    house.run()

    assert house.cdr.status == "TE"


def test_a_caller_who_presses_nothing_hears_it_twice_and_is_let_go(house: House):
    house.call(MENU)
    house.run()

    assert (house.cdr.status, house.cdr.ended) == ("TE", START + 1 + 2 * (4 + 5))
    assert visits(house) == [(1, "")]


def test_a_wrong_key_plays_the_menu_again(house: House):
    house.call(MENU, digits="9,2")
    house.run()

    assert visits(house) == [(1, "2"), (11, "")]


def test_keys_typed_ahead_count_in_the_next_menu(house: House):
    house.edit("layers", 11, kind="menu", target="", fallback=None, keys={"5": 15})
    house.call(MENU, digits="25")
    house.run()

    assert visits(house) == [(1, "2"), (11, "5"), (15, "")]


def test_a_caller_who_hangs_up_in_the_menu_ended_it_himself(house: House):
    house.call(MENU, hang_up=[{"at": "1", "after": 3}])
    house.run()

    assert (house.cdr.status, house.cdr.ended) == ("VOEND", START + 1 + 3)


def test_the_hang_up_layer_ends_the_call_by_the_ivr(house: House):
    house.call(MENU, digits="6")
    house.run()

    assert house.cdr.status == "TE"


def test_an_extension_that_does_not_answer_leads_to_the_layers_fallback(house: House):
    house.call(MENU, digits="2", parties={"SIPA": {"kind": "busy"}})
    house.run()

    assert (house.cdr.status, [visit.layer_number for visit in house.cdr.visits]) == ("BUSY", [1, 11])
    [call] = house.exchange.ended.values()
    assert [visit.layer_number for visit in call.visits] == [1, 11, 2, 1], "playback, and back to the menu"


def test_a_phone_layer_dials_the_phone(house: House):
    house.call(MENU, digits="3")
    house.run()

    assert (house.cdr.target, house.cdr.status) == ("972528888888", "ANSWER")


def test_a_voicemail_layer_takes_a_message(house: House):
    house.call(MENU, digits="4")
    house.run()

    assert (house.cdr.type, house.cdr.status) == (11, "VOICEMAIL")


def test_a_conference_layer_keeps_the_caller_as_long_as_he_likes(house: House):
    house.call(MENU, digits="5", talk_seconds=90)
    house.run()

    assert (house.cdr.type, house.cdr.status, house.cdr.duration) == (12, "ANSWER", 90)


def test_keys_can_be_pressed_by_hand(house: House):
    call = house.call(MENU)
    house.run(3)
    house.operator.press(call.id, "2")

    assert house.rung == ["SIPA"]


def test_a_key_by_hand_between_those_of_the_script_takes_the_place_of_the_next(house: House):
    call = house.call(LAYER, digits="0000")
    house.run(1 + 2 + 1)
    house.operator.press(call.id, "0")
    house.operator.hang_up(call.id)
    house.run()

    assert house.cdr.status == "TE"


def test_keys_while_two_talk_are_refused(house: House):
    call = house.call(MENU, digits="2", parties={"SIPA": answers(talk=None)})
    house.run(20)

    with pytest.raises(CannotBeDone, match="nothing in this call takes keys now"):
        house.operator.press(call.id, "1")


def test_what_is_no_key_is_refused(house: House):
    with pytest.raises(CannotBeDone, match="'x' are no keys"):
        house.call(MENU, digits="1,x")


def test_layers_that_lead_to_each_other_come_to_an_end(house: House):
    house.edit("dids", MENU, route={"layer": 2})
    house.edit("layers", 2, next=2, prompt_seconds=0)
    call = house.call(MENU)
    house.run_to_end()

    assert call.ended
