// Socket.io clients of one version, all in one process: one of its own costs each a fifth of a second.
// node clients.js <1.3.7|2.4.0|4|ours> <path of the client> <path of ws>, driven over pipes by JSON lines:
// takes {id, script, url, options} for a new client, {id, command} for it, and {id, close: true}, which it repeats;
// prints what each hears and does with its id.
"use strict";
const readline = require("readline");
const [kind, clientPath, wsPath] = process.argv.slice(2);

if (kind === "1.3.7" || kind === "ours") {
  global.WebSocket = require(wsPath); // both are for browsers
  global.navigator = global.navigator || { userAgent: "node" };
}
const io = kind === "4" ? require(clientPath).io : require(clientPath);
const scripts = { client: require("./client.js"), sdk: require("./sdk.js") };
const clients = new Map();

function print(id, line) {
  process.stdout.write(JSON.stringify({ id, ...line }) + "\n");
}

readline.createInterface({ input: process.stdin }).on("line", (text) => {
  const { id, script, url, options, command, close } = JSON.parse(text);
  if (script) {
    const say = (line) => clients.has(id) && print(id, line);
    clients.set(id, null); // what it says while it is made is said, too
    clients.set(id, scripts[script](io, kind, url, options, say));
  } else if (command) {
    clients.get(id).command(command);
  } else if (close) {
    const client = clients.get(id);
    clients.delete(id);
    client.close();
    print(id, { close });
  }
}).on("close", () => process.exit(0));
