/** A place to drop a file on; for the keyboard the same is a button that opens the browser's own dialog. */

import { h } from "./dom.js";
import { complain } from "./perform.js";
import { t } from "./words.js";

export function dropZone(label, accept, take) {
  const input = h("input.offscreen", {
    type: "file",
    accept,
    tabindex: "-1",
    "aria-hidden": "true",
    change: async () => {
      await taken(input.files[0]);
      input.value = "";
    },
  });
  const choose = h("button", { type: "button", click: () => input.click() }, t("drop.choose"));
  const element = h("div.drop", { dragover: over, dragleave: out, drop: dropped }, h("span", {}, label), choose, input);
  choose.setAttribute("aria-label", `${t("drop.choose")}: ${label}`);

  function over(event) {
    event.preventDefault();
    element.classList.add("over");
  }

  function out() {
    element.classList.remove("over");
  }

  function dropped(event) {
    event.preventDefault();
    out();
    taken(event.dataTransfer.files[0]);
  }

  async function taken(file) {
    if (!file) return;
    try {
      await take(file);
    } catch (error) {
      complain(label, error.message);
    }
  }
  return { element };
}

/** A file dropped beside a zone must not replace the page. */
export function ignoreStrayDrops() {
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
}
