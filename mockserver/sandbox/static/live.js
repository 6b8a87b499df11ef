/**
 * What the page shows is fetched when the server says that it changed, and only what is being looked at.
 *
 * The stream `…/changes` carries counters; `need` says what a view shows; a round of fetches asks for what is
 * needed and out of date, and rounds are at least ROUND_MILLISECONDS apart. Lists are bounded.
 */

import { of, request } from "./api.js";
import * as store from "./store.js";
import { useZone } from "./words.js";

const ROUND_MILLISECONDS = 350;
const RETRY_SOON_MILLISECONDS = 250;
const RETRY_MILLISECONDS = 2000;
export const KEPT = 2000;
const KEPT_DELIVERIES = 500;

/** `every`: seldom enough for what is dear. `after`: the counters that make it out of date. */
const SOURCES = {
  active: { path: "/calls?active=1&limit=300", list: "calls", after: ["events", "calls", "clock"] },
  recent: { path: "/calls?limit=300", list: "calls", after: ["events", "calls"], every: 900 },
  agents: { path: "/agents", list: "agents", after: ["events", "agents"] },
  extensions: { path: "/extensions", list: "extensions", after: ["events", "extensions"] },
  queues: { path: "/queues", list: "queues", after: ["events", "queues"] },
  campaigns: { path: "/campaigns", list: "campaigns", after: ["events", "campaigns"] },
  faults: { path: "/faults", list: "faults", after: ["faults", "requests", "deliveries"], every: 700 },
  expectations: { path: "/expectations", list: "expectations", after: ["expectations", "events"], every: 700 },
  statistics: { fetch: fetchStatistics, after: ["events", "clock"], every: 2000 },
  document: { fetch: fetchDocument, after: ["organization"] },
  organizations: { path: "", list: "organizations", whole: true, after: ["organizations"], every: 3000, aging: true },
  unresolved: { fetch: fetchUnresolved, after: ["unresolved", "requests"], every: 1500, aging: true },
  events: { fetch: () => fetchNumbered("events", "number"), after: ["events"] },
  requests: { fetch: () => fetchNumbered("requests", "number"), after: ["requests"] },
  deliveries: { fetch: fetchDeliveries, after: ["deliveries"] },
};

let organization = "";
let stream = null;
let counters = {};
let generation = 0;
let round = 0;
let timer = 0;
const needs = new Map();
const stale = new Set();
const asked = new Map();

/** Follows one organization from now on. */
export function follow(id) {
  generation += 1;
  organization = id;
  counters = {};
  asked.clear();
  stale.clear();
  for (const name of Object.keys(SOURCES)) {
    if (!SOURCES[name].whole && name !== "unresolved") store.set(name, name === "document" || name === "statistics" ? null : []);
    stale.add(name);
  }
  store.set("clock", null);
  listen();
  plan(0);
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

/** After an action: whatever is shown may be another thing now. */
export function refresh() {
  for (const name of Object.keys(SOURCES)) stale.add(name);
  plan(0);
}

function listen() {
  stream?.close();
  if (!organization) return;
  const mine = generation;
  const source = new EventSource(of(organization, "/changes"));
  stream = source;
  source.onopen = () => {
    if (store.get("connection") === "lost") {
      // it may be another server, or the organization may have been made anew: numbers begin again
      for (const name of ["events", "requests", "deliveries"]) store.set(name, []);
    }
    counters = {};
    store.set("connection", "live");
    refresh();
  };
  source.onmessage = (message) => heard(JSON.parse(message.data));
  source.onerror = () => {
    // Either way we ask again ourselves: a browser waits long, and not at all after a refusal.
    source.close();
    const wait = store.get("connection") === "lost" ? RETRY_MILLISECONDS : RETRY_SOON_MILLISECONDS;
    store.set("connection", "lost");
    setTimeout(() => mine === generation && listen(), wait);
  };
}

function heard(now) {
  for (const [name, value] of Object.entries(now)) {
    const before = counters[name];
    if (name === "clock") {
      store.set("clock", { ...value, heard: performance.now() });
      if (before && before.now === value.now && before.advancing === value.advancing) continue;
    } else if (before === value) {
      continue;
    }
    for (const [source, { after }] of Object.entries(SOURCES)) {
      if (after.includes(name)) stale.add(source);
    }
  }
  counters = now;
  plan();
}

function plan(wait = ROUND_MILLISECONDS) {
  if (timer || !organization) return;
  const since = performance.now() - round;
  timer = setTimeout(run, Math.max(wait, ROUND_MILLISECONDS - since, 0));
}

async function run() {
  if (document.hidden) {
    timer = 0;
    return; // comes back with visibilitychange
  }
  const mine = generation;
  round = performance.now();
  const due = [...stale].filter((name) => needs.get(name) > 0 && round - (asked.get(name) ?? -Infinity) >= (SOURCES[name].every ?? 0));
  for (const name of due) {
    stale.delete(name);
    asked.set(name, round);
  }
  await Promise.all(due.map((name) => fetchSource(name, mine)));
  timer = 0;
  if ([...stale].some((name) => needs.get(name) > 0)) plan();
}

async function fetchSource(name, mine) {
  const source = SOURCES[name];
  try {
    const path = source.whole ? "/_sandbox/organizations" : of(organization, source.path);
    const value = source.fetch ? await source.fetch() : (await request("GET", path))[source.list];
    if (mine === generation && value !== undefined) store.set(name, value);
  } catch (error) {
    if (mine !== generation) return;
    if (error.status === 404 && name === "statistics") return store.set(name, null);
    if (error.status === 404) store.set("gone", organization);
    if (error.status === 0) setTimeout(() => mine === generation && (stale.add(name), plan()), RETRY_MILLISECONDS);
  }
}

// ---- sources that are more than one answer -----------------------------------------------------------------

/** New entries behind those that are known; a gap that is too wide is jumped. */
async function fetchNumbered(name, key) {
  let known = store.get(name) ?? [];
  const last = known.length ? known[known.length - 1][key] : 0;
  const count = counters[name] ?? 0;
  if (count < last) known = []; // it was reset
  const since = Math.max(count < last ? 0 : last, count - KEPT);
  const fresh = (await request("GET", of(organization, `/${name}?since=${since}&limit=${KEPT}`)))[name];
  if (!fresh.length && count >= last) return undefined;
  return joined(known, fresh, key, KEPT);
}

function joined(known, fresh, key, kept) {
  const last = known.length ? known[known.length - 1][key] : 0;
  return [...known, ...fresh.filter((entry) => entry[key] > last)].slice(-kept);
}

/** Deliveries change after they are listed, so the newest ones are read again. */
async function fetchDeliveries() {
  const known = store.get("deliveries") ?? [];
  let since = Math.max(0, (counters.last_delivery ?? (known.length ? known[known.length - 1].id : 0)) - KEPT_DELIVERIES);
  let found = [];
  let page;
  do {
    const answer = await request("GET", of(organization, `/deliveries?since=${since}&limit=1000`));
    page = answer.deliveries;
    store.set("circuits", answer.circuits);
    found = [...found, ...page].slice(-KEPT_DELIVERIES);
    since = page.length ? page[page.length - 1].id : since;
  } while (page.length === 1000);
  return found;
}

async function fetchUnresolved() {
  return (await request("GET", "/_sandbox/requests?limit=10000")).requests.slice(-300);
}

async function fetchDocument() {
  const state = await request("GET", of(organization));
  useZone(state.document.time_zone);
  return state;
}

const SPANS = 120;
let began = 0;

/** The last hour of simulated time, or as much as the store says. */
async function fetchStatistics() {
  const now = counters.clock?.now ?? 0;
  const span = store.get("span") ?? 3600;
  began = Math.max(0, now - span);
  return request("GET", of(organization, `/statistics?since=${began.toFixed(3)}&bucket=${Math.max(1, Math.ceil(span / SPANS))}`));
}

/** Another stretch for the charts. */
export function lookAt(seconds) {
  store.set("span", seconds);
  asked.delete("statistics");
  stale.add("statistics");
  plan(0);
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

setInterval(() => {
  for (const [name, { aging }] of Object.entries(SOURCES)) {
    if (aging && needs.get(name) > 0) stale.add(name);
  }
  if (!document.hidden) plan();
}, 3000);
