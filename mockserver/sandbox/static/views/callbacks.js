/** What Voicenter would have sent to the customer: every delivery with its attempts, and sending it again. */

import { act } from "../perform.js";
import { redeliver, sendSample, setCallbackUrl } from "../actions.js";
import { h, isolated, ltr, setAttribute, setContent, setText } from "../dom.js";
import { need } from "../live.js";
import { logTable } from "../log_table.js";
import { deliveryTone } from "../phases.js";
import { button, facts, field, filterBox, moment, payload, picker, status } from "../pieces.js";
import { addressOf, go } from "../routes.js";
import { outcome, sentence } from "../sentences.js";
import { split } from "../split.js";
import * as store from "../store.js";
import { clockTime, number, t, term } from "../words.js";

const SAMPLES = {
  cdr: "cdr",
  popup: "popup",
  external_ivr: "external_ivr",
  external_ivr_hangup: "external_ivr",
  external_layer: "external_layer",
  voicebot: "voicebot",
};

export function make(organization, lifetime) {
  const filter = filterBox(t("callbacks.filter"), draw);
  const which = picker({ "aria-label": t("callbacks.which"), change: draw });
  const open = h("div");
  const table = logTable({
    label: t("nav.callbacks"),
    columns: [
      { label: t("time"), kind: "time" },
      { label: t("callbacks.message") },
      { label: t("callbacks.state"), kind: "statecol" },
      { label: t("callbacks.attempts"), kind: "num" },
      { label: t("callbacks.last"), kind: "wide" },
    ],
    keyOf: ({ id }) => id,
    makeRow: () => deliveryRow(organization),
    none: t("callbacks.none"),
  });
  const both = split(organization, "callbacks", table, (item) => deliveryDetails(organization, item));

  function draw() {
    which.update(
      ["", "pending", "acknowledged", "failed"].map((value) => ({
        value,
        label: value ? term("delivery", value) : t("callbacks.all"),
      })),
    );
    const wanted = filter.value.trim().toLowerCase();
    let entries = store.get("deliveries") ?? [];
    if (which.element.value) entries = entries.filter(({ status: word }) => word === which.element.value);
    if (wanted)
      entries = entries.filter((entry) =>
        JSON.stringify([entry.ivrid, entry.contract, entry.target, entry.request]).toLowerCase().includes(wanted),
      );
    table.update([...entries].reverse());
    both.refresh();
    const circuits = store.get("circuits") ?? [];
    setContent(open, JSON.stringify(circuits), () =>
      circuits.map((circuit) =>
        h(
          "p.notice",
          {},
          t("callbacks.circuit", { count: number(circuit.consecutive_failures) }),
          " ",
          ltr(circuit.target),
        ),
      ),
    );
  }

  lifetime.add(need(["deliveries", "document"]), store.watch(["deliveries", "circuits"], draw));
  const element = h(
    "div.view.fill",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.callbacks")), which.element, filter),
    open,
    targets(organization, lifetime),
    both.element,
  );
  return { element, select: both.select };
}

/** Where callbacks go, and sending a sample there. */
function targets(organization, lifetime) {
  const name = picker({ change: fill });
  const url = h("input.mono", { type: "url", dir: "ltr", placeholder: "http://localhost:9000/cdr" });
  const target = () => SAMPLES[name.element.value];
  const form = h(
    "form.inlineform",
    { submit: (event) => (event.preventDefault(), act(setCallbackUrl(organization, target(), url.value.trim()))) },
    field(t("callbacks.message"), name.element),
    field(t("callbacks.url"), url),
    h("button", { type: "submit" }, t("save")),
    button(t("callbacks.send_sample"), async () => {
      const sent = await act(sendSample(organization, name.element.value));
      if (sent) go(organization, "callbacks", sent.id);
    }),
  );
  function fill() {
    url.value = store.get("document")?.document.callbacks?.[target()]?.url ?? "";
  }
  name.update(Object.keys(SAMPLES).map((value) => ({ value, label: term("sample", value) })));
  lifetime.add(store.watch(["document"], () => document.activeElement !== url && fill()));
  return h("details.targets", {}, h("summary", {}, t("callbacks.targets")), form);
}

function deliveryRow(organization) {
  const time = h("a.mono", { dir: "ltr" });
  const what = h("bdi");
  const which = h("bdi.quiet");
  const state = status();
  const attempts = h("td.num.mono");
  const last = h("td.wide");
  return {
    element: h(
      "tr",
      {},
      h("td.time", {}, time),
      h("td", {}, h("bdi", { dir: "ltr" }, what, " ", which)),
      h("td.statecol", {}, state.element),
      attempts,
      last,
    ),
    update(delivery) {
      const attempt = delivery.attempts.at(-1);
      setText(time, clockTime(delivery.planned_at));
      setAttribute(time, "href", addressOf(organization, "callbacks", delivery.id));
      setText(what, term("contract", delivery.contract));
      setText(which, delivery.about);
      state.update(deliveryTone(delivery), term("delivery", delivery.status));
      setText(attempts, delivery.attempts.length);
      setContent(last, JSON.stringify(attempt ?? ""), () => (attempt ? sentence(outcome(attempt)) : []));
    },
  };
}

function deliveryDetails(organization, item) {
  const body = h("div");
  const again = button(t("action.redeliver"), () => act(redeliver(organization, Number(item))), "primary");
  const find = () => (store.get("deliveries") ?? []).find(({ id }) => String(id) === item);
  if (!find()) return null;
  const state = status();
  const element = h("div", {}, h("h2", {}, isolated(term("contract", find().contract)), " ", ltr(find().id)), state.element, h("div.buttons", {}, again), body);
  function update() {
    const delivery = find();
    if (!delivery) return;
    state.update(deliveryTone(delivery), term("delivery", delivery.status));
    again.disabled = delivery.in_flight;
    setContent(body, JSON.stringify(delivery), () => [
      facts([
        [t("callbacks.about"), delivery.about],
        [t("callbacks.url"), delivery.target],
        [t("callbacks.planned"), moment(delivery.planned_at)],
        [t("callbacks.next"), delivery.next_attempt_at ? moment(delivery.next_attempt_at) : ""],
        [
          t("calls.call"),
          delivery.ivrid
            ? h("a.mono", { dir: "ltr", href: addressOf(organization, "calls", delivery.ivrid) }, delivery.ivrid)
            : "",
        ],
        [
          t("records.record"),
          delivery.record
            ? h("a.mono", { dir: "ltr", href: addressOf(organization, "records", delivery.record) }, String(delivery.record))
            : "",
        ],
        [t("callbacks.form"), `${delivery.method} ${delivery.content_type}`],
        [t("recordings.seen"), (delivery.seen_in_recordings ?? []).join(", ")],
      ]),
      h("h3", {}, t("callbacks.attempts")),
      h("ol.attempts", {}, ...delivery.attempts.map(attemptPart).reverse()),
      h("h3", {}, t("callbacks.request")),
      payload(delivery.request, t("callbacks.request")),
    ]);
  }
  update();
  return { element, update };
}

function attemptPart(attempt) {
  const good = attempt.verdict === "acknowledged";
  const violations = attempt.violation_sentences;
  const reason = violations.some(({ text }) => attempt.detail.includes(text)) ? "" : attempt.detail;
  return h(
    "li",
    {},
    h(
      "div.attempthead",
      {},
      status(good ? "good" : "failed", term("verdict", attempt.verdict)).element,
      ltr(clockTime(attempt.at)),
      attempt.status ? ltr(`HTTP ${attempt.status}`) : null,
      ltr(`${number(attempt.milliseconds, 1)} ms`),
    ),
    reason ? h("p", {}, sentence(attempt.detail_sentence)) : null,
    violations.length ? h("ul.findings", {}, ...violations.map((violation) => h("li", {}, sentence(violation)))) : null,
    attempt.response ? payload(attempt.response, t("callbacks.response")) : null,
  );
}
