"""Every module whose functions do something of the control API. Importing this registers them all."""

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
    lists,
    organizations,
    queues,
    snapshot,
    sockets,
    statistics,
)

__all__ = [
    "agents",
    "calls",
    "campaigns",
    "changes",
    "documents",
    "export",
    "extensions",
    "faults",
    "lists",
    "organizations",
    "queues",
    "snapshot",
    "sockets",
    "statistics",
]
