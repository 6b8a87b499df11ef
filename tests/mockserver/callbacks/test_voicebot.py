"""A VoiceBot's function over HTTP and in process, from the question to the call's record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.callbacks.sending import Reply
from voicenter_mock.mockserver.callbacks.verdicts import judge
from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget, Directory
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


def organization(url: str = "", own: str = "", seconds: float | None = None) -> Directory:
    """The bot's function is at ``url``, its intent's at ``own``."""
    directory = read(DOCUMENT)
    bot = directory.layers[2]
    return replace(
        directory,
        callbacks={"voicebot": CallbackTarget("voicebot", url, timeout_seconds=seconds)},
        layers={**directory.layers, 2: replace(bot, intents=(replace(bot.intents[0], url=own),))},
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
