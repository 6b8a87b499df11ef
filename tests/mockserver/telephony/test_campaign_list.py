"""The list of pending calls: which comes next, what the totals are, and that nothing is lost on the way."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from voicenter_mock.mockserver.telephony.model import campaign_list, pending_call
from voicenter_mock.mockserver.telephony.model.campaign_list import CampaignList
from voicenter_mock.mockserver.telephony.model.pending_call import PendingCall


def listed(*calls: PendingCall) -> CampaignList:
    pending = CampaignList()
    for call in calls:
        pending.add(call, 0)
    return pending


def drained(pending: CampaignList, now: float = 0) -> Iterator[PendingCall]:
    while (call := pending.take(now)) is not None:
        yield call


def test_higher_priority_comes_first_and_then_who_came_first() -> None:
    pending = listed(
        *(PendingCall(name, priority) for name, priority in [("a", 1), ("b", 5), ("c", 1), ("d", 5), ("e", -3)])
    )
    assert [call.target for call in drained(pending)] == ["b", "d", "a", "c", "e"]


def test_none_comes_before_its_time() -> None:
    pending = listed(PendingCall("late", 9, not_before=100), PendingCall("now"))
    assert [call.target for call in drained(pending, 99)] == ["now"]
    assert pending.next_time() == 100
    assert [call.target for call in drained(pending, 100)] == ["late"]


def test_a_call_put_back_waits_for_its_new_time_and_keeps_its_number() -> None:
    pending = listed(PendingCall("a"), PendingCall("b"))
    call = pending.take(0)
    assert call is not None
    assert pending.put_back(call, 50)
    assert [one.target for one in drained(pending, 0)] == ["b"]
    assert [one.number for one in drained(pending, 50)] == [1]


def test_a_call_taken_before_the_list_was_cleared_does_not_come_back() -> None:
    pending = listed(PendingCall("a"), PendingCall("b"))
    call = pending.take(0)
    assert call is not None
    assert pending.clear() == 1
    assert not pending.put_back(call, 0)
    assert len(pending) == 0


def test_totals_follow_what_is_added_changed_and_removed() -> None:
    pending = listed(PendingCall("a", 1), PendingCall("b", 7), PendingCall("c", 7))
    assert (len(pending), pending.highest_priority, pending.lowest_priority) == (3, 7, 1)
    pending.reorder(pending.to("a")[0], priority=9, not_before=0)
    assert (pending.highest_priority, pending.lowest_priority) == (9, 7)
    for target in "abc":
        pending.remove(pending.to(target)[0])
    assert (len(pending), pending.highest_priority, pending.lowest_priority) == (0, 0, 0)


def test_several_calls_to_one_number_are_all_found() -> None:
    pending = listed(PendingCall("a", 1), PendingCall("b"), PendingCall("a", 2))
    assert [call.number for call in pending.to("a")] == [1, 3]


def test_it_can_be_written_out_and_read_back() -> None:
    pending = listed(PendingCall("a", 1, custom={"x": 1}), PendingCall("b", 5, not_before=7))
    again = CampaignList.from_data(pending.as_data())
    assert again.as_data() == pending.as_data()
    assert [call.target for call in drained(again, 10)] == ["b", "a"]


class TwoLists(RuleBasedStateMachine):
    """One that packs almost everything does what one does that packs nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.lists = (CampaignList(), CampaignList())
        self.out: list[tuple[PendingCall, PendingCall]] = []
        self.now = 0.0
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(pending_call, "PAGE", 3)

    def teardown(self) -> None:
        self.patch.undo()

    def both(self, act: Callable[[CampaignList], Any]) -> tuple[Any, Any]:
        found: list[Any] = []
        for pending, unpacked in zip(self.lists, (1, 1 << 60), strict=True):
            self.patch.setattr(campaign_list, "UNPACKED", unpacked)
            found.append(act(pending))
        return found[0], found[1]

    @rule(calls=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2), st.sampled_from([0, 0, 0, 5]))))
    def add(self, calls: list[tuple[str, int, float]]) -> None:
        self.both(
            lambda pending: pending.add_all(
                [
                    (phone, priority, self.now + later if later else 0, "", "", "", {"of": phone}, False)
                    for phone, priority, later in calls
                ],
                self.now,
            )
        )

    @rule(seconds=st.sampled_from([0, 0, 1, 5]))
    def take(self, seconds: float) -> None:
        self.now += seconds
        packed, plain = self.both(lambda pending: pending.take(self.now))
        assert entry_values(packed) == entry_values(plain)
        if packed is not None:
            self.out.append((packed, plain))

    @precondition(lambda self: self.out)
    @rule(data=st.data(), later=st.sampled_from([0, 1, 5]))
    def try_again(self, data: st.DataObject, later: float) -> None:
        again = self.out.pop(data.draw(st.integers(0, len(self.out) - 1)))
        for pending, call in zip(self.lists, again, strict=True):
            assert pending.put_back(call, self.now + later if later else 0)

    @rule(phone=st.sampled_from("abc"))
    def remove(self, phone: str) -> None:
        packed, plain = self.both(lambda pending: pending.to(phone))
        assert [entry_values(call) for call in packed] == [entry_values(call) for call in plain]
        for pending, calls in zip(self.lists, (packed, plain), strict=True):
            for call in calls[:1]:
                pending.remove(call)

    @rule()
    def look_at_all(self) -> None:
        packed, plain = self.both(lambda pending: [entry_values(call) for call in pending])
        assert packed == plain

    @rule()
    def clear(self) -> None:
        assert len(set(self.both(lambda pending: pending.clear()))) == 1
        self.out.clear()

    @invariant()
    def totals_agree(self) -> None:
        for total in (len, highest, lowest):
            packed, plain = map(total, self.lists)
            assert packed == plain


def entry_values(call: PendingCall | None) -> list[Any]:
    return [] if call is None else [getattr(call, name) for name in pending_call.ENTRY]


def highest(pending: CampaignList) -> int:
    return pending.highest_priority


def lowest(pending: CampaignList) -> int:
    return pending.lowest_priority


test_a_list_that_packs_does_what_one_does_that_does_not = TwoLists.TestCase


def test_a_long_list_takes_little_more_memory_than_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_list, "UNPACKED", 100)
    pending = CampaignList()
    tracemalloc.start()
    for number in range(20_100):
        pending.add(PendingCall(f"97250{number:07}", custom={"var_LeadID": str(number), "var_list": "spring"}), 0.0)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / len(pending) < 130
    assert [call.target for call in drained(pending)] == [f"97250{number:07}" for number in range(20_100)]


def test_custom_data_that_is_no_json_is_kept_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_list, "UNPACKED", 0)
    something = object()
    pending = listed(PendingCall("a", custom={"x": something}))
    [call] = drained(pending)
    assert call.custom == {"x": something}


class ListMachine(RuleBasedStateMachine):
    """Against a plain list that is sorted each time."""

    def __init__(self) -> None:
        super().__init__()
        self.pending = CampaignList()
        self.model: list[PendingCall] = []
        self.out: list[PendingCall] = []
        self.now = 0.0

    @rule(phone=st.sampled_from("abc"), priority=st.integers(-3, 3), later=st.sampled_from([0, 0, 5]))
    def add(self, phone: str, priority: int, later: float) -> None:
        call = PendingCall(phone, priority, self.now + later if later else 0)
        self.pending.add(call, self.now)
        self.model.append(call)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), priority=st.integers(-3, 3), later=st.sampled_from([0, 5]))
    def change(self, data: st.DataObject, priority: int, later: float) -> None:
        call = data.draw(st.sampled_from(self.model))
        self.pending.reorder(call, priority=priority, not_before=self.now + later if later else 0)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(self.model))
        self.pending.remove(call)
        self.model.remove(call)

    @rule(seconds=st.sampled_from([0, 1, 5]))
    def take(self, seconds: float) -> None:
        self.now += seconds
        due = [call for call in self.model if call.not_before <= self.now]
        expected = min(due, key=lambda call: (-call.priority, call.number), default=None)
        next_call = self.pending.take(self.now)
        assert next_call is expected
        if next_call is not None:
            self.model.remove(next_call)
            self.out.append(next_call)

    @precondition(lambda self: self.out)
    @rule(later=st.sampled_from([1, 5]))
    def try_again(self, later: float) -> None:
        call = self.out.pop()
        assert self.pending.put_back(call, self.now + later)
        self.model.append(call)

    @rule()
    def clear(self) -> None:
        self.pending.clear()
        self.model.clear()
        self.out.clear()

    @invariant()
    def totals_agree(self) -> None:
        priorities = [call.priority for call in self.model]
        assert len(self.pending) == len(self.model)
        assert self.pending.highest_priority == max(priorities, default=0)
        assert self.pending.lowest_priority == min(priorities, default=0)
        assert {call.number for call in self.pending} == {call.number for call in self.model}
        assert sorted(call.number for call in self.pending.to("a")) == sorted(
            call.number for call in self.model if call.target == "a"
        )

    @invariant()
    def the_next_time_is_the_first_that_waits(self) -> None:
        self.pending.next(self.now)
        waiting = [call.not_before for call in self.model if call.not_before > self.now]
        assert self.pending.next_time() == min(waiting, default=None)


TestListMachine = ListMachine.TestCase


def test_heaps_do_not_grow_with_retries() -> None:
    pending = listed(PendingCall("keep"))
    for _ in range(5000):
        call = pending.take(0)
        assert call is not None
        pending.put_back(call, 0)
    held: list[int] = pending._ready + pending._highest  # pyright: ignore[reportPrivateUsage]
    assert len(held) < 4000


@pytest.mark.parametrize("count", [5000])
def test_heaps_do_not_grow_with_what_was_removed(count: int) -> None:
    pending = listed(PendingCall("keep"))
    for index in range(count):
        pending.add(PendingCall("x", index), 0)
        pending.remove(pending.to("x")[0])
    for priority in range(count):
        pending.reorder(pending.to("keep")[0], priority=priority, not_before=0)
    held: list[int] = pending._ready + pending._highest  # pyright: ignore[reportPrivateUsage]
    assert len(held) < 4000
