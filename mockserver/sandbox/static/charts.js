/** Small charts in SVG, each with the same numbers as a table. Time runs from left to right in every language. */

import { h, setContent, svg } from "./dom.js";
import { number, shortTime, t } from "./words.js";

const WIDTH = 480;
const HEIGHT = 120;
const PAD = { left: 34, right: 6, top: 8, bottom: 20 };

/**
 * `series`: `[{name, tone, kind}]` with kind area, line or bars (bars are stacked); `update(rows)` takes
 * `[{at, values: [..]}]`, one value for each series, null where there is none.
 */
export function chart(title, series, unit = "") {
  const plot = h("div.plot");
  const table = h("details.numbers", { toggle: () => table.open && fill() }, h("summary", {}, t("chart.numbers"), h("span.offscreen", {}, `: ${title}`)));
  const content = h("div.numberscroll", { tabindex: "0", role: "group", "aria-label": title });
  table.append(content);
  const legend = h("ul.legend", { "aria-hidden": "true" }, ...(series.length > 1 ? series.map(({ name, tone }) => h("li", { "data-series": tone }, name)) : []));
  const element = h("figure.chart", {}, h("figcaption", {}, h("span", {}, title), legend), plot, table);
  let rows = [];

  function fill() {
    setContent(content, JSON.stringify(rows), () => h("table", {},
      h("caption.offscreen", {}, title),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("chart.time")), ...series.map(({ name }) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows.map(({ at, values }) => h("tr", {}, h("th", { scope: "row" }, h("bdi", { dir: "ltr" }, shortTime(at))), ...values.map((value) => h("td", {}, value === null ? "–" : number(value, 1))))))));
  }

  return {
    element,
    update(newRows) {
      rows = newRows;
      const signature = JSON.stringify(rows);
      setContent(plot, signature, () => (rows.length ? draw(title, series, rows, unit) : h("p.nothing", {}, t("chart.none"))));
      if (table.open) fill();
    },
  };
}

function draw(title, series, rows, unit) {
  const stacked = rows.map(({ values }) => values.filter((_, index) => series[index].kind === "bars").reduce((sum, value) => sum + (value ?? 0), 0));
  const top = nice(Math.max(1, ...stacked, ...rows.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const x = (index) => PAD.left + ((WIDTH - PAD.left - PAD.right) * index) / Math.max(1, rows.length - 1);
  const y = (value) => HEIGHT - PAD.bottom - ((HEIGHT - PAD.top - PAD.bottom) * value) / top;
  const drawn = [0, top / 2, top].map((value) => [
    svg("line.grid", { x1: PAD.left, x2: WIDTH - PAD.right, y1: y(value), y2: y(value) }),
    svg("text.tick", { x: PAD.left - 5, y: y(value) + 3, "text-anchor": "end" }, number(value, 1) + unit),
  ]);
  const ticks = rows.length > 1 ? [0, Math.floor((rows.length - 1) / 2), rows.length - 1] : [0];
  ticks.forEach((index, place) => drawn.push(svg("text.tick", { x: x(index), y: HEIGHT - 5, "text-anchor": ["start", "middle", "end"][place] }, shortTime(rows[index].at))));
  const base = rows.map(() => 0);
  series.forEach(({ kind, tone }, which) => {
    const points = rows.map(({ values }, index) => (values[which] === null ? null : [x(index), y(values[which])]));
    if (kind === "bars") drawn.push(bars(rows, which, tone, base, x, y));
    else drawn.push(curve(points, kind, tone, y(0)));
  });
  const last = rows.at(-1);
  const summary = series.map(({ name }, index) => `${name} ${last.values[index] === null ? "–" : number(last.values[index], 1)}`).join(", ");
  return svg("svg", { direction: "ltr", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}. ${t("chart.last")}: ${summary}` }, drawn);
}

function curve(points, kind, tone, floor) {
  const pieces = [];
  let piece = [];
  for (const point of [...points, null]) {
    if (point) piece.push(point);
    else if (piece.length) {
      pieces.push(piece);
      piece = [];
    }
  }
  return pieces.map((part) => {
    if (part.length === 1) return svg("circle", { cx: part[0][0], cy: part[0][1], r: 2, "data-series": tone, class: "point" });
    const line = part.map(([px, py], index) => `${index ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    const area = `${line}L${part.at(-1)[0].toFixed(1)} ${floor}L${part[0][0].toFixed(1)} ${floor}Z`;
    return [kind === "area" ? svg("path.area", { d: area, "data-series": tone }) : null, svg("path.line", { d: line, "data-series": tone })];
  });
}

function bars(rows, which, tone, base, x, y) {
  const width = Math.max(1, ((WIDTH - PAD.left - PAD.right) / Math.max(1, rows.length)) * 0.75);
  return rows.map(({ values }, index) => {
    const value = values[which];
    if (!value) return null;
    const bottom = base[index];
    base[index] += value;
    const left = Math.min(Math.max(PAD.left, x(index) - width / 2), WIDTH - PAD.right - width);
    return svg("rect.column", { x: left.toFixed(1), y: y(bottom + value).toFixed(1), width: width.toFixed(1), height: Math.max(0, y(bottom) - y(bottom + value)).toFixed(1), "data-series": tone });
  });
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((candidate) => candidate * power >= value);
  return step * power;
}
