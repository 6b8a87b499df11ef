#!/usr/bin/env bash
# `"format": "date-time"` is RFC 3339 in every draft of JSON Schema. What five validators, with formats switched on, say of
# times as telephone systems write them:
#   2026-03-01 10:00:00Z, a blank for the T: ajv and cfworker take it, the Python ones refuse (the RFC has a note on it).
#   …+0300 and +03, no colon, no minutes, both against the RFC: ajv-formats 3.0.1 takes both, fastjsonschema the first.
#   2016-12-31T23:59:60Z, the leap second that is an example in the RFC: jsonschema with rfc3339-validator refuses it.
# A contract tested with ajv where it is written, and checked in Python where calls arrive, refuses calls in production.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 rfc3339-validator==0.1.4 \
  jsonschema-rs==0.60.3 fastjsonschema==2.22.3
npm install --silent --no-audit --no-fund ajv@8.20.0 ajv-formats@3.0.1 @cfworker/json-schema@4.1.6 >/dev/null
cat >times.json <<'JSON'
["2026-03-01T10:00:00Z", "2026-03-01 10:00:00Z", "2026-03-01T10:00:00+0300", "2026-03-01T10:00:00+03", "2016-12-31T23:59:60Z"]
JSON
cat >judge.py <<'PY'
import json
import fastjsonschema, jsonschema_rs
from jsonschema import Draft202012Validator

schema = {"$schema": "http://json-schema.org/draft-07/schema#", "format": "date-time"}
fast = fastjsonschema.compile(schema)

def takes(time):
    try:
        return fast(time) == time
    except fastjsonschema.JsonSchemaValueException:
        return False

validators = {
    "jsonschema": Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid,
    "jsonschema-rs": jsonschema_rs.Draft202012Validator({"format": "date-time"}, validate_formats=True).is_valid,
    "fastjsonschema": takes,
}
for name, valid in validators.items():
    print(name, *("valid" if valid(time) else "-" for time in json.load(open("times.json"))))
PY
cat >judge.js <<'JS'
const Ajv = require("ajv/dist/2020").default, formats = require("ajv-formats").default;
const { Validator } = require("@cfworker/json-schema");
const ajv = new Ajv(), schema = { type: "string", format: "date-time" };
formats(ajv);
const validators = { ajv: ajv.compile(schema), cfworker: (time) => new Validator(schema, "2020-12").validate(time).valid };
for (const [name, valid] of Object.entries(validators))
  console.log(name, ...require("./times.json").map((time) => (valid(time) ? "valid" : "-")));
JS
seen=$(env/bin/python judge.py && node judge.js)
echo "$seen"
[ "$seen" = "jsonschema valid - - - -
jsonschema-rs valid - - - valid
fastjsonschema valid - valid - valid
ajv valid valid valid valid valid
cfworker valid valid - - valid" ]
