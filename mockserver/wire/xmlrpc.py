"""XML-RPC as Voicenter writes it: one struct a call, ``i4`` integers, ``i8`` for what outgrows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ...contracts.json_values import is_array, is_object
from .encoding import escaped

_LARGEST_I4 = 2**31 - 1


def to_method_call(name: str, members: Mapping[str, Any], long_members: Collection[str] = ()) -> bytes:
    """A ``methodCall`` with one struct."""
    struct = _struct(members, frozenset(long_members))
    return (
        f'<?xml version="1.0" encoding="utf-8"?><methodCall><methodName>{escaped(name)}</methodName>'
        f"<params><param><value>{struct}</value></param></params></methodCall>"
    ).encode()


def _struct(members: Mapping[str, Any], long_members: frozenset[str]) -> str:
    rows = (
        f"<member><name>{escaped(name)}</name><value>{_value(value, name in long_members)}</value></member>"
        for name, value in members.items()
    )
    return f"<struct>{''.join(rows)}</struct>"


def _value(value: Any, long: bool = False) -> str:
    if isinstance(value, bool):
        return f"<boolean>{int(value)}</boolean>"
    if isinstance(value, int):
        kind = "i8" if long or abs(value) > _LARGEST_I4 else "i4"
        return f"<{kind}>{value}</{kind}>"
    if isinstance(value, float):
        return f"<double>{value}</double>"
    if is_object(value):
        return _struct(value, frozenset())
    if is_array(value):
        return f"<array><data>{''.join(f'<value>{_value(item)}</value>' for item in value)}</data></array>"
    return f"<string>{escaped('' if value is None else str(value))}</string>"
