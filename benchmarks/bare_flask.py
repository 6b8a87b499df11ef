"""The least that a Flask application on uvicorn can be: what `launch.py` measures ours against.

`python benchmarks/bare_flask.py PORT` answers 200 on every path and puts what is posted into a dict. Requests are
called in place on the event loop, as ours are, without the care that a real server takes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

import uvicorn
from flask import Flask, request

Event = MutableMapping[str, Any]

app = Flask(__name__)


@app.get("/<path:path>")
def answer(path: str) -> dict[str, str]:
    return {"status": "ok", "path": path}


stored: dict[int, Any] = {}


@app.post("/<path:path>")
def store(path: str) -> dict[str, int]:
    stored[len(stored)] = request.get_json()
    return {"stored": len(stored)}


async def front(
    scope: Event, receive: Callable[[], Awaitable[Event]], send: Callable[[Event], Awaitable[None]]
) -> None:
    body, more = b"", True
    while more:
        event = await receive()
        body += event.get("body", b"")
        more = event.get("more_body", False)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"],
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if body:
        sent = dict(scope["headers"])
        environ |= {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": sent.get(b"content-type", b"").decode("latin-1")}
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
        started[:] = [status, headers]
        return lambda data: None

    content = b"".join(app.wsgi_app(environ, start_response))
    headers = [(name.lower().encode(), value.encode()) for name, value in started[1]]
    await send({"type": "http.response.start", "status": int(started[0][:3]), "headers": headers})
    await send({"type": "http.response.body", "body": content})


if __name__ == "__main__":
    uvicorn.run(
        cast("Any", front), host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", access_log=False, log_config=None
    )
