"""The page in a real browser: a Chromium and a server for all, an organization for each test."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from ..chromium import FLAGS
from ..chromium import program as chromium_program

CHECKOUT = Path(__file__).resolve().parents[3]
OUTPUT = CHECKOUT / "tests" / "output" / "page"
"""Screenshots of the last run; git ignores them."""
VIEWS = (
    "overview",
    "play",
    "calls",
    "records",
    "people",
    "campaigns",
    "requests",
    "callbacks",
    "events",
    "faults",
    "organizations",
)


BEGIN_ANEW = """async () => {
  const store = await import("/_sandbox/page/store.js");
  const underWay = ({ state }) => state === "sent";
  while (store.get("actions")?.some(underWay)) await new Promise(requestAnimationFrame);
  for (const name of ["actions", "problem", "said"]) store.set(name, null);
  document.querySelector("[data-language]").dispatchEvent(new Event("change"));  // what stands around the views is made anew
  localStorage.clear();
}"""
"""Takes from a page what was done in it, once that is over; what is the organization's goes with that."""


class Visit:
    """The page, open at an organization of its own, whose state the test may ask and change behind its back."""

    def __init__(self, page: Page, tenant: Tenant, server: Server) -> None:
        self.page = page
        self.tenant = tenant
        self.base_url = server.base_url
        self.errors: list[str] = []
        page.on("pageerror", self._note)

    def _note(self, error: Error) -> None:
        self.errors.append(str(error))

    def leave(self) -> None:
        """For a page that goes on to another organization: it is as one that was loaded there, and nothing may last that
        would be seen.
        """
        self.page.goto(f"{self.base_url}/#/demo/organizations")
        self.page.evaluate(BEGIN_ANEW)
        self.page.remove_listener("pageerror", self._note)
        expect(self.page.locator("[role=alert], dialog[open], .actionbar").filter(visible=True)).to_have_count(0)

    @property
    def control(self) -> str:
        return f"{self.base_url}/_sandbox/organizations/{self.tenant.id}"

    def open(self, view: str = "overview", item: str = "") -> Page:
        self.page.goto(f"{self.base_url}/#/{self.tenant.id}/{view}" + (f"/{item}" if item else ""))
        return self.page

    def ask(self, path: str = "") -> Any:
        answer = requests.get(self.control + path, timeout=30)
        assert answer.ok, answer.text
        return answer.json()

    def send_action(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = requests.request(method, self.control + path, json={} if body is None else body, timeout=60)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def call_in(self, **members: Any) -> str:
        return self.send_action("/calls", {"caller": "0501234567", "did": "0722776774"} | members)["ivrid"]

    def click2call(self, **members: str) -> dict[str, Any]:
        wanted = {"code": f"{self.tenant.id}-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}
        url = f"{self.base_url}/o/{self.tenant.id}/ForwardDialer/click2call.aspx"
        return requests.get(url, wanted | members, timeout=30).json()

    def keep(self, name: str) -> None:
        """A screenshot for whoever looks at the run's output."""
        OUTPUT.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png")


Open = Callable[..., Visit]
OPTIONS: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 820},
    "locale": "en-US",
    "reduced_motion": "reduce",  # without a graphics card, what moves costs more than all else
}

PATIENCE_MILLISECONDS = 15_000
"""A machine that does other things, too, may take a page's five seconds."""
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="session")
def page_server() -> Iterator[Server]:
    registry = Registry(clock="manual", now=1_606_908_123)
    registry.from_template("demo", "demo")
    server = Server(registry)
    server.start()
    yield server
    server.stop()


class SharedBrowser:
    """One Chromium for tests of this folder that follow one another.

    No longer: while the driver is there, its event loop runs in this thread, and a test elsewhere that runs one of its
    own could not. No scope of fixtures says that.
    """

    def __init__(self) -> None:
        self._running = ExitStack()
        self._browser: Browser | None = None
        self._page: Page | None = None

    def get(self) -> Browser:
        if self._browser is None:
            program = chromium_program()
            driver = self._running.enter_context(sync_playwright())
            self._browser = driver.chromium.launch(executable_path=program, args=list(FLAGS))
            self._running.callback(self._browser.close)
        return self._browser

    def page(self) -> Page:
        """One that stays open: to load it costs five times as much."""
        if self._page is None:
            self._page = self.get().new_context(**OPTIONS).new_page()
            self._page.set_default_timeout(PATIENCE_MILLISECONDS)
        return self._page

    def close_page(self) -> None:
        if self._page is not None:
            self._page.context.close()
            self._page = None

    def close(self) -> None:
        self._browser = self._page = None
        self._running.close()


_shared = SharedBrowser()


@pytest.hookimpl(trylast=True)  # after the fixtures of the test
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    if nextitem is None or not nextitem.path.is_relative_to(Path(__file__).parent):
        _shared.close()


@pytest.fixture
def chromium() -> Browser:
    return _shared.get()


_numbers = itertools.count(1)


def new_organization(server: Server, clock: str = "manual") -> Tenant:
    return server.registry.from_template("demo", f"t{next(_numbers)}", clock=clock, replace=True)


def delete_organization(server: Server, tenant: Tenant) -> None:
    if server.registry.has(tenant):
        server.registry.delete(tenant.id)


@pytest.fixture
def visit(chromium: Browser, page_server: Server) -> Iterator[Open]:
    """``visit(clock="realtime", color_scheme="dark", locale="he-IL", viewport=…)``; no script of the page may fail."""
    opened: list[tuple[Visit, BrowserContext]] = []

    def make(*, clock: str = "manual", **options: Any) -> Visit:
        context = chromium.new_context(**{**OPTIONS, **options})
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        made = Visit(context.new_page(), new_organization(page_server, clock), page_server)
        opened.append((made, context))
        return made

    yield make
    for made, context in opened:
        context.close()
        delete_organization(page_server, made.tenant)
        assert made.errors == []


@pytest.fixture
def seen(chromium: Browser, page_server: Server) -> Iterator[Visit]:
    """A visit of a page that is open already, and goes from organization to organization: for tests that are not about
    how it opens or what it remembers.
    """
    made = Visit(_shared.page(), new_organization(page_server), page_server)
    try:
        yield made
        made.leave()
        assert made.errors == []
    except BaseException:
        _shared.close_page()  # the next test begins with a page as it is loaded
        raise
    finally:
        delete_organization(page_server, made.tenant)


def answer_for(body: object) -> tuple[int, str, bytes]:
    """A customer's JSON answer, for ``receivers.receiver``."""
    return 200, "application/json", json.dumps(body).encode()
