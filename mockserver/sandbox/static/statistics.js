/** The organization over simulated time: calls in progress, waits, what became of callers. */

import { chart } from "./charts.js";
import { h } from "./dom.js";
import { t } from "./words.js";

export function statisticsCharts() {
  const calls = chart(t("chart.calls"), [{ name: t("chart.in_progress"), tone: "one", kind: "area" }]);
  const waits = chart(
    t("chart.waits"),
    [
      { name: t("chart.longest"), tone: "warn", kind: "bars" },
      { name: t("chart.mean"), tone: "one", kind: "points" },
    ],
    "s",
  );
  const outcomes = chart(t("chart.outcomes"), [
    { name: t("chart.answered"), tone: "good", kind: "bars" },
    { name: t("chart.abandoned"), tone: "bad", kind: "bars" },
  ]);
  const element = h("div.charts", {}, calls.element, waits.element, outcomes.element);
  return {
    element,
    update(statistics) {
      const rows = statistics?.rows ?? [];
      calls.update(rows.map((row) => ({ at: row.from, values: [row.most_calls] })));
      waits.update(
        rows.map((row) => ({
          at: row.from,
          values: row.answered + row.abandoned ? [row.longest_wait_seconds, row.mean_wait_seconds] : [null, null],
        })),
      );
      outcomes.update(rows.map((row) => ({ at: row.from, values: [row.answered, row.abandoned] })));
    },
  };
}
