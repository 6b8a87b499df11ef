/** What the page knows. Who watches is told once a frame, however often things change. */

import { onNextFrame } from "./still.js";

const values = new Map();
const watchers = new Set();
const changed = new Set();
let planned = false;

export function get(name) {
  return values.get(name);
}

export function set(name, value) {
  values.set(name, value);
  changed.add(name);
  if (planned) return;
  planned = true;
  onNextFrame(tell);
}

/** Calls `listener` now, and after every frame in which one of `names` changed. Returns what ends that. */
export function watch(names, listener) {
  const watcher = { names, listener };
  watchers.add(watcher);
  listener();
  return () => watchers.delete(watcher);
}

function tell() {
  planned = false;
  const now = new Set(changed);
  changed.clear();
  for (const watcher of [...watchers]) {
    if (watchers.has(watcher) && watcher.names.some((name) => now.has(name))) watcher.listener();
  }
}
