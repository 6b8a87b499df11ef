"""What the how-to page says is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

from flask import Flask

from voicenter_mock.contracts.operations import CALLBACKS
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.callbacks import circuits, per_call_queue
from voicenter_mock.mockserver.callbacks.verdicts import Verdict

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "callbacks.md").read_text("utf-8")


def test_its_python_runs(voicenter: Voicenter):
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    app, asked = Flask("crm"), list[str]()

    @app.post("/voicenter/popup")
    def popup() -> dict[str, Any]:
        asked.append("popup")
        return {"STATUS": "OK"}

    assert app.view_functions["popup"] is popup
    exec(program, {"voicenter": voicenter, "flask_app": app})
    voicenter.incoming_call(did="0722776774")
    voicenter.clock.run_until_idle()

    assert [delivery.status for delivery in voicenter.deliveries] == ["acknowledged"] * 4
    assert asked == ["popup"] * 3


def test_it_names_every_verdict():
    assert [verdict for verdict in get_args(Verdict) if f"`{verdict}`" not in PAGE] == []


def test_its_numbers_are_the_programs():
    assert f"at most {per_call_queue.IN_FLIGHT} at once" in PAGE
    assert f"After {circuits.FAILURES_TO_OPEN} attempts in a row" in PAGE
    assert f"after {circuits.FIRST_PROBE_SECONDS:g} simulated seconds" in PAGE
    assert f"up to {circuits.LONGEST_PROBE_SECONDS:g}." in PAGE
    waits = [CALLBACKS[name].timeout_seconds for name in ("cdr_notification", "popup", "external_ivr.get_ivr_action")]
    assert [float(seconds) for seconds in re.findall(r"\| (\d+) s \|", PAGE)][:3] == waits
