// node client.mjs http|fetch|axios|got <node_modules>
import http from "node:http";
import { createRequire } from "node:module";
import readline from "node:readline";

const [kind, modules] = process.argv.slice(2);
const require = createRequire(modules + "/");

const kinds = {
  http: (method, url, type, body) =>
    new Promise((resolve, reject) => {
      // Node's http refuses a path with characters that need encoding; URL encodes them.
      const headers = body === null ? {} : { "content-type": type, "content-length": body.length };
      const request = http.request(new URL(url), { method, headers }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => resolve([answer.statusCode, Buffer.concat(chunks)]));
      });
      request.on("error", reject);
      request.end(body ?? undefined);
    }),
  fetch: async (method, url, type, body) => {
    const options = body === null ? { method } : { method, body, headers: { "content-type": type } };
    const answer = await fetch(url, options);
    return [answer.status, Buffer.from(await answer.arrayBuffer())];
  },
  axios: async (method, url, type, body) => {
    const axios = require("axios");
    const options = { method, url, responseType: "arraybuffer", validateStatus: () => true };
    const answer = await axios(body === null ? options : { ...options, data: body, headers: { "content-type": type } });
    return [answer.status, answer.data];
  },
  got: async (method, url, type, body) => {
    const got = require("got");
    const options = { method, throwHttpErrors: false, responseType: "buffer", retry: 0 };
    const answer = await got(url, body === null ? options : { ...options, body, headers: { "content-type": type } });
    return [answer.statusCode, answer.body];
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [method, url, type, body] = line.split("\t");
  const [status, answer] = await kinds[kind](method, url, type, body === "-" ? null : Buffer.from(body, "base64"));
  console.log(`${status}\t${Buffer.from(answer).toString("base64")}`);
}
