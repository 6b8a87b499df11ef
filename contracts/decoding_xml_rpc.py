"""XML-RPC as customers' servers write it: one ``methodCall`` or ``methodResponse`` with one value."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from .character_sets import character_set, codec
from .decoding_json import MAXIMUM_DEPTH, Unreadable, deeper_than_allowed, text_in
from .quick_dataclasses import dataclass
from .sentences import NOTHING, Sentence, shorten_value
from .verdicts import json_path

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_Path = tuple[str | int, ...]
_INTEGER = re.compile(r"[+-]?[0-9]{1,20}\Z")
_DOUBLE = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
_BITS = {"int": 32, "i4": 32, "i8": 64}


@dataclass(frozen=True, slots=True)
class XmlRpc:
    """One message. ``method`` is ``None`` in an answer."""

    method: str | None
    value: Any


def read_xml_rpc(body: bytes, content_type: str = "") -> XmlRpc:
    """Decodes one message; a text without a type is a string, a date and base64 stay text.

    ``content_type`` is asked for the character set when the XML does not say it.

    Raises ``Unreadable``: ``xml``, ``xml-rpc``, ``dtd``, ``encoding``, ``depth``, ``duplicate-key``, ``range``
    or ``fault``.
    """
    root = _parse(body, content_type)
    kind = _tag(root)
    if kind not in ("methodCall", "methodResponse"):
        likely = {"methodcall": "methodCall", "methodresponse": "methodResponse"}.get(kind.lower(), "")
        hint = Sentence.of("CaseCounts", "did you mean <{tag}>? Case counts in XML", tag=likely) if likely else NOTHING
        sentence = Sentence.of(
            "WrongRoot", "The root is <{tag}>; expected <methodCall> or <methodResponse>.", tag=kind[:40]
        )
        raise Unreadable("xml-rpc", sentence, hint=hint)
    method = (root.findtext("methodName") or "").strip() if kind == "methodCall" else None
    if method == "":
        raise Unreadable("xml-rpc", Sentence.of("NoMethodName", "The methodCall has no methodName."))
    fault = root.find("fault/value")
    if fault is not None and kind == "methodResponse":
        raise Unreadable(
            "fault",
            Sentence.of("XmlRpcFault", "The answer is an XML-RPC fault."),
            value=shorten_value(_value(fault, ())),
        )
    parameters = root.findall("params/param")
    if len(parameters) != 1:
        raise Unreadable(
            "xml-rpc",
            Sentence.of("OneParam", "Expected exactly one <param>; there are {count}.", count=len(parameters)),
        )
    return XmlRpc(method, _value(_only(parameters[0], "value", ()), ()))


def _parse(body: bytes, content_type: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    name = character_set(body, content_type)
    found = codec(name)
    if found is None:
        sentence = Sentence.of(
            "UnknownEncoding", "The XML's encoding cannot be read: nobody knows {encoding!r}.", encoding=name[:40]
        )
        raise Unreadable("encoding", sentence)
    # Decoded here, because expat knows no character set of several bytes, nor ISO-8859-8-I.
    text = text_in(found.name, body, "XML").lstrip("\ufeff \t\r\n")
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        if _is_html(text):
            raise Unreadable("xml", _HTML_PAGE) from None
        raise Unreadable("dtd", Sentence.of("NoDocumentTypes", "Document types and entities are refused.")) from None
    except ParseError as error:
        raise Unreadable("xml", _HTML_PAGE if _is_html(text) else _not_xml(error)) from None
    except ValueError as error:  # characters that no XML may hold, such as half of a surrogate pair
        raise Unreadable("xml", _not_xml(error)) from None
    return root


_HTML_PAGE = Sentence.of("HtmlPage", "This is an HTML page.")


def _is_html(text: str) -> bool:
    """Whether it is a page, such as a login or an error, rather than XML with a mistake in it."""
    return text.lstrip()[:14].lower().startswith(("<!doctype html", "<html"))


def _not_xml(error: Exception) -> Sentence:
    return Sentence.of("NotXml", "This is not XML: {why}.", why=str(error))


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _only(parent: Element, tag: str, path: _Path) -> Element:
    children = [child for child in parent if _tag(child) == tag]
    if len(children) != 1:
        sentence = Sentence.of(
            "OneElement", "Expected one <{tag}> in <{outer}>; there is {count}.",
            tag=tag, outer=_tag(parent), count=len(children) or "no",
        )  # fmt: skip
        raise Unreadable("xml-rpc", sentence, json_path(path))
    return children[0]


def _value(element: Element, path: _Path) -> Any:
    if len(path) > MAXIMUM_DEPTH:
        raise Unreadable("depth", deeper_than_allowed())
    children = list(element)
    if not children:
        return element.text or ""
    if len(children) > 1 or (element.text or "").strip() or (children[0].tail or "").strip():
        raise Unreadable(
            "xml-rpc", Sentence.of("OneType", "Expected one type in <value>, and nothing beside it."), json_path(path)
        )
    typed = children[0]
    kind = _tag(typed)
    if kind == "struct":
        return _struct(typed, path)
    if kind == "array":
        items = [child for child in _only(typed, "data", path) if _tag(child) == "value"]
        return [_value(item, (*path, index)) for index, item in enumerate(items)]
    if len(typed):
        sentence = Sentence.of("HoldsElements", "<{tag}> holds elements; expected text.", tag=kind)
        raise Unreadable("xml-rpc", sentence, json_path(path))
    return _scalar(kind, typed.text or "", path)


def _struct(element: Element, path: _Path) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for member in element:
        if _tag(member) != "member":
            sentence = Sentence.of("NoMember", "<{tag}> stands in a <struct>; expected <member>.", tag=_tag(member))
            raise Unreadable("xml-rpc", sentence, json_path(path))
        name = "".join(_only(member, "name", path).itertext())
        if name in members:
            sentence = Sentence.of("TwiceInOneStruct", "{name!r} is given more than once in one struct.", name=name)
            raise Unreadable("duplicate-key", sentence, json_path([*path, name]))
        members[name] = _value(_only(member, "value", (*path, name)), (*path, name))
    return members


def _scalar(kind: str, text: str, path: _Path) -> Any:
    plain = text.strip()
    if kind in ("string", "base64", "dateTime.iso8601"):
        return text
    if kind in _BITS and _INTEGER.match(plain):
        number = int(plain)
        if -(1 << (_BITS[kind] - 1)) <= number < 1 << (_BITS[kind] - 1):
            return number
        sentence = Sentence.of(
            "TooManyBits", "<{tag}> holds {bits} bits; this number needs more.", tag=kind, bits=_BITS[kind]
        )
        raise Unreadable("range", sentence, json_path(path), plain)
    if kind == "boolean" and plain in ("0", "1"):
        return plain == "1"
    if kind == "double" and _DOUBLE.match(plain) and math.isfinite(float(plain)):
        return float(plain)
    if kind == "nil":
        return None
    if kind in (*_BITS, "boolean", "double"):
        sentence = Sentence.of("HoldsSomethingElse", "<{tag}> does not hold what its name says.", tag=kind)
        raise Unreadable("xml-rpc", sentence, json_path(path), shorten_value(text))
    raise Unreadable(
        "xml-rpc", Sentence.of("NoSuchType", "XML-RPC has no type <{tag}>.", tag=kind[:40]), json_path(path)
    )
