#!/usr/bin/env bash
# HAR 1.2 has two places for a posted form, `postData.text` and `postData.params`, and says that they are mutually
# exclusive. A file that keeps to this loses the form in one of three well-known readers, whichever it chooses:
#   text alone:    httpsnippet 3.0.10 makes a program that posts no body; har-to-k6 0.14.16 and mitmproxy 11.0.2 take it.
#   params alone:  mitmproxy does not read the file at all ("Please provide a valid HAR file"); the other two take it.
# Browsers and mitmproxy itself write both.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check mitmproxy==11.0.2
npm install --silent --no-audit --no-fund har-to-k6@0.14.16 httpsnippet@3.0.10 >/dev/null
cat >make.js <<'JS'
const { writeFileSync } = require("fs"), { HTTPSnippet } = require("httpsnippet");
const mimeType = "application/x-www-form-urlencoded";
const message = { httpVersion: "HTTP/1.1", cookies: [], headersSize: -1, bodySize: -1 };
const forms = { text: { text: "status=ANSWER" }, params: { params: [{ name: "status", value: "ANSWER" }] } };
(async () => {
  for (const [kind, form] of Object.entries(forms)) {
    const request = { ...message, method: "POST", url: "http://crm.example/cdr", queryString: [],
      headers: [{ name: "Content-Type", value: mimeType }], postData: { mimeType, ...form } };
    const response = { ...message, status: 200, statusText: "OK", headers: [], redirectURL: "",
      content: { size: 0, mimeType: "" } };
    const entry = { startedDateTime: "2026-03-01T00:00:00.000Z", time: 1, cache: {}, request, response,
      timings: { send: 0, wait: 1, receive: 0 } };
    const log = { version: "1.2", creator: { name: "a tool", version: "1" }, entries: [entry] };
    writeFileSync(`${kind}.har`, JSON.stringify({ log }));
    writeFileSync(`${kind}.httpsnippet`, String(await new HTTPSnippet(request).convert("shell", "curl")));
  }
})();
JS
node make.js
for kind in text params; do
  npx --no-install har-to-k6 $kind.har -o $kind.k6.js >/dev/null && mv $kind.k6.js $kind.har-to-k6
  env/bin/mitmdump --no-server --quiet --rfile $kind.har --set hardump=written.har >log.txt 2>&1 || true
  cp written.har $kind.mitmproxy 2>/dev/null || touch $kind.mitmproxy; rm -f written.har
done
seen=$(for kind in text params; do for reader in httpsnippet har-to-k6 mitmproxy; do
  echo "$kind, $reader: $(grep -q ANSWER $kind.$reader && echo taken || echo lost)"; done; done)
echo "$seen"
[ "$seen" = "text, httpsnippet: lost
text, har-to-k6: taken
text, mitmproxy: taken
params, httpsnippet: taken
params, har-to-k6: taken
params, mitmproxy: lost" ]
