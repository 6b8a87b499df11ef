#!/usr/bin/env bash
# sipmessage 0.7.1: a host whose last label has a digit directly behind a letter cannot be read, in a URI or in a Via:
# pbx1, voicenter2, sip.x1. By RFC 3261 (§25.1, toplabel) such names are hosts, and a service of Docker Compose or a machine
# in an office is often called so. A hyphen before the digit (pbx-1) or another label behind it (pbx1.local) is read.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check sipmessage==0.7.1
cat >hosts.py <<'PY'
from sipmessage import URI, Via

for host in ("pbx1", "sip.x1", "pbx-1", "pbx1.local"):
    for parse, text in ((URI.parse, f"sip:ann@{host}"), (Via.parse, f"SIP/2.0/WS {host};branch=z9hG4bK1")):
        try:
            parse(text)
            print(host, "is read")
        except ValueError as error:
            print(host, error)
PY
seen=$(env/bin/python hosts.py)
echo "$seen"
[ "$seen" = "pbx1 URI is not valid
pbx1 Via is not valid
sip.x1 URI is not valid
sip.x1 Via is not valid
pbx-1 is read
pbx-1 is read
pbx1.local is read
pbx1.local is read" ]
