"""The contracts of what Voicenter sends and of what customers answer: documented variants pass, mistakes do not."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import accepts, schema, validate, validate_bytes, violations
from voicenter_mock.contracts.operations import CALLBACKS

CDR = "cdr_notification.request"
ACKNOWLEDGEMENT = "cdr_notification.response"
ACTION = "external_ivr.get_ivr_action.response"
LAYER = "external_layer.response"

INCOMING: dict[str, Any] = {
    "caller": "0501234567",
    "target": "SIPSIP1",
    "time": 1595333610,
    "duration": 20,
    "ivruniqueid": "202007211213270124c",
    "type": "Incoming Call",
    "status": "ANSWER",
    "targetextension": "SIPSIP1",
    "callerextension": "",
    "did": "0722776772",
    "queueid": 0,
}
LAYERS = [{"layer_id": 1234, "layer_name": "Main IVR", "layer_number": 0, "Dtmf": 2, "dtmf_order": 1}]


def paths(name: str, message: object, *, strict: bool = False) -> set[str]:
    return {violation.path for violation in violations(name, message, strict=strict)}


# CDR notification


def test_the_short_json_sample_of_3_2_passes():
    body = b"""{"caller": "0544444444", "target": "0722776772", "time": 1414320455, "duration": 12,
        "ivruniqueid": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "type": "Extension Outgoing", "status": "ANSWER",
        "targetextension": "", "callerextension": "SIPSIPSI", "did": "", "queueid": 0, "dialtime": 31,
        "record": "http://starkey-centrex-recordings.s3.amazonaws.com/xxxxxxxx-aws-0544444444-0722776772.mp3"}"""
    validate_bytes(CDR, body, "application/json")


@pytest.mark.parametrize(
    "more",
    [
        {"queueid": None},
        {"queueid": 123456789, "queuename": "Sales Queue", "seconds_waiting_in_queue": 20},
        {"DepartmentId": 123456},
        {"IVR": LAYERS},
        {"IVR": "[]"},
        {"IVR": []},
        {"price": 7.5},
        {"record": ""},
        {"OriginalIvrUniqueID": "201809131730110122A1212"},
        {"type": "Click2Calleg1", "leg1DialStatusName": "ANSWER"},
        {"leg1DialStatusName": ""},
        {"direction": "incoming", "extenUser": "SIPSIP1", "isAnswer": 1},
        {"var_customer": "2342", "CUSTOM_DATA": {"var_customer": "2342"}},
        {"CUSTOM_DATA": []},
        {"CUSTOM_DATA": None},
        {"campaignID": 7, "campaignCode": "c", "campaignName": "n", "campaignTypeName": "Automatic", "dialerData": {}},
        {"aiData": {}},
        {"aiData": {"insights": {}, "emotions": {"sentences": []}, "transcript": []}},
        {"aiData": {"insights": {"questions": [{"key": "k", "data_type": 1, "answer": "false"}]}}},
        {"aiData": {"insights": {"participants": {"caller": {"name": None, "personality_traits": []}}}}},
        {"aiData": {"transcript": [{"speaker": "Speaker1", "text": "שלום", "startTime": 0.5}]}},
        {"aiData": {"emotions": {"sentences": [{"sentence_id": 0, "emotion": "new", "emotion_direction": -1}]}}},
        {"aiData": None},
        {"caller_number": "0722776772"},
    ],
)
def test_a_documented_or_seen_variant_of_a_cdr_passes(more: dict[str, Any]):
    validate(CDR, INCOMING | more, strict=True)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"time": 15953336100}, "$.time"),
        ({"time": "1595333610"}, "$.time"),
        ({"duration": -1}, "$.duration"),
        ({"duration": 1.5}, "$.duration"),
        ({"ivruniqueid": ""}, "$.ivruniqueid"),
        ({"queueid": "0"}, "$.queueid"),
        ({"price": "7"}, "$.price"),
        ({"caller": 501234567}, "$.caller"),
        ({"IVR": {}}, "$.IVR"),
        ({"IVR": [{**LAYERS[0], "dtmf_order": 0}]}, "$.IVR[0].dtmf_order"),
        ({"type": ""}, "$.type"),
        ({"IVR": [{**LAYERS[0], "Dtmf": "x"}]}, "$.IVR[0].Dtmf"),
        ({"aiData": {"insights": {"summary": None}}}, "$.aiData.insights.summary"),
        (
            {"aiData": {"insights": {"questions": [{"data_type": 1, "answer": ""}]}}},
            "$.aiData.insights.questions[0].key",
        ),
        ({"aiData": {"transcript": "…"}}, "$.aiData.transcript"),
        (
            {"aiData": {"transcript": [{"speaker": "Speaker0", "text": "x", "startTime": -1}]}},
            "$.aiData.transcript[0].startTime",
        ),
        (
            {"aiData": {"emotions": {"sentences": [{"sentence_id": 0, "emotion": "calm", "emotion_direction": 2}]}}},
            "$.aiData.emotions.sentences[0].emotion_direction",
        ),
        ({"CUSTOM_DATA": ["x"]}, "$.CUSTOM_DATA"),
        ({"DepartmentID": "1"}, "$.DepartmentID"),
        ({"var_x": {}}, "$.var_x"),
    ],
)
def test_a_cdr_with_a_wrong_value_is_refused(change: dict[str, Any], path: str):
    assert paths(CDR, INCOMING | change) == {path}


@pytest.mark.parametrize("name", sorted(INCOMING))
def test_what_every_document_sends_is_mandatory_in_a_cdr(name: str):
    assert paths(CDR, {member: value for member, value in INCOMING.items() if member != name}) >= {f"$.{name}"}


@pytest.mark.parametrize("change", [{"type": "Hologram"}, {"status": "ASLEEP"}, {"direction": "sideways"}])
def test_a_new_word_of_the_vendors_passes_unless_strict(change: dict[str, Any]):
    assert paths(CDR, INCOMING | change) == set()
    assert paths(CDR, INCOMING | change, strict=True) == {f"$.{name}" for name in change}


@pytest.mark.parametrize("status", ["BUSY", "NOTCALLED", "NOTDIALED", "CONGESTION"])
def test_a_call_that_nobody_took_has_no_talk(status: str):
    assert paths(CDR, INCOMING | {"status": status}) == {"$.duration"}
    assert paths(CDR, INCOMING | {"status": status, "duration": 0}) == set()


def test_a_call_that_was_given_up_in_a_queue_may_count_its_wait():
    assert paths(CDR, INCOMING | {"type": "Queue", "status": "ABANDONE", "duration": 20}) == set()


@pytest.mark.parametrize(
    "answer",
    [
        {"err": 0}, {"err": "0", "errdesc": "OK"}, {"Err": 0, "Errdesc": "OK"}, {"err": "0", "errdesc": None},
        {"err": "2", "errdesc": "Customer code exception", "origrequest": {"caller": "1"}, "got": {}},
    ],
)  # fmt: skip
def test_an_acknowledgement_in_any_documented_form_passes(answer: dict[str, Any]):
    validate(ACKNOWLEDGEMENT, answer)


@pytest.mark.parametrize(
    "answer", [{}, {"err": None}, {"err": False}, {"err": "OK"}, {"err": 3}, {"error": 0}, "OK", [], 0]
)
def test_what_acknowledges_nothing_is_refused(answer: object):
    assert not accepts(ACKNOWLEDGEMENT, answer)


# External IVR

MENU = {"REC": "record", "LOOP": 4, "DELAY": 3, "SIZE": 2, "MENU": "menu", "VALIDATION": 0}
DIGITS = {**MENU, "SAYDIGITSRECORD": "blank", "DIGITS": "0547"}
CALL = {
    "TARGET": "0540123456",
    "CALLERID": "Unknown",
    "CALLERNAME": "",
    "CALL_MAX_DIAL": 35,
    "CALL_MAX": 600,
    "REC_STATUS": "1",
}
VO = {"LAYER": 2, "RECORD": "welcome", "LOOP": 1, "DELAY": 0}
ACTIONS: dict[str, dict[str, Any]] = {
    "MENU": MENU, "SAYDIGITS": DIGITS, "CALL": CALL, "VO": VO, "HANGUP": {}, "SILENTRECORD": {}
}  # fmt: skip


def decision(action: str, data: object = None, **more: object) -> dict[str, Any]:
    answer: dict[str, Any] = {"STATUS": 0, "ACTION": action, "LANGUAGE": "he"}
    return {**answer, "DATA": ACTIONS[action] if data is None else data, **more}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_passes_with_its_mandatory_members(action: str):
    validate(ACTION, decision(action), strict=True)


@pytest.mark.parametrize(("action", "name"), [(action, name) for action, data in ACTIONS.items() for name in data])
def test_each_mandatory_member_of_an_action_is_mandatory(action: str, name: str):
    data = {member: value for member, value in ACTIONS[action].items() if member != name}
    assert paths(ACTION, decision(action, data)) == {f"$.DATA.{name}"}


def test_integers_may_be_strings():
    data = {name: str(value) for name, value in MENU.items()}
    validate(ACTION, decision("MENU", data, STATUS="0"))


@pytest.mark.parametrize("language", ["he", "HE", "En"])
def test_the_language_may_be_in_any_case(language: str):
    validate(ACTION, decision("MENU", LANGUAGE=language), strict=True)


@pytest.mark.parametrize("name", ["ACTION", "LANGUAGE", "DATA"])
def test_a_decision_needs_all_four_members(name: str):
    answer = decision("HANGUP")
    del answer[name]
    assert f"$.{name}" in paths(ACTION, answer)


def test_an_error_needs_nothing_but_its_status():
    validate(ACTION, {"STATUS": 1})


def test_saydigits_is_taken_with_the_blanks_of_the_documents_sample():
    validate(ACTION, decision("SAYDIGITS", ACTION=" SAYDIGITS "))
    without_size = {name: value for name, value in DIGITS.items() if name != "SIZE"}
    assert paths(ACTION, decision("SAYDIGITS", without_size, ACTION=" SAYDIGITS ")) == {"$.DATA.SIZE"}


def test_blanks_around_another_action_are_a_mistake_with_a_hint():
    (violation,) = violations(ACTION, decision("MENU", ACTION=" MENU "))
    assert (violation.path, violation.hint) == ("$.ACTION", "did you mean 'MENU'?")


def test_digits_to_say_are_text_so_that_zeros_stay():
    assert paths(ACTION, decision("SAYDIGITS", {**DIGITS, "DIGITS": 547})) == {"$.DATA.DIGITS"}


def test_an_action_without_members_may_have_phps_empty_array():
    validate(ACTION, decision("HANGUP", []))
    assert paths(ACTION, decision("MENU", [])) == {"$.DATA"}


@pytest.mark.parametrize(
    ("action", "change"),
    [
        ("MENU", {"LOOP": -1}),
        ("MENU", {"SIZE": "many"}),
        ("MENU", {"VALIDATION": 2}),
        ("MENU", {"REC": None}),
        ("CALL", {"TARGET": ""}),
        ("CALL", {"CALL_MAX": "1.5"}),
        ("CALL", {"DIALSTRINGS": "SIP/1"}),
        ("VO", {"LAYER": "two"}),
        ("HANGUP", {"HANGUP_CAUSE": 128}),
        ("HANGUP", {"HANGUP_CAUSE": "0"}),
        ("SILENTRECORD", {"MAXDURATION": -1}),
    ],
)
def test_an_action_with_a_wrong_value_is_refused(action: str, change: dict[str, Any]):
    assert paths(ACTION, decision(action, ACTIONS[action] | change)) == {f"$.DATA.{name}" for name in change}


@pytest.mark.parametrize("cause", [1, 16, "16", 127, "127", "007"])
def test_a_cause_of_the_isup_table_passes(cause: object):
    validate(ACTION, decision("HANGUP", {"HANGUP_REC": "blank", "HANGUP_CAUSE": cause}))


def test_the_documents_eleven_digit_epochs_are_its_mistake():
    body = b"""{"METHOD": "HANGUP_CALL", "DATA": {"DID": "0730000000", "CALLER_ID": "0540000000",
        "IVR_UNIQUE_ID": "ced4619f30fc17182d8e41ddf4d6869X", "TARGET": "0500000555", "CALL_TIME_EPOCH": 15616841651,
        "CALL_START_EPOCH": 1561684161, "CALL_DURATION": 650, "CALL_DAILTIME": 15, "CALL_STATUS": "ANSWERED"}}"""
    with pytest.raises(ValueError, match=r"\$\.DATA\.CALL_TIME_EPOCH: 15616841651 .*at most ten digits"):
        validate_bytes("external_ivr.hangup_call.request", body)


@pytest.mark.parametrize("status", ["ANSWER", "ANSWERED", "TORTURE"])
def test_both_words_for_an_answered_call_are_known(status: str):
    from voicenter_mock.contracts import schema

    message = schema("external_ivr.hangup_call.request")["examples"][0]
    message["DATA"]["CALL_STATUS"] = status
    validate("external_ivr.hangup_call.request", message, strict=True)


# External Layer

TO_LAYER: dict[str, Any] = {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 22}
SAY: dict[str, Any] = {
    "STATUS": 0, "ACTION": "SAY_DIGITS", "NEXT_LAYER": 2, "DATA": [{"RecordType": "Digits", "Content": "050"}],
}  # fmt: skip
DIAL: dict[str, Any] = {"STATUS": 0, "ACTION": "DIAL", "TARGETS": [{"TYPE": "PHONE", "TARGET": "0501234567"}]}


@pytest.mark.parametrize("custom", [{"xxx": "111"}, {}, [], None])
def test_custom_data_may_be_an_object_an_empty_array_or_null(custom: object):
    validate(LAYER, TO_LAYER | {"CUSTOM_DATA": custom, "CALLER_NAME": None})


@pytest.mark.parametrize(
    "answer",
    [
        TO_LAYER,
        TO_LAYER | {"LAYER": "22"},
        SAY,
        SAY | {"ACTION": "SAY"},
        SAY | {"LANGUAGE": "he", "NEXT_LAYER_IF_FAILED": 1},
        DIAL,
        DIAL | {"UNAVAILABLE_VO": 1},
        DIAL | {"UNAVAILABLE_VO_ID": 1},
        DIAL | {"RECORDING": "Yes"},
        DIAL | {"TARGETS": [{"TYPE": "EXTENSION", "TARGET": "SIPSIP1"}]},
        {"STATUS": 1},
        {"STATUS": "1"},
    ],
)
def test_a_layers_answer_in_each_documented_form_passes(answer: dict[str, Any]):
    validate(LAYER, answer)


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"STATUS": 0}, "$.ACTION"),
    ({"STATUS": 0, "ACTION": "GO_TO_LAYER"}, "$.LAYER"),
    (TO_LAYER | {"LAYER": ""}, "$.LAYER"),
    (TO_LAYER | {"ACTION": "HANGUP"}, "$.ACTION"),
    (TO_LAYER | {"CUSTOM_DATA": "x"}, "$.CUSTOM_DATA"),
    (SAY | {"DATA": []}, "$.DATA"),
    (SAY | {"LANGUAGE": "FR"}, "$.LANGUAGE"),
    (SAY | {"DATA": [{"RecordType": "Date", "Content": "12/06/2022"}]}, "$.DATA[0].Content"),
    (SAY | {"DATA": [{"RecordType": "DateTime", "Content": "2022-06-12 10:12:59"}]}, "$.DATA[0].Content"),
    (SAY | {"DATA": [{"RecordType": "Digits", "Content": 50}]}, "$.DATA[0].Content"),
    (SAY | {"DATA": [{"RecordType": "Song", "Content": "x"}]}, "$.DATA[0].RecordType"),
    (DIAL | {"TARGETS": []}, "$.TARGETS"),
    (DIAL | {"TARGETS": ["0501234567"]}, "$.TARGETS[0]"),
    (DIAL | {"TARGETS": [{"TYPE": "PHONE", "TARGET": "SIPSIP1"}]}, "$.TARGETS[0].TARGET"),
    (DIAL | {"RECORDING": True}, "$.RECORDING"),
    (DIAL | {"NEXT_VO_ID": "one"}, "$.NEXT_VO_ID"),
]


@pytest.mark.parametrize(("answer", "path"), MISTAKES)
def test_a_layers_answer_with_a_mistake_is_refused(answer: dict[str, Any], path: str):
    assert paths(LAYER, answer) == {path}


def test_a_layers_number_may_be_a_string_in_the_question():
    data = {"DID": "0722776772", "CALLER_ID": "0501234567", "IVR_UNIQUE_ID": "1bcd", "DTMF": "0"}
    message = {"METHOD": "IVR_LAYER_INPUT", "DATA": data | {"LAYER_ID": "5", "PREVIOUS_LAYER_ID": 5}}
    validate("external_layer.request", message)


# Pop-up


def test_the_popup_of_3_2_is_a_phone_alone():
    assert validate_bytes("popup.request", b"phone=0722776772", query=True) == {"phone": "0722776772"}


def test_the_popup_of_today_is_five_members_in_a_query():
    body = b"phone=972501234567&ivrid=2026&extenUser=SIPSIP1&did=0722776772&statusCall=Ringing"
    assert validate_bytes("popup.request", body, query=True, strict=True)["statusCall"] == "Ringing"


@pytest.mark.parametrize("answer", [{"STATUS": "OK"}, {"STATUS": "OK", "TOTAL": 3}, {"STATUS": "OK", "TOTAL": "3"}])
def test_only_the_status_of_a_popups_answer_is_mandatory(answer: dict[str, Any]):
    validate("popup.response", answer)


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        ({}, "$.STATUS"),
        ({"STATUS": 0}, "$.STATUS"),
        ({"STATUS": "OK", "TOTAL": []}, "$.TOTAL"),
        ({"STATUS": "OK", "URL": None}, "$.URL"),
    ],
)
def test_a_popups_answer_with_a_mistake_is_refused(answer: dict[str, Any], path: str):
    assert paths("popup.response", answer) == {path}


# The catalogue


def test_the_callbacks_that_steer_are_those_that_ask():
    assert {callback.name for callback in CALLBACKS.values() if callback.steers} == {
        "external_ivr.get_ivr_action", "external_layer", "voicebot",
    }  # fmt: skip


def test_only_the_cdr_is_sent_until_it_is_acknowledged():
    assert [callback.name for callback in CALLBACKS.values() if callback.retried] == ["cdr_notification"]


def test_a_voicebot_freezes_after_ten_seconds():
    assert CALLBACKS["voicebot"].timeout_seconds == 10


@pytest.mark.parametrize("answer", [{}, {"user": []}, {"function_output": {}, "assistant": {}, "system": {"a": [1]}}])
def test_a_voicebots_answer_may_leave_everything_out(answer: dict[str, Any]):
    validate("voicebot.response", answer)


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        ({"user": "Say Tuesday."}, "$.user"),
        ({"user": [{"content": "Say Tuesday."}]}, "$.user[0]"),
        ({"function_output": "shipped"}, "$.function_output"),
        ({"system": ["formal"]}, "$.system"),
        ({"assistant": "One moment"}, "$.assistant"),
    ],
)
def test_a_voicebots_answer_with_a_mistake_is_refused(answer: dict[str, Any], path: str):
    assert paths("voicebot.response", answer) == {path}


@pytest.mark.parametrize("member", ["CALL_INFO", "IntentParameters", "CUSTOM_DATA"])
def test_a_voicebots_question_has_all_three_members(member: str):
    question: dict[str, Any] = schema("voicebot.request")["examples"][0]
    del question[member]

    assert paths("voicebot.request", question) == {f"$.{member}"}


def test_a_voicebots_layers_are_text():
    question: dict[str, Any] = schema("voicebot.request")["examples"][0]
    question["CALL_INFO"] |= {"LAYER_ID": 8, "DTMF": 0}

    assert paths("voicebot.request", question) == {"$.CALL_INFO.LAYER_ID", "$.CALL_INFO.DTMF"}


def test_the_popup_waits_three_seconds_and_the_layer_five():
    assert (CALLBACKS["popup"].timeout_seconds, CALLBACKS["external_layer"].timeout_seconds) == (3, 5)
