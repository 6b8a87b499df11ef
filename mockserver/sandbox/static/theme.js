/** Dark or light: as the system says, until somebody chooses here. */

import { remember, remembered } from "./words.js";

export const THEMES = ["system", "light", "dark"];

export function startTheme() {
  const kept = remembered("theme");
  useTheme(THEMES.includes(kept) ? kept : "system");
}

export function useTheme(name) {
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  remember("theme", name);
}

export function currentTheme() {
  return document.documentElement.dataset.theme ?? "system";
}
