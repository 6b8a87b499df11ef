"""The call detail record: what the log keeps of a leg and the CDR push tells the customer.

Numbers are E.164 without plus, or SIP names; how each message spells them is the wire's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields
from operator import attrgetter
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


CdrRow = tuple[Any, ...]
"""A record that nobody has looked at: its members, all of them, in their order."""
row_of: Callable[[Cdr], CdrRow] = attrgetter(*(member.name for member in fields(Cdr)))
