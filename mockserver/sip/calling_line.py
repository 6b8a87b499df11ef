"""A line on which a telephone calls."""

from __future__ import annotations

from ...contracts.causes import cause as cause_row
from ..telephony.core.refusals import CannotBeDone
from . import session_description
from .dialogs import Dialog
from .flows import SipFlow
from .invitations import contact_of, reason
from .line import REFUSALS, Line, LineOwner
from .transactions import ServerTransaction


class CallingLine(Line):
    """A telephone calls."""

    def __init__(self, lines: LineOwner, transaction: ServerTransaction, extension: str) -> None:
        super().__init__(lines, "", extension)
        self._transaction = transaction
        self._given_up = False
        self._connecting = False
        transaction.on_cancel = self._handle_cancel

    def begin(self, target: str) -> None:
        self._transaction.answer(100)
        sip = self.extension
        self.lines.act(lambda actions: actions.place_call(sip, target), self._handle_result)

    def _handle_result(self, result: object) -> None:
        if isinstance(result, CannotBeDone):
            self._transaction.answer(REFUSALS[result.code], result.message)
            return
        self.name = str(result)
        self.lines.name(self)
        if self._given_up:
            self.act(lambda actions, name: actions.hang_up(name))

    def _handle_cancel(self) -> None:
        self._transaction.answer(487)
        self.give_up()

    def give_up(self) -> None:
        """The telephone calls no more."""
        self._given_up = True
        if self.name:
            self.act(lambda actions, name: actions.hang_up(name))

    def waits_on(self, flow: SipFlow) -> bool:
        """Whether it is the telephone at the other end of this that waits for somebody to answer."""
        return self.dialog is None and self._transaction.flow is flow

    def ringing(self) -> None:
        if not self._connecting:
            self._transaction.answer(180, headers=self._own_contact())

    def _own_contact(self) -> dict[str, str]:
        return {"Contact": f"<{contact_of(self._transaction.flow)}>", "X-Ivr-Unique-Id": self._call_id}

    @property
    def _call_id(self) -> str:
        """The call that the telephone has begun: what its line is named after."""
        return self.name.rpartition("-")[0]

    def contact_headers(self) -> dict[str, str]:
        return {**super().contact_headers(), "X-Ivr-Unique-Id": self._call_id}

    def connect(self) -> None:
        """Once: the telephone's offer is answered, or one is made for it."""
        if self._connecting or self._transaction.state != "proceeding":
            return
        self._connecting = True
        flow = self._transaction.flow
        media = self.lines.media(flow)
        dialog = Dialog.calling(self._transaction.request, self._transaction.tag, flow, contact_of(flow))
        self.open_dialog(dialog, media)
        offer = self._transaction.request.body.decode(errors="replace")
        if offer:
            media.answer(offer, self._accept)
        else:
            media.offer(lambda made: self.accept(self._transaction, made, offered=True))

    def _accept(self, description: str | None) -> None:
        self.accept(self._transaction, description)
        if description is None:
            why = session_description.refusal(self._transaction.request.body.decode(errors="replace"))
            self._disconnect()
            self.act(lambda actions, name: actions.drop_line(name, why))

    def release(self, cause: int) -> None:
        if self._transaction.state == "proceeding":
            self._disconnect()
            row = cause_row(cause)
            self._transaction.answer(row.sip_code or 480, headers={"Reason": reason(cause)})
        else:
            super().release(cause)
