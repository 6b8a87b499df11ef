"""Messages: blacklist. Written by tools/write_types.py from the schemas."""

from typing import Literal, NotRequired, TypedDict

__all__ = [
    "BlacklistAddRequest",
    "BlacklistAddRequestBlacklistEntry",
    "BlacklistAddResponse",
    "BlacklistAddResponsePhonesItem",
    "BlacklistRemoveBulkRequest",
    "BlacklistRemoveBulkRequestBlacklistEntry",
    "BlacklistRemoveBulkResponse",
    "BlacklistRemoveBulkResponsePhonesItem",
]


class BlacklistAddRequestBlacklistEntry(TypedDict):
    """One phone to block.

    Part of contract `blacklist.add.request` (cur).
    """

    Phone: str | int
    """The number: 0… (Israel) or E.164."""
    Name: NotRequired[str | float]
    """Whose it is."""


class BlacklistAddRequest(TypedDict):
    """Blacklist: AddBlackList.

    Phones that are not to be dialled.

    Contract `blacklist.add.request` (cur).
    """

    Code: str | float
    """The organization's API code."""
    Phones: list[BlacklistAddRequestBlacklistEntry | str | int] | BlacklistAddRequestBlacklistEntry | str | int
    """The phones; in a query phones, repeated. A phone that is no number is answered in its own row."""


class BlacklistAddResponsePhonesItem(TypedDict):
    """One of `Phones`.

    Part of contract `blacklist.add.response` (cur).
    """

    ErrorCode: Literal[0, 1, 2] | int
    """0 OK, 1 bad format (seen), 2 internal error (seen)."""
    ErrorMessage: str
    """The same as a sentence."""
    Phone: str | int
    """The number in E.164; as sent where it is no number."""


class BlacklistAddResponse(TypedDict):
    """Blacklist: AddBlackList, the answer.

    The outcome, and that of each phone.

    Contract `blacklist.add.response` (cur).
    """

    ErrorCode: Literal[0, 1, 2] | int
    """0 OK, 1 authorization, 2 phones missing or invalid (seen)."""
    ErrorMessage: str
    """The same as a sentence."""
    Phones: NotRequired[list[BlacklistAddResponsePhonesItem]]
    """One row a phone, in the request's order."""


class BlacklistRemoveBulkRequestBlacklistEntry(TypedDict):
    """One phone to free.

    Part of contract `blacklist.remove_bulk.request` (cur).
    """

    Phone: str | int
    """The number: 0… (Israel) or E.164."""


class BlacklistRemoveBulkRequest(TypedDict):
    """Blacklist: RemoveBulkFromBlacklist.

    Phones that may be dialled again.

    Contract `blacklist.remove_bulk.request` (cur).
    """

    Code: str | float
    """The organization's API code."""
    Phones: (
        list[BlacklistRemoveBulkRequestBlacklistEntry | str | int]
        | BlacklistRemoveBulkRequestBlacklistEntry
        | str
        | int
    )
    """The phones; in a query phones, repeated. A phone that is no number is answered in its own row."""


class BlacklistRemoveBulkResponsePhonesItem(TypedDict):
    """One of `Phones`.

    Part of contract `blacklist.remove_bulk.response` (cur).
    """

    ErrorCode: Literal[0, 1, 2] | int
    """0 OK, 1 bad format (seen), 2 internal error (seen)."""
    ErrorMessage: str
    """The same as a sentence."""
    Phone: str | int
    """The number in E.164; as sent where it is no number."""


class BlacklistRemoveBulkResponse(TypedDict):
    """Blacklist: RemoveBulkFromBlacklist, the answer.

    The outcome, and that of each phone.

    Contract `blacklist.remove_bulk.response` (cur).
    """

    ErrorCode: Literal[0, 1, 2] | int
    """0 OK, 1 authorization, 2 phones missing or invalid (seen)."""
    ErrorMessage: str
    """The same as a sentence."""
    Phones: NotRequired[list[BlacklistRemoveBulkResponsePhonesItem]]
    """One row a phone, in the request's order."""
