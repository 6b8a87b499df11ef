"""From directory to document: the way back is complete and exact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.organizations import demo, describe, instantiate, read
from voicenter_mock.mockserver.organizations.rules import violations

pytestmark = pytest.mark.slow

SIPS = ["SIPSIP1", "SIPSIP2", "1003"]
LAYERS = [0, 1, 22]
QUEUES = [10035, 10036]

names = st.sampled_from(["Walter Melon", "דנה לוי", "Sales & Support", "O'Neill", "x"])
seconds = st.one_of(st.integers(0, 5000), st.floats(0, 5000))
probabilities = st.sampled_from([0, 0.1, 0.125, 0.2])
routes = st.one_of(
    st.just("hangup"),
    st.sampled_from(LAYERS).map(lambda layer: {"layer": layer}),
    st.sampled_from(QUEUES).map(lambda queue: {"queue": queue}),
    st.sampled_from(SIPS).map(lambda sip: {"extension": sip}),
    st.just({"kind": "phone", "target": "0501234567"}),
)
keys = st.dictionaries(st.sampled_from(["1", "2", "#", "12"]), st.sampled_from(LAYERS))
ranges = st.tuples(seconds, seconds).map(sorted)


def entries(required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]):
    return st.fixed_dictionaries(required, optional=optional)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Documents that hold together, with anything left out that may be."""
    users = [
        entries({"id": st.just(id_), "name": names}, {"pin": st.integers(0, 9999), "extension": st.just(sip)})
        for id_, sip in zip((11, 22), SIPS, strict=False)
    ]
    owners = [st.sampled_from([owner, None]) for owner in (11, 22, 22)]
    extension = {"name": names, "click2call_blocked": st.booleans(), "voicemail": st.just(7)}
    extensions = [
        entries({"sip": st.just(sip)}, {"user": owner, **extension}) for sip, owner in zip(SIPS, owners, strict=True)
    ]
    layer = {
        "keys": keys,
        "next": st.sampled_from(LAYERS),
        "fallback": st.none(),
        "prompt": st.just("rec"),
        "name": names,
    }
    layers = [entries({"number": st.just(n), "kind": st.sampled_from(["menu", "hangup"])}, layer) for n in LAYERS]
    member = st.sampled_from(SIPS)
    members = st.lists(member, unique=True) | st.just([{"extension": "SIPSIP2", "weight": 3}])
    queue = {"members": members, "ring_seconds": seconds, "exit_keys": keys, "overflow": routes}
    queues = [entries({"id": st.just(id_), "name": names}, queue) for id_ in QUEUES]
    chance = dict.fromkeys(("busy", "reject", "voicemail"), probabilities) | {"talk_seconds": ranges}
    retry = st.just([{"status": "BUSY", "delay_seconds": 60, "maximum": 2}])
    campaign = {"queue": st.sampled_from(QUEUES), "retries": retry, "calling_hours": st.just([["09:00", "24:00"]])}
    return st.fixed_dictionaries(
        {
            "users": st.tuples(*users).map(list),
            "extensions": st.tuples(*extensions).map(list),
            "layers": st.tuples(*layers).map(list),
            "queues": st.tuples(*queues).map(list),
            "voicemails": st.just([{"id": 7}]),
        },
        optional={
            "id": st.sampled_from(["t1", "shop"]),
            "recordings": st.just([{"name": "rec", "seconds": 5}]),
            "dids": routes.map(lambda route: [{"number": "0722776772", "route": route}]),
            "statuses": st.just([{"id": 3, "name": "Coffee"}]),
            "campaigns": entries({"code": st.just("c"), "kind": st.just("ivr")}, campaign).map(lambda entry: [entry]),
            "behaviour": entries({}, {"agents": entries({}, chance), "patience_seconds": ranges}),
            "revision": st.sampled_from(["current", "3.2", 3.2, "2026", 2026]),
            "now": st.sampled_from([1711609200, 1711609200.5, "2024-03-28T09:00:00", None]),
            "callbacks": st.just({"cdr": {"url": "http://localhost/", "headers": {"X-Key": "1"}}}),
            "realtime": st.just({"tokens": [1234], "accounts": {"shop": 5}}),
            "server_time_offset_minutes": st.sampled_from([0, 120, None]),
            "caller_ids": st.just({"IL": 972722776772}),
        },
    )


@given(documents())
def test_reading_what_was_described_gives_the_same(document: dict[str, Any]):
    directory = read(document)
    assert read(json.loads(json.dumps(describe(directory)))) == directory


@given(documents())
def test_a_description_describes_itself(document: dict[str, Any]):
    described = describe(read(document))
    assert describe(read(described)) == described


@given(documents())
def test_a_trusted_document_reads_the_same(document: dict[str, Any]):
    assert read(document, trusted=True) == read(document)


def test_the_demo_survives_the_way_there_and_back():
    assert read(describe(demo())) == demo()


def test_a_copy_survives_the_way_there_and_back():
    copy = instantiate(demo(), "t1")
    assert read(describe(copy)) == copy


def test_a_description_keeps_to_the_schema_and_leaves_nothing_out():
    described = describe(demo())
    assert list(violations(described)) == []
    assert described["queues"][0]["retry_seconds"] == 1
    assert described["dids"][1]["route"] == {"queue": 10035}
    assert set(described["callbacks"]) == {"cdr", "popup", "external_ivr", "external_layer", "voicebot"}


def test_what_keeps_the_schema_is_never_explained(monkeypatch: pytest.MonkeyPatch):
    """Every edit reads the description of what is there, with its ``1.0`` and ``0.0``: explaining takes ten times as long."""
    document = describe(demo())
    assert document["behaviour"]["agents"]["answer"] == 1.0
    monkeypatch.setattr("voicenter_mock.mockserver.organizations.rules._validator", lambda: pytest.fail("explained"))

    assert list(violations(document)) == []
