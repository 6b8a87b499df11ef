/** What the server says in sentences, in the reader's language where there is a translation of it. */

import { english, h } from "./dom.js";
import { currentLanguage, term } from "./words.js";
import { isolate, sentences } from "./words/he_sentences.js";

/** An element for `{text, message, values}`: the translation, else the English text, marked as English. */
export function sentence({ text, message, values }) {
  const translate = currentLanguage() === "he" ? sentences[message] : undefined;
  if (!translate) return english(text);
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value)]));
  return h("span", { lang: "he", dir: "rtl" }, translate(shown, values));
}

/** Roles and callbacks have words of their own; all else is set apart as it is. Nothing stays nothing. */
function shownValue(name, value) {
  if (value === "") return "";
  if (name === "role") return term("role", value);
  return isolate(String(value));
}
