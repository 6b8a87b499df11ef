"""Statements of the protocol documents of Engine.IO 3 and 4 and socket.io 5 that no other file here has."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.realtime.engineio import Version, decode_payload, encode_payload

from .conftest import Connect, ServedOrganization
from .raw_clients import RawClient

revisions = pytest.mark.parametrize("revision", [3, 4])


def send_request(
    served: ServedOrganization, method: str = "GET", body: bytes | None = None, **query: Any
) -> requests.Response:
    url = f"{served.url}/socket.io/"
    return requests.request(method, url, params={"transport": "polling", **query}, data=body, timeout=10)


def opened(served: ServedOrganization, revision: Version) -> dict[str, Any]:
    """The handshake of a new polling session."""
    frames = decode_payload(send_request(served, EIO=revision).content, revision)
    assert str(frames[0]).startswith("0{")
    return json.loads(str(frames[0])[1:])


def test_the_open_packet_of_revision_four_has_these_members(served: ServedOrganization):
    handshake = opened(served, 4)
    assert set(handshake) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
    assert (handshake["upgrades"], handshake["maxPayload"]) == (["websocket"], 1_000_000)


def test_a_websocket_has_nothing_to_change_to(connect: Connect):
    assert connect().handshake["upgrades"] == []


@revisions
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_session_begins_with_get(method: str, revision: Version, served: ServedOrganization):
    assert send_request(served, method, b"" if method == "POST" else None, EIO=revision).status_code == 400


@revisions
@pytest.mark.parametrize("transport", ["", "abc", "webtransport"])
def test_a_transport_that_is_none_is_refused(transport: str, revision: Version, served: ServedOrganization):
    assert send_request(served, EIO=revision, transport=transport).status_code == 400


@revisions
def test_a_body_that_is_no_packet_ends_the_session(revision: Version, served: ServedOrganization):
    sid = opened(served, revision)["sid"]
    assert send_request(served, "POST", b"abc", EIO=revision, sid=sid).status_code in (200, 400)
    assert send_request(served, EIO=revision, sid=sid).status_code == 400


@revisions
def test_a_post_is_answered_with_ok(revision: Version, served: ServedOrganization):
    sid = opened(served, revision)["sid"]
    assert send_request(served, "POST", encode_payload(["6"], revision), EIO=revision, sid=sid).text == "ok"


@revisions
@pytest.mark.parametrize("frame", ["abc", "4abc"])
def test_a_frame_that_is_no_packet_closes_a_websocket(frame: str, revision: Version, connect: Connect):
    client = connect(revision=revision)
    client.send(frame)
    assert client.closed()


@revisions
def test_a_close_packet_closes_a_websocket(revision: Version, connect: Connect):
    client = connect(revision=revision)
    client.send("1")
    assert client.closed()


def test_a_client_is_told_its_id_in_a_namespace(connect: Connect):
    answer = connect(token="").answer
    assert set(json.loads(answer[2:])) == {"sid"}


def test_an_unknown_namespace_is_refused_in_the_words_of_the_document(served: ServedOrganization):
    client = RawClient(served.url, namespace="/random")
    assert client.answer == '44/random,{"message":"Invalid namespace"}'
    client.close()


def test_whoever_leaves_a_namespace_stays_connected(connect: Connect):
    client = connect(token="")
    client.send("41")
    client.send("40")
    assert client.receive().startswith("40{")


def test_an_event_with_an_id_is_acknowledged(connect: Connect):
    client = connect(token="")
    client.send('420["keepalive"]')
    assert "430[]" in (client.receive(), client.receive())
