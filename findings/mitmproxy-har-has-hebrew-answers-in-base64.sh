#!/usr/bin/env bash
# mitmproxy 11.0.2 writes a HAR of four answers of one endpoint, all `application/json; charset=utf-8`, each with a name in
# it. Those whose first 100 bytes are Hebrew for more than three tenths become base64, the others are text: the same
# recording has the same endpoint both ways, and a search of the file for a customer's name, or a rule that takes names
# out of recordings before they are shared, finds some of them. Requests are always text. mitmproxy reads both back well;
# whoever reads such a HAR by `content.text` alone gets a string that is no JSON.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check mitmproxy==11.0.2
cat >make.py <<'PY'
import json

def entry(name):
    text = json.dumps({"STATUS": "OK", "CLIENTNAME": name}, ensure_ascii=False)
    message = {"httpVersion": "HTTP/1.1", "cookies": [], "headersSize": -1, "bodySize": -1}
    return {
        "startedDateTime": "2026-03-01T00:00:00.000Z", "time": 1, "cache": {}, "timings": {"send": 0, "wait": 1, "receive": 0},
        "request": {**message, "method": "GET", "url": "http://crm.example/popup", "headers": [], "queryString": []},
        "response": {**message, "status": 200, "statusText": "OK", "redirectURL": "",
                     "headers": [{"name": "Content-Type", "value": "application/json; charset=utf-8"}],
                     "content": {"size": len(text), "mimeType": "application/json", "text": text}}}

names = ["Dana", "דנה", "דנה כהן-לוי", "דנה כהן-לוי ממשרד ראשי"]
entries = [entry(name) for name in names]
print(json.dumps({"log": {"version": "1.2", "creator": {"name": "a browser", "version": "1"}, "entries": entries}}))
PY
cat >show.py <<'PY'
import base64, json

for entry in json.load(open("written.har"))["log"]["entries"]:
    content = entry["response"]["content"]
    binary = content.get("encoding") == "base64"
    text = base64.b64decode(content["text"]).decode() if binary else content["text"]
    print("base64" if binary else "text", json.loads(text)["CLIENTNAME"])
PY
env/bin/python make.py >read.har
env/bin/mitmdump --no-server --quiet --rfile read.har --set hardump=written.har
seen=$(env/bin/python show.py)
echo "$seen"
[ "$seen" = "text Dana
text דנה
base64 דנה כהן-לוי
base64 דנה כהן-לוי ממשרד ראשי" ]
