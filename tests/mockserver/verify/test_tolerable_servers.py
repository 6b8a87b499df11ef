"""Right servers with habits of their own pass without a false alarm, over real connections."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import Any

import pytest

from voicenter_mock.mockserver.callbacks.sending import Reply
from voicenter_mock.mockserver.verify import PHASES, Kind, Settings, verify
from voicenter_mock.mockserver.verify.judging import of_malformed

from . import tolerable_servers as decent
from .customer_servers import OK, decision
from .tolerable_servers import PAGE, Handler, served

pytestmark = pytest.mark.slow

CDR: dict[str, tuple[Handler, dict[str, Any]]] = {
    "text/plain": (decent.cdr(content_type="text/plain"), {}),
    "text/html, as PHP does": (
        decent.cdr(content_type="text/html; charset=UTF-8", refusal=(400, "text/html", PAGE)),
        {},
    ),
    "no content type": (decent.cdr(content_type=""), {}),
    "a byte order mark and blanks": (decent.cdr(b"\xef\xbb\xbf\r\n " + json.dumps(OK).encode() + b"\r\n"), {}),
    "further members": (decent.cdr(b'{"err": 0, "errdesc": "", "id": 17, "took": {"ms": 3}}'), {}),
    "codes as text": (decent.cdr(b'{"err": "0", "errdesc": "OK"}', refusal=(200, decent.JSON, b'{"err": "1"}')), {}),
    "415 and 422": (decent.only_json, {}),
    "the record sent back": (decent.echoing, {}),
    "malformed goes to an error page": (decent.cdr(refusal=(302, "text/html", PAGE)), {}),
    "malformed is 204": (decent.cdr(refusal=(204, "", b"")), {}),
    "chunks on a kept connection": (decent.cdr(), {"chunked": True}),
    "one request at a time": (decent.cdr(), {"threaded": False}),
}

QUICK = tuple(phase for phase in PHASES if phase != "slow-reader")


def findings(url: str, callback: str = "cdr", **settings: Any) -> list[str]:
    return [str(finding) for finding in verify(url, callback, replace(Settings(max_examples=20), **settings)).findings]


@pytest.mark.parametrize(("handler", "options"), CDR.values(), ids=CDR)
def test_a_cdr_endpoint_passes(handler: Handler, options: dict[str, bool]):
    with served(handler, **options) as url:
        assert findings(url, phases=() if options else QUICK) == []


@pytest.mark.parametrize(
    "handler", [decent.xml_rpc(CDR=lambda record: OK), decent.handwritten_xml], ids=["faults", "handwritten"]
)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
def test_a_cdr_endpoint_in_xml_rpc_passes(handler: Handler):
    with served(handler) as url:
        assert findings(url, encoding="xml-rpc", phases=QUICK) == []


def test_a_server_that_is_slow_to_wake_passes():
    """Only the very first answer is late."""
    awake = threading.Event()
    goes_on = threading.Event()

    def handle(headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if not awake.is_set():
            awake.set()
            goes_on.wait(30)
        return decent.cdr()(headers, body)

    with served(handle) as url:
        found = findings(url, timeout=0.5, phases=("documented",))
        goes_on.set()
    assert found == []


@pytest.mark.parametrize("encoding", ["json", "xml-rpc"])
def test_an_ivr_that_remembers_its_calls_is_told_only_what_it_does_with_strange_ones(encoding: str):
    with served(decent.Ivr()) as url:
        found = verify(url, "external-ivr", Settings(encoding=encoding, max_examples=40)).kinds()
    assert found == {Kind.OUT_OF_ORDER}


def test_a_decision_that_mirrors_what_was_wrong_with_the_message_is_an_answer_to_it():
    reply = Reply("", 200, decent.JSON, json.dumps(decision("CALL", {"TARGET": "SIPSIP1", "CALLERID": 77})).encode())

    assert of_malformed("external_ivr.get_ivr_action", reply) == []


def test_an_ivr_that_asks_until_the_number_is_right_is_no_loop():
    with served(decent.asking_for_a_number) as url:
        assert findings(url, "external-ivr", phases=("scenarios",)) == []
