/** One call from the request that made it to the last attempt of its last callback, with links to the lists. */

import { of, request } from "./api.js";
import { english, h, ltr, setContent } from "./dom.js";
import { checkbox } from "./pieces.js";
import { addressOf } from "./routes.js";
import { sentence } from "./sentences.js";
import { clockTime, t } from "./words.js";

/** `update(signature)` asks again when the signature is another one. */
export function callStory(organization, ivrid) {
  const list = h("ol.story");
  const events = checkbox(t("calls.with_events"), false, draw);
  let entries = [];
  let asked = "";

  function draw() {
    const shown = entries.filter(({ kind }) => kind !== "event" || events.box.checked);
    setContent(list, JSON.stringify(shown), () => shown.map((entry) => storyLine(organization, entry)));
  }

  return {
    element: h("div", {}, h("div.panelhead", {}, h("h3", {}, t("calls.story")), events.element), list),
    async update(signature) {
      if (signature === asked) return;
      asked = signature;
      try {
        const answer = await request("GET", of(organization, `/calls/${encodeURIComponent(ivrid)}/timeline`));
        if (signature !== asked) return; // more has happened meanwhile
        entries = answer.entries;
        draw();
      } catch (error) {
        setContent(list, error.message, () => h("li", {}, english(error.message)));
      }
    },
  };
}

function storyLine(organization, entry) {
  const link = (view, item, label) => h("a", { href: addressOf(organization, view, item) }, label);
  return h(
    "li",
    { "data-level": entry.level, "data-kind": entry.kind },
    ltr(clockTime(entry.time), "time.mono"),
    " ",
    sentence(entry),
    entry.request ? [" ", link("requests", entry.request, t("calls.see_request"))] : [],
    entry.record ? [" ", link("records", entry.record, t("calls.see_record"))] : [],
    entry.delivery ? [" ", link("callbacks", entry.delivery, t("calls.see_callback"))] : [],
    entry.event ? [" ", link("events", entry.event, t("calls.see_event"))] : [],
    entry.call ? [" ", link("calls", entry.call, t("calls.see_call"))] : [],
  );
}
