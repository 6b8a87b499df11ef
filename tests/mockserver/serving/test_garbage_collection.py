"""Garbage collection of a server's process: what is kept is not looked through again, and rings go all the same."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.serving import garbage_collection
from voicenter_mock.mockserver.serving.garbage_collection import GarbageCollection


class Ring:
    """Something that only the collector frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def undone() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_what_is_kept_is_out_of_the_collector_s_sight():
    kept = [Ring() for _ in range(1000)]
    GarbageCollection().step()
    assert sum(isinstance(each, Ring) for each in gc.get_objects()) == 0
    assert len(kept) == 1000


def test_a_ring_that_lasted_less_than_a_step_is_freed_by_it():
    ring = weakref.ref(Ring())
    GarbageCollection().step()
    assert ring() is None


def test_rings_that_were_kept_go_when_they_have_become_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(garbage_collection, "GROWTH", 1.0)
    collection = GarbageCollection(spare_blocks=0)
    collection.step()
    organization = [Ring() for _ in range(1000)]
    collection.step()
    ring = weakref.ref(organization[0])
    organization.clear()
    assert ring() is not None
    more = [Ring() for _ in range(20_000)]  # more blocks than the collection of what other tests left gives back
    collection.step()
    assert ring() is None
    assert len(more) == 20_000


def test_all_is_looked_through_only_when_there_is_much_more(monkeypatch: pytest.MonkeyPatch):
    collection = GarbageCollection()
    collection.step()
    full = 0

    def unfreeze() -> None:
        nonlocal full
        full += 1

    monkeypatch.setattr(gc, "unfreeze", unfreeze)
    kept = [Ring() for _ in range(100)]
    collection.step()
    assert (full, len(kept)) == (0, 100)
