"""Everything a tester can do to an exchange: start calls, and interfere with them at any moment.

The Python interface, the control API and the command line all come here. What cannot be done raises
``CannotBeDone`` with a sentence that says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....contracts.suggestions import among
from ..click2call import click2call
from ..core.exchange import Exchange, Party
from ..core.refusals import CannotBeDone, Refused, explain_login_refusal, explain_refusal
from ..in_call import spying, talking, transfers
from ..legs import dialling, lines, recordings
from ..legs.dialling import FLOWS
from ..model.analysis import AnalysisWish
from ..model.calls import Call, Leg
from ..model.extension_state import AgentState
from ..presence import agents, availability
from ..routing import incoming, outgoing, places
from .script_input import Digits, Parties, read_hang_ups, read_parties, read_presses

_ = click2call  # its flow, too, is steered from here


class Operator:
    """Acts on one exchange, whose lock the caller holds. Times are seconds; calls are named by their id."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    # ---- starting calls --------------------------------------------------------------------------------

    def incoming_call(
        self,
        caller: str = "",
        did: str = "",
        *,
        caller_name: str = "",
        digits: Digits = (),
        hang_up: Sequence[Mapping[str, Any]] = (),
        patience_seconds: float | None = None,
        talk_seconds: float | None = None,
        message_seconds: float = 10,
        parties: Parties | None = None,
        custom: Mapping[str, Any] | None = None,
        ai: bool | Mapping[str, Any] | None = None,
    ) -> Call:
        """Somebody calls a number of the organization (``did``; the first one when left out).

        ``digits`` and ``hang_up`` (``{"at": "queue", "after": 5}``) are their script, see ``telephony.callers``;
        ``parties`` says how those behave who are dialled: outcomes by SIP name, number, ``agent`` or ``target``.
        ``ai``: whether the conversation is analysed, and how it goes (``None``: as the organization says).
        """
        numbers = self.exchange.directory.dids
        if not did and not numbers:
            raise CannotBeDone("invalid", "this organization has no number that could be called", "did")
        order = incoming.IncomingOrder(
            caller,
            did or next(iter(numbers)),
            caller_name,
            read_presses(self.exchange, digits),
            read_hang_ups(self.exchange, hang_up),
            patience_seconds,
            talk_seconds,
            message_seconds,
            read_parties(self.exchange, parties),
            dict(custom or {}),
            AnalysisWish.from_data(ai),
        )
        try:
            return incoming.place(self.exchange, order)
        except Refused as refused:
            raise explain_refusal(refused, "did" if refused.error == "unknown_did" else "caller") from None

    def outgoing_call(
        self,
        extension: str,
        target: str,
        *,
        caller_id: str = "",
        hang_up: Sequence[Mapping[str, Any]] = (),
        patience_seconds: float | None = None,
        talk_seconds: float | None = None,
        dial_seconds: float = outgoing.DIAL_SECONDS,
        record: bool = True,
        parties: Parties | None = None,
        custom: Mapping[str, Any] | None = None,
        ai: bool | Mapping[str, Any] | None = None,
        service: outgoing.Service = "extension",
    ) -> Call:
        """An extension dials a phone, or another extension (an internal call)."""
        self._refuse_telephone(extension, "calls from there itself")
        order = outgoing.OutgoingOrder(
            extension, target, caller_id, read_hang_ups(self.exchange, hang_up), patience_seconds, talk_seconds,
            dial_seconds, record, read_parties(self.exchange, parties), dict(custom or {}), AnalysisWish.from_data(ai),
            service=service,
        )  # fmt: skip
        try:
            return outgoing.place(self.exchange, order)
        except Refused as refused:
            raise explain_refusal(refused, "extension") from None

    def spy(self, ivrid: str, extension: str) -> Call:
        """A supervisor's extension listens to a call."""
        self._refuse_telephone(extension, "cannot be made to listen")
        try:
            return spying.spy(self.exchange, extension, self.call(ivrid))
        except Refused as refused:
            raise explain_refusal(refused, "extension") from None

    # ---- interfering -----------------------------------------------------------------------------------

    def call(self, ivrid: str) -> Call:
        """A call that is up."""
        call = self.exchange.calls.get(ivrid)
        if call is not None:
            return call
        if ivrid in self.exchange.ended:
            raise CannotBeDone("ended", f"call {ivrid} has ended already")
        raise CannotBeDone("unknown", f"there is no call {ivrid[:60]!r}")

    def answer(self, ivrid: str, extension: str = "") -> Call:
        """A party that rings answers now: the one named, else the first. A real telephone is answered where it is."""
        call = self.call(ivrid)
        leg = self._ringing(call, extension)
        if leg.line:
            raise CannotBeDone("state", f"extension {leg.number} is a registered telephone: answer there", "extension")
        dialling.answer(self.exchange, call, leg)
        return call

    def reject(self, ivrid: str, extension: str = "") -> Call:
        """A party that rings refuses the call."""
        call = self.call(ivrid)
        dialling.fail(self.exchange, call, self._ringing(call, extension), "BUSY", 21)
        return call

    def hold(self, ivrid: str, extension: str = "") -> Call:
        call = self.call(ivrid)
        return self._try(call, talking.hold, self._connected_leg(call, extension))

    def unhold(self, ivrid: str, extension: str = "") -> Call:
        call = self.call(ivrid)
        return self._try(call, talking.unhold, self._connected_leg(call, extension))

    def mute(self, ivrid: str, *, muted: bool = True) -> Call:
        """Mutes the recording, or lets it go on."""
        call = self.call(ivrid)
        recordings.set_muted(self.exchange, call, muted=muted)
        return call

    def press(self, ivrid: str, digits: str) -> Call:
        """The caller presses keys."""
        call = self.call(ivrid)
        if not digits or set(digits) - set("0123456789*#"):
            raise CannotBeDone("invalid", f"{digits[:40]!r} are no keys of a telephone; take 0 to 9, * and #", "digits")
        if not places.wanted_keys(call):
            raise CannotBeDone("state", "nothing in this call takes keys now", "digits")
        places.press(self.exchange, call, digits)
        return call

    def transfer(self, ivrid: str, to: str, extension: str = "") -> Call:
        """Blind transfer. Returns the new call, in which the other party is led to ``to``."""
        call = self.call(ivrid)
        leg = self._connected_leg(call, extension)
        party = self._party(to, leg)
        try:
            return transfers.blind(self.exchange, call, leg, party)
        except Refused as refused:
            raise explain_refusal(refused) from None

    def consult(self, ivrid: str, to: str, extension: str = "") -> Call:
        """An attended transfer begins: the call goes on hold, and the extension calls ``to``. Returns that call."""
        call = self.call(ivrid)
        leg = self._connected_leg(call, extension)
        self._refuse_telephone(leg.number, "consults from there itself")
        self._party(to, leg)
        try:
            return transfers.consult(self.exchange, call, leg, to)
        except Refused as refused:
            raise explain_refusal(refused) from None

    def complete_transfer(self, ivrid: str) -> Call:
        """An attended transfer ends: who was on hold talks to who was consulted. Either call's id will do."""
        call = self.call(ivrid)
        consultation = self._consultation(call)
        held = self.exchange.calls.get(consultation.original_call)
        if held is None:
            raise CannotBeDone("state", f"the call that {consultation.id} is about has ended")
        try:
            return transfers.complete(self.exchange, held, consultation)
        except Refused as refused:
            raise explain_refusal(refused) from None

    def hang_up(self, ivrid: str, by: str = "system") -> Call:
        """Ends a call. ``by``: ``system``; ``party`` (who called, or Click2Call's phone); a leg's role, SIP name or
        number. Somebody who rings and does not want to is ``reject``.
        """
        call = self.call(ivrid)
        if by in ("system", "party"):
            FLOWS[call.flow].terminate(self.exchange, call, by)
            return call
        leg = self._leg_named(call, by)
        if leg is None:
            there = ", ".join(f"{leg.number} ({leg.role})" for leg in call.recent_legs if leg.open) or "nobody"
            raise CannotBeDone("invalid", f"{by!r} is not in this call; {there} is", "by")
        if leg.state == "RINGING" and leg.role not in ("caller", "phone"):
            dialling.fail(self.exchange, call, leg, "BUSY", 21)
        elif leg.state == "RINGING" and leg.role == "phone":
            FLOWS[call.flow].terminate(self.exchange, call, "party")
        else:
            dialling.hang_up(self.exchange, call, leg, "party")
        return call

    # ---- people and devices ----------------------------------------------------------------------------

    def set_device(self, extension: str, device: str) -> None:
        """``online`` or ``offline``; calls that are up go on."""
        state = self.exchange.extension_named(extension)
        if state is None:
            raise explain_refusal(
                Refused("unknown_extension", name=extension, known=", ".join(self.exchange.extensions)), "extension"
            )
        if device not in ("online", "offline"):
            raise CannotBeDone("invalid", f"{device[:40]!r} is neither online nor offline", "device")
        availability.set_device(self.exchange, state.sip, device)

    def set_agent(self, user: str, status: int | str, extension: str = "") -> AgentState:
        """Logs an agent in (1) or out (2), or gives another status, by its id or name. ``user``: id, code, e-mail
        address, name, or the extension where they are. ``extension``: where; else where they are, or their own.
        """
        agent = self._agent(user)
        try:
            wanted = agents.read_status(self.exchange, status)
        except LookupError as error:
            raise CannotBeDone("invalid", str(error), "status") from None
        where = extension or agent.extension or self.exchange.directory.users[agent.user].extension or ""
        if not where:
            raise CannotBeDone("invalid", "say at which extension; the user has none of their own", "extension")
        try:
            agents.set_status(self.exchange, agent, where, wanted)
        except Refused as refused:
            raise explain_login_refusal(refused) from None
        return agent

    def _agent(self, name: str) -> AgentState:
        exchange = self.exchange
        found = agents.find(exchange, name)
        if found is not None:
            return found
        wanted = name.casefold()
        for user in exchange.directory.users.values():
            if wanted in (user.code.casefold(), user.email.casefold(), user.name.casefold()):
                return exchange.agents[user.id]
        state = exchange.extension_named(name)
        if state is not None and state.user:
            return exchange.agents[state.user]
        labels = {user.name: f"{user.id} ({user.name})" for user in exchange.directory.users.values()}
        raise CannotBeDone("unknown", f"there is no user {name[:60]!r}; {among(name, labels, labels)}", "user")

    # ---- finding ---------------------------------------------------------------------------------------

    def _refuse_telephone(self, extension: str, what: str) -> None:
        """Nobody but who holds a real telephone can use it."""
        state = self.exchange.extension_named(extension)
        if state is not None and lines.is_registered(self.exchange, state.sip):
            raise CannotBeDone("state", f"extension {state.sip} is a registered telephone and {what}", "extension")

    def _try(self, call: Call, action: Any, leg: Leg) -> Call:
        if leg.line:
            message = f"extension {leg.number} is a registered telephone: hold the call, or take it back, there"
            raise CannotBeDone("state", message, "extension")
        try:
            action(self.exchange, call, leg)
        except Refused as refused:
            raise explain_refusal(refused) from None
        return call

    def _ringing(self, call: Call, extension: str) -> Leg:
        ringing = [leg for leg in call.recent_legs if leg.state == "RINGING" and leg.role != "caller"]
        if extension:
            ringing = [leg for leg in ringing if leg is self._leg_named(call, extension)]
        if not ringing:
            ringing_now = ", ".join(
                leg.number for leg in call.recent_legs if leg.state == "RINGING" and leg.role != "caller"
            )
            who = f"{extension} does not ring" if extension else "nobody rings"
            others = f"; {ringing_now} does" if extension and ringing_now else ""
            raise CannotBeDone("state", f"{who} in this call now{others}")
        return ringing[0]

    def _connected_leg(self, call: Call, extension: str) -> Leg:
        """The extension that acts: the one named, else the one that was reached, else the one that called."""
        found = [leg for leg in call.recent_legs if leg.connected and leg.kind == "extension"]
        if extension:
            found = [leg for leg in found if leg is self._leg_named(call, extension)]
        if not found:
            raise CannotBeDone(
                "state", f"{extension or 'no extension'} talks in this call now", "extension" if extension else ""
            )
        return next((leg for leg in reversed(found) if leg.role != "caller"), found[0])

    def _leg_named(self, call: Call, name: str) -> Leg | None:
        party = self.exchange.party(name)
        wanted = {name, party.number if party is not None else name}
        return next((leg for leg in call.recent_legs if leg.open and (leg.role == name or leg.number in wanted)), None)

    def _party(self, to: str, leg: Leg) -> Party:
        """Whom an extension that is in a call means by these keys."""
        party = self.exchange.party_dialled(leg.number, to)
        if party is None:
            raise CannotBeDone("invalid", f"{to[:60]!r} is neither an extension nor a possible number", "to")
        return party

    def _consultation(self, call: Call) -> Call:
        """The consultation about a call, else the call itself if it is one."""
        for leg in call.recent_legs:
            if leg.kind == "extension" and leg.open:
                for other in self.exchange.extensions[leg.number].calls:
                    asked = self.exchange.calls.get(other)
                    if asked is not None and asked.original_call == call.id and transfers.is_consultation(asked):
                        return asked
        if transfers.is_consultation(call):
            return call
        raise CannotBeDone("state", "nobody is being consulted about this call; begin with consult")
