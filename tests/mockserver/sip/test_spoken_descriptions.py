"""Session descriptions of lines with sound: where it comes to, in which codecs, and what is not taken."""

from __future__ import annotations

from voicenter_mock.mockserver.sip import session_description
from voicenter_mock.mockserver.sip.session_description import SPEECH_CODECS, Local, RemoteDescription

BROWSER = Local("1", "ufrag", "password", "AA:BB", address="127.0.0.1", port=4000, codecs=SPEECH_CODECS)
DESK = "v=0\r\nc=IN IP4 127.0.0.9\r\nm=audio 4002 RTP/AVP 18 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"


def lines(description: str | None) -> list[str]:
    assert description is not None
    return description.splitlines()


def test_a_browser_is_offered_one_candidate_of_a_server_that_is_only_asked():
    offered = lines(session_description.offer(BROWSER, 1, web=True))
    assert "a=ice-lite" in offered
    assert "a=candidate:1 1 udp 2130706431 127.0.0.1 4000 typ host" in offered
    assert "m=audio 4000 UDP/TLS/RTP/SAVPF 0 8 101" in offered


def test_a_desk_phone_is_answered_in_what_both_speak():
    answered = lines(session_description.answer(DESK, BROWSER, 1))
    assert "m=audio 4000 RTP/AVP 8 0 101" in answered
    assert not [line for line in answered if "candidate" in line]


def test_where_a_desk_phone_is_and_what_it_speaks_is_read_in_its_order():
    codecs = ((8, "PCMA/8000"), (0, "PCMU/8000"), (101, "telephone-event/8000"))
    assert session_description.remote(DESK, SPEECH_CODECS) == RemoteDescription(
        "127.0.0.9", 4002, codecs, False, "", True
    )


def test_an_address_of_the_stream_goes_before_that_of_the_session():
    remote = session_description.remote(f"{DESK}c=IN IP4 127.0.0.10\r\n", SPEECH_CODECS)
    assert remote is not None
    assert remote.address == "127.0.0.10"


def test_who_holds_does_not_listen():
    remote = session_description.remote(f"{DESK}a=sendonly\r\n", SPEECH_CODECS)
    assert remote is not None
    assert not remote.listens


def test_speech_with_keys_of_its_own_is_not_taken():
    secured = DESK.replace("RTP/AVP", "RTP/SAVP")
    assert session_description.answer(secured, BROWSER, 1) is None
    assert session_description.remote(secured, SPEECH_CODECS) is None


OPUS_ALONE = (
    "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/8000\r\n"
)


def test_a_browser_that_has_opus_alone_is_told_what_is_spoken_here():
    local = Local("1", codecs=SPEECH_CODECS)
    assert session_description.answer(OPUS_ALONE, local, 1) is None
    assert session_description.refusal(OPUS_ALONE) == "it offers no sound in G.711 (PCMU, PCMA)"


def test_an_address_of_version_6_says_so():
    local = Local("1", address="::1", port=4000, codecs=SPEECH_CODECS)
    assert "c=IN IP6 ::1" in lines(session_description.offer(local, 1, web=False))


def test_what_is_no_description_is_nobodys():
    assert session_description.remote("", SPEECH_CODECS) is None
    assert session_description.remote("v=0\r\nm=audio x RTP/AVP 0\r\n", SPEECH_CODECS) is None
