"""What the messages say: times across a change of daylight-saving time, people, queues, campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.dialer import campaigns
from voicenter_mock.mockserver.telephony.model.outcomes import Outcome
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall
from voicenter_mock.mockserver.telephony.presence import agents
from voicenter_mock.mockserver.telephony.routing import incoming
from voicenter_mock.mockserver.telephony.routing.incoming import IncomingOrder

from .published_messages import PublishedMessages, listen, violations

ISRAEL = ZoneInfo("Asia/Jerusalem")
SUMMER_TIME_BEGINS = datetime(2026, 3, 27, 2, 0, tzinfo=ISRAEL).timestamp()
"""The clocks go from 2:00 to 3:00."""

CONTRACTS = {"ExtensionEvent": "realtime.extension_event", "QueueEvent": "realtime.queue_event"}


def call_over(published: PublishedMessages, moment: float) -> None:
    """A Click2Call that is up at that moment."""
    call = click2call.start(published.exchange, 70000001, Click2CallOrder("call", "SIPSIP1", "0501234567"))
    call.flow_state.parties["target"] = Outcome("answer", 5, 120)
    published.exchange.run(moment + 3600)


@pytest.mark.parametrize(("configured", "before", "after"), [(None, 120, 180), (0, 0, 0), (120, 120, 120)])
def test_servertime_is_utc_and_the_offset_across_the_change(configured: int | None, before: int, after: int):
    messages = listen(replace(demo(), server_time_offset_minutes=configured), now=SUMMER_TIME_BEGINS - 60)
    call_over(messages, SUMMER_TIME_BEGINS)
    first, last = messages.at("SIPSIP1")[0], messages.at("SIPSIP1")[-1]
    assert (first["servertimeoffset"], last["servertimeoffset"]) == (before, after)
    assert first["servertime"] - before * 60 == int(SUMMER_TIME_BEGINS - 60)
    assert last["servertime"] - after * 60 > SUMMER_TIME_BEGINS
    assert last["telephonyservertime"] - (last["servertime"] - after * 60) == 3 * 3600


def test_every_epoch_of_a_message_is_on_the_base_of_its_servertime():
    messages = listen(now=SUMMER_TIME_BEGINS - 60)
    call_over(messages, SUMMER_TIME_BEGINS)
    for message in messages.at("SIPSIP1"):
        shift = message["servertimeoffset"] * 60
        assert message["data"]["currentCall"]["callStarted"] - shift == int(SUMMER_TIME_BEGINS - 60)
        assert message["data"]["representativeUpdated"] / 1000 - shift == int(SUMMER_TIME_BEGINS - 60)


def test_a_status_update_has_no_current_call_and_stands_on_both_levels():
    messages = listen()
    agents.set_status(messages.exchange, messages.exchange.agents[12345678], "SIPSIP1", 3)
    message = messages.at("SIPSIP1")[-1]
    assert (message["reason"], message["data"]["reason"]) == ("userStatusUpdate", "userStatusUpdate")
    assert "currentCall" not in message["data"]
    assert message["data"]["representativeStatus"] == 3
    assert violations("realtime.extension_event", message) == []


def test_nobody_logged_in_is_representative_0_with_status_2():
    messages = listen()
    agents.set_status(messages.exchange, messages.exchange.agents[12345678], "SIPSIP1", 2)
    data = messages.at("SIPSIP1")[-1]["data"]
    wanted = {"representative": 0, "representativeStatus": 2, "representativeUpdated": 0, "userID": 12345678}
    assert {name: data[name] for name in wanted} == wanted


def queue_call(**order: object) -> PublishedMessages:
    messages = listen()
    incoming.place(messages.exchange, IncomingOrder("0501234567", "0722776773", **order))  # type: ignore[arg-type]
    messages.exchange.run(messages.exchange.now + 900)
    return messages


def test_a_queue_call_joins_with_itself_in_the_calls_and_leaves_without():
    messages = queue_call(custom={"var_LeadID": "7"})
    joined, *_, left = messages.of("QueueEvent")
    assert (joined["reason"], len(joined["data"]["Calls"]), left["data"]["Calls"]) == ("JOIN", 1, [])
    assert joined["data"]["Calls"][0]["customdata"] == {"var_LeadID": "7"}


def test_a_caller_who_gives_up_has_abandoned():
    messages = queue_call(patience_seconds=3, parties={"agent": Outcome("no_answer")})
    assert [message["reason"] for message in messages.of("QueueEvent")] == ["JOIN", "ABANDONED"]


def test_every_message_of_a_queue_call_keeps_its_contract():
    messages = queue_call()
    assert len(messages.published) > 4
    assert [violations(CONTRACTS[name], payload) for name, payload in messages.published] == [[]] * len(
        messages.published
    )


def test_a_hang_up_of_a_queue_s_call_names_the_queue_on_both_levels():
    ended = [message for message in queue_call().of("ExtensionEvent") if message["reason"] == "HANGUP"][-1]
    assert (ended["queueID"], ended["data"]["queueID"], ended["data"]["ivruniqueid"]) == (
        10035,
        10035,
        ended["ivruniqueid"],
    )


def test_campaigns_have_their_type_by_number_and_word():
    exchange = listen().exchange
    rows = messages.all_dialers_status(exchange, exchange.directory.campaigns)["dialers"]
    assert [(row.get("typeID"), row.get("type")) for row in rows] == [(5, "Automatic"), (3, "IVR")]


def dialling(code: str, seconds: float) -> PublishedMessages:
    """A campaign that is calling one number, so many seconds after it began; who is called answers after three."""
    messages = listen()
    exchange = messages.exchange
    campaigns.add(exchange, exchange.campaigns[code], PendingCall("972555550205"))
    exchange.run(exchange.now + seconds)
    return messages


def dialer_row(published: PublishedMessages, code: str) -> Mapping[str, Any]:
    [row] = messages.all_dialers_status(published.exchange, [code])["dialers"]
    return row


@pytest.mark.parametrize("code", ["demo-agents-campaign", "demo-ivr-campaign"])
def test_a_campaign_shows_its_call_from_the_dial_on(code: str):
    messages = dialling(code, 1)
    [call] = messages.exchange.calls
    assert [view["ivrid"] for view in dialer_row(messages, code)["calls"]] == [call]


def test_a_campaigns_call_is_shown_muted_and_held():
    messages = dialling("demo-agents-campaign", 30)
    exchange = messages.exchange
    campaigns.add(exchange, exchange.campaigns["demo-agents-campaign"], PendingCall("972555550206"))
    operator = Operator(exchange)
    exchange.run(exchange.now + 60)
    [call] = exchange.calls
    operator.hold(call)
    operator.mute(call)
    [view] = dialer_row(messages, "demo-agents-campaign")["calls"]
    assert (view["callstatus"], view["recording"]["IsMuted"]) == ("Hold", 1)


def test_a_campaign_is_shown_as_its_api_has_left_it():
    messages = listen()
    state = messages.exchange.campaigns["demo-agents-campaign"]
    campaigns.set_status(messages.exchange, state, "Disabled")
    campaigns.remove_members(messages.exchange, state, ["SIPSIP2"])
    assert dialer_row(messages, "demo-agents-campaign")["data"] == {"status": "Disabled", "members": ["SIPSIP1"]}
