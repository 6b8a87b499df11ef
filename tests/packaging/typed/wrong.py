"""Mistakes that a type checker finds before the test runs: one on each line that says so."""

from __future__ import annotations

from voicenter_mock.fixtures.live import LiveVoicenter
from voicenter_mock.fixtures.voicenter import Voicenter


def test_mistakes(voicenter: Voicenter, voicenter_live: LiveVoicenter) -> None:
    voicenter.incomming_call()  # wrong
    voicenter.incoming_call(talk_secs=3)  # wrong
    voicenter.deliver_to(print, "cdrs")  # wrong
    voicenter.extensions["SIPSIP1"].go("away")  # wrong
    voicenter.faults.add("click2call", body="broken")  # wrong
    voicenter.clock.set("manuel")  # wrong
    voicenter.clock.advance("60")  # wrong
    voicenter.wait_for("ANSWER")  # wrong
    print(voicenter_live.tenant)  # wrong
