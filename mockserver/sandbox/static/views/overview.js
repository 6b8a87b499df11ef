/** What is going on, at a glance: what to connect to, live calls, what came in, what went out. */

import { PREFIX } from "../api.js";
import { h, isolated, keyed, ltr, setAttribute, setContent, setText } from "../dom.js";
import { lookAt, need, now } from "../live.js";
import { callState, deliveryTone, ends, LOST, requestProblem, requestTone } from "../phases.js";
import { copyLine, empty, panel, picker, status } from "../pieces.js";
import { addressOf } from "../routes.js";
import { outcome, quotation, sentence } from "../sentences.js";
import { quoted } from "../shell.js";
import { statisticsCharts } from "../statistics.js";
import * as store from "../store.js";
import { axis, callBars } from "../timeline.js";
import { clockTime, duration, number, t, term } from "../words.js";

const SPAN_SECONDS = 300;
const SHORTEST_SECONDS = 60;
const SHOWN = 8;
const SHOWN_CALLS = 12;
const TICK_MILLISECONDS = 500;
const NOTHING_YET = { requests: { total: 0, refused: 0, violating: 0 }, unresolved: 0, callbacks: [], problems: [] };

export function make(organization, lifetime) {
  const tiles = tileRow(organization);
  const mend = problemsPanel(organization);
  const calls = callsPanel(organization);
  const requests = latest(organization, "requests", requestLine);
  const deliveries = latest(organization, "callbacks", deliveryLine);
  const charts = chartsPanel();
  const connect = connectPanel();
  const element = h(
    "div.view.overview",
    {},
    h("h1.offscreen", {}, t("nav.overview")),
    tiles.element,
    mend.element,
    h(
      "div.columns",
      {},
      h("div.wide", {}, calls.element, charts.element),
      h("div.narrow", {}, connect.element, requests.element, deliveries.element),
    ),
  );

  const names = [
    "active",
    "latest",
    "extensions",
    "queues",
    "campaigns",
    "requests",
    "deliveries",
    "statistics",
    "document",
    "unresolved",
    "integration",
  ];
  lifetime.add(
    need(names),
    store.watch(["active", "queues", "extensions", "campaigns", "integration"], tiles.update),
    store.watch(["integration"], mend.update),
    store.watch(["latest", "active"], calls.update),
    store.watch(["requests"], () => requests.update(store.get("requests") ?? [])),
    store.watch(["unresolved"], () => requests.lost(store.get("unresolved") ?? [])),
    store.watch(["deliveries"], () => deliveries.update(store.get("deliveries") ?? [])),
    store.watch(["statistics", "queues"], charts.update),
    store.watch(["document"], connect.update),
  );
  const timer = setInterval(calls.tick, TICK_MILLISECONDS);
  lifetime.add(() => clearInterval(timer));
  return { element };
}

// ---- the row of figures -------------------------------------------------------------------------------------

function tileRow(organization) {
  const tile = (label, view) => {
    const value = h("span.figure");
    const note = h("span.quiet");
    const element = h("a.tile", { href: addressOf(organization, view) }, value, h("span", {}, label), note);
    return {
      element,
      update: (figure, more = "", alarming = false) => (
        setText(value, figure),
        setText(note, more),
        setAttribute(element, "data-alarm", alarming ? "true" : null)
      ),
    };
  };
  const live = tile(t("tile.live"), "calls");
  const waiting = tile(t("tile.waiting"), "people");
  const free = tile(t("tile.free"), "people");
  const pending = tile(t("tile.pending"), "campaigns");
  const wrong = tile(t("tile.wrong"), "requests");
  const failed = tile(t("tile.failed"), "callbacks");
  const element = h("div.tiles", {}, ...[live, waiting, free, pending, wrong, failed].map((one) => one.element));
  return {
    element,
    update() {
      const extensions = store.get("extensions") ?? [];
      const { requests, unresolved: lost, callbacks } = store.get("integration") ?? NOTHING_YET;
      const bad = requests.refused + requests.violating;
      const sum = (name) => callbacks.reduce((total, callback) => total + callback[name], 0);
      live.update(number((store.get("active") ?? []).length));
      waiting.update(number((store.get("queues") ?? []).reduce((sum, { callers }) => sum + callers.length, 0)));
      free.update(
        number(extensions.filter(({ free: is }) => is).length),
        t("tile.of", { count: number(extensions.length) }),
      );
      pending.update(number((store.get("campaigns") ?? []).reduce((sum, campaign) => sum + campaign.pending, 0)));
      wrong.update(
        number(bad + lost),
        lost ? t("tile.lost", { count: number(lost) }) : t("tile.of", { count: number(requests.total) }),
        bad + lost > 0,
      );
      const notAccepted = sum("not_accepted");
      failed.update(number(notAccepted), t("tile.of", { count: number(sum("sent")) }), notAccepted > 0);
    },
  };
}

// ---- what to mend first -------------------------------------------------------------------------------------

const VIEWS = { requests: "requests", unresolved: "requests", deliveries: "callbacks" };
const TONES = { bad: "failed", warning: "ringing", info: "idle" };

/** Hidden while nothing is wrong. */
function problemsPanel(organization) {
  const list = h("ol.problems");
  const box = panel(t("overview.mend"), list);
  box.element.hidden = true;
  return {
    element: box.element,
    update() {
      const { problems } = store.get("integration") ?? NOTHING_YET;
      box.element.hidden = problems.length === 0;
      setContent(list, JSON.stringify(problems), () => problems.map((problem) => problemLine(organization, problem)));
    },
  };
}

function problemLine(organization, problem) {
  const place = problem.list === "unresolved" ? `${LOST}${problem.number}` : problem.number || "";
  return h(
    "li",
    {},
    status(TONES[problem.severity], t(`severity.${problem.severity}`)).element,
    " ",
    sentence(problem),
    problem.list
      ? [" ", h("a", { href: addressOf(organization, VIEWS[problem.list], place) }, t("overview.see"))]
      : [],
  );
}

// ---- calls over the last minutes ----------------------------------------------------------------------------

function callsPanel(organization) {
  let span = SHORTEST_SECONDS;
  const range = () => [now() - span, now()];
  const list = h("ol.calls");
  const marks = axis(range);
  const nothing = empty(
    t("overview.no_calls"),
    h("p", {}, h("a.button", { href: addressOf(organization, "play") }, t("overview.play"))),
  );
  const box = panel(t("overview.calls"), list, marks.element, nothing);
  box.head.append(h("a.more", { href: addressOf(organization, "calls") }, t("all")));
  const show = keyed(
    list,
    () => callLine(organization, range),
    ({ ivrid }) => ivrid,
  );
  let calls = [];

  function tick() {
    if (document.hidden) return;
    const moment = now();
    const shown = calls.filter((call) => !call.ended || call.ended > moment - SPAN_SECONDS).slice(0, SHOWN_CALLS);
    span = Math.min(SPAN_SECONDS, Math.max(SHORTEST_SECONDS, ...shown.map((call) => moment - call.started)));
    show(shown);
    marks.update();
    nothing.hidden = shown.length > 0;
    marks.element.hidden = shown.length === 0;
  }

  return {
    element: box.element,
    tick,
    update() {
      calls = newest([...(store.get("latest") ?? []), ...(store.get("active") ?? [])]);
      tick();
    },
  };
}

/** Each call once, live ones first, then by when it began. */
function newest(calls) {
  const known = new Map(calls.map((call) => [call.ivrid, call]));
  return [...known.values()].sort(
    (one, other) => (one.ended ? 1 : 0) - (other.ended ? 1 : 0) || other.started - one.started,
  );
}

function callLine(organization, range) {
  const from = h("bdi.mono", { dir: "ltr" });
  const to = h("bdi.mono", { dir: "ltr" });
  const state = status();
  const time = h("span.mono.quiet", { dir: "ltr" });
  const bars = callBars(range);
  const link = h("a", {}, from, h("span.arrow", { "aria-hidden": "true" }), h("span.offscreen", {}, t("calls.to")), to);
  return {
    element: h("li", {}, h("div.who", {}, link), h("div.how", {}, state.element, time), bars.element),
    update(call) {
      const [caller, target] = ends(call);
      setText(from, caller);
      setText(to, target);
      setAttribute(link, "href", addressOf(organization, "calls", call.ivrid));
      const { tone, word } = callState(call);
      state.update(tone, word);
      setText(time, duration((call.ended || now()) - call.started));
      bars.update(call);
    },
  };
}

// ---- what to put into the integration -----------------------------------------------------------------------

function connectPanel() {
  const lines = h("div.connect");
  const box = panel(t("overview.connect"), lines);
  box.head.append(h("a.more", { href: `${PREFIX}/_sandbox/reference` }, t("overview.reference")));
  return {
    element: box.element,
    update() {
      const state = store.get("document");
      setContent(lines, JSON.stringify(state), () => (state ? connections(state) : h("p.nothing", {}, t("loading"))));
    },
  };
}

function connections({ base_url: base, code, document: organization }) {
  const extension = organization.extensions?.[0]?.sip ?? "";
  const query = new URLSearchParams({ code, phone: extension, target: "0501234567", action: "call", format: "json" });
  const bearer = (organization.codes ?? [])[0]?.bearer;
  return [
    line("connect.base", base),
    line("connect.code", code),
    bearer ? line("connect.bearer", bearer) : null,
    ...(organization.realtime?.tokens ?? []).slice(0, 1).map((token) => line("connect.token", token)),
    ...(organization.campaigns ?? []).slice(0, 4).map((campaign) => line("connect.campaign", campaign.code)),
    line("connect.try", `curl ${quoted(`${base}/ForwardDialer/click2call.aspx?${query}`)}`),
    ...goesTo(organization.callbacks ?? {}),
    more(
      t("connect.extensions"),
      (organization.extensions ?? []).map(({ sip, name }) => [ltr(sip), " ", isolated(name ?? "")]),
    ),
    more(
      t("connect.magic"),
      Object.entries(MAGIC).map(([magic, outcome]) => [ltr(magic), " ", t(outcome)]),
    ),
    h(
      "details",
      {},
      h("summary", {}, t("connect.numbers")),
      h(
        "ul.plain",
        {},
        ...(organization.dids ?? []).map(({ number: did, name }) => h("li", {}, ltr(did), " ", isolated(name ?? ""))),
      ),
    ),
  ];
}

/** Where each callback goes; the CDR also when it goes nowhere. */
function goesTo(callbacks) {
  const known = Object.entries(callbacks).filter(([name, target]) => target?.url || name === "cdr");
  const rows = known.some(([name]) => name === "cdr") ? known : [["cdr", null], ...known];
  return rows.map(([name, target]) =>
    target?.url
      ? copyLine(term("callback", name), target.url).element
      : h("p.quiet", {}, `${term("callback", name)}: ${t("connect.nowhere")}`),
  );
}

function more(title, rows) {
  return h("details", {}, h("summary", {}, title), h("ul.plain", {}, ...rows.map((row) => h("li", {}, ...row))));
}

/** Numbers that always do the same (docs/exchange.md has all). */
const MAGIC = {
  "0555550200": "magic.answers",
  "0555550017": "magic.busy",
  "0555550019": "magic.no_answer",
  "0555550207": "magic.rejects",
  "0555550020": "magic.unavailable",
  "0555550204": "magic.voicemail",
};

function line(label, text) {
  return copyLine(t(label), text).element;
}

// ---- the newest requests and deliveries ---------------------------------------------------------------------

function latest(organization, view, makeLine) {
  const list = h("ol.latest");
  const nothing = h("p.nothing", {}, t(`overview.no_${view}`));
  const notice = h("div");
  const box = panel(t(`overview.${view}`), notice, list, nothing);
  box.head.append(h("a.more", { href: addressOf(organization, view) }, t("all")));
  const show = keyed(
    list,
    () => makeLine(organization),
    (entry) => entry.number ?? entry.id,
  );
  return {
    element: box.element,
    update(entries) {
      show(entries.slice(-SHOWN).reverse());
      nothing.hidden = entries.length > 0;
    },
    /** A request that found no organization is everybody's first mistake. */
    lost(entries) {
      const last = entries.at(-1);
      setContent(notice, String(last?.number), () =>
        last
          ? h(
              "p.notice",
              {},
              h(
                "a",
                { href: addressOf(organization, view, `${LOST}${last.number}`) },
                t("tile.lost", { count: number(entries.length) }),
              ),
              " ",
              sentence(last.hint_sentences[0] ?? quotation(`${last.method} ${last.path}`)),
            )
          : [],
      );
    },
  };
}

function requestLine(organization) {
  return latestLine((entry) => {
    const wrong = requestProblem(entry);
    return {
      address: addressOf(organization, "requests", entry.number),
      name: entry.operation || `${entry.method} ${entry.path}`,
      at: entry.at,
      tone: requestTone(entry),
      word: wrong ? t("requests.problem") : t("requests.fine"),
      problem: wrong,
    };
  });
}

function deliveryLine(organization) {
  return latestLine((delivery) => {
    const attempt = delivery.attempts.at(-1);
    return {
      address: addressOf(organization, "callbacks", delivery.id),
      name: `${term("contract", delivery.contract)}${delivery.about ? ` · ${delivery.about}` : ""}`,
      at: delivery.planned_at,
      tone: deliveryTone(delivery),
      word: term("delivery", delivery.status),
      problem: attempt && delivery.status !== "acknowledged" ? outcome(attempt) : null,
    };
  });
}

/** A message that came in or went out, in a line; `tell` says of it what is shown. */
function latestLine(tell) {
  const link = h("a");
  const time = h("span.mono.quiet", { dir: "ltr" });
  const state = status();
  const saying = h("span.said");
  return {
    element: h("li", {}, h("div.latesthead", {}, link, state.element, time), saying),
    update(item) {
      const { address, name, at, tone, word, problem } = tell(item);
      setAttribute(link, "href", address);
      setText(link, name);
      setText(time, clockTime(at));
      state.update(tone, word);
      setContent(saying, problem?.text ?? "", () => (problem ? sentence(problem) : []));
    },
  };
}

// ---- charts -------------------------------------------------------------------------------------------------

const SPANS = [900, 3600, 14400, 86400];

function chartsPanel() {
  const charts = statisticsCharts();
  const span = picker({ "aria-label": t("chart.span"), change: () => lookAt(Number(span.element.value)) });
  const box = panel(t("overview.charts"), charts.element);
  box.head.append(span.element);
  span.update(
    SPANS.map((seconds) => ({ value: String(seconds), label: t(`chart.span_${seconds}`) })),
    String(store.get("span") ?? 3600),
  );
  return { element: box.element, update: () => charts.update(store.get("statistics"), store.get("queues") ?? [], now()) };
}
