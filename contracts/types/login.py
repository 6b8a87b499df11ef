"""Messages: login. Written by tools/write_types.py from the schemas."""

from typing import Literal, NotRequired, TypedDict

__all__ = [
    "LoginGetStatusesListRequest",
    "LoginGetStatusesListResponse",
    "LoginGetStatusesListResponseStatusesItem",
    "LoginSetStatusRequest",
    "LoginSetStatusResponse",
]


class LoginGetStatusesListRequest(TypedDict):
    """The organization's agent statuses.

    Asks which statuses there are.

    Contract `login.get_statuses_list.request` (seen in clients).
    """

    code: str | float
    """The organization's API code. Seen, not documented."""


class LoginGetStatusesListResponseStatusesItem(TypedDict):
    """One of `Statuses`.

    Part of contract `login.get_statuses_list.response` (seen in clients).
    """

    Name: str
    """The status' name. Seen, not documented."""
    ID: int | str
    """Its number, as SetStatusFromAPI takes it. Seen, not documented."""
    Color: str | None
    """The colour that shows it. Seen, not documented."""


class LoginGetStatusesListResponse(TypedDict):
    """The organization's agent statuses, the answer.

    The statuses, with what a user interface shows of them.

    Contract `login.get_statuses_list.response` (seen in clients).
    """

    Statuses: list[LoginGetStatusesListResponseStatusesItem]
    """The statuses. Seen, not documented."""
    Status: NotRequired[int]
    """On an error: 2, authorization failed."""
    StatusErroMessage: NotRequired[str]
    """On an error: what went wrong."""


class LoginSetStatusRequest(TypedDict):
    """Agent login, logout and status.

    Logs a user in or out at an extension, or sets a status.

    Contract `login.set_status.request` (3.2 §10).
    """

    Code: str | float
    """For authorization: any code of any user of the organization, or its API code."""
    UserID: str | float
    """The first five digits of the user's code, or the user's id (seen). Also spelled UserId, userid."""
    ExtensionUser: str
    """SIP name of the extension to log in to."""
    Status: int | str
    """1 login, 2 logout; the others' names can be set, usually 3 lunch, 5 administrative, 7 private, 9 other, 11
    training, 12 team meeting, 13 brief (seen)."""


class LoginSetStatusResponse(TypedDict):
    """Agent login, logout and status, the answer.

    The outcome. The message stands under both of its names.

    Contract `login.set_status.response` (3.2 §10).
    """

    Status: Literal[1, 2, 3, 4, 5] | int
    """3.2: 1 ok, 2 authorization failed, 3 missing parameters, 4 login error, 5 initiation error. Today: 1 success,
    2 bad Code or UserId, 3 bad extension, 4 status not supported (seen)."""
    StatusError: int | str
    """3.2, a string: 0 none, else a code within Status 4 or 5. Today, an integer: 1 success, 0 format, 4 internal, 6
    missing (seen)."""
    StatusErrorMessage: NotRequired[str]
    """What went wrong."""
    StatusErroMessage: NotRequired[str]
    """The same under the misspelt name of today's answers. Seen, not documented."""
