/** A list with details beside it: on a narrow screen one or the other. The address says which item is open. */

import { h } from "./dom.js";
import { button } from "./pieces.js";
import { go } from "./routes.js";
import { t } from "./words.js";

/**
 * `list` has `element` and `focus(key)`. `open(item)` answers a part for an item, or null when it is unknown.
 * The answer's `refresh()` draws the open item anew.
 */
export function split(organization, view, list, open) {
  const aside = h("section.details", { "aria-label": t("details"), hidden: true });
  const element = h("div.split", {}, list.element, aside);
  let shown = "";
  let part = null;

  function close() {
    go(organization, view);
  }

  function draw() {
    part = shown === "" ? null : open(shown);
    aside.hidden = shown === "";
    element.classList.toggle("open", shown !== "");
    if (shown === "") return aside.replaceChildren();
    const back = button(t("close"), close, "quiet");
    back.classList.add("close");
    aside.replaceChildren(back, part ? part.element : h("p.nothing", {}, t("not_known", { item: shown })));
  }

  return {
    element,
    select(item) {
      const before = shown;
      if (item === before) return;
      shown = item;
      draw();
      if (item === "") list.focus(before);
      else aside.querySelector("button").focus();
    },
    /** After the data changed: the open item's part is updated, or made once it is known. */
    refresh() {
      if (shown === "") return;
      if (part?.update) part.update();
      else if (!part) draw();
    },
  };
}
