"""What is wrong with a document is told with its place, its line and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import DocumentError, load, read

from ...suite.cases import for_each

EXTENSIONS: dict[str, Any] = {"extensions": [{"sip": "SIPSIP1"}, {"sip": "SIPSIP2"}]}
LAYER: dict[str, Any] = {"number": 1, "kind": "menu"}
QUEUE: dict[str, Any] = {"id": 10035, "name": "Sales"}
CAMPAIGN: dict[str, Any] = {"code": "c", "kind": "ivr"}


def retrying(*statuses: str) -> dict[str, Any]:
    rows = [{"status": status, "delay_seconds": 60, "maximum": 1} for status in statuses]
    return {**CAMPAIGN, "retries": rows}


def problems(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as error:
        read(document)
    return [(place, message) for place, message in error.value.problems]


@for_each(
    ("document", "place", "message"),
    [
        ({"extension": []}, "extension", "there is no such key; did you mean 'extensions'?"),
        ({"queues": [{"id": 1}]}, "queues[0].name", "is missing"),
        ({"queues": [{**QUEUE, "wieght": 2}]}, "queues[0].wieght", "there is no such key; did you mean 'weight'?"),
        ({"queues": {"id": 1}}, "queues", "{'id': 1} is not a list"),
        ({"queues": None}, "queues", "null is not a list; a key without a value is left out"),
        ({"queues": [{**QUEUE, "id": "x"}]}, "queues[0].id", "'x' is not a whole number"),
        ({"queues": [{**QUEUE, "id": 5.0}]}, "queues[0].id", "5.0 is not a whole number"),
        ({"queues": [{**QUEUE, "id": True}]}, "queues[0].id", "true is not a whole number"),
        ({"queues": [{**QUEUE, "name": ""}]}, "queues[0].name", "is empty"),
        ({"queues": [{**QUEUE, "ring_seconds": -1}]}, "queues[0].ring_seconds", "-1 is less than the minimum of 0"),
        ({"codes": [{"code": "a b"}]}, "codes[0].code", "'a b' is not possible here: A code or token"),
        ({"codes": [{"code": "a\n"}]}, "codes[0].code", "'a\\n' is not possible here: A code or token"),
        ({"extensions": [{"sip": "A", "device": "onlin"}]}, "extensions[0].device", "did you mean 'online'?"),
        ({"dids": [{"number": "0722776772", "route": {"target": 1}}]}, "dids[0].route", "is no route; write one of"),
        ({"dids": [{"number": "0722776772", "route": {"layer": 1, "queue": 2}}]}, "dids[0].route", "is no route"),
        ({"id": "a b"}, "id", "'a b' is no id of an organization: letters, digits"),
        ({"accounts": []}, "accounts", "should be non-empty"),
        ({"layers": [{**LAYER, "keys": {"x": 1}}]}, "layers[0].keys", "'x' is not possible here: Digits"),
        ({"caller_ids": {"Israel": "0722776772"}}, "caller_ids", "An ISO country code such as IL"),
        ({"callbacks": {"cdr": {"encoding": "xml"}}}, "callbacks.cdr.encoding", "did you mean 'xml-rpc'?"),
        (
            {"campaigns": [{**CAMPAIGN, "calling_hours": [["9:00", "18:00"]]}]},
            "campaigns[0].calling_hours[0][0]",
            "HH:MM",
        ),
        ({"campaigns": [retrying("BUZY")]}, "campaigns[0].retries[0].status", "possible here; did you mean 'BUSY'?"),
        ({"campaigns": [retrying("busy")]}, "campaigns[0].retries[0].status", "possible here; did you mean 'BUSY'?"),
    ],
)
def test_a_document_against_its_schema(document: Any, place: str, message: str):
    ((found, problem),) = problems(document)
    assert found == place
    assert message in problem


@for_each(
    ("document", "place", "message"),
    [
        ({"accounts": [{"id": 1, "name": "A", "parent": 2}]}, "accounts[0].parent", "2 is no account"),
        ({"codes": [{"code": "c", "account": 9}]}, "codes[0].account", "9 is no account of this organization"),
        ({"codes": [{"code": "c", "trusted_ips": ["10.0.0.256"]}]}, "codes[0].trusted_ips[0]", "is no IP address"),
        (
            {"users": [{"name": "W", "extension": "SIPSPI1"}], **EXTENSIONS},
            "users[0].extension",
            "did you mean 'SIPSIP1'",
        ),
        (
            {"users": [{"name": "W", "status": 6}]},
            "users[0].status",
            "6 is no status of this organization; known",
        ),
        (
            {"extensions": [{"sip": "A", "user": 5}]},
            "extensions[0].user",
            "5 is no user of this organization; there",
        ),
        ({"extensions": [{"sip": "A", "voicemail": 5}]}, "extensions[0].voicemail", "5 is no voicemail"),
        ({"extensions": [{"sip": "A", "forward_to": "B"}]}, "extensions[0].forward_to", "no extension of this"),
        ({"extensions": [{"sip": "A", "caller_id": "12"}]}, "extensions[0].caller_id", "no possible telephone number"),
        ({"trunks": [{"name": "T", "number": "1"}]}, "trunks[0].number", "'1' is not possible here"),
        ({"dids": [{"number": 722776772, "route": "hangup"}]}, "dids[0].number", "put it into quotes"),
        ({"dids": [{"number": "0722776772", "route": {"queue": 1}}]}, "dids[0].route.queue", "'1' is no queue"),
        ({"dids": [{"number": "0722776772", "route": {"layer": 1}}]}, "dids[0].route.layer", "'1' is no layer"),
        ({"dids": [{"number": "0722776772", "route": {"kind": "queue"}}]}, "dids[0].route.queue", "is missing"),
        ({"dids": [{"number": "0722776772", "route": "hangup", "user": 5}]}, "dids[0].user", "5 is no user"),
        ({"layers": [{**LAYER, "keys": {"1": 7}}]}, "layers[0].keys.1", "7 is no layer of this organization; known: 1"),
        ({"layers": [{**LAYER, "next": 7}]}, "layers[0].next", "7 is no layer"),
        ({"layers": [{**LAYER, "fallback": 7}]}, "layers[0].fallback", "7 is no layer"),
        ({"layers": [{**LAYER, "target": 7}]}, "layers[0].target", "a menu leads nowhere; leave the target out"),
        ({"layers": [{"number": 1, "kind": "queue"}]}, "layers[0].target", "is missing: the queue it leads to"),
        ({"layers": [{"number": 1, "kind": "queue", "target": 7}]}, "layers[0].target", "'7' is no queue"),
        ({"layers": [{"number": 1, "kind": "conference", "target": 7}]}, "layers[0].target", "'7' is no conference"),
        ({"layers": [{"number": 1, "kind": "phone", "target": 7}]}, "layers[0].target", "no possible telephone number"),
        (
            {"queues": [{**QUEUE, "members": ["SIPSIP1", "SIPX"]}], **EXTENSIONS},
            "queues[0].members[1].extension",
            "SIPX",
        ),
        ({"queues": [{**QUEUE, "exit_keys": {"0": 7}}]}, "queues[0].exit_keys.0", "7 is no layer"),
        ({"queues": [{**QUEUE, "overflow": {"queue": 7}}]}, "queues[0].overflow.queue", "'7' is no queue"),
        ({"campaigns": [{**CAMPAIGN, "members": ["A"]}]}, "campaigns[0].members[0]", "'A' is no extension"),
        ({"campaigns": [{**CAMPAIGN, "queue": 7}]}, "campaigns[0].queue", "7 is no queue"),
        ({"queues": [{**QUEUE, "ring_seconds": "1e2"}]}, "queues[0].ring_seconds", "'1e2' is not a number; write 100"),
        ({"queues": [{**QUEUE, "ring_seconds": "+.5"}]}, "queues[0].ring_seconds", "is not a number; write 0.5"),
        ({"queues": [{**QUEUE, "id": "0x1F"}]}, "queues[0].id", "'0x1F' is not a whole number; write 31"),
        ({"queues": [{**QUEUE, "id": "7"}]}, "queues[0].id", "number; write it without quotation marks"),
        ({"campaigns": [{**CAMPAIGN, "layer": 7}]}, "campaigns[0].layer", "7 is no layer"),
        (
            {"campaigns": [retrying("BUSY", "NOANSWER", "BUSY")]},
            "campaigns[0].retries[2].status",
            "'BUSY' is already campaigns[0].retries[0].status",
        ),
        (
            {"campaigns": [{**CAMPAIGN, "queue_for_monitoring": 7}]},
            "campaigns[0].queue_for_monitoring",
            "7 is no queue",
        ),
        (
            {"campaigns": [{**CAMPAIGN, "queue": 10035, "layer": 1}], "queues": [QUEUE], "layers": [LAYER]},
            "campaigns[0].layer",
            "customers already go to queue 10035",
        ),
        (
            {"campaigns": [{**CAMPAIGN, "calling_hours": [["22:00", "02:00"]]}]},
            "campaigns[0].calling_hours[0]",
            "write two: ['22:00', '24:00'] and ['00:00', '02:00']",
        ),
        ({"caller_ids": {"IL": "12"}}, "caller_ids.IL", "no possible telephone number"),
        ({"blacklist": ["0501234567", "12"]}, "blacklist[1]", "no possible telephone number"),
        ({"callbacks": {"cdr": {"url": "localhost:9000/cdr"}}}, "callbacks.cdr.url", "does not begin with http://"),
        ({"callbacks": {"cdr": {"url": "localhost:9000"}}}, "callbacks.cdr.url", "does not begin with http://"),
        ({"callbacks": {"cdr": {"url": "http://"}}}, "callbacks.cdr.url", "names no host"),
        ({"callbacks": {"cdr": {"url": "http://127.0.0.1:99999/"}}}, "callbacks.cdr.url", "Port out of range"),
        ({"callbacks": {"cdr": {"url": "http://crm example/"}}}, "callbacks.cdr.url", "has a blank in its host"),
        ({"callbacks": {"popup": {"method": "GET"}}}, "callbacks.popup.method", "GET does not go with"),
        ({"behaviour": {"agents": {"busy": 0.7, "answer": 0.7}}}, "behaviour.agents", "add up to 1.4"),
        (
            {"behaviour": {"outside": {"ring_seconds": [5, 3]}}},
            "behaviour.outside.ring_seconds",
            "write the least first",
        ),
        ({"behaviour": {"patience_seconds": [5, 3]}}, "behaviour.patience_seconds", "5 is more than 3"),
        ({"time_zone": "Asia/Jerusalme"}, "time_zone", "is no time zone; did you mean 'Asia/Jerusalem'?"),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "is no time zone"),
        ({"time_zone": "Asia"}, "time_zone", "is no time zone"),
        ({"now": "yesterday"}, "now", "is neither an epoch nor an ISO 8601 date and time"),
        ({"now": "1969-01-01T00:00:00Z"}, "now", "is not between 1970 and 2286"),
    ],
)
def test_a_document_that_the_schema_lets_pass(document: Any, place: str, message: str):
    ((found, problem),) = problems(document)
    assert found == place
    assert message in problem


@pytest.mark.parametrize(
    ("section", "entry", "key"),
    [
        ("accounts", {"id": 1, "name": "A"}, "id"),
        ("codes", {"code": "c"}, "code"),
        ("users", {"id": 5, "name": "W", "code": "c"}, "code"),
        ("users", {"name": "W", "email": "w@example.com"}, "email"),
        ("users", {"name": "W", "login_code": "1"}, "login_code"),
        ("extensions", {"sip": "SIPSIP1"}, "sip"),
        ("trunks", {"name": "T", "number": "0722776770"}, "name"),
        ("dids", {"number": "0722776772", "route": "hangup"}, "number"),
        ("layers", LAYER, "number"),
        ("queues", QUEUE, "id"),
        ("voicemails", {"id": 1}, "id"),
        ("conferences", {"code": "1"}, "code"),
        ("recordings", {"name": "r", "seconds": 1}, "name"),
        ("statuses", {"id": 1, "name": "L"}, "id"),
        ("campaigns", CAMPAIGN, "code"),
    ],
)
def test_nothing_is_there_twice(section: str, entry: dict[str, Any], key: str):
    found = dict(problems({section: [entry, entry]}))
    assert found[f"{section}[1].{key}"].endswith(f"is already {section}[0].{key}")


def test_a_list_is_no_document():
    assert problems([]) == [("", "[] is not an object")]


def test_sip_names_that_differ_in_case_only_are_the_same():
    assert problems({"extensions": [{"sip": "SIPSIP1"}, {"sip": "SipSip1"}]}) == [
        ("extensions[1].sip", "'SipSip1' is already extensions[0].sip")
    ]


def test_a_did_is_the_same_in_local_and_international_form():
    dids = [{"number": number, "route": "hangup"} for number in ("0722776772", "+972722776772")]
    assert problems({"dids": dids}) == [("dids[1].number", "'+972722776772' is already dids[0].number")]


def test_a_user_code_may_not_be_an_api_code_as_well():
    document = {"codes": [{"code": "12345678"}], "users": [{"name": "W", "code": "12345678"}]}
    assert problems(document) == [("users[0].code", "'12345678' is also codes[0].code")]


def test_two_users_cannot_be_logged_in_at_one_extension():
    users = [{"name": "W", "extension": "SIPSIP1"}, {"name": "J", "extension": "SIPSIP1"}]
    ((place, message),) = problems({"users": users, **EXTENSIONS})
    assert (place, "logged_in: false" in message) == ("users[1].extension", True)
    users[1]["logged_in"] = False  # type: ignore[assignment]
    assert len(read({"users": users, **EXTENSIONS}).users) == 2


@pytest.mark.parametrize(
    "parents",
    [{1: 1}, {1: 2, 2: 1}, {1: None, 2: 3, 3: 4, 4: 2}, {1: 2, 2: 3, 3: 2}],
    ids=["itself", "each other", "three", "below a circle"],
)
def test_departments_do_not_go_round_in_circles(parents: dict[int, int | None]):
    found = problems({"accounts": [{"id": id_, "name": "A", "parent": parent} for id_, parent in parents.items()]})
    assert any("leads back to account" in message for _, message in found)


def test_every_problem_is_told_at_once():
    document = {"queues": [{**QUEUE, "members": ["SIPX"], "exit_keys": {"0": 7}}], "blacklist": ["12"]}
    assert len(problems(document)) == 3


def test_a_problem_in_a_file_is_told_with_its_line(tmp_path: Path):
    path = tmp_path / "shop.yaml"
    path.write_text(
        "extensions:\n  - sip: SIPSIP1\n"
        "queues:\n  - id: 10035\n    name: Sales\n    members:\n      - SIPSIP1\n      - SIPSIP9\n"
    )
    with pytest.raises(DocumentError) as error:
        read(load(path))
    assert str(error.value) == (
        f"{path}:8: queues[0].members[1].extension: 'SIPSIP9' is no extension of this organization; "
        "did you mean 'SIPSIP1'?"
    )


def test_problems_in_a_json_file_have_lines_too(tmp_path: Path):
    path = tmp_path / "shop.json"
    path.write_text('{\n  "codes": [\n    {"code": "a b"}\n  ],\n  "seed": -1\n}')
    with pytest.raises(DocumentError) as error:
        read(load(path))
    assert [line.removeprefix(str(path)).split(" ")[0] for line in str(error.value).splitlines()] == [":3:", ":5:"]


def test_what_is_missing_has_the_line_of_where_it_is_missing(tmp_path: Path):
    path = tmp_path / "shop.yaml"
    path.write_text("seed: 1\nqueues:\n  - id: 10035\n")
    with pytest.raises(DocumentError, match=r"shop\.yaml:3: queues\[0\]\.name: is missing"):
        read(load(path))


def test_the_summary_is_one_line_and_says_how_many_more(tmp_path: Path):
    path = tmp_path / "shop.yaml"
    path.write_text("seed: -1\nusers:\n  - {id: 5}\n  - {id: 0}\n")
    with pytest.raises(DocumentError) as error:
        read(load(path))
    assert error.value.summary == f"{path}:1: seed: -1 is less than the minimum of 0 (and 3 more)"


def test_of_very_many_problems_the_first_hundred_are_looked_for_and_some_told():
    with pytest.raises(DocumentError) as error:
        read({"blacklist": ["12"] * 500})
    assert len(error.value.problems) == 100
    assert str(error.value).splitlines()[-1] == "… and 80 more"


@pytest.mark.parametrize("name", ["]", "[", "a]", "a.b]c", "[x", ".", "..", "[0]"])
def test_a_member_of_any_name_is_told_with_a_line(name: str, tmp_path: Path):
    document = tmp_path / "shop.yaml"
    document.write_text(f'name: Shop\naccounts:\n  - {{id: 1, name: A, "{name}": 1}}\n', "utf-8")
    with pytest.raises(DocumentError) as caught:
        read(load(document))
    assert "shop.yaml:3: accounts[0]" in str(caught.value)
