#!/usr/bin/env bash
# An Express 5.3.0 application that reads queries with the "extended" parser, Express 4's default. A client asks for
# `fields=…` twenty times and gets a list of 20; with one more the same code gets an object, {"0": …, "1": …}:
# `fields.map` is no function, and `fields.length` is undefined. `fields[]=…` and `fields[0]=…` end alike. Posted as a form
# to the same application, all 21 are a list, as they are with Express 4.19.2 either way: qs counts repeated names since
# 6.14.1, and express.urlencoded raises its limit, the query parser does not. Known: express issue 7147.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --silent --no-audit --no-fund express5@npm:express@5.3.0 express4@npm:express@4.19.2 qs@6.17.1 >/dev/null
cat >run.js <<'JS'
const kind = (value) => (Array.isArray(value) ? `list of ${value.length}` : `${typeof value}, length ${value.length}`);
(async () => {
  for (const name of ["express4", "express5"]) {
    const express = require(name), app = express();
    app.set("query parser", "extended").use(express.urlencoded({ extended: true }));
    app.get("/", (request, response) => response.send(kind(request.query.fields)));
    app.post("/", (request, response) => response.send(kind(request.body.fields)));
    const server = app.listen(0, "127.0.0.1");
    await new Promise((listening) => server.on("listening", listening));
    const url = `http://127.0.0.1:${server.address().port}/`;
    for (const count of [20, 21]) {
      const fields = new URLSearchParams(Array.from({ length: count }, (_, i) => ["fields", `field${i}`]));
      const asked = await (await fetch(`${url}?${fields}`)).text();
      const posted = await (await fetch(url, { method: "POST", body: fields })).text();
      console.log(`${name}, ${count} values: query ${asked}; form ${posted}`);
    }
  }
  process.exit();
})();
JS
seen=$(node run.js)
echo "$seen"
[ "$seen" = "express4, 20 values: query list of 20; form list of 20
express4, 21 values: query list of 21; form list of 21
express5, 20 values: query list of 20; form list of 20
express5, 21 values: query object, length undefined; form list of 21" ]
