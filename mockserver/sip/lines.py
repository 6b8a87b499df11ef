"""Lines: calls between one telephone and the exchange, by SIP on one side and ``TelephoneActions`` on the other.

A line is rung (the exchange wants the extension; all its telephones ring, the first to answer has it) or calls (a
telephone has sent an INVITE). What happens on either side is told to the other; what crosses on the way is sorted out
here: an answer to what has been cancelled is acknowledged and hung up.
"""

from __future__ import annotations

from collections.abc import Callable

from ..telephony.core.story import Gone
from ..telephony.core.telephones import LineAudio, Ring
from .calling_line import CallingLine
from .flows import SipFlow
from .line import Action, Line, Then
from .media import MediaOf
from .registrar import Binding
from .rung_line import RungLine
from .transactions import ServerTransaction, Transactions


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

    def set_audio(self, name: str, audio: LineAudio) -> None:
        line = self._named.get(name)
        if line is not None:
            line.set_audio(audio)

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

    def flow_is_gone(self, flow: SipFlow, why: Gone) -> None:
        """Whoever talked there cannot be reached any more."""
        for line in list(self.dialogs.values()):
            if line.dialog is not None and line.dialog.flow is flow:
                line.drop(why)
        for line in list(self._named.values()):
            if isinstance(line, CallingLine) and line.waits_on(flow):
                line.give_up()

    def close(self) -> None:
        """The organization is no more: every telephone is hung up."""
        for name in list(self._named):
            self.release(name, 16)
