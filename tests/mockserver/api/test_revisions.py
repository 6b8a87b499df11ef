"""What the three revisions say differently, each difference in all of them."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.contracts import validate
from voicenter_mock.contracts.operations import OPERATIONS, REVISIONS, Revision
from voicenter_mock.fixtures.observed import CdrCallback, LayerCallback, PopupCallback
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import AGENTS, CODE, NOW, Api

CALLS, CALLERS, EXTENSIONS = "/comet/API/GetExtensionsCalls", "/comet/API/GetQueuesCallers", "/Comet/api/GetExtensions"
LISTS = {CALLS: "EXTENSIONS", CALLERS: "QUEUES", EXTENSIONS: "EXTENSIONS"}
OTHERS: tuple[Revision, ...] = ("current", "3.2")

each_revision = pytest.mark.parametrize("revision", REVISIONS)


def organization(revision: Revision, **settings: Any) -> Voicenter:
    voicenter = Voicenter("demo", now=NOW)
    voicenter.edit(revision=revision, **settings)
    return voicenter


# ---- codes


@pytest.mark.parametrize("path", LISTS)
def test_in_2026_an_unknown_code_is_an_empty_list(path: str):
    api = Api(revision="2026")

    assert api.get(path, code="nobodys-code") == {"ERR": 0, "DESC": "OK", LISTS[path]: []}
    assert api.post(path, {"code": "nobodys-code"})["ERR"] == 0


@pytest.mark.parametrize("revision", OTHERS)
@pytest.mark.parametrize("path", LISTS)
def test_elsewhere_an_unknown_code_is_refused(path: str, revision: Revision):
    answer = Api(revision=revision).get(path, code="nobodys-code")

    assert answer == {"ERR": 1, "DESC": "Authorization failed."}


@each_revision
@pytest.mark.parametrize("code", ["", "not a code!"])
@pytest.mark.parametrize("path", LISTS)
def test_a_code_that_can_be_nobodys_is_refused_everywhere(path: str, code: str, revision: Revision):
    later = {EXTENSIONS: "Unauthorized"}.get(path, "Invalid request format")
    answer = Api(revision=revision).get(path, code=code)

    assert answer == {"ERR": 1, "DESC": later if revision == "2026" else "Authorization failed."}


@each_revision
def test_what_is_wrong_with_a_parameter_of_active_calls(revision: Revision):
    answer = Api(revision=revision).get(CALLERS, code=CODE, queue="abc")

    later = "Invalid parameters or internal error"
    assert answer == {"ERR": 2, "DESC": later if revision == "2026" else "Internal error."}


@each_revision
@pytest.mark.parametrize("path", [EXTENSIONS, CALLS, "/hub/cdr/", "/ForwardDialer/click2call.aspx"])
def test_the_http_status_of_an_address_that_is_not_trusted(path: str, revision: Revision):
    api = Api(revision=revision)
    [first, *others] = [{"code": code.code, "account": code.account} for code in api.exchange.directory.codes.values()]
    api.edit(revision=revision, codes=[first | {"trusted_ips": ["10.0.0.1"]}, *others])
    answer = api.send(HttpRequest("GET", path, f"code={first['code']}&phone=SIPSIP1&target=0501234567&format=json"))

    assert answer.status == (403 if revision == "2026" else 200)
    operation = api.dispatcher.operation_at(path)
    assert operation is not None
    validate(operation.response_contract, api.get(path, code=first["code"], phone="SIPSIP1", format="json"))


# ---- messages


@each_revision
def test_the_word_for_a_campaigns_call_that_waits(revision: Revision):
    api = Api(revision=revision)
    api.post("/ForwardDialer/Dialer/StopCampaign", {"Campaign": AGENTS})
    api.post("/ForwardDialer/Dialer/AddCall", {"Campaign": AGENTS, "Target": "0501234567"})
    answer = api.post("/ForwardDialer/Dialer/GetCampaignPendingCalls", {"Campaign": AGENTS})

    assert answer["Data"]["Calls"][0]["CallStatus"]["Description"] == ("Tosend" if revision == "current" else "Pending")


@each_revision
def test_yes_and_no_in_a_popup(revision: Revision):
    with organization(revision, callbacks={"popup": {"encoding": "json", "method": "POST"}}) as voicenter:
        voicenter.deliver_to(lambda message: None, "popup")
        voicenter.incoming_call("0501234567", did="0722776774", talk_seconds=5)
        voicenter.clock.run_until_idle()
        [first, *_] = [dict[str, Any](sent.payload) for sent in voicenter.deliveries if isinstance(sent, PopupCallback)]

    validate("popup.request", first)
    flags: list[object] = [first["isMuted"], first["isAnswered"], first["currentCall"]["isInternal"]]
    assert [repr(flag) for flag in flags] == ["False" if revision == "2026" else "0"] * 3


@each_revision
def test_the_layers_numbers_in_external_layer(revision: Revision):
    with organization(revision) as voicenter:
        voicenter.deliver_to(lambda message: {"STATUS": 1}, "external_layer")
        voicenter.incoming_call("0501234567", did="0722776775", digits="1#")
        voicenter.clock.run_until_idle()
        [asked, *_] = [sent.payload for sent in voicenter.deliveries if isinstance(sent, LayerCallback)]

    validate("external_layer.request", asked)
    number = "5" if revision == "2026" else 5
    assert (asked["DATA"]["LAYER_ID"], asked["DATA"]["PREVIOUS_LAYER_ID"]) == (number, number)


# ---- queues


def given_up(revision: Revision, **settings: Any) -> Voicenter:
    """A caller has given up after ten seconds in the queue, behind one who still waits."""
    voicenter = organization(revision, **settings)
    voicenter.deliver_to(lambda message: None, "cdr")
    busy = {"agent": {"kind": "no_answer"}}
    voicenter.incoming_call("0521111111", did="0722776773", parties=busy, patience_seconds=60)
    voicenter.incoming_call("0501234567", did="0722776773", parties=busy, patience_seconds=10)
    voicenter.clock.run_until_idle()
    return voicenter


@each_revision
def test_whether_who_gave_up_is_still_listed(revision: Revision):
    with given_up(revision) as voicenter:
        abandoned = [event for event in voicenter.events if event.reason == "ABANDONED"]

    callers = [[caller["caller"][-9:] for caller in event.data.get("callers", [])] for event in abandoned]
    assert callers == ([["521111111", "501234567"], ["521111111"]] if revision == "2026" else [["521111111"], []])


@pytest.mark.parametrize(("revision", "wait"), [("current", False), ("3.2", False), ("2026", True)])
def test_what_a_document_leaves_out_about_queues_is_the_revisions(revision: Revision, wait: bool):
    directory = read({"revision": revision})

    assert directory.queue_wait_in_duration is wait
    assert directory.queue_statuses == ("detailed" if wait else "documented")


def test_what_a_document_says_about_queues_goes_before_its_revision():
    directory = read({"revision": 2026, "queue_wait_in_duration": False, "queue_statuses": "documented"})

    assert (directory.queue_wait_in_duration, directory.queue_statuses) == (False, "documented")


@each_revision
def test_a_queue_calls_duration(revision: Revision):
    with given_up(revision) as voicenter:
        records = [sent.payload for sent in voicenter.deliveries if isinstance(sent, CdrCallback)]

    waited = {record["duration"] for record in records if record["caller"] == "0501234567"}
    assert waited == {10 if revision == "2026" else 0}


def test_every_operation_answers_in_2026_what_it_answers_in_the_current_revision_unless_it_says_otherwise():
    """Operations with rows of their own for 2026 are those of the vendor's later texts."""
    own = {name for name, entry in OPERATIONS.items() if any(row.revision == "2026" for row in entry.errors)}

    assert own == {"monitor.get_extensions", "monitor.get_extensions_calls", "monitor.get_queues_callers"}
