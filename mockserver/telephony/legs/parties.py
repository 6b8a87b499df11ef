"""One view of a call's parties: what each is shown, which leg speaks for the call, whose number stands in a record.

What a leg's party is shown is decided once, when the leg is made, and kept there (``Leg.shown_number``, E.164 or a SIP
name or, where a customer asks for that, any text). Events, active calls, pop-up, records and explanations read it.
"""

from __future__ import annotations

from ..core.exchange import Exchange, Party
from ..model import phones
from ..model.calls import Call, CallStatus, ExtensionCall, Leg
from ..model.directory import Direction
from ..model.flow_states import RoutedState


def number_as_shown(number: str) -> str:
    """A number as somebody asked for it to be shown: E.164 where it is one, else as it stands (``Unknown``)."""
    number = number.strip()
    return phones.e164(number) or number


def organization_number(exchange: Exchange, sip: str, target: str) -> str:
    """What somebody outside is shown: the calling extension's own number (``sip``; empty when none calls), else the
    target country's, else the first DID.
    """
    directory = exchange.directory
    own = directory.extensions[sip].caller_id if sip else ""
    pool = directory.caller_ids.get(phones.region_of(target)) or directory.caller_ids.get("default")
    return own or pool or next(iter(directory.dids), "")


def caller_id_for(exchange: Exchange, target: Party, caller: Party, *, wanted: str = "") -> str:
    """The number that ``target`` sees when ``caller`` is connected to it: the one asked for, else the caller's own
    inside the organization, a trunk's, else the organization's.
    """
    if wanted:
        return number_as_shown(wanted)
    if target.kind == "extension" or caller.kind == "trunk":
        return caller.number
    return organization_number(exchange, caller.number if caller.kind == "extension" else "", target.number)


def view(
    call: Call,
    leg: Leg,
    status: CallStatus,
    direction: str,
    *,
    did: str = "",
    click2call_leg: int = 0,
    queue: int = 0,
    campaign_id: int = 0,
    call_type: int = 0,
    internal: bool = False,
    original_caller: str = "",
    in_use: bool = False,
) -> ExtensionCall:
    """The call as the extension of this leg shows it."""
    number = phones.local(leg.shown_number)
    return ExtensionCall(
        call.id, call.started, leg.shown_name or number, number, status, direction, call.custom, 0, False,
        call.recording, call.muted, did, click2call_leg, queue, campaign_id, call_type, internal, original_caller,
        False, (call.original_call,) if call.original_call else (), in_use,
    )  # fmt: skip


def shown_number(call: Call, leg: Leg | None) -> str:
    """The number that a leg's party was shown; where nobody was dialled, the one they would have been."""
    if leg is not None and leg.shown_number:
        return leg.shown_number
    state = call.flow_state
    return (state.shown if isinstance(state, RoutedState) else "") or call.caller


def decisive(call: Call) -> Leg | None:
    """The leg that became of the call: of those whom the caller was led to the one that answered (the last, if several
    did), else the last that was tried. Mailboxes, conferences and recorders count.
    """
    tried = [leg for leg in call.legs if leg.role != "caller" and (leg.dialed_at or leg.status == "INVALIDARGS")]
    answered = [leg for leg in tried if leg.answered_at]
    if answered:
        return max(answered, key=lambda leg: (leg.answered_at, leg.index))
    return tried[-1] if tried else None


def target_of(call: Call, leg: Leg) -> str:
    """Who a leg reached: E.164 or SIP name. A mailbox stands for the extension it answers for; other services for
    nobody.
    """
    if leg.kind != "service":
        return leg.number
    state = call.flow_state
    return state.mailbox_extension if leg.role == "voicemail" and isinstance(state, RoutedState) else ""


def calling_extension(caller: Leg | Party, other: Leg | Party, passed_on_by: str) -> str:
    """The extension that a passed-on talk is charged to as its caller's: the caller's own; where nobody of the
    organization talks, that of who passed it on; none where an extension was reached from outside.
    """
    if caller.kind == "extension":
        return caller.number
    return "" if other.kind == "extension" else passed_on_by


def direction_between(caller: Leg | Party, other: Leg | Party) -> Direction:
    """A talk's direction as the organization sees it, by who is one of its extensions."""
    if other.kind == "extension":
        return "internal" if caller.kind == "extension" else "incoming"
    return "outgoing"
