/** The caller's telephone: dial one of the organization's numbers, press keys, hang up. */

import { act } from "../perform.js";
import { callIn, hangUp, press } from "../actions.js";
import { h, setText } from "../dom.js";
import { now } from "../live.js";
import { callState } from "../phases.js";
import { button, checkbox, field, panel, picker, status } from "../pieces.js";
import { duration, t } from "../words.js";
import { KEYS } from "./keys.js";

/** Kept while somebody looks at another view. */
const kept = { ivrid: "", number: "0501234567", name: "", pressed: "", patient: true, analysed: false };

export function callerPhone(organization) {
  const number = h("input.mono", { type: "tel", dir: "ltr", value: kept.number, autocomplete: "off" });
  const name = h("input", { dir: "auto", value: kept.name, autocomplete: "off" });
  const did = picker();
  const patient = checkbox(t("play.by_hand"), kept.patient, (on) => (kept.patient = on));
  const analysed = checkbox(t("play.analysed"), kept.analysed, (on) => (kept.analysed = on));
  const state = status();
  const time = h("span.mono", { dir: "ltr" });
  const heard = h("p.quiet.heard");
  const pressed = h("output.mono.pressed", { dir: "ltr", "aria-label": t("play.pressed") });
  const dial = button(t("play.dial"), place, "primary");
  const end = button(t("action.hangup"), () => act(hangUp(organization, kept.ivrid, "party")), "danger");
  const keys = h(
    "div.keypad",
    { role: "group", "aria-label": t("play.keys"), dir: "ltr" },
    ...KEYS.map((key) => button(key, () => push(key), "key")),
  );
  const form = h(
    "form",
    { submit: (event) => (event.preventDefault(), place()) },
    field(t("play.from"), number),
    field(t("play.name"), name),
    field(t("play.did"), did.element),
    patient.element,
    analysed.element,
  );
  const screen = h("div.screen", {}, h("div", { role: "status" }, state.element, heard), time); // the time does not speak
  const box = panel(t("play.caller"), screen, form, h("div.buttons", {}, dial, end), keys, pressed);
  box.element.classList.add("phone");
  let organizationDocument = null;
  let live = false;

  async function place() {
    if (live) return;
    kept.number = number.value.trim();
    kept.name = name.value.trim();
    const body = { caller: kept.number, did: did.element.value };
    if (kept.name) body.caller_name = kept.name;
    if (patient.box.checked) body.parties = byHand(organizationDocument, did.element.value);
    if (analysed.box.checked) body.ai = true;
    const answer = await act(callIn(organization, body));
    if (!answer) return;
    kept.ivrid = answer.ivrid;
    kept.pressed = "";
    pressed.value = "";
  }

  async function push(key) {
    if (!kept.ivrid) return;
    if (await act(press(organization, kept.ivrid, key))) pressed.value = kept.pressed = (kept.pressed + key).slice(-20);
  }

  return {
    element: box.element,
    update({ calls, document }) {
      organizationDocument = document;
      did.update(
        (document?.dids ?? []).map(({ number: value, name: label }) => ({
          value,
          label: label ? `${value} · ${label}` : value,
        })),
      );
      const call = following(calls);
      live = Boolean(call);
      dial.disabled = live;
      end.disabled = !live;
      keys.classList.toggle("off", !live);
      for (const key of keys.children) key.disabled = !live;
      if (!call) {
        state.update("idle", kept.ivrid ? t("play.over") : t("play.idle"));
        setText(time, "");
        setText(heard, "");
        return;
      }
      const { tone, word } = callState(call);
      state.update(tone, word);
      setText(time, duration(now() - call.started));
      const layer = call.layers.at(-1);
      const queue = document?.queues?.find(({ id }) => id === call.queue);
      setText(
        heard,
        queue
          ? t("play.in_queue", { name: queue.name })
          : layer
            ? t("play.in_layer", { number: layer.layer_number, name: layer.layer_name })
            : "",
      );
    },
  };
}

/** The caller's call, or the one that it became by a transfer. */
function following(calls) {
  const call = calls.find(({ ivrid }) => ivrid === kept.ivrid);
  if (call) return call;
  const next = calls.find(
    ({ original_call: original, flow }) => original && original === kept.ivrid && flow !== "outgoing",
  );
  if (next) kept.ivrid = next.ivrid;
  return next;
}

/** Whoever may ring for this call waits for somebody to answer here, instead of answering by himself. */
function byHand(document, number) {
  const waiting = { kind: "no_answer" };
  const direct = document?.dids?.find((did) => did.number === number)?.route?.extension;
  return { agent: waiting, ...(direct ? { [direct]: waiting } : {}) };
}
