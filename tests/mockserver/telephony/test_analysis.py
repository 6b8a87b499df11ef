"""The analysis of recorded conversations: what was heard follows what happened in the call."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from voicenter_mock.contracts import validate
from voicenter_mock.mockserver.telephony.analysis.conversation import Conversation
from voicenter_mock.mockserver.telephony.analysis.findings import analysis
from voicenter_mock.mockserver.telephony.analysis.transcript import MAXIMUM_SENTENCES
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.model.cdr import Cdr

from .simulation import CALLER, DIRECT, MAILBOX, MENU, Simulation
from .stories import explain

ON = {"language": "en"}
SPOKEN = ("Speaker0", "Speaker1")


def analysed(ai: Any = ON, did: str = DIRECT, /, **script: Any) -> tuple[Simulation, list[Cdr]]:
    simulation = Simulation(ai=ai)
    simulation.call(did, **script)
    simulation.run()
    return simulation, simulation.exchange.log.all()


def conversation(**facts: Any) -> Conversation:
    usual: dict[str, Any] = {"seconds": 60.0, "language": "en", "mood": "neutral", "agent": "Ann"}
    return Conversation(**{**usual, **facts})


def lines(found: Any) -> list[Any]:
    return found["transcript"]


def transcript_text(found: Any) -> str:
    return "\n".join(line["text"] for line in lines(found))


def test_nobody_analyses_a_call_unless_it_is_said():
    assert analysed(False)[1][0].ai == {}


def test_both_speak_within_the_talk_one_after_the_other():
    _, (cdr,) = analysed()
    times = [moment for line in lines(cdr.ai) for moment in (line["startTime"], line["endTime"])]

    assert {line["speaker"] for line in lines(cdr.ai)} == set(SPOKEN)
    assert (times, times[-1] <= cdr.duration) == (sorted(times), True)


def test_emotions_are_of_the_sentences_that_there_are():
    _, (cdr,) = analysed()
    assert [each["sentence_id"] for each in cdr.ai["emotions"]["sentences"]] == [
        line["sentence_id"] for line in lines(cdr.ai)
    ]


def test_the_queue_the_wait_and_the_keys_are_spoken_of():
    slow = {"agent": {"kind": "answer", "ring_seconds": 18, "talk_seconds": 60}}
    simulation = Simulation(ai=ON, queues=[{"id": 100, "name": "Sales", "members": ["SIPA"], "ring_seconds": 20}])
    simulation.exchange.extensions["SIPA"].device = "offline"
    simulation.call(MENU, digits="1", parties=slow)
    simulation.run(90)
    simulation.operator.set_device("SIPA", "online")
    simulation.run()
    (cdr,) = simulation.exchange.log.all()

    text = transcript_text(cdr.ai)
    assert "You have reached Sales." in text
    assert "I have been waiting for " in text
    assert "I pressed 1 in the menu, Menu." in text
    assert "They pressed 1 in Menu." in cdr.ai["insights"]["summary"]


def test_a_message_to_a_mailbox_is_the_customers_alone():
    _, (cdr,) = analysed(ON, MAILBOX, message_seconds=20)
    assert {line["speaker"] for line in lines(cdr.ai)} == {"Speaker1"}


def test_who_was_not_reached_has_said_nothing():
    _, records = analysed(ON, DIRECT, parties={"SIPA": {"kind": "busy"}})
    assert [cdr.ai for cdr in records] == [{}]


def test_what_is_not_recorded_is_not_analysed():
    simulation = Simulation(ai=ON)
    simulation.operator.outgoing_call("SIPA", "0521111111", record=False)
    simulation.run()
    assert [cdr.ai for cdr in simulation.exchange.log.all()] == [{}]


def test_what_was_muted_is_not_in_the_transcript():
    whole = analysis(conversation(), (), Random(1))
    cut = analysis(conversation(silent=((10.0, 30.0),)), (), Random(1))

    assert lines(cut) == [
        {**line, "sentence_id": number}
        for number, line in enumerate(
            line for line in lines(whole) if not (line["startTime"] < 30 and line["endTime"] > 10)
        )
    ]


def test_of_an_outgoing_call_the_caller_is_the_agent():
    simulation = Simulation(ai=ON)
    simulation.operator.outgoing_call("SIPA", "0521111111")
    simulation.run()
    found: Any = simulation.exchange.log.all()[0].ai

    participants = found["insights"]["participants"]
    assert (participants["caller"]["name"], participants["callee"]["name"]) == ("Ann", None)
    assert lines(found)[0] == lines(found)[0] | {"speaker": "Speaker0"}
    assert "this is Ann" in lines(found)[0]["text"]


@pytest.mark.parametrize(("language", "words"), [("he", "שלום"), ("en", "Hello")])
def test_it_is_spoken_in_the_organizations_language(language: str, words: str):
    _, (cdr,) = analysed({"language": language})
    assert words in transcript_text(cdr.ai)


def test_the_callers_announcements_decide_the_language_unless_the_organization_does():
    simulation = Simulation(ai=True)
    call = simulation.call(DIRECT)
    call.language = "english"
    simulation.run()
    assert "Hello" in transcript_text(simulation.exchange.log.all()[0].ai)


@pytest.mark.parametrize("seconds", [1.0, 2.5, 7.0, 60.0, 7200.0])
def test_a_talk_of_any_length_is_filled_and_not_overfilled(seconds: float):
    found = analysis(conversation(seconds=seconds), (), Random(3))
    ends = [line["endTime"] for line in lines(found)]
    assert 0 < len(ends) <= MAXIMUM_SENTENCES
    assert seconds / 2 <= max(ends) <= seconds


def test_the_same_seed_hears_the_same_and_another_something_else():
    one, same, other = (json.dumps(analysis(conversation(), (), Random(seed))) for seed in (1, 1, 2))
    assert (one == same, one == other) == (True, False)


def test_a_call_goes_the_same_whether_it_is_analysed_or_not():
    def rows(ai: Any) -> list[Any]:
        simulation = Simulation(ai=ai, behaviour={"agents": {"ring_seconds": [1, 9], "talk_seconds": [9, 99]}})
        for _ in range(5):
            simulation.call(DIRECT)
            simulation.run()
        return [(cdr.time, cdr.ended, cdr.duration) for cdr in simulation.exchange.log.all()]

    assert rows(ON) == rows(False)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("boolean", "true"), ("string", str), ("number", "3"), ("json array", list), ("json object list", list),
     ("json object", dict)],
)  # fmt: skip
def test_the_organizations_questions_are_answered_in_text_of_their_kind(kind: str, answer: Any):
    asked = [{"key": "own", "question": "Really?", "data_type": kind}]
    wish = {"mood": "neutral"}
    _, (cdr,) = analysed({"language": "en", "questions": asked}, DIRECT, ai=wish)
    (found,) = cdr.ai["insights"]["questions"]

    assert (found["key"], found["question"], found["data_type"]) == ("own", "Really?", kind)
    assert isinstance(found["answer"], str)
    if answer in (list, dict):
        assert isinstance(json.loads(found["answer"]), answer)
    elif answer is not str:
        assert found["answer"] == answer


def test_an_answer_that_is_given_stands():
    _, (cdr,) = analysed({"questions": [{"key": "plan", "answer": "gold"}]})
    assert cdr.ai["insights"]["questions"][0]["answer"] == "gold"


@pytest.mark.parametrize(("mood", "direction"), [("negative", -1), ("positive", 1)])
def test_a_call_says_how_its_customer_feels(mood: str, direction: int):
    _, (cdr,) = analysed(False, DIRECT, ai={"mood": mood, "language": "en"})
    felt = {each["emotion_direction"] for each in cdr.ai["emotions"]["sentences"]}
    assert felt == {0, direction}


def test_a_call_says_its_summary_word_for_word():
    _, (cdr,) = analysed(False, DIRECT, ai={"summary": "Wants {two} & a half."})
    assert cdr.ai["insights"]["summary"] == "Wants {two} & a half."


def test_a_call_is_left_out_where_the_organization_analyses_all():
    assert analysed(ON, DIRECT, ai=False)[1][0].ai == {}


def test_a_passed_on_call_is_analysed_as_its_first():
    simulation = Simulation()
    call = simulation.call(DIRECT, ai=True)
    simulation.run(20)
    simulation.operator.transfer(call.id, "SIPB")
    simulation.run()
    assert [bool(cdr.ai) for cdr in simulation.exchange.log.all()] == [True, True]


def test_explain_tells_what_was_heard():
    simulation = Simulation(ai={"language": "en", "ai_delay_seconds": 90})
    call = simulation.call(DIRECT, ai={"summary": "Wants a refund.", "mood": "negative"})
    simulation.run()
    (sentence,) = (text for text in explain(call, simulation.exchange.zone) if "analysed" in text)
    assert "(English, negative)" in sentence
    assert sentence.endswith("It is there 90 seconds later: Wants a refund.")


def test_a_snapshot_keeps_what_was_found_and_what_is_wanted():
    simulation = Simulation()
    simulation.call(DIRECT, ai={"mood": "negative"})
    simulation.run()
    simulation.call(DIRECT, ai={"mood": "positive"})
    written: Any = json.loads(json.dumps(snapshot.export(simulation.exchange)))
    goes_on = snapshot.restore(written, simulation.exchange.directory)
    for exchange in (simulation.exchange, goes_on):
        exchange.run(exchange.now + 1000)

    assert [cdr.ai for cdr in goes_on.log.all()] == [cdr.ai for cdr in simulation.exchange.log.all()]
    assert len([cdr for cdr in goes_on.log.all() if cdr.ai]) == 2


def test_names_with_braces_are_names():
    found = analysis(conversation(agent="{seconds}", queue="{0}", layer="{", pressed="1"), (), Random(1))
    assert "this is {seconds}" in transcript_text(found)


def test_what_is_found_keeps_the_pushs_contract():
    _, (cdr,) = analysed()
    example: dict[str, Any] = {
        "caller": CALLER, "target": "SIPA", "time": 1, "duration": 60, "ivruniqueid": "x", "type": "Incoming Call",
        "status": "ANSWER", "targetextension": "SIPA", "callerextension": "", "did": DIRECT, "queueid": 0,
    }  # fmt: skip
    validate("cdr_notification.request", example | {"aiData": cdr.ai})
