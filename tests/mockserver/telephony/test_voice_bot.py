"""A VoiceBot's conversation: what its customer's function is asked, and what each answer changes."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import violations
from voicenter_mock.mockserver.telephony.model.calls import Call

from .simulation import CALLER, DOCUMENT, LAYER, START, Simulation
from .stories import explain

BOT = "0720000020"
STATUS = {"name": "order status", "parameters": {"order": "1234"}, "speech_seconds": 5, "reply_seconds": 6}
DELIVERY = {"name": "delivery date", "parameters": {"day": "Tuesday"}, "fail_output": "Please try again tomorrow."}


def talking(*intents: dict[str, Any], **layer: Any) -> Simulation:
    """A number that leads to a bot: layer 20, its greeting takes 2 seconds."""
    bot = {"number": 20, "id": 1020, "name": "Bot", "kind": "voice_bot", "prompt_seconds": 2, "intents": intents}
    return Simulation(
        dids=[*DOCUMENT["dids"], {"number": BOT, "route": {"layer": 20}}], layers=[*DOCUMENT["layers"], bot | layer]
    )


def call_bot(simulation: Simulation) -> Call:
    call = simulation.call(BOT)
    simulation.run()
    return call


def story(simulation: Simulation, call: Call) -> str:
    return "\n".join(explain(call, simulation.exchange.zone))


def test_the_function_is_asked_after_the_greeting_and_what_the_caller_said():
    simulation = talking(STATUS)
    call_bot(simulation)

    assert simulation.exchange.now == START + 1 + 2 + 5


def test_the_question_names_call_and_layers_as_text():
    simulation = talking(STATUS)
    call = call_bot(simulation)

    payload = simulation.question.payload
    assert violations("voicebot.request", payload) == []
    assert payload == {
        "CALL_INFO": {
            "DID": BOT, "CALLER_ID": CALLER, "IVR_UNIQUE_ID": call.id, "DTMF": "0", "LAYER_ID": "20",
            "PREVIOUS_LAYER_ID": "20",
        },
        "IntentParameters": {"order": "1234"},
        "CUSTOM_DATA": {},
    }  # fmt: skip


def test_an_external_layer_before_it_hands_over_keys_and_custom_data_as_flat_text():
    simulation = talking(STATUS)
    simulation.call(LAYER, digits="77#")
    simulation.run()
    custom = {"ticket": "7", "count": 3, "open": True}
    simulation.reply({"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 20, "CUSTOM_DATA": custom})
    simulation.run()

    payload = simulation.question.payload
    assert payload["CUSTOM_DATA"] == {"ticket": "7", "count": "3", "open": "true"}
    assert (payload["CALL_INFO"]["DTMF"], payload["CALL_INFO"]["PREVIOUS_LAYER_ID"]) == ("77", "5")


def test_an_intent_of_its_own_url_is_asked_there():
    simulation = talking(STATUS | {"url": "http://127.0.0.1:9/orders"})
    call_bot(simulation)

    assert simulation.question.url == "http://127.0.0.1:9/orders"


def test_parameters_gather_from_intent_to_intent():
    simulation = talking(STATUS, DELIVERY)
    call_bot(simulation)
    simulation.reply({})
    simulation.run()

    assert simulation.question.payload["IntentParameters"] == {"order": "1234", "day": "Tuesday"}


def test_after_the_bots_reply_the_caller_speaks_again():
    simulation = talking(STATUS, DELIVERY)
    call_bot(simulation)
    at = simulation.exchange.now
    simulation.reply({})
    simulation.run()

    assert simulation.exchange.now == at + 6 + 4


def test_after_the_last_intent_the_call_goes_to_the_next_layer():
    simulation = talking(STATUS, next=15)
    call = call_bot(simulation)
    simulation.reply({})
    simulation.run()

    assert [visit.layer_number for visit in call.visits] == [20, 15]
    assert "The conversation with the VoiceBot was over." in story(simulation, call)


@pytest.mark.parametrize(
    ("answer", "change"),
    [
        ({"function_output": {"eta": "28.7."}}, 'the bot got the output {"eta": "28.7."}.'),
        ({"user": ["Say **Tuesday**.", "Be brief."]}, "instructions: Say **Tuesday**. / Be brief.."),
        ({"assistant": {"content": "One moment"}}, 'the bot is to have said {"content": "One moment"}.'),
        ({"system": {"tone": "formal"}}, 'its base prompt was extended by {"tone": "formal"}.'),
        ({"function_output": {"a": 1}, "user": ["b"]}, 'the bot got the output {"a": 1}; instructions: b.'),
        ({}, "nothing, the bot goes on as instructed."),
    ],
)
def test_what_an_answer_changed_is_explained(answer: dict[str, Any], change: str):
    simulation = talking(STATUS)
    call = call_bot(simulation)
    simulation.reply(answer)

    assert "The caller came to the intent order status (order: 1234); the VoiceBot function was asked." in story(
        simulation, call
    )
    assert f"The VoiceBot function answered: {change}" in story(simulation, call)


def test_a_long_answer_is_cut_in_the_story():
    simulation = talking(STATUS)
    call = call_bot(simulation)
    simulation.reply({"user": ["x" * 5000]})

    assert len(story(simulation, call)) < 1000


def test_a_function_that_fails_makes_the_bot_say_its_fail_output_and_go_on():
    simulation = talking(DELIVERY, STATUS)
    call = call_bot(simulation)
    at = simulation.exchange.now
    simulation.reply(None)
    simulation.run()

    assert "The VoiceBot function failed; the bot said 'Please try again tomorrow.'." in story(simulation, call)
    assert simulation.exchange.now == at + 4 + 5  # the bot's sentence, and the next intent


def test_a_function_that_hangs_freezes_the_bot_for_ten_seconds():
    simulation = talking(DELIVERY, STATUS)
    call = call_bot(simulation)
    at = simulation.exchange.now
    simulation.exchange.settle(simulation.question.id, None, timed_out=True)
    simulation.run()

    assert "failed; after 10 seconds of silence the bot said" in story(simulation, call)
    assert simulation.exchange.now == at + 10 + 4 + 5


def test_a_bot_that_fails_goes_to_the_layers_fallback():
    simulation = talking(STATUS, DELIVERY, fallback=15)
    call = call_bot(simulation)
    simulation.reply(None)
    simulation.run()

    assert [visit.layer_number for visit in call.visits] == [20, 15]
    assert "the bot had no fail_output to say" in story(simulation, call)


def test_a_bot_that_nobody_wants_anything_of_ends_the_call():
    simulation = talking()
    call = call_bot(simulation)

    assert call.ended
    assert simulation.cdr.status == "TE"


def test_a_caller_who_hangs_up_while_the_function_thinks_is_not_asked_for_again():
    simulation = talking(STATUS, DELIVERY)
    call = call_bot(simulation)
    simulation.operator.hang_up(call.id)
    simulation.reply({})
    simulation.run()

    assert call.ended
    assert simulation.exchange.questions == {}


def test_a_caller_may_hang_up_on_the_bot():
    simulation = talking(STATUS, DELIVERY)
    call = simulation.call(BOT, hang_up=[{"at": "20", "after": 4}])
    simulation.run()

    assert call.ended
    assert simulation.exchange.questions == {}
