"""JsSIP, unmodified, in Chromium with its fake microphone: it registers, rings, is answered, and what it does is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voicenter_mock.mockserver.sip import switchboard

from ...mockserver.sip.desk import DIRECT, MENU
from .conftest import Exchange, Softphone

Phone = Callable[..., Softphone]


def registered(softphone: Phone, name: str = "ann") -> Softphone:
    phone = softphone(name)
    phone.wait_for_status("registered")
    return phone


def rung(exchange: Exchange, phone: Softphone, did: str = DIRECT) -> str:
    call = exchange.incoming(did, talk_seconds=500)
    phone.wait_for_status("remote 0501234567")
    return call


def talking(exchange: Exchange, phone: Softphone) -> str:
    call = rung(exchange, phone)
    phone.do("answer()")
    phone.wait_for_status("confirmed")
    exchange.until(lambda: exchange.reasons() == ["NEWCALL", "ANSWER"])
    return call


def test_it_registers_and_unregisters(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    phone.do("ua.unregister()")
    phone.wait_for_status("unregistered")


def test_it_registers_at_the_root_too(softphone: Phone):
    softphone("ann", path="/").wait_for_status("registered")


def test_a_wrong_password_is_refused(softphone: Phone):
    softphone("ann", "guessed").wait_for_status("registrationFailed 403 wrong password for extension ann")


def test_the_manual_clock_refuses_with_a_sentence(exchange: Exchange, softphone: Phone):
    exchange.tenant.set_clock("manual")
    softphone("ann").wait_for_status(
        "registrationFailed 403 organization desk has the manual clock, and telephones need real time"
    )


@pytest.mark.parametrize("document", ["softphone.html", "opensips.html"])
def test_a_browser_answers_whether_it_is_there(
    exchange: Exchange, softphone: Phone, document: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(switchboard, "OPTIONS_SECONDS", 0.1)
    softphone("ann", document=document).wait_for_status("registered")
    assert exchange.server.telephones is not None
    service = exchange.server.telephones.service
    assert service is not None
    [phone] = service.switchboard.registrar.all()
    exchange.until(lambda: phone.answers_options, "an answer to OPTIONS")


def test_a_call_rings_is_answered_and_hung_up_there(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    talking(exchange, phone)
    assert phone.do("headers['X-Did'][0].raw ?? phone.headers['X-Did']") == DIRECT
    phone.do("session.terminate()")
    exchange.until(lambda: bool(exchange.cdrs))
    assert (exchange.cdrs[0].status, exchange.reasons()[-1]) == ("ANSWER", "HANGUP Normal hangup")


def test_a_caller_hangs_up(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    call = talking(exchange, phone)
    exchange.act("hang_up", call, by="caller")
    phone.wait_for_status("ended remote Terminated")


def test_it_is_busy(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    rung(exchange, phone)
    phone.do("session.terminate({status_code: 486})")
    exchange.until(lambda: bool(exchange.cdrs))
    assert (exchange.cdrs[0].status, exchange.cdrs[0].cause) == ("BUSY", 17)


def test_it_declines(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    rung(exchange, phone)
    phone.do("session.terminate({status_code: 603})")
    exchange.until(lambda: bool(exchange.cdrs))
    assert (exchange.cdrs[0].status, exchange.cdrs[0].cause) == ("BUSY", 21)


def test_a_caller_gives_up(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    exchange.act("hang_up", rung(exchange, phone), by="caller")
    phone.wait_for_status("failed remote Canceled")


def test_it_calls_and_the_other_side_hangs_up(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    phone.do("call('0555550205')")  # answers after three seconds, talks one
    phone.wait_for_status("ended remote")
    assert [word for word in phone.log if word != "registered"] == [
        "local 0555550205", "progress", "accepted", "confirmed", "ended remote Terminated",
    ]  # fmt: skip
    exchange.until(lambda: bool(exchange.cdrs))
    assert (exchange.cdrs[0].type, exchange.cdrs[0].duration) == (4, 1)


def test_a_number_that_is_busy_is_told(softphone: Phone):
    phone = registered(softphone)
    phone.do("call('0555550017')")
    phone.wait_for_status("failed remote Busy")


def test_it_gives_up_calling(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    phone.do("call('0555550202')")
    phone.wait_for_status("progress")
    phone.do("session.terminate()")
    exchange.until(lambda: bool(exchange.cdrs))
    assert exchange.cdrs[0].status == "CANCEL"


def test_it_holds_and_takes_back(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    talking(exchange, phone)
    phone.do("session.hold()")
    exchange.until(lambda: exchange.reasons()[-1] == "HOLD", "hold")
    phone.page.until("phone.session.isReadyToReOffer()", True)
    phone.do("session.unhold()")
    exchange.until(lambda: exchange.reasons()[-1] == "UNHOLD", "unhold")


def test_keys_walk_the_menu(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    phone.do(f"call({MENU!r})")
    phone.wait_for_status("confirmed")
    phone.do("digits('2')")
    exchange.until(lambda: exchange.visited() == [1, 2], "the layer")


def test_a_blind_transfer_rings_the_second_telephone(exchange: Exchange, softphone: Phone):
    phone, other = registered(softphone), registered(softphone, "cid")
    talking(exchange, phone)
    phone.do("refer('cid')")
    phone.wait_for_status("refer accepted")
    phone.wait_for_status("ended remote")
    other.wait_for_status("remote 0501234567")
    other.do("answer()")
    other.wait_for_status("confirmed")
    exchange.until(lambda: exchange.reasons("cid") == ["NEWCALL", "ANSWER"])


def test_an_attended_transfer_connects_caller_and_second_telephone(exchange: Exchange, softphone: Phone):
    phone, other = registered(softphone), registered(softphone, "cid")
    talking(exchange, phone)
    phone.do("session.hold()")
    exchange.until(lambda: exchange.reasons()[-1] == "HOLD", "hold")
    phone.do("call('cid')")
    other.wait_for_status("remote ann")
    other.do("answer()")
    other.wait_for_status("confirmed")
    phone.page.until("phone.sessions[1].isEstablished()", True)
    phone.page.evaluate(
        "void phone.sessions[0].refer('sip:cid@127.0.0.1', {replaces: phone.sessions[1],"
        " eventHandlers: {accepted: () => phone.log.push('refer accepted')}})"
    )
    phone.wait_for_status("refer accepted")
    exchange.until(lambda: [cdr.type for cdr in exchange.cdrs] == [1, 21], "the records")
    assert "ended remote Terminated" not in other.log


def test_a_page_that_closes_in_mid_call_is_told(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    talking(exchange, phone)
    phone.page.close()
    exchange.until(lambda: bool(exchange.cdrs))
    assert exchange.reasons()[-1] == "HANGUP Normal hangup"
