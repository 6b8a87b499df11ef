"""IVR campaigns (predictive): leg 1 dials the customer, who is then led to a queue or layer. Records 17, 18, 19."""

from __future__ import annotations

from typing import ClassVar, Final

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..legs import dialling, recordings, records
from ..legs.records import Particulars
from ..model import phones
from ..model.calls import By, Call, Caller, ExtensionCall, Leg
from ..model.campaign_state import CampaignState
from ..model.directory import Campaign, Queue
from ..model.flow_states import PredictiveState
from ..model.outcomes import draw_seconds
from ..model.pending_call import PendingCall
from ..presence import availability
from ..routing import places, queues
from ..routing.places import Destination
from ..routing.routed_call import RoutedCallFlow
from .campaign_call import end_attempt, leave_set_up, open_call, publish_event, shown_number
from .pacing import waiting
from .story import CustomerTurnedAway

CUSTOMER: Final = 17
IN_IVR: Final = 18
IN_QUEUE: Final = 19
FLOW: Final = "predictive"


def begin(exchange: Exchange, state: CampaignState, campaign: Campaign, entry: PendingCall) -> Call:
    """Dials a customer."""
    flow_state = PredictiveState(IN_IVR, "incoming")
    flow_state.campaign_id = campaign.id
    call = open_call(exchange, state, campaign, entry, FLOW, "Incoming", flow_state)
    number = call.caller = entry.target
    call.caller_name = entry.customer_name
    local = phones.local(number)
    recordings.begin(exchange, call, local, campaign.code)
    patience = draw_seconds(exchange.directory.behaviour.patience_seconds, exchange.random)
    call.caller_script = script = Caller()
    script.patience_seconds = patience
    leg = dialling.new_leg(
        call,
        "caller",
        "phone",
        number,
        shown_number=shown_number(exchange, campaign, entry),
        shown_name=entry.caller_name,
    )
    entry.last_dialled = exchange.now
    publish_event(exchange, state, call, "NEWCALL", _view(call, campaign, local))
    dialling.dial(exchange, call, leg, maximum_seconds=campaign.dial_seconds, last=True)
    # their talk begins when they reach somebody to talk to
    script.talk_seconds, leg.talk_seconds = leg.talk_seconds, None
    return call


def _view(call: Call, campaign: Campaign, local: str) -> ExtensionCall:
    view = ExtensionCall(call.id, call.started, call.caller_name or local, local, "Dialing", "Outgoing", call.custom)
    view.recording, view.campaign_id, view.call_type = call.recording, campaign.id, CUSTOMER
    return view


class PredictiveFlow(RoutedCallFlow):
    """A customer who was dialled, and then is led like any caller."""

    types: ClassVar[dict[Destination, int]] = {"queue": IN_QUEUE, "voicemail": IN_IVR, "conference": IN_IVR}

    def handle_answer(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "caller":
            self._start_second_leg(exchange, call)
            return
        super().handle_answer(exchange, call, leg)
        flow_state = PredictiveState.of(call)
        if flow_state.connecting:
            state = exchange.campaigns.get(call.campaign)
            if state is not None:
                if call.queue is not None:
                    state.dialer.report.count_wait(exchange.now, call.queue_waited)
                leave_set_up(exchange, state, call, flow_state)
        flow_state.result = "ANSWER"

    def calling_extension(self, call: Call) -> Leg | None:
        """Customers are none of the organization's extensions."""
        return None

    def _start_second_leg(self, exchange: Exchange, call: Call) -> None:
        """The customer has answered, and leg 2 begins."""
        PredictiveState.of(call).started = exchange.now
        state = exchange.campaigns.get(call.campaign)
        view = state.dialer.views.get(call.id) if state is not None else None
        if state is not None and view is not None:
            view = view.copy()
            view.status, view.answered, view.answered_at = "Talking", True, exchange.now
            publish_event(exchange, state, call, "ANSWER", view)
        campaign = exchange.directory.campaigns.get(call.campaign)
        if campaign is None or (campaign.queue is None and campaign.layer is None):
            places.end(exchange, call)
        elif campaign.queue is not None:
            queues.join(exchange, call, campaign.queue)
        else:
            places.go_to_layer(exchange, call, campaign.layer)

    def may_join(self, exchange: Exchange, call: Call, queue: Queue) -> bool:
        if exchange.monitored_queues.get(call.campaign) != queue.id:
            return True
        if waiting(exchange, queue.id) < exchange.campaigns[call.campaign].queue_maximum_callers:
            return True
        if availability.free_members(exchange, queue.id):
            return True
        exchange.note(call, CustomerTurnedAway)
        return False

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg.role == "caller":
            self.finish(exchange, call, leg.cause, "system")
            return
        super().handle_failure(exchange, call, leg)
        if leg.role == "agent" and not call.ended:
            self._after_a_miss(exchange, call)

    def _after_a_miss(self, exchange: Exchange, call: Call) -> None:
        """An agent did not answer, so the customer waits again: if they may."""
        visit = call.queue
        if visit is None or visit.left or visit.ringing:
            return
        if exchange.monitored_queues.get(call.campaign) != visit.queue:
            return
        state = exchange.campaigns[call.campaign]
        count = waiting(exchange, visit.queue)
        if count > state.queue_maximum_callers:
            exchange.note(call, CustomerTurnedAway)
            self.terminate(exchange, call, "system")
        else:
            state.dialer.report.count_waiting(exchange.now, count)

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        if leg.role == "caller" and not leg.answered_at:
            leg.status = "CANCEL"
            self.finish(exchange, call, 16, by)
            return
        super().hung_up(exchange, call, leg, by)

    def terminate(self, exchange: Exchange, call: Call, by: By) -> None:
        leg = call.leg("caller")
        if leg is not None and leg.state == "RINGING":
            dialling.fail(exchange, call, leg, "CANCEL", 16)
        else:
            super().terminate(exchange, call, by)

    def wrap_up_seconds(self, exchange: Exchange, call: Call) -> float:
        campaign = exchange.directory.campaigns.get(call.campaign)
        return max(super().wrap_up_seconds(exchange, call), campaign.wrap_up_seconds if campaign is not None else 0)

    def leg1_status(self, call: Call) -> DialStatusName:
        return "ANSWER"

    def record(
        self,
        exchange: Exchange,
        call: Call,
        leg: Leg | None,
        *,
        kind: Destination,
        status: DialStatusName | None = None,
        cause: int | None = None,
    ) -> None:
        super().record(exchange, call, leg, kind=kind, status=status, cause=cause)
        if kind != "queue":
            return
        flow_state = PredictiveState.of(call)
        talked = leg is not None and leg.role == "agent" and leg.answered_at > 0
        abandoned = not talked and not flow_state.result
        if abandoned:
            flow_state.result = "ABANDONE"
        state = exchange.campaigns.get(call.campaign)
        if state is None:
            return
        if talked and leg is not None:
            since = leg.answered_at
            state.dialer.report.count_agent_call(leg.number, busy_since=since, talk_since=since, now=exchange.now)
        elif abandoned and call.queue is not None:
            state.dialer.report.count_wait(exchange.now, call.queue_waited)

    def finish(self, exchange: Exchange, call: Call, cause: int, by: By) -> None:
        """Leg 1's record comes last, because leg 1 ends last."""
        leg = call.legs[0]
        if leg.open:
            dialling.end(exchange, call, leg, status="ANSWER" if leg.answered_at else "CANCEL", cause_code=cause, by=by)
        particulars = Particulars(CUSTOMER)
        particulars.leg1_status, particulars.through_ivr = leg.status, False
        records.write(exchange, call, leg, particulars)
        super().finish(exchange, call, cause, by)
        flow_state = PredictiveState.of(call)
        end_attempt(exchange, call, flow_state, (flow_state.result or "ANSWER") if leg.answered_at else leg.status)
