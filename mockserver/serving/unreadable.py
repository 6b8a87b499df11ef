"""Requests that cannot be read at all, in the server's journal of those that found no organization."""

from __future__ import annotations

from ...contracts.sentences import Sentence
from ..state.journal import RequestEntry
from ..tenancy.registry import Registry
from ..wire.console import log
from .http_protocol import UnreadableRequest


def write_down(registry: Registry, request: UnreadableRequest) -> None:
    """What can be known of it: who sent it, when, and its first line."""
    entry = RequestEntry(
        path=request.line,
        encoding="",
        status=request.status,
        error=request.status,
        answer=request.message,
        violations=[request.message],
        hints=[Sentence.of("SentFrom", "sent from {address}", address=request.address)] if request.address else [],
    )
    registry.write_down(None, entry)
    log.warning("%s from %s: %s", request.line or "nothing", request.address, request.message)
