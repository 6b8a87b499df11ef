#!/usr/bin/env bash
# geventhttpclient 2.6.1, the client under Locust's FastHttpUser: a GET whose connection the server closes without an answer
# is sent again, at once and on new connections, `concurrency` times more: with the pool of 10,000 that a load test sets,
# one request is ten thousand, and a server that was only overloaded is kept down. A POST is sent once.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check geventhttpclient==2.6.1
cat >closes.py <<'PY'
from gevent import monkey; monkey.patch_all()
import socket, threading
from geventhttpclient import HTTPClient

seen = []
listening = socket.create_server(("127.0.0.1", 0))

def serve():
    while True:
        connection, _ = listening.accept()
        seen.append(connection.recv(65536))
        connection.close()

threading.Thread(target=serve, daemon=True).start()
client = HTTPClient("127.0.0.1", listening.getsockname()[1], concurrency=1000)
for method in ("GET", "POST"):
    seen.clear()
    try:
        client.request(method, "/", b"")
    except Exception as error:
        print(f"{method}: {type(error).__name__} after {len(seen)} requests")
PY
seen=$(env/bin/python closes.py)
echo "$seen"
[ "$seen" = "GET: HTTPConnectionClosed after 1002 requests
POST: HTTPConnectionClosed after 1 requests" ]
