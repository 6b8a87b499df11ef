#!/usr/bin/env bash
# A gateway sends an INVITE whose From is `<tel:+972541234567>`, a telephone number by RFC 3966, as RFC 3261 section 20.20
# allows and mobile operators' networks do. JsSIP 3.13.8 and SIP.js 0.21.2 drop the message: no 100, no 4xx, no event
# for the application. The browser does not ring, and the gateway sends again until it gives up with 408. OPTIONS fares
# alike. The same number as `<sip:+972541234567@gw.example;user=phone>` is answered. Their grammar has sip: and sips:
# only, and a From that it cannot read ends the message; JsSIP says so where debug output is switched on.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund jssip@3.13.8 sip.js@0.21.2 >/dev/null
cat >run.js <<'JS'
const JsSIP = require("jssip"), { UserAgent, TransportState, EmitterImpl } = require("sip.js");
let answers, number = 0;
const note = (message) => answers.push(message.split("\r\n")[0]);

const socket = {
  via_transport: "WS", url: "ws://gw.example", sip_uri: "sip:gw.example;transport=ws",
  connect() { this.onconnect(); }, disconnect() {}, isConnected: () => true, isConnecting: () => false,
  send(message) { note(message); return true; },
};
let transport;
class Transport {
  protocol = "WS"; state = TransportState.Connected; stateChange = new EmitterImpl();
  constructor() { transport = this; }
  async connect() {}
  async disconnect() {}
  async dispose() {}
  isConnected() { return true; }
  async send(message) { note(message); }
}
const request = (method, from) => [
  `${method} sip:me@10.0.0.1 SIP/2.0`, `Via: SIP/2.0/WS gw.example;branch=z9hG4bK${++number}`, "Max-Forwards: 70",
  `From: ${from};tag=1`, "To: <sip:me@example.com>", `Call-ID: ${number}`, `CSeq: 1 ${method}`,
  "Contact: <sip:gw.example>", "Content-Length: 0", "", ""].join("\r\n");

(async () => {
  new JsSIP.UA({ uri: "sip:me@example.com", password: "x", sockets: [socket], register: false }).start();
  const uri = UserAgent.makeURI("sip:me@example.com");
  await new UserAgent({ uri, transportConstructor: Transport, logBuiltinEnabled: false }).start();
  for (const from of ["<sip:+972541234567@gw.example;user=phone>", "<tel:+972541234567>"]) {
    for (const method of ["OPTIONS", "INVITE"]) {
      for (const [name, receive] of [["JsSIP", (m) => socket.ondata(m)], ["SIP.js", (m) => transport.onMessage(m)]]) {
        answers = [];
        receive(request(method, from));
        await new Promise((passed) => setTimeout(passed, 500));
        console.log(`${name}: ${method} from ${from}: ${answers[0] || "no answer"}`);
      }
    }
  }
  process.exit();
})();
JS
seen=$(node run.js)
echo "$seen"
[ "$seen" = "JsSIP: OPTIONS from <sip:+972541234567@gw.example;user=phone>: SIP/2.0 200 OK
SIP.js: OPTIONS from <sip:+972541234567@gw.example;user=phone>: SIP/2.0 200 OK
JsSIP: INVITE from <sip:+972541234567@gw.example;user=phone>: SIP/2.0 100 Trying
SIP.js: INVITE from <sip:+972541234567@gw.example;user=phone>: SIP/2.0 100 Trying
JsSIP: OPTIONS from <tel:+972541234567>: no answer
SIP.js: OPTIONS from <tel:+972541234567>: no answer
JsSIP: INVITE from <tel:+972541234567>: no answer
SIP.js: INVITE from <tel:+972541234567>: no answer" ]
