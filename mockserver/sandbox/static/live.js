/**
 * What the page shows is fetched when the server says that it changed, and only what is being looked at.
 *
 * The stream `…/changes` carries counters; `need` says what a view shows; a round of fetches asks for what is
 * needed and out of date, and rounds are at least ROUND_MILLISECONDS apart. The first one waits for the stream's first
 * counters, so that nothing is fetched twice and long lists from the right entry on. Lists are bounded.
 */

import { of, PREFIX, request } from "./api.js";
import { STILL } from "./still.js";
import * as store from "./store.js";
import { useZone } from "./words.js";

const ROUND_MILLISECONDS = 350;
const RETRY_SOON_MILLISECONDS = 250;
const RETRY_MILLISECONDS = 2000;
const KEPT = 2000;
const KEPT_DELIVERIES = 300;
const KEPT_UNRESOLVED = 300;

/** `counters`: the numbers of `changes` that make it out of date, its own name if not said; `every`: not oftener. */
const SOURCES = {
  active: { path: "/calls?active=1&limit=300", list: "calls", counters: ["calls"] },
  latest: { path: "/calls?limit=40", list: "calls", counters: ["calls"] },
  recent: { path: "/calls?limit=300", list: "calls", counters: ["calls"], every: 900 },
  agents: { path: "/agents", list: "agents" },
  extensions: { path: "/extensions", list: "extensions", counters: ["extensions", "calls"] },
  queues: { path: "/queues", list: "queues" },
  campaigns: { path: "/campaigns", list: "campaigns" },
  faults: { path: "/faults", list: "faults" },
  expectations: { path: "/expectations", list: "expectations" },
  statistics: { fetch: fetchStatistics, counters: ["calls", "clock"], every: 2000 },
  document: { fetch: fetchDocument, counters: ["organization"] },
  organizations: { fetch: fetchOrganizations, every: 1000 },
  unresolved: { fetch: fetchUnresolved, every: 1500 },
  events: { fetch: () => fetchNumbered("events") },
  requests: { fetch: () => fetchNumbered("requests") },
  cdrs: { fetch: () => fetchNumbered("cdrs") },
  deliveries: { fetch: fetchDeliveries, every: 700 },
  integration: { fetch: fetchIntegration, counters: ["requests", "deliveries", "cdrs", "organization", "unresolved"], every: 700 },
};
/** What is the server's and not an organization's. */
const SHARED = ["organizations", "unresolved"];
/** What is no list. */
const EMPTY = { document: null, statistics: null, integration: null };

let organization = "";
let stream = null;
let counters = {};
let awaitsCounters = false;
let generation = 0; // another one when another organization is followed
let edition = 0; // and also when its numbers begin again: answers to older questions are dropped
let round = -Infinity;
let timer = 0;
const needs = new Map();
const stale = new Set();
const asked = new Map();

/** Follows one organization from now on. */
export function follow(id) {
  generation += 1;
  organization = id;
  store.set("clock", null);
  store.set("gone", "");
  listen();
  beginAnew();
}

function beginAnew() {
  edition += 1;
  clearTimeout(timer);
  timer = 0;
  asked.clear();
  for (const name of Object.keys(SOURCES)) {
    if (!SHARED.includes(name)) store.set(name, name in EMPTY ? EMPTY[name] : []);
  }
  refresh();
}

export function currentOrganization() {
  return organization;
}

/** Says that a view shows these; returns what takes it back. */
export function need(names) {
  for (const name of names) needs.set(name, (needs.get(name) ?? 0) + 1);
  plan(0);
  return () => {
    for (const name of names) needs.set(name, needs.get(name) - 1);
  };
}

/** Asks anew for these, else for everything that is shown. */
export function refresh(names = Object.keys(SOURCES)) {
  for (const name of names) stale.add(name);
  plan(0);
}

function listen() {
  stream?.close();
  counters = {};
  awaitsCounters = Boolean(organization) && !STILL; // a picture's time may be over while nothing is asked for
  if (!organization) return;
  const mine = generation;
  if (STILL) {
    askOnce(mine);
    return;
  }
  const source = new EventSource(PREFIX + of(organization, "/changes"));
  stream = source;
  source.onopen = () => {
    // after a break it may be another server, or the organization may have been reset
    if (store.get("connection") === "lost") beginAnew();
    store.set("connection", "live");
  };
  source.onmessage = (message) => heard(JSON.parse(message.data));
  source.onerror = () => {
    // Either way we ask again ourselves: a browser waits long, and not at all after a refusal.
    source.close();
    stopAwaiting();
    const wait = store.get("connection") === "lost" ? RETRY_MILLISECONDS : RETRY_SOON_MILLISECONDS;
    store.set("connection", "lost");
    setTimeout(() => mine === generation && lookAgain(mine), wait);
  };
}

async function askOnce(mine) {
  const counted = await request("GET", of(organization, "/changes"));
  if (mine !== generation) return;
  heard(counted);
  store.set("connection", "live");
}

/** After a break: the server may be back, ask for its token now, or not know the organization any more. */
async function lookAgain(mine) {
  try {
    await request("GET", of(organization, "/clock"));
  } catch (error) {
    if (mine !== generation) return;
    if (error.status === 401) return location.reload();
    if (error.status === 404) store.set("gone", organization);
    setTimeout(() => mine === generation && lookAgain(mine), RETRY_MILLISECONDS);
    return;
  }
  if (mine === generation) listen();
}

function heard(told) {
  for (const [name, value] of Object.entries(told)) {
    const before = counters[name];
    if (name === "clock") {
      store.set("clock", { ...value, heard: performance.now() });
      if (before && before.now === value.now && before.advancing === value.advancing) continue;
    } else if (before === value) {
      continue;
    }
    for (const [source, { counters: its = [source] }] of Object.entries(SOURCES)) {
      if (its.includes(name)) stale.add(source);
    }
  }
  counters = told;
  if (awaitsCounters) stopAwaiting();
  else plan();
}

/** What was needed meanwhile is asked for now. */
function stopAwaiting() {
  awaitsCounters = false;
  plan(0);
}

function plan(wait = ROUND_MILLISECONDS) {
  if (timer || !organization) return;
  const since = performance.now() - round;
  timer = setTimeout(run, Math.max(wait, ROUND_MILLISECONDS - since, 0));
}

async function run() {
  if (document.hidden || awaitsCounters) {
    timer = 0;
    return; // comes back with visibilitychange, and with the counters
  }
  const mine = edition;
  round = performance.now();
  const due = [...stale].filter(
    (name) => needs.get(name) > 0 && round - (asked.get(name) ?? -Infinity) >= (SOURCES[name].every ?? 0),
  );
  for (const name of due) {
    stale.delete(name);
    asked.set(name, round);
  }
  await Promise.all(due.map((name) => fetchSource(name, mine)));
  if (mine !== edition) return;
  timer = 0;
  if ([...stale].some((name) => needs.get(name) > 0)) plan();
}

async function fetchSource(name, mine) {
  const source = SOURCES[name];
  try {
    const value = source.fetch
      ? await source.fetch()
      : (await request("GET", of(organization, source.path)))[source.list];
    if (mine === edition && value !== undefined) store.set(name, value);
  } catch (error) {
    if (mine !== edition || error.status === 404) return;
    setTimeout(() => mine === edition && refresh([name]), RETRY_MILLISECONDS);
  }
}

// ---- sources that are more than one answer -----------------------------------------------------------------

/** New entries behind those that are known; a gap that is too wide is jumped. */
async function fetchNumbered(name) {
  const known = store.get(name) ?? [];
  const last = known.at(-1)?.number ?? 0;
  const since = Math.max(last, (counters[name] ?? 0) - KEPT);
  const fresh = (await request("GET", of(organization, `/${name}?since=${since}&limit=${KEPT}`)))[name];
  return fresh.length ? [...known, ...fresh].slice(-KEPT) : undefined;
}

/** Deliveries change after they are listed, so the newest ones are read again. */
async function fetchDeliveries() {
  const since = Math.max(0, (counters.last_delivery ?? 0) - KEPT_DELIVERIES);
  const answer = await request("GET", of(organization, `/deliveries?since=${since}&limit=${2 * KEPT_DELIVERIES}`));
  store.set("circuits", answer.circuits);
  return answer.deliveries.slice(-KEPT_DELIVERIES);
}

/** How the integration is doing: what was not accepted, refused, or broke a contract. */
async function fetchIntegration() {
  return request("GET", of(organization, "/status"));
}

async function fetchOrganizations() {
  return (await request("GET", "/_sandbox/organizations")).organizations;
}

async function fetchUnresolved() {
  return (await request("GET", `/_sandbox/requests?since=${Math.max(0, (counters.unresolved ?? 0) - KEPT_UNRESOLVED)}`))
    .requests;
}

async function fetchDocument() {
  const state = await request("GET", of(organization));
  useZone(state.document.time_zone);
  return state;
}

const STRETCHES = 60;
const MINUTE_SECONDS = 60;

/** The stretch of simulated time that the charts show, or as much of it as there has been. */
async function fetchStatistics() {
  const until = counters.clock?.now ?? 0;
  const began = store.get("statistics")?.began ?? 0;
  const since = Math.max(until - (store.get("span") ?? 3600), began, 0);
  const bucket = MINUTE_SECONDS * Math.max(1, Math.ceil((until - since) / STRETCHES / MINUTE_SECONDS));
  return request("GET", of(organization, `/statistics?since=${since.toFixed(3)}&bucket=${bucket}`));
}

/** Another stretch for the charts. */
export function lookAt(seconds) {
  store.set("span", seconds);
  asked.delete("statistics");
  refresh(["statistics"]);
}

/** Simulated time at this moment, between what the server says. */
export function now() {
  const clock = store.get("clock");
  if (!clock) return 0;
  if (clock.mode === "manual" || clock.advancing) return clock.now;
  return clock.now + ((performance.now() - clock.heard) / 1000) * clock.speed;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
