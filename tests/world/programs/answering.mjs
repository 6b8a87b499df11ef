// node answering.mjs <folder of answers>
import fs from "node:fs";
import http from "node:http";

const server = http.createServer(async (request, response) => {
  let length = 0;
  for await (const chunk of request) length += chunk.length;
  const name = request.url.split("?")[0];
  console.log(`${request.method}\t${name}\t${length}`);
  response.setHeader("content-type", name.endsWith(".xml") ? "text/xml" : "application/json");
  response.end(fs.readFileSync(process.argv[2] + name));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
