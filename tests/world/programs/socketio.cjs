// node socketio.cjs <path of the client> <url> <transports, comma between> : logs in with the token of the URL, waits
// for the four snapshots, says "ready", and prints each ExtensionEvent as "reason<TAB>caller's name".
"use strict";
const [path, url, transports] = process.argv.slice(2);
const library = require(path);
const io = library.io || library;
const options = { transports: transports.split(","), forceNew: true, reconnection: false, query: url.split("?")[1] };
const socket = io(url, options);
const say = (line) => process.stdout.write(line + "\n");
socket.on("AllDialersStatus", () => {
  const engine = socket.io.engine;
  // Say so once the transport is the last of those that were asked for.
  const settled = () => say("ready " + engine.transport.name);
  if (transports === "polling,websocket" && engine.transport.name === "polling") engine.on("upgrade", settled);
  else settled();
});
socket.on("ExtensionEvent", (event) => {
  const call = event.data.currentCall || {};
  say(event.reason + "\t" + (call.callername || ""));
});
for (const name of ["connect_error", "error"]) socket.on(name, (error) => say("error " + (error.message || error)));
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
