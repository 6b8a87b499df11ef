"""Calls of two legs, whoever orders them: the near party (a phone, an agent) is rung first, the far one (a target, a
customer) a moment after it has answered.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from ....contracts.dial_statuses import DialStatusName
from ..core.exchange import Exchange
from ..core.story import Blacklisted
from ..model.calls import By, Call, Leg
from . import dialling

CONNECT_SECONDS: Final = 1.0
"""Between the near party's answer and the dial of the far one, as in the documented event sequence."""
CALL_REJECTED: Final = "Call Rejected"
"""The text of a HANGUP when the far party was not called."""


class TwoLegFlow(ABC):
    """What every such call does when a leg fails or ends. The near leg is the call's first."""

    @abstractmethod
    def far_leg(self, exchange: Exchange, call: Call) -> Leg | None:
        """A new leg to the far party; ``None`` for a call that has none."""

    @abstractmethod
    def finish(self, exchange: Exchange, call: Call, cause_code: int) -> None:
        """Both legs have ended: events, records and what else the end means."""

    def handle_failure(self, exchange: Exchange, call: Call, leg: Leg) -> None:
        if leg is call.legs[0]:
            self.leave_out(exchange, call, "NOTCALLED", 21)
        else:
            dialling.end_connected(exchange, call, "system")
        self.finish(exchange, call, leg.cause)

    def hung_up(self, exchange: Exchange, call: Call, leg: Leg, by: By) -> None:
        far = call.legs[1] if len(call.legs) > 1 else None
        if far is None:
            # 3.2's row 9 of the statuses is this very case; the CDR document's keeps the word for a failed leg 1
            gone: DialStatusName = "NOTCALLED" if exchange.directory.revision == "3.2" else "NOTDIALED"
            self.leave_out(exchange, call, gone if by == "party" else "SSWPREAUTH", 16)
        elif far.state == "RINGING":
            dialling.end(exchange, call, far, status="CANCEL", cause_code=16, by="other")
        else:
            dialling.end_connected(exchange, call, "other")
        self.finish(exchange, call, 16)

    def terminate(self, exchange: Exchange, call: Call, by: By) -> None:
        dialling.end_in_any_state(exchange, call, call.legs[0], by)

    def leave_out(self, exchange: Exchange, call: Call, status: DialStatusName, cause_code: int) -> None:
        """The far party will not be dialled; it gets its record all the same."""
        far = self.far_leg(exchange, call)
        if far is not None:
            dialling.end(exchange, call, far, status=status, cause_code=cause_code, by="system")

    def refuse_blacklisted(self, exchange: Exchange, call: Call) -> None:
        """The far party is on the blacklist: the call is over."""
        exchange.note(call, Blacklisted, call.target)
        self.leave_out(exchange, call, "NOTCALLED", 21)
        dialling.end_connected(exchange, call, "system")
        self.finish(exchange, call, 21)
