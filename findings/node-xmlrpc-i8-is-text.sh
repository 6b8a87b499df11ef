#!/usr/bin/env bash
# npm's xmlrpc 1.3.2, the XML-RPC package most Node services use, on `<i8>`, the extension type for 64-bit integers
# that telephone systems send epochs in:
#   <value><i8>1700000000</i8></value>  arrives as the string "1700000000",
#   <value><i4>1700000000</i4></value>  as the number 1700000000.
# Nothing is thrown and nothing is logged: `duration + 1` becomes a longer text. Seen with Node 20.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund xmlrpc@1.3.2 >/dev/null
cat >read.js <<'JS'
const Deserializer = require("xmlrpc/lib/deserializer");
const { Readable } = require("stream");
const body = (type) => `<?xml version="1.0"?><methodCall><methodName>CDR</methodName><params><param>` +
  `<value><${type}>1700000000</${type}></value></param></params></methodCall>`;
for (const type of ["i4", "i8"])
  new Deserializer("utf-8").deserializeMethodCall(Readable.from([body(type)]), (error, method, [value]) =>
    console.log(type, typeof value, JSON.stringify(value)));
JS
seen=$(node read.js | sort)
echo "$seen"
[ "$seen" = $'i4 number 1700000000\ni8 string "1700000000"' ]
