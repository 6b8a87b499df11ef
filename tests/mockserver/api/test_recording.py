"""Muting a recording while it is made, and playing it afterwards."""

from __future__ import annotations

import io
import wave
from array import array
from typing import Any

import pytest

from voicenter_mock.mockserver.wire import mp3, wav
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

from .clients import CODE, Api, record

MUTE = "/Comet/API/MuteUnmuteCalls"
PLAY = "/CallsHistory/PlayRecord/"


def is_muted(api: Api) -> list[int]:
    rows = api.get("/comet/API/GetExtensionsCalls", code=CODE)["EXTENSIONS"]
    return [call["recording"]["IsMuted"] for row in rows for call in row["calls"]]


def talking(api: Api) -> str:
    """A recorded call between two extensions that is answered; ends when somebody ends it."""
    call_id = api.click2call(target="SIPSIP2", record="true", phoneautoanswer=1, targetautoanswer=1)
    api.tenant.advance(seconds=2)
    return call_id


def play(api: Api, file: str, **headers: str) -> HttpResponse:
    return api.send(HttpRequest("GET", PLAY + file, "", headers))


def recorded(api: Api) -> str:
    return next(cdr.recording for cdr in api.exchange.log.all() if cdr.recording)


@pytest.mark.parametrize("path", [MUTE, "/api/MuteUnmuteCalls", "/COMET/api/muteunmutecalls/"])
def test_a_muted_call_shows_it_at_every_extension_until_it_is_unmuted(api: Api, path: str) -> None:
    call_id = talking(api)
    assert is_muted(api) == [0, 0]
    answer = api.get(path, ivrid=call_id, state=1)
    assert (answer["ErrorCode"], answer["Message"]) == ("200", "Success")
    assert is_muted(api) == [1, 1]
    api.post(path, {"extension": "sipsip1", "mute": "0"})
    assert is_muted(api) == [0, 0]


def test_a_call_muted_before_leg_2_shows_it_there_too(api: Api) -> None:
    api.click2call(target="SIPSIP2", record="true", phoneautoanswer=1)
    api.get(MUTE, extension="SIPSIP1", state="1")
    api.tenant.advance(seconds=1.5)
    assert is_muted(api) == [1, 1]


def test_each_muting_has_its_own_action(api: Api) -> None:
    talking(api)
    actions = {api.get(MUTE, extension="SIPSIP1", state=state)["ActionID"] for state in (1, 1, 0)}
    assert len(actions) == 3


def test_an_extension_in_no_call_is_muted_in_none(api: Api) -> None:
    assert api.get(MUTE, extension="SIPSIP5", state=1)["ErrorCode"] == "200"
    assert any("nothing was muted" in hint for hint in api.journal.hints)


def test_a_call_that_has_ended_cannot_be_muted(api: Api) -> None:
    call_id = api.click2call()
    api.tenant.advance(until="idle")
    assert api.get(MUTE, ivrid=call_id, state=1)["Message"] == "UniqueIvrID not found"


def test_muted_stretches_of_a_recording_are_silent_frames(api: Api) -> None:
    call_id = talking(api)
    api.tenant.advance(seconds=4)
    api.get(MUTE, ivrid=call_id, state=1)
    api.tenant.advance(seconds=3)
    api.get(MUTE, ivrid=call_id, state=0)
    api.tenant.advance(until="idle")
    file = recorded(api)
    body = play(api, file).body
    frames = [body[at : at + mp3.FRAME_BYTES] for at in range(0, len(body), mp3.FRAME_BYTES)]
    cdr = api.exchange.log.of_recording(file)
    assert cdr is not None
    assert len(frames) == round(cdr.duration / mp3.FRAME_SECONDS)
    silent = [index * mp3.FRAME_SECONDS for index, frame in enumerate(frames) if frame == mp3.silence()]
    assert len(silent) * mp3.FRAME_SECONDS == pytest.approx(3, abs=0.1)
    ((start, end),) = cdr.mutes
    assert (silent[0], silent[-1]) == (pytest.approx(start, abs=0.05), pytest.approx(end, abs=0.05))


@pytest.mark.parametrize("path", [PLAY + "a.mp3", "/a.mp3", "/callshistory/playrecord/a.mp3", "/o/demo/a.mp3"])
def test_a_recording_is_found_by_its_name_under_both_addresses(api: Api, path: str) -> None:
    api.log(record(recording="a.mp3", duration=60))
    response = api.send(HttpRequest("GET", path))
    assert (response.status, response.content_type, response.headers["Accept-Ranges"]) == (200, "audio/mpeg", "bytes")
    assert len(response.body) == round(60 / 0.036) * 36


def test_a_recording_is_found_whoever_has_it(api: Api) -> None:
    other = api.registry.from_template("demo", "t1")
    other.exchange.log.add(record(recording="b.mp3", number=1))
    assert play(api, "b.mp3").status == 200


@pytest.mark.parametrize(
    ("wanted", "status", "span"),
    [
        ("bytes=0-99", 206, (0, 100)),
        ("bytes=1000-", 206, (1000, None)),
        ("bytes=-100", 206, (-100, None)),
        ("items=0-1", 200, (0, None)),
    ],
)
def test_ranges(api: Api, wanted: str, status: int, span: tuple[int, int | None]) -> None:
    api.log(record(recording="a.mp3", duration=60))
    whole = play(api, "a.mp3").body
    part = play(api, "a.mp3", range=wanted)
    assert (part.status, part.body) == (status, whole[span[0] : span[1]])
    if status == 206:
        begin = whole.index(part.body) if span[0] == 0 else span[0] % len(whole)
        assert part.headers["Content-Range"] == f"bytes {begin}-{begin + len(part.body) - 1}/{len(whole)}"


def test_a_range_beyond_the_end_says_how_long_it_is(api: Api) -> None:
    api.log(record(recording="a.mp3", duration=60))
    response = play(api, "a.mp3", range="bytes=100000000-")
    assert (response.status, response.headers["Content-Range"]) == (416, f"bytes */{round(60 / 0.036) * 36}")


@pytest.mark.parametrize("path", ["/favicon.ico", "/mp3", "/CallsHistory/PlayRecord/a.wav"])
def test_only_names_that_end_in_mp3_are_recordings(api: Api, path: str) -> None:
    answer: Any = api.send(HttpRequest("GET", path))
    assert b"unknown_path" in answer.body


@pytest.mark.parametrize("path", [PLAY, "/"])
def test_what_was_said_on_a_real_telephone_is_played(api: Api, path: str) -> None:
    api.log(record(recording="a.mp3", duration=60))
    api.tenant.spoken.write("a.mp3", array("h", [1, -2, 3, *range(160)]))
    answer = api.send(HttpRequest("GET", path + "a.mp3"))
    assert (answer.status, answer.content_type) == (200, wav.AUDIO_TYPE)
    with wave.open(io.BytesIO(answer.body)) as file:
        assert (file.getframerate(), file.getnchannels(), file.readframes(3)) == (8000, 1, b"\1\0\xfe\xff\3\0")


def test_a_range_of_what_was_said_is_played(api: Api) -> None:
    api.log(record(recording="a.mp3", duration=60))
    api.tenant.spoken.write("a.mp3", array("h", range(1000)))
    whole = play(api, "a.mp3").body
    assert play(api, "a.mp3", range="bytes=40-47").body == whole[40:48]
    assert play(api, "a.mp3", range="bytes=-4").body == whole[-4:]
