/** Calls that are up and calls that have ended; one call with its legs, its story, and what can be done in it. */

import { act } from "../perform.js";
import { request, of } from "../api.js";
import { hangUp, inCall, mute } from "../actions.js";
import { callStory } from "../call_story.js";
import { h, ltr, isolated, setAttribute, setContent, setText } from "../dom.js";
import { need, now } from "../live.js";
import { logTable } from "../log_table.js";
import { conversationOf } from "../parts/conversation.js";
import { callState, ends } from "../phases.js";
import { button, copyLine, facts, filterBox, moment, status } from "../pieces.js";
import { addressOf } from "../routes.js";
import { split } from "../split.js";
import * as store from "../store.js";
import { callTimeline } from "../timeline.js";
import { clockTime, duration, t, term } from "../words.js";

const TICK_MILLISECONDS = 500;

export function make(organization, lifetime) {
  const filter = filterBox(t("calls.filter"), draw);
  const table = logTable({
    label: t("nav.calls"),
    columns: [
      { label: t("calls.began"), kind: "time" },
      { label: t("calls.who") },
      { label: t("calls.state"), kind: "statecol" },
      { label: t("calls.length"), kind: "num" },
      { label: t("calls.flow"), kind: "wide" },
    ],
    keyOf: ({ ivrid }) => ivrid,
    makeRow: () => callRow(organization),
    none: t("calls.none"),
  });
  const both = split(organization, "calls", table, (ivrid) => callDetails(organization, ivrid));
  let calls = [];

  function draw() {
    const known = new Map(
      [...(store.get("recent") ?? []), ...(store.get("active") ?? [])].map((call) => [call.ivrid, call]),
    );
    const wanted = filter.value.trim().toLowerCase();
    calls = [...known.values()].sort((one, other) => other.started - one.started || (other.ivrid > one.ivrid ? 1 : -1));
    if (wanted)
      calls = calls.filter((call) =>
        [call.ivrid, call.caller, call.caller_name, call.target, call.did, call.campaign]
          .join(" ")
          .toLowerCase()
          .includes(wanted),
      );
    table.update(calls);
    both.refresh();
  }

  lifetime.add(need(["active", "recent", "deliveries"]), store.watch(["active", "recent", "deliveries"], draw));
  const timer = setInterval(() => !document.hidden && draw(), TICK_MILLISECONDS);
  lifetime.add(() => clearInterval(timer));
  const element = h(
    "div.view.fill",
    {},
    h(
      "div.viewhead",
      {},
      h("h1", {}, t("nav.calls")),
      filter,
      h("a.button", { href: addressOf(organization, "play") }, t("overview.play")),
    ),
    both.element,
  );
  return { element, select: both.select };
}

function callRow(organization) {
  const time = h("a.mono", { dir: "ltr" });
  const from = h("bdi.mono", { dir: "ltr" });
  const to = h("bdi.mono", { dir: "ltr" });
  const name = h("bdi.quiet");
  const state = status();
  const length = h("td.num.mono", { dir: "ltr" });
  const flow = h("td.wide");
  return {
    element: h(
      "tr",
      {},
      h("td.time", {}, time),
      h("td.who", {}, from, h("span.arrow", { "aria-hidden": "true" }), to, " ", name),
      h("td.statecol", {}, state.element),
      length,
      flow,
    ),
    update(call) {
      const [caller, target] = ends(call);
      setText(time, clockTime(call.started));
      setAttribute(time, "href", addressOf(organization, "calls", call.ivrid));
      setText(from, caller);
      setText(to, target);
      setText(name, call.caller_name);
      const { tone, word } = callState(call);
      state.update(tone, word);
      setText(length, duration((call.ended || now()) - call.started));
      setText(flow, call.campaign || term("flow", call.flow));
    },
  };
}

function found(ivrid) {
  return (
    (store.get("active") ?? []).find((call) => call.ivrid === ivrid) ??
    (store.get("recent") ?? []).find((call) => call.ivrid === ivrid)
  );
}

/** Also of calls that the lists do not hold any more: then it is asked for once. */
function callDetails(organization, ivrid) {
  let call = found(ivrid);
  let asking = false;
  const timeline = callTimeline();
  const state = status();
  const who = h("h2");
  const about = h("div");
  const story = callStory(organization, ivrid);
  const conversation = conversationOf(organization);
  const actions = h("div.buttons");
  const element = h(
    "div.call",
    {},
    who,
    state.element,
    copyLine("ivrid", ivrid).element,
    actions,
    h("h3", {}, t("calls.legs")),
    timeline.element,
    story.element,
    conversation.element,
    about,
  );

  function draw() {
    if (!call) return;
    const [caller, target] = ends(call);
    setContent(who, `${caller} ${target}`, () => [
      ltr(caller),
      h("span.arrow", { "aria-hidden": "true" }),
      h("span.offscreen", {}, t("calls.to")),
      ltr(target),
    ]);
    const { tone, word } = callState(call);
    state.update(tone, word);
    timeline.update(call);
    setContent(about, JSON.stringify({ ...call, legs: 0 }), () =>
      facts([
        [t("calls.began"), moment(call.started)],
        [t("calls.length"), call.ended ? duration(call.ended - call.started) : ""],
        [t("calls.caller_name"), call.caller_name ? isolated(call.caller_name) : ""],
        [t("calls.flow"), h("span", {}, term("flow", call.flow))],
        [t("calls.did"), call.did],
        [t("calls.queue"), call.queue || ""],
        [t("calls.waited"), call.queue_waited ? duration(call.queue_waited) : ""],
        [t("calls.campaign"), call.campaign],
        [t("calls.recording"), call.recording],
        [
          t("calls.records"),
          call.cdrs.flatMap((record, index) => [
            index ? ", " : "",
            h("a.mono", { dir: "ltr", href: addressOf(organization, "records", record) }, String(record)),
          ]),
        ],
        [
          t("calls.original"),
          call.original_call
            ? h(
                "a.mono",
                { href: addressOf(organization, "calls", call.original_call), dir: "ltr" },
                call.original_call,
              )
            : "",
        ],
        [
          t("calls.layers"),
          call.layers.map(({ layer_number: number, layer_name: name, digits }) =>
            h("div", {}, ltr(number), " ", isolated(name), digits ? [" → ", ltr(digits)] : []),
          ),
        ],
        [t("calls.custom"), Object.keys(call.custom).length ? JSON.stringify(call.custom) : ""],
      ]),
    );
    setContent(actions, `${call.ended} ${call.muted} ${JSON.stringify(call.legs.map((leg) => leg.state))}`, () =>
      callDeeds(organization, call),
    );
    story.update(signature());
    conversation.update(call);
  }

  /** What a timeline is made of: when none of it is another, the timeline is the same. */
  function signature() {
    const sent = (store.get("deliveries") ?? []).filter((delivery) => delivery.ivrid === ivrid);
    return JSON.stringify([
      call.ended,
      call.legs.map((leg) => [leg.state, leg.number]),
      call.layers,
      call.cdrs,
      sent.map(({ id, status: word, attempts, in_flight: busy }) => [id, word, attempts.length, busy]),
    ]);
  }

  async function ask() {
    if (asking) return;
    asking = true;
    try {
      call = await request("GET", of(organization, `/calls/${encodeURIComponent(ivrid)}`));
      draw();
    } catch {
      setText(who, t("not_known", { item: ivrid }));
    }
  }

  function update() {
    const known = found(ivrid);
    if (known) call = known;
    else if (!call || !call.ended) ask();
    draw();
  }
  update();
  return { element, update };
}

function callDeeds(organization, call) {
  if (call.ended) return [];
  const ringing = call.legs.find((leg) => leg.state === "RINGING" && leg.role !== "caller");
  const talking = call.legs.find((leg) => leg.state === "TALKING" && leg.kind === "extension");
  const held = call.legs.find((leg) => leg.state === "HELD");
  const one = (label, action, kind) => button(label, () => act(action), kind);
  return [
    ringing && one(t("action.answer"), inCall(organization, call.ivrid, "answer", ringing.number), "primary"),
    ringing && one(t("action.reject"), inCall(organization, call.ivrid, "reject", ringing.number)),
    talking && !held && one(t("action.hold"), inCall(organization, call.ivrid, "hold", talking.number)),
    held && one(t("action.unhold"), inCall(organization, call.ivrid, "unhold")),
    call.recording && one(t(call.muted ? "action.unmute" : "action.mute"), mute(organization, call.ivrid, !call.muted)),
    one(t("action.hangup"), hangUp(organization, call.ivrid, "system"), "danger"),
  ];
}
