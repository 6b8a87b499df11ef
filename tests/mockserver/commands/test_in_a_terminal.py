"""What only a terminal shows: progress bars, tables that fit, views that stay, Ctrl-C, colours."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from .console import Console
from .pseudo_terminal import INTERRUPT, SECONDS, PseudoTerminal, in_terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="how a terminal becomes one's own differs"),
]


class Customer:
    """Answers no CDR before he is let go: an advance comes to him and waits."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.goes_on = threading.Event()

    def __call__(self, _: dict[str, Any]) -> dict[str, Any]:
        self.reached.set()
        self.goes_on.wait(SECONDS)
        return {"err": 0, "errdesc": "OK"}


@pytest.fixture
def customer(console: Console) -> Iterator[Customer]:
    """Gets the CDR of a call that ends after some forty seconds."""
    customer = Customer()
    console.tenant.deliveries.bind("cdr", customer)
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--party", "agent=no_answer", "--talk", "5")
    yield customer
    customer.goes_on.set()


def advancing(console: Console, seconds: str) -> Any:
    return in_terminal("clock", "advance", seconds, "--server", console.base_url)


def test_an_advance_has_a_bar_that_moves(console: Console, customer: Customer):
    ends = console.tenant.exchange.now + 60

    with advancing(console, "120") as terminal:
        terminal.wait_for("#-")
        customer.goes_on.set()
        assert terminal.ended() == 0

    assert "100%" in terminal.text
    assert console.tenant.exchange.now > ends


def test_ctrl_c_cancels_an_advance_where_it_is(console: Console, customer: Customer):
    with advancing(console, "86400") as terminal:
        terminal.wait_for("advancing")
        assert customer.reached.wait(SECONDS)
        terminal.press(INTERRUPT)
        terminal.wait_for("stopped at 2023-11-15T")
        customer.goes_on.set()
        assert terminal.ended() == 130

    assert "Traceback" not in terminal.text
    assert console.tenant.exchange.now < 1_700_000_000 + 86_400


def test_a_watched_table_is_drawn_again_in_its_place(console: Console):
    with in_terminal("agents", "--watch", "--server", console.base_url) as terminal:
        terminal.wait_for("Login")
        console.run("agents", "set", "walter@example.com", "lunch")
        terminal.wait_for("Lunch")
        terminal.press(INTERRUPT)
        assert terminal.ended() == 130

    assert terminal.seen.count("\x1b[H") == 2
    assert "Traceback" not in terminal.text


def test_a_watched_table_that_is_too_long_says_how_much_is_missing(console: Console):
    with in_terminal("agents", "--watch", "--server", console.base_url, rows=4) as terminal:
        terminal.wait_for(" more")
        terminal.press(INTERRUPT)
        terminal.ended()

    assert len(terminal.text.replace("^C", "").strip().splitlines()) <= 3


def test_requests_are_followed_with_what_is_wrong_with_them(console: Console):
    import requests

    with in_terminal("requests", "--follow", "--server", console.base_url) as terminal:
        terminal.wait_for("operation")
        requests.get(
            f"{console.base_url}/ForwardDialer/click2call.aspx",
            params={"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "maxduration": "long"}, timeout=10,
        )  # fmt: skip
        terminal.wait_for("violation: field 'maxduration'")
        terminal.press(INTERRUPT)
        assert terminal.ended() == 130


def test_a_followed_list_goes_on_when_the_organization_was_reset(console: Console):
    console.run("call", "incoming", "0501234567")
    console.tenant.advance(seconds=60)

    with in_terminal("events", "--follow", "--server", console.base_url, columns=120) as terminal:
        terminal.wait_for("call_ended")
        console.run("organizations", "reset", "demo")
        console.run("agents", "set", "SIPSIP1", "lunch")
        terminal.wait_for("user 12345678, status 3")
        terminal.press(INTERRUPT)
        terminal.ended()


def test_a_followed_delivery_is_shown_again_when_it_is_answered(console: Console, customer: Customer):
    thread = threading.Thread(target=console.tenant.advance, kwargs={"until": "idle"})

    with in_terminal("deliveries", "--callback", "cdr", "--follow", "--server", console.base_url) as terminal:
        terminal.wait_for("about")
        thread.start()
        terminal.wait_for("pending")
        customer.goes_on.set()
        terminal.wait_for("acknowledged")
        terminal.press(INTERRUPT)
        assert terminal.ended() == 130
    thread.join()


def listed(console: Console, *arguments: str, **terminal_options: Any) -> PseudoTerminal:
    with in_terminal(*arguments, "--server", console.base_url, **terminal_options) as terminal:
        assert terminal.ended() == 0
    return terminal


def test_no_line_is_wider_than_the_terminal(console: Console):
    console.run("call", "incoming", "0501234567", "--name", "A" * 100)

    for columns in (60, 80, 120):
        lines = listed(console, "calls", columns=columns).text.splitlines()
        assert len(lines) == 2
        assert max(map(len, lines)) <= columns


def test_colours_are_for_terminals_without_no_color(console: Console):
    assert "\x1b[32m" in listed(console, "extensions").seen
    assert "\x1b" not in listed(console, "extensions", environment={"NO_COLOR": "1"}).seen
    assert "\x1b" not in console.run("extensions")


def test_a_name_cannot_steer_the_terminal(console: Console):
    console.run("call", "incoming", "0501234567", "--name", "\x1b[2JDana\u202e")

    assert r"\u001b[2JDana\u202e" in listed(console, "calls", columns=160).seen


def test_a_server_that_stops_ends_a_view_with_one_line(console: Console):
    with in_terminal("queues", "--watch", "--server", console.base_url) as terminal:
        terminal.wait_for("Sales")
        console.stop()
        terminal.wait_for("no sandbox answers at")
        assert terminal.ended() == 1
