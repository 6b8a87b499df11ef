"""An addendum: read with the place of what is wrong, and taken by contracts, strategies, error tables and hosts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import addenda, asyncapi, learned, openapi, strategies
from voicenter_mock.contracts.addendum import AddendumError, Change, read
from voicenter_mock.contracts.amendment import amend
from voicenter_mock.contracts.operations import OPERATIONS

from ..suite.cases import for_each

CDR = "cdr_notification.request"
DOCUMENT: dict[str, Any] = {
    "addendum": 1,
    "members": [
        {"contract": CDR, "place": "$.callQuality", "type": "string", "samples": ["GOOD", "POOR"], "seen": "twice"},
        {"contract": "realtime.queue_event", "place": "$.data.Calls[*].position", "type": "integer", "samples": [3]},
    ],
    "words": [
        {"contract": CDR, "place": "$.status", "words": ["TRANSFERRED"], "share": 0.5},
        {"contract": "cdr_hub.query.response", "place": "$.CDR_LIST[*].Type", "words": ["AI Agent"]},
        {"contract": "external_layer.request", "place": "$.METHOD", "words": ["IVR_LAYER"]},
    ],
    "types": [
        {"contract": "dialer.add_call.response", "place": "$.ErrorCode", "type": "string", "samples": ["0"]},
        {"contract": CDR, "place": "$.duration", "type": "string", "samples": ["11"], "share": 0},
    ],
    "absent": [{"contract": "cdr_hub.query.response", "place": "$.TOTAL_HITS"}],
    "forms": [
        {"contract": "cdr_hub.query.response", "place": "$.CDR_LIST[*].Date", "samples": ["31/12/2026 12:04:58"]},
        {"contract": CDR, "place": "$.time", "samples": [1785047400123], "share": 0.5},
    ],
    "errors": [
        {"operation": "click2call", "code": 9, "text": "Extension is suspended"},
        {"operation": "dialer.add_call", "http_status": 502, "content_type": "text/html", "text": "<p>Bad</p>"},
    ],
    "hosts": [{"host": "recordings.example.net"}],
    "events": [{"event": "AgentEvent", "samples": [{"agent": 12, "status": "LUNCH", "since": None}, {"agent": 7}]}],
    "paths": [{"method": "POST", "path": "/api/v2/calls", "requests": [{"from": "a"}], "answers": [{"calls": [1]}]}],
}


@pytest.fixture
def in_use() -> Iterator[None]:
    addenda.use(read(DOCUMENT))
    yield
    addenda.forget()


def _example(name: str) -> Any:
    return contracts.schema(name)["examples"][0]


def _rows(name: str = CDR) -> list[Any]:
    return [strategies.example(name, seed) for seed in range(200)]


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(
    ("name", "change"),
    [
        (CDR, {"callQuality": "GOOD"}),
        (CDR, {"status": "TRANSFERRED"}),
        (CDR, {"duration": "11"}),
        ("dialer.add_call.response", {"ErrorCode": "0"}),
        ("click2call.response", {"ERRORCODE": 9, "CALLID": ""}),
        ("click2call.response", {"ERRORCODE": "9", "CALLID": ""}),
        ("external_layer.request", {"METHOD": "IVR_LAYER"}),
        (CDR, {"time": 1785047400124}),
        ("realtime.agent_event", {"agent": 8, "status": "BACK"}),
    ],
)
def test_contracts_accept_what_was_seen_also_strictly(name: str, change: dict[str, Any]) -> None:
    contracts.validate(name, _example(name) | change, strict=True)


@pytest.mark.usefixtures("in_use")
def test_contracts_accept_what_was_seen_in_lists_and_names_in_any_case() -> None:
    answer = _example("cdr_hub.query.response")
    del answer["TOTAL_HITS"]
    for name in ("Type", "type"):
        record = {key: value for key, value in answer["CDR_LIST"][0].items() if key != "Type"} | {name: "AI Agent"}
        contracts.validate("cdr_hub.query.response", answer | {"CDR_LIST": [record]}, strict=True)


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(("date", "accepted"), [
    ("2021-10-10T12:04:58Z", True), ("10/10/2021 12:04:58", True), ("10.10.2021 12:04", False), ("x10/10/2021 12:04:58", False),
])  # fmt: skip
def test_another_form_is_as_good_as_the_documents(date: str, accepted: bool) -> None:
    answer = _example("cdr_hub.query.response")
    answer["CDR_LIST"][0]["Date"] = date
    assert contracts.accepts("cdr_hub.query.response", answer, strict=True) is accepted


@pytest.mark.parametrize(
    ("sample", "limits"),
    [(12, (1, 99)), (0, (0, 9)), (-7, (-9, 9)), (5, (1, 9)), (1234, (1, 9999))],
)
def test_only_a_limit_that_is_broken_is_widened(sample: int, limits: tuple[int, int]) -> None:
    schema = {"properties": {"n": {"type": "integer", "minimum": 1, "maximum": 9}}}
    change = Change("form", "x", ("n",), 1, (sample,), entry="forms[0]")
    member = amend(schema, [change])["properties"]["n"]
    assert (member["minimum"], member["maximum"]) == limits


@pytest.mark.usefixtures("in_use")
def test_a_number_of_another_size_is_refused_still() -> None:
    assert not contracts.accepts(CDR, _example(CDR) | {"time": 17850474001234})


@pytest.mark.usefixtures("in_use")
def test_what_was_not_seen_is_refused_as_before() -> None:
    assert not contracts.accepts(CDR, _example(CDR) | {"status": "LOST"}, strict=True)
    assert not contracts.accepts(CDR, _example(CDR) | {"duration": True})
    assert not contracts.accepts(CDR, _example(CDR) | {"duration": "long"})
    assert not contracts.accepts("dialer.add_call.response", {"ErrorCode": True, "Description": "OK"})


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(
    "name",
    [
        *(CDR, "cdr_hub.query.response", "dialer.add_call.response", "realtime.queue_event", "realtime.agent_event"),
        *("recorded.api_v2_calls.request", "recorded.api_v2_calls.response"),
    ],
)
def test_strategies_keep_the_amended_contract(name: str) -> None:
    for row in _rows(name)[:50]:
        contracts.validate(name, row, strict=True)


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(
    "name", [CDR, "cdr_hub.query.response", "realtime.agent_event", "recorded.api_v2_calls.response"]
)
def test_malformed_messages_break_the_amended_contract_too(name: str) -> None:
    for seed in range(30):
        malformed = strategies.malformed_example(name, seed)
        assert malformed.message is None or not contracts.accepts(name, malformed.message)


@pytest.mark.usefixtures("in_use")
def test_strategies_write_their_own_moments_in_the_other_form() -> None:
    rows = [record for row in _rows("cdr_hub.query.response") for record in row.get("CDR_LIST", ())]
    dates = {row["Date"] for row in rows if "Date" in row}
    assert len([date for date in dates if "/" in date]) > 10
    assert any("T" in date for date in dates)
    assert {len(str(row["time"])) for row in _rows()} >= {10, 13}


@pytest.mark.usefixtures("in_use")
def test_strategies_draw_events_and_answers_of_the_samples() -> None:
    assert {row.get("status") for row in _rows("realtime.agent_event")} == {"LUNCH", None}
    assert {row["agent"] for row in _rows("realtime.agent_event")} == {12, 7}
    assert {tuple(row["calls"]) for row in _rows("recorded.api_v2_calls.response")} > {(), (1,)}


@pytest.mark.usefixtures("in_use")
@pytest.mark.slow
def test_the_documents_for_tools_have_paths_and_events_of_recordings() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    described = openapi.document()
    OpenAPIV31SpecValidator(described).validate()
    operation = described["paths"]["/api/v2/calls"]["post"]
    assert (operation["tags"], operation["x-seen"]) == (["Seen in your recordings"], True)
    assert "text/html" in described["paths"]["/ForwardDialer/Dialer/AddCall"]["post"]["responses"]["502"]["content"]
    assert asyncapi.document()["components"]["messages"]["AgentEvent"]["x-source"] == "seen in your recordings"


@pytest.mark.usefixtures("in_use")
def test_strategies_draw_what_was_seen() -> None:
    rows = _rows()
    assert {row.get("callQuality") for row in rows} == {"GOOD", "POOR", None}
    assert "TRANSFERRED" in {row["status"] for row in rows}
    assert {type(row["duration"]) for row in rows} == {int, str}


@pytest.mark.usefixtures("in_use")
def test_the_schema_says_where_it_comes_from() -> None:
    member = contracts.schema(CDR)["properties"]["callQuality"]
    assert member["description"] == "Seen in your recordings (twice)."
    assert member["x-seen-in-recordings"] is True
    assert "TRANSFERRED: seen in your recordings." in contracts.schema(CDR)["properties"]["status"]["description"]


@pytest.mark.usefixtures("in_use")
def test_an_error_row_is_one_of_the_operations_table() -> None:
    row = OPERATIONS["click2call"].error("seen_9")  # pyright: ignore[reportArgumentType]
    assert (row.code, row.message, row.mark) == (9, "Extension is suspended", "seen")


def test_a_host_of_an_addendum_is_intercepted() -> None:
    from voicenter_mock.fixtures.interception.hosts import is_voicenter, is_voicenter_host, voicenter_host_in

    url = "https://recordings.example.net/a.mp3"
    assert not is_voicenter(url)
    addenda.use(read(DOCUMENT))
    try:
        assert is_voicenter(url)
        assert is_voicenter_host("Recordings.example.net")
        assert voicenter_host_in(f"curl {url}") == "recordings.example.net"
        assert not is_voicenter("https://other.example.net/recordings.example.net")
    finally:
        addenda.forget()


def test_when_it_is_forgotten_the_documents_count_again() -> None:
    before = contracts.schema(CDR), OPERATIONS["click2call"].errors
    addenda.use(read(DOCUMENT))
    addenda.forget()
    assert (contracts.schema(CDR), OPERATIONS["click2call"].errors) == before
    assert not contracts.accepts(CDR, _example(CDR) | {"status": "TRANSFERRED"}, strict=True)
    message = {"status": "ANSWER"}
    assert learned.as_sent(CDR, message) is message


@pytest.mark.usefixtures("in_use")
def test_what_is_sent_follows_from_the_message_alone() -> None:
    messages = [_example(CDR) | {"ivruniqueid": str(number)} for number in range(400)]
    sent = [learned.as_sent(CDR, message) for message in messages]
    assert sent == [learned.as_sent(CDR, message) for message in messages]
    assert {row["callQuality"] for row in sent} == {"GOOD", "POOR"}
    assert 120 < sum(row["status"] == "TRANSFERRED" for row in sent) < 280
    assert {type(row["duration"]) for row in sent} == {int}, "its share is 0"
    assert "callQuality" not in messages[0]


@for_each(
    ("section", "entry", "place", "says"),
    [
        ("member", 7, "member", "did you mean 'members'"),
        ("members", 7, "members", "expected a list"),
        ("members", ["x"], "members[0]", "expected an object"),
        ("members", [{"contract": "cdr_notifcation.request"}], "members[0].contract", "did you mean 'cdr_notification.request'"),
        ("members", [{"contract": "sandbox.call"}], "members[0].contract", "there is no contract"),
        ("members", [{"contract": CDR, "place": "callQuality"}], "members[0].place", "expected a JSON path"),
        ("members", [{"contract": CDR, "place": "$.IVR[*]"}], "members[0].place", "expected a JSON path"),
        ("members", [{"contract": CDR, "place": "$.a", "type": "text"}], "members[0].type", "not 'text'"),
        ("members", [{"contract": CDR, "place": "$.a", "type": "string", "share": 2}], "members[0].share", "from 0 to 1"),
        ("members", [{"contract": CDR, "place": "$.a", "typ": "string"}], "members[0].typ", "did you mean 'type'"),
        ("words", [{"contract": CDR, "place": "$.status", "words": list[str]()}], "words[0].words", "not empty"),
        ("errors", [{"operation": "click2cal"}], "errors[0].operation", "did you mean 'click2call'"),
        ("errors", [{"operation": "click2call", "code": True}], "errors[0].code", "not True"),
        ("errors", [{"operation": "click2call", "code": 9}], "errors[0].text", "expected text"),
        ("errors", [{"operation": "click2call", "code": 9, "text": "", "http_status": 99}], "errors[0].http_status", "not 99"),
        ("hosts", [{"host": "https://x"}], "hosts[0].host", "the name of a host"),
        ("forms", [{"contract": CDR, "place": "$.time"}], "forms[0].samples", "not empty"),
        ("errors", [{"operation": "click2call", "code": 9, "text": "", "share": 1}], "errors[0].share", "inject it as a fault, seen_9"),
        ("errors", [{"operation": "click2call", "content_type": "html", "text": ""}], "errors[0].content_type", "such as text/html"),
        ("events", [{"event": "", "samples": [1]}], "events[0].event", "the name of an event"),
        ("events", [{"event": "A", "sender": "me", "samples": [1]}], "events[0].sender", "server or client"),
        ("events", [{"event": "A", "sender": "client", "samples": [1], "share": 1}], "events[0].share", "clients send it"),
        ("events", [{"event": "A"}], "events[0].samples", "not empty"),
        ("paths", [{"method": "get", "path": "/x", "answers": [1]}], "paths[0].method", "one of GET, POST"),
        ("paths", [{"method": "GET", "path": "x", "answers": [1]}], "paths[0].path", "such as /api/v2/calls"),
        ("paths", [{"method": "GET", "path": "/socket.io/", "answers": [1]}], "paths[0].path", "such as /api/v2/calls"),
        ("paths", [{"method": "GET", "path": "/x/{a}/{a}", "answers": [1]}], "paths[0].path", "stands once"),
        ("paths", [{"method": "GET", "path": "/x/{1}", "answers": [1]}], "paths[0].path", "is letters"),
        ("paths", [{"method": "GET", "path": "/x/{a", "answers": [1]}, 7], "paths[1]", "expected an object"),
        ("paths", [{"method": "GET", "path": "/x", "requests": [7], "answers": [1]}], "paths[0].requests[0]", "expected an object"),
        ("paths", [{"method": "GET", "path": "/x"}], "paths[0].answers", "not empty"),
        ("paths", [{"method": "GET", "path": "/x", "host": "a b", "answers": [1]}], "paths[0].host", "the name of a host"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_refused_with_the_place(section: str, entry: Any, place: str, says: str) -> None:
    with pytest.raises(AddendumError) as refused:
        read({"addendum": 1, section: entry})
    assert refused.value.place == place
    assert says in refused.value.reason


@pytest.mark.parametrize(
    ("section", "entry", "place", "says"),
    [
        ("words", {"contract": CDR, "place": "$.caller", "words": ["x"]}, "words[0].place", "lists no words there"),
        ("words", {"contract": CDR, "place": "$.nothing", "words": ["x"]}, "words[0].place", "has no 'nothing' there"),
        ("members", {"contract": CDR, "place": "$.status", "type": "string"}, "members[0].place", "already"),
        ("members", {"contract": CDR, "place": "$.caller.x", "type": "string"}, "members[0].place", "names no members there"),
        ("members", {"contract": CDR, "place": "$.caller[*].x", "type": "string"}, "members[0].place", "no list there"),
        ("errors", {"operation": "click2call", "code": 0, "text": "OK"}, "errors[0]", "has this error already"),
        ("forms", {"contract": CDR, "place": "$.nothing", "samples": [1]}, "forms[0].place", "has no 'nothing' there"),
        ("forms", {"contract": CDR, "place": "$.time", "samples": [True]}, "forms[0].samples", "True breaks"),
        ("events", {"event": "QueueEvent", "samples": [1]}, "events[0].event", "there is an event QueueEvent already"),
        ("paths", {"method": "GET", "path": "/hub/cdr/", "answers": [1]}, "paths[0].path", "cdr_hub.query has this path already"),
    ],
)  # fmt: skip
def test_one_that_does_not_fit_is_refused_and_nothing_of_it_is_in_use(
    section: str, entry: dict[str, Any], place: str, says: str
) -> None:
    fine = {"contract": CDR, "place": "$.new", "type": "string"}
    document: dict[str, Any] = {"addendum": 1, section: [entry]}
    document.setdefault("members", []).append(fine)
    with pytest.raises(AddendumError) as refused:
        addenda.use(read(document))
    assert refused.value.place == place
    assert says in refused.value.reason
    assert "new" not in contracts.schema(CDR)["properties"]


def test_one_without_its_number_is_refused() -> None:
    with pytest.raises(AddendumError, match="expected 1: this is how an addendum begins"):
        read({"members": []})
