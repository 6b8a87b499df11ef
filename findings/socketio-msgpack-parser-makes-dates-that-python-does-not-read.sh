#!/usr/bin/env bash
# socket.io 4.8.4 writes its packets with socket.io-msgpack-parser 3.0.2, and python-socketio 5.18.1 with msgpack 1.2.4 reads
# them (serializer="msgpack"). An event with a Date in it, `{ at: new Date(…) }`, arrives as ExtType(code=0, data=…), eight
# bytes that count milliseconds: the JavaScript side has an extension type of its own, and MessagePack's timestamp, type
# -1, which Python reads, is another. With the default parser the same event has the text "2026-03-20T10:00:00.000Z".
# Whoever changes the parser on both sides, to have smaller packets, has other events. socket.io-client reads a Date.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check "python-socketio[client]==5.18.1" msgpack==1.2.4
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 socket.io-msgpack-parser@3.0.2 >/dev/null
cat >server.js <<'JS'
const { Server } = require("socket.io"), { io: connect } = require("socket.io-client");
const options = process.argv[2] === "msgpack" ? { parser: require("socket.io-msgpack-parser") } : {};
const server = new Server(0, options);
server.on("connection", (socket) => socket.on("begin", (done) => {
  socket.emit("call", { at: new Date("2026-03-20T10:00:00Z") });
  setTimeout(done, 300);
}));
server.httpServer.on("listening", () => {
  const { port } = server.httpServer.address();
  const socket = connect(`http://127.0.0.1:${port}`, options);
  socket.on("call", ({ at }) => console.log(`JavaScript ${at.constructor.name}\n${port}`));
  socket.emit("begin", () => {});
});
JS
cat >run.py <<'PY'
import subprocess
import socketio

for serializer in "default", "msgpack":
    server = subprocess.Popen(["node", "server.js", serializer], stdout=subprocess.PIPE, text=True)
    in_javascript, port = server.stdout.readline().strip(), server.stdout.readline().strip()
    client = socketio.Client(serializer=serializer)
    client.on("call", lambda event: print(f"{serializer}: {in_javascript}, Python {event['at']!r}"))
    client.connect(f"http://127.0.0.1:{port}")
    client.call("begin")
    client.sleep(0.3)
    client.disconnect()
    server.kill()
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "default: JavaScript String, Python '2026-03-20T10:00:00.000Z'
msgpack: JavaScript Date, Python ExtType(code=0, data=b'\x00\x00\x01\x9d\n\xb0\x01\x00')" ]
