/** Dialer campaigns: how far they are, starting and stopping them, giving them numbers, their pace. */

import { act, complain, say } from "../perform.js";
import { of, request } from "../api.js";
import { chart } from "../charts.js";
import { addNumbers, campaign as change } from "../actions.js";
import { english, h, keyed, setAttribute, setContent, setText } from "../dom.js";
import { dropZone } from "../drop_zone.js";
import { need } from "../live.js";
import { campaignProgress } from "../phases.js";
import { button, confirmed, facts, field, status } from "../pieces.js";
import * as store from "../store.js";
import { number, percent, t, term } from "../words.js";

const REPORT_MILLISECONDS = 1500;
const AT_ONCE = 10_000;

export function make(organization, lifetime) {
  const cards = h("div.campaigns");
  const show = keyed(
    cards,
    (entry) => campaignCard(organization, entry.code),
    ({ code }) => code,
  );
  const nothing = h("p.nothing", { hidden: true }, t("campaigns.none"));
  function draw() {
    const campaigns = store.get("campaigns") ?? [];
    show(campaigns);
    nothing.hidden = campaigns.length > 0;
  }
  lifetime.add(need(["campaigns"]), store.watch(["campaigns"], draw), () => show([]));
  return { element: h("div.view", {}, h("div.viewhead", {}, h("h1", {}, t("nav.campaigns"))), cards, nothing) };
}

function campaignCard(organization, code) {
  const title = h("h2", {}, h("bdi"));
  const state = status();
  const reason = h("span.quiet");
  const bar = h("progress", { max: 1, "aria-label": `${t("campaigns.progress")}: ${code}` });
  const told = h("span.mono", { dir: "ltr" });
  const outcomes = h("ul.outcomes");
  const figures = h("div");
  const pace = chart(t("campaigns.pace"), [
    { name: t("chart.answered"), tone: "good", kind: "bars" },
    { name: t("chart.abandoned"), tone: "bad", kind: "bars" },
    { name: t("campaigns.not_answered"), tone: "idle", kind: "bars" },
  ]);
  const toggle = button("", () => act(change(organization, code, running ? "stop" : "start")), "primary");
  const clear = button(t("action.campaign_clear"), async () => {
    if (await confirmed(t("action.campaign_clear"), t("campaigns.clear_sure"), t("action.campaign_clear")))
      act(change(organization, code, "clear"));
  });
  let running = false;
  const past = h("div.columns", {}, h("div.wide", {}, pace.element), h("div.narrow", {}, figures));
  const numbers = numbersForm(organization, code);
  const element = h(
    "article.card.campaign",
    {},
    h("div.cardhead", {}, title, state.element, reason, h("div.buttons", {}, toggle, clear)),
    h("div.progressline", {}, bar, told),
    outcomes,
    past,
    numbers,
  );
  let seen = "";

  async function report() {
    if (document.hidden) return;
    try {
      const answer = await request("GET", of(organization, `/campaigns/${encodeURIComponent(code)}/report`));
      pace.update(
        answer.pace.map((stretch) => ({
          at: stretch.from,
          values: [
            stretch.answered,
            stretch.abandoned,
            Math.max(0, stretch.attempts - stretch.answered - stretch.abandoned),
          ],
        })),
      );
      setContent(
        figures,
        JSON.stringify([answer.attempts, answer.waiting, answer.occupancy, answer.most_calls_at_once]),
        () =>
          facts([
            [t("campaigns.attempts"), number(answer.attempts)],
            [t("campaigns.most"), number(answer.most_calls_at_once)],
            [t("campaigns.mean_wait"), `${number(answer.waiting.mean_seconds, 1)} s`],
            [t("campaigns.longest_wait"), `${number(answer.waiting.longest_seconds, 1)} s`],
            [t("campaigns.occupancy"), percent(answer.occupancy)],
          ]),
      );
    } catch {
      // it is asked for again
    }
  }
  report();
  const timer = setInterval(() => {
    const now = JSON.stringify((store.get("campaigns") ?? []).find((one) => one.code === code) ?? "");
    if (now === seen) return;
    seen = now;
    report();
  }, REPORT_MILLISECONDS);

  return {
    element,
    leave: () => clearInterval(timer),
    update(entry) {
      running = entry.status === "Enabled";
      setText(title.firstChild, entry.name || entry.code);
      state.update(
        running ? (entry.pending || entry.calls.length ? "talking" : "good") : "idle",
        t(running ? "campaigns.on" : "campaigns.off"),
      );
      setText(reason, running ? term("reason", entry.reason) : "");
      setText(toggle, t(running ? "action.campaign_stop" : "action.campaign_start"));
      setAttribute(toggle, "aria-label", `${toggle.textContent}: ${entry.name || code}`);
      clear.disabled = !entry.pending;
      const { finished, taken, part } = campaignProgress(entry);
      bar.value = part;
      past.hidden = taken === 0;
      bar.parentNode.hidden = taken === 0;
      setText(told, `${number(finished)} / ${number(taken)}`);
      const shown = [
        ["pending", entry.pending],
        ["in_calls", entry.calls.length],
        ...Object.entries(entry.outcomes),
      ].filter(([name, count]) => count || name === "pending");
      setContent(outcomes, JSON.stringify(shown), () =>
        shown.map(([name, count]) =>
          h("li", { "data-outcome": name }, h("b", {}, number(count)), " ", term("outcome", name)),
        ),
      );
    },
  };
}

/** Numbers as text, one a line, or a file of them. */
function numbersForm(organization, code) {
  const text = h("textarea.mono", { rows: 3, dir: "ltr", placeholder: "0501234567\n0507654321" });
  const count = h("span.quiet");
  const send = h("button", { type: "submit" }, t("campaigns.add"));
  const result = h("div", { role: "status" });
  const read = () => numbersIn(text.value);
  text.addEventListener("input", () => setText(count, t("campaigns.found", { count: number(read().length) })));
  const drop = dropZone(t("campaigns.drop"), ".txt,.csv", async (file) => {
    text.value = await file.text();
    text.dispatchEvent(new Event("input"));
  });
  const form = h(
    "form",
    { submit: submit },
    field(t("campaigns.numbers"), text),
    drop.element,
    h("div.buttons", {}, send, count),
    result,
  );

  async function submit(event) {
    event.preventDefault();
    const numbers = read();
    if (!numbers.length) return complain(t("campaigns.add"), t("campaigns.no_numbers"));
    let added = 0;
    let refusals = 0;
    const refused = [];
    for (let start = 0; start < numbers.length; start += AT_ONCE) {
      const answer = await act(addNumbers(organization, code, numbers.slice(start, start + AT_ONCE)));
      if (!answer) return;
      added += answer.added + answer.changed;
      refusals += answer.refused_count;
      refused.push(...answer.refused);
    }
    const sentence = t("campaigns.added", { count: number(added), refused: number(refusals) });
    say(sentence);
    result.replaceChildren(
      h("p", {}, sentence),
      refused.length
        ? h(
            "ul.findings",
            {},
            ...refused.slice(0, 20).map((entry) => h("li", {}, english(`${entry.target}: ${entry.message}`))),
          )
        : "",
    );
    if (!refused.length) text.value = "";
  }
  return h("details.numbersform", {}, h("summary", {}, t("campaigns.add")), form);
}

/** The first cell of each line that holds a number: lists come as text or as a table's column. */
function numbersIn(text) {
  return text
    .split(/\r?\n/)
    .map(
      (line) =>
        line
          .split(/[,;\t]/)
          .map((cell) => cell.trim().replace(/^"|"$/g, ""))
          .find((cell) => /^\+?[\d\s()-]{5,}$/.test(cell)) ?? "",
    )
    .map((cell) => cell.replace(/[\s()-]/g, ""))
    .filter(Boolean);
}
