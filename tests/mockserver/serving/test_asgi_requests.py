"""What the ASGI server has of a request is what the WSGI environment would say of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request

from voicenter_mock.mockserver.serving.app import http_request
from voicenter_mock.mockserver.serving.asgi_requests import REQUEST, environ_of, request_of
from voicenter_mock.mockserver.serving.forwarded import FORWARDED_HOST
from voicenter_mock.mockserver.wire import wsgi
from voicenter_mock.mockserver.wire.asgi_body import AsgiBody

NAMES = [b"host", b"accept", b"content-type", b"content-length", b"transfer-encoding", b"x-a", b"x_a", b"authorization"]
VALUES = [b"", b"localhost", b"localhost:80", b"[::1]:8080", b"a b", b"chunked", b"7", b"Bearer x", b"\xd7\x90"]


def scope_of(**members: Any) -> dict[str, Any]:
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "scheme": "http", "path": "/ForwardDialer/click2call.aspx",
        "query_string": b"a=%D7%90&b=\xd7", "headers": [], "server": ("127.0.0.1", 5005), "client": ("10.0.0.7", 40000),
    }  # fmt: skip
    return scope | members


def through_wsgi(scope: dict[str, Any], content: bytes) -> Any:
    """The same request, by way of an environment with everything in it."""
    environ = wsgi.environ(
        scope["method"], scope["scheme"], scope["path"].encode().decode("latin-1"),
        scope["query_string"].decode("latin-1"),
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        content, server=scope["server"], remote=scope["client"][0], errors=io.StringIO(),
    )  # fmt: skip
    environ["SCRIPT_NAME"] = scope.get("root_path", "")
    return http_request(Request(environ))


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=6),
    st.sampled_from(["GET", "POST", "PUT"]),
    st.sampled_from(["http", "https"]),
    st.sampled_from(["/", "/a/b", "/\u05d0", "/a%2Fb", "/ForwardDialer/Dialer/AddCall/"]),
    st.sampled_from([b"", b"{}"]),
    st.sampled_from(["", "/voicenter"]),
)
def test_it_is_the_same_request(
    headers: list[tuple[bytes, bytes]], method: str, scheme: str, path: str, content: bytes, prefix: str
) -> None:
    scope = scope_of(headers=headers, method=method, scheme=scheme, path=path, root_path=prefix)
    assert request_of(scope, AsgiBody(content, len(content), cut=False)) == through_wsgi(scope, content)


def test_a_proxy_s_word_on_the_host_goes_before_the_header() -> None:
    scope = scope_of(headers=[(b"host", b"inner:8080")]) | {FORWARDED_HOST: "outer"}
    request = request_of(scope, AsgiBody(b"", 0, cut=False))
    assert (request.host, request.headers["host"], request.reached) == ("outer", "outer", "http://outer")


def test_a_body_that_was_cut_keeps_its_length() -> None:
    request = request_of(scope_of(), AsgiBody(b"", 10_000_000, cut=True))
    assert (request.body, request.announced_length) == (b"", 10_000_000)


@pytest.mark.parametrize(("path", "whole"), [("/_sandbox/clock", True), ("/ForwardDialer/click2call.aspx", False)])
def test_only_the_control_api_s_environment_has_headers_and_body(path: str, whole: bool) -> None:
    scope = scope_of(path=path, headers=[(b"x-a", b"b")])
    environ = environ_of(scope, AsgiBody(b"{}", 2, cut=False))
    assert (environ.get("HTTP_X_A") == "b", environ["wsgi.input"].read() == b"{}") == (whole, whole)
    assert (REQUEST in environ) is not whole
