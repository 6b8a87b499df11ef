"""JSON by the standard library's encoder in C, which is made once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any


def encoder(rules: json.JSONEncoder) -> Callable[[Any], str]:
    """``rules.encode``, which makes its part in C anew for each text: a third of the time of a short one. Without that
    part, or with another than we know, it is ``rules.encode`` all the same. There is no search for rings.
    """
    text = encode_basestring_ascii if rules.ensure_ascii else encode_basestring
    separators = rules.key_separator, rules.item_separator
    try:
        make: Callable[..., Callable[[Any, int], Iterable[str]]] = getattr(json.encoder, "c_make_encoder")  # noqa: B009
        chunks = make(None, rules.default, text, None, *separators, rules.sort_keys, rules.skipkeys, rules.allow_nan)
    except (AttributeError, TypeError):
        return rules.encode
    return lambda value: "".join(chunks(value, 0))
