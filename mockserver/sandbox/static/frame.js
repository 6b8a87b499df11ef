/** What stands around every view: organization, clock, language, theme, navigation, what was done last. */

import { PREFIX, request } from "./api.js";
import { h, setAttribute, setText } from "./dom.js";
import { clockBar } from "./clock_bar.js";
import { lastAction } from "./last_action.js";
import { currentOrganization, need } from "./live.js";
import { button, picker, status } from "./pieces.js";
import { addressOf, go, route } from "./routes.js";
import { openHelp } from "./shortcuts.js";
import * as store from "./store.js";
import { currentTheme, THEMES, useTheme } from "./theme.js";
import { NAMES } from "./views/all.js";
import { currentLanguage, LANGUAGES, remember, t, useLanguage } from "./words.js";

/** `rebuild` draws the page anew in another language. */
export function frame(lifetime, rebuild) {
  const main = h("main", { id: "main", tabindex: "-1" });
  const said = h("div.offscreen", { role: "status", "aria-live": "polite" });
  const bar = clockBar(lifetime);
  const done = lastAction(lifetime);
  const navigation = views(lifetime);
  const element = h(
    "div.frame",
    {},
    h("a.skip", { href: "#main", click: (event) => (event.preventDefault(), main.focus()) }, t("skip")),
    h("header.top", {}, brand(lifetime), bar.element, choices(rebuild)),
    navigation.element,
    h("div.content", {}, problem(lifetime), main),
    done.element,
    said,
  );
  lifetime.add(store.watch(["said"], () => setText(said, store.get("said") ?? "")));
  return {
    element,
    show(name, view) {
      const first = !main.firstChild;
      main.replaceChildren(view);
      main.scrollTop = 0;
      navigation.mark(name);
      if (!first) main.focus({ preventScroll: true });
    },
  };
}

function brand(lifetime) {
  const chosen = picker({
    "aria-label": t("organization"),
    change: () => go(chosen.element.value, route().view || "overview"),
  });
  const connection = status();
  const show = () => {
    const known = (store.get("organizations") ?? []).map(({ id }) => ({ value: id, label: id }));
    const current = currentOrganization();
    if (current && !known.some(({ value }) => value === current)) known.push({ value: current, label: current });
    chosen.update(known, current);
    const lost = store.get("connection") === "lost";
    connection.update(lost ? "failed" : "good", t(lost ? "connection.lost" : "connection.live"));
  };
  lifetime.add(store.watch(["organizations", "connection", "document"], show));
  const version = h("span.version");
  request("GET", "/_sandbox/health").then(
    (health) => setText(version, ` ${health.version}`),
    () => {}, // the connection's state says what is wrong
  );
  return h(
    "div.brand",
    {},
    h("img", { src: `${PREFIX}/_sandbox/page/icon.svg`, alt: "", width: 22, height: 22 }),
    h("p.name", {}, "voicenter-mock", version),
    chosen.element,
    connection.element,
  );
}

function choices(rebuild) {
  const language = h(
    "select",
    {
      "aria-label": t("language"),
      change: () => {
        remember("language", language.value);
        useLanguage(language.value);
        rebuild();
        document.querySelector("[data-language]").focus();
      },
      "data-language": true,
    },
    ...Object.entries(LANGUAGES).map(([tag, { name }]) => h("option", { value: tag, lang: tag }, name)),
  );
  language.value = currentLanguage();
  const theme = h(
    "select",
    { "aria-label": t("theme"), change: () => useTheme(theme.value) },
    ...THEMES.map((name) => h("option", { value: name }, t(`theme.${name}`))),
  );
  theme.value = currentTheme();
  const keys = button("?", openHelp, "quiet");
  keys.setAttribute("aria-label", t("keys.title"));
  return h("div.choices", {}, language, theme, keys);
}

function views(lifetime) {
  const links = new Map(
    NAMES.map((name) => {
      const count = h("span.count");
      const told = h("span.offscreen"); // what the number counts, where its colour does not say it
      const link = h("a", {}, h("span", {}, t(`nav.${name}`)), count, told);
      return [name, { link, count, told }];
    }),
  );
  const element = h(
    "nav",
    { "aria-label": t("navigation") },
    h("ul", {}, ...[...links.values()].map(({ link }) => h("li", {}, link))),
  );
  const show = () => {
    const status = store.get("integration");
    const counts = {
      calls: (store.get("active") ?? []).length,
      requests: status ? status.requests.refused + status.requests.violating + status.unresolved : 0,
      callbacks: status ? status.callbacks.reduce((sum, callback) => sum + callback.not_accepted, 0) : 0,
      faults: (store.get("faults") ?? []).length,
    };
    for (const [name, { link, count, told }] of links) {
      setAttribute(link, "href", addressOf(currentOrganization(), name));
      setText(count, counts[name] ? String(counts[name]) : "");
      count.hidden = !counts[name];
      const word = { requests: "nav.problems", callbacks: "nav.failed" }[name];
      setText(told, word && counts[name] ? ` ${t(word)}` : "");
      setAttribute(count, "data-tone", word ? "failed" : "live");
    }
  };
  let marked = "";
  /** Not scrollIntoView: it would also move the place where Tab begins. */
  const reveal = () => {
    if (!marked) return;
    const [bar, link] = [element, links.get(marked).link].map((box) => box.getBoundingClientRect());
    if (link.left < bar.left || link.right > bar.right)
      element.scrollLeft += link.left + link.width / 2 - bar.left - bar.width / 2;
  };
  addEventListener("resize", reveal);
  lifetime.add(
    store.watch(["active", "integration", "faults", "document"], show),
    need(["active", "integration", "faults"]),
    () => removeEventListener("resize", reveal),
  );
  return {
    element,
    mark(name) {
      for (const [known, { link }] of links) setAttribute(link, "aria-current", known === name ? "page" : null);
      marked = name;
      reveal();
    },
  };
}

/** What went wrong last, until it is closed. */
function problem(lifetime) {
  const element = h("div.problem", { role: "alert", hidden: true });
  const show = () => {
    const told = store.get("problem");
    element.hidden = !told;
    if (!told) return element.replaceChildren();
    element.replaceChildren(
      h("div", {}, h("strong", {}, `${told.title} `), h("bdi", { lang: "en" }, told.detail)),
      button(t("close"), () => store.set("problem", null), "quiet"),
    );
  };
  lifetime.add(store.watch(["problem"], show));
  return element;
}
