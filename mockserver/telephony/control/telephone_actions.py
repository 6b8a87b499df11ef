"""What real telephones do: they register, ring, answer, refuse, call, hold, press keys, transfer and hang up.

Whoever carries their lines (``core.telephones``) comes here. A line that is not there any more does nothing: what a
telephone says and what the exchange wants of it may cross on the way. What the exchange cannot do raises
``CannotBeDone``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange, Party
from ..core.refusals import CannotBeDone, Refused, explain_refusal
from ..core.story import Gone, TelephoneGone, TelephoneRedirects, TelephoneRefuses, TelephoneRings
from ..core.telephones import Telephones
from ..in_call import talking, transfers
from ..legs import dialling, lines, parties, scripted_caller
from ..model.calls import Call, Leg
from ..model.flow_states import RoutedState
from ..presence import availability
from ..routing import destinations, forwarding, incoming, outgoing, places

REDIRECTED = 23
"""ISUP cause of a telephone that names somebody else instead of answering."""


class TelephoneActions:
    """Acts on one exchange, whose lock the caller holds. Lines are named as in ``Ring``."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    # ---- being there -----------------------------------------------------------------------------------

    def attach(self, telephones: Telephones) -> None:
        """From now on these telephones are the exchange's. Whoever had been registered before is not any more, and
        their lines are lost: the exchange comes from a snapshot.
        """
        self.exchange.telephones = telephones
        for sip, state in self.exchange.extensions.items():
            if state.external:
                self.unregister(sip, "the exchange was restored without it")
        for line in list(self.exchange.lines):
            self.drop_line(line, "the exchange was restored without it")

    def register(self, sip: str) -> None:
        """The extension is a real telephone from now on, and it is on. ``sip`` is one of the directory's."""
        state = self.exchange.extensions[sip]
        if not state.external:
            state.external = True
            availability.set_device(self.exchange, sip, "online")

    def unregister(self, sip: str, why: Gone = "its registration ended") -> None:
        """The last telephone of an extension has gone: it is as its document says, and simulated again. What rang for
        it fails; a talk goes on, if its line is still there.
        """
        state = self.exchange.extensions.get(sip)
        if state is None or not state.external:
            return
        state.external = False
        for call, leg in list(self.exchange.lines.values()):
            if leg.number == sip and leg.state == "RINGING" and leg.role != "caller":
                self._drop(call, leg, why)
        availability.set_device(self.exchange, sip, self.exchange.directory.extensions[sip].device)

    def drop_line(self, line: str, why: Gone) -> None:
        """A telephone that rang or talked cannot be reached any more."""
        found = self._find(line)
        if found is not None:
            self._drop(*found, why)

    def _drop(self, call: Call, leg: Leg, why: Gone) -> None:
        self.exchange.note(call, TelephoneGone, leg.number, why)
        if leg.state == "RINGING" and leg.role != "caller":
            dialling.fail(self.exchange, call, leg, "CHANUNAVAIL", 20)
        else:
            dialling.hang_up(self.exchange, call, leg, "party")

    # ---- being rung ------------------------------------------------------------------------------------

    def note_ringing(self, line: str) -> None:
        """The telephone says that it rings."""
        found = self._ringing(line)
        if found is not None:
            self.exchange.note(found[0], TelephoneRings, found[1].number)

    def answer(self, line: str) -> None:
        found = self._ringing(line)
        if found is not None:
            dialling.answer(self.exchange, *found)

    def refuse(self, line: str, status: DialStatusName, cause: int, answer: str = "") -> None:
        """No telephone of the extension takes the call. ``cause`` (ISUP) says why; ``answer`` is what they say."""
        found = self._ringing(line)
        if found is not None:
            self.exchange.note(found[0], TelephoneRefuses, found[1].number, answer)
            dialling.fail(self.exchange, *found, status, cause)

    def redirect(self, line: str, to: str) -> None:
        """The telephone wants the call to go to somebody else: the caller is led there, as by the extension's own
        forwarding. Where a call cannot be forwarded (a queue's, a campaign's), the telephone is busy.
        """
        found = self._ringing(line)
        if found is None:
            return
        call, leg = found
        exchange = self.exchange
        exchange.note(call, TelephoneRedirects, leg.number, to)
        party = exchange.party_dialled(leg.number, to)
        plan, state = call.plan, call.flow_state
        alone = plan is not None and len(plan.parties) == 1 and leg.role == "target"
        if party is None or not alone or not isinstance(state, RoutedState) or not forwarding.may_forward(call):
            dialling.fail(exchange, call, leg, "BUSY", 17)
            return
        dialling.end(exchange, call, leg, status="NOANSWER", cause_code=REDIRECTED)
        destinations.take_off(exchange, call, leg)
        scripted_caller.arrive(exchange, call)
        forwarding.send_on(exchange, call, leg, party)

    # ---- calling ---------------------------------------------------------------------------------------

    def place_call(self, sip: str, target: str, custom: Mapping[str, Any] | None = None) -> str:
        """A telephone dials. Returns the name of its line.

        Who dials one of the organization's own numbers is led as anybody who dials it from outside, with the number
        that the extension shows there. Raises ``CannotBeDone``.
        """
        exchange = self.exchange
        try:
            if exchange.extension_named(sip) is not None and exchange.did(target) is not None:
                call = incoming.place(exchange, self._from_outside(sip, target, custom or {}))
            else:
                call = outgoing.place(exchange, outgoing.OutgoingOrder(sip, target, custom=custom or {}))
        except Refused as refused:
            raise explain_refusal(refused, "extension") from None
        leg = call.leg("caller")
        assert leg is not None
        return lines.assign_line(exchange, call, leg)

    def _from_outside(self, sip: str, did: str, custom: Mapping[str, Any]) -> incoming.IncomingOrder:
        state = outgoing.caller(self.exchange, sip)
        return incoming.IncomingOrder(
            parties.organization_number(self.exchange, state.sip, did),
            did,
            self.exchange.directory.extensions[state.sip].name,
            patience_seconds=scripted_caller.LONGEST_WAIT_SECONDS,
            message_seconds=scripted_caller.LONGEST_WAIT_SECONDS,
            custom=custom,
        )

    # ---- in a call -------------------------------------------------------------------------------------

    def hang_up(self, line: str) -> None:
        """The telephone hangs up, or gives up calling."""
        found = self._find(line)
        if found is None:
            return
        call, leg = found
        if leg.state == "RINGING" and leg.role != "caller":
            dialling.fail(self.exchange, call, leg, "BUSY", 21)
        else:
            dialling.hang_up(self.exchange, call, leg, "party")

    def hold(self, line: str) -> None:
        self._try(line, talking.hold)

    def unhold(self, line: str) -> None:
        self._try(line, talking.unhold)

    def _try(self, line: str, action: Any) -> None:
        """Who holds what is not a talk (an announcement, a queue) hears nothing: that is all there is to it."""
        found = self._find(line)
        if found is not None:
            try:
                action(self.exchange, *found)
            except Refused:
                return

    def press_keys(self, line: str, keys: str) -> bool:
        """Keys of a telephone that has called: the place where it is takes them, if it takes any. Returns whether."""
        found = self._find(line)
        if found is None or found[1].role != "caller" or not places.wanted_keys(found[0]):
            return False
        places.press(self.exchange, found[0], keys)
        return True

    def transfer(self, line: str, to: str) -> None:
        """Blind transfer. Raises ``CannotBeDone``."""
        call, leg = self._there(line)
        party = self._party(leg, to)
        try:
            transfers.blind(self.exchange, call, leg, party)
        except Refused as refused:
            raise explain_refusal(refused) from None

    def complete_transfer(self, line: str, consultation: str) -> None:
        """Attended transfer: the parties at the other ends of two lines of one telephone talk to each other. Raises
        ``CannotBeDone``.
        """
        (held, _), (asked, leg) = self._there(line), self._there(consultation)
        if leg.role != "caller":
            held, asked = asked, held
        asked.custom = {**held.custom, **asked.custom}
        try:
            transfers.complete(self.exchange, held, asked)
        except Refused as refused:
            raise explain_refusal(refused) from None

    # ---- finding ---------------------------------------------------------------------------------------

    def _find(self, line: str) -> tuple[Call, Leg] | None:
        found = self.exchange.lines.get(line)
        return found if found is not None and found[1].open else None

    def _ringing(self, line: str) -> tuple[Call, Leg] | None:
        found = self._find(line)
        return found if found is not None and found[1].state == "RINGING" and found[1].role != "caller" else None

    def _there(self, line: str) -> tuple[Call, Leg]:
        found = self._find(line)
        if found is None:
            raise CannotBeDone("ended", "the call has ended already")
        return found

    def _party(self, leg: Leg, to: str) -> Party:
        party = self.exchange.party_dialled(leg.number, to) if leg.kind == "extension" else self.exchange.party(to)
        if party is None:
            raise CannotBeDone("invalid", f"{to[:60]!r} is neither an extension nor a possible number", "to")
        return party
