"""A telephone that is rung: its answers are the leg's outcome, and it learns what becomes of the call."""

from __future__ import annotations

import json

import pytest
from sipmessage import Request

from voicenter_mock.mockserver.sip import session_description
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder

from .desk import CALLER, DIRECT, OFFER, QUEUE, Desk, Phone


def test_a_call_is_an_invite_that_says_who_calls(desk: Desk, ann: Phone):
    call = desk.call(caller_name="Dana", custom={"order": 7})

    invite = ann.invite
    assert str(invite.uri) == ann.contact
    assert invite.headers["Remote-Party-ID"].startswith(f'"Dana" <sip:{CALLER}@127.0.0.1>;party=calling')
    assert (invite.from_address.uri.user, invite.from_address.name) == (CALLER, "Dana")
    assert (invite.headers["X-Ivr-Unique-Id"], invite.headers["X-Did"]) == (call.id, DIRECT)
    assert json.loads(invite.headers["X-Custom-Data"]) == {"order": 7}
    assert invite.headers.get("Call-Info") is None


def test_a_browser_is_offered_what_a_browser_needs(desk: Desk, ann: Phone):
    desk.call()
    [stream] = session_description.read(ann.invite.body.decode()).streams
    assert stream.protocol == "UDP/TLS/RTP/SAVPF"
    assert {
        name for name in ("ice-ufrag", "ice-pwd", "fingerprint", "setup", "rtcp-mux") if stream.attribute(name) is None
    } == set()


def test_a_desk_phone_is_offered_plain_rtp(desk: Desk):
    phone = Phone(desk, transport="UDP")
    phone.register()
    desk.call()
    [stream] = session_description.read(phone.invite.body.decode()).streams
    assert (stream.protocol, stream.payloads) == ("RTP/AVP", ("0", "8", "101"))


def test_an_answer_is_acknowledged_and_the_leg_is_answered(desk: Desk, ann: Phone):
    call = desk.call()
    ann.answer(180)
    ann.answer(200, body=OFFER)

    assert ann.wire.start_lines == ["INVITE", "ACK"]
    assert desk.reasons() == ["NEWCALL", "ANSWER"]
    assert "The telephone of ann says that it rings." in desk.story(call)


@pytest.mark.parametrize(
    ("status", "outcome", "cause"),
    [(486, "BUSY", 17), (600, "BUSY", 17), (603, "BUSY", 21), (480, "NOANSWER", 19), (404, "CONGESTION", 1),
     (408, "CHANUNAVAIL", 18), (503, "CONGESTION", 34), (484, "INVALIDARGS", 28), (499, "CHANUNAVAIL", 31)],
)  # fmt: skip
def test_a_refusal_is_the_legs_outcome(desk: Desk, ann: Phone, status: int, outcome: str, cause: int):
    call = desk.call()
    ann.answer(status, "No, thank you")
    desk.wait(1)

    assert (desk.cdr.status, desk.cdr.cause) == (outcome, cause)
    assert f"The telephone of ann answers {status} No, thank you." in desk.story(call)
    assert ann.wire.start_lines == ["INVITE", "ACK"]
    assert desk.is_clean()


def test_a_caller_who_gives_up_cancels_the_ring(desk: Desk, ann: Phone):
    call = desk.call()
    ann.answer(180)
    desk.operator.hang_up(call.id, by="caller")
    desk.wait(0)

    cancel = ann.wire.sent[-1]
    assert isinstance(cancel, Request)
    assert (cancel.method, cancel.via[0].parameters["branch"]) == ("CANCEL", ann.invite.via[0].parameters["branch"])
    ann.answer(200, to=cancel)
    ann.answer(487)
    desk.wait(40)
    assert desk.is_clean()


def test_a_ring_is_only_cancelled_once_the_telephone_has_said_something(desk: Desk, ann: Phone):
    call = desk.call()
    desk.operator.hang_up(call.id, by="caller")
    desk.wait(0)
    assert ann.wire.start_lines == ["INVITE"]
    ann.answer(180)
    assert ann.wire.start_lines == ["INVITE", "CANCEL"]


def test_a_telephone_that_nobody_answers_is_cancelled_when_it_has_rung_long_enough(desk: Desk, ann: Phone):
    desk.call()
    ann.answer(180)
    desk.wait(30)
    assert desk.cdr.status == "NOANSWER"
    assert ann.wire.start_lines == ["INVITE", "CANCEL"]


def test_an_answer_that_crosses_a_cancel_is_hung_up(desk: Desk, ann: Phone):
    call = desk.call()
    ann.answer(180)
    desk.operator.hang_up(call.id, by="caller")
    desk.wait(0)
    ann.answer(200, body=OFFER)
    assert ann.wire.start_lines == ["INVITE", "CANCEL", "ACK", "BYE"]


def test_a_repeated_answer_is_acknowledged_again(desk: Desk, ann: Phone):
    desk.call()
    ann.answer(200, body=OFFER)
    ann.answer(200, body=OFFER)
    assert ann.wire.start_lines == ["INVITE", "ACK", "ACK"]


def test_all_telephones_of_an_extension_ring_and_the_first_to_answer_has_the_call(desk: Desk, ann: Phone):
    other = Phone(desk, at="home")
    other.register()
    desk.call()
    ann.answer(180)
    other.answer(180)
    other.answer(200, body=OFFER)

    assert ann.wire.start_lines == ["INVITE", "CANCEL"]
    cancel = ann.wire.sent[-1]
    assert cancel.headers["Reason"] == 'SIP;cause=200;text="Call completed elsewhere"'
    assert desk.reasons() == ["NEWCALL", "ANSWER"]


def test_one_telephone_that_is_busy_does_not_stop_the_other(desk: Desk, ann: Phone):
    other = Phone(desk, at="home")
    other.register()
    desk.call()
    ann.answer(486)
    assert not desk.cdrs
    other.answer(480)
    assert (desk.cdr.status, desk.cdr.cause) == ("NOANSWER", 19)


def test_where_one_telephone_is_gone_and_the_other_says_why_that_is_told(desk: Desk, ann: Phone):
    other = Phone(desk, at="home")
    other.register()
    call = desk.call()
    other.answer(180)
    desk.switchboard.flow_is_gone(ann.wire)
    other.answer(486)
    assert "The telephone of ann answers 486 Busy Here." in desk.story(call)


def test_one_telephone_that_declines_for_all_stops_the_others(desk: Desk, ann: Phone):
    other = Phone(desk, at="home")
    other.register()
    desk.call()
    other.answer(180)
    ann.answer(603)
    desk.wait(0)
    assert desk.cdr.cause == 21
    assert other.wire.start_lines == ["INVITE", "CANCEL"]


def test_the_telephone_in_a_queue_that_was_not_the_first_is_cancelled(desk: Desk, ann: Phone):
    ben = Phone(desk, "ben")
    ben.register()
    desk.call(QUEUE)
    for phone in (ann, ben):
        phone.answer(180)
    ben.answer(200, body=OFFER)
    desk.wait(0)
    assert ann.wire.start_lines == ["INVITE", "CANCEL"]
    assert desk.reasons() == ["NEWCALL", "HANGUP Answered elsewhere"]


def test_a_redirection_leads_the_caller_on(desk: Desk, ann: Phone):
    call = desk.call()
    ann.answer(302, Contact="<sip:cid@desk.test>")
    desk.wait(1)

    [following] = desk.exchange.calls.values()
    assert (following.original_call, following.target) == (call.id, "cid")


def test_a_click2call_asks_the_telephone_to_answer_by_itself(desk: Desk, ann: Phone):
    order = Click2CallOrder(phone="ann", target="0521111111", action="call", phone_auto_answer=True)
    click2call.start(desk.exchange, 1, order)
    desk.wait(0)
    assert ann.invite.headers["Call-Info"] == "<sip:127.0.0.1>;answer-after=0"


def test_a_telephone_whose_connection_breaks_while_it_rings_is_told(desk: Desk, ann: Phone):
    call = desk.call()
    ann.answer(180)
    desk.switchboard.flow_is_gone(ann.wire)

    assert (desk.cdr.status, desk.cdr.cause) == ("CHANUNAVAIL", 20)
    assert desk.reasons() == ["NEWCALL", "HANGUP Subscriber absent"]
    assert "The telephone of ann has gone: its connection broke." in desk.story(call)
    assert desk.is_clean()


def test_the_end_of_a_talk_is_a_bye(desk: Desk, ann: Phone):
    call = desk.call()
    ann.pick_up()
    desk.operator.hang_up(call.id, by="caller")
    desk.wait(0)

    bye = ann.wire.sent[-1]
    assert isinstance(bye, Request)
    assert bye.headers["Reason"].startswith("Q.850;cause=16")
    ann.answer(200, to=bye)
    desk.wait(40)
    assert desk.is_clean()


def test_the_same_scene_leaves_what_simulated_agents_leave(desk: Desk, ann: Phone):
    desk.operator.incoming_call(CALLER, DIRECT)
    desk.wait(1 + 3)
    ann.pick_up()
    desk.wait(60)
    ann.send_request("BYE")
    desk.wait(1)
    simulated = Desk()
    simulated.operator.incoming_call(CALLER, DIRECT)
    simulated.wait(100)

    assert desk.events == simulated.events
