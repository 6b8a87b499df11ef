"""Charts over the control API: how many calls, how long people waited, what campaigns dialled, over simulated time."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .control import ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxStatistics, SandboxStatisticsRowsItem

WIDEST = 366 * 86_400


@control("statistics")
def statistics(request: ControlRequest) -> SandboxStatistics:
    since, bucket = request.epoch("since"), request.natural("bucket", 0)
    if request.query.get("bucket") and not 1 <= bucket <= WIDEST:
        raise ControlError(
            400, "invalid", f"query value 'bucket': {bucket} is not 1 to {WIDEST} seconds", field="bucket"
        )
    with request.tenant.use(wait=request.wait) as exchange:
        seconds, rows = exchange.statistics.rows(since, bucket or None, exchange.now)
        return {
            "began": exchange.statistics.began,
            "now": exchange.now,
            "seconds": seconds,
            "rows": cast("list[SandboxStatisticsRowsItem]", rows),
        }
