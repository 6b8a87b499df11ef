"""Each deliberately wrong server is found out, for the right reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from voicenter_mock.mockserver.verify import Kind, Report, Settings, verify
from voicenter_mock.mockserver.verify.decisions import KnownNumbers

from . import customer_servers


def examined(app: Any, callback: str = "cdr", **settings: Any) -> Report:
    return verify(app, callback, replace(Settings(max_examples=40), **settings))


def found(report: Report, kind: Kind) -> Any:
    assert kind in report.kinds(), [str(finding) for finding in report.findings]
    return report.of(kind)[0]


def test_a_server_that_swallows_errors_acknowledges_nothing():
    report = examined(customer_servers.swallows_errors(), phases=("documented", "malformed"))

    assert report.kinds() == {Kind.NOT_ACKNOWLEDGED, Kind.MALFORMED_UNANSWERED}


def test_a_server_that_crashes_on_hebrew_breaks_on_text():
    report = examined(customer_servers.crashes_on_hebrew(), phases=("documented", "generated"))

    assert report.kinds() == {Kind.BREAKS_ON_TEXT}
    assert len([text for text in report.findings[0].payload.values() if not str(text).isascii()]) == 1


def test_a_server_that_is_not_idempotent_refuses_the_repeated_cdr():
    report = examined(customer_servers.not_idempotent())

    assert report.kinds() == {Kind.REPEAT_REFUSED, Kind.PARALLEL_REPEAT_REFUSED}
    assert "UNIQUE constraint" in found(report, Kind.REPEAT_REFUSED).detail


def test_a_server_that_is_slow_on_long_ivr_lists_is_measured():
    report = examined(customer_servers.slow_on_long_lists(0.003), phases=("generated",), max_examples=5, timeout=2)

    assert report.kinds() == {Kind.SLOW_ON_LONG_CALLS}
    assert 20 <= len(report.findings[0].payload["IVR"]) < 200


def test_xml_rpc_integers_that_are_answered_as_strings_are_found():
    report = examined(customer_servers.xml_cdr("string"), encoding="xml-rpc")

    assert report.kinds() == {Kind.XML_RPC_TYPES}


def test_xml_rpc_integers_that_are_read_as_text_crash_on_the_plainest_message():
    report = examined(customer_servers.reads_xml_integers_as_text(), encoding="xml-rpc", phases=("documented",))

    assert report.kinds() == {Kind.SERVER_ERROR}


def test_a_documented_record_whose_ivr_list_is_slow_is_called_so():
    def cdr(record: dict[str, Any]) -> dict[str, Any]:
        if "IVR" in record:
            raise TimeoutError
        return customer_servers.OK

    assert examined(cdr, phases=("documented",)).kinds() == {Kind.SLOW_ON_LONG_CALLS}


def test_a_crash_on_a_missing_member_shrinks_to_an_empty_message():
    def cdr(record: dict[str, Any]) -> dict[str, Any]:
        return customer_servers.OK | {"errdesc": record["caller"]}

    report = examined(cdr, phases=("malformed",), max_examples=400)

    assert report.kinds() == {Kind.CRASHES_ON_MALFORMED}
    assert report.findings[0].body == "{}"


def test_a_wrong_status_on_unknown_types_is_called_so():
    report = examined(customer_servers.fails_on_unknown_types(), phases=("documented", "generated"))

    assert report.kinds() == {Kind.UNKNOWN_VALUE}
    assert "HTTP 500" in report.findings[0].detail


def test_menus_that_no_key_leaves_are_a_loop():
    report = examined(customer_servers.ivr_in_a_loop(), "external-ivr", phases=("scenarios",))

    assert report.kinds() == {Kind.IVR_LOOP}
    assert "'first', 'second'" in report.findings[0].detail


def test_a_traceback_in_an_answer_is_a_leak():
    report = examined(customer_servers.leaks_tracebacks(), phases=("malformed",))

    assert report.kinds() == {Kind.LEAKS_INTERNALS}


def test_text_that_comes_back_as_other_letters_is_mangled():
    report = examined(customer_servers.mangles_text(), "popup", phases=("generated",))

    assert report.kinds() == {Kind.MANGLES_TEXT}


def test_a_unique_call_id_loses_the_second_leg():
    seen: set[str] = set()

    def cdr(record: dict[str, Any]) -> dict[str, Any]:
        new = record["ivruniqueid"] not in seen
        seen.add(record["ivruniqueid"])
        return customer_servers.OK if new else {"err": 2, "errdesc": "duplicate"}

    assert examined(cdr, phases=("order",)).kinds() == {Kind.SECOND_LEG_REFUSED, Kind.OUT_OF_ORDER}


def test_a_menu_whose_keys_all_fail_is_a_dead_end():
    def decide(data: dict[str, Any]) -> dict[str, Any]:
        return customer_servers.main_menu() if data["MENU"] == "-1" else {"STATUS": 1}

    report = examined(customer_servers.ivr_app(decide), "external-ivr", phases=("scenarios",))

    assert report.kinds() == {Kind.DEAD_END}


def test_a_layer_that_always_leads_back_to_itself_is_a_loop():
    def layer(message: dict[str, Any]) -> dict[str, Any]:
        return {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": message["DATA"]["LAYER_ID"]}

    assert examined(layer, "external-layer", phases=("scenarios",)).kinds() == {Kind.IVR_LOOP}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: ("", 302, {"Location": "/login"}), Kind.REDIRECTED),
        (lambda: ("gone", 404), Kind.WRONG_STATUS),
        (lambda: {"err": 2, "errdesc": "no"}, Kind.VALID_REFUSED),
        (lambda: ("oops", 503), Kind.SERVER_ERROR),
    ],
    ids=lambda value: getattr(value, "value", "answer"),
)
def test_what_is_always_wrong_is_called_by_its_symptom(answer: Callable[[], Any], kind: Kind):
    app: Flask = customer_servers.app(answer)

    assert examined(app, phases=("documented", "generated")).kinds() == {kind}


# ---- VoiceBot


def test_a_voicebots_function_that_answers_500_fails():
    report = examined(customer_servers.app(lambda: ("oops", 500)), "voicebot", phases=("documented", "generated"))

    assert report.kinds() == {Kind.SERVER_ERROR}


def test_a_voicebots_function_that_answers_with_a_list_decides_nothing():
    report = examined(lambda message: [{"user": []}], "voicebot", phases=("generated",))  # pyright: ignore[reportUnknownLambdaType]

    assert report.kinds() == {Kind.INVALID_DECISION}


def test_a_voicebots_function_is_given_ten_seconds():
    def slow(message: object) -> dict[str, Any]:
        raise TimeoutError("no answer for 12 s")

    report = examined(slow, "voicebot")

    assert report.kinds() == {Kind.TOO_SLOW}


def test_a_voicebots_function_that_loses_the_parameters_is_found_by_one_that_it_knows():
    report = examined(
        customer_servers.bot_app(customer_servers.loses_parameters), "voicebot", phases=("parameters",),
        overrides={"IntentParameters.order": "1234"},
    )  # fmt: skip

    assert report.kinds() == {Kind.IGNORES_PARAMETERS}
    assert "order, for other values of them and for none" in report.findings[0].detail


def test_scripted_intents_of_the_organization_say_what_a_function_knows():
    known = KnownNumbers(frozenset(), frozenset(), {"order": "1234"})
    app = customer_servers.bot_app(customer_servers.loses_parameters)

    assert examined(app, "voicebot", organization=known).kinds() == {Kind.IGNORES_PARAMETERS}


def test_a_hole_where_a_parameter_should_be_is_found_without_knowing_any():
    def function(message: dict[str, Any]) -> dict[str, Any]:
        return {"function_output": {"order": message.get("intentParameters")}}

    assert "has 'null'" in found(examined(function, "voicebot"), Kind.IGNORES_PARAMETERS).detail


def test_without_known_parameters_the_report_says_what_was_not_judged():
    report = examined(customer_servers.bot_app(customer_servers.loses_parameters), "voicebot")

    assert report.findings == []
    assert "--set IntentParameters.NAME=VALUE" in report.skipped["the judgement of parameters"]


def test_a_server_that_finds_fresh_calls_in_the_future_takes_their_time_for_unix_time():
    report = examined(customer_servers.refuses_the_future(), phases=("documented",))

    assert report.kinds() == {Kind.TIME_AS_UNIX}
    assert "not so with the Unix time" in found(report, Kind.TIME_AS_UNIX).detail


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Jerusalem")])
def test_a_date_in_the_answer_shows_that_time_was_taken_for_unix_time(zone: tzinfo):
    app = customer_servers.answers_with(lambda time: datetime.fromtimestamp(time, zone))

    assert examined(app, phases=("documented",)).kinds() == {Kind.TIME_AS_UNIX}


def test_a_server_that_refuses_the_documents_own_number_is_told_that_nobody_has_it():
    report = examined(customer_servers.has_a_telephone_field(), phases=("documented",))

    assert "is in no range in use" in found(report, Kind.VALID_REFUSED).detail
