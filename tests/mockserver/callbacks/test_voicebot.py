"""A VoiceBot's function over HTTP and in process, from the question to the call's record."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.callbacks.sending import Reply
from voicenter_mock.mockserver.callbacks.verdicts import judge
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.telephony.control import snapshot
from voicenter_mock.mockserver.telephony.core.exchange import OwnRequest
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget, Did, Directory, Route
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, Got, customer, incoming, silent_server

DID = "0722776775"
DOCUMENT: dict[str, Any] = {
    "id": "bots",
    "dids": [{"number": DID, "route": {"layer": 1}}],
    "layers": [
        {"number": 1, "kind": "external_layer", "digits": 1, "fallback": 2},
        {
            "number": 2,
            "kind": "voice_bot",
            "intents": [{"name": "order", "parameters": {"order": "1234"}, "fail_output": "Later, please."}],
        },
    ],
}


def organization(url: str = "", own: str = "", seconds: float | None = None, **intent: Any) -> Directory:
    """The bot's function is at ``url``, its intent's at ``own``; ``intent`` are further members of that."""
    directory = read(DOCUMENT)
    bot = directory.layers[2]
    return replace(
        directory,
        callbacks={"voicebot": CallbackTarget("voicebot", url, timeout_seconds=seconds)},
        layers={**directory.layers, 2: replace(bot, intents=(replace(bot.intents[0], url=own, **intent),))},
    )


def explained(tenant: Tenant, call: str) -> str:
    with tenant.use() as exchange:
        found = exchange.call(call)
        assert found is not None
        return "\n".join(entry.sentence() for entry in found.story.entries())


def returning(answer: dict[str, Any]) -> Callable[[object], dict[str, Any]]:
    return lambda message: answer


def answering(status: int, body: bytes) -> Callable[[Got], tuple[int, str, bytes]]:
    return lambda got: (status, "application/json", body)


def test_custom_data_of_an_external_layer_reaches_the_function_and_the_cdr():
    asked: list[Any] = []
    pushed: list[Any] = []
    tenant = Tenant(organization(), now=NOW)
    go_on = {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 2, "CUSTOM_DATA": {"ticket": "7"}}
    tenant.deliveries.bind("external_layer", returning(go_on))
    tenant.deliveries.bind("voicebot", asked.append)
    tenant.deliveries.bind("cdr", pushed.append)
    incoming(tenant, DID)
    tenant.advance(until="idle")

    contracts.validate("voicebot.request", asked[0])
    assert asked[0]["CUSTOM_DATA"] == {"ticket": "7"}
    assert pushed[0]["CUSTOM_DATA"] == {"ticket": "7"}


def test_the_function_gets_json_by_post():
    with customer(answering(200, b"{}")) as function:
        tenant = Tenant(organization(function.url), now=NOW)
        incoming(tenant, DID)
        tenant.advance(until="idle")

    [got] = function.got
    assert (got.method, got.content_type) == ("POST", "application/json")
    contracts.validate_bytes("voicebot.request", got.body, got.content_type)


def test_an_intents_own_url_goes_before_the_organizations():
    with customer(answering(200, b"{}")) as usual, customer(answering(200, b"{}")) as own:
        tenant = Tenant(organization(usual.url, own.url), now=NOW)
        incoming(tenant, DID)
        tenant.advance(until="idle")

    assert (len(usual.got), len(own.got)) == (0, 1)


def test_a_function_of_the_test_goes_before_every_url():
    asked: list[Any] = []
    tenant = Tenant(organization("http://127.0.0.1:9/", "http://127.0.0.1:9/"), now=NOW)
    tenant.deliveries.bind("voicebot", asked.append)
    incoming(tenant, DID)
    tenant.advance(until="idle")

    assert len(asked) == 1


@pytest.mark.parametrize("status", [200, 201, 202])
def test_any_status_of_success_is_an_answer(status: int):
    with customer(answering(status, b'{"user": ["Say Tuesday."]}')) as function:
        tenant = Tenant(organization(function.url), now=NOW)
        call = incoming(tenant, DID)
        tenant.advance(until="idle")

    assert "instructions: Say Tuesday." in explained(tenant, call)


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"{}"), (404, b"{}"), (200, b"[]"), (200, b""), (200, b'{"user": "Say Tuesday."}'), (204, b"")],
)
def test_any_other_answer_makes_the_bot_say_its_fail_output(status: int, body: bytes):
    with customer(answering(status, body)) as function:
        tenant = Tenant(organization(function.url), now=NOW)
        call = incoming(tenant, DID)
        tenant.advance(until="idle")

    assert "the bot said 'Later, please.'" in explained(tenant, call)
    assert "silence" not in explained(tenant, call)


def test_a_function_that_hangs_freezes_the_bot():
    with silent_server() as url:
        tenant = Tenant(organization(url, seconds=0.05), now=NOW)
        call = incoming(tenant, DID)
        tenant.advance(until="idle")

    assert "after 10 seconds of silence the bot said 'Later, please.'" in explained(tenant, call)


def test_null_stands_for_a_member_that_is_not_there():
    judgement = judge("voicebot", Reply("", 200, "application/json", b'{"user": null, "system": {}}'))

    assert (judgement.verdict, judgement.answer) == ("acknowledged", {"system": {}})


def test_what_the_answer_says_is_the_deliverys_detail():
    judgement = judge("voicebot", Reply("", 200, "application/json", b'{"user": [], "function_output": {}}'))

    assert judgement.detail == "function_output, user"


def test_the_server_sees_one_question_for_each_intent_and_no_retries():
    got: list[Got] = []

    def failing(message: Got) -> tuple[int, str, bytes]:
        got.append(message)
        return 500, "text/plain", b""

    with customer(failing) as function:
        tenant = Tenant(organization(function.url), now=NOW)
        incoming(tenant, DID)
        tenant.advance(until="idle")

    assert len(got) == 1


# ---- requests of an intent's own -----------------------------------------------------------------------------

ORDERS = b'{"orders": [{"day": "Tuesday"}], "count": 1}'
TEMPLATE = {"q": {"id": "{{order}}", "from": "{{ caller_id }}"}, "tags": ["a {{order}}", 7], "unsaid": "{{nobody}}"}


def send_own_request(status: int = 200, answer: bytes = ORDERS, **intent: Any) -> tuple[list[Got], str]:
    """What the function got, and the story of the call."""
    with customer(answering(status, answer)) as function:
        tenant = Tenant(organization(function.url, **intent), now=NOW)
        call = incoming(tenant, DID)
        tenant.advance(until="idle")
    return function.got, explained(tenant, call)


def test_a_body_of_the_intents_own_has_its_slots_filled_in():
    [got], _ = send_own_request(body=TEMPLATE)
    assert (got.method, got.content_type) == ("POST", "application/json")
    assert json.loads(got.body) == {
        "q": {"id": "1234", "from": "0501234567"}, "tags": ["a 1234", 7], "unsaid": ""
    }  # fmt: skip


def test_an_intents_own_headers_go_with_either_message():
    headers = {"X-Api-Key": "secret"}
    for template in (None, TEMPLATE):
        [got], _ = send_own_request(answer=b"{}", headers=headers, body=template)
        assert got.headers["x-api-key"] == "secret"


def test_a_get_has_the_body_in_its_query():
    [got], _ = send_own_request(method="GET", body={"order": "{{order}}", "day": "{{DateNow}}"})
    assert (got.method, got.path.partition("?")[2]) == ("GET", "order=1234&day=2023-11-15")


@pytest.mark.parametrize("answer", [ORDERS, b'[{"day": "Tuesday"}]', b'"Tuesday"', b"Tuesday", b"", b"[]"])
def test_any_answer_to_a_request_of_its_own_will_do(answer: bytes):
    _, story = send_own_request(answer=answer, body=TEMPLATE)
    assert "The VoiceBot function answered" in story
    assert "failed" not in story


def test_what_the_bot_announces_has_the_answer_in_it():
    _, story = send_own_request(
        body=TEMPLATE, announcement="{{count}} order, {{order}}: {{orders.0.day}}, {{orders.1.day}}."
    )
    assert "The bot announced '1 order, 1234: Tuesday, .' and waited for the caller." in story


@pytest.mark.parametrize("status", [404, 500])
def test_a_request_of_its_own_fails_by_its_status_alone(status: int):
    _, story = send_own_request(status, body=TEMPLATE)
    assert "the bot said 'Later, please.'" in story


def test_the_page_and_the_command_line_show_the_request_that_was_sent():
    tenant = Tenant(organization(body={"order": "{{order}}"}), now=NOW)
    got: list[Any] = []
    tenant.deliveries.bind("voicebot", got.append)
    incoming(tenant, DID)
    tenant.advance(until="idle")
    (delivery,) = (each for each in tenant.deliveries.all() if each.callback == "voicebot")

    assert got == [{"order": "1234"}]
    contracts.validate("sandbox.delivery", delivery.as_data())
    assert delivery.as_data()["request"] == {"order": "1234"}


def test_a_request_of_its_own_survives_a_snapshot():
    tenant = Tenant(organization(headers={"X-Key": "1"}, body={"order": "{{order}}"}), now=NOW)
    tenant.exchange.directory = replace(tenant.exchange.directory, dids={DID: Did(DID, Route("layer", "2"))})
    tenant.exchange.index()
    incoming(tenant, DID)
    with tenant.use() as exchange:
        exchange.run(exchange.now + 60)
        written = json.loads(json.dumps(snapshot.export(exchange)))
        (question,) = snapshot.restore(written, exchange.directory).questions.values()
    assert question == next(iter(exchange.questions.values()))
    assert question.request == OwnRequest("POST", {"X-Key": "1"}, free_form=True)
