// A socket.io client of a given version, driven over pipes: prints what it hears as JSON lines, takes commands the
// same way. node client.js <1.3.7|2.4.0|4|ours> <path of the client> <path of ws> <url> <options>
"use strict";
const [kind, clientPath, wsPath, url, optionsText] = process.argv.slice(2);
const options = JSON.parse(optionsText || "{}");

function say(line) {
  process.stdout.write(JSON.stringify(line) + "\n");
}

if (kind === "1.3.7" || kind === "ours") {
  global.WebSocket = require(wsPath); // both are for browsers
  global.navigator = global.navigator || { userAgent: "node" };
}
const io = kind === "4" ? require(clientPath).io : require(clientPath);
const socket = io(url, options);

if (kind === "4") {
  socket.onAny((name, ...values) => say({ event: name, data: values[0] === undefined ? null : values[0] }));
} else {
  const plain = socket.onevent;
  socket.onevent = function (packet) {
    say({ event: packet.data[0], data: packet.data[1] === undefined ? null : packet.data[1] });
    plain.call(socket, packet);
  };
}
for (const name of ["connect", "disconnect", "connect_error", "error", "reconnect"]) {
  socket.on(name, (value) => say({ own: name, value: value && value.message ? value.message : String(value) }));
}

let rest = "";
process.stdin.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    const command = JSON.parse(line);
    if (command.emit) socket.emit(...command.emit);
    else if (command.call) socket[command.call]();
  }
});
process.stdin.on("end", () => process.exit(0));
