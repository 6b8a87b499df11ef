"""Customers' servers, right ones and deliberately wrong ones."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from xml.sax.saxutils import escape

import phonenumbers
from flask import Flask, Response, request

from voicenter_mock import contracts

Answer = dict[str, Any] | tuple[dict[str, Any], int] | Response
OK = {"err": 0, "errdesc": "OK"}
PARSE_ERROR = {"err": 1, "errdesc": "parse error"}


def read(contract: str) -> dict[str, Any] | None:
    """The message of this request, None when it is none."""
    try:
        message = contracts.validate_bytes(
            contract,
            request.query_string if request.method == "GET" else request.get_data(),
            request.headers.get("Content-Type"),
            query=request.method == "GET",
        )
    except contracts.ContractViolation:
        return None
    return cast("dict[str, Any]", message) if isinstance(message, dict) else None


def app(view: Callable[[], Any], methods: tuple[str, ...] = ("GET", "POST")) -> Flask:
    flask = Flask("customer")
    flask.add_url_rule("/", view_func=view, methods=methods, provide_automatic_options="OPTIONS" not in methods)
    return flask


def cdr_app(handle: Callable[[dict[str, Any]], Answer]) -> Flask:
    def view() -> Any:
        record = read("cdr_notification.request")
        return PARSE_ERROR if record is None else handle(record)

    return app(view)


# ---- right ones


def careful_cdr() -> Flask:
    """Stores each record once, whoever comes first."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("CREATE TABLE cdr (id TEXT, type TEXT, document TEXT, PRIMARY KEY (id, type))")
    lock = threading.Lock()

    def handle(record: dict[str, Any]) -> Answer:
        with lock:
            database.execute(
                "INSERT OR REPLACE INTO cdr VALUES (?, ?, ?)",
                (record["ivruniqueid"], record.get("type", ""), json.dumps(record)),
            )
        return OK

    weakref.finalize(handle, database.close)  # Python warns of one that is forgotten open (3.13)
    return cdr_app(handle)


def plain_flask_cdr() -> Flask:
    """What most people would write: JSON, a list, and 400 for what is none."""
    stored: dict[str, Any] = {}

    def view() -> Any:
        record = cast("dict[str, Any] | None", request.get_json(force=True, silent=True))
        if not isinstance(record, dict) or not isinstance(record.get("ivruniqueid"), str):
            return {"err": 1, "errdesc": "not a CDR"}, 400
        stored[record["ivruniqueid"]] = record
        return {"err": "0", "errdesc": "OK", "origrequest": record}

    return app(view)


def ivr_decision(data: dict[str, Any]) -> dict[str, Any]:
    """A main menu: 1 sales, 2 the balance, 0 a callback; anything else is asked again, three times at most."""
    if data["MENU"] == "balance" or data["DTMF"] == "0":
        return decision("HANGUP", {"HANGUP_REC": "bye", "HANGUP_CAUSE": 16})
    if data["DTMF"] == "1":
        return decision("CALL", {
            "TARGET": "SIPSIP1", "CALLERID": data["DID"], "CALLERNAME": data["CALLER_NAME"], "CALL_MAX_DIAL": 20,
            "CALL_MAX": 3600, "REC_STATUS": 1, "NEXT_MENU": "main",
        })  # fmt: skip
    if data["DTMF"] == "2":
        menu = {"REC": "balance", "LOOP": 1, "DELAY": 1, "SIZE": 1, "MENU": "balance", "VALIDATION": 0}
        return decision("SAYDIGITS", {**menu, "SAYDIGITSRECORD": "blank", "DIGITS": "117"})
    return main_menu()


def main_menu(menu: str = "main") -> dict[str, Any]:
    return decision("MENU", {"REC": menu, "LOOP": 2, "DELAY": 3, "SIZE": 1, "MENU": menu, "VALIDATION": 0})


def decision(action: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"STATUS": 0, "ACTION": action, "LANGUAGE": "HE", "DATA": data}


def ivr_app(decide: Callable[[dict[str, Any]], dict[str, Any]]) -> Flask:
    def view() -> Any:
        message = read("external_ivr.get_ivr_action.request")
        if message is not None:
            return decide(message["DATA"])
        message = read("external_ivr.hangup_call.request")
        return {"STATUS": 1 if message is None else 0}

    return app(view)


def layer_view() -> Any:
    message = read("external_layer.request")
    if message is None:
        return {"STATUS": 1}
    layers = {"1": 2, "2": 3}
    return {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": layers.get(message["DATA"]["DTMF"], 8), "CALLER_NAME": None}


def popup_view() -> Any:
    message = read("popup.request")
    if message is None:
        return {"STATUS": "ERROR"}, 400
    return {"STATUS": "OK", "CLIENTNAME": message.get("callerName", ""), "TOTAL": "1"}


ORDERS = {"1234": "shipped"}


def bot_app(answer: Callable[[dict[str, Any]], Any]) -> Flask:
    """A VoiceBot's function; ``answer`` gets the question."""

    def view() -> Any:
        message = read("voicebot.request")
        return ({"error": "not a question of a VoiceBot"}, 400) if message is None else answer(message)

    return app(view)


def knows_orders(message: dict[str, Any]) -> Any:
    status = ORDERS.get(message["IntentParameters"].get("order", ""))
    if status is None:
        return {"user": ["Ask for the number of the order again."]}
    return {"function_output": {"status": status}, "user": [f"Say that the order is **{status}**."]}


# ---- wrong ones


def loses_parameters(message: dict[str, Any]) -> Any:
    """Spells the member as it does not come."""
    return knows_orders({"IntentParameters": message.get("intentParameters", {})})


def swallows_errors() -> Flask:
    """Catches everything and acknowledges nothing."""

    def view() -> Any:
        with contextlib.suppress(Exception):  # that is the bug
            print(request.get_json()["no such member"])
        return Response("", 200)

    return app(view)


def crashes_on_hebrew() -> Flask:
    def handle(record: dict[str, Any]) -> Answer:
        str(record.get("queuename", "")).encode("ascii")
        str(record.get("representative_name", "")).encode("ascii")
        return OK

    return cdr_app(handle)


def not_idempotent() -> Flask:
    seen: set[tuple[str, str]] = set()

    def handle(record: dict[str, Any]) -> Answer:
        key = (record["ivruniqueid"], record.get("type", ""))
        if key in seen:
            return {"err": 2, "errdesc": "UNIQUE constraint failed: cdr.id"}
        seen.add(key)
        return OK

    return cdr_app(handle)


def slow_on_long_lists(seconds_a_layer: float) -> Flask:
    def handle(record: dict[str, Any]) -> Answer:
        layers = cast("list[Any] | str", record.get("IVR", []))
        time.sleep(seconds_a_layer * len(layers) if isinstance(layers, list) else 0)
        return OK

    return cdr_app(handle)


def xml_answer(members: dict[str, Any], kind: str) -> Response:
    rows = "".join(
        f"<member><name>{name}</name><value><{kind if isinstance(value, int) else 'string'}>{escape(str(value))}"
        f"</{kind if isinstance(value, int) else 'string'}></value></member>"
        for name, value in members.items()
    )
    body = f"<methodResponse><params><param><value><struct>{rows}</struct></value></param></params></methodResponse>"
    return Response(body, content_type="text/xml")


def xml_cdr(kind: str) -> Flask:
    """Answers in XML-RPC; its integers are <int> or, wrongly, <string>."""

    def view() -> Any:
        record = read("cdr_notification.request")
        return xml_answer(PARSE_ERROR if record is None else OK, kind)

    return app(view)


def reads_xml_integers_as_text() -> Flask:
    def view() -> Any:
        record = read("cdr_notification.request")
        if record is None:
            return xml_answer(PARSE_ERROR, "int")
        text = {name: str(value) for name, value in record.items()}
        if text["duration"] + 1 > 0:  # pyright: ignore[reportOperatorIssue]  (that is the bug)
            pass
        return xml_answer(OK, "int")

    return app(view)


def fails_on_unknown_types() -> Flask:
    known = {"Incoming Call", "Extension Outgoing", "Queue", "VoiceMail"}

    def handle(record: dict[str, Any]) -> Answer:
        return OK if record.get("type") in known else ({"err": 2, "errdesc": "unknown type"}, 500)

    return cdr_app(handle)


def ivr_in_a_loop() -> Flask:
    """Two menus that lead to each other, whatever is pressed."""
    return ivr_app(lambda data: main_menu("second" if data["MENU"] == "first" else "first"))


def leaks_tracebacks() -> Flask:
    def view() -> Any:
        try:
            return {"err": 0, "errdesc": str(json.loads(request.get_data())["caller"])}
        except Exception:
            return {"err": 1, "errdesc": traceback.format_exc()}

    return app(view)


def mangles_text() -> Flask:
    def view() -> Any:
        message = read("popup.request")
        if message is None:
            return {"STATUS": "ERROR"}, 400
        return {"STATUS": "OK", "CLIENTNAME": str(message.get("callerName", "")).encode().decode("latin-1")}

    return app(view)


def refuses_the_future() -> Flask:
    """Takes ``time`` for Unix time, and finds that the call has not begun yet."""

    def handle(record: dict[str, Any]) -> Answer:
        if record["time"] > time.time() + 60:
            return {"err": 2, "errdesc": "the call lies in the future"}
        return OK

    return cdr_app(handle)


def answers_with(read_time: Callable[[int], datetime]) -> Flask:
    """Says when it thinks that the call was."""
    return cdr_app(lambda record: OK | {"stored": read_time(min(record["time"], 4_000_000_000)).isoformat()})


def has_a_telephone_field() -> Flask:
    """Takes only numbers that somebody could have."""

    def handle(record: dict[str, Any]) -> Answer:
        for text in filter(str.isdigit, (record["caller"], record["target"])):
            try:
                number = phonenumbers.parse(text if text.startswith("0") else f"+{text}", "IL")
                valid = phonenumbers.is_valid_number(number)
            except phonenumbers.NumberParseException:
                valid = False
            if not valid:
                return {"err": 1, "errdesc": f"{text} is no phone number"}
        return OK

    return cdr_app(handle)
