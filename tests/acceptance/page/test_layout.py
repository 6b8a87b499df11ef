"""Nothing sticks out of any view, at any usual width, from left to right and from right to left."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import expect

from ..receivers import receiver
from .conftest import VIEWS, Open, Visit, answer_for
from .test_accessibility import LISTS, busy

WIDTHS = (360, 768, 900, 1024, 1440)
OVERFLOWING = """() => {
  const shown = (box) => box.clientWidth > 1 && getComputedStyle(box).visibility !== "hidden";
  const scrolls = (box) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX);
  const found = [document.documentElement, document.querySelector("main")]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => `${box.tagName} is ${box.scrollWidth - box.clientWidth} too wide`);
  const edges = (box) => box.getBoundingClientRect();
  const inside = (box) => { for (let at = box.parentElement; at; at = at.parentElement) if (scrolls(at) && at.tagName !== "MAIN" && at.tagName !== "HTML" && at.tagName !== "BODY") return true; return false; };
  const width = document.documentElement.clientWidth;
  for (const box of document.querySelectorAll("main *")) {
    const { left, right } = box.getBoundingClientRect();
    if (shown(box) && !inside(box) && (right > width + 1 || left < -1)) found.push(`${box.tagName}.${box.className} ${left} ${right}`);
  }
  for (const frame of document.querySelectorAll("main .panel, main .details, main .figures > *")) {
    const { left, right } = edges(frame);
    for (const box of frame.querySelectorAll("*")) {
      const holder = box.closest(".scroller, .tablebox, pre, dialog") ?? frame;
      const place = edges(box);
      if (holder === frame && shown(box) && !scrolls(box.parentElement) && !inside(box) && (place.right > right + 1 || place.left < left - 1)) {
        found.push(`${box.tagName}.${box.className} leaves ${frame.className} by ${Math.round(Math.max(place.right - right, left - place.left))}`);
      }
    }
  }
  for (const axis of document.querySelectorAll(".axis")) {
    const marks = [...axis.children].filter((mark) => mark.offsetWidth).map(edges).sort((one, other) => one.left - other.left);
    if (marks.some((mark, place) => place && mark.left < marks[place - 1].right)) found.push("marks of an axis overlap");
  }
  for (const table of document.querySelectorAll("table.log")) {
    const wide = [...table.tHead.rows[0].cells].reduce((sum, cell) => sum + cell.offsetWidth, 0);
    if (table.offsetWidth && Math.abs(wide - table.offsetWidth) > 4) {
      found.push(`columns of ${table.getAttribute("aria-label")} are ${wide} of ${table.offsetWidth}`);
    }
  }
  return found.slice(0, 5);
}"""
"""What is wider than the window, or has collapsed. What scrolls in a box of its own may be wider than that."""


@pytest.mark.parametrize("locale", ["en-US", "he-IL"])
def test_no_view_overflows_at_any_width(visit: Open, locale: str):
    with receiver() as customer:
        customer.answer = lambda message: answer_for({"STATUS": "OK", "CLIENTNAME": "Dana"})
        seen = visit(locale=locale)
        busy(seen, customer)
        seen.call_in(caller_name="A rather long name that somebody chose for himself")
        for _ in range(60):  # long lists: the spacers of rows that are not drawn count too
            requests.get(f"{seen.base_url}/o/{seen.tenant.id}/ForwardDialer/click2call.aspx?phone=SIPSIP1", timeout=30)
        page = seen.open()
        sticking_out: list[str] = []
        for view in VIEWS:
            page.goto(page.url.split("#")[0] + f"#/{seen.tenant.id}/{view}")
            expect(page.locator("nav [aria-current=page]")).to_have_attribute("href", f"#/{seen.tenant.id}/{view}")
            expect(page.locator("main h1")).to_be_attached()
            page.locator(".log tbody a, .panel, td, li").first.wait_for(state="attached")
            sticking_out += at_every_width(seen, f"{locale}-{view}")
            if view in LISTS:
                page.locator(".log tbody a").first.click()
                page.locator(".details .payload, .details .story li, .details .members td").first.wait_for()
                sticking_out += at_every_width(seen, f"{locale}-{view}-details")
                page.set_viewport_size({"width": 1440, "height": 820})
        assert sticking_out == []


def at_every_width(seen: Visit, name: str) -> list[str]:
    """What sticks out. A screenshot is kept of that alone: to take all would be half of this test's processor time."""
    found: list[str] = []
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 820})
        here = [f"{name} at {width}: {what}" for what in seen.page.evaluate(OVERFLOWING)]
        if here:
            seen.keep(f"layout-{name}-{width}")
        found += here
    return found
