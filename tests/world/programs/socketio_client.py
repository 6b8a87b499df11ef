"""python socketio_client.py <url> <transports, comma between> : the same as ``socketio.cjs`` with python-socketio 4 or 5."""

import sys
from typing import Any

import socketio  # type: ignore[import-not-found, unused-ignore]

url, transports = sys.argv[1:]
client: Any = socketio.Client(reconnection=False)


def snapshots(_: Any) -> None:
    print("ready", client.transport() if callable(client.transport) else client.transport, flush=True)


def on_extension_event(event: Any) -> None:
    call: Any = event["data"].get("currentCall") or {}
    sys.stdout.write(f"{event['reason']}\t{call.get('callername', '')}\n")  # one write: handlers run on threads
    sys.stdout.flush()


client.on("AllDialersStatus", snapshots)
client.on("ExtensionEvent", on_extension_event)
client.connect(url, transports=transports.split(","))
client.wait()
