"""`voicenter-mock listen`: requests, events and callbacks as they happen, with the answers under them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.commands.listen import Listener
from voicenter_mock.mockserver.commands.remote import Remote

from .console import Console
from .pseudo_terminal import in_terminal


def refuse(cdr: dict[str, Any]) -> tuple[int, str]:
    return 403, "CSRF verification failed"


@pytest.fixture
def listener(console: Console) -> Listener:
    console.tenant.deliveries.bind("cdr", refuse)
    return Listener(Remote(console.base_url, "demo"))


def order(console: Console, **members: str) -> None:
    given = {"code": "demo-code", "phone": "SIPSIP1", "target": "0555550017", "format": "json"} | members
    requests.get(f"{console.base_url}/ForwardDialer/click2call.aspx", given, timeout=10)


def next_news(listener: Listener) -> list[str]:
    """What comes next, whenever that is."""
    while not (lines := listener.news()):
        pass
    return lines


def test_a_request_is_told_with_its_answer_under_it(console: Console, listener: Listener):
    order(console)
    request = listener.news()[0].splitlines()
    assert request == ["00:13:20  → request         click2call SIPSIP1 → 0555550017", f"{'':28}HTTP 200"]


def test_what_is_wrong_with_a_request_stands_below_it(console: Console, listener: Listener):
    order(console, target="")
    lines = listener.news()[0].splitlines()
    assert lines[1].strip() == "error 1"
    assert "field 'target'" in lines[2]


def test_events_are_told_in_their_order_among_requests(console: Console, listener: Listener):
    order(console)
    console.tenant.advance(seconds=3)
    lines = [line.splitlines()[0][10:] for line in listener.news()]
    assert lines[0].startswith("→ request")
    assert lines[1].split() == ["event", "SIPSIP1", "NEWCALL", "0555550017"]


def test_a_callback_is_told_with_what_came_back_and_when_it_goes_again(console: Console, listener: Listener):
    order(console)
    console.tenant.advance(seconds=10)
    callback = next(line for line in listener.news() if "← cdr" in line).splitlines()
    assert callback[0].endswith("← cdr             Click2Call leg1 ANSWER, 0555550017 → SIPSIP1")
    assert callback[1].strip() == "HTTP 403: CSRF verification failed"
    assert callback[2].strip().startswith("again at 00:14:")


def test_each_attempt_is_told_once(console: Console, listener: Listener):
    order(console)
    console.tenant.advance(seconds=10)
    listener.news()
    assert listener.news() == []
    console.tenant.advance(seconds=60)
    assert sum("← cdr" in line for line in listener.news()) == 2


def test_what_was_there_before_is_not_told(console: Console, listener: Listener):
    order(console)
    console.tenant.advance(until="idle")
    assert Listener(Remote(console.base_url, "demo")).news() == []


def test_a_key_lets_a_call_come_in(console: Console, listener: Listener):
    assert listener.press("c").startswith("call 2023")
    assert len(console.tenant.exchange.calls) == 1


def test_a_key_sends_the_last_callback_again(console: Console, listener: Listener):
    order(console)
    console.tenant.advance(seconds=10)
    listener.news()
    assert listener.press("r") == "callback 2 goes out again; its answer will stand here"
    assert [line.splitlines()[0][10:15] for line in next_news(listener)] == ["← cdr"]
    assert "HTTP 403" in listener.press("d")


@pytest.fixture
def slow(console: Console, listener: Listener) -> Iterator[threading.Event]:
    """A callback has gone out, and its endpoint takes the next one no sooner than this is set."""
    order(console)
    console.tenant.advance(seconds=10)
    listener.news()
    answers = threading.Event()

    def accept(cdr: dict[str, Any]) -> dict[str, Any] | None:
        return {"err": 0, "errdesc": "OK"} if answers.wait(60) else None

    console.tenant.deliveries.bind("cdr", accept)
    yield answers
    answers.set()


def test_nobody_waits_for_an_endpoint_that_takes_its_time(listener: Listener, slow: threading.Event):
    assert listener.press("r") == "callback 2 goes out again; its answer will stand here"
    assert listener.news() == []
    assert listener.press("r") == "callback 2 has no answer yet"
    slow.set()
    assert [line.splitlines()[1].split()[0] for line in next_news(listener)] == ["acknowledged"]


def test_a_callback_that_could_not_go_out_again_says_why(console: Console, listener: Listener, slow: threading.Event):
    other = Listener(Remote(console.base_url, "demo"))
    listener.press("r")
    while not console.tenant.deliveries.all()[-1].in_flight:
        pass
    other.press("r")
    assert next_news(other) == ["delivery 2 is on its way at this moment; try again when it is answered"]


def test_one_screen_has_one_time(console: Console, listener: Listener):
    order(console)
    console.tenant.advance(seconds=10)
    line = next(line for line in listener.news() if "← cdr" in line)
    (attempt,) = re.findall(r"^2023-11-15 (\S+)\+0200  ", listener.press("d"), re.MULTILINE)
    assert line.startswith(attempt)


def test_keys_that_have_nothing_to_do_say_so(listener: Listener):
    assert listener.press("r") == "no callback has gone out yet"
    assert "o: the page" in listener.press("?")


def test_a_key_that_the_sandbox_refuses_says_why(console: Console, listener: Listener):
    Remote(console.base_url, "demo").ask("PATCH", "", {"dids": []})
    assert "0722776774" in listener.press("c")


@pytest.mark.slow
def test_in_a_terminal_keys_need_no_enter_and_the_addresses_come_back(console: Console):
    console.run("organizations", "create", "t1", "--clock", "realtime")
    given = ("--server", console.base_url, "--organization", "t1", "--forward-to", "http://127.0.0.1:9/cdr")
    with in_terminal("listen", *given) as terminal:
        terminal.wait_for("c: a call comes in")
        assert json.loads(console.run("status", "--organization", "t1", "--json"))["callbacks"][0]["address"]
        terminal.press(b"c")
        terminal.wait_for("SIPSIP1 NEWCALL")
        terminal.press(b"q")
        assert terminal.ended() == 0
    assert json.loads(console.run("status", "--organization", "t1", "--json"))["callbacks"][0]["address"] == ""


def test_what_is_no_address_is_refused(console: Console):
    console.run("listen", "--forward-to", "localhost:3000", code=2)
    assert "'localhost:3000' does not begin with http:// or https://" in console.error
