"""The AsyncAPI 3.0 document of the realtime socket, made from the catalogue's socket events."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .components import Components
from .library import Schema, stored
from .operations import SOCKET_EVENTS
from .operations.hosts import DEFAULT_SERVER
from .operations.model import SocketEvent

_CHANNEL = "#/channels/socket"


def document(server: str = DEFAULT_SERVER) -> Schema:
    """A new document. ``server`` is the base URL of the fake."""
    from .. import __version__

    place = urlsplit(server)
    prefix = place.path.rstrip("/")
    reached = {"host": place.netloc, "protocol": "wss" if place.scheme == "https" else "ws"}

    # AsyncAPI's own schema format is draft 7's, in which nothing may stand beside $ref.
    components = Components(plain_references=True)
    messages = {event.name: _message(event, components) for event in SOCKET_EVENTS.values()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "voicenter-mock: realtime events",
            "version": __version__,
            "description": (
                "What goes over Voicenter's realtime socket (socket.io, Engine.IO 3 and 4): the server's snapshots and "
                "live events, and what clients may send. A message's name is the socket.io event's, its payload the "
                "event's one argument."
            ),
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "sandbox": {
                **reached,
                **({"pathname": prefix} if prefix else {}),
                "description": "voicenter-mock serve",
            },
            "organization": {
                **reached,
                "pathname": f"{prefix}/o/{{organization}}",
                "description": "One organization of it.",
                "variables": {"organization": {"default": "demo", "description": "The organization's id."}},
            },
        },
        "channels": {
            "socket": {
                "address": "/socket.io/",
                "title": "The realtime socket",
                "description": "The token comes from a login over HTTP (see the OpenAPI document).",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
                "bindings": {
                    "ws": {
                        "method": "GET",
                        "query": {
                            "type": "object",
                            "required": ["token", "EIO", "transport"],
                            "properties": {
                                "token": {"type": "string", "description": "The token of the login."},
                                "EIO": {"type": "string", "enum": ["3", "4"], "description": "Engine.IO's version."},
                                "transport": {
                                    "type": "string",
                                    "enum": ["websocket", "polling"],
                                    "description": "Version 3 has websocket only.",
                                },
                            },
                        },
                        "bindingVersion": "0.1.0",
                    }
                },
            }
        },
        "operations": {
            event.name: {
                "action": "send" if event.sender == "server" else "receive",
                "channel": {"$ref": _CHANNEL},
                "title": event.title,
                "messages": [{"$ref": f"{_CHANNEL}/messages/{event.name}"}],
            }
            for event in SOCKET_EVENTS.values()
        },
        "components": {"messages": messages, "schemas": dict(sorted(components.schemas.items()))},
    }


def _message(event: SocketEvent, components: Components) -> dict[str, Any]:
    schema = stored(event.contract)
    message: dict[str, Any] = {
        "name": event.name,
        "title": event.title,
        "description": schema.get("description", ""),
        "payload": components.reference(event.contract),
        "examples": [
            {"name": f"example-{number}", "payload": payload} for number, payload in enumerate(schema["examples"], 1)
        ],
        "x-source": event.source,
    }
    if event.mark != "documented":
        message[f"x-{event.mark}"] = True
    return message
