#!/usr/bin/env bash
# A server of socket.io 4.8.4 gets `connectionStateRecovery: {}`, so that browsers lose no event in a short break. From then on
# each event that it emits without an acknowledgement ends in one argument more, an offset such as "Q8dgoDQ", for all
# clients, also those that cannot recover anything. In JavaScript nobody sees it, since a function ignores arguments.
# Handlers of python-socketio 5.18.1's client, `def call(event)`, fail with a TypeError, each time and with each event:
# a switch in the server has every Python listener hear nothing. Those that take `*arguments` get the offset with the rest.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check "python-socketio[client]==5.18.1"
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null
cat >server.js <<'JS'
const { Server } = require("socket.io"), { io: connect } = require("socket.io-client");
const server = new Server(0, process.argv[2] === "on" ? { connectionStateRecovery: {} } : {});
server.httpServer.on("listening", () => {
  const { port } = server.httpServer.address();
  const socket = connect(`http://127.0.0.1:${port}`);
  socket.on("call", (...values) => console.log(`JavaScript: ${values.length} arguments`));
  socket.on("connect", () => console.log(port));
});
server.on("connection", (socket) => socket.on("begin", (done) => {
  server.emit("call", { caller: "0541234567" });
  setTimeout(done, 300);
}));
JS
cat >run.py <<'PY'
import subprocess, threading
import socketio

for recovery in "off", "on":
    server = subprocess.Popen(["node", "server.js", recovery], stdout=subprocess.PIPE, text=True)
    seen, failed = [], []
    threading.excepthook = lambda failure: failed.append(failure.exc_type.__name__)
    client = socketio.Client()

    @client.on("call")
    def call(event):
        seen.append(event["caller"])

    client.connect(f"http://127.0.0.1:{server.stdout.readline().strip()}")
    client.call("begin")
    client.sleep(0.3)
    print(f"recovery {recovery}: Python heard {seen}, failed {failed};", server.stdout.readline().strip())
    client.disconnect()
    server.kill()
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "recovery off: Python heard ['0541234567'], failed []; JavaScript: 1 arguments
recovery on: Python heard [], failed ['TypeError']; JavaScript: 2 arguments" ]
