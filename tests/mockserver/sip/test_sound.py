"""Desk phones at a running server: what is heard on each side is measured, tone by tone."""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.media import tones
from voicenter_mock.mockserver.media.wave_files import read_folder
from voicenter_mock.mockserver.organizations import read as read_directory
from voicenter_mock.mockserver.serving.server import Server, TelephoneOptions
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .desk import DIRECT, DOCUMENT, MAILBOX, MENU, QUEUE
from .speaking import SpeakingPhone, loudness, tone

HUM = 1300
"""What phones say here: no other sound has it."""
PERSON = tones.PERSON[1][0]
Open = Callable[..., SpeakingPhone]


@pytest.fixture
def server() -> Iterator[Server]:
    registry = Registry(clock="realtime")
    registry.add(read_directory(DOCUMENT))
    made = Server(registry, telephones=TelephoneOptions(udp_port=0))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def tenant(server: Server) -> Tenant:
    return server.registry.get("desk")


@pytest.fixture
def phone(server: Server) -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(name: str = "ann", **options: Any) -> SpeakingPhone:
            made = SpeakingPhone(server, name, **options)
            stack.callback(made.close)
            assert made.register()[-1] == "200"
            return made

        yield opened


def incoming(tenant: Tenant, did: str = DIRECT, **script: Any) -> str:
    with tenant.use() as exchange:
        return Operator(exchange).incoming_call("0501234567", did, talk_seconds=500, **script).id


@pytest.mark.parametrize("law", ["PCMU", "PCMA"])
def test_the_simulated_caller_is_heard(tenant: Tenant, phone: Open, law: str):
    ann = phone(law=law)
    incoming(tenant)
    ann.pick_up()
    ann.wait_for_tone(PERSON)


def test_packets_are_numbered_and_20_ms_long(tenant: Tenant, phone: Open):
    ann = phone()
    incoming(tenant)
    ann.pick_up()
    ann.wait_for_tone(PERSON)
    first, *others = ann.packets
    assert first.marker
    for number, packet in enumerate(others, 1):
        assert (packet.sequence, packet.timestamp) == (
            (first.sequence + number) & 0xFFFF,
            (first.timestamp + 160 * number) & 0xFFFFFFFF,
        )
        assert (len(packet.payload), packet.ssrc) == (160, first.ssrc)


def talking(phone: Open) -> tuple[SpeakingPhone, SpeakingPhone]:
    """Ann has called Ben."""
    ann, ben = phone(hums=HUM), phone("ben", hums=900)
    ann.call("ben", body=ann.description)
    ben.pick_up()
    ann.until("200")
    ann.acknowledge(ann.last(200))
    ann.beside, ben.beside = [ben], [ann]
    return ann, ben


def test_two_telephones_hear_each_other(phone: Open):
    ann, ben = talking(phone)
    ann.wait_for_tone(900)
    ben.wait_for_tone(HUM)


def test_a_menu_speaks_and_keys_in_the_sound_walk_it(tenant: Tenant, phone: Open):
    ann = phone()
    ann.calls(MENU)
    ann.wait_for_tone(tones.melody("Menu")[0][0])
    ann.press(2)
    ann.wait_for_tone(tones.melody("Two")[1][0])
    with tenant.use() as exchange:
        [call] = exchange.calls.values()
        assert [visit.layer_number for visit in call.visits] == [1, 2]


def test_a_queue_has_music(phone: Open):
    ann = phone()
    ann.calls(QUEUE)
    ann.wait_for_tone(tones.melody("Sales")[2][0])


def test_who_is_held_hears_music_until_they_are_taken_back(phone: Open):
    ann, ben = talking(phone)
    held = f"{ben.description}a=sendonly\r\n"
    ben.send_in_dialog("INVITE", held)
    ann.wait_for_tone(tones.melody("hold")[0][0])
    ben.send_in_dialog("INVITE", ben.description)
    ben.wait_for_tone(HUM)


def test_a_caller_who_is_transferred_is_heard_by_the_next_telephone(tenant: Tenant, phone: Open):
    ann, ben = phone(), phone("ben", hums=900)
    incoming(tenant)
    ann.pick_up()
    ann.wait_for_tone(PERSON)
    ann.send_request("REFER", Refer_To="<sip:ben@desk.test>")
    ben.pick_up()
    ben.wait_for_tone(PERSON)


def test_a_telephone_that_is_transferred_keeps_its_line_and_hears_the_next(phone: Open):
    (ann, ben), cid = talking(phone), phone("cid", hums=700)
    ben.send_request("REFER", Refer_To="<sip:cid@desk.test>")
    cid.pick_up()
    ann.beside, cid.beside = [cid], [ann]
    ann.wait_for_tone(700)
    cid.wait_for_tone(HUM)


def hangs_up(ann: SpeakingPhone, call: Callable[[str], None]) -> None:
    ann.pick_up()
    ann.wait_for_tone(PERSON)
    ann.send_request("BYE")


def is_hung_up(ann: SpeakingPhone, call: Callable[[str], None]) -> None:
    ann.pick_up()
    ann.wait_for_tone(PERSON)
    call("hang_up")
    ann.agree("BYE")


def refuses(ann: SpeakingPhone, call: Callable[[str], None]) -> None:
    ann.until("INVITE")
    ann.answer(486)
    ann.until("ACK")


def is_cancelled(ann: SpeakingPhone, call: Callable[[str], None]) -> None:
    ann.until("INVITE")
    ann.answer(180)
    call("hang_up")
    ann.agree("CANCEL")


@pytest.mark.parametrize("ends", [hangs_up, is_hung_up, refuses, is_cancelled])
def test_however_a_call_ends_its_sound_does(
    server: Server, tenant: Tenant, phone: Open, ends: Callable[[SpeakingPhone, Callable[[str], None]], None]
):
    ann = phone()
    call = incoming(tenant)

    def act(name: str) -> None:
        with tenant.use() as exchange:
            getattr(Operator(exchange), name)(call, "caller")

    ends(ann, act)
    ann.register()  # what comes after it on the same loop has waited for it
    assert server.telephones is not None
    service = server.telephones.service
    assert service is not None
    assert not service.studio.members


def test_who_has_a_wav_file_for_a_name_hears_that(tmp_path: Path):
    samples = array("h", [sample for number in range(100) for sample in tone(1700, number)])
    with wave.open(str(tmp_path / "Menu.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    registry = Registry(clock="realtime")
    registry.add(read_directory(DOCUMENT))
    server = Server(registry, telephones=TelephoneOptions(udp_port=0, library=read_folder(tmp_path)))
    server.start()
    ann = SpeakingPhone(server, "ann")
    try:
        ann.register()
        ann.calls(MENU)
        ann.wait_for_tone(1700)
    finally:
        ann.close()
        server.stop()


def recording(server: Server, tenant: Tenant) -> list[int]:
    """The samples of the recording that the log names, as the API and the bucket play it."""
    with tenant.use() as exchange:
        [file] = {cdr.recording for cdr in exchange.log.all() if cdr.recording}
    answer = requests.get(f"{server.base_url}/CallsHistory/PlayRecord/{file}", timeout=10)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert requests.get(f"{server.base_url}/{file}", timeout=10).content == answer.content
    with wave.open(io.BytesIO(answer.content)) as played:
        return list(array("h", played.readframes(played.getnframes())))


def loudest(samples: list[int], hertz: float) -> float:
    """How loud a tone is where it is loudest, in tenths of a second."""
    return max(loudness(samples[place : place + 800], hertz) for place in range(0, len(samples) - 800, 400))


def test_the_recording_has_what_both_sides_said(server: Server, tenant: Tenant, phone: Open):
    ann = phone(hums=HUM)
    call = incoming(tenant)
    ann.pick_up()
    for _ in range(60):
        ann.listen()
    with tenant.use() as exchange:
        Operator(exchange).hang_up(call, "caller")
    ann.until("BYE")
    samples = recording(server, tenant)
    assert loudest(samples, HUM) > 3000
    assert loudest(samples, PERSON) > 3000
    assert len(samples) > 55 * 160


def test_a_click2call_to_two_telephones_rings_in_the_ear_and_is_recorded_as_asked(
    server: Server, tenant: Tenant, phone: Open
):
    ann, ben = phone(hums=HUM), phone("ben", hums=900)
    order = {"code": "desk-code", "phone": "ann", "target": "ben", "action": "call", "record": "true", "format": "JSON"}
    answer = requests.get(f"{server.base_url}/ForwardDialer/click2call.aspx", params=order, timeout=10)
    assert answer.json()["ERRORCODE"] == 0
    ann.pick_up()
    ann.wait_for_tone(tones.RINGING[0][0])
    ben.pick_up()
    ann.beside = [ben]
    ann.wait_for_tone(900)
    for _ in range(30):
        ann.listen()
    ann.send_request("BYE")
    ben.until("BYE")
    samples = recording(server, tenant)
    assert loudest(samples, HUM) > 3000
    assert loudest(samples, 900) > 3000


def test_a_mailbox_greets_beeps_and_keeps_what_is_said(server: Server, tenant: Tenant, phone: Open):
    ann = phone(hums=HUM)
    ann.calls(MAILBOX)
    ann.wait_for_tone(tones.melody("Box")[0][0])
    ann.wait_for_tone(tones.BEEP[0][0])
    for _ in range(30):
        ann.listen()
    with tenant.use() as exchange:
        [call] = exchange.calls
        Operator(exchange).hang_up(call, "caller")
    ann.until("BYE")
    assert loudest(recording(server, tenant), HUM) > 3000


def test_what_two_telephones_said_is_recorded_once_and_not_while_it_is_muted(
    server: Server, tenant: Tenant, phone: Open
):
    ann, ben = talking(phone)
    with tenant.use() as exchange:
        [call] = exchange.calls
        Operator(exchange).mute(call)
    for _ in range(30):
        ann.listen()
    with tenant.use() as exchange:
        Operator(exchange).mute(call, muted=False)
    for _ in range(30):
        ann.listen()
    ann.send_request("BYE")
    ben.until("BYE")
    samples = recording(server, tenant)
    assert 6000 < loudest(samples, HUM) < 10_000
    assert max(map(len, "".join("." if sample == 0 else "x" for sample in samples).split("x"))) > 20 * 160
