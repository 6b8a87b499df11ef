"""The .http file: requests that work as they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from voicenter_mock.contracts.http_file import BEARER, document
from voicenter_mock.contracts.openapi import document as openapi
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry

ADDRESS = "http://127.0.0.1:8025"
TEXT = document(f"{ADDRESS}/")


@dataclass(frozen=True)
class Request:
    title: str
    method: str
    path: str
    headers: dict[str, str]
    body: str


def parsed() -> list[Request]:
    """As the editors read it: a title behind ###, a request line, headers, a blank line, the body."""
    found: list[Request] = []
    for block in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n\n")
        title, line, *headers = head.strip().splitlines()
        method, url = line.split(" ", 1)
        assert url.startswith("{{host}}/")
        named = dict(header.split(": ", 1) for header in headers)
        found.append(Request(title, method, url.removeprefix("{{host}}"), named, body.strip()))
    return found


REQUESTS = parsed()
VOICENTERS = [each for each in REQUESTS if not each.path.startswith("/_sandbox")]


def test_it_says_the_address_once():
    assert f"@host = {ADDRESS}\n" in TEXT
    assert TEXT.count(ADDRESS) == 1


def test_every_path_is_in_it():
    paths = openapi(ADDRESS)["paths"]
    assert len(VOICENTERS) == sum(not path.startswith("/_sandbox") for path in paths)
    own = [path for path in paths if path.startswith("/_sandbox")]
    assert len(REQUESTS) - len(VOICENTERS) == sum(
        method in paths[path] for path in own for method in ("get", "post", "put", "patch", "delete")
    )


def login_tokens(client: Any) -> dict[str, str]:
    """What a login answers for ``refreshToken`` and ``accessToken``."""
    login = client.post("/Auth/Login/Voicenter/Monitor", json={"identityType": "Token", "token": "demo-token"}).json
    return {"refreshToken": login["Data"]["RefreshToken"], "accessToken": login["Data"]["AccessToken"]}


@pytest.fixture(scope="module")
def sent() -> dict[str, list[dict[str, Any]]]:
    """Each request of Voicenter's, sent in the file's order: what the journal says of it, by its path."""
    registry = Registry(clock="manual", now=1_700_000_000)
    registry.from_template("demo", "demo")
    client = create_app(registry).test_client()
    tokens = {"bearer": BEARER, **login_tokens(client)}
    found: dict[str, list[dict[str, Any]]] = {}
    seen = {"/_sandbox/organizations/demo/requests": 1, "/_sandbox/requests": 0}  # the login
    for each in VOICENTERS:
        headers = {
            name: re.sub(r"\{\{(\w+)\}\}", lambda variable: tokens[variable[1]], value)
            for name, value in each.headers.items()
        }
        client.open(each.path, method=each.method, headers=headers, data=each.body or None)
        found[each.path] = []
        for journal, since in seen.items():
            answer = client.get(f"{journal}?since={since}").json
            assert answer is not None
            found[each.path] += answer["requests"]
            seen[journal] += len(answer["requests"])
    return found


@pytest.mark.parametrize("path", [each.path for each in VOICENTERS])
def test_the_fake_finds_nothing_wrong_with_a_request_of_voicenter_s(sent: dict[str, Any], path: str):
    is_script = path.endswith(".js") or "GetSocketClient" in path  # files are not in the journal
    assert [(entry["operation"] != "", entry["violations"]) for entry in sent[path]] == [(True, [])] * (not is_script)
