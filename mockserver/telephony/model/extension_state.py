"""Who is logged in where, and what each extension is doing: the state behind the directory's entries."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from ....contracts.quick_dataclasses import dataclass
from .calls import ExtensionCall
from .directory import AgentStatus, DeviceState
from .events import AgentSnapshot

LOGGED_IN: Final = 1
LOGGED_OUT: Final = 2
NOBODY: Final = AgentSnapshot(user=0, status=LOGGED_OUT, since=0)

USUAL_STATUSES: tuple[AgentStatus, ...] = (
    AgentStatus(1, "Login", "#2ecc71", available=True),
    AgentStatus(2, "Logout", "#95a5a6"),
    AgentStatus(3, "Lunch", "#f39c12"),
    AgentStatus(4, "Status 4", "#9b59b6"),
    AgentStatus(5, "Administrative", "#3498db"),
    AgentStatus(7, "Private", "#e67e22"),
    AgentStatus(9, "Other", "#7f8c8d"),
    AgentStatus(11, "Training", "#1abc9c"),
    AgentStatus(12, "Team meeting", "#16a085"),
    AgentStatus(13, "Brief", "#2980b9"),
)
"""The statuses of 3.2 §10 with the names usually given to them; an organization may rename them."""


@dataclass(slots=True)
class ExtensionState:
    """An extension now. ``calls`` are in the order they came; ``last_…`` are epochs, 0 for never.

    ``free_since`` is when its last call or wrap-up ended; ``wrap_up_until`` keeps queues away until then.
    ``attended``: somebody real sits at it (a web phone), who answers or does not; nobody is simulated there.
    ``external``: it is a real telephone, registered with the sandbox, that rings by itself.
    """

    sip: str
    device: DeviceState = "online"
    user: int = 0
    calls: dict[str, ExtensionCall] = field(default_factory=dict[str, ExtensionCall])
    last_event: float = 0
    last_answer: float = 0
    last_hangup: float = 0
    free_since: float = 0
    wrap_up_until: float = 0
    answered: int = 0
    attended: bool = False
    external: bool = False


@dataclass(slots=True)
class AgentState:
    """A user now: status, since when (epoch), and at which extension (empty when logged out)."""

    user: int
    status: int = LOGGED_OUT
    since: float = 0
    extension: str = ""
