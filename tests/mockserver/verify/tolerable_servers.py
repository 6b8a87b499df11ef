"""Right servers with habits of their own: what real ones do and nobody should be blamed for.

Each is a real HTTP server of the standard library; a handler gets headers and body, and says status, content type
and body.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any
from xmlrpc.server import SimpleXMLRPCDispatcher

from voicenter_mock.contracts.json_values import is_object

from .customer_servers import OK, ivr_decision

Handler = Callable[[dict[str, str], bytes], tuple[int, str, bytes]]
JSON = "application/json"
PAGE = b"<!doctype html><html><body><h1>Bad Request</h1></body></html>"


@contextmanager
def served(handle: Handler, *, chunked: bool = False, threaded: bool = True) -> Generator[str, None, None]:
    """The URL of a running server. ``chunked`` answers keep the connection and name no length."""

    class Request(BaseHTTPRequestHandler):
        wbufsize = -1  # one packet rather than two with a pause between them
        protocol_version = "HTTP/1.1" if chunked else "HTTP/1.0"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, content_type, answer = handle(headers, body)
            self.send_response(status)
            if content_type:
                self.send_header("Content-Type", content_type)
            if status in (301, 302):
                self.send_header("Location", "/error")
            if chunked:
                self.send_header("Transfer-Encoding", "chunked")
                answer = b"".join(b"%x\r\n%s\r\n" % (1, answer[at : at + 1]) for at in range(len(answer)))
                answer += b"0\r\n\r\n"
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Threaded(ThreadingHTTPServer):
        request_queue_size = 64  # of five, the eighth of a burst has to knock again, a second later

    server = (Threaded if threaded else HTTPServer)(("127.0.0.1", 0), Request)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def record_in(body: bytes) -> dict[str, Any] | None:
    try:
        record: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return record if is_object(record) and isinstance(record.get("ivruniqueid"), str) else None


def cdr(
    answer: bytes = json.dumps(OK).encode(),
    content_type: str = JSON,
    refusal: tuple[int, str, bytes] = (400, JSON, b"{}"),
) -> Handler:
    """Takes every CDR, and refuses what is none in its own way."""
    return lambda _, body: (200, content_type, answer) if record_in(body) else refusal


def only_json(headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
    """A framework that looks at the content type first."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        return 415, "text/html", b"<h1>Unsupported Media Type</h1>"
    return cdr(refusal=(422, JSON, b'{"detail": "not a CDR"}'))(headers, body)


def echoing(_: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
    """Says what it got, in ASCII, as many JSON writers do."""
    record = record_in(body)
    return (200, JSON, json.dumps({**OK, "origrequest": record}).encode()) if record else (400, "text/html", PAGE)


def xml_rpc(**functions: Callable[[Any], Any]) -> Handler:
    """The standard library's XML-RPC, which answers every mistake with a fault."""
    dispatcher = SimpleXMLRPCDispatcher(allow_none=True, encoding="utf-8")
    for name, function in functions.items():
        dispatcher.register_function(function, name)

    def handle(_: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        answer: Any = dispatcher._marshaled_dispatch(body)  # pyright: ignore[reportArgumentType, reportPrivateUsage]
        return 200, "text/xml", answer if isinstance(answer, bytes) else answer.encode()

    return handle


def handwritten_xml(_: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
    """XML as people write it: a declaration, comments, line ends and <i4>."""
    if b"<methodCall" not in body:
        return 400, "text/html", PAGE
    return (
        200,
        "text/xml; charset=utf-8",
        b"""\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>
<!-- acknowledged -->
<methodResponse>\r\n <params><param><value>
   <struct>
     <member>\n <name>err</name>\n <value> <i4>0</i4> </value> </member>
     <member><name>errdesc</name><value>OK</value></member>
   </struct>
 </value></param></params>
</methodResponse>
""",
    )


class Ivr:
    """A service in both encodings that remembers its calls: one that ends unasked is refused."""

    def __init__(self) -> None:
        self._calls: set[str] = set()
        self._by_xml = xml_rpc(GET_IVR_ACTION=self.decide, HANGUP_CALL=self.hang_up)

    def __call__(self, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if "xml" in headers.get("content-type", ""):
            return self._by_xml(headers, body)
        try:
            message = json.loads(body)
            answer = {"GET_IVR_ACTION": self.decide, "HANGUP_CALL": self.hang_up}[message["METHOD"]](message["DATA"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return 400, "text/html", PAGE
        return 200, JSON, json.dumps(answer).encode()

    def decide(self, data: dict[str, Any]) -> dict[str, Any]:
        self._calls.add(data["IVR_UNIQUE_ID"])
        return ivr_decision({"DID": data["DID"], "CALLER_NAME": str(data.get("CALLER_NAME", "")), **data})

    def hang_up(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"STATUS": 0 if data["IVR_UNIQUE_ID"] in self._calls else 1}


def asking_for_a_number(_: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
    """Asks for an identity number until it is a right one."""
    try:
        message = json.loads(body)
        data = message["DATA"]
        if message["METHOD"] == "HANGUP_CALL":
            return 200, JSON, b'{"STATUS": 0}'
        right = data["DTMF"] == "123456782"
    except (ValueError, KeyError, TypeError, RecursionError):
        return 400, "text/html", PAGE
    menu = {"REC": "identity", "LOOP": 2, "DELAY": 5, "SIZE": 9, "MENU": "identity", "VALIDATION": 0}
    answer: dict[str, Any] = {"STATUS": 0, "ACTION": "MENU", "LANGUAGE": "HE", "DATA": menu}
    if right:
        answer |= {"ACTION": "HANGUP", "DATA": {"HANGUP_REC": "bye", "HANGUP_CAUSE": 16}}
    return 200, JSON, json.dumps(answer).encode()
