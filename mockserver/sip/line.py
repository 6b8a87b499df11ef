"""What lines of both kinds do once they are connected: the telephone's requests in the dialog, and its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from sipmessage import Request

from ..telephony.control.telephone_actions import TelephoneActions
from ..telephony.core.refusals import CannotBeDone
from ..telephony.core.story import Gone
from ..telephony.core.telephones import LineAudio
from . import session_description
from .acknowledgement import Unacknowledged
from .addresses import read_uri, split_values, uri_in, uri_parts
from .dialogs import Dialog
from .invitations import SDP, reason
from .media import LineMedia, MediaOf
from .messages import ALLOWED
from .transactions import ServerTransaction, Transactions

Action = Callable[[TelephoneActions], Any]
Then = Callable[[Any], None]
REFUSALS: dict[str, int] = {"invalid": 404, "unknown": 404, "ended": 481, "state": 486}
"""SIP statuses of what the exchange refuses, by the codes of ``CannotBeDone``."""
_DTMF = re.compile(r"^\s*(?:Signal\s*=)?\s*([0-9*#]|1[01])\s*$", re.IGNORECASE | re.MULTILINE)
_NAMED_KEYS = {"10": "*", "11": "#"}


class LineOwner(Protocol):
    """All lines of an organization, as one of them needs them."""

    transactions: Transactions
    media: MediaOf
    dialogs: dict[tuple[str, str, str], Line]

    def act(self, action: Action, then: Then | None = None) -> None:
        """Does something with the exchange, in order, and gives what came of it (a ``CannotBeDone`` too) on."""

    def name(self, line: Line) -> None:
        """The exchange has given a line its name."""

    def of_dialog(self, call_id: str) -> Line | None: ...


class Line:
    """What both kinds do once they are connected."""

    def __init__(self, lines: LineOwner, name: str, extension: str) -> None:
        self.lines = lines
        self.name = name
        self.extension = extension
        self.dialog: Dialog | None = None
        self.media: LineMedia | None = None
        self._audio = LineAudio()
        self._held = False
        self._unacknowledged: Unacknowledged | None = None

    def act(self, do: Callable[[TelephoneActions, str], Any], then: Then | None = None) -> None:
        name = self.name
        self.lines.act(lambda actions: do(actions, name), then)

    def release(self, cause: int) -> None:
        """The exchange has no more use for the line."""
        self.bye(cause)

    # ---- the dialog ------------------------------------------------------------------------------------

    def open_dialog(self, dialog: Dialog, media: LineMedia) -> None:
        self.dialog, self.media = dialog, media
        self.lines.dialogs[dialog.key] = self
        media.attach(self.name, self._audio, self._press)

    def set_audio(self, audio: LineAudio) -> None:
        """Something else is heard on the line, from when it is connected."""
        self._audio = audio
        if self.media is not None:
            self.media.set_audio(audio)

    def _press(self, key: str) -> None:
        self.act(lambda actions, name: actions.press_keys(name, key))

    def _disconnect(self) -> Dialog | None:
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
        dialog = self._disconnect()
        if dialog is not None:
            self.lines.transactions.send(dialog.request("BYE", {"Reason": reason(cause)}), dialog.flow)

    def drop(self, why: Gone) -> None:
        self._disconnect()
        self.act(lambda actions, name: actions.drop_line(name, why))

    def handle_ack(self, ack: Request) -> None:
        """An ACK has come; it has the answer to a description that we offered, if we did."""
        if self._unacknowledged is not None and self._unacknowledged.sequence == ack.cseq.sequence:
            self._unacknowledged.stop()
            if self._unacknowledged.offered and ack.body and self.media is not None:
                self.media.take_answer(ack.body.decode(errors="replace"))

    # ---- requests in the dialog ------------------------------------------------------------------------

    def handle_request(self, transaction: ServerTransaction) -> None:
        asked = transaction.request
        assert self.dialog is not None
        if not self.dialog.follows(asked):
            transaction.answer(500, "an older request came after a newer one")
            return
        match asked.method:
            case "BYE":
                transaction.answer(200)
                self._disconnect()
                self.act(lambda actions, name: actions.hang_up(name))
            case "INVITE":
                self._renegotiate(transaction)
            case "UPDATE":
                self.dialog.refresh(asked)
                self._negotiate(transaction) if asked.body else transaction.answer(200, headers=self.contact_headers())
            case "INFO":
                self._info(transaction)
            case "REFER":
                self._refer(transaction)
            case "OPTIONS" | "NOTIFY" | "MESSAGE":
                transaction.answer(200, headers={"Allow": ALLOWED})
            case _:
                transaction.answer(405, headers={"Allow": ALLOWED})

    def contact_headers(self) -> dict[str, str]:
        """What every answer says of our end."""
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
            held = session_description.is_hold(offer)
        except ValueError:
            transaction.answer(488, session_description.refusal(offer))
            return
        assert self.media is not None
        if held != self._held:
            self._held = held
            self.act(lambda actions, name: actions.hold(name) if held else actions.unhold(name))
        self.media.answer(offer, lambda answer: self.accept(transaction, answer))

    def accept(self, transaction: ServerTransaction, description: str | None, *, offered: bool = False) -> None:
        """Answers 200 with a description, to an INVITE until that is acknowledged."""
        if description is None:
            transaction.answer(488, session_description.refusal(transaction.request.body.decode(errors="replace")))
            return
        if self.dialog is None:
            transaction.answer(481)
            return
        headers = {**self.contact_headers(), "Content-Type": SDP}
        made = transaction.answer(200, headers=headers, body=description)
        if made is not None and transaction.request.method == "INVITE":
            self._unacknowledged = Unacknowledged(
                self.lines.transactions.timers, transaction, made, self._handle_no_ack, offered=offered
            )

    def _handle_no_ack(self) -> None:
        self.bye(102)
        self.act(lambda actions, name: actions.drop_line(name, "it acknowledged nothing"))

    def _info(self, transaction: ServerTransaction) -> None:
        """DTMF as ``application/dtmf-relay`` or ``application/dtmf``."""
        kind = (transaction.request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        if kind not in ("application/dtmf-relay", "application/dtmf"):
            transaction.answer(415, headers={"Accept": "application/dtmf-relay, application/dtmf"})
            return
        found = _DTMF.search(transaction.request.body.decode(errors="replace"))
        transaction.answer(200 if found else 400)
        if found:
            self._press(_NAMED_KEYS.get(found[1], found[1]))

    def _refer(self, transaction: ServerTransaction) -> None:
        """A transfer: to a number, or (with ``Replaces``) to who is at the other end of another line."""
        values = split_values(transaction.request.headers.get("Refer-To") or "")
        try:
            plain, headers = uri_parts(uri_in(values[0]) if len(values) == 1 else "")
            user = read_uri(plain).user or ""
        except ValueError:
            transaction.answer(400, "Refer-To is no SIP URI")
            return
        transaction.answer(202, headers=self.contact_headers())
        notify = _Notifier(self, transaction.request.cseq.sequence)
        notify.send_notify(100, "Trying")
        replaced = headers.get("replaces", "").partition(";")[0]
        if not replaced:
            self.act(lambda actions, name: actions.transfer(name, user), notify.done)
            return
        other = self.lines.of_dialog(replaced)
        if other is None or other is self:
            notify.done(CannotBeDone("unknown", "there is no such call to replace"))
        else:
            self.act(lambda actions, name: actions.complete_transfer(name, other.name), notify.done)


class _Notifier:
    """Tells a telephone what becomes of its REFER (RFC 3515 §2.4)."""

    def __init__(self, line: Line, sequence: int) -> None:
        self._line = line
        self._event = f"refer;id={sequence}"

    def send_notify(self, status: int, phrase: str, *, last: bool = False) -> None:
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
            self.send_notify(REFUSALS[result.code], result.message, last=True)
        else:
            self.send_notify(200, "OK", last=True)
