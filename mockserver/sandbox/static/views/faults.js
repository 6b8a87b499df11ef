/** Letting things go wrong, and deciding how dialled numbers behave. */

import { local } from "../numbers.js";
import { act } from "../perform.js";
import { request } from "../api.js";
import { addFault, clearExpectations, clearFaults, expect, removeFault } from "../actions.js";
import { h, keyed, ltr, setContent, setText } from "../dom.js";
import { need } from "../live.js";
import { button, checkbox, field, panel } from "../pieces.js";
import * as store from "../store.js";
import { number, t, term } from "../words.js";

const CALLBACKS = ["cdr", "popup", "external_ivr", "external_layer", "voicebot"];
/** What can go wrong, and what its value is. */
const KINDS = {
  status: { value: "503", type: "number" },
  error: { value: "1", type: "text" },
  delay_seconds: { value: "15", type: "number" },
  reset: {},
  body: { choices: ["truncated", "malformed", "empty"] },
  duplicate: {},
  out_of_order: {},
};
const OUTCOMES = [
  "busy",
  "reject",
  "no_answer",
  "unavailable",
  "congestion",
  "unallocated",
  "invalid",
  "cancel",
  "answer",
];

export function make(organization, lifetime) {
  const faults = faultsPanel(organization);
  const outcomes = outcomesPanel(organization);
  lifetime.add(
    need(["faults", "expectations"]),
    store.watch(["faults"], () => faults.update(store.get("faults") ?? [])),
    store.watch(["expectations"], () => outcomes.update(store.get("expectations") ?? [])),
  );
  const element = h(
    "div.view",
    {},
    h("div.viewhead", {}, h("h1", {}, t("nav.faults"))),
    h("div.columns.even", {}, faults.element, outcomes.element),
  );
  return { element };
}

function faultsPanel(organization) {
  const names = h("datalist", { id: "fault-names" });
  const on = h("input.mono", {
    dir: "ltr",
    list: "fault-names",
    value: "click2call",
    required: true,
    autocomplete: "off",
  });
  const kind = h(
    "select",
    { change: showValue },
    ...Object.keys(KINDS).map((name) => h("option", { value: name }, t(`fault.${name}`))),
  );
  const value = h("input.mono", { dir: "ltr" });
  const choice = h("select");
  const values = h("div");
  const first = h("input", { type: "number", min: 0, placeholder: "∞" });
  const every = h("input", { type: "number", min: 1, placeholder: "1" });
  const chance = h("input", { type: "number", min: 0, max: 1, step: "any", placeholder: "1" });
  const when = h("input.mono", { dir: "ltr", placeholder: "target=05012*", autocomplete: "off" });
  const form = h(
    "form.grid",
    { submit: submit },
    names,
    field(t("fault.on"), on),
    field(t("fault.kind"), kind),
    values,
    field(t("fault.first"), first),
    field(t("fault.every"), every),
    field(t("fault.probability"), chance),
    field(t("fault.when"), when),
    h("div.buttons", {}, h("button.primary", { type: "submit" }, t("action.add_fault"))),
  );
  const list = h("ul.standing");
  const none = h("p.nothing", {}, t("fault.none"));
  const clear = button(t("action.clear_faults"), () => act(clearFaults(organization)));
  const box = panel(t("fault.title"), form, list, none, h("div.buttons", {}, clear));
  const show = keyed(
    list,
    (fault) => faultLine(organization, fault),
    (fault) => fault.number,
  );

  function showValue() {
    const { type, value: usual, choices } = KINDS[kind.value];
    if (choices) choice.replaceChildren(...choices.map((word) => h("option", { value: word }, word)));
    if (type) {
      value.type = type;
      value.value = usual;
    }
    values.replaceChildren(
      ...(choices ? [field(t("fault.value"), choice)] : type ? [field(t("fault.value"), value)] : []),
    );
  }

  function submit(event) {
    event.preventDefault();
    const { type, choices } = KINDS[kind.value];
    const given = choices
      ? choice.value
      : !type
        ? true
        : type === "number" || /^\d+$/.test(value.value)
          ? Number(value.value)
          : value.value;
    const body = { on: on.value.trim(), [kind.value]: given };
    if (first.value) body.first = Number(first.value);
    if (every.value) body.every = Number(every.value);
    if (chance.value) body.probability = Number(chance.value);
    const conditions = when.value.split(",").map((one) => one.split(/=(.*)/s).map((word) => word.trim()));
    if (when.value.trim()) body.when = Object.fromEntries(conditions.map(([name, wanted = ""]) => [name, wanted]));
    act(addFault(organization, body));
  }

  showValue();
  suggest(names);
  return {
    element: box.element,
    update(standing) {
      show(standing);
      none.hidden = standing.length > 0;
      clear.disabled = standing.length === 0;
    },
  };
}

/** The operations' names stand in the catalogue, which the server publishes as OpenAPI. */
async function suggest(list) {
  let names = CALLBACKS;
  try {
    const { paths } = await request("GET", "/_sandbox/openapi.json");
    const operations = Object.values(paths)
      .flatMap((item) => Object.values(item))
      .map(({ operationId = "" }) => operationId.replace(/\.(get|post)(\.\d+)?$/, ""));
    names = [...CALLBACKS, ...new Set(operations.filter((name) => name && !name.startsWith("sandbox.")))];
  } catch {
    // it stays a field to type into
  }
  list.replaceChildren(...names.map((name) => h("option", { value: name })));
}

const TOLD_APART = new Set(["number", "on", "seen", "struck"]);

function faultLine(organization, fault) {
  const struck = h("span.quiet");
  const { number: place, on } = fault;
  const rest = Object.fromEntries(Object.entries(fault).filter(([name]) => !TOLD_APART.has(name)));
  const remove = button(t("remove"), () => act(removeFault(organization, place)), "quiet");
  remove.setAttribute("aria-label", `${t("remove")}: ${on}`);
  return {
    element: h("li", {}, h("b", {}, ltr(on)), " ", ltr(JSON.stringify(rest)), " ", struck, remove),
    update: (now) => setText(struck, t("fault.struck", { count: number(now.struck), seen: number(now.seen) })),
  };
}

function outcomesPanel(organization) {
  const who = h("input.mono", { type: "tel", dir: "ltr", placeholder: t("expected.any"), autocomplete: "off" });
  const kind = h("select", {}, ...OUTCOMES.map((name) => h("option", { value: name }, term("expected", name))));
  const times = h("input", { type: "number", min: 1, value: "1" });
  const analysed = checkbox(t("play.analysed"), false, () => {});
  const form = h(
    "form.grid",
    { submit: submit },
    field(t("expected.number"), who),
    field(t("expected.kind"), kind),
    field(t("expected.times"), times),
    analysed.element,
    h("div.buttons", {}, h("button.primary", { type: "submit" }, t("action.expect"))),
  );
  const list = h("ul.standing");
  const none = h("p.nothing", {}, t("expected.none"));
  const clear = button(t("action.clear_expectations"), () => act(clearExpectations(organization)));
  const box = panel(
    t("expected.title"),
    h("p.quiet", {}, t("expected.lead")),
    form,
    list,
    none,
    h("div.buttons", {}, clear),
  );

  function submit(event) {
    event.preventDefault();
    const body = { kind: kind.value, times: Number(times.value) || 1 };
    if (analysed.box.checked) body.ai = true;
    if (who.value.trim()) body.number = who.value.trim();
    act(expect(organization, body));
  }
  return {
    element: box.element,
    update(expectations) {
      setContent(list, JSON.stringify(expectations), () =>
        expectations.map((one) =>
          h(
            "li",
            {},
            h("b", {}, one.number ? ltr(local(one.number)) : t("expected.everybody")),
            " ",
            term("expected", one.kind),
            " ",
            h("span.quiet", {}, t("expected.left", { count: number(one.times) })),
          ),
        ),
      );
      none.hidden = expectations.length > 0;
      clear.disabled = expectations.length === 0;
    },
  };
}
