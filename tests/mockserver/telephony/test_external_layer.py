"""What a customer's External Layer is asked, and everything it may answer."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import violations

from .simulation import CALLER, DOCUMENT, LAYER, START, Simulation, answers


def press_and_ask(simulation: Simulation, digits: str = "1234", **script: Any) -> None:
    """The caller has pressed keys and the customer has been asked."""
    simulation.call(LAYER, digits=digits, **script)
    simulation.run()


def visited(simulation: Simulation) -> list[int]:
    [call] = [*simulation.exchange.calls.values(), *simulation.exchange.ended.values()][-1:]
    return [visit.layer_number for visit in call.visits]


def test_the_question_names_call_keys_and_layers(simulation: Simulation):
    press_and_ask(simulation, "1234#")

    payload = simulation.question.payload
    assert violations("external_layer.request", payload) == []
    data = payload["DATA"]
    assert (data["DID"], data["CALLER_ID"], data["DTMF"]) == (LAYER, CALLER, "1234")
    assert (data["LAYER_ID"], data["PREVIOUS_LAYER_ID"]) == (5, 5)


def test_without_keys_the_question_says_zero(simulation: Simulation):
    press_and_ask(simulation, "")

    assert simulation.question.payload["DATA"]["DTMF"] == "0"
    assert simulation.exchange.now == START + 1 + 2 + 5


def test_time_stands_still_until_the_customer_has_answered(simulation: Simulation):
    press_and_ask(simulation)
    at = simulation.exchange.now
    simulation.run(1000)

    assert simulation.exchange.now == at


def test_keys_end_with_a_pause_or_with_the_hash(simulation: Simulation):
    press_and_ask(simulation, "1234")
    assert simulation.exchange.now == START + 1 + 2 + 1 + 3 * 0.5 + 5

    again = Simulation()
    press_and_ask(again, "1234#")
    assert again.exchange.now == START + 1 + 2 + 1 + 4 * 0.5


@pytest.mark.parametrize("layer", ["+-11", "--11", "1e1"])
def test_a_layer_that_is_no_number_leads_to_the_fallback(simulation: Simulation, layer: str):
    press_and_ask(simulation)
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": layer})
    simulation.run()

    assert 11 not in visited(simulation)


def test_go_to_layer(simulation: Simulation):
    press_and_ask(simulation)
    simulation.reply(
        {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": "11", "CALLER_NAME": "Shlomi", "CUSTOM_DATA": {" id ": "7"}}
    )
    simulation.run(2)

    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert (view.caller_name, view.custom) == ("Shlomi", {"id": "7"})


def test_custom_data_is_merged_and_goes_into_the_record(simulation: Simulation):
    press_and_ask(simulation, custom={"var_a": "1", "id": "0"})
    simulation.reply(
        {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 11, "CALLER_NAME": None, "CUSTOM_DATA": {"id": "7"}}
    )
    simulation.run()

    assert simulation.cdr.custom == {"var_a": "1", "id": "7"}


@pytest.mark.parametrize("empty", [[], None, {}])
def test_empty_custom_data_changes_nothing(simulation: Simulation, empty: object):
    press_and_ask(simulation, custom={"var_a": "1"})
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 11, "CUSTOM_DATA": empty})
    simulation.run()

    assert simulation.cdr.custom == {"var_a": "1"}


@pytest.mark.parametrize("action", ["SAY_DIGITS", "SAY"])
def test_say_announces_and_goes_on(simulation: Simulation, action: str):
    press_and_ask(simulation, "1#")
    at = simulation.exchange.now
    items = [{"RecordType": "Recording", "Content": "record.mp3"}, {"RecordType": "Digits", "Content": "0501234567"}]
    simulation.reply({"STATUS": 0, "ACTION": action, "NEXT_LAYER": 11, "LANGUAGE": "EN", "DATA": items})
    simulation.run(3 + 5 + 3)

    assert simulation.rung == ["SIPA"]
    assert simulation.exchange.extensions["SIPA"].last_event == at + 3 + 5 + 3, "it was answered after 3 seconds"


def test_what_cannot_be_said_leads_to_the_layer_for_failures(simulation: Simulation):
    press_and_ask(simulation)
    items = [{"RecordType": "Date", "Content": "2022-06-31"}]
    simulation.reply({"STATUS": 0, "ACTION": "SAY_DIGITS", "NEXT_LAYER": 11, "NEXT_LAYER_IF_FAILED": 2, "DATA": items})
    simulation.run(1)

    assert visited(simulation) == [5, 2]


def dial(**members: Any) -> dict[str, Any]:
    targets = [{"TYPE": "EXTENSION", "TARGET": "SIPA"}, {"TYPE": "PHONE", "TARGET": "0521111111"}]
    return {
        "STATUS": 0,
        "ACTION": "DIAL",
        "TARGETS": targets,
        "CALLER_ID": "0722776772",
        "CALLER_NAME": "Voicenter",
        **members,
    }


def test_dial_rings_all_targets_and_the_first_to_answer_gets_the_call(simulation: Simulation):
    press_and_ask(simulation, parties={"SIPA": answers(8), "972521111111": answers(4, 30)})
    simulation.reply(dial(RECORDING="yes"))
    simulation.run()

    assert (simulation.cdr.target, simulation.cdr.status, simulation.cdr.duration) == ("972521111111", "ANSWER", 30)
    assert simulation.reasons("SIPA") == ["NEWCALL", "HANGUP Answered elsewhere"]
    assert simulation.cdr.recording


def test_dial_shows_the_targets_what_the_customer_says(simulation: Simulation):
    press_and_ask(simulation)
    simulation.reply(dial())
    simulation.run(1)

    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    assert (view.caller_phone, view.caller_name) == ("0722776772", "Voicenter")


def test_dial_records_only_if_asked_to(simulation: Simulation):
    press_and_ask(simulation)
    simulation.reply(dial())
    simulation.run()

    assert simulation.cdr.recording == ""


def test_dial_ends_after_the_maximum_duration(simulation: Simulation):
    press_and_ask(simulation, parties={"SIPA": answers(0, None)})
    simulation.reply(dial(MAX_CALL_DURATION="40"))
    simulation.run()

    assert simulation.cdr.duration == 40


NOBODY = {"SIPA": {"kind": "no_answer"}, "972521111111": {"kind": "no_answer"}}
BUSY = {"SIPA": {"kind": "busy"}, "972521111111": {"kind": "busy"}}


@pytest.mark.parametrize("key", ["UNAVAILABLE_VO_ID", "UNAVAILABLE_VO"])
def test_when_nobody_answers_the_call_goes_to_the_layer_for_that(simulation: Simulation, key: str):
    press_and_ask(simulation, parties=NOBODY)
    simulation.reply(dial(MAX_DIAL_DURATION=10, NEXT_VO_ID=1, **{key: 2}))
    simulation.run(11)

    assert visited(simulation) == [5, 2]
    assert (simulation.cdr.status, simulation.cdr.dial_seconds) == ("NOANSWER", 10)


def test_when_the_dial_fails_the_call_goes_to_the_next_layer(simulation: Simulation):
    press_and_ask(simulation, parties=BUSY)
    simulation.reply(dial(NEXT_VO_ID=2, UNAVAILABLE_VO_ID=1))
    simulation.run(5)

    assert visited(simulation) == [5, 2]


def test_a_failed_dial_without_a_layer_ends_the_call(simulation: Simulation):
    press_and_ask(simulation, parties=BUSY)
    simulation.reply(dial())
    simulation.run()

    assert (simulation.cdr.status, simulation.exchange.calls) == ("BUSY", {})


def test_after_the_talk_the_caller_can_go_on_to_a_layer(simulation: Simulation):
    press_and_ask(simulation, parties={"SIPA": answers(1, 20)})
    simulation.reply(dial(ANSWER_NEXT_VO_ID=13))
    simulation.run()

    assert [(cdr.type, cdr.status) for cdr in simulation.cdrs] == [(1, "ANSWER"), (11, "VOICEMAIL")]


def test_a_caller_who_hangs_up_does_not_go_on(simulation: Simulation):
    press_and_ask(simulation, parties={"SIPA": answers(1, None)}, talk_seconds=20)
    simulation.reply(dial(ANSWER_NEXT_VO_ID=13))
    simulation.run()

    assert simulation.cdr.status == "ANSWER"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"STATUS": 1},
        {"STATUS": "1", "ACTION": "GO_TO_LAYER", "LAYER": 11},
        {},
        {"STATUS": 0},
        {"STATUS": 0, "ACTION": "DANCE"},
        {"STATUS": 0, "ACTION": "GO_TO_LAYER"},
        {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 99},
        {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": "eleven"},
        {"STATUS": 0, "ACTION": "DIAL", "TARGETS": []},
        {"STATUS": 0, "ACTION": "DIAL", "TARGETS": ["0501234567"]},
        {"STATUS": 0, "ACTION": "SAY_DIGITS", "NEXT_LAYER": 11, "DATA": []},
    ],
    ids=repr,
)
def test_an_answer_of_no_use_takes_the_layers_fallback(simulation: Simulation, answer: dict[str, Any] | None):
    press_and_ask(simulation)
    simulation.reply(answer)

    assert visited(simulation) == [5, 1]


def test_a_caller_who_hangs_up_while_the_customer_thinks_is_gone(simulation: Simulation):
    press_and_ask(simulation)
    [call] = simulation.exchange.calls.values()
    simulation.operator.hang_up(call.id, by="caller")
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 11})
    simulation.run()

    assert simulation.cdr.status == "VOEND"
    assert simulation.rung == []


def test_the_keys_stand_in_the_record(simulation: Simulation):
    press_and_ask(simulation)
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 11})
    simulation.run()

    assert [(visit.layer_id, visit.digits) for visit in simulation.cdr.visits] == [(1005, "1234"), (1011, "")]


def test_every_later_question_names_the_layer_before(simulation: Simulation):
    simulation.edit("layers", 11, kind="external_layer", target="", fallback=1)
    press_and_ask(simulation)
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 11})
    simulation.run()

    data = simulation.question.payload["DATA"]
    assert (data["LAYER_ID"], data["PREVIOUS_LAYER_ID"]) == (11, 5)


def test_layer_666_hangs_up_on_every_account(simulation: Simulation):
    press_and_ask(simulation)
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 666})
    simulation.run()

    assert visited(simulation) == [5, 666]
    assert not simulation.exchange.calls


def test_layer_0_is_the_first_of_the_document(simulation: Simulation):
    press_and_ask(simulation)
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 0})
    simulation.run()

    assert visited(simulation)[:2] == [5, 1]


@pytest.mark.parametrize("number", [0, 666])
def test_a_layer_of_the_document_goes_before_one_that_is_built_in(number: int):
    own = {"number": number, "id": 7, "name": "Own", "kind": "playback"}
    simulation = Simulation(layers=[*DOCUMENT["layers"], own])
    layer = simulation.exchange.directory.layer(number)

    assert layer is not None
    assert layer.name == "Own"
