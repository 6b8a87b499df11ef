"""One client's connection: what goes in, what comes out, when it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.mockserver.realtime.engineio import Version
from voicenter_mock.mockserver.realtime.session import (
    ClientEvent,
    ConnectRequest,
    InvalidPacket,
    Left,
    Session,
    SessionClosed,
)


def connected(version: Version, namespace: str = "/", **options: float) -> Session:
    """A session whose client is in ``namespace``, opened at time 0, with nothing left to send."""
    session = Session(version, "sid1", now=0, **options)  # type: ignore[arg-type]
    session.start()
    if version == 4:
        session.receive("40" if namespace == "/" else f"40{namespace},", 0)
    session.accept(namespace)
    session.to_send()
    return session


# opening


def test_older_clients_are_in_the_root_namespace_without_asking():
    session = Session(3, "sid1", now=0)
    assert session.start() == [ConnectRequest("/")]


def test_later_clients_ask():
    session = Session(4, "sid1", now=0)
    assert session.start() == []
    assert session.receive('40{"token":"abc"}', 0) == [ConnectRequest("/", {}, {"token": "abc"})]


def test_the_open_packet_goes_out_before_anything_else():
    session = Session(3, "sid1", now=0)
    session.start()
    session.accept("/")
    assert session.to_send() == [session.open_packet(), "40"]


def test_each_frame_is_handed_out_once():
    session = Session(3, "sid1", now=0)
    session.start()
    session.to_send()
    assert session.to_send() == []


def test_a_later_client_learns_its_id():
    session = Session(4, "sid1", now=0)
    session.start()
    session.receive("40/o/t1,", 0)
    session.accept("/o/t1")
    assert session.to_send()[1:] == ['40/o/t1,{"sid":"sid1"}']


def test_an_older_client_asks_for_an_organization_with_its_query():
    session = connected(3)
    assert session.receive("40/o/t1?token=abc,", 1) == [ConnectRequest("/o/t1", {"token": "abc"})]


def test_a_client_can_be_kept_out():
    session = Session(4, "sid1", now=0)
    session.receive("40", 0)
    session.reject("/", "Unexpected token")
    assert session.to_send() == ['44{"message":"Unexpected token"}']
    assert session.namespaces == frozenset()


def test_a_revision_that_is_not_served_is_an_error():
    with pytest.raises(ValueError, match="revision 2 is not served; use 3 or 4"):
        Session(2, "sid1", now=0)  # type: ignore[arg-type]


# events


@pytest.mark.parametrize("version", [3, 4])
def test_an_event_comes_out_with_its_arguments(version: Version):
    session = connected(version)
    assert session.receive('42["resync",{"cache":false}]', 1) == [ClientEvent("/", "resync", ({"cache": False},))]


def test_an_event_without_arguments_has_no_payload():
    [event] = connected(3).receive('42["keepalive"]', 1)
    assert isinstance(event, ClientEvent)
    assert event.payload is None


def test_an_event_of_an_organization_says_so():
    session = connected(4, "/o/t1")
    assert session.receive('42/o/t1,["keepalive","abc"]', 1) == [ClientEvent("/o/t1", "keepalive", ("abc",))]


def test_an_event_that_asks_for_it_is_acknowledged():
    session = connected(4, "/o/t1")
    session.receive('42/o/t1,12["keepalive"]', 1)
    assert session.to_send() == ["43/o/t1,12[]"]


def test_an_event_for_a_namespace_the_client_is_not_in_is_passed_over():
    [refused] = connected(3).receive('42/o/t1,["keepalive"]', 1)
    assert refused == InvalidPacket(Sentence("event for namespace /o/t1, which the client is not in"))


def test_an_event_reads_the_same_for_both_revisions():
    sessions = [connected(3), connected(4)]
    assert len({session.event("loginSuccess", {"errorCode": 0}, "/o/t1") for session in sessions}) == 1


@pytest.mark.parametrize("frame", ['43/,1["x"]', "43[]", '44"x"'])
def test_an_answer_to_nothing_is_passed_over(frame: str):
    session = connected(3)
    assert isinstance(session.receive(frame, 1)[0], InvalidPacket)
    assert session.closed is None


# binary data


@pytest.mark.parametrize(("version", "attachment"), [(3, b"\x04abc"), (4, b"abc"), (3, "b4YWJj"), (4, "bYWJj")])
def test_a_binary_event_is_refused_with_its_attachments_and_the_connection_goes_on(
    version: Version, attachment: str | bytes
):
    session = connected(version)
    [refused] = session.receive('451-["x",{"_placeholder":true,"num":0}]', 1)
    assert refused == InvalidPacket(Sentence("binary data is not taken"))
    assert session.receive(attachment, 1) == []
    assert session.receive('42["keepalive"]', 1) == [ClientEvent("/", "keepalive")]


def test_a_binary_event_that_asks_for_an_acknowledgement_is_told():
    session = connected(4)
    session.receive('451-7["x",{"_placeholder":true,"num":0}]', 1)
    assert session.to_send() == ['437[{"error":"binary data is not taken"}]']


def test_stray_binary_data_is_passed_over():
    assert connected(4).receive(b"abc", 1) == [InvalidPacket(Sentence("binary data is not taken"))]


# heartbeats


def test_a_ping_of_an_older_client_is_answered():
    session = connected(3)
    assert session.receive("2", 1) == []
    assert session.to_send() == ["3"]


def test_a_ping_comes_back_with_its_data():
    session = connected(3)
    session.receive("2probe", 1)
    assert session.to_send() == ["3probe"]


def test_an_older_client_that_never_pings_is_given_up():
    session = connected(3, ping_interval=60, ping_timeout=180)
    assert session.tick(239.9) == []
    assert session.tick(240) == [SessionClosed("ping timeout")]


def test_anything_an_older_client_sends_keeps_it():
    session = connected(3, ping_interval=60, ping_timeout=180)
    session.receive('42["keepalive"]', 200)
    assert session.tick(240) == []
    assert session.deadline == 440


def test_a_later_client_is_pinged_after_the_interval():
    session = connected(4, ping_interval=60, ping_timeout=20)
    assert session.tick(59) == []
    assert session.to_send() == []
    session.tick(60)
    assert session.to_send() == ["2"]


def test_a_later_client_that_does_not_answer_a_ping_is_given_up():
    session = connected(4, ping_interval=60, ping_timeout=20)
    session.tick(60)
    assert session.deadline == 80
    assert session.tick(80) == [SessionClosed("ping timeout")]


def test_a_pong_keeps_a_later_client():
    session = connected(4, ping_interval=60, ping_timeout=20)
    session.tick(60)
    session.receive("3", 61)
    assert session.deadline == 121


def test_a_later_client_that_pings_is_closed():
    [closed] = connected(4).receive("2", 1)
    assert isinstance(closed, SessionClosed)
    assert closed.reason == "wrong heartbeat"


def test_a_later_client_that_asks_for_no_namespace_is_closed():
    session = Session(4, "sid1", now=0, connect_timeout=45)
    session.start()
    [closed] = session.tick(45)
    assert isinstance(closed, SessionClosed)
    assert closed.reason == "connect timeout"


def test_asking_ends_the_wait_for_a_namespace():
    assert connected(4, ping_interval=60).deadline == 60


# endings


@pytest.mark.parametrize("version", [3, 4])
def test_a_client_that_leaves_a_namespace_keeps_its_connection(version: Version):
    session = connected(version)
    assert session.receive("41", 1) == [Left("/")]
    assert (session.namespaces, session.closed) == (frozenset(), None)


def test_a_client_that_closes_is_gone():
    session = connected(3)
    assert session.receive("1", 1) == [SessionClosed("client close")]
    assert session.receive('42["keepalive"]', 1) == []


def test_closing_from_our_side_takes_the_client_out_of_every_namespace():
    session = connected(3)
    session.accept("/o/t1")
    session.to_send()
    assert session.close() == [SessionClosed("server close")]
    assert session.to_send() == ["41", "41/o/t1,"]


def test_a_session_closes_once():
    session = connected(3)
    session.close()
    assert session.close() == []
    assert session.tick(10_000) == []


def test_taking_a_client_out_of_where_it_is_not_sends_nothing():
    session = connected(3)
    session.disconnect("/o/t1")
    assert session.to_send() == []


@pytest.mark.parametrize("frame", ["", "x", "42", "42[]", '42["x"', "4", "49", b""])
def test_a_malformed_frame_closes_the_connection(frame: str | bytes):
    [closed] = connected(3).receive(frame, 1)
    assert isinstance(closed, SessionClosed)
    assert closed.reason == "parse error"
    assert closed.detail


@pytest.mark.parametrize("frame", ['42["x","aaaaaaaaaaa"]', '42["x","אאאאאא"]', b"\x04" + b"a" * 20])
def test_an_oversized_frame_closes_the_connection(frame: str | bytes):
    [closed] = connected(3, max_payload=20).receive(frame, 1)
    assert closed == SessionClosed("frame too large", "a frame may have 20 bytes")


def test_a_frame_of_exactly_the_limit_is_taken():
    assert connected(3, max_payload=20).receive('42["x","aaaaaaaaaa"]', 1) == [ClientEvent("/", "x", ("aaaaaaaaaa",))]


@pytest.mark.parametrize("frame", ["6", "5"])
def test_packets_without_meaning_are_ignored(frame: str):
    assert connected(3).receive(frame, 1) == []


def test_an_open_packet_from_a_client_is_passed_over():
    assert connected(3).receive("0{}", 1) == [InvalidPacket(Sentence("a client does not send packets of type 0"))]


@given(
    st.sampled_from([3, 4]),
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.binary(max_size=8),
            st.text('0123456[]"{},-/ax?=', max_size=12).map("4".__add__),
            st.sampled_from(["2", "3", "1", "40/o/t1,", '42["keepalive"]', '451-["x",{}]', "41"]),
        ),
        max_size=8,
    ),
)
def test_no_client_can_make_a_session_raise(version: Version, frames: list[str | bytes]):
    session = connected(version)
    seen = [incoming for frame in frames for incoming in session.receive(frame, 1)]
    assert sum(isinstance(incoming, SessionClosed) for incoming in seen) == (session.closed is not None)
