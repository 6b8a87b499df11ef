#!/usr/bin/env bash
# openapi-python-client 0.29.1 on an operation whose required body may be JSON or a form of the same schema, with no
# optional parameter beside it. The generated function begins
#   body: Pet | Pet | Unset = UNSET
# though the body is required, and the module imports UNSET but not Unset: importing it is a NameError. And both branches
# ask for the same class, so that `data` and `json` would be set, one after the other. The generator says nothing.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv made && made/bin/pip install --quiet openapi-python-client==0.29.1 2>/dev/null
cat >shop.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
 "paths": {"/pets": {"post": {"operationId": "add", "tags": ["pets"],
   "requestBody": {"required": true, "content": {
     "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}},
     "application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
   "responses": {"204": {"description": "Added."}}}}},
 "components": {"schemas": {"Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}}
JSON
PATH=$PWD/made/bin:$PATH openapi-python-client generate --path shop.json --output-path client
module=client/shop_client/api/pets/add.py
grep -n "Unset" $module
grep -q "body: Pet | Pet | Unset = UNSET" $module
! grep -q "import.*Unset" $module
