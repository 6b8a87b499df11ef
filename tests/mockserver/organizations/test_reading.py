"""From document to directory: what may be left out, what may be written short, what is derived."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import load, read
from voicenter_mock.mockserver.telephony.model.directory import Behaviour, Chance, QueueMember, Route

QUEUE: dict[str, Any] = {"id": 10035, "name": "Sales"}


def test_an_empty_document_is_an_organization_that_can_be_used():
    directory = read({})
    assert (directory.id, directory.name, directory.time_zone) == ("organization", "organization", "Asia/Jerusalem")
    assert [account.name for account in directory.accounts.values()] == ["organization"]
    assert list(directory.codes) == ["organization-code"]
    assert directory.realtime_tokens == ("organization-token",)


def test_the_id_is_the_given_one_else_the_documents_else_the_files_name(tmp_path: Path):
    path = tmp_path / "shop.yaml"
    path.write_text("name: The Shop\n")
    assert read(load(path)).id == "shop"
    assert read({"id": "own"}).id == "own"
    assert read({"id": "own"}, id="given").id == "given"


def test_a_file_whose_name_is_no_id_leaves_the_usual_one(tmp_path: Path):
    path = tmp_path / "the shop.yaml"
    path.write_text("name: The Shop\n")
    assert read(load(path)).id == "organization"


def test_codes_stay_as_written_when_another_id_is_given():
    assert list(read({"id": "own", "codes": [{"code": "own-code"}]}, id="given").codes) == ["own-code"]


def test_an_empty_list_of_codes_means_none():
    assert read({"codes": []}).codes == {}


@pytest.mark.parametrize(
    ("written", "route"),
    [
        ({"queue": 10035}, Route("queue", "10035")),
        ({"layer": 1}, Route("layer", "1")),
        ({"extension": "SIPSIP1"}, Route("extension", "SIPSIP1")),
        ({"voicemail": 701}, Route("voicemail", "701")),
        ({"phone": "0501234567"}, Route("phone", "0501234567")),
        ("hangup", Route("hangup")),
        ({"kind": "queue", "target": 10035}, Route("queue", "10035")),
        ({"kind": "hangup"}, Route("hangup")),
    ],
)
def test_a_route_may_be_written_short_or_long(written: object, route: Route):
    document = {
        "dids": [{"number": "0722776772", "route": written}],
        "queues": [QUEUE],
        "layers": [{"number": 1, "kind": "menu"}],
        "extensions": [{"sip": "SIPSIP1"}],
        "voicemails": [{"id": 701}],
    }
    assert read(document).dids["0722776772"].route == route


def test_a_queues_member_may_be_just_a_name():
    members = ["SIPSIP1", {"extension": "SIPSIP2", "weight": 2}]
    directory = read(
        {"queues": [{**QUEUE, "members": members}], "extensions": [{"sip": "SIPSIP1"}, {"sip": "SIPSIP2"}]}
    )
    assert directory.queues[10035].members == (QueueMember("SIPSIP1"), QueueMember("SIPSIP2", 2))


def test_numbers_are_text_where_text_is_meant():
    user = {"name": "Walter Melon", "code": 12345678, "pin": 1234, "extension": 1001}
    directory = read({"users": [user], "extensions": [{"sip": 1001}], "revision": 3.2})
    walter = directory.users[12345678]
    assert (walter.code, walter.pin, walter.extension) == ("12345678", "1234", "1001")
    assert directory.extensions["1001"].user == 12345678
    assert directory.revision == "3.2"


def test_a_user_code_of_digits_is_the_user_id_too():
    assert list(read({"users": [{"name": "W", "code": "12345678"}]}).users) == [12345678]


def test_an_id_without_a_code_is_the_user_code_too():
    assert read({"users": [{"id": 77, "name": "W"}]}).users[77].code == "77"


def test_ids_that_are_left_out_count_up_and_step_over_taken_ones():
    extensions = [{"sip": "A"}, {"sip": "B", "id": 30000001}, {"sip": "C"}]
    directory = read({"extensions": extensions})
    assert [entry.id for entry in directory.extensions.values()] == [30000002, 30000001, 30000003]


@pytest.mark.parametrize(
    ("user", "extension"),
    [({"extension": "SIPSIP1"}, {}), ({}, {"user": 5}), ({"extension": None}, {"user": 5})],
    ids=["the user names it", "the extension names him", "null is as good as absent"],
)
def test_user_and_extension_need_to_name_each_other_only_once(user: dict[str, Any], extension: dict[str, Any]):
    document = {"users": [{"id": 5, "name": "W", **user}], "extensions": [{"sip": "SIPSIP1", **extension}]}
    directory = read(document)
    assert directory.users[5].extension == "SIPSIP1"
    assert directory.extensions["SIPSIP1"].user == 5


def test_what_names_no_account_belongs_to_the_first_and_an_extension_to_its_users():
    directory = read(
        {
            "accounts": [{"id": 1, "name": "All"}, {"id": 2, "name": "Sales", "parent": 1}],
            "users": [{"id": 5, "name": "W", "account": 2, "extension": "SIPSIP1"}],
            "extensions": [{"sip": "SIPSIP1"}, {"sip": "SIPSIP2"}],
            "queues": [QUEUE],
        }
    )
    assert (directory.extensions["SIPSIP1"].account, directory.extensions["SIPSIP2"].account) == (2, 1)
    assert directory.queues[10035].account == 1


def test_a_layer_that_plays_a_recording_takes_as_long_as_it():
    layers = [
        {"number": 1, "kind": "playback", "prompt": "long"},
        {"number": 2, "kind": "playback", "prompt": "Good morning"},
        {"number": 3, "kind": "playback", "prompt": "long", "prompt_seconds": 1},
    ]
    directory = read({"layers": layers, "recordings": [{"name": "long", "seconds": 42}]})
    assert [layer.prompt_seconds for layer in directory.layers.values()] == [42, 3, 1]


def test_statuses_are_the_usual_ones_unless_given():
    names = {status.id: status.name for status in read({}).statuses.values()}
    assert {1: "Login", 2: "Logout", 3: "Lunch", 13: "Brief"}.items() <= names.items()


def test_login_and_logout_are_there_whatever_statuses_are_given():
    statuses = read({"statuses": [{"id": 3, "name": "Coffee"}, {"id": 1, "name": "Here"}]}).statuses
    assert [(status.id, status.name) for status in statuses.values()] == [(3, "Coffee"), (1, "Here"), (2, "Logout")]
    assert statuses[1].available
    assert not statuses[3].available


def test_every_callback_has_a_target_though_perhaps_no_url():
    callbacks = read({"callbacks": {"cdr": {"url": "http://localhost/cdr"}}}).callbacks
    assert {name: target.url for name, target in callbacks.items()} == {
        "cdr": "http://localhost/cdr",
        "popup": "",
        "external_ivr": "",
        "external_layer": "",
        "voicebot": "",
    }


@pytest.mark.parametrize(("revision", "form"), [("current", ("POST", "json")), ("3.2", ("GET", "query"))])
def test_the_popup_has_the_form_of_the_revision(revision: str, form: tuple[str, str]):
    popup = read({"revision": revision}).callbacks["popup"]
    assert (popup.method, popup.encoding) == form


def test_who_is_not_busy_answers_unless_something_else_is_said():
    behaviour = read({"behaviour": {"agents": {"busy": 0.1, "reject": 0.2}, "outside": {"answer": 0.5}}}).behaviour
    assert behaviour.agents == Chance(answer=0.7, busy=0.1, reject=0.2, ring_seconds=(2, 6))
    assert behaviour.outside.answer == 0.5
    assert read({}).behaviour == Behaviour()


@pytest.mark.parametrize(
    ("written", "zone", "epoch"),
    [
        (1711609200, "Asia/Jerusalem", 1711609200),
        ("2024-03-28T09:00:00+02:00", "America/New_York", 1711609200),
        ("2024-03-28T07:00:00Z", "Asia/Jerusalem", 1711609200),
        ("2024-03-28T09:00:00", "Asia/Jerusalem", 1711609200),
        ("2024-03-29 09:00", "Asia/Jerusalem", 1711692000),  # summer time began in the night
        ("2024-03-28", "Asia/Jerusalem", 1711576800),
    ],
)
def test_the_start_is_an_epoch_or_a_date_time_local_without_an_offset(written: object, zone: str, epoch: float):
    assert read({"now": written, "time_zone": zone}).now == epoch


def test_a_local_start_is_right_in_winter_and_summer():
    winter, summer = (read({"now": f"2024-{month}-15T12:00:00"}).now for month in ("01", "07"))
    assert winter == datetime(2024, 1, 15, 10, tzinfo=UTC).timestamp()
    assert summer == datetime(2024, 7, 15, 9, tzinfo=UTC).timestamp()


def test_a_menu_may_lead_to_the_layers_that_every_account_has():
    directory = read({"layers": [{"number": 1, "kind": "menu", "keys": {"9": 666, "0": 0}}]})

    assert directory.layers[1].keys == {"9": 666, "0": 0}
