"""Calling hours and days of a campaign, on the organization's wall clock, whatever that clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..model.directory import Campaign

NEVER = float("inf")
_DAYS_AHEAD = 8
"""Every calling day comes again within a week."""


def is_open(campaign: Campaign, zone: ZoneInfo, moment: float) -> bool:
    """Whether the wall clock shows a time within the calling hours, on a calling day."""
    local = datetime.fromtimestamp(moment, zone)
    if campaign.calling_days and local.weekday() not in campaign.calling_days:
        return False
    wall_time = local.strftime("%H:%M")
    return not campaign.calling_hours or any(start <= wall_time < end for start, end in campaign.calling_hours)


def opening(campaign: Campaign, zone: ZoneInfo, moment: float) -> tuple[float, float]:
    """When it may call next (``moment`` itself while it may), and until when from then on; both epochs, ``NEVER``
    where that does not come.
    """
    if not campaign.calling_hours and not campaign.calling_days:
        return moment, NEVER
    changes = _changes(campaign, zone, moment)
    start = moment
    if not is_open(campaign, zone, moment):
        found = next((change for change in changes if is_open(campaign, zone, change)), None)
        if found is None:
            return NEVER, NEVER
        start = found
    end = next((change for change in changes if change > start and not is_open(campaign, zone, change)), None)
    # nothing closes it within the days looked at: look again then
    return start, changes[-1] if end is None else end


def _changes(campaign: Campaign, zone: ZoneInfo, moment: float) -> list[float]:
    """Every moment of the coming days at which the answer may be another one, in order."""
    today = datetime.fromtimestamp(moment, zone).date()
    found: set[float] = set()
    for number in range(_DAYS_AHEAD + 1):
        day = today + timedelta(days=number)
        found.update(_moments(day, "00:00", zone))
        for pair in campaign.calling_hours:
            for time in pair:
                found.update(_moments(day, time, zone))
        if (jump := _jump(day, zone)) is not None:
            found.add(jump)
    return sorted(change for change in found if change > moment)


def _moments(day: date, time: str, zone: ZoneInfo) -> tuple[float, float]:
    """When the clock shows that time: twice in the hour that comes twice."""
    hour, minute = int(time[:2]), int(time[3:])
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return local.timestamp(), local.replace(fold=1).timestamp()


def _jump(day: date, zone: ZoneInfo) -> float | None:
    """When the clock is put forward or back on that day."""
    low = int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
    high = low + 26 * 3600
    before = _offset(low, zone)
    if before == _offset(high, zone):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return float(high)


def _offset(moment: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset()
