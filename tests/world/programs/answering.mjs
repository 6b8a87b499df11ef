// node answering.mjs <folder of answers> [express|fastify|koa|bun|deno <node_modules>]
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";

const [folder, kind = "http", modules = folder] = process.argv.slice(2);
const require = createRequire(modules + "/");

// What a request is answered with: content type and text. Says which request it was.
const answer = (method, url, length) => {
  const name = url.split("?")[0];
  console.log(`${method}\t${name}\t${length}`);
  return [name.endsWith(".xml") ? "text/xml" : "application/json", fs.readFileSync(folder + name)];
};
const ofStream = async (stream) => {
  let length = 0;
  for await (const chunk of stream) length += chunk.length;
  return length;
};
const begin = (server) => server.listen(0, "127.0.0.1", () => console.log(server.address().port));
const withFetch = async (request) => {
  const body = await request.arrayBuffer();
  const [type, text] = answer(request.method, new URL(request.url).pathname, body.byteLength);
  return new Response(text, { headers: { "content-type": type } });
};

const kinds = {
  http: () =>
    begin(
      http.createServer(async (request, response) => {
        const [type, text] = answer(request.method, request.url, await ofStream(request));
        response.setHeader("content-type", type);
        response.end(text);
      }),
    ),
  express: () => {
    const express = require("express");
    const app = express().use(express.raw({ type: () => true }));
    app.use((request, response) => {
      const [type, text] = answer(request.method, request.url, request.body?.length ?? 0);
      response.type(type).send(text);
    });
    begin(http.createServer(app));
  },
  fastify: async () => {
    const app = require("fastify")();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body));
    app.all("/*", (request, reply) => {
      const [type, text] = answer(request.method, request.url, request.body?.length ?? 0);
      return reply.type(type).send(text);
    });
    console.log(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
  },
  koa: () => {
    const Koa = require("koa");
    const app = new Koa().use(async (context) => {
      [context.type, context.body] = answer(context.method, context.url, await ofStream(context.req));
    });
    begin(http.createServer(app.callback()));
  },
  bun: () => console.log(globalThis.Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: withFetch }).port),
  deno: () => {
    const onListen = ({ port }) => console.log(port);
    globalThis.Deno.serve({ port: 0, hostname: "127.0.0.1", onListen }, withFetch);
  },
};
await kinds[kind]();
