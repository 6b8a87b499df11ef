"""Templates of a VoiceBot's own configuration: ``{{slots}}`` of a request's body, dotted paths of an answer in what the
bot announces (voicebot: assembly mapping §4.4).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ....contracts.json_values import is_array, is_object

_SLOT = r"\{\{\s*([^{}]+?)\s*\}\}"
"""Text, which `re` compiles when a bot first answers."""


def body(template: Any, slots: Mapping[str, str]) -> Any:
    """A body with its slots filled in, at any depth; one that nobody has said anything for is empty text (inferred)."""
    if is_object(template):
        return {name: body(value, slots) for name, value in template.items()}
    if is_array(template):
        return [body(item, slots) for item in template]
    return _fill(template, lambda name: slots.get(name, "")) if isinstance(template, str) else template


def announcement(template: str, answer: Any, slots: Mapping[str, str]) -> str:
    """What the bot says: a slot, or a path into the answer (``{{orders.0.day}}``), which goes before."""

    def value(name: str) -> str:
        found = _at(answer, name.split("."))
        if found is None:
            return slots.get(name, "")
        return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)

    return _fill(template, value)


def _fill(text: str, value: Callable[[str], str]) -> str:
    return re.sub(_SLOT, lambda match: value(match[1]), text)


def _at(answer: Any, steps: list[str]) -> Any:
    for step in steps:
        if is_object(answer):
            answer = answer.get(step)
        elif is_array(answer) and step.isdecimal() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return None
    return answer
