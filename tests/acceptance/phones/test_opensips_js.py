"""The vendor's own browser phone, opensips-js, unmodified: with a password, and with a token as its widget sends it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import requests

from ...mockserver.sip.desk import DIRECT, MENU
from .conftest import Exchange, Softphone

Phone = Callable[..., Softphone]


def registered(softphone: Phone, secret: str = "") -> Softphone:
    phone = softphone("ann", secret, document="opensips.html")
    phone.wait_for_status("registered")
    return phone


def talking(exchange: Exchange, phone: Softphone) -> None:
    exchange.incoming(DIRECT, talk_seconds=500)
    phone.wait_for_status("remote")
    phone.page.until("phone.ids.length", 1)
    phone.do("answer()")
    phone.wait_for_status("confirmed")
    exchange.until(lambda: exchange.reasons() == ["NEWCALL", "ANSWER"])


def test_it_registers_rings_talks_holds_and_hangs_up(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    talking(exchange, phone)
    phone.do("hold()")
    exchange.until(lambda: exchange.reasons()[-1] == "HOLD", "hold")
    phone.do("end()")
    exchange.until(lambda: bool(exchange.cdrs))
    assert exchange.cdrs[0].status == "ANSWER"


def test_it_registers_with_a_token(exchange: Exchange, softphone: Phone):
    claims = base64.urlsafe_b64encode(json.dumps({"username": "ann"}).encode()).decode().rstrip("=")
    talking(exchange, registered(softphone, f"e30.{claims}.signature"))


def test_it_calls_and_its_keys_walk_the_menu(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    phone.do(f"call({MENU!r})")
    phone.wait_for_status("confirmed")
    phone.do("digits('2')")
    exchange.until(lambda: exchange.visited() == [1, 2], "the layer")


def test_it_transfers(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    talking(exchange, phone)
    phone.do("transfer('cid')")
    exchange.until(lambda: "NEWCALL" in exchange.reasons("cid"), "the transfer")


def test_a_call_that_is_transferred_before_it_is_answered_is_redirected(exchange: Exchange, softphone: Phone):
    """The vendor's phone answers 302, with a Contact."""
    phone = registered(softphone)
    exchange.incoming(DIRECT, talk_seconds=500)
    phone.page.until("phone.ids.length", 1)
    phone.do("transfer('cid')")
    exchange.until(lambda: "ANSWER" in exchange.reasons("cid"), "the redirection")
    assert exchange.reasons() == ["NEWCALL", "HANGUP Redirected to new destination"]


def test_it_merges_two_calls(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    talking(exchange, phone)
    phone.do("hold()")
    exchange.until(lambda: exchange.reasons()[-1] == "HOLD", "hold")
    phone.do("call('cid')")
    exchange.until(lambda: exchange.reasons("cid") == ["NEWCALL", "ANSWER"], "the consultation")
    phone.page.until("phone.ids.length", 2)
    phone.page.until("phone.log.filter((said) => said.startsWith('confirmed')).length", 2)
    phone.do("merge()")
    exchange.until(lambda: [cdr.type for cdr in exchange.cdrs] == [1, 21], "the records")
    assert exchange.reasons("cid")[-1] == "ANSWER"


def test_a_click2call_is_answered_by_itself(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    order = {"code": "desk-code", "phone": "ann", "target": "0555550200", "action": "call", "phoneautoanswer": "true"}
    requests.get(f"{exchange.server.base_url}/ForwardDialer/click2call.aspx", params=order, timeout=10)
    phone.wait_for_status("confirmed")
    exchange.until(lambda: exchange.reasons() == ["NEWCALL", "ANSWER"], "the answer")
