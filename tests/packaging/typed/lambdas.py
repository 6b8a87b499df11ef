"""Functions without annotations: pyright knows what they get, mypy takes it for anything."""

from __future__ import annotations

from typing import assert_type

from voicenter_mock.contracts.types import CdrNotificationRequest
from voicenter_mock.fixtures.voicenter import Voicenter


def test_right(voicenter: Voicenter) -> None:
    voicenter.deliver_to(lambda cdr: assert_type(cdr, CdrNotificationRequest))
    voicenter.deliver_to(lambda popup: assert_type(popup["phone"], str), "popup")
    voicenter.deliver_to(lambda question: assert_type(question["DATA"]["DTMF"], str), "external_layer")
    voicenter.deliver_to(lambda message: None, "all")


def test_wrong(voicenter: Voicenter) -> None:
    voicenter.deliver_to(lambda cdr: cdr["statuss"])  # wrong
    voicenter.deliver_to(lambda popup: popup["caller"], "popup")  # wrong
