"""What the fake sends of an addendum is marked where people and programs see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts import addenda
from voicenter_mock.contracts.addendum import read
from voicenter_mock.contracts.learned import places_of_recordings

from .fake_traffic import API, DIALER, FakeTraffic

CDR = "cdr_notification.request"
DOCUMENT: dict[str, Any] = {
    "addendum": 1,
    "members": [{"contract": CDR, "place": "$.callQuality", "type": "string", "samples": ["GOOD"]}],
    "words": [{"contract": CDR, "place": "$.status", "words": ["TRANSFERRED"], "share": 0}],
    "types": [{"contract": "dialer.add_call.response", "place": "$.ErrorCode", "type": "string"}],
    "forms": [
        {"contract": CDR, "place": "$.time", "samples": [1785047400123], "share": 0},
        {"contract": "cdr_hub.query.response", "place": "$.CDR_LIST[*].Date", "samples": ["31/12/2026"], "share": 0},
    ],
    "absent": [{"contract": CDR, "place": "$.ivruniqueid", "share": 0}],
}


@pytest.fixture
def _in_use() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    addenda.use(read(DOCUMENT))
    yield
    addenda.forget()


@pytest.mark.usefixtures("_in_use")
def test_a_callback_says_where_it_is_as_recordings_have_it() -> None:
    traffic = FakeTraffic()
    traffic.ask("GET", f"{API}/ForwardDialer/click2call.aspx", phone="SIPSIP1", target="0501234567", code="demo-code")
    traffic.tenant.advance(until="idle")
    cdr, *_ = [delivery for delivery in traffic.tenant.deliveries.all() if delivery.contract == "cdr_notification"]
    data = cdr.as_data()
    assert data.get("seen_in_recordings") == ["$.callQuality"]
    contracts.validate("sandbox.delivery", data)


@pytest.mark.usefixtures("_in_use")
def test_an_answer_in_the_journal_says_so_too() -> None:
    traffic = FakeTraffic()
    traffic.ask("POST", f"{API}{DIALER}AddCall", {"Campaign": "demo-agents-campaign", "Target": "0501234567"})
    (entry,) = traffic.tenant.requests.since(0)
    data = entry.as_data()
    assert data.get("seen_in_recordings") == ["$.ErrorCode"]
    contracts.validate("sandbox.requests", {"requests": [data]})


def test_without_an_addendum_nothing_is_marked() -> None:
    traffic = FakeTraffic()
    traffic.busy(1)
    marked = [*traffic.tenant.deliveries.all(), *traffic.tenant.requests.since(0)]
    assert not any("seen_in_recordings" in one.as_data() for one in marked)


@pytest.mark.usefixtures("_in_use")
@pytest.mark.parametrize(
    ("contract", "message", "places"),
    [
        (CDR, {"ivruniqueid": "x", "status": "ANSWER", "time": 1785047400}, []),
        (CDR, {"ivruniqueid": "x", "status": "TRANSFERRED", "time": 1785047400}, ["$.status"]),
        (CDR, {"ivruniqueid": "x", "time": 1785047400999}, ["$.time"]),
        (CDR, {"callQuality": "POOR"}, ["$.callQuality", "$.ivruniqueid"]),
        ("dialer.add_call.response", {"ErrorCode": 0}, []),
        ("cdr_hub.query.response", {"CDR_LIST": [{"Date": "2026-12-31"}, {"Date": "01/02/2026"}]}, ["$.CDR_LIST[*].Date"]),
        ("cdr_hub.query.response", {"CDR_LIST": [{"Date": None}]}, []),
        ("popup.request", {}, []),
    ],
)  # fmt: skip
def test_places_are_those_of_members_words_types_forms_and_gaps(
    contract: str, message: dict[str, Any], places: list[str]
) -> None:
    assert places_of_recordings(contract, message) == places
