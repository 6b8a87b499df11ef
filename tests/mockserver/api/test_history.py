"""One call's history, from the newer API manager."""

from __future__ import annotations

from typing import Any

from .clients import Api

BEARER = {"authorization": "Bearer demo-bearer"}


def test_a_call_that_ended_has_its_history(api: Api) -> None:
    call_id = api.click2call()
    api.tenant.advance(until="idle")
    first, second = api.exchange.log.of_call(call_id)
    answer: Any = api.get(f"/api-manager-v1/call/history/{call_id}", headers=BEARER)
    assert answer == {
        "Data": {
            "cdr_data": {
                "iVR_unique_id": call_id, "sec_total": int(second.ended) - int(first.time), "dialstatus_name": "ANSWER",
                "client_phone": "972501234567", "target_no": "972501234567", "caller_no": second.caller,
                "cdr_time": "2023-11-14T22:13:20Z",
            },
            "ai_data": None,
        }
    }  # fmt: skip


def test_a_call_that_is_up_has_none_yet(api: Api) -> None:
    call_id = api.click2call()
    assert api.get(f"/api-manager-v1/Call/History/{call_id}", headers=BEARER) == {"error": "Call not found"}
