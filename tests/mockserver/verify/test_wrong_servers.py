"""Each deliberately wrong server is found out, for the right reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, request

from voicenter_mock.mockserver.verify import Kind, Report, Settings, verify
from voicenter_mock.mockserver.verify.decisions import KnownNumbers
from voicenter_mock.mockserver.verify.extension import ORIGIN as EXTENSION

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


# ---- two legs with one call id -------------------------------------------------------------------------------


def keyed_on(*members: str) -> Flask:
    """Acknowledges each record; says of one that it has by these members that it is a duplicate."""
    stored: set[tuple[Any, ...]] = set()

    def view() -> Any:
        record = customer_servers.read("cdr_notification.request")
        if record is None:
            return {"err": 1, "errdesc": "no record"}
        key = tuple(record.get(member) for member in members)
        known = key in stored
        stored.add(key)
        return {"err": 0, "errdesc": "duplicate, ignored" if known else "stored"}

    return customer_servers.app(view)


def test_a_receiver_that_keys_on_the_call_id_alone_drops_the_leg_with_the_recording():
    report = examined(keyed_on("ivruniqueid"), phases=("order", "repeated"))

    assert report.kinds() == {Kind.SECOND_LEG_DROPPED}
    assert report.findings[0].payload["record"]
    assert "duplicate, ignored" in report.findings[0].detail


def test_a_receiver_that_keys_on_call_id_and_type_keeps_both_legs():
    assert examined(keyed_on("ivruniqueid", "type"), phases=("order", "repeated")).kinds() == set()


# ---- pop-ups from the agent's browser ------------------------------------------------------------------------

OPEN = {"Access-Control-Allow-Origin": EXTENSION, "Access-Control-Allow-Headers": "Content-Type"}


def popup_server(preflight: dict[str, str], answer: dict[str, str], status: int = 204) -> Flask:
    """A pop-up's endpoint with these headers on its answers to OPTIONS and to the message."""

    def view() -> Any:
        if request.method == "OPTIONS":
            return "", status, preflight
        return customer_servers.popup_view(), 200, answer

    return customer_servers.app(view, methods=("GET", "POST", "OPTIONS"))


@pytest.mark.parametrize(
    ("server", "why"),
    [
        (popup_server({}, {}), "OPTIONS): there is no Access-Control-Allow-Origin"),
        (popup_server({}, {}, 405), "OPTIONS): HTTP 405"),
        (popup_server({**OPEN, "Access-Control-Allow-Origin": "https://crm.example"}, {}), "another origin"),
        (popup_server({"Access-Control-Allow-Origin": "*"}, {}), "without Content-Type"),
        (popup_server(OPEN, {}), "the answer: there is no Access-Control-Allow-Origin"),
    ],
    ids=["none", "no OPTIONS", "another origin", "no Content-Type", "only the pre-flight"],
)
def test_a_popup_that_is_closed_to_the_extension_is_found_out_with_the_reason(server: Flask, why: str):
    report = examined(server, "popup", extension=True, phases=("extension",))

    assert report.kinds() == {Kind.CLOSED_TO_THE_EXTENSION}
    assert why in report.findings[0].detail


def test_a_popup_that_is_open_to_the_extension_passes():
    assert examined(popup_server(OPEN, OPEN), "popup", extension=True, phases=("extension",)).ok


def test_the_extension_is_played_only_on_request():
    report = examined(popup_server({}, {}), "popup", phases=("generated", "extension"), max_examples=5)

    assert report.ok
    assert "--extension" in report.skipped["extension"]


def test_a_query_needs_no_preflight():
    server = popup_server({}, {"Access-Control-Allow-Origin": "*"}, 405)
    assert examined(server, "popup", extension=True, encoding="query", phases=("extension",)).ok


def test_a_preflight_is_repeated_by_its_curl_line():
    report = examined(popup_server({}, {}), "popup", extension=True, phases=("extension",))
    assert "-X OPTIONS" in report.findings[0].curl
    assert f"Origin: {EXTENSION}" in report.findings[0].curl
