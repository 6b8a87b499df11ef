"""Garbage collection of a server's process: what is kept is not looked through again, and rings go all the same.

Each test is a process of its own, as a server is: in this one, each look would go through all that other tests have made.
"""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

PREAMBLE = """
import gc, weakref
from voicenter_mock.mockserver.serving import garbage_collection
from voicenter_mock.mockserver.serving.garbage_collection import GarbageCollection

class Ring:
    '''Something that only the collector frees.'''
    def __init__(self):
        self.itself = self

gc.disable()
"""


def run(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", PREAMBLE + dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_is_kept_is_out_of_the_collector_s_sight():
    run("""
        kept = [Ring() for _ in range(1000)]
        GarbageCollection().step()
        assert sum(isinstance(each, Ring) for each in gc.get_objects()) == 0
        assert len(kept) == 1000
    """)


def test_a_ring_that_lasted_less_than_a_step_is_freed_by_it():
    run("""
        ring = weakref.ref(Ring())
        assert ring() is not None
        GarbageCollection().step()
        assert ring() is None
    """)


def test_rings_that_were_kept_go_when_they_have_become_many():
    run("""
        garbage_collection.GROWTH = 1.0
        collection = GarbageCollection(spare_blocks=0)
        collection.step()
        organization = [Ring() for _ in range(1000)]
        collection.step()
        ring = weakref.ref(organization[0])
        organization.clear()
        assert ring() is not None
        more = [Ring() for _ in range(2000)]
        collection.step()
        assert ring() is None
        assert len(more) == 2000
    """)


def test_all_is_looked_through_only_when_there_is_much_more():
    run("""
        collection = GarbageCollection()
        collection.step()
        unfrozen = []
        gc.unfreeze = lambda: unfrozen.append(True)
        kept = [Ring() for _ in range(100)]
        collection.step()
        assert (unfrozen, len(kept)) == ([], 100)
    """)


def test_what_a_server_has_loaded_is_not_looked_through():
    run("""
        loaded = [Ring() for _ in range(1000)]
        collection = GarbageCollection()
        collection.keep()
        unfrozen = []
        gc.unfreeze = lambda: unfrozen.append(True)
        collection.step()
        assert sum(isinstance(each, Ring) for each in gc.get_objects()) == 0
        assert (unfrozen, len(loaded)) == ([], 1000)
    """)


def test_a_server_keeps_what_it_has_loaded_before_the_first_step():
    run("""
        import threading
        done, kept = [], threading.Event()
        garbage_collection.LOADED_SECONDS = 0
        collection = GarbageCollection(interval_seconds=0.001)
        collection.keep = lambda: done.append("kept")
        collection.step = lambda: (done.append("step"), kept.set())
        collection.start()
        assert kept.wait(20)
        collection.stop()
        assert done[:2] == ["kept", "step"]
    """)
