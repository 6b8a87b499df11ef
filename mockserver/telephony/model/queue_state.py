"""Who waits in a queue, and what the queue remembers to choose whom to ring."""

from __future__ import annotations

from dataclasses import field

from ....contracts.quick_dataclasses import dataclass
from .events import QueuedCaller


@dataclass(slots=True)
class QueueState:
    """A queue now. ``callers`` wait in the order they came, by call id; ``answered`` counts each member's calls
    from this queue; ``last_rung`` is whom round robin rang last; ``serving`` says that a look for free members
    is scheduled already.
    """

    id: int
    callers: dict[str, QueuedCaller] = field(default_factory=dict[str, QueuedCaller])
    answered: dict[str, int] = field(default_factory=dict[str, int])
    last_rung: str = ""
    serving: bool = False
