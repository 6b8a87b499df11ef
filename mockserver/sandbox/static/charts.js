/** Small charts in SVG, each with the same numbers as a table. Time runs from left to right in every language. */

import { h, setContent, svg } from "./dom.js";
import { clockTime, number, shortTime, t } from "./words.js";

const HEIGHT = 120;
const PAD = { left: 34, right: 6, top: 8, bottom: 20 };
const WIDEST_COLUMN = 36;
const TICK_PIXELS = 90;

/**
 * `series`: `[{name, tone, kind}]` with kind area, bars (which are stacked) or points; `update(rows)` takes
 * `[{at, values: [..]}]`, one value for each series, null where there is none. `none` stands where all is nothing.
 */
export function chart(title, series, { unit = "", none = t("chart.none") } = {}) {
  const plot = h("div.plot");
  const table = h(
    "details.numbers",
    { toggle: () => table.open && fill() },
    h("summary", {}, t("chart.numbers"), h("span.offscreen", {}, `: ${title}`)),
  );
  const content = h("div.numberscroll", { tabindex: "0", role: "group", "aria-label": title });
  table.append(content);
  const legend = h(
    "ul.legend",
    { "aria-hidden": "true" },
    ...(series.length > 1 ? series.map(({ name, tone }) => h("li", { "data-series": tone }, name)) : []),
  );
  const element = h("figure.chart", {}, h("figcaption", {}, h("span", {}, title), legend), plot, table);
  let rows = [];

  /** In as many units as there are pixels, so that its text is as large as all other text. */
  function redraw() {
    const width = Math.max(160, Math.round(plot.clientWidth));
    setContent(plot, `${width} ${JSON.stringify(rows)}`, () =>
      rows.some(({ values }) => values.some(Boolean))
        ? draw(title, series, rows, unit, width)
        : h("p.nothing", {}, none),
    );
  }
  new ResizeObserver(redraw).observe(plot);

  function fill() {
    setContent(content, JSON.stringify(rows), () =>
      h(
        "table",
        {},
        h("caption.offscreen", {}, title),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, t("chart.time")),
            ...series.map(({ name }) => h("th", { scope: "col" }, name)),
          ),
        ),
        h(
          "tbody",
          {},
          ...rows.map(({ at, values }) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, h("bdi", { dir: "ltr" }, shortTime(at))),
              ...values.map((value) => h("td", {}, value === null ? "–" : number(value, 1))),
            ),
          ),
        ),
      ),
    );
  }

  return {
    element,
    update(newRows) {
      rows = newRows;
      redraw();
      if (table.open) fill();
    },
  };
}

function draw(title, series, rows, unit, width) {
  const stacked = rows.map(({ values }) =>
    values.filter((_, index) => series[index].kind === "bars").reduce((sum, value) => sum + (value ?? 0), 0),
  );
  const top = nice(Math.max(1, ...stacked, ...rows.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const band = (width - PAD.left - PAD.right) / rows.length;
  const x = (index) => PAD.left + band * (index + 0.5);
  const y = (value) => HEIGHT - PAD.bottom - ((HEIGHT - PAD.top - PAD.bottom) * value) / top;
  const drawn = [0, top / 2, top].map((value) => [
    svg("line.grid", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
    svg("text.tick", { x: PAD.left - 5, y: y(value) + 3, "text-anchor": "end" }, number(value, 1) + unit),
  ]);
  const ticks = Math.max(1, Math.min(rows.length, Math.floor((width - PAD.left - PAD.right) / TICK_PIXELS)));
  const written = rows.at(-1).at - rows[0].at < 180 ? clockTime : shortTime;
  for (let place = 0; place < ticks; place += 1) {
    const index = Math.floor(((place + 0.5) * rows.length) / ticks);
    drawn.push(svg("text.tick", { x: x(index), y: HEIGHT - 5, "text-anchor": "middle" }, written(rows[index].at)));
  }
  const base = rows.map(() => 0);
  series.forEach(({ kind, tone }, which) => {
    const points = rows.map(({ values }, index) => (values[which] === null ? null : [x(index), y(values[which])]));
    if (kind === "bars") drawn.push(bars(rows, which, tone, base, x, y, band));
    else if (kind === "points")
      drawn.push(
        points.filter(Boolean).map(([cx, cy]) => svg("circle.point", { cx, cy, r: 2.5, "data-series": tone })),
      );
    else drawn.push(area(points, tone, y(0)));
  });
  const last = rows.at(-1);
  const summary = series
    .map(({ name }, index) => `${name} ${last.values[index] === null ? "–" : number(last.values[index], 1)}`)
    .join(", ");
  return svg(
    "svg",
    {
      direction: "ltr",
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      role: "img",
      "aria-label": `${title}. ${t("chart.last")}: ${summary}`,
    },
    drawn,
  );
}

function area(points, tone, floor) {
  const known = points.filter(Boolean);
  const line = known.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const filled = `${line}L${known.at(-1)[0].toFixed(1)} ${floor}L${known[0][0].toFixed(1)} ${floor}Z`;
  return [svg("path.area", { d: filled, "data-series": tone }), svg("path.line", { d: line, "data-series": tone })];
}

function bars(rows, which, tone, base, x, y, band) {
  const width = Math.min(WIDEST_COLUMN, Math.max(1, band * 0.75));
  return rows.map(({ values }, index) => {
    const value = values[which];
    if (!value) return null;
    const bottom = base[index];
    base[index] += value;
    const [top, floor] = [y(bottom + value), y(bottom)];
    return svg("rect.column", {
      x: (x(index) - width / 2).toFixed(1),
      y: top.toFixed(1),
      width: width.toFixed(1),
      height: (floor - top).toFixed(1),
      "data-series": tone,
    });
  });
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((candidate) => candidate * power >= value);
  return step * power;
}
