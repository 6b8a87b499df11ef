#!/usr/bin/env bash
# JSON Schema says "an integer or a string" as `"type": ["integer", "string"]` or as `anyOf` of the two, which is what TypeBox's
# Type.Union writes. To a validator they are the same. In Fastify 5.12.8, as it comes, the first leaves a JSON body as it
# is, and the second makes numbers of the strings in it: `"0541234567"` loses its zero, `"+972541234567"` its plus, of a
# call id of 20 digits the last five are others, `"1e3"` is 1000. With the string first in `anyOf` they stay. Likewise
# `anyOf` of null and string makes null of "", and string and null does not. Both strings were valid as they stood; ajv,
# whose coercion this is, tries the branches in their order and keeps the first that a change can satisfy.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund fastify@5.12.8 >/dev/null
cat >run.js <<'JS'
const types = (...names) => ({ anyOf: names.map((type) => ({ type })) });
const properties = { list: { type: ["integer", "string"] }, anyOf: types("integer", "string"), stringFirst: types("string", "integer"),
  nullFirst: types("null", "string"), nullLast: types("string", "null") };
const server = require("fastify")({ ajv: { customOptions: { allowUnionTypes: true } } });
server.post("/", { schema: { body: { type: "object", properties } } }, (request) => request.body);
(async () => {
  for (const value of ["0541234567", "+972541234567", "20260320123456789012", "1e3", "*2700", ""]) {
    const payload = Object.fromEntries(Object.keys(properties).map((name) => [name, value]));
    const { body } = await server.inject({ method: "POST", url: "/", payload });
    const changed = Object.entries(JSON.parse(body)).filter(([, got]) => got !== value);
    console.log(`${JSON.stringify(value)}: ${changed.map(([name, got]) => `${name} ${got}`).join(", ") || "as sent"}`);
  }
})();
JS
seen=$(node run.js)
echo "$seen"
[ "$seen" = '"0541234567": anyOf 541234567
"+972541234567": anyOf 972541234567
"20260320123456789012": anyOf 20260320123456790000
"1e3": anyOf 1000
"*2700": as sent
"": nullFirst null' ]
