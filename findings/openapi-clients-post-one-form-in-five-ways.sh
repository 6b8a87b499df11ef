#!/usr/bin/env bash
# An OpenAPI 3.0 document has an operation whose body is application/x-www-form-urlencoded, with a list, `fields`, and an
# object, `data`. Nothing else is said, so the list is a repeated field and the object is JSON (OpenAPI 3.0.3, Encoding
# Object). Each of these clients is given fields ["Date", "CallID"] and data {"a": "b"}, and says that all went well:
#   @hey-api/openapi-ts 0.95.0:         fields=Date&fields=CallID&data={"a":"b"}
#   swagger-client 3.37.3 (Swagger UI): fields=Date,CallID&data={"a":"b"}
#   openapi-fetch 0.17.0:               fields=Date,CallID&data=[object Object]
#   swagger-typescript-api 13.13.0:     fields=Date&fields=CallID&data=[object Object]
#   openapi-client-axios 7.9.1:         fields[]=Date&fields[]=CallID&data[a]=b
#   openapi-typescript-codegen 0.31.0:  the fields of the first, as multipart/form-data
# A server that follows the document finds both in the first alone; what "Try it out" shows is not what it takes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund --legacy-peer-deps @hey-api/openapi-ts@0.95.0 swagger-client@3.37.3 axios@1.21.1 \
  openapi-fetch@0.17.0 swagger-typescript-api@13.13.0 openapi-client-axios@7.9.1 openapi-typescript-codegen@0.31.0 \
  esbuild@0.28.1 typescript@5.9.3 >/dev/null
cat >api.json <<'JSON'
{"openapi": "3.0.3", "info": {"title": "Calls", "version": "1"}, "servers": [{"url": "http://api.example"}],
 "paths": {"/cdr": {"post": {"operationId": "cdr",
   "requestBody": {"required": true, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object",
     "properties": {"fields": {"type": "array", "items": {"type": "string"}},
                    "data": {"type": "object", "additionalProperties": {"type": "string"}}}}}}},
   "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}}}}}}
JSON
npx --no-install openapi-ts --input api.json --output hey >log.txt 2>&1
npx --no-install swagger-typescript-api generate --path api.json --output sta --name index.ts >log.txt 2>&1
npx --no-install openapi --input api.json --output codegen >log.txt 2>&1
for name in hey sta codegen; do
  npx --no-install esbuild $name/index.ts --bundle --platform=node --format=cjs --outfile=$name.js --log-level=error
done
cat >run.js <<'JS'
const http = require("http"), api = require("./api.json");
let got;
const server = http.createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const fields = [...body.matchAll(/name="(.*?)"\r\n\r\n(.*)\r\n/g)].map(([, name, value]) => `${name}=${value}`);
  got = fields.length ? `${request.headers["content-type"].split(";")[0]}: ${fields.join("&")}` : decodeURIComponent(body);
  response.setHeader("Content-Type", "application/json");
  response.end("{}");
});
server.listen(0, "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}`, headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const definition = { ...api, servers: [{ url }] };
  const clients = {
    "hey-api": (body) => require("./hey.js").cdr({ body, baseUrl: url }),
    "swagger-client": async (requestBody) =>
      (await new (require("swagger-client"))({ spec: definition })).apis.default.cdr({}, { requestBody }),
    "openapi-fetch": async (body) => (await import("openapi-fetch")).default({ baseUrl: url }).POST("/cdr", { body, headers }),
    "swagger-typescript-api": (body) => new (require("./sta.js").Api)({ baseUrl: url }).cdr.cdr(body),
    "openapi-client-axios": async (body) => {
      const { OpenAPIClientAxios } = require("openapi-client-axios");
      return (await new OpenAPIClientAxios({ definition }).init()).cdr(null, body, { headers });
    },
    "openapi-typescript-codegen": (body) => {
      const { OpenAPI, DefaultService } = require("./codegen.js");
      OpenAPI.BASE = url;
      return DefaultService.cdr(body);
    },
  };
  for (const [name, post] of Object.entries(clients)) {
    await post({ fields: ["Date", "CallID"], data: { a: "b" } });
    console.log(`${name}: ${got}`);
  }
  process.exit();
});
JS
seen=$(node run.js)
echo "$seen"
[ "$seen" = 'hey-api: fields=Date&fields=CallID&data={"a":"b"}
swagger-client: fields=Date,CallID&data={"a":"b"}
openapi-fetch: fields=Date,CallID&data=[object+Object]
swagger-typescript-api: fields=Date&fields=CallID&data=[object Object]
openapi-client-axios: fields[]=Date&fields[]=CallID&data[a]=b
openapi-typescript-codegen: multipart/form-data: fields=Date&fields=CallID&data={"a":"b"}' ]
