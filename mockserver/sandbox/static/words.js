/** The page's words in the reader's language, and how that language writes times and numbers. */

import { en } from "./words/en.js";
import { he } from "./words/he.js";

export const LANGUAGES = {
  en: { words: en, name: "English", direction: "ltr" },
  he: { words: he, name: "עברית", direction: "rtl" },
};

let language = "en";
let zone = "UTC";
let formats = {};

/** Takes the language that was chosen here before, else the browser's, else English. */
export function startLanguage() {
  const asked = (navigator.languages || [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase());
  const wanted = [remembered("language"), ...asked].find((tag) => tag in LANGUAGES);
  useLanguage(wanted || "en");
}

export function useLanguage(tag) {
  language = tag;
  formats = {};
  document.documentElement.lang = tag;
  document.documentElement.dir = LANGUAGES[tag].direction;
}

export function currentLanguage() {
  return language;
}

/** A phrase; `{name}` in it is replaced. */
export function t(key, given = {}) {
  const phrase = LANGUAGES[language].words[key] ?? en[key] ?? key;
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in given ? String(given[name]) : whole));
}

/** A phrase for a word of the wire, such as a status; the word itself when we have none. */
export function term(family, word) {
  const key = `${family}.${word}`;
  return LANGUAGES[language].words[key] ?? en[key] ?? String(word);
}

/** The organization's time zone: every moment is shown in it. */
export function useZone(name) {
  if (name && name !== zone) {
    zone = name;
    formats = {};
  }
}

function format(name, make) {
  formats[name] ??= make();
  return formats[name];
}

/** 14:03:21 */
export function clockTime(epoch) {
  return format("time", () => new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: zone })).format(
    epoch * 1000,
  );
}

/** 14:03 */
export function shortTime(epoch) {
  return format("short", () => new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: zone })).format(
    epoch * 1000,
  );
}

export function dateTime(epoch) {
  const made = format(
    "date",
    () => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "medium", timeZone: zone }),
  );
  return `${made.format(epoch * 1000)}, ${clockTime(epoch)}`;
}

export function dateOf(epoch) {
  return format(
    "day",
    () =>
      new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
        weekday: "short",
        day: "numeric",
        month: "short",
        year: "numeric",
        timeZone: zone,
      }),
  ).format(epoch * 1000);
}

/** 1:05, or 2:00:09 from an hour on. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : `${Number(parts[0])}:${parts[1]}`;
}

export function number(value, digits = 0) {
  return format(`number${digits}`, () => new Intl.NumberFormat(language, { maximumFractionDigits: digits })).format(
    value,
  );
}

export function percent(part) {
  return format(
    "percent",
    () => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }),
  ).format(part);
}

// ---- what the reader has chosen here ------------------------------------------------------------------------

/** A choice from an earlier visit; null when there is none or the browser keeps nothing. */
export function remembered(name) {
  try {
    return localStorage.getItem(`voicenter-mock.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`voicenter-mock.${name}`, value);
  } catch {
    // a browser that keeps nothing asks again next time
  }
}
