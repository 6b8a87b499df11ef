/** An agent's telephone: what rings and talks there, and what they can do about it. */

import { act } from "../perform.js";
import { callOut, hangUp, inCall, mute, setAgent, setDevice, transfer } from "../actions.js";
import { h, keyed, ltr, setContent, setText } from "../dom.js";
import { now } from "../live.js";
import { local } from "../numbers.js";
import { legTone, legWord } from "../phases.js";
import { button, field, panel, picker, status } from "../pieces.js";
import { headset } from "./headset.js";
import { KEYS } from "./keys.js";
import { duration, t } from "../words.js";

export function agentDesk(organization, draw) {
  let agent = null;
  const own = headset(organization, draw);
  let extension = null;
  const presence = picker({ change: () => act(setAgent(organization, agent.user, Number(presence.element.value))) });
  const device = button(
    "",
    () => act(setDevice(organization, extension.sip, extension.device === "online" ? "offline" : "online")),
    "quiet",
  );
  const calls = h("ol.desk");
  const none = h("p.nothing", {}, t("desk.none"));
  const show = keyed(
    calls,
    () => deskCall(organization, own),
    ({ call }) => call.ivrid,
  );
  const target = h("input.mono", { type: "tel", dir: "ltr", value: "0509876543", autocomplete: "off" });
  const out = h(
    "form.inlineform",
    { submit: (event) => (event.preventDefault(), dial(target.value.trim())) },
    field(t("desk.dial"), target),
    h("button", { type: "submit" }, t("desk.call_out")),
  );
  const box = panel(
    t("desk.title"),
    field(t("people.status"), presence.element),
    device,
    own.element,
    calls,
    none,
    out,
  );
  const dial = (number) =>
    own.phone ? own.phone.call(number) : act(callOut(organization, extension.sip, number));
  box.element.classList.add("phone");
  return {
    element: box.element,
    update({ calls: live, agent: now_, document, extensions }) {
      agent = now_;
      extension = extensions.find(
        ({ sip }) => sip === (agent?.extension || document?.users?.find(({ id }) => id === agent?.user)?.extension),
      );
      presence.element.disabled = !agent;
      presence.update(
        (document?.statuses ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
        String(agent?.status ?? ""),
      );
      device.hidden = !extension;
      own.update({ extension, document });
      const sip = extension?.sip ?? "";
      if (extension)
        setText(device, `${t(extension.device === "online" ? "action.device_offline" : "action.device_online")} · ${sip}`);
      const here = live.flatMap((call) =>
        call.legs
          .filter((leg) => leg.number === sip && leg.state !== "ENDED" && leg.state !== "NEW")
          .slice(-1)
          .map((leg) => ({ call, leg })),
      );
      for (const { id } of own.phone?.calls.values() ?? []) {
        const call = live.find(({ ivrid }) => ivrid === id);
        const leg = call?.legs.find(({ role }) => role === "caller"); // of an own number it is called as from outside
        if (leg && !here.some((one) => one.call === call)) here.push({ call, leg });
      }
      show(here);
      none.hidden = here.length > 0;
      out.querySelector("button").disabled = !extension;
    },
  };
}

function deskCall(organization, own) {
  const who = h("div.deskwho");
  const state = status();
  const time = h("span.mono", { dir: "ltr" });
  const buttons = h("div.buttons");
  const to = h("input.mono", { type: "text", dir: "ltr", value: "SIPSIP2", autocomplete: "off" });
  let call = null;
  let leg = null;
  const pass = (kind) => () => act(transfer(organization, call.ivrid, kind, to.value.trim(), leg.number));
  const transfers = h(
    "details",
    {},
    h("summary", {}, t("desk.transfer")),
    field(t("desk.to"), to),
    h(
      "div.buttons",
      {},
      button(t("desk.blind"), pass("blind")),
      button(t("desk.consult"), pass("consult")),
      button(t("desk.complete"), pass("complete")),
    ),
  );
  const keys = h(
    "details",
    {},
    h("summary", {}, t("play.keys")),
    h("div.keypad", { dir: "ltr" }, ...KEYS.map((key) => button(key, () => heard()?.press(key), "key"))),
  );
  const heard = () => own.phone?.callOf(call.ivrid);
  return {
    element: h("li", {}, who, h("div.deskstate", {}, state.element, time), buttons, keys, transfers),
    update(now_) {
      ({ call, leg } = now_);
      setContent(who, `${leg.shown_number}|${leg.shown_name}|${call.caller_name}`, () => [
        ltr(local(leg.shown_number || call.caller) || t("withheld")),
        " ",
        h("bdi", {}, leg.shown_name || call.caller_name),
      ]);
      state.update(legTone(leg), legWord(leg));
      setText(time, duration(now() - (leg.answered_at || leg.dialed_at || call.started)));
      transfers.hidden = leg.state === "RINGING";
      const spoken = heard();
      keys.hidden = spoken?.state !== "talks";
      const heldByMe = call.legs.some(({ state: word }) => word === "HELD");
      setContent(buttons, `${leg.state}|${leg.role}|${heldByMe}|${call.muted}|${call.recording}|${spoken?.state}`, () =>
        deskButtons(organization, call, leg, heldByMe, spoken),
      );
    },
  };
}

/** What is done with a call that the headset has (`spoken`) is done there. */
function deskButtons(organization, call, leg, held, spoken) {
  const one = (label, action, kind) => button(label, () => act(action), kind);
  if (spoken?.state === "rings") {
    return [
      button(t("action.answer"), () => spoken.answer(), "primary"),
      button(t("action.reject"), () => spoken.reject(), "danger"),
    ];
  }
  if (spoken) {
    return [
      button(t(spoken.state === "held" ? "action.unhold" : "action.hold"), () => spoken.hold(spoken.state !== "held")),
      one(t(call.muted ? "action.unmute" : "action.mute"), mute(organization, call.ivrid, !call.muted)),
      button(t("action.hangup"), () => spoken.hangUp(), "danger"),
    ];
  }
  if (leg.state === "RINGING" && leg.role !== "caller") {
    return [
      one(t("action.answer"), inCall(organization, call.ivrid, "answer", leg.number), "primary"),
      one(t("action.reject"), inCall(organization, call.ivrid, "reject", leg.number), "danger"),
    ];
  }
  return [
    held
      ? one(t("action.unhold"), inCall(organization, call.ivrid, "unhold", leg.number), "primary")
      : one(t("action.hold"), inCall(organization, call.ivrid, "hold", leg.number)),
    one(t(call.muted ? "action.unmute" : "action.mute"), mute(organization, call.ivrid, !call.muted)),
    one(t("action.hangup"), hangUp(organization, call.ivrid, leg.number), "danger"),
  ];
}
