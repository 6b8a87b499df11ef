#!/usr/bin/env bash
# drachtio-srf 5.0.29, the framework of Node SIP servers: `Srf.parseUri` of `sip:+972541234567@gw;user=phone` finds the host
# "gw;user=phone" and no parameters. So it is with every host of one label (a service of Docker Compose, localhost) that
# has no port: `transport=tcp` is gone, and what asks for the name in DNS, or compares it, finds nobody. With a port, or
# a dot in the name, the same URI is read well. Nothing is thrown. Parsed messages give their URIs as text, and those
# who use them take this function.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund drachtio-srf@5.0.29 >/dev/null
cat >run.js <<'JS'
const Srf = require("drachtio-srf");
for (const place of ["gw", "gw:5060", "gw.example", "10.0.0.1"]) {
  const uri = `sip:+972541234567@${place};transport=tcp;user=phone`;
  const { host, params } = Srf.parseUri(uri);
  console.log(`${uri}: host ${host}, ${JSON.stringify(params)}`);
}
JS
seen=$(node run.js)
echo "$seen"
[ "$seen" = 'sip:+972541234567@gw;transport=tcp;user=phone: host gw;transport=tcp;user=phone, {}
sip:+972541234567@gw:5060;transport=tcp;user=phone: host gw, {"transport":"tcp","user":"phone"}
sip:+972541234567@gw.example;transport=tcp;user=phone: host gw.example, {"transport":"tcp","user":"phone"}
sip:+972541234567@10.0.0.1;transport=tcp;user=phone: host 10.0.0.1, {"transport":"tcp","user":"phone"}' ]
