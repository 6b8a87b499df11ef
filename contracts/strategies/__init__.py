"""Hypothesis strategies for everything that crosses the wire: valid messages, and malformed ones with the reason why.

    from hypothesis import given
    from voicenter_mock.contracts import strategies

    @given(strategies.valid("cdr_notification.request"))
    def test_my_endpoint_takes_every_cdr(cdr): ...

    @given(strategies.malformed("cdr_notification.request"))
    def test_my_endpoint_survives_what_is_none(malformed): ...

``example`` and ``malformed_example`` make one message from a seed, without Hypothesis, which is imported only by
the functions that return strategies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..extras import extra
from .malformation import BYTE_FAMILIES, FAMILIES, SCHEMA_FAMILIES, Malformation, Malformed
from .picks import Maker
from .wire_forms import encodings, written

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from .dialogues import Dialogue, Turn
    from .sequences import Event

__all__ = [
    "BYTE_FAMILIES",
    "FAMILIES",
    "SCHEMA_FAMILIES",
    "Dialogue",
    "Event",
    "Malformation",
    "Malformed",
    "Turn",
    "call_ids",
    "campaign_calls",
    "cdrs",
    "click2call_requests",
    "encodings",
    "event_sequences",
    "example",
    "families",
    "ivr_dialogues",
    "malformed",
    "malformed_example",
    "phones",
    "valid",
    "written",
]

_HOMES = {"Dialogue": "dialogues", "Event": "sequences", "Turn": "dialogues"}


def valid(name: str) -> SearchStrategy[Any]:
    """Valid messages of a contract, decoded. Open enumerations have their known values.

    Raises ``UnknownContract`` with the names that are near.
    """
    from .makers import maker

    return _strategy(maker(_name("valid", name)))


def malformed(name: str, families: Iterable[str] | None = None) -> SearchStrategy[Malformed]:
    """Messages that a contract refuses, each with what is wrong; of all families that it has, or of some.

    Each is refused still when it has gone over the wire in any encoding of the contract. Raises
    ``UnknownContract``, and ``ValueError`` for a family that the contract does not have.
    """
    return _strategy(_spoiler("malformed", name, families))


def families(name: str) -> tuple[str, ...]:
    """The families of malformed messages that a contract has. Raises ``UnknownContract``."""
    from .spoiling import families_of

    return families_of(_name("families", name))


def example(name: str, seed: int = 0) -> Any:
    """One valid message of a contract, always the same for a seed. Raises ``UnknownContract``."""
    from .makers import maker

    return _make("example", maker(_name("example", name)), seed)


def malformed_example(name: str, seed: int = 0, families: Iterable[str] | None = None) -> Malformed:
    """One malformed message of a contract, always the same for a seed. Raises as ``malformed``."""
    return _make("malformed_example", _spoiler("malformed_example", name, families), seed)


def phones() -> SearchStrategy[str]:
    """Phone numbers as requests may write them: ``0…``, E.164 with and without plus; Israeli and foreign."""
    from .numbers import phone_texts

    return _strategy(phone_texts)


def call_ids() -> SearchStrategy[str]:
    """Call ids of 19 to 34 characters that begin with a date and time."""
    from .identities import call_ids as make

    return _strategy(make)


def cdrs(*, type: int | str | None = None, status: str | None = None) -> SearchStrategy[dict[str, Any]]:
    """CDR notifications (``cdr_notification.request``) whose members agree: durations, wait, price, countries, legs.

    ``type`` is a kind's id or name (``8``, ``"Queue"``), ``status`` a status (``"ABANDONE"``). Raises
    ``LookupError`` that lists what there is, and ``TypeError``.
    """
    from ..cdr_types import cdr_type
    from .records import records, status_of_a_cdr

    _check("cdrs", "type", type, (int, str), "a kind's id or name, such as 8 or 'Queue'", cdr_type)
    _check("cdrs", "status", status, (str,), "a status, such as 'ABANDONE'", status_of_a_cdr)
    return _strategy(records(type, status))


def click2call_requests(*, action: str | None = None) -> SearchStrategy[dict[str, Any]]:
    """Click2Call requests with only the parameters that their action takes.

    Raises ``ValueError`` for what is no action, and ``TypeError``.
    """
    from .call_requests import click2call_requests as requests

    _check("click2call_requests", "action", action, (str,), "an action, such as 'call'", requests)
    return _strategy(requests(action))


def campaign_calls() -> SearchStrategy[dict[str, Any]]:
    """Calls for a dialer campaign (``dialer.add_call.request``; a list is ``dialer.add_calls_bulk.request``)."""
    from .call_requests import campaign_calls as make

    return _strategy(make)


def ivr_dialogues() -> SearchStrategy[Dialogue]:
    """Whole calls through an External IVR: each request with an answer to it, until HANGUP_CALL."""
    from .dialogues import ivr_dialogues as make

    return _strategy(make)


def event_sequences() -> SearchStrategy[list[Event]]:
    """The realtime events of one call in their order, queue's events included."""
    from .sequences import event_sequences as make

    return _strategy(make)


def _strategy(make: Maker) -> SearchStrategy[Any]:
    with extra("strategies", "a Hypothesis strategy"):
        from .drawing import draw_with

    return draw_with(make)


def _make(function: str, make: Maker, seed: int) -> Any:
    from random import Random

    _check(function, "seed", seed, (int,), "an integer")

    from .picks import RandomPicks

    return make(RandomPicks(Random(seed)))


def _spoiler(function: str, name: str, families: Iterable[str] | None) -> Maker:
    from .spoiling import families_of, spoiler

    known = families_of(_name(function, name))
    if families is None:
        return spoiler(name, known)
    if isinstance(families, str):
        raise TypeError(f"{function}(): families is the text {families!r}; give a list, such as [{families!r}]")
    _check(function, "families", families, (Iterable,), "a list, such as ['missing']")
    wanted = tuple(dict.fromkeys(families))
    for family in wanted:
        if family not in FAMILIES:
            from ..suggestions import did_you_mean

            hint = did_you_mean(str(family), FAMILIES, f"there are: {', '.join(FAMILIES)}")
            raise ValueError(f"{function}(): families has {family!r}, which is none; {hint}")
        if family not in known:
            raise ValueError(f"{function}(): {name} cannot be malformed by {family!r}; it has: {', '.join(known)}")
    if not wanted:
        raise ValueError(f"{function}(): families is empty; leave it out for all that {name} has")
    return spoiler(name, wanted)


def _check(
    function: str, argument: str, value: Any, kinds: tuple[type[Any], ...], wanted: str,
    look_up: Callable[[Any], object] | None = None,
) -> None:  # fmt: skip
    """Raises what an argument's error is, with its name; ``None`` stands for all."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise TypeError(f"{function}(): {argument} is {value!r}; give {wanted}")
    try:
        if look_up is not None:
            look_up(value)
    except (LookupError, ValueError) as error:
        raise type(error)(f"{function}(): {argument}: {error}") from None


def _name(function: str, name: str) -> str:
    from ..library import stored

    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{function}(): name is {name!r}; give the name of a contract, such as 'click2call.request'")
    stored(name)
    return name


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
