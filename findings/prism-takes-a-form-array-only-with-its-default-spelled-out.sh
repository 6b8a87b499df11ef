#!/usr/bin/env bash
# Prism 5.14.2 serves an OpenAPI document whose form has a list, `fields`. A client posts `fields=Date&fields=CallID`, which
# is what the specification says such a list looks like when nothing else is said (style "form", exploded), and is told
# 422, "Request body property fields must be array". With `"encoding": {"fields": {"style": "form"}}` in the document,
# which says the default, the same request is taken; with `"encoding": {"fields": {}}` it isn't. In a query, the same
# list needs nothing. Where `"explode": false` asks for `fields=Date,CallID`, that is 422 as well (a reserved character),
# and the repeated form is taken. OpenAPI 3.0 documents fare alike. Related: prism issue 2473.
set -euo pipefail
folder=$(mktemp -d); trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund @stoplight/prism-cli@5.14.2 >/dev/null
cat >make.js <<'JS'
const encodings = { none: undefined, empty: {}, style: { style: "form" }, joined: { style: "form", explode: false } };
const fields = { type: "array", items: { type: "string" } }, responses = { 204: { description: "Taken." } };
const paths = { "/query": { get: { parameters: [{ name: "fields", in: "query", schema: fields }], responses } } };
for (const [name, encoding] of Object.entries(encodings))
  paths[`/${name}`] = { post: { responses, requestBody: { content: { "application/x-www-form-urlencoded": {
    schema: { type: "object", properties: { fields } }, ...(encoding && { encoding: { fields: encoding } }) } } } } };
console.log(JSON.stringify({ openapi: "3.1.0", info: { title: "Calls", version: "1" }, paths }));
JS
node make.js >calls.json
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
node node_modules/@stoplight/prism-cli/dist/index.js mock --port "$port" calls.json >log.txt 2>&1 &
for _ in $(seq 240); do grep -q "Prism is listening" log.txt && break; sleep 0.25; done
ask() { curl --silent --output /dev/null --write-out "%{http_code}" "$@"; }
repeated="fields=Date&fields=CallID"
seen=$(echo "query, repeated: $(ask "http://127.0.0.1:$port/query?$repeated")"
  for name in none empty style joined; do
    echo "form, encoding $name: repeated $(ask -d "$repeated" "http://127.0.0.1:$port/$name")," \
      "joined $(ask -d "fields=Date,CallID" "http://127.0.0.1:$port/$name")"
  done)
echo "$seen"
[ "$seen" = "query, repeated: 204
form, encoding none: repeated 422, joined 422
form, encoding empty: repeated 422, joined 422
form, encoding style: repeated 204, joined 422
form, encoding joined: repeated 204, joined 422" ]
