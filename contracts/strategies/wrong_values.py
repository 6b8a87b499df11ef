"""Values that a member must not have, each with the rule it breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from ..compilation import compile_schema
from ..json_values import is_array
from ..library import Schema
from ..quick_dataclasses import dataclass
from .rules import types
from .wire_forms import as_text

_OF_TYPE: dict[str, tuple[Any, ...]] = {
    "null": (None,),
    "boolean": (True, False),
    "integer": (5, 77, -1),
    "number": (1.5, 77.25),
    "string": ("abc", "5", "לא"),
    "array": (["a", "b"], [1, 2], [[], {}]),
    "object": ({"a": "b"}, {"value": 1}),
}
_PHONES = (
    "050-123-4567", "972 50 123 4567", "+", "12", "0501234567#", "++972501234567", "٠٥٠١٢٣٤٥٦٧", "5" * 18,
    "call me", "050.1234567,", "(050)1234567", "tel:0501234567",
)  # fmt: skip
_DATES = (
    "2024-13-01T08:00", "2024-02-32T08:00", "28.03.2024 08:00", "2024-03-28T24:30", "yesterday", "2024-3-8T8:00",
    "2024-03-28T08:60", "03/28/2024", "2024-03-28T08:00:00+02:00:00", "20240328T080000", "99:99", "24:01",
)  # fmt: skip
_FORMS = (
    "not this", "!", " ", "a b", "é\nb", "12:3x", "-", "#GGGGGG", "\u0000", "99999999999999999999", "abc", "x@",
    "1.2.3", "0.5.", "300", "a\u0007b", "",
)  # fmt: skip
_UNLISTED = ("NO_SUCH_VALUE", "77", "unknown")


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value and what is wrong with it."""

    family: str
    rule: str
    sentence: str
    value: Any


def wrong_values(schema: Schema, every: Sequence[Schema], texts: bool, required: bool) -> list[WrongValue]:
    """Values that break one of ``schema``'s own rules, and that the rules at their place never accept again.

    ``every`` are all rules at the place. With ``texts`` the values may be sent as text, so that the text of a value
    must be refused too, and an empty one be mandatory (an empty optional field is as good as none).
    """
    accepts = [compile_schema(rules).accepts for rules in every]

    def refused(value: Any) -> bool:
        return not all(accept(value) for accept in accepts)

    return [
        wrong
        for wrong in _candidates(schema)
        if not _keyword(wrong.rule, repr(schema[wrong.rule]), schema)(wrong.value)
        and refused(wrong.value)
        and not (texts and any(not refused(form) for form in _read_from_text(wrong.value, required)))
        and not (texts and not required and wrong.value in ("", None))
    ]


_KEYWORDS: dict[tuple[str, str], Callable[[Any], bool]] = {}


def _keyword(rule: str, wanted: str, schema: Schema) -> Callable[[Any], bool]:
    """Whether a value keeps one keyword, whatever the others say. Schemas share most of theirs."""
    known = _KEYWORDS.get((rule, wanted))
    if known is None:
        known = _KEYWORDS[rule, wanted] = compile_schema({rule: schema[rule]}).accepts
    return known


def _read_from_text(value: Any, required: bool) -> Iterator[Any]:
    """What a reader of forms may take a value's text for."""
    if is_array(value):
        yield value
        yield [as_text(entry) for entry in value]
        return
    text = as_text(value)
    yield text
    yield text.strip()
    for read in (int, float):
        with suppress(ValueError):
            yield read(text)
    if text.lower() in ("true", "1"):
        yield True
    if text.lower() in ("false", "0"):
        yield False
    if text == "" and required:
        yield None
    if text[:1] == " " and text[1:].isdecimal():
        yield "+" + text[1:]
    yield [text]


def _candidates(schema: Schema) -> Iterator[WrongValue]:
    if "type" in schema:
        yield from _wrong_types(schema)
    if "enum" in schema or "const" in schema:
        yield from _unlisted(schema)
    if "pattern" in schema:
        yield from _misshapen(schema)
    yield from _out_of_range(schema)
    if "minLength" in schema:
        least = schema["minLength"]
        yield WrongValue("empty", "minLength", f"shorter than {least}", "x" * (least - 1) if least else "")
    if "maxLength" in schema:
        most = schema["maxLength"]
        for more in (1, 50):
            yield WrongValue("too long", "maxLength", f"longer than {most} characters", "a" * (most + more))
    if "minProperties" in schema:
        yield WrongValue("empty", "minProperties", "an object without members", {})


def _wrong_types(schema: Schema) -> Iterator[WrongValue]:
    allowed = types(schema)
    for kind, values in _OF_TYPE.items():
        if kind not in allowed and not (kind == "integer" and "number" in allowed):
            for value in values:
                yield WrongValue(
                    "wrong type",
                    "type",
                    f"{_kind_name(kind)} instead of {' or '.join(map(_kind_name, allowed))}",
                    value,
                )


def _kind_name(kind: str) -> str:
    return {"null": "null", "array": "a list", "object": "an object", "integer": "an integer"}.get(kind, f"a {kind}")


def _unlisted(schema: Schema) -> Iterator[WrongValue]:
    rule = "enum" if "enum" in schema else "const"
    known: list[Any] = schema["enum"] if rule == "enum" else [schema["const"]]
    listed = ", ".join(map(as_text, known[:6]))
    for value in known:
        if isinstance(value, str) and value:
            for other in (value.swapcase(), value.title(), value.lower()):
                yield WrongValue("wrong case", rule, f"{other!r} is not {value!r}: case counts", other)
            for blank in (f" {value}", f"{value} ", f"\t{value}"):
                yield WrongValue("stray blanks", rule, f"{blank!r} has a blank around it", blank)
        if isinstance(value, int) and not isinstance(value, bool):
            yield WrongValue("not in the list", rule, f"{value + 77} is none of {listed}", value + 77)
    for other in _UNLISTED:
        yield WrongValue("not in the list", rule, f"{other!r} is none of {listed}", other)


def _misshapen(schema: Schema) -> Iterator[WrongValue]:
    words: list[Any] = schema.get("x-values") or []
    if words:
        for word in map(str, words[:4]):
            for blank in (f" {word}", f"{word} "):
                yield WrongValue("stray blanks", "pattern", f"{blank!r} has a blank around it", blank)
        for other in _UNLISTED:
            yield WrongValue(
                "not in the list", "pattern", f"{other!r} is none of {', '.join(map(str, words[:6]))}", other
            )
        return
    kind = str(schema.get("x-kind", ""))
    if "phone" in kind or kind == "caller_id":
        yield from (
            WrongValue("bad phone", "pattern", f"{value!r} is no possible phone number", value) for value in _PHONES
        )
        yield WrongValue("stray blanks", "pattern", "the number has blanks around it", " 0501234567 ")
        return
    if "[0-9]{4}-" in schema["pattern"] or "[0-5][0-9]" in schema["pattern"]:
        yield from (
            WrongValue("bad date", "pattern", f"{value!r} is no date or time of that form", value) for value in _DATES
        )
        return
    yield from (
        WrongValue("bad form", "pattern", f"{value!r} has not the form that is wanted", value) for value in _FORMS
    )
    yield from (
        WrongValue("stray blanks", "pattern", f"{value!r} has blanks around it", value) for value in (" 5 ", "SIPSIP1 ")
    )


def _out_of_range(schema: Schema) -> Iterator[WrongValue]:
    for rule, step in (("minimum", -1), ("exclusiveMinimum", 0), ("maximum", 1), ("exclusiveMaximum", 0)):
        if rule in schema:
            bound = schema[rule]
            side = "less" if rule.endswith("inimum") else "more"
            for far in (1, 1000) if abs(bound) < 1 << 53 else (10**18,):  # JavaScript's numbers have 53 bits
                value = bound + step * far if step else bound
                if abs(value) < 1 << 53 or isinstance(value, int):
                    yield WrongValue("out of range", rule, f"{value} is {side} than allowed ({rule} {bound})", value)
