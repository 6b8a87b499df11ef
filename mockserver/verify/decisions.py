"""Decisions that keep their contract and still cannot work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, cast

from ...contracts.quick_dataclasses import dataclass
from ..telephony.model.directory import BUILT_IN_LAYERS
from .findings import Kind

_NUMBER = re.compile(r"\+?[0-9*#]{2,20}\Z")
_EXTENSION = re.compile(r"[A-Za-z0-9_.@:/-]+\Z")


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """What exists: the numbers of the layers, the SIP names of the extensions, and what callers say to VoiceBots."""

    layers: frozenset[int]
    extensions: frozenset[str]
    bot_parameters: Mapping[str, str] = field(default_factory=dict[str, str])


def impossible(contract: str, answer: Any, organization: KnownNumbers | None) -> Iterator[tuple[Kind, str]]:
    """What cannot work in a decision with STATUS 0, as kind and sentence."""
    if not isinstance(answer, dict):
        return
    members = cast("dict[str, Any]", answer)
    if contract == "external_layer":
        yield from _of_layer(members, organization)
    else:
        data = members.get("DATA")
        yield from _of_ivr(
            str(members.get("ACTION")), cast("dict[str, Any]", data) if isinstance(data, dict) else {}, organization
        )


def _of_ivr(action: str, data: dict[str, Any], organization: KnownNumbers | None) -> Iterator[tuple[Kind, str]]:
    if action in ("MENU", "SAYDIGITS") and not str(data.get("MENU", "")).strip():
        yield Kind.IMPOSSIBLE_DECISION, f"{action} has an empty MENU: the next question could not say which it was"
    if action == "CALL" and not data.get("DIALSTRINGS"):
        yield from _target(str(data.get("TARGET", "")), organization)
    if action == "VO":
        yield from _layer("LAYER", data.get("LAYER"), organization)


def _of_layer(answer: dict[str, Any], organization: KnownNumbers | None) -> Iterator[tuple[Kind, str]]:
    for name in ("LAYER", "NEXT_LAYER", "NEXT_LAYER_IF_FAILED", "NEXT_VO_ID", "ANSWER_NEXT_VO_ID", "UNAVAILABLE_VO_ID"):
        yield from _layer(name, answer.get(name), organization)
    targets = answer.get("TARGETS")
    for target in cast("list[Any]", targets) if isinstance(targets, list) else ():
        if isinstance(target, dict):
            yield from _target(str(cast("dict[str, Any]", target).get("TARGET", "")), organization)


def _target(target: str, organization: KnownNumbers | None) -> Iterator[tuple[Kind, str]]:
    if _NUMBER.match(target):
        return
    if not _EXTENSION.match(target):
        yield Kind.IMPOSSIBLE_DECISION, f"TARGET {target!r} is neither a phone number nor an extension"
    elif organization is not None and "@" not in target and target not in organization.extensions:
        yield Kind.UNKNOWN_TARGET, f"TARGET {target!r}: the organization has no such extension"


def _layer(name: str, value: Any, organization: KnownNumbers | None) -> Iterator[tuple[Kind, str]]:
    if value is None:
        return
    try:
        number = int(value)
    except (TypeError, ValueError):
        return
    if organization is not None and number not in organization.layers and number not in BUILT_IN_LAYERS:
        known = ", ".join(map(str, sorted(organization.layers)))
        yield Kind.UNKNOWN_TARGET, f"{name} {number}: the organization has the layers {known}"
    elif number < 0:
        yield Kind.IMPOSSIBLE_DECISION, f"{name} {number}: layers are numbered from 0"
