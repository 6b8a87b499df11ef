/** What was done from the page, as lines to copy: the last one always in sight, the ones before on demand. */

import { h, keyed, setText } from "./dom.js";
import { copyLine, status } from "./pieces.js";
import * as store from "./store.js";
import { t } from "./words.js";

export function lastAction(lifetime) {
  const count = h("span.quiet");
  const list = h("ol.actionlog");
  const show = keyed(list, actionPart, (entry) => entry.key);
  const last = h("span.lastaction");
  const summary = h("summary", {}, h("strong", {}, t("action.title")), " ", last, " ", count);
  const details = h("details", {}, summary, list);
  const element = h("aside.actionbar", { "aria-label": t("action.title"), hidden: true }, details);
  let seen = 0;
  lifetime.add(
    store.watch(["actions"], () => {
      const entries = store.get("actions") ?? [];
      element.hidden = entries.length === 0;
      show([...entries].reverse());
      const newest = entries.at(-1);
      if (!newest) return;
      setText(last, t(newest.title));
      setText(count, `(${entries.length})`);
      if (newest.key !== seen && window.innerWidth > 700) details.open = true;
      seen = newest.key;
    }),
  );
  return { element };
}

function actionPart(entry) {
  const state = status();
  const detail = h("bdi.quiet", { lang: "en" });
  const curl = copyLine("curl", entry.curl);
  const command = entry.command ? copyLine("cli", entry.command) : null;
  const element = h(
    "li",
    {},
    h("div.actionhead", {}, h("span", {}, t(entry.title)), state.element, detail),
    curl.element,
    command?.element,
  );
  return {
    element,
    update(now) {
      state.update({ sent: "ringing", done: "good", failed: "failed" }[now.state], t(`action.${now.state}`));
      setText(detail, now.detail);
    },
  };
}
