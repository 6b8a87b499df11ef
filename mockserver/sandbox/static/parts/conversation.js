/** What the analysis of a call's recordings found: the summary, and who said what. */

import { of, request } from "../api.js";
import { h, isolated, ltr, setContent } from "../dom.js";
import { t } from "../words.js";

export function conversationOf(organization) {
  const element = h("div.conversation");
  let asked = "";

  async function update(call) {
    const numbers = call.cdrs.join();
    if (numbers === asked || !numbers) return;
    asked = numbers;
    const records = await Promise.all(call.cdrs.map((number) => record(number)));
    if (numbers !== asked) return; // more has been recorded meanwhile
    const found = records.filter((each) => each?.aiData).map(({ aiData }) => aiData);
    setContent(element, JSON.stringify(found), () => found.flatMap(analysis));
  }

  /** The record of that number; nothing when it cannot be had. */
  async function record(number) {
    try {
      const { cdrs } = await request("GET", of(organization, `/cdrs?since=${number - 1}&limit=1`));
      return cdrs[0];
    } catch {
      return undefined;
    }
  }

  return { element, update };
}

function analysis({ insights, transcript }) {
  return [
    h("h3", {}, t("calls.conversation")),
    h("p", {}, isolated(insights.summary)),
    h("ol.story", {}, ...transcript.map(line)),
  ];
}

function line({ speaker, text, startTime }) {
  const who = t(speaker === "Speaker0" ? "calls.agent_says" : "calls.customer_says");
  return h("li", {}, ltr(`${startTime.toFixed(1)} s`), " ", who, " ", isolated(text));
}
