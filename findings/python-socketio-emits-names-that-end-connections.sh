#!/usr/bin/env bash
# python-socketio 5.18.1 emits any event name to its clients. If that is one of the six that the protocol keeps for itself
# (`connect` and `disconnect` among them, which a telephone system may well call its events), it reports nothing, and
#   socket.io-client 4.8.4 takes the packet for a broken one and ends the connection: "parse error". With reconnection on,
#     it is back within seconds, and gone with the next call.
#   python-socketio's own client runs the application's `disconnect` (`connect`) handler with the event's data as its
#     reason, and stays connected.
# The server of socket.io 4.8.4 throws instead: "disconnect" is a reserved event name.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check python-socketio==5.18.1 uvicorn==0.54.0 \
  websockets==17.4 aiohttp==3.14.5
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null
cat >client.js <<'JS'
const { io } = require("socket.io-client"), { Server } = require("socket.io");
const socket = io(process.argv[2], { transports: ["websocket"], reconnection: false });
let seen = "no disconnect";
socket.on("connect", () => socket.emit("say", process.argv[3], () => {
  console.log(`socket.io-client: ${seen}, ${socket.connected ? "connected" : "not connected"}`);
  process.exit();
}));
socket.on("disconnect", (reason) => {
  console.log(`socket.io-client: ${reason}, ${socket.connected ? "connected" : "not connected"}`);
  try {
    new Server().emit(process.argv[3], {});
  } catch (error) {
    console.log(`socket.io: ${error.message}`);
  }
  process.exit();
});
JS
cat >run.py <<'PY'
import asyncio, socket, subprocess
import socketio, uvicorn

server = socketio.AsyncServer(async_mode="asgi")

@server.on("say")
async def say(sid, name):
    await server.emit(name, {"call": 7}, to=sid)

async def python_client(url, name):
    client, handled = socketio.AsyncClient(reconnection=False), []
    for event in "ringing", "disconnect":
        client.on(event, lambda *data, event=event: handled.append((event, *data)))
    await client.connect(url, transports=["websocket"])
    await client.call("say", name)
    print("python-socketio:", *handled, "connected" if client.connected else "not connected")
    await client.disconnect()

async def main():
    listener = socket.create_server(("127.0.0.1", 0))
    url = "http://127.0.0.1:%d" % listener.getsockname()[1]
    web = uvicorn.Server(uvicorn.Config(socketio.ASGIApp(server), log_level="critical"))
    serving = asyncio.create_task(web.serve([listener]))
    for name in "ringing", "disconnect":
        print("event", name)
        await python_client(url, name)
        client = await asyncio.create_subprocess_exec("node", "client.js", url, name, stdout=subprocess.PIPE)
        print((await client.communicate())[0].decode().strip())
    web.should_exit = True
    await serving

asyncio.run(main())
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "event ringing
python-socketio: ('ringing', {'call': 7}) connected
socket.io-client: no disconnect, connected
event disconnect
python-socketio: ('disconnect', {'call': 7}) connected
socket.io-client: parse error, not connected
socket.io: \"disconnect\" is a reserved event name" ]
