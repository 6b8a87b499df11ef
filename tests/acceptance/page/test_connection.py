"""A server that goes and comes back, and one that asks for its token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from .conftest import Open

TOKEN = "a-token-of-this-test"
Start = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers, each with a ``demo`` of its own; they are stopped after the test."""
    with ExitStack() as stack:

        def started(**options: object) -> Server:
            registry = Registry(clock="manual", now=1_606_908_123)
            registry.from_template("demo", "demo")
            server = Server(registry, **options)  # pyright: ignore[reportArgumentType]
            server.start()
            stack.callback(server.stop)
            return server

        yield started


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="en-US", viewport={"width": 1280, "height": 820})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_page_finds_its_server_again(start: Start, page: Page):
    first = start()
    page.goto(f"{first.base_url}/#/demo/overview")
    expect(page.get_by_role("banner")).to_contain_text("Live")
    port = first.port
    first.stop()
    expect(page.get_by_role("banner")).to_contain_text("No connection")
    start(port=port)
    expect(page.get_by_role("banner")).to_contain_text("Live", timeout=15_000)


def test_what_a_page_shows_when_it_opens_is_asked_for_once(visit: Open):
    seen = visit()
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url.removeprefix(seen.control)))
    calls = seen.open().get_by_role("region", name="Calls of the last five minutes")
    expect(calls).to_contain_text("No call")
    expect(seen.page.get_by_role("region", name="Connect")).to_contain_text(f"{seen.tenant.id}-code")
    seen.call_in()
    expect(calls).to_contain_text("0501234567")  # the page has asked again for what calls change
    assert [asked.count(path) for path in ("/changes", "", "/faults", "/campaigns")] == [1, 1, 1, 1]


def test_without_the_token_the_page_asks_for_it_and_then_works(start: Start, page: Page):
    server = start(control_token=TOKEN)
    page.goto(server.base_url)
    expect(page.get_by_role("region", name="Connect")).to_have_count(0)
    page.get_by_label("token").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Connect")).to_contain_text("demo-code")
    expect(page.get_by_role("banner")).to_contain_text("Live")
    assert TOKEN not in page.url


def test_an_organization_that_is_deleted_leaves_the_page_at_another(start: Start, page: Page):
    server = start()
    server.registry.from_template("demo", "other")
    page.goto(f"{server.base_url}/#/other/overview")
    expect(page.get_by_role("region", name="Connect")).to_contain_text("other-code")
    server.registry.delete("other")
    expect(page.get_by_role("alert")).to_contain_text("other")
    expect(page.get_by_role("region", name="Connect")).to_contain_text("demo-code")


def test_below_a_proxy_s_prefix_the_page_asks_below_it_only(start: Start, page: Page):
    server = start(root_path="/voicenter")
    below = f"{server.base_url}/voicenter/"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(below)
    expect(page.get_by_role("banner")).to_contain_text("Live")
    expect(page.get_by_role("region", name="Connect")).to_contain_text(f"{below}o/demo")
    assert any(url.endswith("/changes") for url in asked)
    assert [url for url in asked if not url.startswith(below)] == []
