"""Looks over the fake's shoulder while tests run: checks every message that it sends, and writes down what it did.

What is watched: answers of Voicenter's operations and of the control API, callbacks and what their answers were worth,
and both directions of the socket. Answers that a fault spoils on purpose are not checked.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from voicenter_mock import contracts
from voicenter_mock.contracts import ContractViolation
from voicenter_mock.contracts.json_values import is_object
from voicenter_mock.contracts.library import made_of_schemas
from voicenter_mock.contracts.operations import CONTROL, OPERATIONS, SOCKET_EVENTS, Operation, Revision
from voicenter_mock.mockserver.callbacks.attempts import Attempts
from voicenter_mock.mockserver.realtime import broadcaster, connections, listening, messages
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.sandbox.operations import HANDLERS

from .catalogue import branch_name, branches, error_name, sent_contracts

Answered = tuple[str, str, str, str]
"""(operation, encoding, name of the error table's row or "ok", revision)"""

_LOADED_ONCE = ("httptools", "anyio._backends._asyncio")
"""What must not be loaded a second time, and pytester forgets what its sessions load first: of anyio, whose parts come when
they are used, some would be of the first time then, and some of the second.
"""
_BUILT = {"extension_event": "ExtensionEvent", "queue_event": "QueueEvent", "dialer_event": "DialerEvent"}
_CHECKED_BODY = 2_000_000
"""Bytes of the longest answer that is checked."""
_REMEMBERED_BODY, _REMEMBERED = 1_000, 10_000
"""Bytes of the longest body that is remembered as checked, and how many are."""


@made_of_schemas
def _sound() -> set[tuple[str, bytes, str, bool]]:
    """What keeps its contract: most of what is sent was sent before, byte for byte."""
    return set()


class Observer:
    """``answered`` and ``other`` are what happened, ``wrong`` are messages that broke their contract."""

    def __init__(self) -> None:
        self.answered: set[Answered] = set()
        self.other: set[str] = set()
        self.wrong: list[str] = []

    def seen(self) -> set[str]:
        """What was exercised, in the catalogue's words."""
        found = set(self.other)
        for name, encoding, row, revision in self.answered:
            if row == "ok":
                found.add(f"operation {name} in {encoding}")
            elif name in OPERATIONS:
                own = OPERATIONS[name].error(row, cast("Revision", revision))
                found.add(error_name(name, row, own.revision))
        for contract in set(sent_contracts()) & set(contracts.names()):  # others were an addendum's
            known = branches(contract)
            found |= {branch_name(contract, branch) for branch in known.every - known.left}
        return found

    def take_wrong(self) -> list[str]:
        wrong, self.wrong = self.wrong, []
        return wrong

    def watch(self) -> None:
        """From now on, in this process."""
        for name in _LOADED_ONCE:
            import_module(name)
        _wrap(Dispatcher, "_answer", self._dispatched)
        _wrap(Dispatcher, "handle", self._handled)
        _wrap(Attempts, "_record", self._delivered)
        for module in (broadcaster, connections):
            _wrap(module, "encode_event", self._encoded)
        for function, event in _BUILT.items():
            _wrap(messages, function, self._built(event))
        for name, answerer in listening.ANSWERERS.items():
            listening.ANSWERERS[name] = self._listening(name, answerer)
        for name, handler in HANDLERS.items():
            HANDLERS[name] = self._controlling(name, handler)

    # ---- HTTP ------------------------------------------------------------------------------------------

    def _dispatched(self, answer: Callable[..., Any], dispatcher: Dispatcher, visit: Any, *given: Any) -> Any:
        response = answer(dispatcher, visit, *given)
        _, body, row = given
        operation: Operation = visit.endpoint.operation
        revision = "current" if visit.tenant is None else visit.tenant.exchange.directory.revision
        if row is not None and row.revision is not None:
            revision = row.revision  # a stranger's is that of the only organization there
        encoding: str = visit.decoded.encoding
        if row is None or not row.name.startswith("seen_"):  # that is an addendum's
            self.answered.add((operation.name, encoding, "ok" if row is None else row.name, revision))
        for entry in _entries(body):
            error = entry["ErrorCode"], entry.get("Description", entry.get("ErrorMessage"))
            self.answered |= {
                (operation.name, encoding, own.name, revision)
                for own in operation.errors
                if own.name != "ok" and (own.code, own.message) == error and own.revision in (None, revision)
            }
        if visit.fault is None and _is_message(operation, response):
            self._check_bytes(operation.response_contract, response.body, response.content_type)
        return response

    def _handled(self, handle: Callable[..., Any], dispatcher: Dispatcher, request: Any, **how: Any) -> Any:
        response = handle(dispatcher, request, **how)
        operation = dispatcher.operation_at(request.path)
        if operation is not None and operation.answers == ("javascript",) and response.status == 200:
            self.answered.add((operation.name, "query", "ok", "current"))
        return response

    def _controlling(self, name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
        def observed(request: Any) -> Any:
            answer = handler(request)
            contract = CONTROL[name].response
            if contract is not None:
                self._check(contract, answer)
            self.other.add(f"control {name}")
            return answer

        return observed

    # ---- callbacks -------------------------------------------------------------------------------------

    def _delivered(self, record: Callable[..., Any], attempts: Any, delivery: Any, *given: Any) -> Any:
        callback = delivery.contract
        content_type, query = delivery.content_type, delivery.method == "GET"
        encoding = "query" if query else {"text/xml": "xml-rpc", "application/json": "json"}.get(content_type, "form")
        self.other |= {f"callback {callback} in {encoding}", f"verdict {callback} {given[2].verdict}"}
        if not delivery.free_form:
            self._check_bytes(f"{callback}.request", delivery.body, content_type, query=query)
        return record(attempts, delivery, *given)

    # ---- the socket ------------------------------------------------------------------------------------

    def _encoded(self, encode: Callable[..., Any], name: str, payload: Any, *where: Any) -> Any:
        self._event(name, payload)
        return encode(name, payload, *where)

    def _built(self, event: str) -> Callable[..., Any]:
        def observed(build: Callable[..., Any], *given: Any) -> Any:
            message = build(*given)
            self._check(SOCKET_EVENTS[event].contract, message)
            return message

        return observed

    def _event(self, name: str, payload: Any) -> None:
        known = SOCKET_EVENTS.get(name)
        if known is not None:
            self.other.add(f"event {name} of the server")
            self._check(known.contract, payload)

    def _listening(self, name: str, answerer: Callable[..., Any]) -> Callable[..., Any]:
        async def observed(reception: Any, connection: Any, asked: Any) -> None:
            if not asked.wrong:
                self.other.add(f"event {name} of the client")
            await answerer(reception, connection, asked)

        return observed

    # ---- checking --------------------------------------------------------------------------------------

    def _check_bytes(self, contract: str, body: bytes, content_type: str, *, query: bool = False) -> None:
        sent = contract, body, content_type, query
        if len(body) > _CHECKED_BODY or sent in _sound():
            return
        try:
            message = contracts.decode(contract, body, content_type, query=query)
        except ContractViolation as violation:
            self.wrong.append(str(violation))
            return
        if self._check(contract, message) and len(body) <= _REMEMBERED_BODY and len(_sound()) < _REMEMBERED:
            _sound().add(sent)

    def _check(self, contract: str, message: Any) -> bool:
        """Whether it keeps its contract."""
        if not contracts.accepts(contract, message):
            self.wrong.append(str(ContractViolation(contract, contracts.violations(contract, message)[:5])))
            return False
        if contract in sent_contracts():
            branches(contract).see(message)
        return True


def _entries(body: Any) -> list[Any]:
    """The rows of an answer that have errors of their own."""
    return [*body.get("AddResult", ()), *body.get("Phones", ())] if is_object(body) else []


def _is_message(operation: Operation, response: Any) -> bool:
    """Pages are for people, a part of a recording is none, and one that is not there is answered in JSON."""
    whole = response.status == 200 or operation.answers != ("audio",)
    return "html" not in response.content_type and whole


def _wrap(holder: Any, name: str, observed: Callable[..., Any]) -> None:
    original = getattr(holder, name)

    def wrapped(*given: Any, **named: Any) -> Any:
        return observed(original, *given, **named)

    setattr(holder, name, wrapped)
