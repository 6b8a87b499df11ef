"""Attacks on the control API and the page over a real server: other names, other origins' pages, no token."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.serving.server import Server

from ...suite.cases import for_each
from .running_server import Answered, Served, registry

ORGANIZATIONS = "/_sandbox/organizations"
STREAM = "/_sandbox/organizations/demo/changes"
EVENTS = {"Accept": "text/event-stream"}
CLICK2CALL = (
    "/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0501234567&action=getstatus&format=json"
)
TOKEN = "let-me-in.42"


@pytest.fixture(scope="module")
def locked() -> Iterator[Served]:
    """A server that asks for its token."""
    server = Server(registry(), control_token=TOKEN, allow_hosts=["sandbox.example"])
    server.start()
    yield Served(server)
    server.stop()


def refused(answer: Answered) -> str:
    assert (answer.status, "access-control-allow-origin" in answer.headers) == (403, False)
    return answer.data["error"]["code"]


# ---- DNS rebinding: another name for this machine -----------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8025", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io", "localhost@evil.example",
        "evil.example#localhost", "localhost/", "10.0.0.1", "0.0.0.0", "[::2]", "[fe80::1]", "", "localhost:port", "2130706433", "sandbox.example.evil.example",
    ],
)  # fmt: skip
@for_each(
    "path",
    [
        ORGANIZATIONS,
        "/",
        "/_sandbox/page/page.css",
        "/_sandbox/openapi.json",
        "/_sandbox/health",
        "/%5fsandbox/organizations",
    ],
)
def test_another_name_gets_neither_page_nor_control_api(served: Served, host: str, path: str):
    assert refused(served.ask("GET", path, {"Host": host})) == "forbidden_host"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:8025",
        "localhost.",
        "localhost.:80",
        "127.0.0.1",
        "127.9.8.7:1",
        "[::1]",
        "[::1]:8025",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_this_machines_own_names_do(served: Served, host: str):
    assert served.ask("GET", ORGANIZATIONS, {"Host": host}).status == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
def test_no_method_goes_past_the_name(served: Served, method: str):
    assert served.ask(method, "/_sandbox/organizations/demo", {"Host": "evil.example"}).status == 403


def test_the_stream_is_guarded_too(served: Served):
    assert refused(served.ask("GET", STREAM, {"Host": "evil.example", **EVENTS})) == "forbidden_host"
    assert refused(served.ask("GET", STREAM, {"Sec-Fetch-Site": "cross-site", **EVENTS})) == "cross_site"


def test_two_hosts_are_none(served: Served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as raw:
        raw.sendall(
            b"GET /_sandbox/organizations HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        )
        assert raw.recv(100).split(b" ")[1] in (b"403", b"400")


def test_what_a_proxy_says_it_was_called_counts_for_nothing(served: Served):
    forwarded = {"Host": "evil.example", "X-Forwarded-Host": "localhost", "Forwarded": "host=localhost"}
    assert refused(served.ask("GET", ORGANIZATIONS, forwarded)) == "forbidden_host"


@pytest.mark.parametrize("host", ["sandbox.example", "SANDBOX.example.:8025"])
def test_a_name_that_was_allowed_is_as_good(locked: Served, host: str):
    bearer = {"Host": host, "Authorization": f"Bearer {TOKEN}"}
    assert locked.ask("GET", ORGANIZATIONS, bearer).status == 200


def test_voicenters_paths_answer_to_any_name(served: Served):
    assert served.ask("GET", CLICK2CALL, {"Host": "api.voicenter.co"}).status == 200


# ---- pages of other origins ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example",
        "null",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://[::1]",
        "file://",
        "moz-extension://x",
    ],
)
@for_each(
    ("method", "path"),
    [
        ("POST", ORGANIZATIONS),
        ("GET", "/_sandbox/organizations/demo"),
        ("DELETE", "/_sandbox/organizations/demo"),
        ("POST", "/_sandbox/organizations/demo/clock/advance"),
    ],
)
def test_a_page_of_another_origin_does_nothing(served: Served, origin: str, method: str, path: str):
    assert refused(served.ask(method, path, {"Origin": origin}, {} if method == "POST" else None)) == "cross_site"
    assert served.ask("GET", "/_sandbox/organizations/demo").status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "Cross-Site", "whatever"])
def test_nor_does_one_that_sends_no_origin(served: Served, site: str):
    assert refused(served.ask("GET", ORGANIZATIONS, {"Sec-Fetch-Site": site})) == "cross_site"


def test_a_preflight_is_refused_without_a_word_of_cors(served: Served):
    preflight = {
        "Origin": "http://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = served.ask("OPTIONS", ORGANIZATIONS, preflight)

    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_form_of_another_origins_page_is_refused_before_it_is_read(served: Served):
    headers = {"Origin": "http://evil.example", "Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site"}
    assert refused(served.ask("POST", "/_sandbox/organizations/demo/reset", headers)) == "cross_site"


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}"])
def test_the_servers_own_page_may_do_everything(served: Served, host: str):
    named = host.format(port=served.port)
    headers = {"Host": named, "Origin": f"http://{named}", "Sec-Fetch-Site": "same-origin"}
    assert served.ask("PUT", "/_sandbox/organizations/demo/clock", headers, {"mode": "manual"}).status == 200


def test_behind_a_proxy_with_tls_the_origin_has_another_scheme_and_no_port(locked: Served):
    headers = {"Host": "sandbox.example", "Origin": "https://sandbox.example", "Authorization": f"Bearer {TOKEN}"}
    assert locked.ask("GET", ORGANIZATIONS, headers).status == 200


def test_the_address_bar_opens_what_it_likes(served: Served):
    assert served.ask("GET", ORGANIZATIONS, {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}).status == 200


LINK = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Accept": "text/html",
}


def test_a_link_from_elsewhere_opens_the_page_and_nothing_else(served: Served):
    assert served.ask("GET", "/", LINK).status == 200
    assert refused(served.ask("GET", ORGANIZATIONS, LINK)) == "cross_site"
    assert refused(served.ask("GET", "/", LINK | {"Sec-Fetch-Dest": "iframe"})) == "cross_site"


def test_no_other_origin_may_embed_an_answer(served: Served):
    headers = served.ask("GET", ORGANIZATIONS).headers

    assert (headers["cross-origin-resource-policy"], headers["x-content-type-options"]) == ("same-origin", "nosniff")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_a_websocket_below_sandbox_is_refused(served: Served, headers: dict[str, str]):
    handshake = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    assert served.ask("GET", "/_sandbox/socket.io/?EIO=4&transport=websocket", handshake | headers).status == 403


# ---- the token ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": "Bearer "}, {"Authorization": TOKEN}, {"Authorization": "Bearer \xe9"}, {"Cookie": f"voicenter-mock={TOKEN}"}, {"Cookie": "="},
    ],
)  # fmt: skip
@for_each(
    "path", [ORGANIZATIONS, f"{ORGANIZATIONS}?token={TOKEN}", "/_sandbox/openapi.json", "/_sandbox/nothing", STREAM]
)
def test_without_the_token_the_control_api_answers_401(locked: Served, path: str, headers: dict[str, str]):
    answer = locked.ask("GET", path, headers | (EVENTS if path == STREAM else {}))

    assert (answer.status, answer.data["error"]["code"]) == (401, "unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_health_tells_anybody_that_the_server_is_there(locked: Served):
    assert locked.ask("GET", "/_sandbox/health").data["status"] == "ok"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_with_the_token_it_answers(locked: Served, scheme: str):
    assert locked.ask("GET", ORGANIZATIONS, {"Authorization": f"{scheme} {TOKEN}"}).status == 200


@pytest.mark.parametrize("path", ["/", "/_sandbox/"])
def test_the_page_asks_for_the_token(locked: Served, path: str):
    answer = locked.ask("GET", path)

    assert (answer.status, answer.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert b'name="token"' in answer.body
    assert "form-action 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("wrong", ["nonsense", "%3Cscript%3E", "%ff", "%00", "a" * 3000])
def test_a_wrong_token_is_told_and_not_repeated(locked: Served, wrong: str):
    answer = locked.ask("GET", f"/?token={wrong}")

    assert (answer.status, b"This is not the token" in answer.body) == (401, True)
    assert b"<script" not in answer.body
    assert "set-cookie" not in answer.headers


def test_the_right_token_becomes_a_cookie_that_opens_page_and_api(locked: Served):
    entered = locked.ask("GET", f"/?token={TOKEN}")
    assert (entered.status, entered.headers["location"]) == (303, "/")
    cookie, *attributes = entered.headers["set-cookie"].split("; ")
    assert TOKEN not in cookie
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes)

    among_others = {"Cookie": f'session={{"a": "b, c"}}; {cookie}; theme=dark'}
    assert locked.ask("GET", "/", among_others).status == 200
    assert locked.ask("GET", ORGANIZATIONS, among_others).status == 200


def test_the_cookie_does_not_help_a_page_of_another_origin(locked: Served):
    cookie = locked.ask("GET", f"/?token={TOKEN}").headers["set-cookie"].partition(";")[0]
    headers = {"Cookie": cookie, "Origin": "http://evil.example"}
    assert refused(locked.ask("POST", "/_sandbox/organizations/demo/reset", headers)) == "cross_site"


def test_voicenters_paths_ask_for_no_token(locked: Served):
    assert locked.ask("GET", CLICK2CALL).status == 200
    assert locked.ask("GET", "/o/demo" + CLICK2CALL).status == 200


def test_the_control_api_is_not_below_an_organizations_base_path(locked: Served):
    assert locked.ask("GET", "/o/demo/_sandbox/organizations").status == 404


def test_a_server_that_others_can_reach_makes_a_token_up():
    server = Server(registry(), host="0.0.0.0")
    server.start()
    try:
        everywhere = Served(server)
        assert len(server.control_token) >= 32
        assert everywhere.ask("GET", ORGANIZATIONS, {"Host": "build-server.example"}).status == 401
        bearer = {"Host": "build-server.example", "Authorization": f"Bearer {server.control_token}"}
        assert everywhere.ask("GET", ORGANIZATIONS, bearer).status == 200
        assert server.page_url.endswith(f"/?token={server.control_token}")
    finally:
        server.stop()


def test_on_loopback_there_is_none(served: Served):
    assert (served.server.control_token, served.server.page_url) == ("", served.server.base_url + "/")


def test_what_is_refused_again_and_again_is_told_on_the_console_once(served: Served, caplog: pytest.LogCaptureFixture):
    for _ in range(3):
        served.ask("GET", ORGANIZATIONS, {"Host": "again-and-again.example"})
    assert [record.message.count("again-and-again.example") for record in caplog.records].count(2) == 1


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_a_server_on_ipv6_is_guarded_alike():
    try:
        server = Server(registry(), host="::1")
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {error}")
    server.start()
    try:
        answers = [raw_status(server.port, host) for host in (f"[::1]:{server.port}", "localhost", "evil.example")]
    finally:
        server.stop()
    assert answers == [b"200", b"200", b"403"]


def raw_status(port: int, host: str) -> bytes:
    with socket.create_connection(("::1", port), timeout=30) as raw:
        raw.sendall(f"GET {ORGANIZATIONS} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return raw.recv(100).split(b" ")[1]


@pytest.mark.parametrize("server", ["served", "locked"])
@for_each(
    "path",
    [
        "//_sandbox/organizations", "/_SANDBOX/organizations", "/./_sandbox/organizations", "/x/../_sandbox/organizations",
        "/_sandbox;x/organizations", "/%2f_sandbox/organizations", "/_sandbox%2forganizations", "/_sandbox//organizations",
        "/_sandbox/../_sandbox/organizations", "http://localhost/_sandbox/organizations",
    ],
)  # fmt: skip
def test_no_way_of_writing_the_path_leads_around_the_guard(path: str, server: str, request: pytest.FixtureRequest):
    guarded: Served = request.getfixturevalue(server)
    answer = guarded.ask("GET", path, {"Host": "evil.example"})

    assert answer.status in (403, 404)
    assert b"base_url" not in answer.body
