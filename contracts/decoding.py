"""From the bytes of a message to what its contract is about: JSON, XML-RPC, form or query, however it is labelled."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from .decoding_body import describe_encodings, encoding_of, is_blank, read_body, refuse_unless
from .decoding_fields import read_fields
from .decoding_form import of_fields
from .decoding_json import Unreadable, too_many_bytes, utf_8
from .json_values import is_array, is_object
from .library import Schema, made_of_schemas, stored
from .operations import CALLBACKS, OPERATIONS
from .operations.model import MIB
from .quick_dataclasses import dataclass
from .request_members import message as request_message
from .sentences import Sentence
from .validation import validate
from .verdicts import ContractViolation, Violation

if TYPE_CHECKING:
    from .decoding_xml_rpc import XmlRpc

ANSWER_LIMIT = MIB
"""Most bytes of a customer's answer that are read."""

_READABLE = ("query", "form", "json", "xml-rpc", "javascript", "audio")


@dataclass(frozen=True, slots=True)
class _Wire:
    """How a contract's messages are written. ``called``: it is an operation's request, read as the server reads it."""

    encodings: tuple[str, ...]
    limit: int | None
    called: bool
    trimmed: bool
    method: str
    in_data: bool


def validate_bytes(
    name: str, body: bytes, content_type: str | None = None, *, query: bool = False, strict: bool = False
) -> Any:
    """Decodes a body, or with ``query`` a query string, and checks it. Returns the decoded message.

    A wrong or missing content type is forgiven where the body itself shows what it is, as servers do. Values of
    query and form are text; where the contract wants numbers, lists or objects they become such. A script is
    text, a recording base64.

    Raises ``ContractViolation`` (also for bytes that are no message at all) and ``UnknownContract``.
    """
    message = decode(name, body, content_type, query=query)
    validate(name, message, strict=strict)
    return message


def decode(name: str, body: bytes, content_type: str | None = None, *, query: bool = False) -> Any:
    """The first half of ``validate_bytes``: only the bytes are judged.

    The rules of its violations: ``size``, ``encoding``, ``content-type``, ``empty``, ``json``, ``xml``,
    ``xml-rpc``, ``dtd``, ``fault``, ``method``, ``range``, ``form``, ``duplicate-key``, ``depth``.
    """
    wire = _wire(name)
    try:
        if wire.limit is not None and len(body) > wire.limit:
            raise Unreadable("size", too_many_bytes(wire.limit, len(body)))
        message = _read(name, wire, body, content_type or "", query=query)
        return _trim_names(message) if wire.trimmed else message
    except Unreadable as problem:
        found = problem.violation
        source: str = stored(name).get("x-source", "")
        raise ContractViolation(
            name, [Violation(found.path, found.rule, found.message, found.value, source, found.hint)]
        ) from None


@made_of_schemas
def _wire(name: str) -> _Wire:
    schema: Schema = stored(name)
    plain, _, part = name.rpartition(".")
    called, callback = OPERATIONS.get(plain), CALLBACKS.get(plain)
    encodings: tuple[str, ...] = ("json",)
    limit: int | None = None
    if called:
        encodings = called.encodings if part == "request" else called.answers
        limit = called.body_limit if part == "request" else None
    elif callback:
        encodings = callback.encodings if part == "request" else callback.answers
        limit = None if part == "request" else ANSWER_LIMIT
    return _Wire(
        tuple(encoding for encoding in encodings if encoding in _READABLE),
        limit,
        called=called is not None and part == "request",
        trimmed=bool(schema.get("x-trim-names")),
        method=schema.get("x-xml-rpc-method", ""),
        in_data={"METHOD", "DATA"} <= schema.get("properties", {}).keys(),
    )


def _read(name: str, wire: _Wire, body: bytes, content_type: str, *, query: bool) -> Any:
    if query:
        refuse_unless("query", wire.encodings)
        return _of_fields(name, wire, read_fields(body.removeprefix(b"?"), "query string"))
    if wire.encodings == ("javascript",):
        return utf_8(body, "script")
    if wire.encodings == ("audio",):
        return b64encode(body).decode("ascii")
    encoding = encoding_of(body, content_type, wire.encodings)
    if is_blank(body):
        if encoding == "form" and "form" in wire.encodings:
            return {}
        expected = describe_encodings(wire.encodings)
        raise Unreadable(
            "empty", Sentence.of("EmptyBody", "The body is empty; expected {expected}.", expected=expected)
        )
    read = read_body(body, content_type, wire.encodings)
    if read.encoding == "form":
        return _of_fields(name, wire, read.value)
    if read.encoding == "json":
        return request_message(name, read.value) if wire.called else read.value
    return _of_xml_rpc(name, wire, read.value)


def _of_fields(name: str, wire: _Wire, fields: dict[str, Any]) -> Any:
    return request_message(name, fields, texts=True) if wire.called else of_fields(fields, name)


def _of_xml_rpc(name: str, wire: _Wire, message: XmlRpc) -> Any:
    called = name.endswith(".request")
    if called is (message.method is None):
        wanted = "methodCall" if called else "methodResponse"
        raise Unreadable("xml-rpc", Sentence.of("ExpectedElement", "Expected a <{tag}>.", tag=wanted))
    if message.method is None:
        return message.value
    if wire.in_data:
        return {"METHOD": message.method, "DATA": message.value}
    if wire.method and message.method != wire.method:
        sentence = Sentence.of(
            "OtherMethod", "The method is {method!r}; expected {expected!r}.",
            method=message.method[:40], expected=wire.method,
        )  # fmt: skip
        raise Unreadable("method", sentence)
    return message.value


def _trim_names(value: Any) -> Any:
    """Names without the blanks that some of the documents' samples have around them."""
    if is_object(value):
        return {name.strip(): _trim_names(inner) for name, inner in value.items()}
    if is_array(value):
        return [_trim_names(item) for item in value]
    return value


__all__ = ["ANSWER_LIMIT", "decode", "validate_bytes"]
