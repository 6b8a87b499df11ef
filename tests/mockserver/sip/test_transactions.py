"""Every timer of RFC 3261 §17 (and L and M of RFC 6026), on time that the test tells."""

from __future__ import annotations

from typing import Literal

import pytest
from sipmessage import Request, Response

from voicenter_mock.mockserver.sip import transactions
from voicenter_mock.mockserver.sip.messages import read, response, serialize
from voicenter_mock.mockserver.sip.timers import Timers
from voicenter_mock.mockserver.sip.transactions import ServerTransaction, Transactions

from .desk import Wire


class Layer:
    """A transaction layer, one flow, and what comes up from it."""

    def __init__(self, transport: Literal["WS", "UDP", "TCP"] = "UDP") -> None:
        self.wire = Wire(transport)
        self.timers = Timers()
        self.asked: list[ServerTransaction] = []
        self.acknowledged: list[Request] = []
        self.answers: list[int] = []
        self.timed_out = 0
        self.layer = Transactions(self.timers, self.asked.append, self.acknowledged.append)

    def send(self, method: str) -> Request:
        self.layer.send(request(method, ""), self.wire, lambda answer: self.answers.append(answer.code), self._time_out)
        sent = self.wire.sent[0]
        assert isinstance(sent, Request)
        return sent

    def _time_out(self) -> None:
        self.timed_out += 1

    def receive(self, message: Request | Response) -> None:
        self.layer.receive(read(serialize(message)), self.wire)

    def moments(self, seconds: float, step: float = 0.5) -> list[float]:
        """When something was sent, from now on."""
        start, found = self.timers.now, list[float]()
        for place in range(1, int(seconds / step) + 1):
            before = len(self.wire.sent)
            self.timers.run(start + place * step)
            found += [place * step] * (len(self.wire.sent) - before)
        return found


def request(method: str, via: str = "SIP/2.0/UDP a.test;branch=z9hG4bKb", sequence: int = 1) -> Request:
    made = read(
        f"{method} sip:x@y.test SIP/2.0\r\nVia: {via or 'SIP/2.0/UDP z.test;branch=z9hG4bKz'}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:a@b.test>;tag=1\r\nTo: <sip:x@y.test>\r\nCall-ID: c\r\nCSeq: {sequence} {method}\r\n\r\n".encode()
    )
    assert isinstance(made, Request)
    return made


@pytest.fixture
def udp() -> Layer:
    return Layer()


@pytest.fixture
def stream() -> Layer:
    return Layer("TCP")


# ---- INVITE, as a client -------------------------------------------------------------------------------


def test_timer_a_an_invite_is_sent_again_ever_more_rarely(udp: Layer):
    udp.send("INVITE")
    assert udp.moments(31.5) == [0.5, 1.5, 3.5, 7.5, 15.5, 31.5]


def test_timer_a_does_not_run_on_a_stream(stream: Layer):
    stream.send("INVITE")
    assert stream.moments(31) == []


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_timer_b_an_invite_that_nobody_answers_times_out(transport: Literal["UDP", "TCP"]):
    layer = Layer(transport)
    layer.send("INVITE")
    layer.timers.run(31.9)
    assert layer.timed_out == 0
    layer.timers.run(32)
    assert (layer.timed_out, layer.layer.count) == (1, 0)


def test_a_provisional_answer_ends_a_and_b(udp: Layer):
    sent = udp.send("INVITE")
    udp.receive(response(sent, 180))
    assert udp.moments(100) == []
    assert (udp.answers, udp.timed_out) == ([180], 0)


def test_a_refusal_is_acknowledged_in_its_own_transaction(udp: Layer):
    sent = udp.send("INVITE")
    udp.receive(response(sent, 486, tag="t"))
    ack = udp.wire.sent[-1]
    assert isinstance(ack, Request)
    assert (ack.method, ack.headers["Via"], ack.headers["CSeq"]) == ("ACK", sent.headers["Via"], "1 ACK")


def test_timer_d_a_repeated_refusal_is_acknowledged_for_thirty_two_seconds(udp: Layer):
    sent = udp.send("INVITE")
    udp.receive(response(sent, 486, tag="t"))
    udp.timers.run(31)
    udp.receive(response(sent, 486, tag="t"))
    assert udp.wire.start_lines == ["INVITE", "ACK", "ACK"]
    assert udp.answers == [486]
    udp.timers.run(32)
    assert udp.layer.count == 0


def test_timer_d_is_nothing_on_a_stream(stream: Layer):
    stream.receive(response(stream.send("INVITE"), 486, tag="t"))
    assert stream.layer.count == 0


def test_timer_m_every_acceptance_is_reported_for_thirty_two_seconds(udp: Layer):
    sent = udp.send("INVITE")
    for _ in range(2):
        udp.receive(response(sent, 200, tag="t"))
    assert (udp.answers, udp.wire.start_lines) == ([200, 200], ["INVITE"])
    udp.timers.run(32)
    assert udp.layer.count == 0


# ---- other requests, as a client -----------------------------------------------------------------------


def test_timer_e_a_request_is_sent_again_every_four_seconds_at_last(udp: Layer):
    udp.send("OPTIONS")
    assert udp.moments(16) == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5]


def test_timer_e_goes_on_after_a_provisional_answer(udp: Layer):
    sent = udp.send("OPTIONS")
    udp.receive(response(sent, 100))
    assert udp.moments(9) == [0.5, 4.5, 8.5]


def test_timer_f_a_request_that_nobody_answers_times_out(udp: Layer):
    udp.send("OPTIONS")
    udp.timers.run(32)
    assert (udp.timed_out, udp.layer.count) == (1, 0)


def test_timer_f_also_after_a_provisional_answer(stream: Layer):
    stream.receive(response(stream.send("OPTIONS"), 100))
    stream.timers.run(32)
    assert stream.timed_out == 1


def test_timer_k_repeated_answers_are_absorbed_for_five_seconds(udp: Layer):
    sent = udp.send("OPTIONS")
    for _ in range(2):
        udp.receive(response(sent, 200))
    udp.timers.run(4.9)
    assert (udp.answers, udp.layer.count) == ([200], 1)
    udp.timers.run(5)
    assert udp.layer.count == 0


def test_timer_k_is_nothing_on_a_stream(stream: Layer):
    stream.receive(response(stream.send("OPTIONS"), 200))
    assert stream.layer.count == 0


# ---- INVITE, as a server -------------------------------------------------------------------------------


def test_timer_g_a_refusal_is_sent_again_until_it_is_acknowledged(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(486)
    assert udp.moments(8) == [0.5, 1.5, 3.5, 7.5]
    udp.receive(request("ACK"))
    assert udp.moments(8) == []


def test_timer_g_does_not_run_on_a_stream(stream: Layer):
    stream.receive(request("INVITE"))
    stream.asked[0].answer(486)
    assert stream.moments(30) == []


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_timer_h_a_refusal_that_nobody_acknowledges_is_forgotten(transport: Literal["UDP", "TCP"]):
    layer = Layer(transport)
    layer.receive(request("INVITE"))
    layer.asked[0].answer(486)
    layer.timers.run(31.9)
    assert layer.layer.count == 1
    layer.timers.run(32)
    assert layer.layer.count == 0


def test_timer_i_repeated_acknowledgements_are_absorbed_for_five_seconds(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(486)
    udp.receive(request("ACK"))
    udp.receive(request("ACK"))
    assert (udp.acknowledged, udp.layer.count) == ([], 1)
    udp.timers.run(5)
    assert udp.layer.count == 0


def test_timer_i_is_nothing_on_a_stream(stream: Layer):
    stream.receive(request("INVITE"))
    stream.asked[0].answer(486)
    stream.receive(request("ACK"))
    assert stream.layer.count == 0


def test_timer_l_a_repeated_invite_is_absorbed_after_its_acceptance(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(200)
    udp.receive(request("INVITE"))
    assert (udp.wire.start_lines, len(udp.asked)) == (["200"], 1)
    udp.timers.run(32)
    assert udp.layer.count == 0


def test_a_repeated_invite_is_answered_as_before(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(180)
    udp.receive(request("INVITE"))
    assert (udp.wire.start_lines, len(udp.asked)) == (["180", "180"], 1)


def test_the_acknowledgement_of_an_acceptance_goes_up(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(200)
    udp.receive(request("ACK", "SIP/2.0/UDP a.test;branch=z9hG4bKother"))
    assert len(udp.acknowledged) == 1


def test_a_second_final_answer_is_not_sent(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(486)
    assert udp.asked[0].answer(200) is None
    assert udp.wire.start_lines == ["486"]


# ---- other requests, as a server -----------------------------------------------------------------------


def test_timer_j_a_repeated_request_is_answered_again_for_thirty_two_seconds(udp: Layer):
    udp.receive(request("OPTIONS"))
    udp.asked[0].answer(200)
    udp.timers.run(31)
    udp.receive(request("OPTIONS"))
    assert (udp.wire.start_lines, len(udp.asked)) == (["200", "200"], 1)
    udp.timers.run(32)
    assert udp.layer.count == 0


def test_timer_j_is_nothing_on_a_stream(stream: Layer):
    stream.receive(request("OPTIONS"))
    stream.asked[0].answer(200)
    assert stream.layer.count == 0


# ---- CANCEL and matching -------------------------------------------------------------------------------


def test_a_cancel_is_answered_and_told(udp: Layer):
    cancelled: list[str] = []
    udp.receive(request("INVITE"))
    udp.asked[0].on_cancel = lambda: cancelled.append("cancelled")
    udp.receive(request("CANCEL"))
    udp.receive(request("CANCEL"))
    assert (udp.wire.start_lines, cancelled) == (["200", "200"], ["cancelled"])


def test_a_cancel_of_nothing_is_answered_481(udp: Layer):
    udp.receive(request("CANCEL"))
    assert udp.wire.start_lines == ["481"]


def test_a_cancel_after_the_answer_changes_nothing(udp: Layer):
    udp.receive(request("INVITE"))
    udp.asked[0].answer(200)
    udp.asked[0].on_cancel = lambda: pytest.fail("cancelled")
    udp.receive(request("CANCEL"))
    assert udp.wire.start_lines == ["200", "200"]


@pytest.mark.parametrize("method", ["OPTIONS", "INVITE", "CANCEL"])
def test_of_too_many_at_once_the_last_are_refused(udp: Layer, monkeypatch: pytest.MonkeyPatch, method: str):
    monkeypatch.setattr(transactions, "MAXIMUM_TRANSACTIONS", 2)
    for number in range(3):
        udp.receive(request(method, f"SIP/2.0/UDP a.test;branch=z9hG4bK{number}"))
    assert (udp.layer.count, udp.wire.start_lines[-1]) == (2, "503")


def test_requests_of_an_old_telephone_are_told_apart_by_their_numbers(udp: Layer):
    for sequence in (1, 2, 2):
        udp.receive(request("OPTIONS", "SIP/2.0/UDP a.test", sequence))
    assert len(udp.asked) == 2


def test_an_answer_to_nothing_is_dropped(udp: Layer):
    udp.receive(response(request("OPTIONS"), 200))
    assert udp.answers == []


def test_a_broken_connection_ends_what_was_under_way(stream: Layer):
    stream.send("INVITE")
    stream.receive(request("INVITE"))
    stream.layer.flow_is_gone(stream.wire)
    assert (stream.timed_out, stream.layer.count) == (1, 0)


def test_a_cancelled_timer_does_nothing_and_is_not_waited_for():
    timers = Timers()
    timers.after(1, lambda: pytest.fail("it was cancelled")).cancel()
    assert timers.next_time() is None
    timers.run(2)
    assert timers.now == 2
