"""What is heard with JsSIP and the vendor's opensips-js, unmodified in Chromium: tones measured on each side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voicenter_mock.mockserver.media import tones

from ...mockserver.sip.desk import DIRECT, MENU
from ...mockserver.sip.speaking import SpeakingPhone
from .conftest import HUM, Exchange, Softphone

Phone = Callable[..., Softphone]
PERSON = tones.PERSON[1][0]
DESK_HUM = 900
HOLD_MUSIC = tones.melody("hold")[0][0]


def registered(softphone: Phone, document: str = "softphone.html") -> Softphone:
    phone = softphone("ann", document=document)
    phone.wait_for_status("registered")
    return phone


@pytest.mark.parametrize("document", ["softphone.html", "opensips.html"])
def test_the_simulated_caller_is_heard_and_packets_go_both_ways(exchange: Exchange, softphone: Phone, document: str):
    phone = registered(softphone, document)
    exchange.incoming(DIRECT, talk_seconds=500)
    phone.wait_for_status("remote")
    if document == "opensips.html":
        phone.page.until("phone.ids.length", 1)
    phone.do("answer()")
    phone.wait_for_status("confirmed")
    phone.wait_for_tone(PERSON)
    assert phone.page.evaluate("hearing.count('inbound-rtp', 'packetsReceived')") > 10
    assert phone.page.evaluate("hearing.count('outbound-rtp', 'packetsSent')") > 10


@pytest.mark.parametrize("document", ["softphone.html", "opensips.html"])
def test_a_browser_and_a_desk_phone_hear_each_other(softphone: Phone, desk_phone: SpeakingPhone, document: str):
    phone = registered(softphone, document)
    phone.do("call('ben')")
    desk_phone.pick_up()
    phone.wait_for_status("confirmed")
    desk_phone.wait_for_tone(HUM, within=1000)
    with desk_phone.humming():
        phone.wait_for_tone(DESK_HUM)


@pytest.mark.parametrize("document", ["softphone.html", "opensips.html"])
def test_who_a_browser_puts_on_hold_hears_music_and_then_the_browser_again(
    exchange: Exchange, softphone: Phone, desk_phone: SpeakingPhone, document: str
):
    phone = registered(softphone, document)
    phone.do("call('ben')")
    desk_phone.pick_up()
    phone.wait_for_status("confirmed")
    desk_phone.wait_for_tone(HUM, within=1000)
    phone.do("hold()")
    desk_phone.wait_for_tone(HOLD_MUSIC, within=1000)
    exchange.until(lambda: exchange.reasons()[-1] == "HOLD", "hold")
    phone.page.until("phone.ready", True)
    phone.do("takeBack()")
    desk_phone.wait_for_tone(HUM, within=1000)
    with desk_phone.humming():
        phone.wait_for_tone(DESK_HUM)


def test_a_browser_that_is_put_on_hold_hears_music(softphone: Phone, desk_phone: SpeakingPhone):
    phone = registered(softphone)
    phone.do("call('ben')")
    desk_phone.pick_up()
    phone.wait_for_status("confirmed")
    desk_phone.send_in_dialog("INVITE", f"{desk_phone.description}a=sendonly\r\n")
    phone.wait_for_tone(HOLD_MUSIC)  # the server plays it, whatever the desk phone does
    desk_phone.send_in_dialog("INVITE", desk_phone.description)
    desk_phone.wait_for_tone(HUM, within=1000)
    with desk_phone.humming():
        phone.wait_for_tone(DESK_HUM)


def test_keys_in_the_sound_walk_the_menu(exchange: Exchange, softphone: Phone):
    phone = registered(softphone)
    phone.do(f"call({MENU!r})")
    phone.wait_for_status("confirmed")
    phone.wait_for_tone(tones.melody("Menu")[0][0])
    phone.do("session.sendDTMF('2', {transportType: 'RFC2833'})")
    exchange.until(lambda: exchange.visited() == [1, 2], "the layer")
