/** What a call is doing, read from its legs: the words and tones that the views show. */

import { inARow, quotation } from "./sentences.js";
import { t, term } from "./words.js";

/** `{tone, word}` of a call as a whole. */
export function callState(call) {
  if (call.ended) {
    const tone = outcome(call);
    return { tone: tone === "ANSWER" ? "ended" : "failed", word: term("status", tone) };
  }
  const open = call.legs.filter((leg) => leg.state !== "ENDED" && leg.state !== "NEW");
  if (open.some((leg) => leg.state === "HELD")) return { tone: "held", word: t("state.HELD") };
  const talking = open.filter((leg) => leg.state === "TALKING");
  const ringing = open.some((leg) => leg.state === "RINGING" && leg.role !== "caller");
  if (talking.length > 1) return { tone: "talking", word: t("state.TALKING") };
  if (ringing) return { tone: "ringing", word: t("state.RINGING") };
  if (call.queue && talking.length < 2) return { tone: "waiting", word: t("state.WAITING") };
  if (talking.length) return { tone: "talking", word: call.layers.length ? t("state.IVR") : t("state.TALKING") };
  return { tone: "ringing", word: t("state.RINGING") };
}

/** The CDR status that says most about an ended call: the last leg that somebody dialled for the caller. */
export function outcome(call) {
  const told = call.legs.filter((leg) => leg.status);
  const far = told.filter((leg) => leg.role !== "caller" && leg.role !== "phone");
  if (far.some((leg) => leg.status === "ANSWER")) return "ANSWER";
  const dialled = told.filter((leg) => leg.status !== "NOTCALLED");
  const last = dialled.filter((leg) => far.includes(leg)).at(-1) ?? dialled.at(-1) ?? told.at(-1);
  return last?.status ?? "";
}

/** Of a record. */
export function statusTone(word) {
  return { ANSWER: "good", VOEND: "ended" }[word] ?? "failed";
}

export function legTone(leg) {
  if (leg.state === "ENDED") return leg.answered_at ? "ended" : "failed";
  return { NEW: "idle", RINGING: "ringing", TALKING: "talking", HELD: "held" }[leg.state] ?? "idle";
}

export function legWord(leg) {
  return leg.state === "ENDED" ? term("status", leg.status) : term("state", leg.state);
}

/** Who calls whom, as two texts. */
export function ends(call) {
  return [call.caller || t("withheld"), call.target || call.did || ""];
}

/** Before the number of a request that found no organization, in addresses. */
export const LOST = "lost-";

const problems = new WeakMap();

/** Why somebody who reads the journal should stop at this request, a sentence; null when there is no reason. */
export function requestProblem(entry) {
  if (!problems.has(entry)) problems.set(entry, firstProblem(entry));
  return problems.get(entry);
}

/** What a request's state is coloured by: a hint alone says that all went well so far. */
export function requestTone(entry) {
  if (!requestProblem(entry)) return "good";
  const refused = entry.status >= 400 || (entry.error !== 0 && entry.error !== "" && entry.error !== "0");
  return refused || entry.violations.length ? "failed" : "waiting";
}

function firstProblem(entry) {
  if (entry.violations.length) return entry.violation_sentences[0];
  if (entry.hints.length) return entry.hint_sentences[0];
  if (entry.status >= 400) return quotation(`HTTP ${entry.status}`);
  if (entry.error !== 0 && entry.error !== "" && entry.error !== "0") {
    const error = { text: `error ${entry.error}`, message: "AnError", values: { error: entry.error } };
    const said = answeredMessage(entry.answer);
    return said ? inARow([error, quotation(said)], ": ") : error;
  }
  return null;
}

/** The documents' answers each spell their message differently. */
function answeredMessage(answer) {
  try {
    const found = Object.entries(JSON.parse(answer)).find(
      ([name, value]) => /(message|desc|description)$/i.test(name) && typeof value === "string",
    );
    return found?.[1] ?? "";
  } catch {
    return "";
  }
}

export function deliveryTone(delivery) {
  return { acknowledged: "good", pending: "waiting", failed: "failed" }[delivery.status] ?? "idle";
}

export function campaignProgress(campaign) {
  const finished = Object.values(campaign.outcomes).reduce((sum, count) => sum + count, 0);
  return { finished, taken: campaign.numbers, part: campaign.numbers ? Math.min(1, finished / campaign.numbers) : 0 };
}
