"""An array that was spread into an object on its way: ``{"Code": …, "0": {…}, "1": {…}}``.

A helper that adds a code to every body makes one of what AddCallsBulk takes, as in a sample that the vendor has
published.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...contracts.json_values import is_object
from ...contracts.library import stored
from ...contracts.operations import Operation
from ...contracts.sentences import Sentence
from ..wire.decoding import Decoded


def violations(operation: Operation, decoded: Decoded) -> Iterator[Sentence]:
    """What is wrong with a body that was an array once."""
    members = decoded.members
    if decoded.items is not None or not is_object(members.get("0")):
        return
    if stored(operation.request_contract).get("type") == "array":
        title = operation.name.rpartition(".")[2].title().replace("_", "")
        count = sum(name.isdecimal() for name in members)
        yield Sentence.of(
            "SpreadArray",
            "{operation} takes an array at the top level; this is one of {count} that was spread into an object "
            "('0', '1', …), which happens when something is added to it",
            operation=title,
            count=count,
        )
