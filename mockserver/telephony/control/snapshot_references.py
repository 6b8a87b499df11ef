"""What the parts of a restored exchange say of each other: every name and number leads to something that is there.

The types of a snapshot's values are right by now (``snapshot_values``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..core.exchange import Exchange
from ..core.scheduler import STEPS
from ..legs.dialling import FLOWS
from ..model.calls import Call
from ..model.campaign_list import CampaignList
from ..model.campaign_report import DISPOSITIONS, WAITS, CampaignReport
from ..model.campaign_state import CampaignState
from ..model.statistics import WIDTHS, Statistics
from ..model.written_types import written_types
from .snapshot_values import SnapshotError, Values

Problem = tuple[str, str]
"""Place and sentence."""


def check_references(exchange: Exchange) -> None:
    """Raises ``SnapshotError`` for the first thing that leads nowhere."""
    for place, message in _problems(exchange):
        raise SnapshotError(message, place)


def check_step(name: str, arguments: tuple[Any, ...], values: Values, place: str) -> None:
    """Whether a step is known and takes these arguments. Raises ``SnapshotError``."""
    function = STEPS.get(name)
    if function is None:
        raise SnapshotError(f"there is no step {name[:60]!r}", place)
    _, *wanted = (hint for parameter, hint in written_types(function).items() if parameter != "return")
    if len(wanted) != len(arguments):
        raise SnapshotError(f"the step {name} takes {len(wanted)} arguments, not {len(arguments)}", place)
    for index, (hint, argument) in enumerate(zip(wanted, arguments, strict=True)):
        values.read(hint, argument, ((None, place), index))


def _problems(exchange: Exchange) -> Iterator[Problem]:
    directory = exchange.directory
    yield from _same("state.extensions", exchange.extensions, directory.extensions, "extension")
    yield from _same("state.queues", exchange.queues, directory.queues, "queue")
    yield from _same("state.campaigns", exchange.campaigns, directory.campaigns, "campaign")
    yield from _same("state.agents", exchange.agents, directory.users, "user")
    yield from _people(exchange)
    for name, calls in (("calls", exchange.calls), ("ended", exchange.ended)):
        for key, call in calls.items():
            place = f"state.{name}.{key}"
            if call.id != key:
                yield f"{place}.id", f"the call is {call.id!r} here"
            yield from ((f"{place}.{member}", message) for member, message in _call(exchange, call))
    for queue in exchange.queues.values():
        for key, waiting in queue.callers.items():
            if key != waiting.call_id or key not in exchange.calls:
                yield f"state.queues.{queue.id}.callers.{key}", "no call of that id is up"
    for campaign in exchange.campaigns.values():
        for member, message in _campaign(exchange, campaign):
            yield f"state.campaigns.{campaign.code}.{member}", message
    for number, asked in exchange.questions.items():
        if asked.id != number or asked.then not in STEPS or exchange.call(asked.call_id) is None:
            yield f"state.questions.{number}", "it is of no call, which may have ended meanwhile"
    yield from _statistics(exchange.statistics)
    if exchange.now < exchange.statistics.began:
        yield "scheduler.now", "time was later when the exchange began"


def _same(place: str, found: Mapping[Any, Any], known: Mapping[Any, Any], what: str) -> Iterator[Problem]:
    """Every entry of the document has its state, under its own key, and nothing else has."""
    for key in known:
        if key not in found:
            yield place, f"{what} {key!r} of the document is missing"
    for key, state in found.items():
        own = getattr(state, {"extension": "sip", "queue": "id", "campaign": "code", "user": "user"}[what])
        if key not in known or own != key:
            yield f"{place}.{key}", f"the document has no {what} {own!r}"


def _people(exchange: Exchange) -> Iterator[Problem]:
    for sip, state in exchange.extensions.items():
        if state.user and state.user not in exchange.agents:
            yield f"state.extensions.{sip}.user", f"there is no user {state.user}"
        for key, call in state.calls.items():
            if key != call.call_id or key not in exchange.calls:
                yield f"state.extensions.{sip}.calls.{key}", "no call of that id is up"
    for user, agent in exchange.agents.items():
        if agent.extension and agent.extension not in exchange.extensions:
            yield f"state.agents.{user}.extension", f"there is no extension {agent.extension!r}"


def _call(exchange: Exchange, call: Call) -> Iterator[Problem]:
    """A call's campaign, layer and queue may be gone from the document: it goes on without them."""
    if call.flow not in FLOWS:
        yield "flow", f"there is no flow {call.flow[:60]!r}"
    for index, leg in enumerate(call.legs):
        if leg.index != index:
            yield f"legs[{index}].index", "the legs are not in their order"
        if leg.kind == "extension" and leg.number not in exchange.extensions and leg.open:
            yield f"legs[{index}].number", f"there is no extension {leg.number[:60]!r}"
    visit = None if call.ended else call.queue
    if visit is not None and any(not 0 <= index < len(call.legs) for index in visit.ringing):
        yield "queue.ringing", "there are no such legs"


def _campaign(exchange: Exchange, campaign: CampaignState) -> Iterator[Problem]:
    for sip in (*campaign.members, *campaign.dialer.agents, *campaign.dialer.ready):
        if sip not in exchange.extensions:
            yield "members", f"there is no extension {sip[:60]!r}"
    if campaign.queue_for_monitoring is not None and campaign.queue_for_monitoring not in exchange.queues:
        yield "queue_for_monitoring", f"there is no queue {campaign.queue_for_monitoring}"
    for call_id in (*campaign.dialer.live, *campaign.dialer.views):
        if call_id not in exchange.calls:
            yield "dialer", f"no call {call_id[:60]!r} is up"
    yield from _report(campaign.dialer.report)
    yield from ((f"pending.{member}", message) for member, message in _pending(campaign.pending))


def _report(report: CampaignReport) -> Iterator[Problem]:
    place = "dialer.report"
    if report.bucket_seconds < 1:
        yield f"{place}.bucket_seconds", "it is a second at least"
    if len(report.waits) != len(WAITS) + 1:
        yield f"{place}.waits", f"there are {len(WAITS) + 1} classes of waiting times"
    if set(report.outcomes) != set(DISPOSITIONS):
        yield f"{place}.outcomes", f"there are {', '.join(DISPOSITIONS)}"


def _pending(pending: CampaignList) -> Iterator[Problem]:
    data = pending.inside()
    for number, call in data.calls.items():
        if call.number != number or number > pending.numbered:
            yield f"calls.{number}", "its number is another"
    targets = {target: [numbers] if isinstance(numbers, int) else numbers for target, numbers in data.by_target.items()}
    listed = sorted((call.target, number) for number, call in data.calls.items())
    if listed != sorted((target, number) for target, numbers in targets.items() for number in numbers):
        yield "by_target", "the calls are to other numbers"
    if data.counts != Counter(call.priority for call in data.calls.values()):
        yield "counts", "the calls have other priorities"
    if not set(data.counts) <= {-key for key in data.highest} & set(data.lowest):
        yield "highest", "a priority is missing"
    waiting = set(data.ready) | {key for _, key in data.later}
    if not {call.key for call in data.calls.values()} <= waiting:
        yield "ready", "a call is missing"
    for name in ("ready", "later", "highest", "lowest"):
        heap: list[Any] = getattr(data, name)
        if any(heap[(index - 1) // 2] > heap[index] for index in range(1, len(heap))):
            yield name, "it is not in order"


def _statistics(statistics: Statistics) -> Iterator[Problem]:
    place = "state.statistics"
    if len(statistics.open) != len(WIDTHS) or statistics.open[0] is None:
        yield f"{place}.open", f"there is one stretch for each of {len(WIDTHS)} widths"
    if len(statistics.kept) != len(WIDTHS):
        yield f"{place}.kept", f"there is one list for each of {len(WIDTHS)} widths"
    for stretch in (*statistics.open, *(stretch for kept in statistics.kept for stretch in kept)):
        if stretch is not None and any(len(counts) != 2 for counts in stretch.campaigns.values()):
            yield f"{place}.campaigns", "a campaign has two counts"
