/** The journal: every request, how it was answered, what the documents would say about it. */

import { of, request } from "../api.js";
import { h, ltr, setAttribute, setContent, setText } from "../dom.js";
import { need } from "../live.js";
import { logTable } from "../log_table.js";
import { LOST, requestProblem, requestTone } from "../phases.js";
import { checkbox, facts, filterBox, moment, payload, picker, status } from "../pieces.js";
import { addressOf } from "../routes.js";
import { sentence } from "../sentences.js";
import { split } from "../split.js";
import * as store from "../store.js";
import { clockTime, number, t } from "../words.js";

export function make(organization, lifetime) {
  const filter = filterBox(t("requests.filter"), draw);
  const bad = checkbox(t("requests.only_problems"), false, draw);
  const where = picker({ "aria-label": t("requests.where"), change: draw });
  const count = h("span.quiet");
  const table = logTable({
    label: t("nav.requests"),
    columns: [
      { label: t("time"), kind: "time" },
      { label: t("requests.operation") },
      { label: t("requests.answer"), kind: "statecol" },
      { label: t("requests.why"), kind: "wide" },
    ],
    keyOf: ({ number: place }) => place,
    makeRow: () => requestRow(organization, isLost),
    none: t("requests.none"),
  });
  const both = split(organization, "requests", table, (item) => {
    const lost = item.startsWith(LOST);
    const entries = store.get(lost ? "unresolved" : "requests") ?? [];
    const entry = entries.find(({ number: place }) => String(place) === item.replace(LOST, ""));
    return entry ? requestDetails(organization, entry, lost) : null;
  });

  function isLost() {
    return where.element.value === "unresolved";
  }

  function draw() {
    const lost = store.get("unresolved") ?? [];
    where.update([
      { value: "requests", label: t("requests.here") },
      { value: "unresolved", label: t("requests.lost", { count: number(lost.length) }) },
    ]);
    const wanted = filter.value.trim().toLowerCase();
    let entries = isLost() ? lost : (store.get("requests") ?? []);
    if (bad.box.checked) entries = entries.filter(requestProblem);
    if (wanted) entries = entries.filter((entry) => JSON.stringify(entry).toLowerCase().includes(wanted));
    setText(count, t("shown", { count: number(entries.length) }));
    table.update([...entries].reverse());
    both.refresh();
  }

  lifetime.add(
    need(["requests", "unresolved", "latest"]),
    store.watch(["requests", "unresolved"], draw),
    store.watch(["latest"], () => both.refresh()),
  );
  const element = h(
    "div.view.fill",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.requests")), where.element, filter, bad.element, count),
    both.element,
  );
  return {
    element,
    select(item) {
      if (item.startsWith(LOST) && !isLost()) {
        where.element.value = "unresolved";
        draw();
      }
      both.select(item);
    },
  };
}

function requestRow(organization, isLost) {
  const time = h("a.mono", { dir: "ltr" });
  const what = h("bdi.mono", { dir: "ltr" });
  const whom = h("bdi.mono.quiet", { dir: "ltr" });
  const state = status();
  const why = h("td.wide");
  return {
    element: h(
      "tr",
      {},
      h("td.time", {}, time),
      h("td", {}, what, " ", whom),
      h("td.statecol", {}, state.element),
      why,
    ),
    update(entry) {
      const wrong = requestProblem(entry);
      setText(time, clockTime(entry.at));
      setAttribute(time, "href", addressOf(organization, "requests", `${isLost() ? LOST : ""}${entry.number}`));
      setText(what, entry.operation || `${entry.method} ${entry.path}`);
      setText(whom, parties(entry.parameters).join(" → "));
      state.update(
        requestTone(entry),
        entry.error !== 0 && entry.error !== "" ? t("answered_error", { error: entry.error }) : `HTTP ${entry.status}`,
      );
      setContent(why, wrong?.text ?? "", () => (wrong ? sentence(wrong) : []));
    },
  };
}

/** Who calls whom, where a request says so in whatever case. */
function parties(parameters) {
  const given = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]));
  return [given.phone, given.target].filter((value) => typeof value === "string" && value);
}

function requestDetails(organization, entry, lost) {
  const calls = h("div");
  const drawCalls = (ids) =>
    setContent(calls, ids.join(), () => facts([[t("calls.call"), ids.map((ivrid) => callLink(organization, ivrid))]]));
  drawCalls(entry.calls);
  let asked = "";

  /** Campaigns call the numbers on their lists later, long after the request was fetched. */
  async function update() {
    const signature = (store.get("latest") ?? []).map(({ ivrid }) => ivrid).join();
    if (lost || !entry.operation.startsWith("dialer.add_call") || signature === asked) return;
    asked = signature;
    try {
      const answer = await request("GET", of(organization, `/requests?since=${entry.number - 1}&limit=1`));
      if (answer.requests[0]?.number === entry.number) drawCalls(answer.requests[0].calls);
    } catch {
      asked = "";
    }
  }
  update();

  const list = (title, items) =>
    items.length ? [h("h3", {}, title), h("ul.findings", {}, ...items.map((item) => h("li", {}, item)))] : [];
  const element = h(
    "div",
    {},
    h("h2", {}, ltr(entry.operation || t("requests.no_operation"))),
    h("p", {}, ltr(`${entry.method} ${entry.path}`)),
    lost ? h("p.notice", {}, t("requests.lost_why")) : null,
    list(t("requests.violations"), entry.violation_sentences.map((said) => sentence(said))),
    list(t("requests.hints"), entry.hint_sentences.map((said) => sentence(said))),
    list(t("recordings.seen"), (entry.seen_in_recordings ?? []).map((place) => ltr(place))),
    h("h3", {}, t("requests.parameters")),
    payload(entry.parameters, t("requests.parameters")),
    h("h3", {}, t("requests.answer")),
    payload(entry.answer, t("requests.answer")),
    calls,
    facts([
      [t("time"), moment(entry.at)],
      [t("requests.http"), entry.status],
      [t("requests.error"), String(entry.error)],
      [t("requests.encoding"), entry.encoding],
      [t("organization"), entry.organization],
      [t("requests.number"), entry.number],
    ]),
  );
  return { element, update };
}

function callLink(organization, ivrid) {
  return h("a.mono", { dir: "ltr", href: addressOf(organization, "calls", ivrid) }, ivrid);
}
