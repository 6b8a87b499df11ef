"""Messages: realtime login. Written by tools/write_types.py from the schemas."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "RealtimeLoginAccountRequest",
    "RealtimeLoginAccountResponse",
    "RealtimeLoginAccountResponseData",
    "RealtimeLoginAccountResponseDataSocket",
    "RealtimeLoginGetMonitorUrlsRequest",
    "RealtimeLoginGetMonitorUrlsResponse",
    "RealtimeLoginGetMonitorUrlsResponseObject",
    "RealtimeLoginGetMonitorUrlsResponseObjectItem",
    "RealtimeLoginGetSettingsRequest",
    "RealtimeLoginGetSettingsResponse",
    "RealtimeLoginGetSettingsResponseData",
    "RealtimeLoginGetSettingsResponseDataMonitorListItem",
    "RealtimeLoginGetSettingsResponseMonitorListItem",
    "RealtimeLoginGetSocketClientRequest",
    "RealtimeLoginGetSocketClientResponse",
    "RealtimeLoginMonitorRequest",
    "RealtimeLoginMonitorResponse",
    "RealtimeLoginMonitorResponseData",
    "RealtimeLoginRefreshIdentityTokenRequest",
    "RealtimeLoginRefreshIdentityTokenResponse",
    "RealtimeLoginRefreshIdentityTokenResponseData",
    "RealtimeLoginRefreshIdentityTokenResponseDataSocket",
    "RealtimeLoginRefreshTokenRequest",
    "RealtimeLoginRefreshTokenResponse",
    "RealtimeLoginRefreshTokenResponseData",
    "RealtimeLoginTokenRequest",
    "RealtimeLoginTokenResponse",
    "RealtimeLoginTokenResponseData",
    "RealtimeLoginTokenResponseDataSocket",
    "RealtimeLoginUserRequest",
    "RealtimeLoginUserResponse",
    "RealtimeLoginUserResponseData",
    "RealtimeLoginUserResponseDataSocket",
]


class RealtimeLoginAccountRequest(TypedDict):
    """Realtime login of an account.

    Form or JSON.

    Contract `realtime_login.account.request` (seen in clients).
    """

    username: str | float
    """The account's name. Seen, not documented."""
    password: str | float
    """The account's password. Seen, not documented."""


class RealtimeLoginAccountResponseDataSocket(TypedDict):
    """Where and with what to open the socket.

    Part of contract `realtime_login.account.response` (seen in clients; the refusals cur).
    """

    URL: NotRequired[str]
    """The first server. Seen, not documented."""
    Url: str
    """The first server, as other clients spell it. Seen, not documented."""
    URLList: list[str]
    """The servers in the order to try them. Seen, not documented."""
    Token: str
    """The token to open the socket with. Seen, not documented."""
    TokenExpiry: str
    """Until when Token holds: ISO 8601, UTC. Seen, not documented."""
    RefreshToken: str
    """The token to get a new one with. Seen, not documented."""
    RefreshTokenExpiry: str
    """Until when RefreshToken holds: ISO 8601, UTC. Seen, not documented."""
    Client: str
    """URL of the socket.io client script. Seen, not documented."""
    Version: Literal["1.3.7", "2.4.0"] | str
    """Version of the socket.io client. Seen, not documented."""
    PersonId: NotRequired[int | None]
    """Id of the user or account that logged in. Seen, not documented."""


class RealtimeLoginAccountResponseData(TypedDict):
    """What the login gave.

    Part of contract `realtime_login.account.response` (seen in clients; the refusals cur).
    """

    Socket: RealtimeLoginAccountResponseDataSocket
    """Where and with what to open the socket. Seen, not documented."""


class RealtimeLoginAccountResponse(TypedDict):
    """Realtime login of an account, the answer.

    The socket's servers and tokens. A failure has an error, and its HTTP status also in StatusCode.

    Contract `realtime_login.account.response` (seen in clients; the refusals cur).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: NotRequired[str]
    """What is wrong; with failures only. Seen, not documented."""
    Data: NotRequired[RealtimeLoginAccountResponseData]
    """What the login gave. Seen, not documented."""


class RealtimeLoginGetMonitorUrlsRequest(TypedDict):
    """The servers that a token can listen on.

    The token is in the path.

    Contract `realtime_login.get_monitor_urls.request` (seen in clients).
    """

    token: str | float
    """The realtime token, in the path. Seen, not documented."""


class RealtimeLoginGetMonitorUrlsResponseObjectItem(TypedDict):
    """The servers that a token can listen on, the answer, as an object.

    Part of contract `realtime_login.get_monitor_urls.response` (seen in clients).
    """

    URLID: int
    """Id of the server. Seen, not documented."""
    Priority: int
    """Rank of the server; the lowest is tried first. Seen, not documented."""
    Version: str
    """Version of the socket.io client that the server serves. Seen, not documented."""
    Domain: str
    """The server's address. Seen, not documented."""


class RealtimeLoginGetMonitorUrlsResponseObject(TypedDict):
    """An array of servers; a failure is an object with an error (inferred).

    Part of contract `realtime_login.get_monitor_urls.response` (seen in clients).
    """

    StatusCode: NotRequired[int]
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: NotRequired[str]
    """OK, or what is wrong. Seen, not documented."""
    error: str
    """What is wrong; with failures only. Seen, not documented."""


RealtimeLoginGetMonitorUrlsResponse: TypeAlias = (
    list[RealtimeLoginGetMonitorUrlsResponseObjectItem] | RealtimeLoginGetMonitorUrlsResponseObject
)
"""The servers that a token can listen on, the answer.

An array of servers; a failure is an object with an error (inferred).

Contract `realtime_login.get_monitor_urls.response` (seen in clients).
"""


RealtimeLoginGetSettingsRequest: TypeAlias = dict[str, Any]
"""Identity and servers of a login of the newer stack.

No parameters: the access token is in the header Authorization: Bearer.

Contract `realtime_login.get_settings.request` (seen in clients).
"""


class RealtimeLoginGetSettingsResponseMonitorListItem(TypedDict):
    """One of `MonitorList`.

    Part of contract `realtime_login.get_settings.response` (seen in clients).
    """

    URLID: int
    """Id of the server. Seen, not documented."""
    Priority: int
    """Rank of the server; the lowest is tried first. Seen, not documented."""
    Version: str
    """Version of the socket.io client that the server serves. Seen, not documented."""
    Domain: str
    """The server's address. Seen, not documented."""


class RealtimeLoginGetSettingsResponseDataMonitorListItem(TypedDict):
    """One of `MonitorList`.

    Part of contract `realtime_login.get_settings.response` (seen in clients).
    """

    URLID: int
    """Id of the server. Seen, not documented."""
    Priority: int
    """Rank of the server; the lowest is tried first. Seen, not documented."""
    Version: str
    """Version of the socket.io client that the server serves. Seen, not documented."""
    Domain: str
    """The server's address. Seen, not documented."""


class RealtimeLoginGetSettingsResponseData(TypedDict, total=False):
    """The same once more, for clients that look for it here.

    Part of contract `realtime_login.get_settings.response` (seen in clients).
    """

    IdentityCode: str
    """The token to open the socket with. Seen, not documented."""
    IdentityCodeExpiry: str
    """Until when IdentityCode holds: ISO 8601, UTC. Seen, not documented."""
    PersonID: int | None
    """Id of the user or account that logged in. Seen, not documented."""
    PersonType: int | None
    """Kind of person: user or account. Seen, not documented."""
    ExtensionMonitorID: int | None
    """Id of the user's extension. Seen, not documented."""
    MonitorList: list[RealtimeLoginGetSettingsResponseDataMonitorListItem]
    """The servers that the socket can be opened on. Seen, not documented."""


class RealtimeLoginGetSettingsResponse(TypedDict, total=False):
    """Identity and servers, the answer.

    The members stand at the top, and once more in Data (inferred). A failure has an error.

    Contract `realtime_login.get_settings.response` (seen in clients).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: str
    """What is wrong; with failures only. Seen, not documented."""
    IdentityCode: str
    """The token to open the socket with. Seen, not documented."""
    IdentityCodeExpiry: str
    """Until when IdentityCode holds: ISO 8601, UTC. Seen, not documented."""
    PersonID: int | None
    """Id of the user or account that logged in. Seen, not documented."""
    PersonType: int | None
    """Kind of person: user or account. Seen, not documented."""
    ExtensionMonitorID: int | None
    """Id of the user's extension. Seen, not documented."""
    MonitorList: list[RealtimeLoginGetSettingsResponseMonitorListItem]
    """The servers that the socket can be opened on. Seen, not documented."""
    Data: RealtimeLoginGetSettingsResponseData
    """The same once more, for clients that look for it here."""


class RealtimeLoginGetSocketClientRequest(TypedDict, total=False):
    """The socket.io client for the browser.

    Query string.

    Contract `realtime_login.get_socket_client.request` (seen in clients).
    """

    v: str | float
    """Version of the socket.io client. 1.3.7 and 2.4.0 are seen. Seen, not documented."""


RealtimeLoginGetSocketClientResponse: TypeAlias = str
"""The socket.io client for the browser, the answer.

JavaScript that defines window.io.

Contract `realtime_login.get_socket_client.response` (seen in clients).
"""


class RealtimeLoginMonitorRequest(TypedDict):
    """Login of the newer stack.

    JSON or form: a token, or a user's name and password.

    Contract `realtime_login.monitor.request` (seen in clients).
    """

    identityType: Literal["Token", "User"] | str
    """What the login is made with. In any case (inferred). Seen, not documented."""
    token: NotRequired[str | float]
    """The realtime token; with identityType Token. Seen, not documented."""
    username: NotRequired[str | float]
    """The user's e-mail address; with identityType User. Seen, not documented."""
    password: NotRequired[str | float]
    """The user's PIN; with identityType User. Seen, not documented."""


class RealtimeLoginMonitorResponseData(TypedDict):
    """The tokens.

    Part of contract `realtime_login.monitor.response` (seen in clients).
    """

    AccessToken: str
    """The token for the next requests. Seen, not documented."""
    RefreshToken: str
    """The token to get new ones with. Seen, not documented."""


class RealtimeLoginMonitorResponse(TypedDict):
    """Login of the newer stack, the answer.

    A failure has an error, and its HTTP status also in StatusCode.

    Contract `realtime_login.monitor.response` (seen in clients).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: NotRequired[str]
    """What is wrong; with failures only. Seen, not documented."""
    Data: NotRequired[RealtimeLoginMonitorResponseData]
    """The tokens. Seen, not documented."""


RealtimeLoginRefreshIdentityTokenRequest: TypeAlias = dict[str, Any]
"""New realtime token for a refresh token.

No parameters: the refresh token is in the header Authorization: Bearer.

Contract `realtime_login.refresh_identity_token.request` (seen in clients).
"""


class RealtimeLoginRefreshIdentityTokenResponseDataSocket(TypedDict):
    """Where and with what to open the socket.

    Part of contract `realtime_login.refresh_identity_token.response` (seen in clients; the refusals cur).
    """

    URL: NotRequired[str]
    """The first server. Seen, not documented."""
    Url: str
    """The first server, as other clients spell it. Seen, not documented."""
    URLList: list[str]
    """The servers in the order to try them. Seen, not documented."""
    Token: str
    """The token to open the socket with. Seen, not documented."""
    TokenExpiry: str
    """Until when Token holds: ISO 8601, UTC. Seen, not documented."""
    RefreshToken: str
    """The token to get a new one with. Seen, not documented."""
    RefreshTokenExpiry: str
    """Until when RefreshToken holds: ISO 8601, UTC. Seen, not documented."""
    Client: str
    """URL of the socket.io client script. Seen, not documented."""
    Version: Literal["1.3.7", "2.4.0"] | str
    """Version of the socket.io client. Seen, not documented."""
    PersonId: NotRequired[int | None]
    """Id of the user or account that logged in. Seen, not documented."""


class RealtimeLoginRefreshIdentityTokenResponseData(TypedDict):
    """What the login gave.

    Part of contract `realtime_login.refresh_identity_token.response` (seen in clients; the refusals cur).
    """

    Socket: RealtimeLoginRefreshIdentityTokenResponseDataSocket
    """Where and with what to open the socket. Seen, not documented."""


class RealtimeLoginRefreshIdentityTokenResponse(TypedDict):
    """New realtime token, the answer.

    The socket's servers and tokens. A failure has an error, and its HTTP status also in StatusCode.

    Contract `realtime_login.refresh_identity_token.response` (seen in clients; the refusals cur).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: NotRequired[str]
    """What is wrong; with failures only. Seen, not documented."""
    Data: NotRequired[RealtimeLoginRefreshIdentityTokenResponseData]
    """What the login gave. Seen, not documented."""


RealtimeLoginRefreshTokenRequest: TypeAlias = dict[str, Any]
"""New tokens of the newer stack.

No parameters: the refresh token is in the header Authorization: Bearer.

Contract `realtime_login.refresh_token.request` (seen in clients).
"""


class RealtimeLoginRefreshTokenResponseData(TypedDict):
    """The tokens.

    Part of contract `realtime_login.refresh_token.response` (seen in clients).
    """

    AccessToken: str
    """The token for the next requests. Seen, not documented."""
    RefreshToken: str
    """The token to get new ones with. Seen, not documented."""


class RealtimeLoginRefreshTokenResponse(TypedDict):
    """New tokens of the newer stack, the answer.

    A failure has an error, and its HTTP status also in StatusCode.

    Contract `realtime_login.refresh_token.response` (seen in clients).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: NotRequired[str]
    """What is wrong; with failures only. Seen, not documented."""
    Data: NotRequired[RealtimeLoginRefreshTokenResponseData]
    """The tokens. Seen, not documented."""


class RealtimeLoginTokenRequest(TypedDict):
    """Realtime login with a token.

    Form or JSON.

    Contract `realtime_login.token.request` (seen in clients).
    """

    token: str | float
    """The realtime token that Voicenter gave the organization. Seen, not documented."""


class RealtimeLoginTokenResponseDataSocket(TypedDict):
    """Where and with what to open the socket.

    Part of contract `realtime_login.token.response` (seen in clients; the refusals cur).
    """

    URL: NotRequired[str]
    """The first server. Seen, not documented."""
    Url: str
    """The first server, as other clients spell it. Seen, not documented."""
    URLList: list[str]
    """The servers in the order to try them. Seen, not documented."""
    Token: str
    """The token to open the socket with. Seen, not documented."""
    TokenExpiry: str
    """Until when Token holds: ISO 8601, UTC. Seen, not documented."""
    RefreshToken: str
    """The token to get a new one with. Seen, not documented."""
    RefreshTokenExpiry: str
    """Until when RefreshToken holds: ISO 8601, UTC. Seen, not documented."""
    Client: str
    """URL of the socket.io client script. Seen, not documented."""
    Version: Literal["1.3.7", "2.4.0"] | str
    """Version of the socket.io client. Seen, not documented."""
    PersonId: NotRequired[int | None]
    """Id of the user or account that logged in. Seen, not documented."""


class RealtimeLoginTokenResponseData(TypedDict):
    """What the login gave.

    Part of contract `realtime_login.token.response` (seen in clients; the refusals cur).
    """

    Socket: RealtimeLoginTokenResponseDataSocket
    """Where and with what to open the socket. Seen, not documented."""


class RealtimeLoginTokenResponse(TypedDict):
    """Realtime login with a token, the answer.

    The socket's servers and tokens. A failure has an error, and its HTTP status also in StatusCode.

    Contract `realtime_login.token.response` (seen in clients; the refusals cur).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: NotRequired[str]
    """What is wrong; with failures only. Seen, not documented."""
    Data: NotRequired[RealtimeLoginTokenResponseData]
    """What the login gave. Seen, not documented."""


class RealtimeLoginUserRequest(TypedDict):
    """Realtime login of a user.

    Form or JSON. The clients' password option goes out as pin.

    Contract `realtime_login.user.request` (seen in clients).
    """

    email: str | float
    """The user's e-mail address. Seen, not documented."""
    pin: str | float
    """The user's PIN. Seen, not documented."""


class RealtimeLoginUserResponseDataSocket(TypedDict):
    """Where and with what to open the socket.

    Part of contract `realtime_login.user.response` (seen in clients; the refusals cur).
    """

    URL: NotRequired[str]
    """The first server. Seen, not documented."""
    Url: str
    """The first server, as other clients spell it. Seen, not documented."""
    URLList: list[str]
    """The servers in the order to try them. Seen, not documented."""
    Token: str
    """The token to open the socket with. Seen, not documented."""
    TokenExpiry: str
    """Until when Token holds: ISO 8601, UTC. Seen, not documented."""
    RefreshToken: str
    """The token to get a new one with. Seen, not documented."""
    RefreshTokenExpiry: str
    """Until when RefreshToken holds: ISO 8601, UTC. Seen, not documented."""
    Client: str
    """URL of the socket.io client script. Seen, not documented."""
    Version: Literal["1.3.7", "2.4.0"] | str
    """Version of the socket.io client. Seen, not documented."""
    PersonId: NotRequired[int | None]
    """Id of the user or account that logged in. Seen, not documented."""


class RealtimeLoginUserResponseData(TypedDict):
    """What the login gave.

    Part of contract `realtime_login.user.response` (seen in clients; the refusals cur).
    """

    Socket: RealtimeLoginUserResponseDataSocket
    """Where and with what to open the socket. Seen, not documented."""


class RealtimeLoginUserResponse(TypedDict):
    """Realtime login of a user, the answer.

    The socket's servers and tokens. A failure has an error, and its HTTP status also in StatusCode.

    Contract `realtime_login.user.response` (seen in clients; the refusals cur).
    """

    StatusCode: int
    """The HTTP status once more: 200 when all is well. Seen, not documented."""
    Status: str
    """OK, or what is wrong. Seen, not documented."""
    error: NotRequired[str]
    """What is wrong; with failures only. Seen, not documented."""
    Data: NotRequired[RealtimeLoginUserResponseData]
    """What the login gave. Seen, not documented."""
