#!/usr/bin/env bash
# Hebrew abbreviations have a quote in them: ד"ר כהן is Dr Cohen, and half of all companies end in בע"מ. In SIP such a name is
# `"ד\"ר כהן" <sip:100@pbx.example>`. Read from that:
#   JsSIP 3.13.8, sipmessage 0.7.1:  ד"ר כהן
#   SIP.js 0.21.2, aiosipua 0.7.1:   ד\"ר כהן, with the backslash, which is then on the screen of who is called
#   drachtio-srf 5.0.29:             "ד\"ר כהן", with the outer quotes too
# Given ד"ר כהן as the name of its user, SIP.js sends `From: "ד"ר כהן" <sip:…>`, and aiosipua writes the same: that is no SIP.
# JsSIP, at the other end, drops such a request without an answer. JsSIP and sipmessage escape what they write.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check sipmessage==0.7.1 aiosipua==0.7.1
npm install --silent --no-audit --no-fund jssip@3.13.8 sip.js@0.21.2 drachtio-srf@5.0.29 >/dev/null
cat >run.js <<'JS'
const JsSIP = require("jssip"), { UserAgent, Messager, EmitterImpl, TransportState } = require("sip.js");
const { Grammar } = require("sip.js/lib/grammar/grammar"), Message = require("drachtio-srf/lib/sip-parser/message");
const header = '"ד\\"ר כהן" <sip:100@pbx.example>;tag=1', sent = [], answers = [];
console.log("read by JsSIP:", JsSIP.NameAddrHeader.parse(header).display_name);
console.log("read by SIP.js:", Grammar.nameAddrHeaderParse(header).displayName);
console.log("read by drachtio:", new Message(`OPTIONS sip:a@b.c SIP/2.0\r\nFrom: ${header}\r\n\r\n`).getParsedHeader("from").name);
const written = new JsSIP.NameAddrHeader(JsSIP.URI.parse("sip:100@pbx.example"), 'ד"ר כהן').toString();
console.log("written by JsSIP:", written);

class Transport {
  protocol = "WS"; state = TransportState.Connected; stateChange = new EmitterImpl();
  async connect() {}
  async disconnect() {}
  async dispose() {}
  isConnected() { return true; }
  async send(message) { sent.push(message); }
}
const socket = {
  via_transport: "WS", url: "ws://pbx.example", sip_uri: "sip:pbx.example;transport=ws",
  connect() { this.onconnect(); }, disconnect() {}, isConnected: () => true, isConnecting: () => false,
  send(message) { answers.push(message.split("\r\n")[0]); return true; },
};
(async () => {
  new JsSIP.UA({ uri: "sip:200@pbx.example", password: "x", sockets: [socket], register: false }).start();
  for (const displayName of ["Dana Cohen", 'ד"ר כהן']) {
    const uri = UserAgent.makeURI("sip:100@pbx.example");
    const user = new UserAgent({ uri, displayName, transportConstructor: Transport, logBuiltinEnabled: false });
    await user.start();
    await new Messager(user, UserAgent.makeURI("sip:200@pbx.example"), "hello").message();
    await new Promise((passed) => setTimeout(passed, 300));
    const message = sent.find((text) => text.startsWith("MESSAGE"));
    sent.length = answers.length = 0;
    console.log("written by SIP.js:", message.match(/^From: (.*?);tag/m)[1]);
    socket.ondata(message);
    await new Promise((passed) => setTimeout(passed, 300));
    console.log("JsSIP answers SIP.js:", answers[0] || "nothing");
  }
  process.exit();
})();
JS
cat >run.py <<'PY'
from aiosipua import Address, parse_address, parse_uri, stringify_address
from sipmessage import URI
from sipmessage import Address as OfSipmessage

name, header = 'ד"ר כהן', '"ד\\"ר כהן" <sip:100@pbx.example>;tag=1'
print("read by sipmessage:", OfSipmessage.parse(header).name)
print("read by aiosipua:", parse_address(header).display_name)
print("written by sipmessage:", OfSipmessage(URI.parse("sip:100@pbx.example"), name))
address = Address(display_name=name, uri=parse_uri("sip:100@pbx.example"), params={})
print("written by aiosipua:", stringify_address(address))
PY
seen=$(node run.js && env/bin/python run.py)
echo "$seen"
[ "$seen" = 'read by JsSIP: ד"ר כהן
read by SIP.js: ד\"ר כהן
read by drachtio: "ד\"ר כהן"
written by JsSIP: "ד\"ר כהן" <sip:100@pbx.example>
written by SIP.js: "Dana Cohen" <sip:100@pbx.example>
JsSIP answers SIP.js: SIP/2.0 405 Method Not Allowed
written by SIP.js: "ד"ר כהן" <sip:100@pbx.example>
JsSIP answers SIP.js: nothing
read by sipmessage: ד"ר כהן
read by aiosipua: ד\"ר כהן
written by sipmessage: "ד\"ר כהן" <sip:100@pbx.example>
written by aiosipua: "ד"ר כהן" <sip:100@pbx.example>' ]
