/** The organization over simulated time: calls in progress, waits, what became of callers. */

import { chart } from "./charts.js";
import { h } from "./dom.js";
import { t } from "./words.js";

export function statisticsCharts() {
  const calls = chart(t("chart.calls"), [{ name: t("chart.in_progress"), tone: "one", kind: "area" }], {
    none: t("chart.no_calls"),
  });
  const waits = chart(
    t("chart.waits"),
    [
      { name: t("chart.longest"), tone: "warn", kind: "bars" },
      { name: t("chart.mean"), tone: "one", kind: "points" },
    ],
    { unit: "s", none: t("chart.no_waits") },
  );
  const outcomes = chart(
    t("chart.outcomes"),
    [
      { name: t("chart.answered"), tone: "good", kind: "bars" },
      { name: t("chart.abandoned"), tone: "bad", kind: "bars" },
    ],
    { none: t("chart.no_outcomes") },
  );
  const element = h("div.charts", {}, calls.element, waits.element, outcomes.element);
  return {
    element,
    /** `queues` and `now`: who waits at this moment is in no row yet, because their wait is not over. */
    update(statistics, queues, now) {
      const rows = statistics?.rows ?? [];
      const waiting = queues.flatMap(({ callers }) => callers.map(({ joined }) => Math.max(0, now - joined)));
      calls.update(rows.map((row) => ({ at: row.from, values: [row.most_calls] })));
      waits.update(rows.map((row, place) => waitsOf(row, place === rows.length - 1 ? waiting : [])));
      outcomes.update(rows.map((row) => ({ at: row.from, values: [row.answered, row.abandoned] })));
    },
  };
}

/** The longest and the mean wait of a row, with those who wait still. */
function waitsOf(row, waiting) {
  const over = row.answered + row.abandoned;
  const count = over + waiting.length;
  if (!count) return { at: row.from, values: [null, null] };
  const sum = waiting.reduce((total, seconds) => total + seconds, over * row.mean_wait_seconds);
  return { at: row.from, values: [Math.max(row.longest_wait_seconds, ...waiting), sum / count] };
}
