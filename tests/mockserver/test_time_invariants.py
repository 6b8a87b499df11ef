"""Clocks that are switched, advanced and waited for at random, on a wall that may jump: time does what it says."""

from __future__ import annotations

import time
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.state.clock import Mode
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.tenancy.tenants import Tenant

pytestmark = pytest.mark.slow

START = 1_700_000_000.0
DIDS = ["0722776772", "0722776773", "0722776774"]
"""A menu, a queue, an extension: nobody is asked, which would stop the time."""


class Clocks(RuleBasedStateMachine):
    """``expected`` is where simulated time has to be; ``anchor`` the wall and the simulated time that it counts from."""

    def __init__(self) -> None:
        super().__init__()
        self.wall = START
        self._patch = mock.patch.object(time, "time", new=self._now)
        self._patch.start()
        self.tenant = Tenant(demo(), now=START)
        self.mode: Mode = "manual"
        self.speed = 1.0
        self.expected = START
        self.anchor = (START, START)
        self.calls: list[str] = []

    def _now(self) -> float:
        return self.wall

    def _look(self) -> None:
        """Somebody uses the organization, which brings its time up to the present."""
        if self.mode != "manual":
            wall, simulated = self.anchor
            self.expected = max(self.expected, simulated + (self.wall - wall) * self.speed)
        with self.tenant.use():
            pass

    def _anchor(self) -> None:
        self.anchor = (self.wall, self.expected)

    @rule(seconds=st.sampled_from([0.0, 0.25, 3.0, 60.0, 4000.0, -5.0]))
    def the_wall_moves(self, seconds: float) -> None:
        self.wall += seconds

    @rule(mode=st.sampled_from(["manual", "realtime", "scaled"]), speed=st.sampled_from([0.5, 10.0, 1000.0]))
    def the_clock_is_set(self, mode: Mode, speed: float) -> None:
        self._look()
        self.tenant.set_clock(mode, speed)
        self.mode, self.speed = mode, 1.0 if mode == "realtime" else speed
        self._anchor()

    @rule(seconds=st.sampled_from([0.0, 0.5, 7.0, 100.0]))
    def time_is_advanced(self, seconds: float) -> None:
        self._look()
        self.expected += seconds
        assert self.tenant.advance(seconds=seconds) == self.expected
        self._anchor()

    @rule()
    def everything_is_run_to_its_end(self) -> None:
        self._look()
        self.expected = self.tenant.advance(until="idle")
        assert not self.tenant.exchange.calls
        self._anchor()

    @rule(did=st.sampled_from(DIDS), talk=st.sampled_from([0.5, 30.0]))
    def somebody_calls(self, did: str, talk: float) -> None:
        self._look()
        with self.tenant.use() as exchange:
            call = Operator(exchange).incoming_call("0501234567", did, talk_seconds=talk)
            self.calls.append(call.id)
            assert call.started == self.expected

    @invariant()
    def time_is_where_it_has_to_be(self) -> None:
        self._look()
        exchange = self.tenant.exchange
        assert exchange.now == self.expected
        due = exchange.scheduler.next_time()
        assert due is None or due > exchange.now, "something that is due has not happened"
        for entry in self.tenant.events.since(0):
            assert entry.event.time <= exchange.now
        times = [entry.event.time for entry in self.tenant.events.since(0)]
        assert times == sorted(times)
        assert set(self.calls) == set(exchange.calls) | set(exchange.ended), "no call is lost"

    def teardown(self) -> None:
        self.tenant.advance(until="idle")
        assert not self.tenant.exchange.calls
        self.tenant.close()
        self._patch.stop()


TestTime = Clocks.TestCase
TestTime.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
