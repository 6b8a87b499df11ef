"""XML-RPC as Voicenter writes it: one struct a call, ``i4`` or ``int`` integers, ``i8`` for what outgrows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal

from ...contracts.json_values import is_array, is_object
from .encoding import escape

_LARGEST_I4 = 2**31 - 1

Integer = Literal["i4", "int"]
"""What an integer's element is called. They mean the same, but clients look for the one that the document prints."""


def to_method_call(
    name: str, members: Mapping[str, Any], *, integer: Integer = "i4", long_members: Collection[str] = ()
) -> bytes:
    """A ``methodCall`` with one struct, whose integers are ``integer`` elements, but ``i8`` in ``long_members``."""
    struct = _struct(members, integer, frozenset(long_members))
    return (
        f'<?xml version="1.0" encoding="utf-8"?><methodCall><methodName>{escape(name)}</methodName>'
        f"<params><param><value>{struct}</value></param></params></methodCall>"
    ).encode()


def _struct(members: Mapping[str, Any], integer: Integer, long_members: frozenset[str] = frozenset()) -> str:
    rows = (
        f"<member><name>{escape(name)}</name><value>{_value(value, integer, name in long_members)}</value></member>"
        for name, value in members.items()
    )
    return f"<struct>{''.join(rows)}</struct>"


def _value(value: Any, integer: Integer, long: bool = False) -> str:
    if isinstance(value, bool):
        return f"<boolean>{int(value)}</boolean>"
    if isinstance(value, int):
        kind = "i8" if long or abs(value) > _LARGEST_I4 else integer
        return f"<{kind}>{value}</{kind}>"
    if isinstance(value, float):
        return f"<double>{value}</double>"
    if is_object(value):
        return _struct(value, integer)
    if is_array(value):
        return f"<array><data>{''.join(f'<value>{_value(item, integer)}</value>' for item in value)}</data></array>"
    return f"<string>{escape('' if value is None else str(value))}</string>"
