"""Everything the control API does: the modules whose functions are handlers, and the handlers by name."""

from __future__ import annotations

from . import (
    agents,
    calls,
    campaigns,
    changes,
    documents,
    export,
    extensions,
    faults,
    integration_status,
    lists,
    organizations,
    queues,
    records,
    snapshot,
    sockets,
    statistics,
)
from .control import HANDLERS

MODULES = (
    agents,
    calls,
    campaigns,
    changes,
    documents,
    export,
    extensions,
    faults,
    integration_status,
    lists,
    organizations,
    queues,
    records,
    snapshot,
    sockets,
    statistics,
)

__all__ = ["HANDLERS", "MODULES"]
