#!/usr/bin/env bash
# A HAR entry with `?fields=Date&fields=CallID` and one that posts the same two fields as a form. har-to-k6 0.14.16 writes
# a k6 script with neither: the query has `fields` three times, the last value again at its end, and the form has it
# once, as `fields=Date%2CCallID`. A load test made of a recording asks a server for other things than the recording did.
# Nothing is logged. Beside it, issue 104 (a plus in a query doubles the parameter) is another way to the first.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund har-to-k6@0.14.16 >/dev/null
cat >make.js <<'JS'
const params = [{ name: "fields", value: "Date" }, { name: "fields", value: "CallID" }];
const text = "fields=Date&fields=CallID", form = "application/x-www-form-urlencoded";
const request = { httpVersion: "HTTP/1.1", cookies: [], headersSize: -1, bodySize: -1 };
const response = { status: 200, statusText: "OK", httpVersion: "HTTP/1.1", cookies: [], headers: [], redirectURL: "",
  content: { size: 0, mimeType: "" }, headersSize: -1, bodySize: 0 };
const entry = (asked) => ({ startedDateTime: "2026-03-01T00:00:00.000Z", time: 1, cache: {}, response,
  timings: { send: 0, wait: 1, receive: 0 }, request: { ...request, ...asked } });
const entries = [
  entry({ method: "GET", url: `http://api.example/cdr?${text}`, headers: [], queryString: params }),
  entry({ method: "POST", url: "http://api.example/cdr", headers: [{ name: "Content-Type", value: form }], queryString: [],
    postData: { mimeType: form, text, params } })];
console.log(JSON.stringify({ log: { version: "1.2", creator: { name: "a browser", version: "1" }, entries } }));
JS
node make.js >calls.har
npx --no-install har-to-k6 calls.har -o calls.js >/dev/null
seen=$(grep -o "fields=[^',]*" calls.js)
echo "$seen"
[ "$seen" = 'fields=Date&fields=CallID&fields=CallID
fields=Date%2CCallID' ]
