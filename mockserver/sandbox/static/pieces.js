/** Small things that several views are made of. */

import { copy, say } from "./perform.js";
import { h, keyed, ltr, setAttribute, setText } from "./dom.js";
import { dateTime, t } from "./words.js";

export function button(label, click, kind = "") {
  return h(kind ? `button.${kind}` : "button", { type: "button", click }, label);
}

/** A form's field with its label above it. */
export function field(label, control, hint = "") {
  const id = control.id || (control.id = `field-${++fields}`);
  const note = hint ? h("small.hint", { id: `${id}-hint` }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div.field", {}, h("label", { for: id }, label), control, note);
}

let fields = 0;

export function checkbox(label, checked, change) {
  const box = h("input", { type: "checkbox", checked, change: () => change?.(box.checked) });
  return { element: h("label.check", {}, box, h("span", {}, label)), box };
}

/** The box above a list that narrows it; a shortcut leads there. */
export function filterBox(label, input) {
  return h("input", { type: "search", placeholder: label, "aria-label": label, "data-filter": true, input });
}

/** A select whose options can change while its choice stays. */
export function picker(attributes = {}) {
  const element = h("select", attributes);
  const show = keyed(
    element,
    ({ value }) => {
      const option = h("option");
      option.setAttribute("value", value);
      return { element: option, update: ({ label }) => setText(option, label) };
    },
    ({ value }) => value,
  );
  return {
    element,
    /** `options`: `[{value, label}]`, values being texts */
    update(options, chosen = element.value) {
      show(options);
      if (options.some(({ value }) => value === chosen)) element.value = chosen;
    },
  };
}

/** A status: a dot, and the word beside it, because colour alone says nothing to many. */
export function status(tone = "", word = "") {
  const text = h("span", {}, word);
  const element = h("span.status", { "data-tone": tone }, h("span.dot", { "aria-hidden": "true" }), text);
  return {
    element,
    update(newTone, newWord) {
      setAttribute(element, "data-tone", newTone);
      setText(text, newWord);
    },
  };
}

const SHOWN_CHARACTERS = 1200;

/** A line to copy, all of it, however much of it is shown. */
export function copyLine(label, text = "") {
  const value = h(
    "code",
    { dir: "ltr" },
    text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text,
  );
  const done = button(
    t("copy"),
    async () => {
      const worked = await copy(text);
      done.textContent = worked ? t("copied") : t("not_copied");
      say(done.textContent);
      setTimeout(() => (done.textContent = t("copy")), 1500);
    },
    "copy",
  );
  done.setAttribute("aria-label", `${t("copy")}: ${label}`);
  const element = h("div.copyline", {}, h("span.copylabel", {}, label), value, done);
  return { element };
}

/** A section of a view, with its heading. */
export function panel(title, ...children) {
  const heading = h("h2", {}, title);
  const head = h("div.panelhead", {}, heading);
  const element = h("section.panel", {}, head, ...children);
  heading.id = `panel-${++panels}`;
  element.setAttribute("aria-labelledby", heading.id);
  return { element, head, heading };
}

let panels = 0;

/** What stands where there is nothing yet. */
export function empty(sentence, ...more) {
  return h("div.empty", {}, h("p", {}, sentence), ...more);
}

/** Name and value, one below the other. */
export function facts(pairs) {
  return h(
    "dl.facts",
    {},
    ...pairs
      .filter(([, value]) => value !== "" && value !== null && value !== undefined && value.length !== 0)
      .map(([name, value]) =>
        h(
          "div",
          {},
          h("dt", {}, name),
          h("dd", {}, value instanceof Node || Array.isArray(value) ? value : ltr(value)),
        ),
      ),
  );
}

/** A moment of simulated time, with its date. */
export function moment(epoch) {
  return h("time", {}, h("bdi", {}, dateTime(epoch)));
}

/** A message as it is on the wire, readable: JSON indented, anything else as it stands. */
export function payload(value, label) {
  let text = value;
  if (typeof value !== "string") text = JSON.stringify(value, null, 2);
  else {
    try {
      text = JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      // not JSON: shown as it came
    }
  }
  return h("pre.payload", { dir: "ltr", tabindex: "0", "aria-label": label, role: "group" }, text);
}

/** A link only where it leads to http or https; anything else is text. */
export function webAddress(text) {
  try {
    const address = new URL(String(text));
    return address.protocol === "http:" || address.protocol === "https:" ? address.href : "";
  } catch {
    return "";
  }
}

/** Asks before something is lost. Answers a promise of yes or no. */
export function confirmed(title, sentence, yes) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog.small",
      { "aria-label": title },
      h("h2", {}, title),
      h("p", {}, sentence),
      h(
        "div.buttons",
        {},
        button(t("cancel"), () => dialog.close()),
        button(yes, () => dialog.close("yes"), "danger"),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
