#!/usr/bin/env bash
# A sender of webhooks in Node writes a form with http.request and gives no length, so Node sends it chunked. Django 5.2.19
# and Falcon 4.4.0 under gunicorn 27.0.1 read an empty form and answer 200: the sender has its acknowledgement, and the
# call is lost. Flask 3.1.3 under the same gunicorn reads it, and all three do under waitress 3.0.2, which waits for the
# end and sets a Content-Length. gunicorn says with `wsgi.input_terminated` that the body may be read to its end; Django
# and Falcon go by Content-Length alone. Under ASGI, Django reads it. Known: Django ticket 35838, gunicorn issue 2947.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check Django==5.2.19 falcon==4.4.0 Flask==3.1.3 \
  gunicorn==27.0.1 waitress==3.0.2
cat >applications.py <<'PY'
import falcon
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from flask import Flask, request

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"])
urlpatterns = [path("", lambda request: HttpResponse(request.POST.get("status", "nothing")))]
django = get_wsgi_application()

flask = Flask(__name__)
flask.post("/")(lambda: request.form.get("status", "nothing"))

class Calls:
    def on_post(self, request, response):
        response.text = request.get_media().get("status", "nothing")

falcon = falcon.App()
falcon.add_route("/", Calls())
PY
cat >send.js <<'JS'
const request = require("http").request({ port: process.argv[2], method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded" } }, (response) => {
  response.on("data", (body) => console.log(`${process.argv[3]}: ${response.statusCode} ${body}`));
});
request.write("status=");
request.end("ANSWER");
JS
cat >run.py <<'PY'
import socket, subprocess, sys, time

for server in "gunicorn", "waitress":
    for name in "django", "falcon", "flask":
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = {"gunicorn": ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}"],
                   "waitress": ["-m", "waitress", f"--listen=127.0.0.1:{port}"]}[server]
        with subprocess.Popen([sys.executable, *command, f"applications:{name}"], stderr=subprocess.DEVNULL) as process:
            for _ in range(200):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            subprocess.run(["node", "send.js", str(port), f"{name} under {server}"], check=True)
            process.terminate()
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "django under gunicorn: 200 nothing
falcon under gunicorn: 200 nothing
flask under gunicorn: 200 ANSWER
django under waitress: 200 ANSWER
falcon under waitress: 200 ANSWER
flask under waitress: 200 ANSWER" ]
