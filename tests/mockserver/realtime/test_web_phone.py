"""The web phone's own events (3.2 §11 has only the script's interface): registering, and what cannot be done."""

from __future__ import annotations

import threading

import pytest

from voicenter_mock.mockserver.telephony.control.operator import Operator

from .conftest import Connect, ServedOrganization
from .published_messages import violations
from .raw_clients import RawClient


def registered(served: ServedOrganization, connect: Connect, extension: str = "SIPSIP1") -> RawClient:
    client = connect(token="", path=served.path)
    password = served.tenant.exchange.directory.extensions[extension].password
    client.emit("webPhoneRegister", {"user": extension, "password": password})
    assert client.until("webPhoneRegistered")["errorCode"] == 0
    return client


def ring(served: ServedOrganization) -> str:
    """A call rings at SIPSIP1. Its id."""
    with served.tenant.use() as exchange:
        call = Operator(exchange).incoming_call("0501234567", "0722776774", talk_seconds=10)
    served.tenant.advance(seconds=5)
    return call.id


def test_the_extension_rings_until_the_page_answers(served: ServedOrganization, connect: Connect):
    client = registered(served, connect)
    call = ring(served)
    assert client.until("ExtensionEvent")["reason"] == "NEWCALL"
    served.tenant.advance(seconds=10)
    assert client.here() == []
    client.emit("webPhoneAnswer", {"ivrid": call})
    assert client.until("ExtensionEvent")["reason"] == "ANSWER"


def test_a_page_refuses_a_call(served: ServedOrganization, connect: Connect):
    client = registered(served, connect)
    call = ring(served)
    client.until("ExtensionEvent")
    client.emit("webPhoneHangUp", {"ivrid": call})
    assert client.until("ExtensionEvent")["cause"] == "Call Rejected"


def test_an_extension_that_was_offline_is_online_while_the_page_is_there(served: ServedOrganization, connect: Connect):
    client = registered(served, connect, "SIPSIP3")
    assert served.tenant.exchange.extensions["SIPSIP3"].device == "online"
    client.emit("closeme")
    client.closed()
    pause = threading.Event()
    for _ in range(1000):
        with served.tenant.use() as exchange:
            if exchange.extensions["SIPSIP3"].device == "offline":
                return
        pause.wait(0.01)
    raise AssertionError("SIPSIP3 is still online")


@pytest.mark.parametrize(("user", "password"), [("SIPSIP1", "wrong"), ("SIPSIP9", "demo-sip-1"), ("SIPSIP1", "")])
def test_wrong_credentials_do_not_register(user: str, password: str, served: ServedOrganization, connect: Connect):
    client = connect(token="", path=served.path)
    client.emit("webPhoneRegister", {"user": user, "password": password})
    answer = client.until("webPhoneRegistered")
    assert (answer["errorCode"], violations("realtime.web_phone_registered", answer)) == (1, [])
    assert not served.tenant.exchange.extensions["SIPSIP1"].attended


@pytest.mark.parametrize(
    ("event", "payload", "why"),
    [
        ("webPhoneAnswer", {"ivrid": "nobody"}, "there is no call 'nobody'"),
        ("webPhoneHangUp", {"ivrid": "nobody"}, "there is no call 'nobody'"),
        ("webPhoneMute", {"ivrid": "nobody", "mute": True}, "there is no call 'nobody'"),
        ("webPhoneMute", {"ivrid": "nobody"}, "the message is not what its contract says"),
    ],
)
def test_what_cannot_be_done_is_said(
    event: str, payload: dict[str, object], why: str, served: ServedOrganization, connect: Connect
):
    client = registered(served, connect)
    client.emit(event, payload)
    failure = client.until("webPhoneFailed")
    assert (failure["action"], failure["errorDesc"]) == (event, why)
    assert violations("realtime.web_phone_failed", failure) == []


def test_a_page_cannot_mute_the_calls_of_others(served: ServedOrganization, connect: Connect):
    client = registered(served, connect)
    call = served.call("SIPSIP2")
    client.emit("webPhoneMute", {"ivrid": call.id, "mute": True})
    assert client.until("webPhoneFailed")["errorDesc"] == f"SIPSIP1 is not in call {call.id}"


def test_who_is_not_registered_cannot_call(served: ServedOrganization, connect: Connect):
    client = connect()
    client.snapshots()
    client.emit("webPhoneCall", {"number": "0501234567"})
    assert client.until("webPhoneFailed")["errorDesc"] == "the web phone is not registered"
