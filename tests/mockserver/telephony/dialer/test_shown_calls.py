"""What a campaign's events show of its calls: those that there were then, whenever somebody looks."""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.sandbox.events import as_data
from voicenter_mock.mockserver.telephony.legs import recordings
from voicenter_mock.mockserver.telephony.model.calls import ExtensionCall
from voicenter_mock.mockserver.telephony.model.events import DialerEvent, Event
from voicenter_mock.mockserver.telephony.model.shown_calls import CHANGES_IN_A_ROW

from .call_centre import CallCentre


class _Watched:
    """A call centre with so many numbers to dial, and beside each of its campaign's events the calls that it had when
    the event came.
    """

    def __init__(self, kind: str, numbers: int) -> None:
        self.centre = CallCentre(kind, agents=3, max_calls=6, coefficient=2, wrap_up_seconds=1)
        self.seen: list[tuple[DialerEvent, tuple[ExtensionCall, ...]]] = []
        self.watch()
        for number in range(numbers):
            self.centre.add(number)

    def watch(self) -> None:
        def note(event: Event) -> None:
            if isinstance(event, DialerEvent):
                self.seen.append((event, tuple(self.centre.dialer.views.values())))

        self.centre.exchange.subscribers.append(note)

    def check(self) -> None:
        for event, calls in self.seen:
            assert event.calls == (calls if event.reason != "UPDATE" else ())


@pytest.mark.parametrize("kind", ["agents", "ivr"])
def test_an_event_shows_the_calls_of_its_moment(kind: str) -> None:
    watched = _Watched(kind, CHANGES_IN_A_ROW)
    watched.centre.finish()
    assert len(watched.seen) > 2 * CHANGES_IN_A_ROW
    assert max(len(calls) for _, calls in watched.seen) > 2
    watched.check()


def test_what_changes_without_an_event_is_in_the_next_one() -> None:
    watched = _Watched("agents", 3)
    watched.centre.run(5)
    recordings.set_muted(watched.centre.exchange, watched.centre.calls[0], muted=True)
    watched.centre.finish()
    assert any(view.muted for event, _ in watched.seen for view in event.calls)
    watched.check()


def test_a_restored_campaign_goes_on_with_the_calls_that_it_has() -> None:
    watched = _Watched("agents", 6)
    watched.centre.run(5)
    watched.centre.restore()
    watched.watch()
    watched.centre.finish()
    assert len(watched.seen[-1][0].calls) == 0
    watched.check()


def test_the_calls_stand_in_an_event_s_data() -> None:
    watched = _Watched("agents", 1)
    watched.centre.run(1)
    event, calls = watched.seen[-1]
    data = as_data(7, event)
    assert list(data) == ["number", "type", "time", "reason", "campaign", "call", "calls"]
    assert [view["call_id"] for view in data.get("calls", [])] == [view.call_id for view in calls]
