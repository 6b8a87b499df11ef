"""How testers write down what people do: keys, hanging up, and those who are dialled. Mistakes are ``CannotBeDone``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....contracts.suggestions import did_you_mean
from ..core.exchange import Exchange
from ..core.refusals import CannotBeDone
from ..legs import scripted_caller
from ..model.calls import HangUp, LegRole, Press
from ..model.outcomes import Outcome

Digits = str | Sequence[str | Mapping[str, Any]]
Parties = Mapping[str, Mapping[str, Any]]
ROLES: tuple[LegRole, ...] = ("target", "agent", "phone", "customer", "caller")
"""What a leg may be called by when its number is not known."""
_PLACES = ("start", "layer", "queue", "ringing", "talking", "voicemail")
_PLACES_OF_KEYS = ("queue",)


def read_presses(exchange: Exchange, digits: Digits) -> tuple[Press, ...]:
    try:
        presses = scripted_caller.read_presses(digits)
    except ValueError as error:
        raise CannotBeDone("invalid", str(error), "digits") from None
    for press in presses:
        if press.place:
            _check_place(exchange, press.place, _PLACES_OF_KEYS, "digits")
    return tuple(presses)


def read_hang_ups(exchange: Exchange, given: Sequence[Mapping[str, Any]]) -> tuple[HangUp, ...]:
    planned: list[HangUp] = []
    for item in given:
        place = str(item.get("at", ""))
        _check_place(exchange, place, _PLACES, "hang_up")
        planned.append(HangUp(place, float(item.get("after", 0))))
    return tuple(planned)


def _check_place(exchange: Exchange, place: str, others: Sequence[str], member: str) -> None:
    """A place is a layer of the organization, by its number, or one of the others."""
    layers = tuple(map(str, exchange.directory.layers))
    if place not in others and place not in layers:
        hint = did_you_mean(place, (*others, *layers), f"take {', '.join(others)} or a layer's number")
        raise CannotBeDone("invalid", f"'at': {place[:40]!r} is no place here; {hint}", member)


def read_parties(exchange: Exchange, given: Parties | None) -> dict[str, Outcome]:
    """Outcomes by the names that legs have."""
    read: dict[str, Outcome] = {}
    for name, members in (given or {}).items():
        try:
            outcome = Outcome.from_data(members)
        except (ValueError, TypeError) as error:
            raise CannotBeDone("invalid", f"parties.{name}: {error}", "parties") from None
        if problem := outcome.problem():
            raise CannotBeDone("invalid", f"parties.{name}: {problem[1]}", "parties")
        party = exchange.party(name)
        if party is None and name not in ROLES:
            known = (*ROLES, *exchange.extensions)
            hint = did_you_mean(name, known, f"take a telephone number or {', '.join(known)}")
            raise CannotBeDone("invalid", f"parties: {name[:40]!r} is nobody who could be dialled; {hint}", "parties")
        read[name if party is None else party.number] = outcome
    return read
