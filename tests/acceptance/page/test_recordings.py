"""What an addendum has changed is marked on the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from voicenter_mock.contracts import addenda
from voicenter_mock.contracts.addendum import read

from ..receivers import receiver
from .conftest import Visit


@pytest.fixture(autouse=True)
def _in_use() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    member = {"contract": "cdr_notification.request", "place": "$.callQuality", "type": "string", "samples": ["GOOD"]}
    text = {"contract": "click2call.response", "place": "$.ERRORCODE", "type": "string"}
    addenda.use(read({"addendum": 1, "members": [member], "types": [text]}))
    yield
    addenda.forget()


def test_a_callback_and_an_answer_say_what_was_seen_in_recordings(seen: Visit):
    with receiver() as customer:
        seen.send_action("", {"callbacks": {"cdr": {"url": customer.url}}}, "PATCH")
        seen.click2call()
        seen.send_action("/clock/advance", {"until": "idle"})
        for view, place in (("callbacks", "$.callQuality"), ("requests", "$.ERRORCODE")):
            details = seen.open(view, "1").get_by_role("region", name="Details")
            expect(details).to_contain_text("Seen in your recordings")
            expect(details).to_contain_text(place)
