#!/usr/bin/env bash
# A gateway names itself `<sip:0721234567;phone-context=+972@gw.example;user=phone>` in Contact: a telephone number with its
# context before the @, as RFC 3261 section 19.1.6 makes SIP URIs of tel: URIs. JsSIP 3.13.8 and SIP.js 0.21.2 parse it,
# and write `sip:0721234567%3Bphone-context%3D+972@gw.example;user=phone` where they send to it, in ACK and BYE too. By
# section 19.1.4 that is another URI, since `;` and `=` are reserved characters, and no number at all: a gateway that
# compares, or looks the number up, does not know the call. Their parameters after the @ are kept. The two share a grammar
# that is older than either.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund jssip@3.13.8 sip.js@0.21.2 >/dev/null
cat >read.js <<'JS'
const JsSIP = require("jssip"), { Grammar } = require("sip.js/lib/grammar/grammar");
for (const user of ["0721234567", "0721234567;phone-context=+972", "+97236123456;ext=12"]) {
  const contact = `<sip:${user}@gw.example;user=phone>`;
  console.log(`JsSIP:  BYE ${JsSIP.NameAddrHeader.parse(contact).uri} SIP/2.0`);
  console.log(`SIP.js: BYE ${Grammar.nameAddrHeaderParse(contact).uri.toRaw()} SIP/2.0`);
}
JS
seen=$(node read.js)
echo "$seen"
[ "$seen" = "JsSIP:  BYE sip:0721234567@gw.example;user=phone SIP/2.0
SIP.js: BYE sip:0721234567@gw.example;user=phone SIP/2.0
JsSIP:  BYE sip:0721234567%3Bphone-context%3D+972@gw.example;user=phone SIP/2.0
SIP.js: BYE sip:0721234567%3Bphone-context%3D+972@gw.example;user=phone SIP/2.0
JsSIP:  BYE sip:+97236123456%3Bext%3D12@gw.example;user=phone SIP/2.0
SIP.js: BYE sip:+97236123456%3Bext%3D12@gw.example;user=phone SIP/2.0" ]
