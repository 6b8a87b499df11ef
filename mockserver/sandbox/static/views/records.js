/** The call log: every record, all its members with what they mean, and what in the other lists belongs to it. */

import { of, request } from "../api.js";
import { h, ltr, setAttribute, setContent, setText } from "../dom.js";
import { need } from "../live.js";
import { logTable } from "../log_table.js";
import { local } from "../numbers.js";
import { statusTone } from "../phases.js";
import { facts, filterBox, payload, status } from "../pieces.js";
import { addressOf } from "../routes.js";
import { split } from "../split.js";
import * as store from "../store.js";
import { currentLanguage, duration, number, t, term } from "../words.js";
import { members } from "../words/record_members.js";

export function make(organization, lifetime) {
  const filter = filterBox(t("records.filter"), draw);
  const count = h("span.quiet");
  const table = logTable({
    label: t("nav.records"),
    columns: [
      { label: t("time"), kind: "time" },
      { label: t("calls.who") },
      { label: t("calls.state"), kind: "statecol" },
      { label: t("records.talk"), kind: "num" },
      { label: t("records.type"), kind: "wide" },
    ],
    keyOf: ({ number: place }) => place,
    makeRow: () => recordRow(organization),
    none: t("records.none"),
  });
  const both = split(organization, "records", table, (item) => recordDetails(organization, item));

  function draw() {
    const wanted = filter.value.trim().toLowerCase();
    let records = store.get("cdrs") ?? [];
    if (wanted) records = records.filter((record) => JSON.stringify(record).toLowerCase().includes(wanted));
    setText(count, t("shown", { count: number(records.length) }));
    table.update([...records].reverse());
    both.refresh();
  }

  lifetime.add(need(["cdrs", "deliveries"]), store.watch(["cdrs", "deliveries"], draw));
  const element = h(
    "div.view.fill",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.records")), filter, count),
    both.element,
  );
  return { element, select: both.select };
}

/** `time` counts on the wall clock: read as UTC it shows that. */
function wallClock(time) {
  return new Date(time * 1000).toISOString().slice(11, 19);
}

function recordRow(organization) {
  const time = h("a.mono", { dir: "ltr" });
  const from = h("bdi.mono", { dir: "ltr" });
  const to = h("bdi.mono", { dir: "ltr" });
  const state = status();
  const talk = h("td.num.mono", { dir: "ltr" });
  const type = h("bdi", { dir: "ltr" });
  return {
    element: h(
      "tr",
      {},
      h("td.time", {}, time),
      h("td.who", {}, from, h("span.arrow", { "aria-hidden": "true" }), to),
      h("td.statecol", {}, state.element),
      talk,
      h("td.wide", {}, type),
    ),
    update(record) {
      setText(time, wallClock(record.time));
      setAttribute(time, "href", addressOf(organization, "records", record.number));
      setText(from, local(record.caller));
      setText(to, local(record.target || record.did));
      state.update(statusTone(record.status), term("status", record.status));
      setText(talk, duration(record.duration));
      setText(type, record.type);
    },
  };
}

function recordDetails(organization, item) {
  const heading = h("h2", {}, t("records.record"), " ", ltr(item));
  const links = h("div");
  const list = h("div");
  const element = h("div.record", {}, heading, links, list);
  let asked = "";

  function draw(found) {
    setContent(links, JSON.stringify({ ...found, cdr: 0 }), () => linksOf(organization, found));
    setContent(list, JSON.stringify(found.cdr), () => [h("h3", {}, t("records.members")), membersOf(found.cdr)]);
  }

  /** What belongs to a record changes with its callbacks. */
  async function update() {
    const sent = (store.get("deliveries") ?? []).filter(({ record }) => String(record) === item);
    const signature = JSON.stringify(sent.map(({ id, status: word, attempts }) => [id, word, attempts.length]));
    if (signature === asked) return;
    asked = signature;
    try {
      draw(await request("GET", of(organization, `/cdrs/${encodeURIComponent(item)}`)));
    } catch {
      setText(heading, t("not_known", { item }));
    }
  }
  update();
  return { element, update };
}

function linksOf(organization, found) {
  const link = (view, place) => h("a.mono", { dir: "ltr", href: addressOf(organization, view, place) }, String(place));
  const each = (view, places) => places.flatMap((place, index) => [index ? ", " : "", link(view, place)]);
  return facts([
    [t("calls.call"), found.call_known ? [link("calls", found.ivrid)] : [ltr(found.ivrid)]],
    [t("nav.requests"), each("requests", found.requests)],
    [t("nav.callbacks"), found.deliveries.flatMap((place) => delivery(organization, place))],
    [t("nav.events"), each("events", found.events)],
  ]);
}

/** A callback with where it stands, as far as the list of callbacks has it. */
function delivery(organization, place) {
  const known = (store.get("deliveries") ?? []).find(({ id }) => id === place);
  const attempts = known ? ` · ${t("callbacks.count", { count: number(known.attempts.length) })}` : "";
  return h(
    "div",
    {},
    h("a.mono", { dir: "ltr", href: addressOf(organization, "callbacks", place) }, String(place)),
    known ? ` ${term("delivery", known.status)}${attempts}` : "",
  );
}

/** Name on the wire, value, meaning: a table, because the three belong together. */
function membersOf(record) {
  const meanings = members[currentLanguage()] ?? members.en;
  return h(
    "table.members",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...["records.member", "records.value", "records.meaning"].map((name) => h("th", { scope: "col" }, t(name))),
      ),
    ),
    h(
      "tbody",
      {},
      ...Object.entries(record).map(([name, value]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, ltr(name)),
          h("td", {}, typeof value === "object" && value ? payload(value, name) : ltr(String(value))),
          h("td.quiet", {}, meanings[name] ?? t("records.own")),
        ),
      ),
    ),
  );
}
