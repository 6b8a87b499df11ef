"""The CDR push's message as text: the same bytes that a dictionary of it would be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.mockserver.callbacks import cdr_notification
from voicenter_mock.mockserver.telephony.model.calls import Visit
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.tenants import Tenant
from voicenter_mock.mockserver.wire.encoding import to_json_text

from .customer_servers import NOW, click2call, organization

TENANT = Tenant(organization(), now=NOW)
PLAIN = Cdr(1, "20260101", 1, NOW, NOW + 5, "972501234567", "SIPSIP1", "ANSWER")
TEXTS = st.text(st.characters(), max_size=8)


def text_of(cdr: Cdr) -> str:
    return cdr_notification.json_text(cdr, TENANT.exchange.directory, TENANT.exchange.zone)


@given(
    TEXTS, TEXTS, st.dictionaries(TEXTS | st.sampled_from(("caller", "campaignID", "CustomData")), TEXTS), st.booleans()
)
def test_the_text_is_what_the_encoder_makes_of_the_message(name: str, number: str, custom: dict[str, Any], ivr: bool):
    visits = (Visit(1, 3, name, "12"), Visit(2, 4, number)) if ivr else ()
    cdr = replace(PLAIN, caller=number, queue_name=name, custom=custom, visits=visits, leg1_status="ANSWER")
    written = text_of(cdr)

    assert written == to_json_text(json.loads(written))


def test_custom_data_takes_no_documented_member_s_place():
    message = json.loads(text_of(replace(PLAIN, custom={"caller": "somebody else", "campaignID": 7, "lead": "9"})))

    assert (message["caller"], message["campaignID"], message["lead"]) == ("0501234567", 7, "9")
    assert list(message)[-2:] == ["campaignID", "lead"]


def test_a_push_is_read_when_somebody_reads_it():
    """Nearly nobody does, and to make a dictionary of each took a tenth of an advance."""
    tenant = Tenant(organization(cdr=CallbackTarget("cdr", "")), now=NOW)
    bodies: list[dict[str, Any]] = []
    tenant.deliveries.bind("cdr", bodies.append)
    click2call(tenant)
    tenant.advance(until="idle")
    first, _ = tenant.deliveries.all()

    assert first.decoded is None
    assert first.payload == bodies[0] == json.loads(first.body)
