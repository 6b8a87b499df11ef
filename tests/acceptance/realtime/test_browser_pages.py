"""The documents' own pages in a real browser, with nothing changed but the script's address and the credentials."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.state.realtime_settings import RealtimeSettings
from voicenter_mock.mockserver.telephony.control.operator import Operator

from .browser import Browser, Page
from .conftest import House
from .node_clients import client_path

PAGES = Path(__file__).parent / "pages"
CALL = ["NEWCALL", "ANSWER", "NEWCALL", "ANSWER", "HANGUP"]
Open = Callable[..., Page]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser, house: House, tmp_path: Path) -> Iterator[Open]:
    """Opens one of ``pages/`` from a web server of its own: another origin than the sandbox's, as in real life."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    pages: list[Page] = []

    def opened(name: str, **replaced: str) -> Page:
        text = (PAGES / name).read_text("utf-8")
        for placeholder, value in ({"SANDBOX": house.url} | replaced).items():
            text = text.replace(placeholder, value)
        (tmp_path / name).write_text(text, "utf-8")
        pages.append(browser.open(f"http://127.0.0.1:{server.server_address[1]}/{name}"))
        return pages[-1]

    yield opened
    for shown in pages:
        shown.close()
    server.shutdown()
    thread.join()
    server.server_close()


def status(page: Page, wanted: str) -> None:
    page.until('document.getElementById("status-txt") && document.getElementById("status-txt").innerHTML', wanted)


def test_the_page_of_3_2_shows_a_call_s_reasons(house: House, page: Open):
    shown = page("monitor-listener.html", XXXXXXXXXXXXXXXXXXXXXXXXXXXX="demo-code")
    status(shown, "Connected")
    house.click2call()
    house.tenant.advance(until="idle")
    shown.until('document.getElementById("response-body").innerHTML', "<br>".join(CALL) + "<br>")


def test_the_page_of_3_2_shows_why_a_login_is_refused(page: Open):
    status(page("monitor-listener.html", XXXXXXXXXXXXXXXXXXXXXXXXXXXX="wrong"), "Unauthorized")


def test_the_current_page_shows_a_call_s_reasons(house: House, page: Open):
    shown = page("events-sdk.html", **{"email@email.com": "walter@example.com", "'password'": "'1234'"})
    status(shown, "Connected")
    house.click2call()
    house.tenant.advance(until="idle")
    shown.until('document.getElementById("response-body").innerHTML', "<br>".join(CALL) + "<br>")


def serve_client(house: House, client: str) -> None:
    """What ``GetSocketClient`` is to answer."""
    genuine = {"1.3.7": "", "2.4.0": "dist/socket.io.js"}
    if client in genuine:
        house.registry.realtime = RealtimeSettings(socket_client=client_path(client) / genuine[client])


@pytest.mark.parametrize("client", ["ours", "1.3.7", "2.4.0"])
def test_the_socket_client_that_is_served_connects(client: str, house: House, page: Open):
    serve_client(house, client)
    shown = page("socket-client.html", TOKEN="demo-token")
    shown.until(
        "window.heard && window.heard.slice(0, 4).join()",
        "loginSuccess,loginStatus,AllExtensionsStatus,AllDialersStatus",
    )
    assert shown.evaluate("[typeof io, socket.connected, socket.io.reconnectionDelay()].join()") == "function,true,1000"
    house.click2call()
    house.tenant.advance(until="idle")
    shown.until("window.heard.length", 9)


@pytest.mark.parametrize("client", ["1.3.7", "2.4.0"])
def test_a_genuine_client_that_begins_with_polling_goes_over_to_the_websocket(client: str, house: House, page: Open):
    serve_client(house, client)
    shown = page("socket-client.html", TOKEN="demo-token", **{', transports: ["websocket"]': ""})
    shown.until("window.heard && window.heard.length", 4)
    shown.until("socket.io.engine.transport.name", "websocket")
    house.click2call()
    house.tenant.advance(until="idle")
    shown.until("window.heard.length", 9)


@pytest.mark.parametrize("client", ["ours", "2.4.0"])
def test_a_page_logs_in_loads_the_client_it_is_told_listens_and_refreshes(client: str, house: House, page: Open):
    serve_client(house, client)
    shown = page("older-sdk.html")
    shown.until("window.heard && window.heard.slice(-1)[0]", "AllDialersStatus")
    house.click2call()
    house.tenant.advance(until="idle")
    shown.until("window.heard.length", 9)
    shown.evaluate("window.refresh()")
    shown.until("window.heard.join()", "loginSuccess,loginStatus,AllExtensionsStatus,AllDialersStatus")


# ---- the web phone -------------------------------------------------------------------------------------


def phone(page: Open, password: str = "demo-sip-1") -> Page:
    shown = page("web-phone.html", SIPUSERNAME="SIPSIP1", EXTENSIONPASSWORD=password)
    shown.until("window.told && window.told.length > 0", True)
    return shown


def told(shown: Page, *wanted: str) -> None:
    shown.until("window.told.map(function (one) { return one[0]; }).join()", ",".join(wanted))


def test_a_web_phone_registers_and_answers_a_call_of_the_simulation(house: House, page: Open):
    shown = phone(page)
    told(shown, "onRegister")
    with house.tenant.use() as exchange:
        call = Operator(exchange).incoming_call("0501234567", "0722776774", talk_seconds=10)
    house.tenant.advance(seconds=15)
    told(shown, "onRegister", "onRinging")
    assert shown.evaluate("window.told[1][1]") == call.id
    shown.evaluate("myPhone.answer(window.told[1][1])")
    told(shown, "onRegister", "onRinging", "onCallAnswer")
    house.tenant.advance(until="idle")
    told(shown, "onRegister", "onRinging", "onCallAnswer", "onCallEnd")
    assert [cdr.status for cdr in house.tenant.exchange.log.all()] == ["ANSWER"]


def test_a_web_phone_calls_mutes_and_hangs_up(house: House, page: Open):
    shown = phone(page)
    shown.evaluate('myPhone.call("0501234567")')
    told(shown, "onRegister", "onCall")
    house.tenant.advance(seconds=20)
    told(shown, "onRegister", "onCall", "onCallAnswer")
    call = next(iter(house.tenant.exchange.calls.values()))
    shown.evaluate("myPhone.mute(window.told[1][1])")
    wait_for(house, lambda: call.muted)
    shown.evaluate("myPhone.unmute()")
    wait_for(house, lambda: not call.muted)
    shown.evaluate("myPhone.hangUp(window.told[1][1])")
    told(shown, "onRegister", "onCall", "onCallAnswer", "onCallEnd")
    assert house.tenant.exchange.calls == {}


def wait_for(house: House, condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(1000):
        with house.tenant.lock:
            if condition():
                return
        pause.wait(0.01)
    raise AssertionError("the call is not as the page wants it")


@pytest.mark.parametrize(
    ("cause", "end"), [("021", "onCallRejected"), ("017", "onCallRejected"), ("034", "onCallFailed")]
)
def test_a_call_that_nobody_answers_ends_by_its_cause(cause: str, end: str, house: House, page: Open):
    shown = phone(page)
    shown.evaluate(f'myPhone.call("0555550{cause}")')
    told(shown, "onRegister", "onCall")
    house.tenant.advance(until="idle")
    told(shown, "onRegister", "onCall", end)


def test_a_wrong_password_does_not_register(house: House, page: Open):
    told(phone(page, "wrong"), "onRegisterFailed")


def test_the_extension_is_simulated_again_when_the_page_has_gone(house: House, page: Open):
    shown = phone(page)
    assert house.tenant.exchange.extensions["SIPSIP1"].attended
    shown.close()
    wait_for(house, lambda: not house.tenant.exchange.extensions["SIPSIP1"].attended)
