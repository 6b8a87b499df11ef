"""What number a party is shown, which recording a call has and which leg decided it are the same wherever they stand."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from voicenter_mock.mockserver.callbacks import cdr_notification, popup
from voicenter_mock.mockserver.callbacks.external_ivr import hangup_call
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.core.refusals import Refused
from voicenter_mock.mockserver.telephony.model.calls import Call, ExtensionCall
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent, SteeredCallEnded

from .callback_answers import dial, lead, steer
from .simulation import CALLER, CALLER_E164, DIRECT, FORWARDING, IVR, LAYER, MENU, Simulation, answers
from .stories import explain

NO_ANSWER: dict[str, Any] = {"kind": "no_answer"}
STAYS = answers(2, None)
PHONE, PHONE_E164 = "0521111111", "972521111111"
SHOWN, SHOWN_E164 = "0733333333", "972733333333"


def order(simulation: Simulation, **members: Any) -> Call:
    given: dict[str, Any] = {"action": "call", "phone": "SIPA", **members}
    return click2call.start(simulation.exchange, 1, Click2CallOrder(**given))


def screens(simulation: Simulation, extension: str) -> list[tuple[str, str]]:
    """Number and recording that an extension was shown, at each of its events."""
    return [
        (event.call.caller_phone, event.call.recording)
        for event in simulation.events
        if isinstance(event, ExtensionEvent) and event.extension == extension and event.call
    ]


def numbers(simulation: Simulation, extension: str) -> set[str]:
    return {number for number, _ in screens(simulation, extension)}


def pushed(simulation: Simulation) -> list[dict[str, Any]]:
    exchange = simulation.exchange
    return [{**cdr_notification.payload(cdr, exchange.directory, exchange.zone)} for cdr in simulation.cdrs]


def hangup(simulation: Simulation) -> dict[str, Any]:
    [event] = [event for event in simulation.events if isinstance(event, SteeredCallEnded)]
    return {**hangup_call(event)["DATA"]}


def answer(**members: Any) -> dict[str, Any]:
    given = {"TARGET": PHONE, "CALLERID": SHOWN, "CALLERNAME": "", "CALL_MAX_DIAL": 25, "CALL_MAX": 600}
    return steer("CALL", {**given, "REC_STATUS": 1, **members})


# ---- what a party is shown -----------------------------------------------------------------------------


def test_the_caller_id_asked_for_the_phone_is_on_its_screen_and_in_its_record(simulation: Simulation):
    order(simulation, target=PHONE, phone_caller_id=SHOWN, phone_caller_name="Shop")
    simulation.run()

    assert numbers(simulation, "SIPA") == {SHOWN}
    assert simulation.cdrs[0].caller == SHOWN_E164


def test_the_caller_id_asked_for_the_target_is_on_its_screen_and_in_its_record(simulation: Simulation):
    order(simulation, target="SIPB", target_caller_id=SHOWN)
    simulation.run()

    assert numbers(simulation, "SIPB") == {SHOWN}
    assert simulation.cdrs[1].caller == SHOWN_E164


def test_a_target_inside_is_shown_the_phone_and_its_record_says_so(simulation: Simulation):
    order(simulation, target="SIPB")
    simulation.run()

    assert numbers(simulation, "SIPB") == {"SIPA"}
    assert simulation.cdrs[1].caller == "SIPA"


@pytest.mark.parametrize("action", ["message", "callference"])
def test_a_call_of_one_leg_shows_the_organizations_number_unless_it_names_another(simulation: Simulation, action: str):
    order(simulation, action=action)
    simulation.run()

    assert numbers(simulation, "SIPA") == {MENU}
    assert simulation.cdr.caller == MENU


def test_a_layers_caller_id_is_on_the_screen_and_in_the_record(simulation: Simulation):
    call = simulation.call(LAYER, digits="7#")
    simulation.run()
    simulation.reply({**dial(["SIPA"], 2), "CALLER_ID": SHOWN})
    simulation.run()

    assert numbers(simulation, "SIPA") == {SHOWN}
    assert simulation.cdrs[0].caller == SHOWN_E164
    assert any(f"and is shown {SHOWN}." in sentence for sentence in explain(call, simulation.exchange.zone))
    originals = {e.call.original_caller for e in simulation.events if isinstance(e, ExtensionEvent) and e.call}
    assert originals == {CALLER}, "who really calls is still told"


def test_an_external_ivrs_callerid_is_on_the_screen_and_in_the_record(simulation: Simulation):
    simulation.call(IVR)
    simulation.run()
    simulation.reply(answer(TARGET="SIPA"))
    simulation.run()

    assert numbers(simulation, "SIPA") == {SHOWN}
    assert simulation.cdr.caller == SHOWN_E164


def test_pop_up_active_calls_and_events_show_the_same_number(simulation: Simulation):
    order(simulation, target=PHONE, phone_caller_id=SHOWN)
    [view] = simulation.exchange.extensions["SIPA"].calls.values()
    [event] = [event for event in simulation.events if isinstance(event, ExtensionEvent)]

    members: dict[str, Any] = {**popup.payload(event, "Ringing", simulation.exchange)}
    assert members["currentCall"]["callerphone"] == view.caller_phone == SHOWN
    message: dict[str, Any] = {**messages.extension_event(simulation.exchange, event)}
    assert message["data"]["currentCall"]["callerphone"] == SHOWN


def test_a_spy_is_shown_a_national_number(simulation: Simulation):
    call = simulation.call(parties={"SIPA": STAYS})
    simulation.run(10)
    simulation.operator.spy(call.id, "SIPB")

    assert numbers(simulation, "SIPB") == {CALLER}


# ---- which leg decided ---------------------------------------------------------------------------------


def test_the_member_that_answered_decided_the_call_not_the_last_that_was_rung(simulation: Simulation):
    simulation.edit("layers", 2, kind="queue", target="100")
    simulation.call(IVR, parties={"SIPA": answers(2, 20), "SIPB": NO_ANSWER})
    simulation.run()
    simulation.reply(lead(2))
    simulation.run()

    last = hangup(simulation)
    assert (last["TARGET"], last["CALL_STATUS"], last["CALL_DAILTIME"]) == ("SIPA", "ANSWERED", 2)
    [record] = pushed(simulation)
    assert (record["target"], record["status"], record["dialtime"]) == ("SIPA", "ANSWER", 2)
    assert record["record"].endswith(screens(simulation, "SIPA")[0][1])


def test_the_target_of_a_layer_that_dials_two_is_the_one_that_answered(simulation: Simulation):
    simulation.edit("layers", 2, kind="external_layer", digits=1, wait_seconds=1, prompt_seconds=1)
    simulation.call(IVR, parties={"SIPA": answers(2, 20), "SIPB": NO_ANSWER})
    simulation.run()
    simulation.reply(lead(2))
    simulation.run()
    simulation.reply({**dial(["SIPA", "SIPB"], 15), "RECORDING": "yes", "CALLER_ID": SHOWN})
    simulation.run()

    last, [record] = hangup(simulation), pushed(simulation)
    assert (last["TARGET"], last["CALL_STATUS"]) == (record["target"], "ANSWERED") == ("SIPA", "ANSWERED")
    assert (record["caller"], numbers(simulation, "SIPA")) == (SHOWN, {SHOWN})
    assert {recording for _, recording in screens(simulation, "SIPA")} == {simulation.cdrs[0].recording}


def test_where_nobody_answered_the_last_that_was_dialled_decided(simulation: Simulation):
    simulation.call(IVR, parties={"SIPA": NO_ANSWER, "SIPB": {"kind": "busy"}})
    simulation.run()
    simulation.reply(answer(DIALSTRINGS=["SIPA", "SIPB"]))
    simulation.run()

    assert (hangup(simulation)["TARGET"], hangup(simulation)["CALL_STATUS"]) == ("SIPB", "BUSY")


def test_a_mailbox_has_answered_the_call_for_its_extension(simulation: Simulation):
    simulation.call(IVR, parties={"SIPM": NO_ANSWER})
    simulation.edit("layers", 2, kind="extension", target="SIPM")
    simulation.run()
    simulation.reply(lead(2))
    simulation.run()

    [record] = pushed(simulation)
    assert (hangup(simulation)["TARGET"], hangup(simulation)["CALL_STATUS"]) == ("SIPM", "ANSWERED")
    assert (record["target"], record["status"]) == ("SIPM", "VOICEMAIL")


def test_a_silent_recorder_has_answered_the_call(simulation: Simulation):
    simulation.call(IVR, talk_seconds=20)
    simulation.run()
    simulation.reply(steer("SILENTRECORD", {"MAXDURATION": 60}))
    simulation.run()

    assert (hangup(simulation)["CALL_STATUS"], hangup(simulation)["TARGET"]) == ("ANSWERED", "")
    assert (simulation.cdr.status, simulation.cdr.target) == ("ANSWER", "")


def test_what_cannot_be_dialled_decided_the_call_as_well(simulation: Simulation):
    simulation.call(IVR)
    simulation.run()
    simulation.reply(answer(TARGET="12"))
    simulation.run()

    assert (hangup(simulation)["TARGET"], hangup(simulation)["CALL_STATUS"]) == ("12", "INVALIDARGS")


def test_who_was_not_dialled_any_more_decided_nothing(simulation: Simulation):
    """The caller hangs up while the announcement before the dial plays."""
    call = simulation.call(IVR)
    simulation.run()
    simulation.reply(answer(CALLER_REC="record"))
    simulation.run(1)
    simulation.operator.hang_up(call.id, "caller")

    assert (hangup(simulation)["TARGET"], hangup(simulation)["CALL_STATUS"]) == ("", "CANCEL")


# ---- one recording -------------------------------------------------------------------------------------


def test_a_recording_keeps_the_name_that_stood_there_when_it_rang(simulation: Simulation):
    simulation.call(IVR)
    simulation.run()
    simulation.reply(answer(TARGET="SIPA"))
    simulation.run()

    assert {recording for _, recording in screens(simulation, "SIPA")} == {simulation.cdr.recording}
    assert simulation.cdr.recording


@pytest.mark.parametrize("external_layer", [True, False])
def test_what_is_not_recorded_names_no_recording(simulation: Simulation, external_layer: bool):
    simulation.call(LAYER if external_layer else IVR, digits="7#")
    simulation.run()
    simulation.reply(
        {**dial(["SIPA"], 15), "RECORDING": "no"} if external_layer else answer(TARGET="SIPA", REC_STATUS=0)
    )
    simulation.run()

    assert {recording for _, recording in screens(simulation, "SIPA")} == {""}
    assert simulation.cdrs[0].recording == ""


def test_a_queue_after_a_dial_without_recording_is_recorded_again(simulation: Simulation):
    simulation.edit("layers", 2, kind="queue", target="100")
    simulation.call(LAYER, digits="7#", parties={"target": NO_ANSWER, "agent": answers(2, 10)})
    simulation.run()
    simulation.reply({**dial([PHONE], 2), "RECORDING": "no"})
    simulation.run()

    assert {recording for _, recording in screens(simulation, "SIPA")} == {simulation.cdrs[1].recording} != {""}


# ---- whose record it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "status"), [("busy", "BUSY"), ("no_answer", "NOANSWER"), ("unavailable", "CHANUNAVAIL")]
)
def test_only_an_extension_that_answered_is_the_target_extension(simulation: Simulation, outcome: str, status: str):
    simulation.call(parties={"SIPA": {"kind": outcome}})
    simulation.run()

    [record] = pushed(simulation)
    assert (record["status"], record["target"], record["extenUser"]) == (status, "SIPA", "SIPA")
    assert (record["targetextension"], record["targetextension_name"]) == ("", "")
    assert record["representative_name"] == "Ann", "whose extension it is has not changed"


def test_an_extension_that_answered_is_the_target_extension(simulation: Simulation):
    simulation.call()
    simulation.run()

    assert (simulation.cdr.target_extension, simulation.cdr.target_extension_name) == ("SIPA", "A")


def test_the_outside_party_of_click2calls_leg_1_is_the_client(simulation: Simulation):
    order(simulation, target=PHONE)
    simulation.run()

    leg1, leg2 = pushed(simulation)
    assert (leg1["type"], leg1["callerPhone"], leg1["target"]) == ("Click2Call leg1", PHONE, "SIPA")
    assert leg2["callerPhone"] == PHONE


def test_a_transferred_talk_is_its_talkers_however_it_was_transferred(simulation: Simulation):
    """Direction, extension and user of records 13 and 22 follow one rule."""

    def talk(*, attended: bool) -> tuple[str, str, str, str]:
        place = Simulation()
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


def test_a_call_transferred_outside_is_credited_to_who_transferred_it(simulation: Simulation):
    call = simulation.call(parties={"SIPA": STAYS})
    simulation.run(10)
    simulation.operator.transfer(call.id, PHONE)
    simulation.run()

    cdr = simulation.cdrs[-1]
    assert (cdr.type, cdr.direction, cdr.caller_extension, cdr.user_name) == (13, "outgoing", "SIPA", "Ann")


def test_a_forwarded_call_that_leaves_the_house_is_outgoing_and_its_extensions(simulation: Simulation):
    simulation.call(FORWARDING, parties={"SIPF": NO_ANSWER})
    simulation.run()

    cdr = simulation.cdrs[-1]
    assert (cdr.type, cdr.direction, cdr.caller_extension) == (23, "outgoing", "SIPF")


# ---- trunks and speed dials ----------------------------------------------------------------------------

TRUNKS = [
    {"name": "London", "number": "442079460970", "account": 2},
    {"name": "Main", "number": "0733333333", "account": 1},
]


@pytest.mark.parametrize("word", ["SIPTRUNK", "SipTrunk", "main"])
def test_the_word_siptrunk_is_the_first_trunk_of_the_codes_account(word: str):
    simulation = Simulation(trunks=TRUNKS)
    order(simulation, phone=word, target=PHONE)
    simulation.run()

    leg1, leg2 = simulation.cdrs
    assert leg1.target == SHOWN_E164, "the trunk's number, not the word"
    assert leg2.caller == SHOWN_E164


def test_without_a_trunk_the_word_reaches_nobody(simulation: Simulation):
    with pytest.raises(Refused, match="invalid"):
        order(simulation, phone="SIPTRUNK", target=PHONE)


def test_an_extension_reaches_another_by_its_speed_dial(simulation: Simulation):
    simulation.edit("extensions", "SIPB", speed_dial="77")
    call = simulation.dial("77")
    simulation.run(10)

    assert [leg.number for leg in call.legs] == ["SIPA", "SIPB"]
    assert call.legs[1].connected


def test_a_call_is_transferred_to_a_speed_dial(simulation: Simulation):
    simulation.edit("extensions", "SIPB", speed_dial="77")
    call = simulation.call(DIRECT, parties={"SIPA": STAYS})
    simulation.run(10)

    assert simulation.operator.transfer(call.id, "77").target == "SIPB"


def test_of_two_with_one_speed_dial_the_own_accounts_is_reached():
    simulation = Simulation()
    simulation.edit("extensions", "SIPC", speed_dial="77", account=1)
    simulation.edit("extensions", "SIPM", speed_dial="77")

    assert simulation.dial("77", extension="SIPM").target == "SIPM"
    assert simulation.dial("77", extension="SIPC").target == "SIPC"


# ---- a target that is not called -----------------------------------------------------------------------


@pytest.mark.parametrize(("revision", "status"), [("3.2", "NOTCALLED"), ("current", "NOTDIALED")])
def test_a_phone_that_hangs_up_before_the_dial_leaves_leg_2_as_its_revision_says(revision: str, status: str):
    simulation = Simulation(revision=revision)
    call = order(simulation, target=PHONE)
    simulation.run(3.5)
    simulation.operator.hang_up(call.id, "SIPA")

    assert [cdr.status for cdr in simulation.cdrs] == ["ANSWER", status]
    assert simulation.reasons("SIPA")[-1] == "HANGUP Normal hangup"


def test_the_caller_is_e164_in_the_log_and_national_on_the_wire(simulation: Simulation):
    simulation.call()
    simulation.run()

    assert (simulation.cdr.caller, pushed(simulation)[0]["caller"]) == (CALLER_E164, CALLER)


VIEW = ExtensionCall("call", 1.0, "name", "phone", "Ringing", "Incoming", {})
OTHERS: dict[str, Any] = {
    "call_id": "other", "started": 2.0, "caller_name": "other", "caller_phone": "other", "status": "Hold",
    "direction": "Outgoing", "custom": {"var_a": "b"}, "answered_at": 3.0, "answered": True, "recording": "file",
    "muted": True, "did": "did", "click2call_leg": 1, "queue_id": 2, "campaign_id": 3, "call_type": 4, "internal": True,
    "original_caller": "caller", "spied": True, "related": ("before",), "in_use": True,
}  # fmt: skip


@pytest.mark.parametrize("member", [member.name for member in fields(ExtensionCall)])
def test_a_copied_view_has_every_member_of_the_other(member: str):
    view = replace(VIEW, **{member: OTHERS[member]})
    assert view != VIEW
    assert view.copy() == view
