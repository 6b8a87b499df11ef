#!/usr/bin/env bash
# @redocly/cli 2.77.0 lints examples with every object closed, also those inside `if`, `then` and `else`, where a branch
# names only what it is about. A valid example is then reported, once for each member that the branch does not name:
#   Example value must conform to the schema: must NOT have unevaluated properties `kind`.
# ajv finds the example valid. The rule's option `allowAdditionalProperties` says that it concerns additional properties;
# with if/then/else there are none here.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund @redocly/cli@2.77.0 ajv@8.20.0 >/dev/null
cat >shop.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {},
 "components": {"schemas": {"Payment": {
   "type": "object", "required": ["kind"],
   "properties": {"kind": {"type": "string"}, "card": {"type": "string"}},
   "if": {"properties": {"kind": {"const": "card"}}},
   "then": {"required": ["card"], "properties": {"card": {"minLength": 4}}},
   "examples": [{"kind": "card", "card": "4711"}]}}}}
JSON
node -e '
const Ajv2020 = require("ajv/dist/2020").default, { Payment } = require("./shop.json").components.schemas;
console.log("ajv:", new Ajv2020({ strict: false }).validate(Payment, Payment.examples[0]));'  | tee ajv.txt
seen=$(npx --no-install redocly lint shop.json --format=stylish 2>&1 || true)
grep "no-invalid-schema-examples" <<<"$seen"
grep -q "ajv: true" ajv.txt
grep -q 'must NOT have unevaluated properties `kind`' <<<"$seen"
