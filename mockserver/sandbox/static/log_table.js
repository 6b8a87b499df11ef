/**
 * A long list of which only the visible rows are in the document. Newest entries stand on top; who has scrolled
 * down, or has the focus in a row, keeps their place while new ones come.
 */

import { h, keyed, setAttribute, setStyle } from "./dom.js";
import { onNextFrame } from "./still.js";

const ROW_PIXELS = 34;
const SPARE_ROWS = 6;

/**
 * `columns`: `[{label, kind}]`; `makeRow(item)` answers a part whose element is a `tr` with one link in it;
 * `keyOf(item)` a text or number. `label` names the table.
 */
export function logTable({ label, columns, makeRow, keyOf, none }) {
  const above = spacer();
  const below = spacer();
  const body = h("tbody");
  const table = h(
    "table.log",
    { "aria-label": label },
    h(
      "thead",
      {},
      h("tr", {}, ...columns.map(({ label: text, kind }) => h("th", { scope: "col", class: kind }, text))),
    ),
    h("tbody", { "aria-hidden": "true" }, above),
    body,
    h("tbody", { "aria-hidden": "true" }, below),
  );
  const nothing = h("div.nothing", {}, none);
  const scroller = h(
    "div.scroller",
    { tabindex: "0", role: "group", "aria-label": label, scroll: plan, keydown: move },
    table,
    nothing,
  );
  let items = [];
  let planned = false;
  const show = keyed(
    body,
    (item) => {
      const part = makeRow(item);
      return {
        ...part,
        update: (now) => (setAttribute(part.element, "aria-rowindex", now.place + 2), part.update(now.item)),
      };
    },
    (row) => keyOf(row.item),
  );

  function plan() {
    if (planned) return;
    planned = true;
    onNextFrame(draw);
  }

  function draw() {
    planned = false;
    const rows = Math.ceil((scroller.clientHeight || 600) / ROW_PIXELS) + 2 * SPARE_ROWS;
    const first = Math.max(0, Math.min(Math.floor(scroller.scrollTop / ROW_PIXELS) - SPARE_ROWS, items.length - rows));
    const shown = items.slice(first, first + rows);
    setStyle(above.firstChild, "height", `${first * ROW_PIXELS}px`);
    setStyle(below.firstChild, "height", `${(items.length - first - shown.length) * ROW_PIXELS}px`);
    above.hidden = first === 0;
    below.hidden = first + shown.length === items.length;
    show(shown.map((item, index) => ({ item, place: first + index })));
    setAttribute(table, "aria-rowcount", items.length + 1);
    nothing.hidden = items.length > 0;
    table.hidden = items.length === 0;
  }

  /** Arrow keys go from row to row. */
  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest?.("tr");
    if (!step || !row || row.parentNode !== body) return;
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    next?.querySelector("a")?.focus();
    event.preventDefault();
  }

  return {
    element: scroller,
    /** `newest`: the items, newest first */
    update(newest) {
      const held = scroller.scrollTop > 0 || body.contains(document.activeElement);
      if (held && items.length && newest !== items) {
        const added = newest.findIndex((item) => keyOf(item) === keyOf(items[0]));
        if (added > 0) {
          below.hidden = false; // room to scroll to, before the rows are drawn
          setStyle(below.firstChild, "height", `${newest.length * ROW_PIXELS}px`);
          scroller.scrollTop += added * ROW_PIXELS;
        }
      }
      items = newest;
      draw();
    },
    /** Puts the focus on an item's row, if it is there. */
    focus(key) {
      const place = items.findIndex((item) => String(keyOf(item)) === String(key));
      if (place < 0) return scroller.focus();
      if (
        place * ROW_PIXELS < scroller.scrollTop ||
        place * ROW_PIXELS > scroller.scrollTop + scroller.clientHeight - 2 * ROW_PIXELS
      ) {
        scroller.scrollTop = place * ROW_PIXELS;
        draw();
      }
      [...body.rows]
        .find((row) => Number(row.getAttribute("aria-rowindex")) === place + 2)
        ?.querySelector("a")
        ?.focus();
    },
  };
}

/** Only a height. One cell: a colspan would count columns that narrow screens hide, and the others would collapse. */
function spacer() {
  return h("tr", {}, h("td.spacer"));
}
