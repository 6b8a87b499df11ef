"""Calls from before the organization began: found by id and by recording, counted nowhere."""

from __future__ import annotations

from typing import Any

from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import Api

BEARER = {"authorization": "Bearer demo-bearer"}
EARLIER = "2022071916331502463359186d8ab5f5"
FILE = f"{EARLIER}-aws-APIAPI-0722776772.mp3"


def test_the_call_history_has_them(api: Api) -> None:
    answer: Any = api.get(f"/api-manager-v1/Call/History/{EARLIER}", headers=BEARER)
    assert answer["Data"]["cdr_data"] == {
        "iVR_unique_id": EARLIER, "sec_total": 75, "dialstatus_name": "ANSWER", "client_phone": "972501234567",
        "target_no": "972501234567", "caller_no": "972722776772", "cdr_time": "2022-07-19T13:33:15Z",
    }  # fmt: skip


def test_their_recordings_play(api: Api) -> None:
    played = api.send(HttpRequest("GET", f"/CallsHistory/PlayRecord/{FILE}"))
    assert (played.status, played.headers.get("Accept-Ranges")) == (200, "bytes")
    assert len(played.body) > 74_000


def test_the_call_log_does_not(api: Api) -> None:
    query = "code=demo-code&fromdate=2022-07-19T00:00:00&todate=2022-07-20T00:00:00"
    assert api.get("/hub/cdr/", query)["TOTAL_HITS"] == 0
    assert api.exchange.log.of_call(EARLIER) == []
