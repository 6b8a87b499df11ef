#!/usr/bin/env bash
# A HAR entry posts the form `fields=Date&fields=CallID&phone=%2B972541234567`; its `postData.params` are the three fields,
# decoded, as mitmproxy writes them. httpsnippet 3.0.10 makes programs of it, and these post:
#   shell curl:        phone=+972541234567, not encoded: a receiver reads a space where the plus was
#   node native:       the form
#   node axios, fetch: one `fields`, the last (URLSearchParams.set for each)
#   javascript fetch:  fields=Date,CallID, one field with a comma in it
# Of the same three as a query, all but one make the same query; axios 1.x makes `fields[]` twice. Nothing is said.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund httpsnippet@3.0.10 axios@1.21.1 node-fetch@2.7.0 >/dev/null
cat >run.js <<'JS'
const { HTTPSnippet } = require("httpsnippet"), http = require("http"), { promisify } = require("util");
const run = promisify(require("child_process").execFile);
const AsyncFunction = (async () => {}).constructor;
const params = [["fields", "Date"], ["fields", "CallID"], ["phone", "+972541234567"]].map(([name, value]) => ({ name, value }));
const text = "fields=Date&fields=CallID&phone=%2B972541234567";
const programs = [["shell", "curl"], ["node", "native"], ["node", "axios"], ["node", "fetch"], ["javascript", "fetch"]];
let got;
const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    got(request.url.split("?")[1] ?? body);
    response.setHeader("Content-Type", "application/json");
    response.end("{}");
  });
}).listen(0, "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}/cdr`;
  const base = { url, httpVersion: "HTTP/1.1", cookies: [], headersSize: -1, bodySize: -1 };
  const form = { ...base, method: "POST", queryString: [],
    headers: [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }],
    postData: { mimeType: "application/x-www-form-urlencoded", text, params } };
  const query = { ...base, url: `${url}?${text}`, method: "GET", headers: [], queryString: params };
  for (const [kind, request] of Object.entries({ form, query }))
    for (const [language, client] of programs) {
      const program = String(await new HTTPSnippet(request).convert(language, client));
      const sent = new Promise((resolve) => (got = resolve));
      if (language === "shell") await run("bash", ["-c", program]);
      else await new AsyncFunction("require", "console", program)(require, { log() {}, error() {} });
      const pairs = [...new URLSearchParams(await sent)].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      console.log(`${kind}, ${language} ${client}: ${pairs.join(" ")}`);
    }
  process.exit();
});
JS
seen=$(node run.js)
echo "$seen"
[ "$seen" = 'form, shell curl: fields="Date" fields="CallID" phone=" 972541234567"
form, node native: fields="Date" fields="CallID" phone="+972541234567"
form, node axios: fields="CallID" phone="+972541234567"
form, node fetch: fields="CallID" phone="+972541234567"
form, javascript fetch: fields="Date,CallID" phone="+972541234567"
query, shell curl: fields="Date" fields="CallID" phone="+972541234567"
query, node native: fields="Date" fields="CallID" phone="+972541234567"
query, node axios: fields[]="Date" fields[]="CallID" phone="+972541234567"
query, node fetch: fields="Date" fields="CallID" phone="+972541234567"
query, javascript fetch: fields="Date" fields="CallID" phone="+972541234567"' ]
