/** Agents with what they do, telephones, and queues with who waits. */

import { act } from "../perform.js";
import { setAgent, setDevice } from "../actions.js";
import { h, isolated, keyed, ltr, setAttribute, setText } from "../dom.js";
import { need, now } from "../live.js";
import { callState, ends } from "../phases.js";
import { button, panel, picker, status } from "../pieces.js";
import { addressOf } from "../routes.js";
import * as store from "../store.js";
import { duration, number, t } from "../words.js";

const TICK_MILLISECONDS = 1000;

export function make(organization, lifetime) {
  const agents = table(
    t("people.agents"),
    [t("people.name"), t("people.status"), t("people.since"), t("people.extension"), t("people.call")],
    () => agentRow(organization),
    ({ agent }) => agent.user,
  );
  const extensions = table(
    t("people.extensions"),
    [t("people.extension"), t("people.device"), t("people.free"), ""],
    () => extensionRow(organization),
    ({ sip }) => sip,
  );
  const queues = h("div.cards");
  const showQueues = keyed(
    queues,
    () => queueCard(organization),
    ({ id }) => id,
  );

  function draw() {
    const calls = store.get("active") ?? [];
    const known = store.get("extensions") ?? [];
    const statuses = store.get("document")?.document.statuses ?? [];
    agents.update(
      (store.get("agents") ?? []).map((agent) => ({
        agent,
        statuses,
        extension: known.find(({ sip }) => sip === agent.extension),
        calls,
      })),
    );
    extensions.update(known);
    showQueues(store.get("queues") ?? []);
  }
  lifetime.add(
    need(["agents", "extensions", "queues", "active", "document"]),
    store.watch(["agents", "extensions", "queues", "active", "document"], draw),
  );
  const timer = setInterval(() => !document.hidden && draw(), TICK_MILLISECONDS);
  lifetime.add(() => clearInterval(timer));
  const waiting = panel(t("people.queues"), queues);
  const element = h(
    "div.view",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.people"))),
    waiting.element,
    agents.element,
    extensions.element,
  );
  return { element };
}

function table(title, heads, makeRow, keyOf) {
  const body = h("tbody");
  const show = keyed(body, makeRow, keyOf);
  const box = panel(
    title,
    h(
      "div.tablebox",
      {},
      h(
        "table.plain",
        { "aria-labelledby": "" },
        h("thead", {}, h("tr", {}, ...heads.map((head) => (head ? h("th", { scope: "col" }, head) : h("td", {}))))),
        body,
      ),
    ),
  );
  box.element.querySelector("table").setAttribute("aria-labelledby", box.heading.id);
  return { element: box.element, update: show };
}

function agentRow(organization) {
  let user = 0;
  const name = h("bdi");
  const dot = h("span.dot", { "aria-hidden": "true" });
  const choice = picker({ change: () => act(setAgent(organization, user, Number(choice.element.value))) });
  const since = h("td.mono", { dir: "ltr" });
  const extension = h("bdi.mono", { dir: "ltr" });
  const state = status();
  const link = h("a", {}, state.element);
  return {
    element: h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      h("td", {}, h("span.status", {}, dot, choice.element)),
      since,
      h("td", {}, extension),
      h("td", {}, link),
    ),
    update({ agent, statuses, extension: its, calls }) {
      user = agent.user;
      setText(name, agent.name);
      setAttribute(choice.element, "aria-label", t("people.status_of", { name: agent.name }));
      choice.update(
        statuses.map(({ id, name: label }) => ({ value: String(id), label })),
        String(agent.status),
      );
      setAttribute(
        dot.parentNode,
        "data-tone",
        agent.status === 2 ? "idle" : statuses.find(({ id }) => id === agent.status)?.available ? "good" : "ringing",
      );
      setText(since, duration(now() - agent.since));
      setText(extension, agent.extension);
      const call = calls.find(({ ivrid }) => its?.calls.includes(ivrid));
      link.hidden = !call;
      if (!call) return;
      const { tone, word } = callState(call);
      const [caller, target] = ends(call);
      state.update(tone, `${word} · ${caller === agent.extension ? target : caller}`);
      setAttribute(link, "href", addressOf(organization, "calls", call.ivrid));
    },
  };
}

function extensionRow(organization) {
  let extension = null;
  const sip = h("bdi.mono", { dir: "ltr" });
  const device = status();
  const free = h("td");
  const change = button(
    "",
    () => act(setDevice(organization, extension.sip, extension.device === "online" ? "offline" : "online")),
    "quiet",
  );
  return {
    element: h("tr", {}, h("th", { scope: "row" }, sip), h("td", {}, device.element), free, h("td", {}, change)),
    update(now_) {
      extension = now_;
      setText(sip, extension.sip);
      const on = extension.device === "online";
      device.update(
        on ? "good" : "failed",
        t(on ? (extension.telephone ? "device.telephone" : "device.online") : "device.offline"),
      );
      setText(
        free,
        extension.free ? t("people.is_free") : extension.calls.length ? t("people.in_call") : t("people.not_free"),
      );
      setText(change, t(on ? "action.device_offline" : "action.device_online"));
      setAttribute(change, "aria-label", `${change.textContent}: ${extension.sip}`);
    },
  };
}

function queueCard(organization) {
  const name = h("h3");
  const count = h("span.figure");
  const members = h("p.quiet");
  const list = h("ol.callers");
  const show = keyed(
    list,
    () => {
      const link = h("a");
      const waited = h("span.mono", { dir: "ltr" });
      return {
        element: h("li", {}, link, waited),
        update(caller) {
          if (!link.firstChild) link.append(ltr(caller.caller || t("withheld")), " ", isolated(caller.caller_name));
          setAttribute(link, "href", addressOf(organization, "calls", caller.ivrid));
          setText(waited, duration(now() - caller.joined));
        },
      };
    },
    ({ ivrid }) => ivrid,
  );
  return {
    element: h("article.card", {}, h("div.cardhead", {}, name, count), members, list),
    update(queue) {
      setText(name, queue.name || queue.id);
      setText(count, t("people.waiting", { count: number(queue.callers.length) }));
      setText(members, `${t("people.members")}: ${queue.members.join(", ")}`);
      show(queue.callers.slice(0, 30));
    },
  };
}
