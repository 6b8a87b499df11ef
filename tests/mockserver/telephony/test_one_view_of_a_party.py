"""What number a party is shown, which recording a call has and which leg decided it are the same wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.callbacks import cdr_notification, popup
from voicenter_mock.mockserver.callbacks.external_ivr import hangup_call
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.core.explain import explain
from voicenter_mock.mockserver.telephony.core.refusals import Refused
from voicenter_mock.mockserver.telephony.model.calls import Call
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent, SteeredCallEnded

from .customers import dial, lead, steer
from .houses import CALLER, CALLER_E164, DIRECT, FORWARDING, IVR, LAYER, MENU, House, answers

NO_ANSWER: dict[str, Any] = {"kind": "no_answer"}
STAYS = answers(2, None)
PHONE, PHONE_E164 = "0521111111", "972521111111"
SHOWN, SHOWN_E164 = "0733333333", "972733333333"


def order(house: House, **members: Any) -> Call:
    given: dict[str, Any] = {"action": "call", "phone": "SIPA", **members}
    return click2call.start(house.exchange, 1, Click2CallOrder(**given))


def screens(house: House, extension: str) -> list[tuple[str, str]]:
    """Number and recording that an extension was shown, at each of its events."""
    return [
        (event.call.caller_phone, event.call.recording)
        for event in house.events
        if isinstance(event, ExtensionEvent) and event.extension == extension and event.call
    ]


def numbers(house: House, extension: str) -> set[str]:
    return {number for number, _ in screens(house, extension)}


def pushed(house: House) -> list[dict[str, Any]]:
    exchange = house.exchange
    return [{**cdr_notification.payload(cdr, exchange.directory, exchange.zone)} for cdr in house.cdrs]


def hangup(house: House) -> dict[str, Any]:
    [event] = [event for event in house.events if isinstance(event, SteeredCallEnded)]
    return {**hangup_call(event)["DATA"]}


def answer(**members: Any) -> dict[str, Any]:
    given = {"TARGET": PHONE, "CALLERID": SHOWN, "CALLERNAME": "", "CALL_MAX_DIAL": 25, "CALL_MAX": 600}
    return steer("CALL", {**given, "REC_STATUS": 1, **members})


# ---- what a party is shown -----------------------------------------------------------------------------


def test_the_caller_id_asked_for_the_phone_is_on_its_screen_and_in_its_record(house: House):
    order(house, target=PHONE, phone_caller_id=SHOWN, phone_caller_name="Shop")
    house.run()

    assert numbers(house, "SIPA") == {SHOWN}
    assert house.cdrs[0].caller == SHOWN_E164


def test_the_caller_id_asked_for_the_target_is_on_its_screen_and_in_its_record(house: House):
    order(house, target="SIPB", target_caller_id=SHOWN)
    house.run()

    assert numbers(house, "SIPB") == {SHOWN}
    assert house.cdrs[1].caller == SHOWN_E164


def test_a_target_inside_is_shown_the_phone_and_its_record_says_so(house: House):
    order(house, target="SIPB")
    house.run()

    assert numbers(house, "SIPB") == {"SIPA"}
    assert house.cdrs[1].caller == "SIPA"


@pytest.mark.parametrize("action", ["message", "callference"])
def test_a_call_of_one_leg_shows_the_organizations_number_unless_it_names_another(house: House, action: str):
    order(house, action=action)
    house.run()

    assert numbers(house, "SIPA") == {MENU}
    assert house.cdr.caller == MENU


def test_a_layers_caller_id_is_on_the_screen_and_in_the_record(house: House):
    call = house.call(LAYER, digits="7#")
    house.run()
    house.reply({**dial(["SIPA"], 2), "CALLER_ID": SHOWN})
    house.run()

    assert numbers(house, "SIPA") == {SHOWN}
    assert house.cdrs[0].caller == SHOWN_E164
    assert any(f"and is shown {SHOWN}." in sentence for sentence in explain(call, house.exchange.zone))
    originals = {e.call.original_caller for e in house.events if isinstance(e, ExtensionEvent) and e.call}
    assert originals == {CALLER}, "who really calls is still told"


def test_an_external_ivrs_callerid_is_on_the_screen_and_in_the_record(house: House):
    house.call(IVR)
    house.run()
    house.reply(answer(TARGET="SIPA"))
    house.run()

    assert numbers(house, "SIPA") == {SHOWN}
    assert house.cdr.caller == SHOWN_E164


def test_pop_up_active_calls_and_events_show_the_same_number(house: House):
    order(house, target=PHONE, phone_caller_id=SHOWN)
    [view] = house.exchange.extensions["SIPA"].calls.values()
    [event] = [event for event in house.events if isinstance(event, ExtensionEvent)]

    shown: dict[str, Any] = {**popup.payload(event, "Ringing", house.exchange)}
    assert shown["currentCall"]["callerphone"] == view.caller_phone == SHOWN
    message: dict[str, Any] = {**messages.extension_event(house.exchange, event)}
    assert message["data"]["currentCall"]["callerphone"] == SHOWN


def test_a_spy_is_shown_a_national_number(house: House):
    call = house.call(parties={"SIPA": STAYS})
    house.run(10)
    house.operator.spy(call.id, "SIPB")

    assert numbers(house, "SIPB") == {CALLER}


# ---- which leg decided ---------------------------------------------------------------------------------


def test_the_member_that_answered_decided_the_call_not_the_last_that_was_rung(house: House):
    house.edit("layers", 2, kind="queue", target="100")
    house.call(IVR, parties={"SIPA": answers(2, 20), "SIPB": NO_ANSWER})
    house.run()
    house.reply(lead(2))
    house.run()

    last = hangup(house)
    assert (last["TARGET"], last["CALL_STATUS"], last["CALL_DAILTIME"]) == ("SIPA", "ANSWERED", 2)
    [record] = pushed(house)
    assert (record["target"], record["status"], record["dialtime"]) == ("SIPA", "ANSWER", 2)
    assert record["record"].endswith(screens(house, "SIPA")[0][1])


def test_the_target_of_a_layer_that_dials_two_is_the_one_that_answered(house: House):
    house.edit("layers", 2, kind="external_layer", digits=1, wait_seconds=1, prompt_seconds=1)
    house.call(IVR, parties={"SIPA": answers(2, 20), "SIPB": NO_ANSWER})
    house.run()
    house.reply(lead(2))
    house.run()
    house.reply({**dial(["SIPA", "SIPB"], 15), "RECORDING": "yes", "CALLER_ID": SHOWN})
    house.run()

    last, [record] = hangup(house), pushed(house)
    assert (last["TARGET"], last["CALL_STATUS"]) == (record["target"], "ANSWERED") == ("SIPA", "ANSWERED")
    assert (record["caller"], numbers(house, "SIPA")) == (SHOWN, {SHOWN})
    assert {recording for _, recording in screens(house, "SIPA")} == {house.cdrs[0].recording}


def test_where_nobody_answered_the_last_that_was_dialled_decided(house: House):
    house.call(IVR, parties={"SIPA": NO_ANSWER, "SIPB": {"kind": "busy"}})
    house.run()
    house.reply(answer(DIALSTRINGS=["SIPA", "SIPB"]))
    house.run()

    assert (hangup(house)["TARGET"], hangup(house)["CALL_STATUS"]) == ("SIPB", "BUSY")


def test_a_mailbox_has_answered_the_call_for_its_extension(house: House):
    house.call(IVR, parties={"SIPM": NO_ANSWER})
    house.edit("layers", 2, kind="extension", target="SIPM")
    house.run()
    house.reply(lead(2))
    house.run()

    [record] = pushed(house)
    assert (hangup(house)["TARGET"], hangup(house)["CALL_STATUS"]) == ("SIPM", "ANSWERED")
    assert (record["target"], record["status"]) == ("SIPM", "VOICEMAIL")


def test_a_silent_recorder_has_answered_the_call(house: House):
    house.call(IVR, talk_seconds=20)
    house.run()
    house.reply(steer("SILENTRECORD", {"MAXDURATION": 60}))
    house.run()

    assert (hangup(house)["CALL_STATUS"], hangup(house)["TARGET"]) == ("ANSWERED", "")
    assert (house.cdr.status, house.cdr.target) == ("ANSWER", "")


def test_what_cannot_be_dialled_decided_the_call_as_well(house: House):
    house.call(IVR)
    house.run()
    house.reply(answer(TARGET="12"))
    house.run()

    assert (hangup(house)["TARGET"], hangup(house)["CALL_STATUS"]) == ("12", "INVALIDARGS")


def test_who_was_not_dialled_any_more_decided_nothing(house: House):
    """The caller hangs up while the announcement before the dial plays."""
    call = house.call(IVR)
    house.run()
    house.reply(answer(CALLER_REC="record"))
    house.run(1)
    house.operator.hang_up(call.id, "caller")

    assert (hangup(house)["TARGET"], hangup(house)["CALL_STATUS"]) == ("", "CANCEL")


# ---- one recording -------------------------------------------------------------------------------------


def test_a_recording_keeps_the_name_that_stood_there_when_it_rang(house: House):
    house.call(IVR)
    house.run()
    house.reply(answer(TARGET="SIPA"))
    house.run()

    assert {recording for _, recording in screens(house, "SIPA")} == {house.cdr.recording}
    assert house.cdr.recording


@pytest.mark.parametrize("external_layer", [True, False])
def test_what_is_not_recorded_names_no_recording(house: House, external_layer: bool):
    house.call(LAYER if external_layer else IVR, digits="7#")
    house.run()
    house.reply({**dial(["SIPA"], 15), "RECORDING": "no"} if external_layer else answer(TARGET="SIPA", REC_STATUS=0))
    house.run()

    assert {recording for _, recording in screens(house, "SIPA")} == {""}
    assert house.cdrs[0].recording == ""


def test_a_queue_after_a_dial_without_recording_is_recorded_again(house: House):
    house.edit("layers", 2, kind="queue", target="100")
    house.call(LAYER, digits="7#", parties={"target": NO_ANSWER, "agent": answers(2, 10)})
    house.run()
    house.reply({**dial([PHONE], 2), "RECORDING": "no"})
    house.run()

    assert {recording for _, recording in screens(house, "SIPA")} == {house.cdrs[1].recording} != {""}


# ---- whose record it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "status"), [("busy", "BUSY"), ("no_answer", "NOANSWER"), ("unavailable", "CHANUNAVAIL")]
)
def test_only_an_extension_that_answered_is_the_target_extension(house: House, outcome: str, status: str):
    house.call(parties={"SIPA": {"kind": outcome}})
    house.run()

    [record] = pushed(house)
    assert (record["status"], record["target"], record["extenUser"]) == (status, "SIPA", "SIPA")
    assert (record["targetextension"], record["targetextension_name"]) == ("", "")
    assert record["representative_name"] == "Ann", "whose extension it is has not changed"


def test_an_extension_that_answered_is_the_target_extension(house: House):
    house.call()
    house.run()

    assert (house.cdr.target_extension, house.cdr.target_extension_name) == ("SIPA", "A")


def test_the_outside_party_of_click2calls_leg_1_is_the_client(house: House):
    order(house, target=PHONE)
    house.run()

    leg1, leg2 = pushed(house)
    assert (leg1["type"], leg1["callerPhone"], leg1["target"]) == ("Click2Call leg1", PHONE, "SIPA")
    assert leg2["callerPhone"] == PHONE


def test_a_transferred_talk_is_its_talkers_however_it_was_transferred(house: House):
    """Direction, extension and user of records 13 and 22 follow one rule."""

    def talk(*, attended: bool) -> tuple[str, str, str, str]:
        place = House()
        call = place.call(parties={"SIPA": STAYS, "SIPB": answers(2, 20)})
        place.run(10)
        if attended:
            place.operator.consult(call.id, "SIPB")
            place.run(10)
            place.operator.complete_transfer(call.id)
        else:
            place.operator.transfer(call.id, "SIPB")
        place.run()
        cdr = place.cdrs[-1]
        return cdr.direction, cdr.caller_extension, cdr.target, cdr.user_name

    assert talk(attended=False) == talk(attended=True) == ("incoming", "", "SIPB", "Ben")


def test_a_call_transferred_outside_is_credited_to_who_transferred_it(house: House):
    call = house.call(parties={"SIPA": STAYS})
    house.run(10)
    house.operator.transfer(call.id, PHONE)
    house.run()

    cdr = house.cdrs[-1]
    assert (cdr.type, cdr.direction, cdr.caller_extension, cdr.user_name) == (13, "outgoing", "SIPA", "Ann")


def test_a_forwarded_call_that_leaves_the_house_is_outgoing_and_its_extensions(house: House):
    house.call(FORWARDING, parties={"SIPF": NO_ANSWER})
    house.run()

    cdr = house.cdrs[-1]
    assert (cdr.type, cdr.direction, cdr.caller_extension) == (23, "outgoing", "SIPF")


# ---- trunks and speed dials ----------------------------------------------------------------------------

TRUNKS = [
    {"name": "London", "number": "442079460970", "account": 2},
    {"name": "Main", "number": "0733333333", "account": 1},
]


@pytest.mark.parametrize("word", ["SIPTRUNK", "SipTrunk", "main"])
def test_the_word_siptrunk_is_the_first_trunk_of_the_codes_account(word: str):
    house = House(trunks=TRUNKS)
    order(house, phone=word, target=PHONE)
    house.run()

    leg1, leg2 = house.cdrs
    assert leg1.target == SHOWN_E164, "the trunk's number, not the word"
    assert leg2.caller == SHOWN_E164


def test_without_a_trunk_the_word_reaches_nobody(house: House):
    with pytest.raises(Refused, match="invalid"):
        order(house, phone="SIPTRUNK", target=PHONE)


def test_an_extension_reaches_another_by_its_speed_dial(house: House):
    house.edit("extensions", "SIPB", speed_dial="77")
    call = house.dial("77")
    house.run(10)

    assert [leg.number for leg in call.legs] == ["SIPA", "SIPB"]
    assert call.legs[1].connected


def test_a_call_is_transferred_to_a_speed_dial(house: House):
    house.edit("extensions", "SIPB", speed_dial="77")
    call = house.call(DIRECT, parties={"SIPA": STAYS})
    house.run(10)

    assert house.operator.transfer(call.id, "77").target == "SIPB"


def test_of_two_with_one_speed_dial_the_own_accounts_is_reached():
    house = House()
    house.edit("extensions", "SIPC", speed_dial="77", account=1)
    house.edit("extensions", "SIPM", speed_dial="77")

    assert house.dial("77", extension="SIPM").target == "SIPM"
    assert house.dial("77", extension="SIPC").target == "SIPC"


# ---- a target that is not called -----------------------------------------------------------------------


@pytest.mark.parametrize(("revision", "status"), [("3.2", "NOTCALLED"), ("current", "NOTDIALED")])
def test_a_phone_that_hangs_up_before_the_dial_leaves_leg_2_as_its_revision_says(revision: str, status: str):
    house = House(revision=revision)
    call = order(house, target=PHONE)
    house.run(3.5)
    house.operator.hang_up(call.id, "SIPA")

    assert [cdr.status for cdr in house.cdrs] == ["ANSWER", status]
    assert house.reasons("SIPA")[-1] == "HANGUP Normal hangup"


def test_the_caller_is_e164_in_the_log_and_national_on_the_wire(house: House):
    house.call()
    house.run()

    assert (house.cdr.caller, pushed(house)[0]["caller"]) == (CALLER_E164, CALLER)
