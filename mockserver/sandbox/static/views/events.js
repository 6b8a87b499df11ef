/** Events as they happen: what the realtime socket tells, and the records of ended calls. */

import { h, isolated, ltr, setAttribute, setText } from "../dom.js";
import { need } from "../live.js";
import { logTable } from "../log_table.js";
import { local } from "../numbers.js";
import { button, filterBox, payload, picker } from "../pieces.js";
import { addressOf } from "../routes.js";
import { split } from "../split.js";
import * as store from "../store.js";
import { clockTime, number, t, term } from "../words.js";

const TYPES = ["", "extension", "queue", "dialer", "cdr", "call_ended", "steered_call_ended", "organization"];

export function make(organization, lifetime) {
  const filter = filterBox(t("events.filter"), draw);
  const type = picker({ "aria-label": t("events.type"), change: draw });
  const count = h("span.quiet");
  let held = null;
  const hold = button(t("events.hold"), () => {
    held = held ? null : store.get("events");
    hold.setAttribute("aria-pressed", String(Boolean(held)));
    draw();
  });
  hold.setAttribute("aria-pressed", "false");
  const table = logTable({
    label: t("nav.events"),
    columns: [
      { label: t("time"), kind: "time" },
      { label: t("events.type"), kind: "statecol" },
      { label: t("events.what") },
      { label: t("calls.call"), kind: "wide" },
    ],
    keyOf: ({ number: place }) => place,
    makeRow: () => eventRow(organization),
    none: t("events.none"),
  });
  const both = split(organization, "events", table, (item) => {
    const event = (store.get("events") ?? []).find(({ number: place }) => String(place) === item);
    return event ? eventDetails(organization, event) : null;
  });

  function draw() {
    type.update(TYPES.map((value) => ({ value, label: value ? term("event", value) : t("events.all") })));
    const wanted = filter.value.trim().toLowerCase();
    let entries = held ?? store.get("events") ?? [];
    if (type.element.value) entries = entries.filter((event) => event.type === type.element.value);
    if (wanted) entries = entries.filter((event) => JSON.stringify(event).toLowerCase().includes(wanted));
    setText(count, t("shown", { count: number(entries.length) }));
    table.update([...entries].reverse());
    both.refresh();
  }
  lifetime.add(
    need(["events"]),
    store.watch(["events"], () => held || draw()),
  );
  draw();
  const element = h(
    "div.view.fill",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.events")), type.element, filter, hold, count),
    both.element,
  );
  return { element, select: both.select };
}

/** What an event says, in a few words: the reason, and whom it is about. */
function sentence(event) {
  switch (event.type) {
    case "extension":
      return [event.reason, event.extension, local(event.call?.caller_phone ?? "")];
    case "queue":
      return [event.reason, String(event.queue), local(event.answered_by)];
    case "dialer":
      return [event.reason, event.campaign, local(event.call?.caller_phone ?? "")];
    case "cdr":
      return [event.cdr.status ?? "", local(event.cdr.caller ?? ""), local(event.cdr.target ?? "")];
    case "steered_call_ended":
      return [event.status, local(event.caller), local(event.target)];
    case "organization":
      return [event.what, "", ""];
    default:
      return ["", "", ""];
  }
}

function callOf(event) {
  return event.call_id ?? event.call?.call_id ?? event.cdr?.call_id ?? "";
}

function eventRow(organization) {
  const time = h("a.mono", { dir: "ltr" });
  const type = h("span.tag");
  const reason = h("strong", { dir: "ltr" });
  const first = h("bdi.mono", { dir: "ltr" });
  const second = h("bdi.mono.quiet", { dir: "ltr" });
  const call = h("bdi.mono.quiet", { dir: "ltr" });
  return {
    element: h(
      "tr",
      {},
      h("td.time", {}, time),
      h("td.statecol", {}, type),
      h("td", {}, reason, " ", first, " ", second),
      h("td.wide", {}, call),
    ),
    update(event) {
      if (type.textContent) return; // an event never changes
      setText(time, clockTime(event.time));
      setAttribute(time, "href", addressOf(organization, "events", event.number));
      setText(type, term("event", event.type));
      setAttribute(type, "data-type", event.type);
      const words = sentence(event);
      setText(reason, words[0]);
      setText(first, words[1]);
      setText(second, words[2]);
      setText(call, callOf(event));
    },
  };
}

function eventDetails(organization, event) {
  const call = callOf(event);
  const element = h(
    "div",
    {},
    h("h2", {}, isolated(term("event", event.type)), " ", ltr(event.number)),
    call
      ? h(
          "p",
          {},
          t("calls.call"),
          " ",
          h("a.mono", { dir: "ltr", href: addressOf(organization, "calls", call) }, call),
        )
      : null,
    event.cdr?.number
      ? h(
          "p",
          {},
          t("records.record"),
          " ",
          h("a.mono", { dir: "ltr", href: addressOf(organization, "records", event.cdr.number) }, String(event.cdr.number)),
        )
      : null,
    payload(event, t("nav.events")),
  );
  return { element, update() {} };
}
