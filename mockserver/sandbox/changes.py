"""What has changed in an organization, told in numbers that cost nothing to look at.

Each stands for something a page can ask for and is another when there is something new; only that means something.
They are read without the organization's lock: a number that is just being changed is another at the next look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict
from zlib import crc32

from ..telephony.model.events import DialerEvent, ExtensionEvent, QueueEvent
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant
from .control import ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxAdvance, SandboxChanges


@control("changes")
def changes(request: ControlRequest) -> SandboxChanges:
    return now(request.registry, request.tenant)


def now(registry: Registry, tenant: Tenant) -> SandboxChanges:
    """The numbers at this moment."""
    exchange, counts = tenant.exchange, tenant.events.counts()
    people = counts[ExtensionEvent] + exchange.availability_changes
    return {
        "events": tenant.events.count,
        "requests": tenant.requests.count,
        "deliveries": tenant.deliveries.changes,
        "last_delivery": tenant.deliveries.last_number,
        "calls": exchange.story_count,
        "agents": people,
        "extensions": people,
        "queues": counts[QueueEvent],
        "campaigns": _mark(
            counts[DialerEvent],
            [
                (state.status, state.pending.numbered, len(state.pending), len(state.dialer.live), state.dialer.reason)
                for state in exchange.campaigns.values()
            ],
        ),
        "cdrs": exchange.log.last_number,
        "expectations": _mark(
            len(exchange.expectations),
            sum(each.times for each in exchange.expectations),
            [(each.number, each.outcome.kind) for each in exchange.expectations[-1:]],
        ),
        "faults": _mark([(each.number, each.seen, each.struck) for each in tenant.faults.all()]),
        "organization": tenant.edition,
        "organizations": registry.changes,
        "unresolved": registry.unresolved.count,
        "clock": {
            "mode": tenant.clock.mode,
            "speed": tenant.clock.speed,
            "now": exchange.now,
            "advancing": tenant.advances.running,
            **advance(tenant),
        },
    }


class Advancing(TypedDict, total=False):
    advance: SandboxAdvance


def advance(tenant: Tenant) -> Advancing:
    """Where a running advance began and where it goes, for a bar: ``until`` null when it goes on until all is idle."""
    running = tenant.advances.span
    return {} if running is None else {"advance": {"from": running[0], "until": running[1]}}


def _mark(*state: Any) -> int:
    """A number for what is short and has no counter of its own."""
    return crc32(repr(state).encode(errors="replace"))
