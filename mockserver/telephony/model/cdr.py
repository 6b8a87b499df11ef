"""The call detail record: what the log keeps of a leg and the CDR push tells the customer.

Numbers are E.164 without plus, or SIP names; how each message spells them is the wire's business.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

from ....contracts.dial_statuses import DialStatusName
from ....contracts.quick_dataclasses import dataclass
from .calls import Visit
from .directory import Direction


@dataclass(slots=True)
class Cdr:
    """One record. ``time`` is when the leg began (epoch, UTC), ``duration`` talk seconds, ``dial_seconds``
    ring seconds, ``price`` agorot. ``status`` is leg 2's in a two-leg call, and the leg's own otherwise.
    ``user`` is who was logged in, else whom the extension or DID belongs to (0: nobody). ``mutes`` are the
    stretches of the recording that are silent, in seconds from its beginning. What is no number or text stands
    last: the call log keeps those members as JSON. ``ai`` is what the analysis of the recording found, as the push
    tells it (``aiData``); empty for none. ``dialer`` is what a campaign's list knew of the call, as the push tells it.
    """

    number: int
    call_id: str
    type: int
    time: float
    ended: float
    caller: str
    target: str
    status: DialStatusName
    leg1_status: DialStatusName | Literal[""] = ""
    duration: int = 0
    dial_seconds: int = 0
    caller_extension: str = ""
    target_extension: str = ""
    did: str = ""
    queue_id: int = 0
    queue_name: str = ""
    seconds_in_queue: int | None = None
    recording: str = ""
    price: int = 0
    user: int = 0
    user_name: str = ""
    account: int = 0
    account_name: str = ""
    top_account: int = 0
    top_account_name: str = ""
    caller_extension_name: str = ""
    target_extension_name: str = ""
    caller_country: str = ""
    target_country: str = ""
    direction: Direction = "outgoing"
    original_call: str = ""
    cause: int = 16
    campaign: str = ""
    campaign_id: int = 0
    campaign_name: str = ""
    campaign_kind: str = ""
    custom: dict[str, Any] = field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    mutes: tuple[tuple[float, float], ...] = ()
    ai: dict[str, Any] = field(default_factory=dict)
    dialer: dict[str, Any] = field(default_factory=dict)

    def as_row(self, custom: str, visits: str, mutes: str, ai: str, dialer: str) -> tuple[Any, ...]:
        """The members in their order, the last ones as the text that the call log has of them."""
        return (
            self.number, self.call_id, self.type, self.time, self.ended, self.caller, self.target, self.status,
            self.leg1_status, self.duration, self.dial_seconds, self.caller_extension, self.target_extension, self.did,
            self.queue_id, self.queue_name, self.seconds_in_queue, self.recording, self.price, self.user,
            self.user_name, self.account, self.account_name, self.top_account, self.top_account_name,
            self.caller_extension_name, self.target_extension_name, self.caller_country, self.target_country,
            self.direction, self.original_call, self.cause, self.campaign, self.campaign_id, self.campaign_name,
            self.campaign_kind, custom, visits, mutes, ai, dialer,
        )  # fmt: skip
