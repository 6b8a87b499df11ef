"""Lines: calls between one telephone and the exchange, by SIP on one side and ``TelephoneActions`` on the other.

A line is rung (the exchange wants the extension; all its telephones ring, the first to answer has it) or calls (a
telephone has sent an INVITE). What happens on either side is told to the other; what crosses on the way is sorted out
here: an answer to what has been cancelled is acknowledged and hung up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from sipmessage import URI, Request, Response

from ...contracts.causes import cause as cause_row
from ...contracts.causes import causes_of_sip
from ...contracts.dial_statuses import DialStatusName
from ..telephony.control.telephone_actions import TelephoneActions
from ..telephony.core.refusals import CannotBeDone
from ..telephony.core.telephones import Ring
from . import session_description
from .acknowledgement import Unacknowledged
from .dialogs import Dialog, new_tag
from .flows import SipFlow
from .media import LineMedia, MediaOf
from .messages import ALLOWED, MAGIC_COOKIE, display, request, split_values, uri_in, uri_parts, written
from .registrar import Binding
from .timers import TIMEOUT
from .transactions import ClientTransaction, ServerTransaction, Transactions, branch_of, put_via

Action = Callable[[TelephoneActions], Any]
Then = Callable[[Any], None]
ELSEWHERE = 26
SDP = "application/sdp"
_CAUSES: dict[int, int] = {600: 17, 603: 21, 604: 1, 607: 21, 401: 21, 407: 21}
"""ISUP causes of SIP statuses that the documents' table does not have (RFC 3398 §7.2.4.1)."""
_REFUSALS: dict[str, int] = {"invalid": 404, "unknown": 404, "ended": 481, "state": 486}
_DTMF = re.compile(r"^\s*(?:Signal\s*=)?\s*([0-9*#]|1[01])\s*$", re.IGNORECASE | re.MULTILINE)
_NAMED_KEYS = {"10": "*", "11": "#"}


class Lines:
    """All lines of one organization. ``act`` does something with the exchange, in order, and gives what came of it
    (a ``CannotBeDone`` too) to ``then``; ``bindings`` are an extension's telephones.
    """

    def __init__(
        self, transactions: Transactions, act: Callable[[Action, Then | None], None],
        bindings: Callable[[str], list[Binding]], media: MediaOf,
    ) -> None:  # fmt: skip
        self.transactions = transactions
        self.bindings = bindings
        self.media = media
        self.dialogs: dict[tuple[str, str, str], Line] = {}
        self._act = act
        self._named: dict[str, Line] = {}

    @property
    def count(self) -> int:
        return len(self._named) + len(self.dialogs)

    def act(self, action: Action, then: Then | None = None) -> None:
        self._act(action, then)

    # ---- what the exchange wants -----------------------------------------------------------------------

    def ring(self, ring: Ring) -> None:
        line = RungLine(self, ring)
        self._named[ring.line] = line
        line.begin(self.bindings(ring.extension))

    def ringing(self, name: str) -> None:
        line = self._named.get(name)
        if isinstance(line, CallingLine):
            line.ringing()

    def connect(self, name: str) -> None:
        line = self._named.get(name)
        if isinstance(line, CallingLine):
            line.connect()

    def release(self, name: str, cause: int) -> None:
        line = self._named.pop(name, None)
        if line is not None:
            line.release(cause)

    # ---- what telephones do ----------------------------------------------------------------------------

    def call(self, transaction: ServerTransaction, sip: str, target: str) -> None:
        CallingLine(self, transaction, sip).begin(target)

    def name(self, line: Line) -> None:
        self._named[line.name] = line

    def of_dialog(self, call_id: str) -> Line | None:
        return next((line for key, line in self.dialogs.items() if key[0] == call_id), None)

    def flow_is_gone(self, flow: SipFlow, why: str) -> None:
        """Whoever talked there cannot be reached any more."""
        for line in list(self.dialogs.values()):
            if line.dialog is not None and line.dialog.flow is flow:
                line.lost(why)
        for line in list(self._named.values()):
            if isinstance(line, CallingLine) and line.waits_on(flow):
                line.give_up()

    def close(self) -> None:
        """The organization is no more: every telephone is hung up."""
        for name in list(self._named):
            self.release(name, 16)


class Line:
    """What both kinds do once they are connected."""

    def __init__(self, lines: Lines, name: str, extension: str) -> None:
        self.lines = lines
        self.name = name
        self.extension = extension
        self.dialog: Dialog | None = None
        self.media: LineMedia | None = None
        self._held = False
        self._unacknowledged: Unacknowledged | None = None

    def act(self, do: Callable[[TelephoneActions, str], Any], then: Then | None = None) -> None:
        name = self.name
        self.lines.act(lambda actions: do(actions, name), then)

    def release(self, cause: int) -> None:
        """The exchange has no more use for the line."""
        self.bye(cause)

    # ---- the dialog ------------------------------------------------------------------------------------

    def connected(self, dialog: Dialog, media: LineMedia) -> None:
        self.dialog, self.media = dialog, media
        self.lines.dialogs[dialog.key] = self

    def _disconnected(self) -> Dialog | None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self.lines.dialogs.pop(dialog.key, None)
        if self._unacknowledged is not None:
            self._unacknowledged.stop()
        if self.media is not None:
            self.media.close()
        return dialog

    def bye(self, cause: int) -> None:
        """Hangs up. Nothing when the telephone has done so already."""
        dialog = self._disconnected()
        if dialog is not None:
            self.lines.transactions.send(dialog.request("BYE", {"Reason": _reason(cause)}), dialog.flow)

    def lost(self, why: str) -> None:
        self._disconnected()
        self.act(lambda actions, name: actions.is_lost(name, why))

    def acknowledged(self, ack: Request) -> None:
        """An ACK has come; it has the answer to a description that we offered, if we did."""
        if self._unacknowledged is not None and self._unacknowledged.sequence == ack.cseq.sequence:
            self._unacknowledged.stop()
            if self._unacknowledged.offered and ack.body and self.media is not None:
                self.media.take_answer(ack.body.decode(errors="replace"))

    # ---- requests in the dialog ------------------------------------------------------------------------

    def take(self, transaction: ServerTransaction) -> None:
        asked = transaction.request
        assert self.dialog is not None
        if not self.dialog.follows(asked):
            transaction.answer(500, "an older request came after a newer one")
            return
        match asked.method:
            case "BYE":
                transaction.answer(200)
                self._disconnected()
                self.act(lambda actions, name: actions.hangs_up(name))
            case "INVITE":
                self._renegotiate(transaction)
            case "UPDATE":
                self.dialog.refresh(asked)
                self._negotiate(transaction) if asked.body else transaction.answer(200, headers=self._contact())
            case "INFO":
                self._info(transaction)
            case "REFER":
                self._refer(transaction)
            case "OPTIONS" | "NOTIFY" | "MESSAGE":
                transaction.answer(200, headers={"Allow": ALLOWED})
            case _:
                transaction.answer(405, headers={"Allow": ALLOWED})

    def _contact(self) -> dict[str, str]:
        assert self.dialog is not None
        return {"Contact": f"<{self.dialog.contact}>", "Allow": ALLOWED}

    def _renegotiate(self, transaction: ServerTransaction) -> None:
        if self._unacknowledged is not None and self._unacknowledged.waiting:
            transaction.answer(491)
            return
        assert self.dialog is not None
        self.dialog.refresh(transaction.request)
        if transaction.request.body:
            self._negotiate(transaction)
        elif self.media is not None:
            self.media.offer(lambda offer: self.accept(transaction, offer, offered=True))

    def _negotiate(self, transaction: ServerTransaction) -> None:
        """A description that the telephone offers within the call; it says whether it holds."""
        offer = transaction.request.body.decode(errors="replace")
        try:
            held = session_description.held(offer)
        except ValueError:
            transaction.answer(488)
            return
        assert self.media is not None
        if held != self._held:
            self._held = held
            self.act(lambda actions, name: actions.holds(name) if held else actions.takes_back(name))
        self.media.answer(offer, lambda answer: self.accept(transaction, answer))

    def accept(self, transaction: ServerTransaction, description: str | None, *, offered: bool = False) -> None:
        """Answers 200 with a description, to an INVITE until that is acknowledged."""
        if description is None or self.dialog is None:
            transaction.answer(488 if description is None else 481)
            return
        headers = {**self._contact(), "Content-Type": SDP}
        made = transaction.answer(200, headers=headers, body=description)
        if made is not None and transaction.request.method == "INVITE":
            self._unacknowledged = Unacknowledged(
                self.lines.transactions.timers, transaction, made, self._never_acknowledged, offered=offered
            )

    def _never_acknowledged(self) -> None:
        self.bye(102)
        self.act(lambda actions, name: actions.is_lost(name, "it acknowledged nothing"))

    def _info(self, transaction: ServerTransaction) -> None:
        """DTMF as ``application/dtmf-relay`` or ``application/dtmf``."""
        kind = (transaction.request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        if kind not in ("application/dtmf-relay", "application/dtmf"):
            transaction.answer(415, headers={"Accept": "application/dtmf-relay, application/dtmf"})
            return
        found = _DTMF.search(transaction.request.body.decode(errors="replace"))
        transaction.answer(200 if found else 400)
        if found:
            key = _NAMED_KEYS.get(found[1], found[1])
            self.act(lambda actions, name: actions.presses(name, key))

    def _refer(self, transaction: ServerTransaction) -> None:
        """A transfer: to a number, or (with ``Replaces``) to who is at the other end of another line."""
        values = split_values(transaction.request.headers.get("Refer-To") or "")
        try:
            plain, headers = uri_parts(uri_in(values[0]) if len(values) == 1 else "")
            user = URI.parse(plain).user or ""
        except ValueError:
            transaction.answer(400, "Refer-To is no SIP URI")
            return
        transaction.answer(202, headers=self._contact())
        notify = _Notifier(self, transaction.request.cseq.sequence)
        notify.say(100, "Trying")
        replaced = headers.get("replaces", "").partition(";")[0]
        if not replaced:
            self.act(lambda actions, name: actions.transfers(name, user), notify.done)
            return
        other = self.lines.of_dialog(replaced)
        if other is None or other is self:
            notify.done(CannotBeDone("unknown", "there is no such call to replace"))
        else:
            self.act(lambda actions, name: actions.hands_over(name, other.name), notify.done)


class _Notifier:
    """Tells a telephone what becomes of its REFER (RFC 3515 §2.4)."""

    def __init__(self, line: Line, sequence: int) -> None:
        self._line = line
        self._event = f"refer;id={sequence}"

    def say(self, status: int, phrase: str, *, last: bool = False) -> None:
        dialog = self._line.dialog
        if dialog is None:
            return
        headers = {
            "Event": self._event,
            "Subscription-State": "terminated;reason=noresource" if last else "active;expires=60",
            "Content-Type": "message/sipfrag;version=2.0",
        }
        body = f"SIP/2.0 {status} {phrase}\r\n"
        self._line.lines.transactions.send(dialog.request("NOTIFY", headers, body), dialog.flow)

    def done(self, result: object) -> None:
        if isinstance(result, CannotBeDone):
            self.say(_REFUSALS[result.code], result.message, last=True)
        else:
            self.say(200, "OK", last=True)


class RungLine(Line):
    """The exchange rings an extension."""

    def __init__(self, lines: Lines, ring: Ring) -> None:
        super().__init__(lines, ring.line, ring.extension)
        self.ring = ring
        self.over = False
        self._rang = False
        self._branches: list[_Branch] = []
        self._statuses: list[int] = []

    def begin(self, bindings: Sequence[Binding]) -> None:
        self._branches = [_Branch(self, binding) for binding in bindings]
        for branch in list(self._branches):
            branch.begin()
        if not bindings:
            self.act(lambda actions, name: actions.refuses(name, "CHANUNAVAIL", 20))

    def release(self, cause: int) -> None:
        self.over = True
        for branch in self._branches:
            branch.cancel(cause)
        super().release(cause)

    def rings(self) -> None:
        if not self._rang and not self.over:
            self._rang = True
            self.act(lambda actions, name: actions.rings(name))

    def answered(self, winner: _Branch, dialog: Dialog) -> None:
        self.over = True
        for branch in self._branches:
            if branch is not winner:
                branch.cancel(ELSEWHERE)
        self.connected(dialog, winner.media)
        self.act(lambda actions, name: actions.answers(name))

    def redirected(self, to: str) -> None:
        self._statuses.append(302)
        self.over = True
        for branch in self._branches:
            branch.cancel(ELSEWHERE)
        self.act(lambda actions, name: actions.redirects(name, to))

    def failed(self, status: int) -> None:
        """One telephone will not answer; when none is left, the best of their answers is the line's (§16.7)."""
        self._statuses.append(status)
        if self.over or (len(self._statuses) < len(self._branches) and status < 600):
            return
        self.over = True
        for branch in self._branches:
            branch.cancel(21)
        best = min(self._statuses, key=lambda status: (status < 600, status not in (486, 480), status))
        outcome, code = failure(best)
        self.act(lambda actions, name: actions.refuses(name, outcome, code))


class _Branch:
    """The INVITE to one of an extension's telephones."""

    def __init__(self, line: RungLine, binding: Binding) -> None:
        self._line = line
        self._binding = binding
        self.media = line.lines.media(binding.flow.transport == "WS")
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
        self._transaction = self._line.lines.transactions.send(made, flow, self._take, self._timed_out)

    def _timed_out(self) -> None:
        self._end()
        self._line.failed(408)

    def _end(self) -> None:
        self._over = True
        self.media.close()

    def _take(self, answer: Response) -> None:
        assert self._transaction is not None
        if answer.code < 200:
            self._provisional = True
            if self._cancelled:
                self._send_cancel()
            elif answer.code > 100:
                self._line.rings()
        elif answer.code < 300:
            self._accepted(answer)
        else:
            self._end()
            if answer.code < 400 and not self._line.over and (to := _redirection(answer)):
                self._line.redirected(to)
            else:
                self._line.failed(answer.code)

    def _accepted(self, answer: Response) -> None:
        """Each 2xx is acknowledged; one that nobody waits for any more is hung up."""
        assert self._transaction is not None
        flow = self._binding.flow
        dialog = Dialog.called(self._transaction.request, answer, flow, contact_of(flow))
        ack = dialog.request("ACK")
        put_via(ack, flow)
        flow.send(written(ack))
        if self._over:
            return  # a repeated 2xx
        if self._line.over or self._cancelled:
            self._end()
            self._line.lines.transactions.send(dialog.request("BYE", {"Reason": _reason(ELSEWHERE)}), flow)
            return
        self._over = True
        self.media.take_answer(answer.body.decode(errors="replace"))
        self._line.answered(self, dialog)

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
        made.headers.add("Reason", _reason(self._cancelled))
        transactions = self._line.lines.transactions
        transactions.send(made, invite.flow, branch=branch_of(invite.request))
        transactions.timers.after(TIMEOUT, invite.end)


class CallingLine(Line):
    """A telephone calls."""

    def __init__(self, lines: Lines, transaction: ServerTransaction, extension: str) -> None:
        super().__init__(lines, "", extension)
        self._transaction = transaction
        self._given_up = False
        self._connecting = False
        transaction.on_cancel = self._cancelled

    def begin(self, target: str) -> None:
        self._transaction.answer(100)
        sip = self.extension
        self.lines.act(lambda actions: actions.calls(sip, target), self._begun)

    def _begun(self, result: object) -> None:
        if isinstance(result, CannotBeDone):
            self._transaction.answer(_REFUSALS[result.code], result.message)
            return
        self.name = str(result)
        self.lines.name(self)
        if self._given_up:
            self.act(lambda actions, name: actions.hangs_up(name))

    def _cancelled(self) -> None:
        self._transaction.answer(487)
        self.give_up()

    def give_up(self) -> None:
        """The telephone calls no more."""
        self._given_up = True
        if self.name:
            self.act(lambda actions, name: actions.hangs_up(name))

    def waits_on(self, flow: SipFlow) -> bool:
        """Whether it is the telephone at the other end of this that waits for somebody to answer."""
        return self.dialog is None and self._transaction.flow is flow

    def ringing(self) -> None:
        if not self._connecting:
            self._transaction.answer(180, headers=self._own_contact())

    def _own_contact(self) -> dict[str, str]:
        return {"Contact": f"<{contact_of(self._transaction.flow)}>"}

    def connect(self) -> None:
        """Once: the telephone's offer is answered, or one is made for it."""
        if self._connecting or self._transaction.state != "proceeding":
            return
        self._connecting = True
        flow = self._transaction.flow
        media = self.lines.media(flow.transport == "WS")
        dialog = Dialog.calling(self._transaction.request, self._transaction.tag, flow, contact_of(flow))
        self.connected(dialog, media)
        offer = self._transaction.request.body.decode(errors="replace")
        if offer:
            media.answer(offer, self._accept)
        else:
            media.offer(lambda made: self.accept(self._transaction, made, offered=True))

    def _accept(self, description: str | None) -> None:
        self.accept(self._transaction, description)
        if description is None:
            self._disconnected()
            self.act(lambda actions, name: actions.is_lost(name, "its session description cannot be answered"))

    def release(self, cause: int) -> None:
        if self._transaction.state == "proceeding":
            self._disconnected()
            row = cause_row(cause)
            self._transaction.answer(row.sip_code or 480, headers={"Reason": _reason(cause)})
        else:
            super().release(cause)


# ---- what is written -----------------------------------------------------------------------------------


def failure(status: int) -> tuple[DialStatusName, int]:
    """What becomes of a leg whose telephone answers so (300 to 699): status and ISUP cause, by the first row of the
    External IVR document's table (3.2 §5) that has the answer.
    """
    rows = causes_of_sip(status)
    code = rows[0].code if rows else _CAUSES.get(status, 41 if 500 <= status < 600 else 31)
    return cause_row(code).status, code


def _reason(cause: int) -> str:
    """RFC 3326; a telephone does not count a call as missed that was answered elsewhere."""
    if cause == ELSEWHERE:
        return 'SIP;cause=200;text="Call completed elsewhere"'
    return f'Q.850;cause={cause};text="{cause_row(cause).definition}"'


def contact_of(flow: SipFlow) -> str:
    return f"sip:{flow.local};transport={flow.transport.lower()}"


def invitation(ring: Ring, uri: str, flow: SipFlow, offer: str) -> Request:
    """The INVITE to a telephone. ``Remote-Party-ID`` is what the vendor's phone shows, ``Call-Info`` with
    ``answer-after`` makes it answer by itself; the call's id and custom data go along in headers of our own.
    """
    host = flow.local.rpartition(":")[0]
    party = f"{display(ring.name)} <sip:{quote(ring.number, safe='+')}@{host}>"
    headers = {
        "Contact": f"<{contact_of(flow)}>",
        "Remote-Party-ID": f"{party};party=calling;privacy=off;screen=yes",
        "Allow": ALLOWED,
        "Supported": "replaces",
        "X-Ivr-Unique-Id": ring.call_id,
        "Content-Type": SDP,
    }
    if ring.auto_answer:
        headers["Call-Info"] = f"<sip:{host}>;answer-after=0"
    if ring.did:
        headers["X-Did"] = ring.did
    if ring.custom:
        headers["X-Custom-Data"] = json.dumps(dict(ring.custom))
    return request(
        "INVITE", uri, sender=f"{party};tag={new_tag()}", to=f"<{uri.partition(';')[0]}>",
        call_id=MAGIC_COOKIE + new_tag(), sequence=1, headers=headers, body=offer,
    )  # fmt: skip


def _redirection(answer: Response) -> str:
    """The user of a 3xx's first Contact."""
    values = split_values(answer.headers.get("Contact") or "")
    try:
        return (URI.parse(uri_in(values[0])).user or "") if values else ""
    except ValueError:
        return ""
