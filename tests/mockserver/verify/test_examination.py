"""How an examination goes: seeds, interruptions, kinds, shrinking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import voicenter_mock.mockserver.verify as verification
from voicenter_mock.fixtures.verification import Verifier, kinds
from voicenter_mock.mockserver.verify import Kind, Settings, verify
from voicenter_mock.mockserver.verify.shrinking import shrunk, shrunk_bytes

from . import customer_servers

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "verify.md"


def bodies_sent(seed: int) -> list[Any]:
    """What the generated phase sends, but for call ids."""
    sent: list[Any] = []

    def cdr(record: dict[str, Any]) -> dict[str, Any]:
        sent.append({name: value for name, value in record.items() if name != "ivruniqueid"})
        return customer_servers.OK

    verify(cdr, "cdr", Settings(seed=seed, max_examples=60, phases=("generated",)))
    return sent[1:20]


def test_a_seed_sends_the_same_messages():
    def timeless(messages: list[Any]) -> list[Any]:
        return [message.get("caller") for message in messages]

    assert timeless(bodies_sent(3)) == timeless(bodies_sent(3))
    assert timeless(bodies_sent(3)) != timeless(bodies_sent(4))


def test_every_type_and_status_is_sent():
    seen: set[str] = set()

    def cdr(record: dict[str, Any]) -> dict[str, Any]:
        seen.update((record["type"], record["status"]))
        return customer_servers.OK

    verify(cdr, "cdr", Settings(phases=("generated",)))

    assert {"Click2Call leg2", "FaxCdr", "Queue", "ABANDONE", "TE", "NOTCALLED"} <= seen


def test_an_interrupted_examination_has_what_it_found_so_far():
    def step(phase: str, done: int, total: int) -> None:
        if phase == "generated":
            raise KeyboardInterrupt

    report = verify(customer_servers.swallows_errors(), "cdr", Settings(max_examples=2), progress=step)

    assert report.interrupted
    assert report.kinds() == {Kind.NOT_ACKNOWLEDGED}


def test_progress_ends_at_the_number_of_steps():
    progress: list[tuple[int, int]] = []

    def step(phase: str, done: int, total: int) -> None:
        progress.append((done, total))

    verify(customer_servers.plain_flask_cdr(), "cdr", Settings(max_examples=5), progress=step)

    assert progress[-1][0] == progress[-1][1] == len(progress)


def test_one_member_is_left_of_a_failing_message():
    plain = {"a": "1", "b": 2, "c": "x"}

    small = shrunk(
        {"a": "7", "b": 900, "c": "שלום"}, plain, lambda one: not str(one.get("c", "")).isascii(), lambda _: True
    )

    assert list(small) == ["c"]
    assert len(small["c"]) == 1


def test_bytes_shrink_to_what_matters():
    assert shrunk_bytes(b"aaaaaaaaaaaaaaXaaaaaaaaa", lambda body: b"X" in body) == b"X"


def test_the_fixture_lists_every_finding():
    with pytest.raises(AssertionError, match="breaks-on-text"):
        Verifier()(customer_servers.crashes_on_hebrew(), callback="cdr", phases=["generated"])


def test_only_the_phases_that_can_find_a_kind_run():
    report = Verifier()(customer_servers.crashes_on_hebrew(), callback="cdr", only="repeat-refused")

    assert report.phases == ["repeated", "later"]


@pytest.mark.parametrize("kind", [kind for kind in kinds("cdr") if kind in ("breaks-on-text", "burst-fails")])
def test_one_test_for_each_kind_is_possible(kind: str):
    assert Verifier()(customer_servers.plain_flask_cdr(), callback="cdr", only=kind, max_examples=20).ok


def test_an_unknown_kind_is_told():
    with pytest.raises(ValueError, match="no such kind of finding"):
        Verifier()(customer_servers.plain_flask_cdr(), callback="cdr", only="nonsense")


def test_the_guide_has_every_kind():
    anchors = {
        line.removeprefix("### ").strip() for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("### ")
    }

    assert anchors == {kind.value for kind in verification.Kind}


def test_phases_that_have_nothing_for_a_callback_are_wrong_use():
    with pytest.raises(ValueError, match="phase scenarios: nothing of cdr is examined so"):
        verify(customer_servers.plain_flask_cdr(), "cdr", Settings(phases=("scenarios",)))


def test_a_call_is_asked_about_before_it_ends():
    asked: set[str] = set()
    strange: list[str] = []

    def ivr(message: dict[str, Any]) -> dict[str, Any]:
        call = message["DATA"]["IVR_UNIQUE_ID"]
        if message["METHOD"] == "HANGUP_CALL":
            strange.extend(() if call in asked else (call,))
            return {"STATUS": 0}
        asked.add(call)
        return customer_servers.ivr_decision(message["DATA"])

    verify(ivr, "external-ivr", Settings(phases=("documented", "generated", "scenarios"), max_examples=20))

    assert asked
    assert strange == []


def test_a_walk_that_takes_too_long_says_what_is_left(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voicenter_mock.mockserver.verify.walking.MOST_SECONDS", 0.0)

    report = verify(
        customer_servers.ivr_app(customer_servers.ivr_decision), "external-ivr", Settings(phases=("scenarios",))
    )

    assert report.skipped["the rest of scenarios"] == "1 menus were not walked through: 1 calls are enough"
    assert report.ok


async def crashes_on_hebrew(scope: Any, receive: Any, send: Any) -> None:
    """An ASGI application."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    status = 200 if body.isascii() else 500
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"err": 0}'})


def test_an_asgi_application_is_examined_in_process():
    report = verify(crashes_on_hebrew, "cdr", Settings(max_examples=30, phases=("documented", "generated")))

    assert report.kinds() == {Kind.BREAKS_ON_TEXT}
