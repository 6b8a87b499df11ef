"""Each field says its own thing, which an organization shows in which no two values agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.callbacks.encoding import encode
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import HUB, decoded
from .distinct import DOCUMENT


@pytest.fixture
def distinct() -> Iterator[Voicenter]:
    with Voicenter(DOCUMENT, now=1_700_000_000.0) as voicenter:
        yield voicenter


def post(voicenter: Voicenter, path: str, body: dict[str, Any]) -> Any:
    request = HttpRequest("POST", path, "", {"content-type": "application/json"}, json.dumps(body).encode())
    return decoded(voicenter.handle(request))


def get(voicenter: Voicenter, path: str, query: str) -> Any:
    return decoded(voicenter.handle(HttpRequest("GET", path, query, {})))


def record_of_a_call(voicenter: Voicenter) -> dict[str, Any]:
    voicenter.incoming_call("0501234567", did="0733000111")
    voicenter.clock.run_until_idle()
    (cdr,) = voicenter.cdrs
    return dict(cdr)


def test_the_pushs_representative_code_is_the_users_code(distinct: Voicenter) -> None:
    record = record_of_a_call(distinct)
    assert (record["representative_code"], record["representative_name"]) == ("99961111", "רות לוי")


def test_the_hubs_representative_code_is_the_users_code_and_user_id_their_id(distinct: Voicenter) -> None:
    record_of_a_call(distinct)
    asked = {"code": "holding-code", "fields": ["RepresentativeCode", "UserId", "UserName"]}
    (row,) = post(distinct, HUB, asked)["CDR_LIST"]
    assert row == {"RepresentativeCode": "99961111", "UserId": 555, "UserName": "רות לוי"}


def test_a_record_of_nobody_has_no_representative_code(distinct: Voicenter) -> None:
    distinct.outgoing_call("lobby", "0501234567")
    distinct.clock.run_until_idle()
    (row,) = post(distinct, HUB, {"code": "holding-code", "fields": ["RepresentativeCode", "UserId"]})["CDR_LIST"]
    assert row == {"RepresentativeCode": "", "UserId": 0}


def test_a_members_display_name_is_the_persons_or_that_of_an_extension_of_nobody(distinct: Voicenter) -> None:
    members = post(distinct, "/ForwardDialer/Dialer/GetMembersList", {"Campaign": "renewals"})["Data"]
    assert members == [{"Member": "desk-1", "DisplayName": "רות לוי"}, {"Member": "lobby", "DisplayName": "Lobby"}]


def test_in_revision_3_2_a_members_display_name_is_the_extensions(distinct: Voicenter) -> None:
    distinct.edit(revision="3.2")
    members = post(distinct, "/ForwardDialer/Dialer/GetMembersList", {"Campaign": "renewals"})["Data"]
    assert [member["DisplayName"] for member in members] == ["Front desk", "Lobby"]


def test_a_waiting_callers_number_is_national_on_the_socket(distinct: Voicenter) -> None:
    distinct.incoming_call("0501234567", did="0733000222", parties={"agent": {"kind": "no_answer"}})
    distinct.clock.advance(10)
    (queue,) = messages.login_status(distinct.tenant.exchange, [7001]).get("queues", [])
    assert [call["CallerID"] for call in queue["Calls"]] == ["0501234567"]


def test_show_all_0_is_the_extensions_of_the_codes_account_and_its_departments(distinct: Voicenter) -> None:
    def names(code: str, show_all: int) -> list[str]:
        answer = get(distinct, "/Comet/api/GetExtensions", f"code={code}&showAll={show_all}")
        return [row["SIP"] for row in answer["EXTENSIONS"]]

    assert names("holding-code", 1) == names("subsidiary-code", 1) == ["desk-1", "desk-2", "lobby"]
    assert names("holding-code", 0) == ["desk-1", "lobby"]
    assert names("subsidiary-code", 0) == ["desk-2"]


def test_nobody_logged_in_leaves_the_owners_id_as_the_sockets_online_user(distinct: Voicenter) -> None:
    (row,) = messages.all_extensions_status(distinct.tenant.exchange, ["desk-2"])["extensions"]
    assert (row["representative"], row["representativeStatus"], row.get("onlineUserID")) == (0, 2, 666)


@pytest.mark.parametrize(
    ("contract", "payload", "integer"),
    [
        ("cdr_notification", {"duration": 5, "time": 1700000000}, b"<i4>5</i4>"),
        ("external_ivr.hangup_call", {"METHOD": "HANGUP_CALL", "DATA": {"CALL_DURATION": 5}}, b"<int>5</int>"),
    ],
)
def test_integers_have_the_element_that_the_contracts_document_prints(
    contract: Any, payload: dict[str, Any], integer: bytes
) -> None:
    _, body, _ = encode(contract, payload, CallbackTarget("cdr", encoding="xml-rpc"), "current")
    assert integer in body
