"""A server that answers every message with the same bytes is read once, and nothing can be noticed of that."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import addenda
from voicenter_mock.contracts.addendum import read
from voicenter_mock.mockserver.callbacks.sending import Reply
from voicenter_mock.mockserver.callbacks.verdicts import judge


def acknowledgement(body: bytes = b'{"err":0,"errdesc":"OK"}') -> Reply:
    return Reply("", 200, "application/json", body)


@pytest.mark.parametrize("body", [b'{"err":0}', b'{"err":0,"seen":{"calls":[1]}}'])
def test_each_delivery_has_an_answer_of_its_own(body: bytes) -> None:
    first: dict[str, Any] = judge("cdr_notification", acknowledgement(body)).answer
    first["err"] = 2
    first.setdefault("seen", {})["calls"] = []
    assert judge("cdr_notification", acknowledgement(body)).answer not in (None, first)


def test_the_same_bytes_for_another_callback_are_another_answer() -> None:
    assert judge("cdr_notification", acknowledgement()).verdict == "acknowledged"
    assert judge("external_layer", acknowledgement()).verdict == "malformed"


def test_a_strict_organization_does_not_get_the_verdict_of_a_lenient_one() -> None:
    empty = acknowledgement(b"{}")
    assert judge("cdr_notification", empty).verdict == "acknowledged"
    assert judge("cdr_notification", empty, strict=True).verdict == "malformed"
    assert judge("cdr_notification", empty).verdict == "acknowledged"


def test_the_label_of_an_answer_counts() -> None:
    body = b"<methodResponse><params><param><value><int>0</int></value></param></params></methodResponse>"
    as_xml = judge("cdr_notification", Reply("", 200, "text/xml", body), strict=True)
    as_utf_16 = judge("cdr_notification", Reply("", 200, "text/xml; charset=utf-16", body), strict=True)
    assert as_xml.violations != as_utf_16.violations


def test_an_addendum_changes_what_an_answer_is_worth() -> None:
    asked = acknowledgement(b'{"err":0,"errdesc":7}')
    types = [{"contract": "cdr_notification.response", "place": "$.errdesc", "type": "integer"}]
    assert judge("cdr_notification", asked).violations
    addenda.use(read({"addendum": 1, "types": types}))
    try:
        assert not judge("cdr_notification", asked).violations
    finally:
        addenda.forget()
    assert judge("cdr_notification", asked).violations
