#!/usr/bin/env bash
# orval 7.13.2 on `"enum": [0, 1, "0", "1"]`, which an API says that takes an error number as number or text. It writes
#   export const ShopError = { NUMBER_0: 0, NUMBER_1: 1, NUMBER_0: '0', NUMBER_1: '1' } as const
# and TypeScript refuses it: an object literal cannot have multiple properties with the same name (TS1117). orval itself
# reports success. Members whose names differ in case alone (`err`, `Err`) end alike, as two types of one name.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund orval@7.13.2 typescript@5.9.3 >/dev/null
cat >shop.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
 "paths": {"/state": {"get": {"operationId": "state", "responses": {"200": {"description": "How it is.",
   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shop"}}}}}}}},
 "components": {"schemas": {"Shop": {"type": "object", "properties": {"error": {"enum": [0, 1, "0", "1"]}}}}}}
JSON
npx --no-install orval --input shop.json --output api.ts --client fetch
seen=$(npx --no-install tsc --noEmit --strict --skipLibCheck --target es2022 --lib es2022,dom api.ts || true)
echo "$seen"
[ "$(grep -c TS1117 <<<"$seen")" = 2 ]
