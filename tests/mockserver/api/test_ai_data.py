"""AI data on the wire: in the CDR push, in a call's history, and what the call log says of it."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts.operations import REVISIONS
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import CODE, HUB, Api, decoded

BEARER = {"authorization": "Bearer demo-bearer"}
ON = {"language": "en"}
TALKS = {"agent": {"kind": "answer", "ring_seconds": 3, "talk_seconds": 40}}


class Customer:
    """A server that acknowledges each CDR; ``got`` has each with the moment of its coming."""

    def __init__(self, api: Api) -> None:
        self.got: list[tuple[float, Any]] = []
        self._api = api
        api.tenant.deliveries.bind("cdr", self._take)

    def _take(self, cdr: Any) -> dict[str, Any]:
        contracts.validate("cdr_notification.request", cdr)
        self.got.append((self._api.exchange.now, cdr))
        return {"err": 0}


def placed(api: Api, **script: Any) -> str:
    """Somebody calls Sales and is answered, unless said otherwise."""
    usual: dict[str, Any] = {"parties": TALKS}
    return Operator(api.exchange).incoming_call("0501234567", "0722776773", **(usual | script)).id


def history(api: Api, ivrid: str) -> Any:
    path = f"/api-manager-v1/Call/History/{ivrid}"
    return decoded(api.send(HttpRequest("GET", path, "", BEARER)))["Data"]


def custom_data(api: Api) -> list[Any]:
    return [record["CustomData"] for record in api.post(HUB, {"code": CODE, "fields": ["CustomData"]})["CDR_LIST"]]


@pytest.mark.parametrize("revision", sorted(REVISIONS))
def test_push_history_and_call_log_have_it_in_every_revision(revision: str):
    api = Api(ai=ON, revision=revision)
    customer = Customer(api)
    ivrid = placed(api)
    api.tenant.advance(until="idle")

    ((_, cdr),) = customer.got
    found = history(api, ivrid)["ai_data"]
    assert found == {
        "insights": cdr["aiData"]["insights"], "emotions": cdr["aiData"]["emotions"], "client_phone": "972501234567"
    }  # fmt: skip
    assert cdr["aiData"]["transcript"]
    (record,) = api.post(HUB, {"code": CODE, "fields": ["CustomData", "aiData"]})["CDR_LIST"]
    assert record == {"CustomData": {"AiExists": True}, "aiData": None}


def test_without_it_there_is_none_anywhere():
    api = Api()
    customer = Customer(api)
    ivrid = placed(api)
    api.tenant.advance(until="idle")

    assert "aiData" not in customer.got[0][1]
    assert (history(api, ivrid)["ai_data"], custom_data(api)) == (None, [{}])


def test_the_push_waits_until_the_analysis_is_there():
    api = Api(ai={"ai_delay_seconds": 90})
    customer = Customer(api)
    ivrid = placed(api)
    api.tenant.advance(seconds=100)
    waiting = (len(customer.got), history(api, ivrid)["ai_data"], custom_data(api))
    assert waiting == (0, None, [{}])

    api.tenant.advance(until="idle")
    ((at, cdr),) = customer.got
    assert (at - api.exchange.log.all()[0].ended, bool(cdr["aiData"])) == (90, True)
    assert (bool(history(api, ivrid)["ai_data"]), custom_data(api)) == (True, [{"AiExists": True}])


def test_a_history_that_is_asked_for_too_early_is_explained():
    api = Api(ai={"ai_delay_seconds": 90})
    ivrid = placed(api)
    api.tenant.advance(seconds=100)
    history(api, ivrid)
    assert "ai.ai_delay_seconds is 90" in api.journal.hints[0]


def test_a_push_that_does_not_wait_goes_out_without_it():
    api = Api(ai={"ai_delay_seconds": 90, "wait_for_recording": False})
    customer = Customer(api)
    ivrid = placed(api)
    api.tenant.advance(until="idle")
    api.tenant.advance(seconds=100)

    ((at, cdr),) = customer.got
    assert (at, "aiData" in cdr) == (api.exchange.log.all()[0].ended, False)
    assert history(api, ivrid)["ai_data"]["insights"]


def test_a_record_that_nobody_analyses_does_not_wait():
    api = Api(ai={"ai_delay_seconds": 90})
    customer = Customer(api)
    placed(api, parties={"agent": {"kind": "no_answer"}}, patience_seconds=20)
    api.tenant.advance(until="idle")
    assert [at for at, _ in customer.got] == [api.exchange.log.all()[0].ended]


def test_a_call_that_is_being_analysed_keeps_its_own_custom_data_in_the_log():
    api = Api(ai=ON)
    placed(api, custom={"var_lead": "7"})
    api.tenant.advance(until="idle")
    assert custom_data(api) == [{"var_lead": "7", "AiExists": True}]


def test_of_a_click2call_the_customers_leg_has_it():
    api = Api(ai=ON)
    customer = Customer(api)
    ivrid = api.click2call(record="true")
    api.tenant.advance(until="idle")
    assert [(cdr["type"], "aiData" in cdr) for _, cdr in customer.got] == [
        ("Click2Call leg1", False),
        ("Click2Call leg2", True),
    ]
    assert history(api, ivrid)["ai_data"]["client_phone"] == "972501234567"


def test_the_push_answers_the_organizations_questions_of_every_kind():
    kinds = ["boolean", "string", "number", "json array", "json object list", "json object"]
    api = Api(ai={"questions": [{"key": kind, "data_type": kind} for kind in kinds]})
    customer = Customer(api)
    placed(api)
    api.tenant.advance(until="idle")
    questions = customer.got[0][1]["aiData"]["insights"]["questions"]
    assert [(each["data_type"], type(each["answer"])) for each in questions] == [(kind, str) for kind in kinds]


@pytest.mark.parametrize(("mood", "direction"), [("negative", -1), ("neutral", 0), ("positive", 1)])
def test_the_push_has_the_mood_that_a_call_says(mood: str, direction: int):
    api = Api()
    customer = Customer(api)
    placed(api, ai={"mood": mood})
    api.tenant.advance(until="idle")
    felt = customer.got[0][1]["aiData"]["emotions"]["sentences"]
    assert direction in {each["emotion_direction"] for each in felt}
