"""Scripts for browsers: our own small implementations of what the documents' pages load (3.2 §9, §11; cur)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from .. import realtime
from ..tenancy.registry import Registry
from ..wire.http import HttpRequest, HttpResponse
from .endpoints import file

_FOLDER = Path(realtime.__file__).parent / "static"
JAVASCRIPT = "text/javascript; charset=utf-8"


def _script(content: bytes) -> HttpResponse:
    return HttpResponse(200, JAVASCRIPT, content, {"Cache-Control": "no-cache"})


@cache
def _own(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


@cache
def _with_client(name: str, *before: bytes) -> bytes:
    """A script with the socket.io client it stands on; the page's own ``io`` is left alone."""
    inside = b"\n".join([*map(_own, ("origin.js", "socket.io.js")), *before, _own(name)])
    return b"(function () {\n" + inside + b"\n})();\n"


@cache
def _module(name: str) -> bytes:
    """A module as a part of another script."""
    return re.sub(rb"^(?:import .*\n|export )", b"", _own(name), flags=re.MULTILINE)


@file("realtime_login.get_socket_client")
def get_socket_client(request: HttpRequest, registry: Registry) -> HttpResponse:
    """The client given with ``--socket-client``, else ours, whatever the version asked for."""
    given = registry.realtime.socket_client
    return _script(_own("socket.io.js") if given is None else given.read_bytes())


@file("scripts.monitor_listener")
def monitor_listener(request: HttpRequest, registry: Registry) -> HttpResponse:
    return _script(_with_client("voicenterMonitorListener.js"))


@file("scripts.web_phone")
def web_phone(request: HttpRequest, registry: Registry) -> HttpResponse:
    """With a telephone inside, where the server takes real ones: then it has sound."""
    telephone = [_module("sip_messages.js"), _module("sip_phone.js")] if registry.telephones else [b"var SipPhone;"]
    return _script(_with_client("voicenterWebPhone-min.js", *telephone))


@file("scripts.lead_tracker")
def lead_tracker(request: HttpRequest, registry: Registry) -> HttpResponse:
    """Without the socket's client: it asks once, by HTTP."""
    return _script(b"(function () {\n" + _own("origin.js") + _own("did_trace_worker.js") + b"\n})();\n")


@file("scripts.events_sdk")
def events_sdk(request: HttpRequest, registry: Registry) -> HttpResponse:
    return _script(_with_client("voicenter-events-sdk.umd.js"))
