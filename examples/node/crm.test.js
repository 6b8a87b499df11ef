// Needs a sandbox: voicenter-mock serve --clock manual, its URL in VOICENTER_SANDBOX.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { after, before, test } from "node:test";

import { call, webhook } from "./crm.js";

const sandbox = process.env.VOICENTER_SANDBOX ?? "http://127.0.0.1:8025";
const records = [];
const server = webhook((record) => records.push(record));
let organization;

/** One operation of the sandbox's control API. */
async function control(method, path, body) {
  const response = await fetch(`${sandbox}/_sandbox/organizations${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text && JSON.parse(text);
}

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const id = `node-${randomUUID()}`;
  organization = await control("POST", "", { id, template: "demo", clock: "manual" });
  const url = `http://127.0.0.1:${server.address().port}/cdr`;
  await control("PATCH", `/${id}`, { callbacks: { cdr: { url } } });
});

after(async () => {
  await control("DELETE", `/${organization.id}`);
  server.close();
});

const customer = (phone, extension = "SIPSIP1") =>
  call({ baseUrl: organization.base_url, code: organization.code, extension, phone });
const untilIdle = () => control("POST", `/${organization.id}/clock/advance`, { until: "idle" });

test("a busy customer is logged as busy", async () => {
  const id = await customer("0555550017"); // a magic number: always busy
  await untilIdle();

  const ours = records.filter((record) => record.ivruniqueid === id);
  assert.deepEqual(ours.map((record) => record.status), ["ANSWER", "BUSY"]);
});

test("a record that comes twice is logged once", async () => {
  await control("POST", `/${organization.id}/faults`, { on: "cdr", duplicate: true });
  const id = await customer("0555550201");
  await untilIdle();

  assert.equal(records.filter((record) => record.ivruniqueid === id).length, 2);
});

test("an extension that may not call is told why", async () => {
  await assert.rejects(customer("0501234567", "SIPSIP4"), /blocked/);
});
