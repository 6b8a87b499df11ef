"""How an integration is doing: counts of what was not accepted, and what to mend first."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from voicenter_mock import contracts
from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.sandbox.integration import IntegrationFacts, integration
from voicenter_mock.mockserver.state.journal import RequestEntry

from ..api.clients import Api

pytestmark = pytest.mark.voicenter(now="2024-03-28T12:00:00")
CLOUD = "https://api.voicenter.co.il/ForwardDialer/click2call.aspx"
ORDER = {"code": "demo-code", "phone": "SIPSIP1", "target": "0501234567", "format": "json"}


def status(voicenter: Voicenter) -> dict[str, Any]:
    return voicenter.control("integration_status")


def sentences(voicenter: Voicenter) -> list[str]:
    return [problem["text"] for problem in status(voicenter)["problems"]]


def of(voicenter: Voicenter, callback: str) -> dict[str, Any]:
    (found,) = [one for one in status(voicenter)["callbacks"] if one["callback"] == callback]
    return found


def call_in(voicenter: Voicenter) -> None:
    voicenter.incoming_call("0501234567", "0722776774", talk_seconds=5)
    voicenter.clock.advance(20)


def test_nothing_is_wrong_with_an_integration_that_has_done_nothing(voicenter: Voicenter):
    assert sentences(voicenter) == []


def test_a_callback_counts_as_not_accepted_after_its_first_attempt(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: (403, "CSRF verification failed"))
    call_in(voicenter)

    (first,) = status(voicenter)["problems"]
    assert first["text"] == (
        "Your server has not accepted 1 of 1 cdr callbacks at the last attempt. "
        "The last, 1: HTTP 403: CSRF verification failed, Incoming Call ANSWER, 0501234567 → SIPSIP1"
    )
    assert (first["severity"], first["list"], first["number"]) == ("bad", "deliveries", 1)
    assert of(voicenter, "cdr")["given_up"] == 0


def test_a_callback_that_is_accepted_in_the_end_counts_no_more(voicenter: Voicenter):
    answers = iter([500, 200])
    voicenter.deliver_to(lambda cdr: (next(answers), {"err": 0}))
    call_in(voicenter)
    assert of(voicenter, "cdr")["not_accepted"] == 1
    voicenter.clock.run_until_idle()
    assert of(voicenter, "cdr") | {"address": ""} == {
        "callback": "cdr", "address": "", "sent": 1, "not_accepted": 0, "given_up": 0, "violating": 0, "last": 0,
        "outcome": "",
    }  # fmt: skip


def test_what_is_given_up_is_said(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: (500, "no room"))
    call_in(voicenter)
    voicenter.clock.run_until_idle()

    assert "(1 of them given up)" in sentences(voicenter)[0]


def test_a_refused_request_is_counted_with_its_reason(voicenter: Voicenter):
    requests.get(CLOUD, ORDER)
    requests.get(CLOUD, ORDER | {"target": ""})

    assert status(voicenter)["requests"] == {"total": 2, "refused": 1, "violating": 0}
    assert sentences(voicenter)[0].startswith("1 of 2 requests was refused. The last, 2: click2call: field 'target'")


def test_a_request_that_was_taken_although_it_breaks_its_contract_is_a_warning():
    accepted = RequestEntry(number=3, operation="click2call", status=200, violations=[Sentence("field 'x': too long")])
    found = integration(IntegrationFacts([accepted], [], [], {}))

    (problem,) = found.problems
    assert problem.severity == "warning"
    assert problem.text == (
        "1 of 1 request was taken although it breaks its contract. The last, 3: click2call: field 'x': too long"
    )


def test_an_answer_that_was_taken_although_it_breaks_its_contract_is_shown_with_what_is_wrong(voicenter: Voicenter):
    answers = iter([{"err": 0, "errdesc": "OK"}, "<!doctype html><title>Log in</title>", {"err": 0, "errdesc": "OK"}])
    voicenter.deliver_to(lambda cdr: (200, next(answers)))
    for _ in range(3):
        call_in(voicenter)

    (problem,) = status(voicenter)["problems"]
    assert problem["text"].startswith(
        "1 of your answers to cdr callbacks was taken although it breaks its contract. "
        "The last, 2: $: This is an HTML page."
    )
    assert (problem["list"], problem["number"]) == ("deliveries", 2)


def test_requests_that_found_no_organization_come_first():
    lost = RequestEntry(number=4, status=404, method="GET", path="/hub", hints=[Sentence("did you mean /hub/cdr/?")])
    refused = RequestEntry(number=3, operation="click2call", status=200, error=1)
    found = integration(IntegrationFacts([refused], [lost], [], {}))

    first, second = found.problems
    assert first.text == (
        "1 request reached no organization: a wrong code, host or path. The last: GET /hub: did you mean /hub/cdr/?"
    )
    assert (first.list, first.number, second.list, second.number) == ("unresolved", 4, "requests", 3)


def test_a_body_that_nobody_could_read_is_told_with_what_is_wrong_and_not_with_its_answer():
    api = Api()
    api.post("/ForwardDialer/click2call.aspx", b'{"code":')
    found = integration(IntegrationFacts([], api.registry.unresolved.since(0), [], {}))

    assert found.problems[0].text.endswith(
        """The last: POST /ForwardDialer/click2call.aspx: $: '{"code":' This is not JSON: """
        "Expecting value (line 1, column 9). The text ends too early. [json]"
    )


def test_records_that_are_pushed_to_nobody_are_told(voicenter: Voicenter):
    call_in(voicenter)

    (sentence,) = sentences(voicenter)
    assert sentence == (
        "1 record pushed to nobody: no CDR address is set. "
        "Set it with serve --cdr-url URL, deliver_to(…) or callbacks.cdr.url."
    )


def test_an_address_that_nothing_was_sent_to_is_told(voicenter: Voicenter):
    voicenter.deliver_to("http://127.0.0.1:9/popup", callback="popup")

    assert sentences(voicenter) == ["Nothing has been sent to the popup address yet: http://127.0.0.1:9/popup"]


def test_an_answer_that_was_taken_with_violations_is_a_warning(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: {"err": 0, "errdesc": 5})
    call_in(voicenter)

    (sentence,) = sentences(voicenter)
    assert sentence.startswith(
        "1 of your answers to cdr callbacks was taken although it breaks its contract. The last, 1: $.errdesc: "
    )


def test_what_does_not_work_comes_before_what_may_not(voicenter: Voicenter):
    voicenter.deliver_to(lambda cdr: (500, "no room"))
    voicenter.deliver_to("http://127.0.0.1:9/layer", callback="external_layer")
    requests.get(CLOUD, ORDER | {"target": ""})
    call_in(voicenter)

    severities = [problem["severity"] for problem in status(voicenter)["problems"]]
    assert severities == ["bad", "bad", "info"]
    contracts.validate("sandbox.integration", status(voicenter))
