#!/usr/bin/env bash
# uvicorn 0.54.0 with httptools 0.9.0: a POST that offers an upgrade which the server does not take (`Upgrade: h2c`, what
# the JDK's HttpClient and `curl --http2` send on http:// by default) reaches the application with an empty body.
# RFC 9110 section 7.8 lets a server ignore the header, and then the request is an ordinary one. With `--http h11`,
# the same uvicorn hands the body on. The only trace is the warning "Unsupported upgrade request".
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check uvicorn==0.54.0 httptools==0.9.0 h11==0.16.0
cat >run.py <<'PY'
import asyncio, sys, threading, time, socket
import uvicorn

async def app(scope, receive, send):
    assert scope["type"] == "http"
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})

def echoed(http, extra):
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=http, lifespan="off", log_level="error"))
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    with socket.create_connection(listener.getsockname()) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + extra + b"Content-Length: 9\r\n\r\ncode=1234")
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(4096), b"")).partition(b"\r\n\r\n")[2].decode() or "nothing"

OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
for http in ("h11", "httptools"):
    print(http, "plain:", echoed(http, b"Connection: close\r\n"), "offering h2c:", echoed(http, OFFER))
PY
seen=$(env/bin/python run.py 2>/dev/null)
echo "$seen"
[ "$seen" = $'h11 plain: code=1234 offering h2c: code=1234\nhttptools plain: code=1234 offering h2c: nothing' ]
