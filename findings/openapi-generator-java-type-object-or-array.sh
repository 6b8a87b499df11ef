#!/usr/bin/env bash
# openapi-generator 7.26.0 on a member that is an object or a list, `"type": ["object", "array"]` (PHP writes an empty
# object as []). It logs "Type array not yet supported in openapi-normalizer", ends with exit code 0, and its Java has a
# method whose parameter has no type:
#   public Shop putExtraItem(String key,  extraItem) {
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv made && made/bin/pip install --quiet openapi-generator-cli==7.26.0 2>/dev/null
cat >shop.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
 "paths": {"/state": {"get": {"operationId": "state", "responses": {"200": {"description": "How it is.",
   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Shop"}}}}}}}},
 "components": {"schemas": {"Shop": {"type": "object", "properties": {
   "extra": {"type": ["object", "array"], "items": {}}}}}}}
JSON
jar=$(find made -name openapi-generator.jar)
java -jar "$jar" generate -i shop.json -g java --library native -o client >log.txt 2>&1
grep -m1 "not yet supported" log.txt
grep -n "putExtraItem" client/src/main/java/org/openapitools/client/model/Shop.java
grep -q "putExtraItem(String key,  extraItem)" client/src/main/java/org/openapitools/client/model/Shop.java
