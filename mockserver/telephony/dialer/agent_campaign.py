"""Agents campaigns (productive): leg 1 rings an agent, leg 2 the customer. Records 14 and 15."""

from __future__ import annotations

from ....contracts.causes import cause
from ..core.exchange import Exchange, Party
from ..core.scheduler import step
from ..legs import dialling, records
from ..legs.two_legs import CALL_REJECTED, CONNECT_SECONDS, TwoLegFlow
from ..model import phones
from ..model.calls import By, Call, ExtensionCall, Leg
from ..model.campaign_list import PendingCall
from ..model.campaign_state import CampaignState
from ..model.directory import Campaign
from ..model.events import CallEnded
from ..presence import availability, extension_calls
from .campaign_call import BLACKLISTED, connected, open_call, over, shown_number, tell
from .pacing import missed

LEG1, LEG2 = 14, 15
AGENT_RING_SECONDS = 20.0
TALK_LIMIT_SECONDS = 4 * 3600.0
FLOW = "productive"


def begin(exchange: Exchange, state: CampaignState, campaign: Campaign, entry: PendingCall, sip: str) -> Call:
    """Rings an agent for a number."""
    call = open_call(exchange, state, campaign, entry, FLOW, "Click2Call")
    call.caller = sip
    call.user = exchange.user_for(sip)
    call.recording = exchange.ids.recording(exchange.now, sip, phones.local(entry.target))
    data = call.data
    data["shown"] = shown_number(exchange, campaign, entry, sip)
    data["shown_name"] = entry.caller_name
    data["customer"] = entry.customer_name
    data["dial_seconds"] = campaign.dial_seconds
    data["ignore_blacklist"] = entry.ignore_blacklist
    data["campaign_id"] = campaign.id
    leg = dialling.new_leg(
        call, "agent", Party("extension", sip), shown_number=entry.target, shown_name=entry.customer_name
    )
    view = _view(call, 1, "Ringing")
    extension_calls.show(exchange, sip, view)
    tell(exchange, call, "NEWCALL", view.snapshot())
    dialling.dial(exchange, call, leg, maximum_seconds=AGENT_RING_SECONDS, last=False)
    return call


def _view(call: Call, number: int, status: str) -> ExtensionCall:
    customer = phones.local(call.target)
    return ExtensionCall(
        call_id=call.id,
        started=call.started,
        caller_name=call.data["customer"] or customer,
        caller_phone=customer,
        status=status,
        direction="Click2Call",
        custom=call.custom,
        recording=call.recording,
        muted=call.muted,
        click2call_leg=number,
        campaign_id=call.data["campaign_id"],
        call_type=LEG1 if number == 1 else LEG2,
    )


class ProductiveFlow(TwoLegFlow):
    def far_leg(self, exchange: Exchange, call: Call) -> Leg:
        data = call.data
        return dialling.new_leg(
            call, "customer", Party("phone", call.target), shown_number=data["shown"], shown_name=data["shown_name"]
        )

    def answered(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        agent = call.legs[0]
        view = exchange.extensions[agent.number].calls.get(call.id)
        if view is not None:
            extension_calls.answer(exchange, agent.number, view)
        if leg is agent:
            state = exchange.campaigns.get(call.campaign)
            if state is not None:
                state.dialer.missed.pop(agent.number, None)
            call.timer = exchange.scheduler.after(CONNECT_SECONDS, "dialer.dial_customer", call.id)
            return
        call.timer = exchange.scheduler.after(TALK_LIMIT_SECONDS, "call.time_limit", call.id)
        if view is not None:
            tell(exchange, call, "ANSWER", view.snapshot())
        connected(exchange, call)

    def failed(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "agent":
            self._missed(exchange, call, leg)
        super().failed(exchange, call, leg)

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        if len(call.legs) == 1 and by == "party":
            self._missed(exchange, call, leg)
        super().hung_up(exchange, call, leg, by)

    def _missed(self, exchange: Exchange, call: Call, agent: Leg) -> None:
        state = exchange.campaigns.get(call.campaign)
        if state is not None:
            state.dialer.report.missed(agent.number)
            missed(exchange, state.dialer, agent.number)

    def finish(self, exchange: Exchange, call: Call, cause_code: int) -> None:
        """The agent's HANGUP and wrap-up, the records, and what it means for the number."""
        exchange.scheduler.cancel(call.timer)
        agent, customer = call.legs[0], call.legs[1]
        sip, now = agent.number, exchange.now
        state = exchange.campaigns.get(call.campaign)
        campaign = exchange.directory.campaigns.get(call.campaign)
        if campaign is not None:
            availability.wrap_up(exchange, sip, campaign.wrap_up_seconds)
        text = CALL_REJECTED if customer.status == "NOTCALLED" else cause(cause_code).event
        extension_calls.remove(exchange, sip, call, cause=cause_code, text=text, status=customer.status)
        records.write(exchange, call, agent, LEG1, caller=call.target, leg1_status=agent.status)
        records.write(
            exchange, call, customer, LEG2,
            caller=customer.shown_number, caller_extension=sip, leg1_status=agent.status, with_recording=True,
        )  # fmt: skip
        if agent.answered_at and state is not None:
            state.dialer.report.worked(sip, busy_since=agent.answered_at, talk_since=customer.answered_at, now=now)
        exchange.close_call(call)
        exchange.publish(CallEnded(now, call.id))
        status = customer.status if customer.dialed_at else ""
        over(exchange, call, BLACKLISTED if call.data.get("blacklisted") else status)


PRODUCTIVE = ProductiveFlow()


@step("dialer.dial_customer")
def _dial_customer(exchange: Exchange, call_id: str) -> None:
    call = exchange.calls[call_id]
    if call.target in exchange.blacklist and not call.data["ignore_blacklist"]:
        call.data["blacklisted"] = True
        PRODUCTIVE.blacklisted(exchange, call)
        return
    leg = PRODUCTIVE.far_leg(exchange, call)
    view = _view(call, 2, "Talking")
    view.in_use = True
    extension_calls.show(exchange, call.legs[0].number, view)
    dialling.dial(exchange, call, leg, maximum_seconds=call.data["dial_seconds"], last=True)
    state = exchange.campaigns.get(call.campaign)
    if state is not None:
        entry = state.dialer.live.get(call.id)
        if entry is not None:
            entry.last_dialled = exchange.now
