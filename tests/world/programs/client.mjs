// node client.mjs <one of kinds> <node_modules>; bun and deno run it too
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
  undici: async (method, url, type, body) => {
    const { request } = require("undici");
    const answer = await request(url, body === null ? { method } : { method, body, headers: { "content-type": type } });
    return [answer.statusCode, Buffer.from(await answer.body.arrayBuffer())];
  },
  "node-fetch": async (method, url, type, body) => {
    const fetch = require("node-fetch");
    const answer = await fetch(url, body === null ? { method } : { method, body, headers: { "content-type": type } });
    return [answer.status, await answer.buffer()];
  },
  ky: async (method, url, type, body) => {
    const { default: ky } = await import(modules + "/ky/distribution/index.js");
    const options = { method, throwHttpErrors: false };
    const answer = await ky(url, body === null ? options : { ...options, body, headers: { "content-type": type } });
    return [answer.status, Buffer.from(await answer.arrayBuffer())];
  },
  needle: async (method, url, type, body) => {
    // Like Node's http, it refuses a path with characters that need encoding.
    const options = body === null ? { parse: false } : { parse: false, headers: { "content-type": type } };
    const answer = await require("needle")(method.toLowerCase(), new URL(url).href, body, options);
    return [answer.statusCode, answer.raw];
  },
  superagent: async (method, url, type, body) => {
    const request = require("superagent")(method, url).ok(() => true);
    const answer = await (body === null ? request : request.set("Content-Type", type).send(body.toString()));
    return [answer.status, Buffer.from(answer.text ?? "")];
  },
  "jquery": async (method, url, type, body) => {
    const { JSDOM } = require("jsdom");
    const { window } = new JSDOM("", { url: new URL(url).origin });
    const jquery = require("jquery")(window);
    const options = body === null ? {} : { data: body.toString(), contentType: type, processData: false };
    return new Promise((resolve) =>
      jquery.ajax({ url, method, dataType: "text", ...options, complete: (answer) => resolve([answer.status, Buffer.from(answer.responseText ?? "")]) }),
    );
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [method, url, type, body] = line.split("\t");
  const [status, answer] = await kinds[kind](method, url, type, body === "-" ? null : Buffer.from(body, "base64"));
  console.log(`${status}\t${Buffer.from(answer).toString("base64")}`);
}
