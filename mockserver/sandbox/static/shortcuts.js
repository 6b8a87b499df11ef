/** Single keys, for who likes them; they can be switched off, and never act while somebody types. */

import { advance, setClock } from "./actions.js";
import { act } from "./perform.js";
import { button, checkbox } from "./pieces.js";
import { h } from "./dom.js";
import { currentOrganization } from "./live.js";
import { go, route } from "./routes.js";
import * as store from "./store.js";
import { remember, remembered, t } from "./words.js";
import { NAMES } from "./views/all.js";

const DIGITS = "1234567890";
const KEYS = {
  "?": ["keys.help", openHelp],
  "/": ["keys.filter", () => document.querySelector("[data-filter]")?.focus()],
  p: ["keys.pause", pause],
  ".": ["keys.minute", () => act(advance(currentOrganization(), 60))],
};

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return back(event);
    if (remembered("keys") === "off" || typing(event.target)) return;
    const place = DIGITS.indexOf(event.key);
    if (place >= 0 && NAMES[place]) {
      go(currentOrganization(), NAMES[place]);
    } else if (event.key in KEYS) {
      KEYS[event.key][1]();
    } else return;
    event.preventDefault();
  });
}

/** Escape closes the details that are open; the focus goes back to their row. */
function back(event) {
  const { organization, view, item } = route();
  if (!item) return;
  if (typing(event.target)) return event.target.blur();
  go(organization, view);
}

function typing(target) {
  return target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function pause() {
  const clock = store.get("clock");
  if (clock) act(setClock(currentOrganization(), clock.mode === "manual" ? "realtime" : "manual", 1));
}

export function openHelp() {
  const rows = [
    ...NAMES.slice(0, DIGITS.length).map((name, index) => [DIGITS[index], t(`nav.${name}`)]),
    ...Object.entries(KEYS).map(([key, [phrase]]) => [key, t(phrase)]),
    ["Esc", t("keys.escape")],
    ["↑ ↓", t("keys.arrows")],
  ];
  const single = checkbox(t("keys.on"), remembered("keys") !== "off", (on) => remember("keys", on ? "on" : "off"));
  const dialog = h(
    "dialog",
    { "aria-labelledby": "keys-title" },
    h("h2", { id: "keys-title" }, t("keys.title")),
    h(
      "dl.keys",
      {},
      ...rows.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", { dir: "ltr" }, key)), h("dd", {}, what))),
    ),
    single.element,
    h(
      "div.buttons",
      {},
      button(t("close"), () => dialog.close(), "primary"),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
