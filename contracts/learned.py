"""What the fake sends of an addendum: members, words, types, forms, refusals, events and whole answers of recordings.

The same message always gets the same: what is chosen follows from its content, so that a seed decides everything still.
Most processes have no addendum; what changes messages (``recordings``) is imported with the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .operations import SOCKET_EVENTS

if TYPE_CHECKING:
    from .addendum import Addendum
    from .operations.model import ErrorCode, Operation
    from .recordings import Recordings, Refusals

_MessageType = TypeVar("_MessageType")

_recordings: Recordings | None = None


def send(addendum: Addendum, refusals: Refusals) -> None:
    """From now on messages are as the addendum says (``addenda.use``)."""
    global _recordings  # noqa: PLW0603 - of the whole process, as the contracts are
    from .recordings import Recordings

    _recordings = Recordings(addendum, refusals)


def as_sent(contract: str, message: _MessageType) -> _MessageType:
    """The message as the recorded service would send it; itself when the addendum says nothing of its contract."""
    return message if _recordings is None else _recordings.as_sent(contract, message)


def event_as_sent(name: str, payload: object) -> object:
    """The same for an event of the socket, by the wire's name."""
    if _recordings is None or name not in SOCKET_EVENTS:
        return payload
    return _recordings.as_sent(SOCKET_EVENTS[name].contract, payload)


def events_beside(name: str, payload: object) -> list[tuple[str, Any]]:
    """What the server sends right behind an event: those that no document knows, as often as recordings have them."""
    return [] if _recordings is None else _recordings.events_beside(name, payload)


def recorded_row_for(operation: Operation, row: ErrorCode, request: object) -> ErrorCode:
    """The row that is sent for a documented one: itself, or one of the same code that recordings show in its place.

    ``request`` is what was asked, as plain data: the same request is refused in the same way.
    """
    return row if _recordings is None else _recordings.row_for(operation, row, request)


def recorded_answer(operation: str, method: str, request: object) -> tuple[int, Any]:
    """HTTP status and message of a path that only recordings have; the same request always gets the same."""
    assert _recordings is not None  # the path is the addendum's
    return _recordings.answer(operation, method, request)


def changes_messages_of(contract: str) -> bool:
    """Whether an addendum in use says anything of a contract's messages."""
    return _recordings is not None and _recordings.change_messages_of(contract)


def places_of_recordings(contract: str, message: object) -> list[str]:
    """Where a message is as recordings have it and no document does; empty without an addendum."""
    return [] if _recordings is None else _recordings.places(contract, message)
