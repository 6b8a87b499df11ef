"""Whatever a tester does to a call, at whatever moment of it: what always holds goes on holding, and the call ends.
What there is right after it can be written out and read back.
"""

from __future__ import annotations

import pytest

from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone, Refused

from .actions import SCRIPTS, Moment, actions, moments, to_the_end

pytestmark = pytest.mark.slow


def try_everything(name: str, every: int) -> int:
    """At every so manieth moment of a script, each deed by itself. Returns how many of them could be done."""
    simulation = Moment()
    document, done = simulation.document, 0
    for text in list(moments(simulation, SCRIPTS[name]))[::every]:
        simulation.back(text, document)
        for described, act in list(actions(simulation)):
            simulation.back(text, document)
            try:
                act(simulation)
            except (CannotBeDone, Refused):
                continue
            done += 1
            try:
                simulation.back(simulation.written(), simulation.document)
                to_the_end(simulation)
            except Exception as error:
                error.add_note(f"after: {described}")
                raise
    return done


@pytest.mark.parametrize("name", SCRIPTS)
def test_anything_may_happen_at_many_moments(name: str):
    assert try_everything(name, every=9) > 20


@pytest.mark.thorough
@pytest.mark.parametrize("name", SCRIPTS)
def test_anything_may_happen_at_every_moment(name: str):
    assert try_everything(name, every=1) > 100
