#!/usr/bin/env bash
# Locust 2.47.0: FastHttpUser, which its documentation offers in the place of HttpUser for more load, takes the same call
#   self.client.post("/", data={"fields": ["Date", "CallID"], "phone": None})
# and sends the texts of Python's list and of None as fields. HttpUser sends `fields` twice and no phone. As `params` the
# two send the same. Locust counts a success either way, so the faster user measures a server that finds nothing. And a
# string as `data` has no Content-Type from HttpUser, but `text/plain` from FastHttpUser, which a form parser passes by.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check locust==2.47.0 \
  geventhttpclient==2.6.1 requests==2.34.2
cat >run.py <<'PY'
from gevent import monkey; monkey.patch_all()
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote_plus
from locust import FastHttpUser, HttpUser
from locust.env import Environment

got = []

class Takes(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind = (self.headers["Content-Type"] or "no type").partition(";")[0]
        got.append(f"?{unquote_plus(self.path[2:])}" if "?" in self.path else f"{unquote_plus(body)} as {kind}")
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
Thread(target=server.serve_forever, daemon=True).start()
FIELDS = {"fields": ["Date", "CallID"], "phone": None}
for kind in HttpUser, FastHttpUser:
    User = type("User", (kind,), {"host": "http://127.0.0.1:%d" % server.server_port})
    client = User(Environment(user_classes=[User])).client
    for sent in {"params": FIELDS}, {"data": FIELDS}, {"data": "status=ANSWER"}:
        assert client.post("/", **sent).status_code == 200
        print(f"{kind.__name__}, {next(iter(sent))}: {got.pop()}")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "HttpUser, params: ?fields=Date&fields=CallID
HttpUser, data: fields=Date&fields=CallID as application/x-www-form-urlencoded
HttpUser, data: status=ANSWER as no type
FastHttpUser, params: ?fields=Date&fields=CallID
FastHttpUser, data: fields=['Date', 'CallID']&phone=None as application/x-www-form-urlencoded
FastHttpUser, data: status=ANSWER as text/plain" ]
