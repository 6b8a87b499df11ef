"""A line that the exchange rings: all telephones of an extension, the first to answer has it."""

from __future__ import annotations

from collections.abc import Sequence

from sipmessage import Request, Response

from ..telephony.core.telephones import Ring
from .dialogs import Dialog
from .invitations import ELSEWHERE, contact_of, failure, invitation, reason, redirection
from .line import Line, LineOwner
from .messages import PHRASES, serialize
from .registrar import Binding
from .timers import TIMEOUT
from .transactions import ClientTransaction, branch_of, put_via

MOST_CHARACTERS = 80
"""Of a telephone's reason that are kept."""


class RungLine(Line):
    """The exchange rings an extension."""

    def __init__(self, lines: LineOwner, ring: Ring) -> None:
        super().__init__(lines, ring.line, ring.extension)
        self.ring = ring
        self.over = False
        self._rang = False
        self._branches: list[_Branch] = []
        self._refusals: list[tuple[int, str]] = []
        """Status and phrase of each telephone that does not take the call; no phrase where it says nothing."""

    def begin(self, bindings: Sequence[Binding]) -> None:
        self._branches = [_Branch(self, binding) for binding in bindings]
        for branch in list(self._branches):
            branch.begin()
        if not bindings:
            self.act(lambda actions, name: actions.drop_line(name, "its registration ended"))

    def release(self, cause: int) -> None:
        self.over = True
        for branch in self._branches:
            branch.cancel(cause)
        super().release(cause)

    def rings(self) -> None:
        if not self._rang and not self.over:
            self._rang = True
            self.act(lambda actions, name: actions.note_ringing(name))

    def handle_answer(self, winner: _Branch, dialog: Dialog) -> None:
        self.over = True
        for branch in self._branches:
            if branch is not winner:
                branch.cancel(ELSEWHERE)
        self.open_dialog(dialog, winner.media)
        self.act(lambda actions, name: actions.answer(name))

    def handle_redirect(self, to: str) -> None:
        self.over = True
        for branch in self._branches:
            branch.cancel(ELSEWHERE)
        self.act(lambda actions, name: actions.redirect(name, to))

    def handle_failure(self, status: int, phrase: str) -> None:
        """One telephone will not answer; when none is left, the best of their answers is the line's (§16.7)."""
        self._refusals.append((status, phrase))
        if self.over or (len(self._refusals) < len(self._branches) and status < 600):
            return
        self.over = True
        for branch in self._branches:
            branch.cancel(21)
        best, said = min(self._refusals, key=lambda one: (one[0] < 600, one[0] not in (486, 480), one[0]))
        outcome, code = failure(best)
        answer = f"{best} {said[:MOST_CHARACTERS]}" if said else ""
        self.act(lambda actions, name: actions.refuse(name, outcome, code, answer))


class _Branch:
    """The INVITE to one of an extension's telephones."""

    def __init__(self, line: RungLine, binding: Binding) -> None:
        self._line = line
        self._binding = binding
        self.media = line.lines.media(binding.flow)
        self._transaction: ClientTransaction | None = None
        self._provisional = False
        self._cancelled = 0
        self._cancel_sent = False
        self._over = False

    def begin(self) -> None:
        self.media.offer(self._invite)

    def _invite(self, offer: str | None) -> None:
        if self._cancelled or offer is None:
            self._end()
            return
        flow = self._binding.flow
        made = invitation(self._line.ring, self._binding.uri, flow, offer)
        self._transaction = self._line.lines.transactions.send(made, flow, self._handle_response, self._handle_timeout)

    def _handle_timeout(self) -> None:
        self._end()
        self._line.handle_failure(408, "")

    def _end(self) -> None:
        self._over = True
        self.media.close()

    def _handle_response(self, answer: Response) -> None:
        assert self._transaction is not None
        if answer.code < 200:
            self._provisional = True
            if self._cancelled:
                self._send_cancel()
            elif answer.code > 100:
                self._line.rings()
        elif answer.code < 300:
            self._handle_2xx(answer)
        else:
            self._end()
            if answer.code < 400 and not self._line.over and (to := redirection(answer)):
                self._line.handle_redirect(to)
            else:
                self._line.handle_failure(answer.code, answer.phrase or PHRASES.get(answer.code, "without a reason"))

    def _handle_2xx(self, answer: Response) -> None:
        """Each 2xx is acknowledged; one that nobody waits for any more is hung up."""
        assert self._transaction is not None
        flow = self._binding.flow
        dialog = Dialog.called(self._transaction.request, answer, flow, contact_of(flow))
        ack = dialog.request("ACK")
        put_via(ack, flow)
        flow.send(serialize(ack))
        if self._over:
            return  # a repeated 2xx
        if self._line.over or self._cancelled:
            self._end()
            self._line.lines.transactions.send(dialog.request("BYE", {"Reason": reason(ELSEWHERE)}), flow)
            return
        self._over = True
        self.media.take_answer(answer.body.decode(errors="replace"))
        self._line.handle_answer(self, dialog)

    def cancel(self, cause: int) -> None:
        if self._over or self._cancelled:
            return
        self._cancelled = cause
        if self._provisional:
            self._send_cancel()

    def _send_cancel(self) -> None:
        """Only after a provisional answer (§9.1), once; an INVITE that is never answered then is forgotten."""
        invite = self._transaction
        if invite is None or self._cancel_sent:
            return
        self._cancel_sent = True
        self.media.close()
        made = Request("CANCEL", invite.request.uri)
        for name in ("Max-Forwards", "From", "To", "Call-ID"):
            made.headers.add(name, invite.request.headers[name])
        made.headers.add("CSeq", f"{invite.request.cseq.sequence} CANCEL")
        made.headers.add("Reason", reason(self._cancelled))
        transactions = self._line.lines.transactions
        transactions.send(made, invite.flow, branch=branch_of(invite.request))
        transactions.timers.after(TIMEOUT, invite.end)
