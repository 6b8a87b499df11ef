/** The organization's clock: what time it is there, pausing, speed, running forward with progress and cancel. */

import { act } from "./perform.js";
import { advance, cancelAdvance, setClock } from "./actions.js";
import { h, setAttribute, setText } from "./dom.js";
import { currentOrganization, need, now } from "./live.js";
import { campaignProgress } from "./phases.js";
import { button, picker } from "./pieces.js";
import * as store from "./store.js";
import { clockTime, dateOf, percent, t } from "./words.js";

const SPEEDS = ["1", "2", "10", "60", "600"];
const STEPS = [10, 60, 600, 3600, 86400];
const TICK_MILLISECONDS = 250;

export function clockBar(lifetime) {
  const time = h("time.mono", { dir: "ltr" });
  const day = h("span.quiet.day");
  const mode = h("span.mode");
  const pause = button("", () => change(isPaused() ? speedMode(speed.element.value) : ["manual"]));
  const speed = picker({
    dir: "ltr",
    "aria-label": t("clock.speed"),
    change: () => change(speedMode(speed.element.value)),
  });
  const far = h(
    "select",
    { "aria-label": t("clock.how_far") },
    ...STEPS.map((seconds) => h("option", { value: seconds }, t(`clock.step_${seconds}`))),
    h("option", { value: "idle" }, t("clock.idle")),
  );
  far.value = "60";
  const forward = button(t("clock.advance"), () =>
    act(advance(currentOrganization(), far.value === "idle" ? "idle" : Number(far.value))),
  );
  const progress = runBar();
  const element = h(
    "section.clock",
    { "aria-label": t("clock.title") },
    h("div.now", {}, time, day),
    mode,
    h("div.controls", {}, pause, speed.element, h("span.group", {}, far, forward)),
    progress.element,
  );

  function isPaused() {
    return store.get("clock")?.mode === "manual";
  }

  function change([name, factor]) {
    act(setClock(currentOrganization(), name, factor));
  }

  function tick() {
    const clock = store.get("clock");
    element.hidden = !clock;
    if (!clock) return;
    setText(time, clockTime(now()));
    setText(day, dateOf(now()));
    progress.tick(clock);
  }

  function show() {
    const clock = store.get("clock");
    if (!clock) return tick();
    const factor = clock.mode === "manual" ? "1" : String(clock.speed);
    const speeds = SPEEDS.includes(factor) ? SPEEDS : [...SPEEDS, factor];
    speed.update(
      speeds.map((value) => ({ value, label: `×${value}` })),
      clock.mode === "manual" ? speed.element.value || "1" : factor,
    );
    setText(mode, clock.advancing ? t("clock.advancing") : t(`clock.mode_${clock.mode}`));
    setAttribute(mode, "data-tone", clock.mode === "manual" ? "held" : "good");
    setText(pause, isPaused() ? t("clock.play") : t("clock.pause"));
    forward.disabled = clock.advancing;
    tick();
  }

  const timer = setInterval(tick, TICK_MILLISECONDS);
  lifetime.add(() => clearInterval(timer), progress.leave, store.watch(["clock", "document"], show));
  return { element };
}

function speedMode(factor) {
  return factor === "1" ? ["realtime"] : ["scaled", Number(factor)];
}

/** How far an advance has got, whoever began it: of its time or, until all is idle, of what campaigns have to dial. */
function runBar() {
  const bar = h("progress", { max: 1, "aria-label": t("clock.progress") });
  const told = h("span.mono.quiet", { dir: "ltr" });
  const cancel = button(t("cancel"), () => act(cancelAdvance(currentOrganization())), "quiet");
  const element = h("div.running", { hidden: true }, bar, told, cancel);
  let release = null;

  function done({ now: reached, advance: span }) {
    if (span && span.until !== null) return Math.min(1, (reached - span.from) / Math.max(1, span.until - span.from));
    const campaigns = (store.get("campaigns") ?? []).filter(({ status, numbers }) => status === "Enabled" && numbers);
    const taken = campaigns.reduce((sum, { numbers }) => sum + numbers, 0);
    return taken ? campaigns.reduce((sum, campaign) => sum + campaignProgress(campaign).finished, 0) / taken : null;
  }

  return {
    element,
    leave: () => release?.(),
    tick(clock) {
      element.hidden = !clock.advancing;
      if (clock.advancing) release ??= need(["campaigns"]);
      else {
        release?.();
        release = null;
        return;
      }
      const part = done(clock);
      if (part === null) bar.removeAttribute("value");
      else bar.value = part;
      setText(told, part === null ? clockTime(clock.now) : percent(part));
    },
  };
}
