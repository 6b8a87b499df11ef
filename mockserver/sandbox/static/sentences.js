/** What the server says in sentences, in the reader's language where there is a translation of it. */

import { english, h } from "./dom.js";
import { currentLanguage, term } from "./words.js";
import { remarks } from "./words/he_remarks.js";
import { isolate, sentences } from "./words/he_sentences.js";

/** An element for `{text, message, values}`: the translation, else the English text, marked as English. */
export function sentence(said) {
  const translated = inHebrew(said);
  return translated === undefined ? english(said.text) : h("span", { lang: "he", dir: "rtl" }, translated);
}

/** Somebody else's words. */
export function quotation(text) {
  return { text, message: "", values: {} };
}

/** What an attempt came to, and why: an HTTP error's reason says the verdict already. */
export function outcome({ verdict, detail, detail_sentence: why }) {
  if (verdict === "http_error") return why;
  const text = detail ? `${term("verdict", verdict)} (${detail})` : term("verdict", verdict);
  return { text, message: "Outcome", values: { verdict, reasons: detail ? [why] : [] } };
}

/** Several sentences as one. */
export function inARow(parts, separator) {
  return {
    text: parts.map(({ text }) => text).join(separator),
    message: "InARow",
    values: { sentences: parts, separator },
  };
}

/** Undefined where the reader has no Hebrew, or the words are somebody else's. */
function inHebrew({ message, values }) {
  if (currentLanguage() !== "he") return undefined;
  if (!(message in remarks) && !(message in sentences)) return undefined;
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value)]));
  if (message in sentences) return sentences[message](shown, values);
  return remarks[message].replace(/\{(\w+)\}/g, (_, name) => shown[name]);
}

/** Roles, callbacks and verdicts have words of their own, sentences are translated; all else is set apart as it is. */
function shownValue(name, value) {
  if (value === "") return "";
  if (Array.isArray(value)) return value.map((each) => shownValue("", each));
  if (typeof value === "object") return inHebrew(value) ?? (value.text && isolate(value.text));
  if (name === "role") return term("role", value);
  if (name === "verdict" || name === "callback") return term(name, value);
  return isolate(String(value));
}
