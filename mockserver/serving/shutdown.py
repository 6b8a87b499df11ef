"""The end of a server: what is on its way gets a moment, and what stays behind is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...contracts.sentences import counted
from ..callbacks.real_time import real_seconds
from ..wire.console import log

if TYPE_CHECKING:
    from ..tenancy.tenants import Tenant


DRAIN_SECONDS = 0.5


def drain(tenants: Iterable[Tenant], seconds: float = DRAIN_SECONDS) -> None:
    """Waits so many real seconds at most, for all together, until no attempt is under way or due.

    Then says of each organization how many deliveries are pending still: a database keeps them, nothing else does.
    """
    end = real_seconds() + seconds
    for tenant in tenants:
        deliveries = tenant.deliveries
        deliveries.drain(max(0.0, end - real_seconds()))
        pending = len(deliveries.pending())
        if pending:
            fate = "kept in the database" if deliveries.is_stored else "lost now (serve --db FILE keeps them)"
            log.warning("organization %s: %s still pending, %s", tenant.id, counted(pending, "callback"), fate)
