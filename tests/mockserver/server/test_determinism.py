"""Same organization, seed, start and inputs: the same bytes come out, ids included."""

from __future__ import annotations

import json

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry


def play(seed: int) -> list[bytes]:
    """One session over HTTP, every answer's bytes."""
    registry = Registry(clock="manual", now=1_700_000_000.0, seed=seed)
    registry.add(demo())
    client = create_app(registry).test_client()
    answers: list[bytes] = []

    def get(path: str) -> None:
        answers.append(client.get(path).data)

    def post(path: str, body: dict[str, object]) -> None:
        answers.append(client.post(path, json=body).data)

    control = "/_sandbox/organizations/demo"
    post("/_sandbox/organizations", {"template": "demo", "id": "t1"})
    for number in range(12):
        target = "0501234567" if number % 3 else f"0555550{17 + number:03}"
        get(
            f"/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP{1 + number % 2}&target={target}&record=1&var_n={number}"
        )
        get(f"/o/t1/ForwardDialer/click2call.aspx?code=t1-code&phone=SIPSIP1&target={target}&format=json")
        post(f"{control}/clock/advance", {"seconds": 37.5})
    get("/ForwardDialer/click2call.aspx?code=wrong")
    post(f"{control}/clock/advance", {"until": "idle"})
    for what in ("cdrs", "events", "calls", "requests", "clock"):
        get(f"{control}/{what}")
    return answers


def test_two_runs_give_identical_bytes():
    assert play(seed=5) == play(seed=5)


def test_another_seed_gives_other_calls():
    ids = [{cdr["ivruniqueid"] for cdr in json.loads(play(seed)[-5])["cdrs"]} for seed in (5, 6)]
    assert ids[0].isdisjoint(ids[1])


def test_two_organizations_never_share_a_call_id():
    answers = play(seed=5)
    first = {cdr["ivruniqueid"] for cdr in json.loads(answers[-5])["cdrs"]}
    second = {json.loads(answer).get("CALLID") for answer in answers if answer.startswith(b'{"ERRORCODE":0')}
    assert first
    assert second
    assert first.isdisjoint(second)
