"""Whole recordings judged: every exchange, socket and lone message, and what they have shown of the contracts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ... import contracts
from ...contracts import ContractViolation
from ...contracts import request_members as members
from ...contracts.decoding_body import media_type
from ...contracts.decoding_json import Unreadable as NotReadable
from ...contracts.error_members import code_member, text_member
from ...contracts.json_values import is_array, is_object
from ...contracts.operations import CALLBACKS, SOCKET_EVENTS
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import shorten
from ..traffic.messages import LoneMessage, Recorded, RecordedExchange, RecordedMessage, UnreadablePart, header
from ..traffic.reading import read as read_recordings
from ..traffic.redactor import Redactor
from ..traffic.socket_events import SocketMessage, events, is_socket
from ..wire.decoding import decode
from ..wire.http import HttpRequest
from . import error_tables
from .coverage import Coverage
from .findings import Exchanged, FindingKind, Findings, Observation, Origin, Sender
from .hosts import is_known_host
from .identification import Called, Pushed, decode_body, host_of, identify, in_query, is_voicenters, lone_contract
from .judging import Judged, observations, undecodable

_EXAMPLE_CHARACTERS = 80
_MOST_TEXT, _LONGEST_LEARNED = 2_000, 20_000
"""Characters of a page, and bytes of a message, that may be learned."""

_WITHOUT_CONTENT = (101, 204, 304)
_NO_MESSAGES = ("OPTIONS", "HEAD", "CONNECT", "TRACE")


@dataclass(slots=True)
class Examination:
    """What recordings have shown. ``judged`` counts messages, ``others`` exchanges that are none of Voicenter's.

    ``watch`` is given every message that was judged, with its contract.
    """

    redactor: Redactor
    findings: Findings = field(default_factory=Findings)
    coverage: Coverage = field(default_factory=Coverage)
    unreadable: list[UnreadablePart] = field(default_factory=list[UnreadablePart])
    judged: int = 0
    others: int = 0
    unanswered: int = 0
    watch: Callable[[str, Any], None] | None = None

    def examine(self, paths: Iterable[Path]) -> None:
        """Judges everything that files and folders hold."""
        self.examine_all(read_recordings(paths))

    def examine_all(self, recorded: Iterable[Recorded]) -> None:
        """Everything is redacted before it is judged, so that no report can say what was not to be written."""
        for one in recorded:
            if isinstance(one, UnreadablePart):
                self.unreadable.append(one)
            elif isinstance(one, LoneMessage):
                self._lone(self.redactor.lone(one))
            elif is_socket(one):
                self._socket(_with_its_frames(one, self.redactor.exchange(one)))
            else:
                self._exchange(_judgeable(one, self.redactor.exchange(one)))

    # ---- exchanges ---------------------------------------------------------------------------------------

    def _exchange(self, exchange: RecordedExchange) -> None:
        if exchange.method in _NO_MESSAGES:
            return
        found = identify(exchange)
        if found is None:
            host = host_of(exchange.url)
            if is_voicenters(host):
                self._unknown_path(exchange)
            else:
                self.others += 1
            return
        if not exchange.status:
            self.unanswered += 1
        if isinstance(found, Pushed):
            self._examine_callback(exchange, found)
        else:
            self._examine_call(exchange, found)

    def _unknown_path(self, exchange: RecordedExchange) -> None:
        path = urlsplit(exchange.url).path
        where, sentence = f"{exchange.method} {path}", "no operation has this path"
        found = Observation("path", "customer", where, "", sentence, _origin(exchange), value=path)
        self._add([replace(found, exchanged=self._learnable(exchange))])
        self._host(exchange, where)

    def _examine_call(self, exchange: RecordedExchange, called: Called) -> None:
        operation, status = called.operation, exchange.status
        self._host(exchange, operation.name)
        answer = self._answer(exchange, called)
        if exchange.answer is not None and not error_tables.is_known_status(operation, status):
            sentence = f"HTTP {status} is none of the statuses that {operation.name} answers"
            self._of_answer("http-status", exchange, called, "", sentence, status, str(status))
        self._request(exchange, called, refused=error_tables.is_refusal(operation, status, answer))

    def _answer(self, exchange: RecordedExchange, called: Called) -> Any:
        """Judges an answer; the decoded message, ``None`` where there is none."""
        operation, answer, origin = called.operation, exchange.answer, _origin(exchange).part("answer")
        if answer is None or self._is_lost(answer, origin) or exchange.status in _WITHOUT_CONTENT:
            return None
        if error_tables.is_recorded_page(operation, exchange.status, media_type(answer.content_type)):
            return None
        if not {"json", "xml-rpc"} & set(operation.answers) or _is_asked_for_html(exchange, answer):
            return None
        contract = operation.response_contract
        try:
            message = contracts.decode(contract, answer.body, answer.content_type)
        except ContractViolation as refusal:
            self.judged += 1
            found = undecodable(contract, "voicenter", refusal, origin)
            self._add(replace(one, exchanged=self._learnable(exchange)) for one in found)
            return None
        skip = self._errors(exchange, called, message) if is_object(message) else ()
        self._judge(Judged(contract, "voicenter", message, origin), skip)
        return message

    def _errors(self, exchange: RecordedExchange, called: Called, message: dict[str, Any]) -> tuple[str, ...]:
        """Looks an answer's code and text up; the places that need not be judged again."""
        operation = called.operation
        name, text_name = code_member(operation), text_member(operation)
        if name in message:
            self.coverage.observe_answer(operation.name, message[name])
        code = error_tables.unknown_code(operation, message)
        if code:
            sentence = f"{operation.name} has no error {code}: {str(message.get(text_name, ''))[:200]}"
            self._of_answer("error-code", exchange, called, f"$.{name}", sentence, message, code)
            return (f"$.{name}",)
        if text := error_tables.unknown_text(operation, message):
            sentence = f"error {message.get(name)} of {operation.name} has another text in the documents"
            self._of_answer("error-text", exchange, called, f"$.{text_name}", sentence, text, str(message.get(name)))
        return ()

    def _of_answer(
        self,
        kind: FindingKind,
        exchange: RecordedExchange,
        called: Called,
        place: str,
        sentence: str,
        value: Any,
        word: str,
    ) -> None:
        operation, origin = called.operation, _origin(exchange).part("answer")
        found = Observation(
            kind, "voicenter", operation.response_contract, place, sentence, origin, source=operation.source,
            value=value, word=word, exchanged=self._learnable(exchange),
        )  # fmt: skip
        self._add([found])

    def _request(self, exchange: RecordedExchange, called: Called, *, refused: bool) -> None:
        operation, origin = called.operation, _origin(exchange).part("request")
        self.coverage.operations[operation.name] += 1
        if self._is_lost(exchange.request, origin):
            return
        contract = operation.request_contract
        try:
            message = request_message(exchange, called)
        except NotReadable as problem:
            if not refused:
                self.judged += 1
                found = ContractViolation(contract, [problem.violation])
                self._add(undecodable(contract, "customer", found, origin))
            return
        if refused:  # what the real one refuses, the documents may refuse too
            self.coverage.observe(contract, message)
            return
        skip = ("$.code", "$.Code") if header(exchange.request.headers, "authorization") else ()
        self._judge(Judged(contract, "customer", message, origin), skip)

    def _examine_callback(self, exchange: RecordedExchange, pushed: Pushed) -> None:
        callback, answer, origin = pushed.callback, exchange.answer, _origin(exchange)
        self.coverage.callbacks[callback.name] += 1
        if not self._is_lost(exchange.request, origin.part("request")):
            query = exchange.method == "GET"
            sent = replace(exchange.request, body=urlsplit(exchange.url).query.encode()) if query else exchange.request
            self._examine_message(callback.request_contract, "voicenter", sent, origin.part("request"), query=query)
        if answer is None or self._is_lost(answer, origin.part("answer")) or exchange.status != 200:
            return
        if callback.name != "popup" or "json" in media_type(answer.content_type):
            self._examine_message(callback.response_contract, "customer", answer, origin.part("answer"))

    # ---- sockets and lone messages -----------------------------------------------------------------------

    def _socket(self, exchange: RecordedExchange) -> None:
        self._host(exchange, "the socket")
        for one in events(exchange):
            if isinstance(one, UnreadablePart):
                self.unreadable.append(one)
            else:
                self._event(one)

    def _event(self, message: SocketMessage) -> None:
        entry, origin = SOCKET_EVENTS.get(message.name), Origin(message.place, message.at)
        sender: Sender = "voicenter" if message.sender == "server" else "customer"
        if entry is None:
            sentence = f"no document knows the event {message.name!r}"
            self._add([Observation("event", sender, message.name, "", sentence, origin, value=message.payload)])
            return
        self.coverage.events[entry.name] += 1
        self._judge(Judged(entry.contract, sender, message.payload, origin))

    def _lone(self, message: LoneMessage) -> None:
        contract, origin = lone_contract(message), Origin(message.place, message.started)
        if not contract:
            self.others += 1
            return
        if contract not in contracts.names():
            self.unreadable.append(UnreadablePart(message.place, f"there is no contract {contract!r}"))
            return
        if contract.startswith("realtime."):
            try:
                self._event(_lone_event(message, contract))
            except ValueError as problem:
                self.unreadable.append(UnreadablePart(message.place, f"this is not JSON: {problem}"))
            return
        plain, _, part = contract.rpartition(".")
        sender: Sender = "voicenter" if (part == "request") is (plain in CALLBACKS) else "customer"
        self._examine_message(contract, sender, RecordedMessage((), message.body, message.content_type), origin)

    # ---- what all of them share --------------------------------------------------------------------------

    def _examine_message(
        self, contract: str, sender: Sender, message: RecordedMessage, origin: Origin, *, query: bool = False
    ) -> None:
        try:
            value = contracts.decode(contract, message.body, message.content_type, query=query)
        except ContractViolation as refusal:
            self.judged += 1
            self._add(undecodable(contract, sender, refusal, origin))
            return
        self._judge(Judged(contract, sender, value, origin))

    def _judge(self, message: Judged, skip: tuple[str, ...] = ()) -> None:
        self.judged += 1
        self.coverage.observe(message.contract, message.value)
        if self.watch is not None:
            self.watch(message.contract, message.value)
        self._add(observations(message, skip=skip))

    def _host(self, exchange: RecordedExchange, contract: str) -> None:
        host = host_of(exchange.url)
        if is_voicenters(host) and not is_known_host(host):
            sentence = f"no document names {host}"
            found = Observation("host", "customer", contract, "", sentence, _origin(exchange), value=host, word=host)
            self._add([found])

    def _learnable(self, exchange: RecordedExchange) -> Exchanged:
        """What can be learned of an exchange. What cannot be redacted, and was judged for its bytes, is not in it."""
        redacted, answer = self.redactor.exchange(exchange), exchange.answer or RecordedMessage()
        lost = redacted.answer is None or redacted.answer.lost or len(answer.body) > _LONGEST_LEARNED
        body = b"" if lost else answer.body
        media = media_type(answer.content_type)
        message = None if "html" in media else decode_body(body, answer.content_type)
        asked = decode_body(exchange.request.body, exchange.request.content_type) if not redacted.request.lost else None
        return Exchanged(
            exchange.method, unquote(urlsplit(exchange.url).path), host_of(exchange.url),
            (in_query(exchange) or {}) | (asked if is_object(asked) else {}), exchange.status, media, message,
            "" if message is not None else body.decode("utf-8", "replace")[:_MOST_TEXT],
        )  # fmt: skip

    def _is_lost(self, message: RecordedMessage, origin: Origin) -> bool:
        if message.lost:
            self.unreadable.append(UnreadablePart(origin.place, message.lost))
        return bool(message.lost)

    def _add(self, found: Iterable[Observation]) -> None:
        self.findings.add(found, _sample)


def _sample(one: Observation) -> tuple[str, Any]:
    """A value of a finding as it is shown, and as it may be learned."""
    value: Any = json.loads(json.dumps(one.value, ensure_ascii=False, default=str))
    shown = "" if one.kind == "missing" else shorten(json.dumps(value, ensure_ascii=False), _EXAMPLE_CHARACTERS)
    return shown, value


def _judgeable(recorded: RecordedExchange, redacted: RecordedExchange) -> RecordedExchange:
    """The redacted exchange; a body in which nothing can be redacted is judged as it is, for its bytes alone."""
    request, answer = redacted.request, redacted.answer
    if request.lost and not recorded.request.lost:
        request = replace(request, body=recorded.request.body, lost="")
    if answer is not None and recorded.answer is not None and answer.lost and not recorded.answer.lost:
        answer = replace(answer, body=recorded.answer.body, lost="")
    return replace(redacted, request=request, answer=answer)


def _with_its_frames(recorded: RecordedExchange, redacted: RecordedExchange) -> RecordedExchange:
    """The redacted socket; frames in which nothing can be redacted are there as they are, being no events."""
    pairs = zip(recorded.frames, redacted.frames, strict=True)
    return replace(
        redacted, frames=tuple(before if after.lost and not before.lost else after for before, after in pairs)
    )


def request_message(exchange: RecordedExchange, called: Called) -> Any:
    """A request as the server reads it. Raises ``contracts.decoding_json.Unreadable``."""
    operation, parts = called.operation, urlsplit(exchange.url)
    headers = {name.lower(): value for name, value in exchange.request.headers}
    headers.setdefault("content-type", exchange.request.content_type)
    request = HttpRequest(exchange.method, parts.path, parts.query, headers, exchange.request.body)
    read = decode(request, operation.encodings, body_limit=operation.body_limit)
    sent: Any = read.items if read.items is not None else read.members | called.path_values
    return members.message(operation.request_contract, sent, texts=read.encoding in ("query", "form"))


def _is_asked_for_html(exchange: RecordedExchange, answer: RecordedMessage) -> bool:
    return "html" in media_type(answer.content_type) and "format=html" in exchange.url.lower()


def _lone_event(message: LoneMessage, contract: str) -> SocketMessage:
    """An event as it stands in a frame (name and payload in a list), or its payload alone."""
    entry, value = contracts.event(contract), json.loads(message.body)
    if is_array(value) and value and value[0] == entry.name:
        value = value[1] if len(value) > 1 else None
    return SocketMessage(message.place, entry.sender, entry.name, value, message.started)


def _origin(exchange: RecordedExchange) -> Origin:
    return Origin(exchange.place, exchange.started)
