"""What contracts and definitions are called where a type is made of each: in ``contracts.types``, OpenAPI, AsyncAPI."""

from __future__ import annotations

import re


def camel(name: str) -> str:
    """``dialer.add_call.request`` is ``DialerAddCallRequest``, ``currentCall`` ``CurrentCall``, ``CDR_LIST``
    ``CdrList``."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+", name)
    return "".join(word.capitalize() for word in words)


def join_names(outer: str, inner: str) -> str:
    """The name of a part: its own behind that of the whole. Words that end the one and begin the other stand once."""
    words = re.findall(r"[A-Z][a-z0-9]*", inner)
    for count in range(len(words), 0, -1):
        start = "".join(words[:count])
        if outer.endswith(start):
            return outer + inner.removeprefix(start)
    return outer + inner
