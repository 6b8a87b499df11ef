"""A telephone that calls, and what telephones do in calls."""

from __future__ import annotations

import pytest
from sipmessage import Request

from voicenter_mock.mockserver.sip import session_description

from .desk import MENU, OFFER, Desk, Phone, start_line

HOLD = f"{OFFER}a=sendonly\r\n"


def talking(desk: Desk, phone: Phone) -> None:
    """The caller talks to the telephone."""
    desk.call()
    phone.pick_up()
    desk.wait(5)
    phone.wire.take()


def notified(phone: Phone) -> list[str]:
    """What a telephone was told of its transfer."""
    return [
        message.body.decode().strip()
        for message in phone.wire.sent
        if isinstance(message, Request) and message.method == "NOTIFY"
    ]


# ---- calling -------------------------------------------------------------------------------------------


def test_a_call_rings_and_is_answered(desk: Desk, ann: Phone):
    ann.call("0521111111")
    desk.wait(2)
    assert ann.wire.start_lines == ["100", "180"]
    desk.wait(4)
    assert ann.wire.take() == ["100", "180", "200"]


def test_an_answer_says_which_codecs_of_those_offered(desk: Desk, ann: Phone):
    ann.call("0521111111")
    desk.wait(7)
    [stream] = session_description.read(ann.last(200).body.decode()).streams
    assert (stream.port, stream.payloads) == ("9", ("0",))


def test_an_answer_is_sent_again_until_it_is_acknowledged(desk: Desk, ann: Phone):
    ann.call("0521111111")
    desk.wait(6)
    answer = ann.last(200)
    desk.wait(2)
    assert ann.wire.start_lines.count("200") == 3  # after half a second and one more
    ann.acknowledge(answer)
    desk.wait(10)
    assert ann.wire.start_lines.count("200") == 3


def test_a_telephone_that_acknowledges_nothing_is_hung_up_after_thirty_two_seconds(desk: Desk, ann: Phone):
    ann.call("ben")
    desk.wait(4)
    desk.wait(32)
    assert ann.wire.start_lines[-1] == "BYE"
    assert desk.cdr.status == "ANSWER"


@pytest.mark.parametrize(
    ("number", "status"),
    [("0555550017", 486), ("0555550019", 480), ("12", 484), ("0555550001", 404), ("0555550021", 403)],
)
def test_a_call_that_fails_has_the_status_of_its_cause(desk: Desk, ann: Phone, number: str, status: int):
    ann.call(number)
    desk.wait(70)
    assert ann.wire.start_lines[-1] == str(status)


def test_what_is_no_number_is_not_found(desk: Desk, ann: Phone):
    ann.call("nobody!")
    desk.wait(3)
    assert ann.wire.start_lines[-1] == "484"


def test_a_call_can_be_cancelled_while_it_rings(desk: Desk, ann: Phone):
    ann.call("0521111111")
    desk.wait(3)
    ann.cancel()

    assert ann.wire.start_lines == ["100", "180", "200", "487"]
    assert desk.cdr.status == "CANCEL"
    ann.acknowledge(ann.last(487), "z9hG4bKcall-2")
    desk.wait(40)
    assert desk.is_clean()


def test_a_call_without_a_description_is_offered_one(desk: Desk, ann: Phone):
    ann.call("0521111111", body="")
    desk.wait(7)
    [stream] = session_description.read(ann.last(200).body.decode()).streams
    assert stream.attribute("setup") == "actpass"


@pytest.mark.parametrize(
    ("description", "why"),
    [("v=0\r\nm=audio 4000 RTP/AVP 18\r\n", "it offers no sound in G.711 (PCMU, PCMA)"),
     ("v=0\r\nm=audio 4000 RTP/SAVP 0\r\n", "it offers sound with keys in its description (RTP/SAVP)"),
     ("v=0\r\nm=video 4000 RTP/AVP 96\r\n", "it offers no sound"),
     ("no description", "its session description cannot be read")],
)  # fmt: skip
def test_a_call_whose_description_cannot_be_answered_is_refused_with_the_reason(
    desk: Desk, ann: Phone, description: str, why: str
):
    ann.call("0521111111", body=description)
    desk.wait(2)
    [call] = desk.exchange.calls.values()
    desk.wait(5)
    assert ann.last(488).phrase == why
    assert f"The telephone of ann has gone: {why}." in desk.story(call)
    assert not desk.exchange.calls


def test_an_extension_that_is_not_registered_cannot_call(desk: Desk):
    Phone(desk).call("0521111111")
    assert desk.refused == ["extension ann is not registered"]


def test_two_telephones_talk_to_each_other(desk: Desk, ann: Phone):
    ben = Phone(desk, "ben")
    ben.register()
    ann.call("ben")
    desk.wait(2)
    ben.pick_up()
    assert ann.wire.start_lines == ["100", "180", "200"]
    ann.acknowledge(ann.last(200))
    ann.send_request("BYE")
    desk.wait(0)

    assert ben.wire.start_lines == ["BYE"]
    assert (desk.cdr.caller_extension, desk.cdr.target_extension) == ("ann", "ben")


def test_a_telephone_whose_connection_breaks_while_it_calls_has_given_up(desk: Desk, ann: Phone):
    ann.call("0521111111")
    desk.wait(2)
    desk.switchboard.flow_is_gone(ann.wire)
    assert desk.cdr.status == "CANCEL"
    assert desk.is_clean()


# ---- keys ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "layer"),
    [("application/dtmf-relay", "Signal=2\r\nDuration=160\r\n", 2), ("application/dtmf-relay", "Signal= *\r\nDuration=160", 3),
     ("application/dtmf", "2", 2), ("application/dtmf", "10", 3)],
)  # fmt: skip
def test_keys_walk_the_menu(desk: Desk, ann: Phone, kind: str, body: str, layer: int):
    ann.call(MENU)
    desk.wait(3)
    ann.acknowledge(ann.last(200))
    ann.send_request("INFO", Content_Type=kind, body=body)

    [call] = desk.exchange.calls.values()
    assert [visit.layer_number for visit in call.visits] == [1, layer]
    assert ann.wire.start_lines[-1] == "200"


@pytest.mark.parametrize(("kind", "status"), [("text/plain", "415"), ("application/dtmf-relay", "400")])
def test_an_info_without_a_key_is_refused(desk: Desk, ann: Phone, kind: str, status: str):
    talking(desk, ann)
    ann.send_request("INFO", Content_Type=kind, body="Signal=nothing")
    assert ann.wire.start_lines == [status]


# ---- hold ----------------------------------------------------------------------------------------------


def test_a_renegotiation_holds_and_takes_back(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("INVITE", body=HOLD)
    held = ann.last(200)
    ann.acknowledge(held)
    ann.send_request("INVITE", body=OFFER)

    assert "a=recvonly" in held.body.decode()
    assert "a=sendrecv" in ann.last(200).body.decode()
    assert desk.reasons() == ["NEWCALL", "ANSWER", "HOLD", "UNHOLD"]


def test_an_address_of_zeros_holds_too(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("INVITE", body=OFFER.replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"))
    assert desk.reasons()[-1] == "HOLD"


def test_a_renegotiation_before_the_last_is_acknowledged_has_to_wait(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("INVITE", body=HOLD)
    ann.send_request("INVITE", body=OFFER)
    assert ann.wire.start_lines == ["200", "491"]


def test_an_update_holds_as_well(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("UPDATE", body=HOLD)
    assert desk.reasons()[-1] == "HOLD"


def test_what_cannot_be_read_changes_nothing(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("INVITE", body="no description")
    assert ann.last(488).phrase == "its session description cannot be read"
    assert desk.reasons()[-1] == "ANSWER"


# ---- transfers -----------------------------------------------------------------------------------------


def test_a_blind_transfer_is_accepted_done_and_told(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("REFER", Refer_To="<sip:cid@desk.test>")
    desk.wait(0)

    assert ann.wire.start_lines == ["202", "NOTIFY", "NOTIFY", "BYE"]
    assert notified(ann) == ["SIP/2.0 100 Trying", "SIP/2.0 200 OK"]
    [call] = desk.exchange.calls.values()
    assert (call.flow, call.target) == ("transfer", "cid")


def test_a_transfer_to_nobody_is_told_and_the_talk_goes_on(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("REFER", Refer_To="<sip:nobody@desk.test>")
    assert notified(ann)[-1].startswith("SIP/2.0 404 'nobody' is neither an extension nor")
    assert desk.exchange.calls


def test_an_attended_transfer_connects_the_other_ends(desk: Desk, ann: Phone):
    talking(desk, ann)
    held = ann.dialog
    ann.send_request("INVITE", body=HOLD)
    ann.acknowledge(ann.last(200))
    ann.dialog = held
    ann.call("cid")
    desk.wait(6)
    ann.acknowledge(ann.last(200))
    call_id, own, other, _ = ann.dialog
    tags = f"to-tag%3D{other.rpartition('=')[2]}%3Bfrom-tag%3D{own.rpartition('=')[2]}"
    ann.wire.take()
    ann.send_request("REFER", dialog=held, Refer_To=f"<sip:cid@desk.test?Replaces={call_id}%3B{tags}>")
    desk.wait(0)

    assert notified(ann)[-1] == "SIP/2.0 200 OK"
    assert ann.wire.start_lines.count("BYE") == 2
    assert [cdr.type for cdr in desk.cdrs] == [1, 21]


def test_a_transfer_that_replaces_a_call_nobody_knows_is_told(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("REFER", Refer_To="<sip:cid@desk.test?Replaces=unknown%3Bto-tag%3D1%3Bfrom-tag%3D2>")
    assert notified(ann)[-1] == "SIP/2.0 404 there is no such call to replace"


def test_a_refer_to_what_is_no_address_is_refused(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("REFER", Refer_To="<mailto:cid@desk.test>")
    assert ann.wire.start_lines == ["400"]


# ---- the end -------------------------------------------------------------------------------------------


def test_a_bye_ends_the_call(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("BYE")
    desk.wait(40)
    assert ann.wire.start_lines == ["200"]
    assert (desk.cdr.status, desk.cdr.duration) == ("ANSWER", 5)
    assert desk.is_clean()


def test_a_telephone_that_dies_in_mid_call_is_told(desk: Desk, ann: Phone):
    talking(desk, ann)
    [call] = desk.exchange.calls.values()
    desk.switchboard.flow_is_gone(ann.wire)

    assert desk.reasons()[-1] == "HANGUP Normal hangup"
    assert "The telephone of ann has gone: its connection broke." in desk.story(call)
    assert desk.cdr.status == "ANSWER"


def test_a_desk_phone_that_answers_no_more_is_lost(desk: Desk):
    phone = Phone(desk, transport="UDP")
    phone.register(expires=3600)
    desk.wait(31)
    talking(desk, phone)
    [call] = desk.exchange.calls.values()
    phone.wire.on_options = None
    desk.wait(65)

    assert "The telephone of ann has gone: it answers no more." in desk.story(call)
    assert not desk.exchange.extensions["ann"].external


def test_a_request_in_a_call_that_nobody_knows_is_answered_481(desk: Desk, ann: Phone):
    ann.dialog = ("none", "<sip:ann@desk.test>;tag=1", "<sip:x@desk.test>;tag=2", "")
    for method in ("BYE", "INVITE", "INFO"):
        ann.send_request(method)
    assert ann.wire.take() == ["481", "481", "481"]


def test_an_older_request_after_a_newer_one_is_refused(desk: Desk, ann: Phone):
    talking(desk, ann)
    ann.send_request("INFO", Content_Type="application/dtmf", body="1")
    call_id, own, other, _ = ann.dialog
    ann.receive(ann.request("BYE", "sip:desk.test", to=other, sender=own, call_id=call_id, sequence=1))
    assert ann.wire.start_lines == ["200", "500"]
    assert start_line(ann.wire.sent[-1]) == "500"
