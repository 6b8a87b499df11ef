/** Legs of calls as horizontal bars over simulated time. Time runs from left to right in every language. */

import { h, keyed, setAttribute, setStyle, setText } from "./dom.js";
import { now } from "./live.js";
import { local } from "./numbers.js";
import { legTone, legWord } from "./phases.js";
import { clockTime, duration, shortTime, t, term } from "./words.js";

/** Bars of one leg: ringing, then talking. `range()` answers `[from, to]`. */
function legBar(range) {
  const ring = h("span.bar.ring");
  const talk = h("span.bar.talk");
  const element = h("span.leg", {}, ring, talk);
  return {
    element,
    update(leg) {
      const [from, to] = range();
      const end = leg.ended_at || now();
      const answered = leg.answered_at || end;
      place(ring, leg.dialed_at, answered, from, to);
      place(talk, answered, end, from, to);
      ring.hidden = !leg.dialed_at;
      talk.hidden = !leg.answered_at;
      setAttribute(element, "data-tone", legTone(leg));
      setAttribute(element, "data-role", leg.role);
    },
  };
}

function place(bar, start, end, from, to) {
  const span = Math.max(1, to - from);
  const left = Math.max(0, (start - from) / span);
  const right = Math.min(1, (end - from) / span);
  setStyle(bar, "left", `${(left * 100).toFixed(2)}%`);
  setStyle(bar, "width", `${(Math.max(0, right - left) * 100).toFixed(2)}%`);
}

/** Several legs in one row, for lists of calls. */
export function callBars(range) {
  const element = h("span.bars", { dir: "ltr", "aria-hidden": "true" });
  const show = keyed(
    element,
    () => legBar(range),
    (leg) => leg.index,
  );
  return { element, update: (call) => show(call.legs.filter((leg) => leg.dialed_at)) };
}

/** Marks of time below rows of bars. */
export function axis(range, count = 2) {
  const element = h("div.axis", { dir: "ltr", "aria-hidden": "true" });
  const marks = Array.from({ length: count + 1 }, () => h("span"));
  element.append(...marks);
  return {
    element,
    update() {
      const [from, to] = range();
      marks.forEach((mark, index) =>
        setText(mark, (to - from < 180 ? clockTime : shortTime)(from + ((to - from) * index) / count)),
      );
    },
  };
}

/** One call, a row for each leg, with a table of the same for who cannot see it. */
export function callTimeline() {
  let call = null;
  const range = () => {
    const end = call.ended || now();
    return [call.started, Math.max(end, call.started + 10)];
  };
  const rows = h("tbody");
  const marks = axis(range);
  const show = keyed(
    rows,
    () => {
      const bar = legBar(range);
      const who = h("bdi.mono", { dir: "ltr" });
      const role = h("span.quiet");
      const state = h("td.statecell");
      const element = h(
        "tr",
        {},
        h("th", { scope: "row" }, who, " ", role),
        h("td.barcell", {}, h("span.bars", { dir: "ltr" }, bar.element)),
        state,
      );
      return {
        element,
        update(leg) {
          setText(who, local(leg.number));
          setText(role, term("role", leg.role));
          bar.update(leg);
          const talked = leg.answered_at ? ` · ${duration(Math.floor(leg.ended_at || now()) - Math.floor(leg.answered_at))}` : "";
          setText(state, legWord(leg) + talked);
          setAttribute(state, "data-tone", legTone(leg));
        },
      };
    },
    (leg) => leg.index,
  );
  const element = h(
    "div.timeline",
    {},
    h(
      "table",
      {},
      h("caption.offscreen", {}, t("calls.legs")),
      h(
        "thead.offscreen",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, t("calls.party")),
          h("th", { scope: "col" }, t("calls.course")),
          h("th", { scope: "col" }, t("calls.state")),
        ),
      ),
      rows,
    ),
    marks.element,
  );
  return {
    element,
    update(newCall) {
      call = newCall;
      show(call.legs);
      marks.update();
    },
  };
}
