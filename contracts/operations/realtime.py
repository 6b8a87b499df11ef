"""Realtime: the logins of both stacks, the browser scripts, and every socket event (3.2 §9 and §11, cur).

The documents describe the events and the scripts; how a login goes over HTTP is what the vendor's open-source
clients show. The socket itself is at ``/socket.io/`` (Engine.IO 3 and 4) and is no HTTP operation.
"""

from __future__ import annotations

from typing import Literal

from .hosts import MANAGER_HOSTS, MONITOR_HOSTS, SCRIPT_HOSTS
from .model import Authority, Encoding, ErrorCode, Mark, Operation, SocketEvent

_LOGIN_HOSTS = MONITOR_HOSTS + MANAGER_HOSTS

_OK = ErrorCode(200, "OK", "A valid login.", "ok", mark="seen")
_MISSING = ErrorCode(
    400, "{name} is missing", "Leave out a mandatory parameter.", "missing", http_status=400, mark="seen"
)
_INVALID = ErrorCode(
    400, "{name} is invalid", "Give a parameter a value it cannot have.", "invalid", http_status=400, mark="inferred"
)
_UNREADABLE = ErrorCode(
    400,
    "Invalid request",
    "Send a body that is not what its content type says, or is too large.",
    "unreadable",
    http_status=400,
    mark="inferred",
)
_FORBIDDEN = ErrorCode(
    403, "Forbidden", "Inject a fault of this name: a right login without the right to listen.", "forbidden",
    http_status=403, mark="seen",
)  # fmt: skip
_INTERNAL = ErrorCode(
    500, "Internal error", "Inject a fault of this name.", "internal_error", http_status=500, mark="inferred"
)


def _unauthorized(cause: str, mark: Mark) -> ErrorCode:
    return ErrorCode(401, "Unauthorized", cause, "unauthorized", http_status=401, mark=mark)


def _login(
    name: str,
    title: str,
    path: str,
    *errors: ErrorCode,
    method: Literal["GET", "POST"] = "POST",
    authority: Authority = "login",
    notes: str = "",
) -> Operation:
    encodings: tuple[Encoding, ...] = ("query",) if method == "GET" else ("form", "json")
    return Operation(
        name=f"realtime_login.{name}",
        title=title,
        source="seen in clients; the refusals cur",
        hosts=_LOGIN_HOSTS,
        paths=(path,),
        methods=(method,),
        encodings=encodings,
        authority=authority,
        errors=(_OK, *errors, _INTERNAL),
        body_limit=64 * 1024,
        mark="seen",
        notes=notes,
    )


_BEARER = (
    "Leave out the Authorization header, or use a token that no login gave for this, or that has expired; an API token "
    "is none."
)
_POSTED = (_MISSING, _INVALID, _UNREADABLE, _FORBIDDEN)


def _script(name: str, title: str, source: str, *paths: str, notes: str = "") -> Operation:
    return Operation(
        name=f"scripts.{name}",
        title=title,
        source=source,
        hosts=SCRIPT_HOSTS,
        paths=paths,
        methods=("GET",),
        encodings=("query",),
        answers=("javascript",),
        authority="none",
        notes=notes,
    )


OPERATIONS = (
    _login(
        "token",
        "Realtime login with a token",
        "/monitorAPI/Login/Token",
        *_POSTED,
        ErrorCode(
            500,
            "Unexpected token",
            "Use a token that no organization has, or that has expired.",
            "unexpected_token",
            http_status=500,
        ),
        notes="Sees the whole account. A wrong token is HTTP 500 with Unexpected token: so documented.",
    ),
    _login(
        "user",
        "Realtime login of a user",
        "/monitorAPI/Login/User",
        *_POSTED,
        _unauthorized("Use an e-mail address or PIN that no user has.", "documented"),
        notes="Sees the user's own extension and queues.",
    ),
    _login(
        "account",
        "Realtime login of an account",
        "/monitorAPI/Login/Account",
        *_POSTED,
        _unauthorized("Use an account's name or password that the organization does not have.", "inferred"),
        notes="Sees the whole account.",
    ),
    _login(
        "refresh_identity_token",
        "New realtime token for a refresh token",
        "/monitorAPI/RefreshIdentityToken",
        _unauthorized(_BEARER, "seen"),
        method="GET",
        authority="refresh_token",
    ),
    _login(
        "get_monitor_urls",
        "The servers that a token can listen on",
        "/monitorAPI/getMonitorUrls/{token}",
        _unauthorized("Use a token that nobody was given.", "inferred"),
        method="GET",
        notes="The answer is an array; a refusal is an object.",
    ),
    Operation(
        name="realtime_login.get_socket_client",
        title="The socket.io client for the browser",
        source="seen in clients",
        hosts=_LOGIN_HOSTS,
        paths=("/monitorAPI/GetSocketClient",),
        methods=("GET",),
        encodings=("query",),
        answers=("javascript",),
        authority="none",
        mark="seen",
        notes="Defines window.io. A version that is not served gets the usual client (inferred).",
    ),
    _login(
        "monitor",
        "Login of the newer stack",
        "/Auth/Login/Voicenter/Monitor",
        *_POSTED,
        _unauthorized("Use a token, user name or password that no organization has.", "seen"),
    ),
    _login(
        "get_settings",
        "Identity and servers of a login of the newer stack",
        "/Application/GetSettings",
        _unauthorized(_BEARER, "seen"),
        method="GET",
        authority="access_token",
    ),
    _login(
        "refresh_token",
        "New tokens of the newer stack",
        "/Auth/RefreshToken",
        _unauthorized(_BEARER, "seen"),
        method="GET",
        authority="refresh_token",
    ),
    _script(
        "monitor_listener",
        "Script that listens to the realtime events",
        "3.2 §9",
        "/voicenterMonitorListener.js",
        notes="Calls window.voicenterAsyncLoad, defines voicenterMonitor.",
    ),
    _script(
        "web_phone",
        "Script of the web phone",
        "3.2 §11",
        "/voicenterWebPhone-min.js",
        notes="Defines voicenterWebPhone.",
    ),
    _script(
        "events_sdk",
        "Script of the events SDK",
        "cur",
        "/cdn/events-sdk/voicenter-events-sdk.umd.js",
        "/voicenter-events-sdk.umd.js",
        notes="Defines EventsSDK.",
    ),
)


def _server_event(name: str, contract: str, title: str, source: str, mark: Mark = "documented") -> SocketEvent:
    return SocketEvent(name, f"realtime.{contract}", "server", title, source, mark)


def _client_event(name: str, contract: str, title: str, mark: Mark = "seen") -> SocketEvent:
    return SocketEvent(name, f"realtime.{contract}", "client", title, "seen in clients", mark)


def _own(name: str, contract: str, sender: Literal["server", "client"], title: str) -> SocketEvent:
    """Between our web phone script (3.2 §11) and the fake: how the real one does it is not known."""
    return SocketEvent(name, f"realtime.{contract}", sender, title, "this project's own, for 3.2 §11", "inferred")


SOCKET_EVENTS = (
    _server_event("loginSuccess", "login_success", "The token was taken", "cur"),
    _server_event("loginStatus", "login_status", "The queues and who waits in them", "cur"),
    _server_event("AllExtensionsStatus", "all_extensions_status", "The extensions and their calls", "cur"),
    _server_event("AllDialersStatus", "all_dialers_status", "The dialer campaigns", "seen in clients", "seen"),
    _server_event("AllUsersStatus", "all_users_status", "The account's users", "seen in clients", "seen"),
    _server_event("ExtensionEvent", "extension_event", "Something happened at an extension", "cur, 3.2 §9"),
    _server_event("QueueEvent", "queue_event", "Something happened in a queue", "cur"),
    _server_event("DialerEvent", "dialer_event", "Something happened in a campaign", "seen in clients", "seen"),
    _server_event("ExtensionsUpdated", "extensions_updated", "Extensions were edited", "seen in clients", "seen"),
    _server_event("QueuesUpdated", "queues_updated", "Queues were edited", "seen in clients", "seen"),
    _server_event("DialersUpdated", "dialers_updated", "Campaigns were edited", "seen in clients", "seen"),
    _server_event("keepaliveResponse", "keepalive_response", "The answer to keepalive", "seen in clients", "seen"),
    _server_event(
        "loginResponse", "login_response", "The answer to a login inside the socket", "seen in clients", "seen"
    ),
    _own("webPhoneRegistered", "web_phone_registered", "server", "The web phone is registered, or not"),
    _own("webPhoneFailed", "web_phone_failed", "server", "What the web phone asked for cannot be done"),
    _client_event("keepalive", "keepalive", "Does my login still hold?"),
    _client_event("resync", "resync", "The snapshots again, please"),
    _client_event("closeme", "closeme", "Disconnect me"),
    _client_event("updateMonitoredExtensions", "update_monitored_extensions", "Only events of these extensions"),
    _client_event("login", "login", "Login inside the socket with a token"),
    _client_event("loginUser", "login_user", "Login inside the socket as a user"),
    _client_event("loginUserCode", "login_user_code", "Login inside the socket with a user's code"),
    _client_event("loginAccount", "login_account", "Login inside the socket as an account"),
    _own("webPhoneRegister", "web_phone_register", "client", "The web phone registers as an extension"),
    _own("webPhoneCall", "web_phone_call", "client", "The web phone calls"),
    _own("webPhoneAnswer", "web_phone_answer", "client", "The web phone answers"),
    _own("webPhoneHangUp", "web_phone_hang_up", "client", "The web phone ends or refuses a call"),
    _own("webPhoneMute", "web_phone_mute", "client", "The web phone mutes or unmutes"),
)
"""Every event of the socket, both ways; what the server sends on connecting comes first, in its order."""

SNAPSHOT_ORDER = ("loginSuccess", "loginStatus", "AllExtensionsStatus", "AllDialersStatus")
"""What a client is sent after it has connected, in this order."""
