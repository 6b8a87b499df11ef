"""Clients without websockets: long polling of both revisions, and what goes wrong there."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
import requests

from voicenter_mock.contracts.operations.realtime import SNAPSHOT_ORDER
from voicenter_mock.mockserver.realtime import broadcaster, connections, pipes
from voicenter_mock.mockserver.realtime.engineio import Version, decode_payload, encode_payload
from voicenter_mock.mockserver.realtime.frames import Batch
from voicenter_mock.mockserver.realtime.pipes import PollingPipe
from voicenter_mock.mockserver.realtime.polling import wait
from voicenter_mock.mockserver.telephony.model.calls import ExtensionCall
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent

from .conftest import ServedOrganization

revisions = pytest.mark.parametrize("revision", [3, 4])
SCRIPT = re.compile(r"___eio\[7\]\((.*)\);")


class Poller:
    """One polling connection; ``poll`` is one GET."""

    def __init__(self, served: ServedOrganization, revision: Version, token: str = "") -> None:
        self.url = f"{served.url}/socket.io/"
        self.revision: Version = revision
        self.query: dict[str, Any] = {"EIO": revision, "transport": "polling", "b64": 1, "token": token or served.token}
        self.http = requests.Session()
        first = self.poll()
        self.query["sid"] = json.loads(first[0][1:])["sid"]
        if revision == 4:
            assert self.post("40").text == "ok"
        self.frames = first[1:]

    def poll(self) -> list[str]:
        answer = self.http.get(self.url, params=self.query, timeout=20)
        assert answer.status_code == 200, answer.text
        return [str(frame) for frame in decode_payload(answer.content, self.revision)]

    def post(self, *packets: str) -> requests.Response:
        return self.http.post(
            self.url, params=self.query, data=encode_payload(list(packets), self.revision), timeout=20
        )

    def events(self, count: int) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        while len(found) < count:
            if not self.frames:
                self.frames = self.poll()
            frame = self.frames.pop(0)
            if frame.startswith("42"):
                name, payload = json.loads(frame[2:])
                found.append((name, payload))
        return found


@revisions
def test_a_polling_client_gets_the_snapshots_and_a_call(revision: Version, served: ServedOrganization):
    poller = Poller(served, revision)
    assert tuple(name for name, _ in poller.events(4)) == SNAPSHOT_ORDER
    advancing = threading.Thread(target=served.whole_call)
    advancing.start()
    assert [payload["reason"] for _, payload in poller.events(5)] == [
        "NEWCALL",
        "ANSWER",
        "NEWCALL",
        "ANSWER",
        "HANGUP",
    ]
    advancing.join()


@revisions
def test_a_polling_client_asks_and_is_answered(revision: Version, served: ServedOrganization):
    poller = Poller(served, revision)
    poller.events(4)
    poller.post('42["keepalive"]')
    assert poller.events(1)[0][1]["isOk"] is True


class ScriptPoller(Poller):
    """A page that loads its answers as scripts and posts forms (``jsonp``)."""

    def poll(self) -> list[str]:
        answer = self.http.get(self.url, params=self.query | {"j": "7);"}, timeout=20)
        script = SCRIPT.fullmatch(answer.text)
        assert script is not None, answer.text
        assert answer.headers["content-type"].startswith("text/javascript")
        payload: str = json.loads(script[1])
        return [str(frame) for frame in decode_payload(payload.encode(), self.revision)]

    def post(self, *packets: str) -> requests.Response:
        # As engine.io-client writes it: what is no end of a line has one backslash more, an end of a line has one.
        payload = encode_payload(list(packets), self.revision).decode().replace("\\n", "\\\n").replace("\n", "\\n")
        return self.http.post(self.url, params=self.query | {"j": 7}, data={"d": payload}, timeout=20)


@revisions
def test_a_page_that_loads_scripts_asks_and_is_answered(revision: Version, served: ServedOrganization):
    poller = ScriptPoller(served, revision)
    assert tuple(name for name, _ in poller.events(4)) == SNAPSHOT_ORDER
    poller.post('42["keepalive"]')
    assert poller.events(1)[0][1]["isOk"] is True


@revisions
def test_ends_of_lines_in_a_form_are_what_the_page_wrote(revision: Version, served: ServedOrganization):
    poller = ScriptPoller(served, revision)
    poller.events(4)
    poller.post('42["nothing",\n{"said": "two\\nlines"}]')
    assert served.tenant.requests.since(0)[-1].parameters == {"said": "two\nlines"}


def test_a_ping_of_revision_3_is_answered_through_the_poll(served: ServedOrganization):
    poller = Poller(served, 3)
    poller.events(4)
    poller.post("2")
    assert poller.poll() == ["3"]


@pytest.mark.parametrize("asked", [{}, {"b64": 1}, {"b64": "true"}])
def test_revision_3_is_text_whether_or_not_the_client_asked_for_it(asked: dict[str, Any], served: ServedOrganization):
    query = {"EIO": 3, "transport": "polling"} | asked
    answer = requests.get(f"{served.url}/socket.io/", params=query, timeout=10)
    length, _, rest = answer.text.partition(":")
    assert answer.headers["content-type"] == "text/plain; charset=UTF-8"
    assert (rest[:7], rest[int(length) :][:4]) == ('0{"sid"', "2:40")


@pytest.mark.parametrize(
    ("stamp", "content_type"),
    [
        ({"t": "1700000000000-0"}, "application/octet-stream"),
        ({"t": "1700000000000-0", "b64": 1}, "text/plain; charset=UTF-8"),
        ({"t": "NxyZ3aB"}, "text/plain; charset=UTF-8"),
    ],
    ids=["before 1.5", "before 1.5 without bytes", "later"],
)
def test_clients_that_take_a_text_for_an_empty_answer_get_bytes(
    stamp: dict[str, Any], content_type: str, served: ServedOrganization
):
    query = {"EIO": 3, "transport": "polling"} | stamp
    answer = requests.get(f"{served.url}/socket.io/", params=query, timeout=10)
    assert answer.headers["content-type"] == content_type
    assert [str(packet)[:1] for packet in decode_payload(answer.content, 3)] == ["0", "4"]


@pytest.mark.parametrize("revision", ["2", "3", ""])
def test_older_revisions_and_none_are_served_as_the_third(revision: str, served: ServedOrganization):
    query = {"EIO": revision, "transport": "polling", "token": served.token}
    answer = requests.get(f"{served.url}/socket.io/", params=query, timeout=10)
    assert str(decode_payload(answer.content, 3)[0]).startswith('0{"sid"')


def test_a_body_of_revision_3_is_ascii_whatever_it_tells(served: ServedOrganization):
    poller = Poller(served, 3)
    poller.events(4)
    with served.tenant.use() as exchange:
        call = ExtensionCall("x", exchange.now, "דנה 😀", "0501234567", "Ringing", "Incoming", {})
        agent = exchange.agent_at["SIPSIP1"]
        exchange.publish(ExtensionEvent, exchange.now, "NEWCALL", "SIPSIP1", call, (call,), agent, 0, 0, 0)
    body = poller.http.get(poller.url, params=poller.query, timeout=20).content
    assert body.isascii()
    assert "דנה 😀" in json.dumps(json.loads(str(decode_payload(body, 3)[0])[2:]), ensure_ascii=False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"EIO": 5}, "Unsupported protocol version"),
        ({"EIO": "abc"}, "Unsupported protocol version"),
        ({"transport": "flash"}, "Transport unknown"),
        ({"sid": "nobody"}, "Session ID unknown"),
    ],
)
def test_a_wrong_request_is_a_400_that_says_why(change: dict[str, Any], message: str, served: ServedOrganization):
    query = {"EIO": 4, "transport": "polling", "token": served.token} | change
    answer = requests.get(f"{served.url}/socket.io/", params=query, timeout=10)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


@revisions
@pytest.mark.parametrize("body", [b"\xff\xfe", b"x:42", b"nonsense", b"x" * 1_100_000])
def test_a_body_that_is_none_ends_the_connection(body: bytes, revision: Version, served: ServedOrganization):
    poller = Poller(served, revision)
    answer = poller.http.post(poller.url, params=poller.query, data=body, timeout=10)
    gone = poller.http.get(poller.url, params=poller.query, timeout=10)
    assert answer.status_code in (200, 400, 413)
    assert gone.status_code == 400


def test_two_polls_at_once_end_the_connection(served: ServedOrganization):
    poller = Poller(served, 4)
    poller.events(4)
    with ThreadPoolExecutor(2) as threads:
        polls = [threads.submit(requests.get, poller.url, params=poller.query, timeout=20) for _ in range(2)]
        assert sorted(poll.result().status_code for poll in polls) == [200, 400]
    assert requests.get(poller.url, params=poller.query, timeout=10).status_code == 400


def test_a_poll_counts_from_its_first_moment():
    async def never() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def poll() -> tuple[bool, list[str] | None, bool]:
        pipe = PollingPipe(asyncio.get_running_loop())
        polling = asyncio.ensure_future(wait(pipe, never))
        await asyncio.sleep(0)
        at_once = pipe.polled
        pipe.write(Batch.of(["2"]))
        return at_once, await polling, pipe.polled

    assert asyncio.run(poll()) == (True, ["2"], False)


def waiting_poll(poller: Poller, threads: ThreadPoolExecutor) -> Future[list[str]]:
    """A poll that the server has begun to serve."""
    began = threading.Event()
    begin = PollingPipe.poll_begins

    def noticed(pipe: PollingPipe) -> None:
        begin(pipe)
        began.set()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PollingPipe, "poll_begins", noticed)
        poll = threads.submit(poller.poll)
        assert began.wait(10)
    return poll


@revisions
def test_the_poll_of_a_client_that_closes_is_ended_with_a_noop(revision: Version, served: ServedOrganization):
    poller = Poller(served, revision)
    poller.events(4)
    with ThreadPoolExecutor(1) as threads:
        poll = waiting_poll(poller, threads)
        answer = requests.post(poller.url, params=poller.query, data=encode_payload(["1"], revision), timeout=10)
        assert (answer.text, poll.result()) == ("ok", ["6"])


@revisions
def test_the_poll_of_a_session_that_the_server_ends_is_told_so(revision: Version, served: ServedOrganization):
    poller = Poller(served, revision)
    poller.events(4)
    with ThreadPoolExecutor(1) as threads:
        poll = waiting_poll(poller, threads)
        assert served.tenant.sockets is not None
        served.tenant.sockets.close()
        assert poll.result() == ["1"]


@revisions
def test_a_session_that_the_server_ends_between_two_polls_is_told_so_by_the_next(
    revision: Version, served: ServedOrganization
):
    poller = Poller(served, revision)
    poller.events(4)
    poller.post('42["closeme"]')
    assert poller.poll() == ["41", "1"]
    assert requests.get(poller.url, params=poller.query, timeout=10).status_code == 400


def test_the_first_of_two_polls_is_told_that_the_server_closes(served: ServedOrganization):
    poller = Poller(served, 4)
    poller.events(4)
    with ThreadPoolExecutor(1) as threads:
        poll = waiting_poll(poller, threads)
        assert requests.get(poller.url, params=poller.query, timeout=10).status_code == 400
        assert poll.result() == ["1"]


def test_a_session_that_nobody_polls_any_more_does_not_hold_up_an_advance(
    served: ServedOrganization, monkeypatch: pytest.MonkeyPatch
):
    for module, name in ((broadcaster, "FLUSH_SECONDS"), (connections, "STALLED_SECONDS")):
        monkeypatch.setattr(module, name, 3600.0)  # whoever waits for it waits longer than the test may take
    monkeypatch.setattr(pipes, "ABANDONED_SECONDS", 0.0)
    poller = Poller(served, 4)
    poller.events(4)
    advancing = threading.Thread(target=served.whole_call, daemon=True)
    advancing.start()
    advancing.join(timeout=20)
    assert not advancing.is_alive()


def test_a_client_that_closes_is_forgotten(served: ServedOrganization):
    poller = Poller(served, 4)
    poller.events(4)
    poller.post("1")
    assert requests.get(poller.url, params=poller.query, timeout=10).status_code == 400


def test_a_page_of_another_origin_may_poll(served: ServedOrganization):
    query = {"EIO": 4, "transport": "polling", "token": served.token}
    answer = requests.get(
        f"{served.url}/socket.io/", params=query, headers={"Origin": "http://shop.example"}, timeout=10
    )
    assert answer.headers["access-control-allow-origin"] == "http://shop.example"
