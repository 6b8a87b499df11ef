"""Behind a proxy, answers name the addresses that the client can reach."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.forwarded import is_prefix
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

PREFIXED = {"X-Forwarded-Prefix": "/voicenter"}


def served(root_path: str = "", token: str = "") -> Iterator[Server]:
    registry = Registry(clock="manual", now=1_700_000_000.0)
    registry.add(demo())
    server = Server(registry, root_path=root_path, control_token=token)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from served()


@pytest.fixture
def rooted() -> Iterator[Server]:
    yield from served("/voicenter/")


def socket_url(server: Server, headers: dict[str, str], path: str = "/monitorAPI/Login/Token") -> str:
    answer = requests.post(server.base_url + path, json={"token": "demo-token"}, headers=headers, timeout=30)
    url: str = answer.json()["Data"]["Socket"]["URL"]
    return url


def base_url(server: Server, headers: dict[str, str]) -> str:
    answer: Any = requests.get(server.base_url + "/_sandbox/organizations/demo", headers=headers, timeout=30).json()
    return answer["base_url"]


def test_the_prefix_is_in_the_login_s_url_and_in_base_url(server: Server):
    assert socket_url(server, PREFIXED) == f"{server.base_url}/voicenter"
    assert base_url(server, PREFIXED) == f"{server.base_url}/voicenter/o/demo"


def test_a_proxy_that_leaves_the_prefix_in_the_path_is_understood_too(server: Server):
    assert socket_url(server, PREFIXED, "/voicenter/monitorAPI/Login/Token") == f"{server.base_url}/voicenter"


def test_root_path_is_the_prefix_of_a_proxy_that_does_not_say_so(rooted: Server):
    assert socket_url(rooted, {}, "/voicenter/monitorAPI/Login/Token") == f"{rooted.base_url}/voicenter"
    assert base_url(rooted, {}) == f"{rooted.base_url}/voicenter/o/demo"


def test_scheme_and_host_are_those_the_proxy_was_asked_for(server: Server):
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "crm.example", **PREFIXED}
    assert socket_url(server, headers) == "https://crm.example/voicenter"
    assert base_url(server, headers) == "https://crm.example/voicenter/o/demo"


@pytest.mark.parametrize("prefix", ["voicenter", "//evil.example", "/a b", '/"><script>', "/" + "a" * 200])
def test_what_can_be_no_prefix_is_ignored(server: Server, prefix: str):
    assert base_url(server, {"X-Forwarded-Prefix": prefix}) == f"{server.base_url}/o/demo"
    assert not is_prefix(prefix)


@pytest.mark.parametrize("path", ["/", "/_sandbox/reference", "/_sandbox/reference/socket"])
def test_the_page_s_links_have_the_prefix(server: Server, path: str):
    page = requests.get(server.base_url + path, headers={"Accept": "text/html", **PREFIXED}, timeout=30).text
    assert 'href="/voicenter/_sandbox/page/page.css"' in page
    assert '="/_sandbox' not in page


def test_the_token_opens_the_page_below_the_prefix():
    for server in served(token="secret"):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", "/?token=secret", headers=PREFIXED)
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (303, "/voicenter/")
        assert "Path=/voicenter/;" in answer.headers["Set-Cookie"]
        connection.close()
