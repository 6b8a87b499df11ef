"""Agents campaigns (productive): leg 1 rings an agent, leg 2 the customer. Records 14 and 15."""

from __future__ import annotations

from typing import Final

from ....contracts.causes import cause
from ..core.exchange import Exchange
from ..core.scheduler import step
from ..legs import dialling, parties, recordings, records
from ..legs.records import Particulars
from ..legs.two_legs import CALL_REJECTED, CONNECT_SECONDS, TwoLegFlow
from ..model import phones
from ..model.calls import By, Call, Leg
from ..model.campaign_state import CampaignState
from ..model.directory import Campaign
from ..model.events import CallEnded
from ..model.flow_states import ProductiveState
from ..model.pending_call import PendingCall
from ..presence import availability, extension_calls
from .campaign_call import end_attempt, leave_set_up, open_call, publish_event, shown_number
from .pacing import record_missed_call

LEG1: Final = 14
LEG2: Final = 15
AGENT_RING_SECONDS: Final = 20.0
TALK_LIMIT_SECONDS: Final = 4 * 3600.0
FLOW: Final = "productive"


def begin(exchange: Exchange, state: CampaignState, campaign: Campaign, entry: PendingCall, sip: str) -> Call:
    """Rings an agent for a number."""
    shown = shown_number(exchange, campaign, entry, sip)
    flow_state = ProductiveState(campaign.id, shown, entry.caller_name, campaign.dial_seconds, entry.ignore_blacklist)
    call = open_call(exchange, state, campaign, entry, FLOW, "Click2Call", flow_state)
    call.caller = sip
    call.user = exchange.user_at[sip]
    recordings.begin(exchange, call, sip, phones.local(entry.target))
    leg = dialling.new_leg(call, "agent", "extension", sip, shown_number=entry.target, shown_name=entry.customer_name)
    view = parties.view(call, leg, "Ringing", "Click2Call", click2call_leg=1, campaign_id=campaign.id, call_type=LEG1)
    extension_calls.show(exchange, sip, view)
    publish_event(exchange, state, call, "NEWCALL", view)
    dialling.dial(exchange, call, leg, maximum_seconds=AGENT_RING_SECONDS, last=False)
    return call


class ProductiveFlow(TwoLegFlow):
    def far_leg(self, exchange: Exchange, call: Call) -> Leg:
        return _customer(call, ProductiveState.of(call))

    def handle_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        agent = call.legs[0]
        view = exchange.extensions[agent.number].calls.get(call.id)
        shown = extension_calls.answer(exchange, agent.number, view) if view is not None else None
        state = exchange.campaigns.get(call.campaign)
        if leg is agent:
            if state is not None:
                state.dialer.missed.pop(agent.number, None)
            call.timer = exchange.scheduler.after(CONNECT_SECONDS, "dialer.dial_customer", call.id)
            return
        dialling.limit_talk(exchange, call, TALK_LIMIT_SECONDS, leg.talk_seconds)
        if state is not None:
            if shown is not None:
                publish_event(exchange, state, call, "ANSWER", shown)
            leave_set_up(exchange, state, call, ProductiveState.of(call))

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "agent":
            self._handle_missed_call(exchange, call, leg)
        super().handle_failure(exchange, call, leg)

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        if len(call.legs) == 1 and by == "party":
            self._handle_missed_call(exchange, call, leg)
        super().hung_up(exchange, call, leg, by)

    def _handle_missed_call(self, exchange: Exchange, call: Call, agent: Leg) -> None:
        state = exchange.campaigns.get(call.campaign)
        if state is not None:
            state.dialer.report.count_missed_call(agent.number)
            record_missed_call(exchange, state.dialer, agent.number)

    def finish(self, exchange: Exchange, call: Call, cause_code: int) -> None:
        """The agent's HANGUP and wrap-up, the records, and what it means for the number."""
        exchange.scheduler.cancel(call.timer)
        agent, customer = call.legs[0], call.legs[1]
        sip, now = agent.number, exchange.now
        state = exchange.campaigns.get(call.campaign)
        campaign = exchange.directory.campaigns.get(call.campaign)
        if campaign is not None:
            availability.wrap_up(exchange, sip, campaign.wrap_up_seconds)
        text = cause(cause_code).event if agent.answered_at else CALL_REJECTED
        extension_calls.remove(exchange, sip, call, cause=cause_code, text=text, status=customer.status)
        listed = records.listed_data(exchange, call)
        leg1, leg2 = Particulars(LEG1), Particulars(LEG2)
        leg1.leg1_status = leg2.leg1_status = agent.status
        records.write(exchange, call, agent, leg1, listed)
        leg2.caller_extension, leg2.recorded = sip, True
        records.write(exchange, call, customer, leg2, listed)
        if agent.answered_at and state is not None:
            state.dialer.report.count_agent_call(
                sip, busy_since=agent.answered_at, talk_since=customer.answered_at, now=now
            )
        exchange.close_call(call)
        exchange.publish(CallEnded, now, call.id)
        status = customer.status if customer.dialed_at else ""
        flow_state = ProductiveState.of(call)
        end_attempt(exchange, call, flow_state, "blacklisted" if flow_state.blacklisted else status)


PRODUCTIVE = ProductiveFlow()


def _customer(call: Call, state: ProductiveState) -> Leg:
    return dialling.new_leg(
        call, "customer", "phone", call.target, shown_number=state.shown, shown_name=state.shown_name
    )


@step("dialer.dial_customer")
def _dial_customer(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    flow_state = ProductiveState.of(call)
    if call.target in exchange.blacklist and not flow_state.ignore_blacklist:
        flow_state.blacklisted = True
        PRODUCTIVE.refuse_blacklisted(exchange, call)
        return
    leg = _customer(call, flow_state)
    agent, campaign_id = call.legs[0], flow_state.campaign_id
    view = parties.view(
        call, agent, "Talking", "Click2Call", click2call_leg=2, campaign_id=campaign_id, call_type=LEG2, in_use=True
    )
    extension_calls.show(exchange, agent.number, view)
    dialling.dial(exchange, call, leg, maximum_seconds=flow_state.dial_seconds, last=True)
    state = exchange.campaigns.get(call.campaign)
    if state is not None:
        entry = state.dialer.live.get(call.id)
        if entry is not None:
            entry.last_dialled = exchange.now
