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
from .conftest import ServedOrganization
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
def page(browser: Browser, served: ServedOrganization, tmp_path: Path) -> Iterator[Open]:
    """Opens one of ``pages/`` from a web server of its own: another origin than the sandbox's, as in real life."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    pages: list[Page] = []

    def opened(name: str, **replaced: str) -> Page:
        text = (PAGES / name).read_text("utf-8")
        for placeholder, value in ({"SANDBOX": served.url} | replaced).items():
            text = text.replace(placeholder, value)
        (tmp_path / name).write_text(text, "utf-8")
        pages.append(browser.open(f"http://127.0.0.1:{server.server_address[1]}/{name}"))
        return pages[-1]

    yield opened
    for tab in pages:
        tab.close()
    server.shutdown()
    thread.join()
    server.server_close()


def status(page: Page, wanted: str) -> None:
    page.until('document.getElementById("status-txt") && document.getElementById("status-txt").innerHTML', wanted)


def test_the_page_of_3_2_shows_a_call_s_reasons(served: ServedOrganization, page: Open):
    tab = page("monitor-listener.html", XXXXXXXXXXXXXXXXXXXXXXXXXXXX="demo-code")
    status(tab, "Connected")
    served.click2call()
    served.tenant.advance(until="idle")
    tab.until('document.getElementById("response-body").innerHTML', "<br>".join(CALL) + "<br>")


def test_the_page_of_3_2_shows_why_a_login_is_refused(page: Open):
    status(page("monitor-listener.html", XXXXXXXXXXXXXXXXXXXXXXXXXXXX="wrong"), "Unauthorized")


def test_the_current_page_shows_a_call_s_reasons(served: ServedOrganization, page: Open):
    tab = page("events-sdk.html", **{"email@email.com": "walter@example.com", "'password'": "'1234'"})
    status(tab, "Connected")
    served.click2call()
    served.tenant.advance(until="idle")
    tab.until('document.getElementById("response-body").innerHTML', "<br>".join(CALL) + "<br>")


def serve_client(served: ServedOrganization, client: str) -> None:
    """What ``GetSocketClient`` is to answer."""
    genuine = {"1.3.7": "", "2.4.0": "dist/socket.io.js"}
    if client in genuine:
        served.registry.realtime = RealtimeSettings(socket_client=client_path(client) / genuine[client])


@pytest.mark.parametrize("client", ["ours", "1.3.7", "2.4.0"])
def test_the_socket_client_that_is_served_connects(client: str, served: ServedOrganization, page: Open):
    serve_client(served, client)
    tab = page("socket-client.html", TOKEN="demo-token")
    tab.until(
        "window.heard && window.heard.slice(0, 4).join()",
        "loginSuccess,loginStatus,AllExtensionsStatus,AllDialersStatus",
    )
    assert tab.evaluate("[typeof io, socket.connected, socket.io.reconnectionDelay()].join()") == "function,true,1000"
    served.click2call()
    served.tenant.advance(until="idle")
    tab.until("window.heard.length", 9)


@pytest.mark.parametrize("client", ["1.3.7", "2.4.0"])
def test_a_genuine_client_that_begins_with_polling_goes_over_to_the_websocket(
    client: str, served: ServedOrganization, page: Open
):
    serve_client(served, client)
    tab = page("socket-client.html", TOKEN="demo-token", **{', transports: ["websocket"]': ""})
    tab.until("window.heard && window.heard.length", 4)
    tab.until("socket.io.engine.transport.name", "websocket")
    served.click2call()
    served.tenant.advance(until="idle")
    tab.until("window.heard.length", 9)


@pytest.mark.parametrize("client", ["ours", "2.4.0"])
def test_a_page_logs_in_loads_the_client_it_is_told_listens_and_refreshes(
    client: str, served: ServedOrganization, page: Open
):
    serve_client(served, client)
    tab = page("older-sdk.html")
    tab.until("window.heard && window.heard.slice(-1)[0]", "AllDialersStatus")
    served.click2call()
    served.tenant.advance(until="idle")
    tab.until("window.heard.length", 9)
    tab.evaluate("window.refresh()")
    tab.until("window.heard.join()", "loginSuccess,loginStatus,AllExtensionsStatus,AllDialersStatus")


# ---- the web phone -------------------------------------------------------------------------------------


def phone(page: Open, password: str = "demo-sip-1") -> Page:
    tab = page("web-phone.html", SIPUSERNAME="SIPSIP1", EXTENSIONPASSWORD=password)
    tab.until("window.told && window.told.length > 0", True)
    return tab


def wait_for_events(tab: Page, *wanted: str) -> None:
    tab.until("window.told.map(function (one) { return one[0]; }).join()", ",".join(wanted))


def test_a_web_phone_registers_and_answers_a_call_of_the_simulation(served: ServedOrganization, page: Open):
    tab = phone(page)
    wait_for_events(tab, "onRegister")
    with served.tenant.use() as exchange:
        call = Operator(exchange).incoming_call("0501234567", "0722776774", talk_seconds=10)
    served.tenant.advance(seconds=15)
    wait_for_events(tab, "onRegister", "onRinging")
    assert tab.evaluate("window.told[1][1]") == call.id
    tab.evaluate("myPhone.answer(window.told[1][1])")
    wait_for_events(tab, "onRegister", "onRinging", "onCallAnswer")
    served.tenant.advance(until="idle")
    wait_for_events(tab, "onRegister", "onRinging", "onCallAnswer", "onCallEnd")
    assert [cdr.status for cdr in served.tenant.exchange.log.all()] == ["ANSWER"]


def test_a_web_phone_calls_mutes_and_hangs_up(served: ServedOrganization, page: Open):
    tab = phone(page)
    tab.evaluate('myPhone.call("0501234567")')
    wait_for_events(tab, "onRegister", "onCall")
    served.tenant.advance(seconds=20)
    wait_for_events(tab, "onRegister", "onCall", "onCallAnswer")
    call = next(iter(served.tenant.exchange.calls.values()))
    tab.evaluate("myPhone.mute(window.told[1][1])")
    wait_for(served, lambda: call.muted)
    tab.evaluate("myPhone.unmute()")
    wait_for(served, lambda: not call.muted)
    tab.evaluate("myPhone.hangUp(window.told[1][1])")
    wait_for_events(tab, "onRegister", "onCall", "onCallAnswer", "onCallEnd")
    assert served.tenant.exchange.calls == {}


def wait_for(served: ServedOrganization, condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(1000):
        with served.tenant.lock:
            if condition():
                return
        pause.wait(0.01)
    raise AssertionError("the call is not as the page wants it")


@pytest.mark.parametrize(
    ("cause", "end"), [("021", "onCallRejected"), ("017", "onCallRejected"), ("034", "onCallFailed")]
)
def test_a_call_that_nobody_answers_ends_by_its_cause(cause: str, end: str, served: ServedOrganization, page: Open):
    tab = phone(page)
    tab.evaluate(f'myPhone.call("0555550{cause}")')
    wait_for_events(tab, "onRegister", "onCall")
    served.tenant.advance(until="idle")
    wait_for_events(tab, "onRegister", "onCall", end)


def test_a_wrong_password_does_not_register(served: ServedOrganization, page: Open):
    wait_for_events(phone(page, "wrong"), "onRegisterFailed")


def test_the_extension_is_simulated_again_when_the_page_has_gone(served: ServedOrganization, page: Open):
    tab = phone(page)
    assert served.tenant.exchange.extensions["SIPSIP1"].attended
    tab.close()
    wait_for(served, lambda: not served.tenant.exchange.extensions["SIPSIP1"].attended)
