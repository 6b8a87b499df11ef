#!/usr/bin/env bash
# npm's @apidevtools/swagger-parser 13.0.0, which many generators validate with, on a server variable that is described.
# OpenAPI 3.1 §4.8.6 (Server Variable Object) has `enum`, `default` and `description`. The document is refused for it:
#   #/servers/0/variables/shop must NOT have unevaluated properties
# Without that one line it is valid. OpenAPI 3.0 documents may have it. Seen with Node 20.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund @apidevtools/swagger-parser@13.0.0 >/dev/null
cat >judge.js <<'JS'
const { SwaggerParser } = require("@apidevtools/swagger-parser");
const described = (version, variable) => ({
  openapi: version, info: { title: "Shop", version: "1" }, paths: {},
  servers: [{ url: "https://example.com/{shop}", variables: { shop: { default: "demo", ...variable } } }],
});
const verdict = (version, variable) => SwaggerParser.validate(described(version, variable)).then(
  () => "valid", (error) => String(error.message).trim().split("\n").pop().trim());
(async () => {
  console.log("3.1 without:", await verdict("3.1.0", {}));
  console.log("3.0 described:", await verdict("3.0.3", { description: "Which shop." }));
  console.log("3.1 described:", await verdict("3.1.0", { description: "Which shop." }));
})();
JS
seen=$(node judge.js)
echo "$seen"
grep -q "^3.1 without: valid$" <<<"$seen"
grep -q "^3.0 described: valid$" <<<"$seen"
grep -q "^3.1 described: #/servers/0/variables/shop must NOT have unevaluated properties$" <<<"$seen"
