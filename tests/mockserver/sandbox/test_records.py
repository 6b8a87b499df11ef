"""A record of the call log with what belongs to it: its call, the requests, callbacks and events of that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import requests

from voicenter_mock.contracts.library import stored
from voicenter_mock.fixtures.control import SandboxError
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.sandbox import call_timeline, lists
from voicenter_mock.mockserver.telephony.model.calls import Call

CLICK = "https://api.voicenter.co.il/ForwardDialer/click2call.aspx"
ADD_CALL = "https://api.voicenter.co.il/ForwardDialer/Dialer/AddCall"
MEMBERS = Path(__file__).resolve().parents[3] / "mockserver" / "sandbox" / "static" / "words" / "record_members.js"


def order(voicenter: Voicenter, **members: str) -> str:
    found = requests.get(CLICK, {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567"} | members).json()
    voicenter.clock.run_until_idle()
    return found["CALLID"]


def test_a_record_leads_to_its_call_its_request_its_callback_and_its_events(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: None)
    call = order(voicenter, format="json")
    record = voicenter.control("get_cdr", number="2")

    assert (record["number"], record["ivrid"], record["call_known"]) == (2, call, True)
    assert record["cdr"]["type"] == "Click2Call leg2"
    assert record["requests"] == [1]
    (delivery,) = record["deliveries"]
    pushed = voicenter.control("get_delivery", number=str(delivery))
    assert (pushed["record"], pushed["request"]["type"]) == (2, "Click2Call leg2")
    assert record["events"]


def test_a_callback_that_tells_no_record_says_so(voicenter: Voicenter):
    voicenter.deliver_to(lambda popup: None, "popup")
    order(voicenter, format="json")

    assert {delivery["record"] for delivery in voicenter.control("list_deliveries")["deliveries"]} == {0}


@pytest.mark.parametrize("number", ["0", "3", "-1", "one", "9" * 40])
def test_a_record_that_is_not_there_is_not_found(voicenter: Voicenter, number: str):
    order(voicenter, format="json")

    with pytest.raises(SandboxError, match="the call log has no record"):
        voicenter.control("get_cdr", number=number)


def test_adding_a_number_to_a_campaign_leads_to_the_call_that_was_made_of_it(voicenter: Voicenter):
    requests.post(ADD_CALL, json={"Code": "demo-code", "Campaign": "demo-agents-campaign", "Target": "050-1234567"})
    voicenter.campaigns["demo-agents-campaign"].start()
    voicenter.clock.advance(60)

    (call,) = [call for call in voicenter.control("list_calls")["calls"] if call["campaign"]]
    (added,) = [entry for entry in voicenter.requests if entry.operation == "dialer.add_call"]
    assert added.calls == [call["ivrid"]]


def test_which_calls_were_made_of_numbers_is_found_once_for_all_requests(
    voicenter: Voicenter, monkeypatch: pytest.MonkeyPatch
):
    """A page asks again and again while campaigns dial thousands."""
    for last in range(5):
        number = {"Code": "demo-code", "Campaign": "demo-ivr-campaign", "Target": f"(050) 123-456{last}"}
        requests.post(ADD_CALL, json=number)
    voicenter.campaigns["demo-ivr-campaign"].start()
    voicenter.clock.advance(600)
    looked: list[str] = []

    def additions(call: Call) -> Mapping[str, float]:
        looked.append(call.id)
        return call_timeline.additions(call)

    monkeypatch.setattr(lists, "additions", additions)
    made = [entry["calls"] for entry in voicenter.control("list_requests")["requests"]]

    assert all(made)
    assert len({ivrid for calls in made for ivrid in calls}) == sum(map(len, made))
    assert len(looked) == len(set(looked))


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_page_says_what_each_member_of_a_record_means(language: str):
    text = re.search(rf"const {language} = \{{(.*?)^\}};", MEMBERS.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert text
    members = set(re.findall(r"^  (\w+):", text[1], re.MULTILINE))
    assert members == set(stored("cdr_notification.request")["properties"])
