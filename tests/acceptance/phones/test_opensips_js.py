"""The vendor's own browser phone, opensips-js, unmodified: with a password, and with a token as its widget sends it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

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
