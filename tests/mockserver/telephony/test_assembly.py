"""What an exchange is made of stands in one list: everything with a name of its own exists whoever makes an exchange."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from voicenter_mock.mockserver.telephony.control import flows
from voicenter_mock.mockserver.telephony.core import scheduler
from voicenter_mock.mockserver.telephony.core.scheduler import STEPS
from voicenter_mock.mockserver.telephony.legs.dialling import FLOWS
from voicenter_mock.mockserver.telephony.presence import availability
from voicenter_mock.mockserver.telephony.routing import ivr, places, queues

STEPS_HOME = scheduler.__name__
TELEPHONY = Path(flows.__file__).parent.parent


def written(decorator: str) -> dict[str, str]:
    """Each name given to a decorator in the sources, with its module."""
    return {
        name: f"{flows.__name__.rpartition('.control')[0]}.{path.parent.name}.{path.stem}"
        for path in TELEPHONY.rglob("*.py")
        for name in re.findall(rf'^@{decorator}\("([^"]+)"\)', path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def test_every_module_that_defines_steps_or_places_is_listed():
    assert {*written("step").values(), *written("place").values()} == {module.__name__ for module in flows.MODULES}


def test_every_step_and_every_place_exists_once_the_list_is_loaded():
    code = (
        f"import {flows.__name__}\n"
        f"from {STEPS_HOME} import STEPS\n"
        f"from {places.__name__} import PLACES\n"
        "print(*sorted(STEPS), *sorted(PLACES), sep='\\n')\n"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert printed == [*sorted(written("step")), *sorted(written("place"))]


def test_who_is_asked_first_does_not_depend_on_who_was_imported_first():
    assert [listener.__module__.rpartition(".")[2] for listener in availability.LISTENERS] == ["queues", "dialer"]
    assert [listener.__module__.rpartition(".")[2] for listener in queues.LISTENERS] == ["dialer"]
    assert list(places.KEY_TAKERS) == ["ivr", "queue"]
    assert set(ivr.LAYERS) >= {"external_layer", "external_ivr", "voice_bot"}
    assert set(FLOWS) == {"incoming", "outgoing", "transfer", "click2call", "productive", "predictive", "spy"}
    assert STEPS.keys() >= {"dialer.look", "queue.serve"}
