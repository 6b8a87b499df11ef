"""Menus, announcements, and what the caller presses."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone

from .simulation import LAYER, MENU, START, Simulation, answers


def visits(simulation: Simulation) -> list[tuple[int, str]]:
    return [(visit.layer_number, visit.digits) for visit in simulation.cdr.visits]


def test_a_key_leads_to_its_layer_and_stands_in_the_record(simulation: Simulation):
    simulation.call(MENU, digits="2")
    simulation.run()

    assert visits(simulation) == [(1, "2"), (11, "")]
    assert (simulation.cdr.type, simulation.cdr.status, simulation.cdr.target) == (1, "ANSWER", "SIPA")


def test_keys_are_pressed_a_second_after_the_announcement(simulation: Simulation):
    simulation.call(MENU, digits="2")
    simulation.run(1 + 4 + 1)

    assert simulation.rung == ["SIPA"]


def test_keys_can_be_pressed_at_a_moment_of_their_own(simulation: Simulation):
    simulation.call(MENU, digits=[{"press": "2", "after": 1}])
    simulation.run(1 + 1)

    assert simulation.rung == ["SIPA"]


def test_keys_can_be_meant_for_one_layer(simulation: Simulation):
    simulation.call(MENU, digits=[{"press": "2", "at": 5}])
    simulation.run()

    assert simulation.cdr.status == "TE"


def test_a_caller_who_presses_nothing_hears_it_twice_and_is_let_go(simulation: Simulation):
    simulation.call(MENU)
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.ended) == ("TE", START + 1 + 2 * (4 + 5))
    assert visits(simulation) == [(1, "")]


def test_a_wrong_key_plays_the_menu_again(simulation: Simulation):
    simulation.call(MENU, digits="9,2")
    simulation.run()

    assert visits(simulation) == [(1, "2"), (11, "")]


def test_keys_typed_ahead_count_in_the_next_menu(simulation: Simulation):
    simulation.edit("layers", 11, kind="menu", target="", fallback=None, keys={"5": 15})
    simulation.call(MENU, digits="25")
    simulation.run()

    assert visits(simulation) == [(1, "2"), (11, "5"), (15, "")]


def test_a_caller_who_hangs_up_in_the_menu_ended_it_himself(simulation: Simulation):
    simulation.call(MENU, hang_up=[{"at": "1", "after": 3}])
    simulation.run()

    assert (simulation.cdr.status, simulation.cdr.ended) == ("VOEND", START + 1 + 3)


def test_the_hang_up_layer_ends_the_call_by_the_ivr(simulation: Simulation):
    simulation.call(MENU, digits="6")
    simulation.run()

    assert simulation.cdr.status == "TE"


def test_an_extension_that_does_not_answer_leads_to_the_layers_fallback(simulation: Simulation):
    simulation.call(MENU, digits="2", parties={"SIPA": {"kind": "busy"}})
    simulation.run()

    assert (simulation.cdr.status, [visit.layer_number for visit in simulation.cdr.visits]) == ("BUSY", [1, 11])
    [call] = simulation.exchange.ended.values()
    assert [visit.layer_number for visit in call.visits] == [1, 11, 2, 1], "playback, and back to the menu"


def test_a_phone_layer_dials_the_phone(simulation: Simulation):
    simulation.call(MENU, digits="3")
    simulation.run()

    assert (simulation.cdr.target, simulation.cdr.status) == ("972528888888", "ANSWER")


def test_a_voicemail_layer_takes_a_message(simulation: Simulation):
    simulation.call(MENU, digits="4")
    simulation.run()

    assert (simulation.cdr.type, simulation.cdr.status) == (11, "VOICEMAIL")


def test_a_conference_layer_keeps_the_caller_as_long_as_he_likes(simulation: Simulation):
    simulation.call(MENU, digits="5", talk_seconds=90)
    simulation.run()

    assert (simulation.cdr.type, simulation.cdr.status, simulation.cdr.duration) == (12, "ANSWER", 90)


def test_keys_can_be_pressed_by_hand(simulation: Simulation):
    call = simulation.call(MENU)
    simulation.run(3)
    simulation.operator.press(call.id, "2")

    assert simulation.rung == ["SIPA"]


def test_a_key_by_hand_between_those_of_the_script_takes_the_place_of_the_next(simulation: Simulation):
    call = simulation.call(LAYER, digits="0000")
    simulation.run(1 + 2 + 1)
    simulation.operator.press(call.id, "0")
    simulation.operator.hang_up(call.id)
    simulation.run()

    assert simulation.cdr.status == "TE"


def test_keys_while_two_talk_are_refused(simulation: Simulation):
    call = simulation.call(MENU, digits="2", parties={"SIPA": answers(talk=None)})
    simulation.run(20)

    with pytest.raises(CannotBeDone, match="nothing in this call takes keys now"):
        simulation.operator.press(call.id, "1")


def test_what_is_no_key_is_refused(simulation: Simulation):
    with pytest.raises(CannotBeDone, match="'x' are no keys"):
        simulation.call(MENU, digits="1,x")


def test_layers_that_lead_to_each_other_come_to_an_end(simulation: Simulation):
    simulation.edit("dids", MENU, route={"layer": 2})
    simulation.edit("layers", 2, next=2, prompt_seconds=0)
    call = simulation.call(MENU)
    simulation.run_to_end()

    assert call.ended
