/** Doing things: the request is sent, shown as somebody would type it, and its failure told in words. */

import { request } from "./api.js";
import { refresh } from "./live.js";
import { commandOf, curlOf } from "./shell.js";
import * as store from "./store.js";
import { t } from "./words.js";

const KEPT = 40;
let count = 0;

/** Sends an action of actions.js. Answers what the control API said, or `undefined` when it failed and was told so. */
export async function act(action) {
  const entry = {
    key: ++count,
    title: action.title,
    curl: curlOf(action),
    command: commandOf(action),
    state: "sent",
    detail: "",
  };
  store.set("actions", [...(store.get("actions") ?? []), entry].slice(-KEPT));
  try {
    const answer = await request(action.method, action.path, action.body);
    settle(entry, "done", "");
    say(t("said.done", { what: t(action.title) }));
    return answer ?? {};
  } catch (error) {
    const detail = error.hint ? `${error.message}: ${error.hint}` : error.message;
    settle(entry, "failed", detail);
    complain(t("said.failed", { what: t(action.title) }), detail, error);
    return undefined;
  } finally {
    refresh();
  }
}

function settle(entry, state, detail) {
  const entries = store.get("actions") ?? [];
  store.set(
    "actions",
    entries.map((known) => (known.key === entry.key ? { ...known, state, detail } : known)),
  );
}

/** One sentence for whoever cannot see what changed. */
export function say(sentence) {
  store.set("said", sentence);
}

/** What went wrong, visible until it is closed. */
export function complain(title, detail, error = null) {
  store.set("problem", { title, detail, code: error?.code ?? "", at: performance.now() });
}

/** Hands the browser a file to keep. */
export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Copies, also where there is no clipboard without https. Answers whether it worked. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    const open = document.querySelector("dialog[open]") ?? document.body;
    open.append(area);
    area.select();
    const worked = document.execCommand("copy");
    area.remove();
    return worked;
  }
}
