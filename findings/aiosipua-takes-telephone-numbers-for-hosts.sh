#!/usr/bin/env bash
# aiosipua 0.7.1, a SIP stack for asyncio, reads the two ways in which SIP writes a telephone number that is more than digits:
#   tel:+972541234567                                         a SIP URI of the host "tel", port 972541234567
#   sip:0541234567;phone-context=+972@gw.example;user=phone   the host 0541234567, with a phone-context of
#                                                             "+972@gw.example"; nobody is the user
# The first is RFC 3966, the second what RFC 3261 section 19.1.6 makes of such. Nothing is raised; the caller of such a
# call has no number (`uri.user` is None), and the gateway that it came from is in a parameter.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check aiosipua==0.7.1
cat >run.py <<'PY'
from aiosipua import parse_uri

for text in (
    "sip:+972541234567@gw.example;user=phone", "tel:+972541234567",
    "sip:0541234567;phone-context=+972@gw.example;user=phone",
):
    uri = parse_uri(text)
    print(f"{text}: {uri.scheme}, user {uri.user}, host {uri.host}, port {uri.port}, {uri.params}")
PY
seen=$(env/bin/python run.py)
echo "$seen"
[ "$seen" = "sip:+972541234567@gw.example;user=phone: sip, user +972541234567, host gw.example, port None, {'user': 'phone'}
tel:+972541234567: sip, user None, host tel, port 972541234567, {}
sip:0541234567;phone-context=+972@gw.example;user=phone: sip, user None, host 0541234567, port None, \
{'phone-context': '+972@gw.example', 'user': 'phone'}" ]
