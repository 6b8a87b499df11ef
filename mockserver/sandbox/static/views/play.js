/** Playing the parts: a caller with a telephone, an agent at his, and what pops up in the agent's browser. */

import { h } from "../dom.js";
import { need } from "../live.js";
import { agentDesk } from "../parts/agent_desk.js";
import { callerPhone } from "../parts/caller_phone.js";
import { popupBrowser } from "../parts/popup_browser.js";
import { picker } from "../pieces.js";
import * as store from "../store.js";
import { t } from "../words.js";

const TICK_MILLISECONDS = 500;
let chosen = "";

export function make(organization, lifetime) {
  const agent = picker({ id: "play-agent", change: () => ((chosen = agent.element.value), draw()) });
  const caller = callerPhone(organization);
  const desk = agentDesk(organization, () => draw());
  const browser = popupBrowser(organization);

  function draw() {
    const agents = store.get("agents") ?? [];
    agent.update(
      agents.map(({ user, name, extension }) => ({
        value: String(user),
        label: extension ? `${name} · ${extension}` : name,
      })),
      chosen || undefined,
    );
    const known = agents.find(({ user }) => String(user) === agent.element.value);
    const calls = store.get("active") ?? [];
    const document = store.get("document")?.document;
    caller.update({ calls, document });
    desk.update({ calls, agent: known, document, extensions: store.get("extensions") ?? [] });
    browser.update({ calls, agent: known, document, deliveries: store.get("deliveries") ?? [] });
  }

  const names = ["active", "agents", "extensions", "document", "deliveries"];
  lifetime.add(need(names), store.watch(names, draw));
  const timer = setInterval(() => !document.hidden && draw(), TICK_MILLISECONDS);
  lifetime.add(() => clearInterval(timer));
  const element = h(
    "div.view.play",
    {},
    h(
      "div.viewhead",
      {},
      h("h1", {}, t("nav.play")),
      h("span.inline", {}, h("label", { for: "play-agent" }, t("play.agent")), agent.element),
    ),
    h("p.lead", {}, t("play.lead")),
    h("div.stage", {}, caller.element, desk.element, browser.element),
  );
  return { element };
}
