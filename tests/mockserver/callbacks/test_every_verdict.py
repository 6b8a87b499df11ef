"""Each callback's answer is worth each verdict that the catalogue of verdicts has."""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, get_args

import pytest

from voicenter_mock import contracts
from voicenter_mock.contracts.callback_names import CallbackContract, CallbackName
from voicenter_mock.contracts.strategies import example
from voicenter_mock.mockserver.callbacks.circuits import FAILURES_TO_OPEN
from voicenter_mock.mockserver.callbacks.delivery import Delivery
from voicenter_mock.mockserver.callbacks.verdicts import Verdict
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.tenants import Tenant

from .customer_servers import NOW, closed_port, organization, raw_server, silent_server

CALLBACKS: dict[CallbackContract, CallbackName] = {
    "cdr_notification": "cdr",
    "popup": "popup",
    "external_ivr.get_ivr_action": "external_ivr",
    "external_ivr.hangup_call": "external_ivr",
    "external_layer": "external_layer",
    "voicebot": "voicebot",
}
REFUSALS: dict[str, dict[str, Any]] = {
    "cdr_notification": {"err": 2, "errdesc": "out of order"},
    "external_ivr.get_ivr_action": {"STATUS": 1},
    "external_ivr.hangup_call": {"STATUS": 1},
    "external_layer": {"STATUS": 1},
}
"""A pop-up's answer cannot refuse: it says what to show. A VoiceBot's has no word for it."""


def sent(contract: CallbackContract, target: CallbackTarget, function: Callable[..., Any] | None = None) -> Delivery:
    name = CALLBACKS[contract]
    tenant = Tenant(organization(target=target), now=NOW)
    if function is not None:
        tenant.deliveries.bind(name, function)
    return tenant.deliveries.send_now(name, contract, "x", example(f"{contract}.request"), target)


def verdict_of(delivery: Delivery) -> str:
    return delivery.attempts[-1].verdict


def raising(error: Exception) -> Callable[[object], Any]:
    def customer(message: object) -> Any:
        raise error

    return customer


def answering(answer: Any) -> Callable[[object], Any]:
    def customer(message: object) -> Any:
        return answer

    return customer


def acknowledgement(contract: str) -> Any:
    examples: list[Any] = contracts.schema(f"{contract}.response")["examples"]
    if contract == "voicebot":
        return examples[0]
    return next(
        answer for answer in examples if answer.get("STATUS", answer.get("err", answer.get("Err"))) in (0, "0", "OK")
    )


@pytest.mark.parametrize("contract", CALLBACKS)
@pytest.mark.parametrize(
    ("verdict", "answer"),
    [
        ("malformed", answering('{"err": 7, "STATUS": 7, "user": 7}')),
        ("http_error", answering((500, ""))),
        ("redirect", answering((302, ""))),
        ("raised", raising(ValueError("out of order"))),
        ("timeout", raising(TimeoutError())),
        ("too_large", answering("x" * 1_100_000)),
    ],
)
def test_a_function_in_the_process(contract: CallbackContract, verdict: Verdict, answer: Callable[..., Any]):
    assert verdict_of(sent(contract, CallbackTarget(CALLBACKS[contract]), answer)) == verdict


@pytest.mark.parametrize("contract", CALLBACKS)
def test_an_acknowledgement(contract: CallbackContract):
    answer = acknowledgement(contract)
    assert verdict_of(sent(contract, CallbackTarget(CALLBACKS[contract]), answering(answer))) == "acknowledged"


@pytest.mark.parametrize("contract", REFUSALS)
def test_a_refusal(contract: CallbackContract):
    delivery = sent(contract, CallbackTarget(CALLBACKS[contract]), answering(REFUSALS[contract]))
    assert verdict_of(delivery) == "refused"


MENU = {"REC": "welcome", "LOOP": 1, "DELAY": 2, "SIZE": 1, "MENU": "16", "VALIDATION": 0}


def test_a_menu_whose_name_an_untyped_language_wrote_as_a_number_is_a_decision_all_the_same():
    answer = {"STATUS": 0, "ACTION": "MENU", "LANGUAGE": "he", "DATA": MENU | {"MENU": 16}}
    delivery = sent("external_ivr.get_ivr_action", CallbackTarget("external_ivr"), answering(answer))
    assert verdict_of(delivery) == "acknowledged"
    assert any(violation.startswith("$.DATA.MENU") for violation in delivery.attempts[-1].violations)


@pytest.mark.parametrize("wrong", [True, 1.5, ["16"], {"name": "16"}])
def test_what_no_language_makes_of_a_text_is_none(wrong: object):
    answer = {"STATUS": 0, "ACTION": "MENU", "LANGUAGE": "he", "DATA": MENU | {"MENU": wrong}}
    delivery = sent("external_ivr.get_ivr_action", CallbackTarget("external_ivr"), answering(answer))
    assert verdict_of(delivery) == "malformed"


@contextmanager
def babbling_server() -> Generator[str]:
    def babble(connection: socket.socket) -> None:
        connection.sendall(b"MUMBLE\r\n\r\n")

    with raw_server(babble) as url:
        yield url


@pytest.mark.parametrize("contract", CALLBACKS)
def test_a_server_that_is_none(contract: CallbackContract):
    with babbling_server() as url:
        assert verdict_of(sent(contract, CallbackTarget(CALLBACKS[contract], url))) == "broken"
    assert verdict_of(sent(contract, CallbackTarget(CALLBACKS[contract], closed_port()))) == "unreachable"


@pytest.mark.parametrize("contract", CALLBACKS)
def test_nobody_to_tell(contract: CallbackContract):
    assert verdict_of(sent(contract, CallbackTarget(CALLBACKS[contract]))) == "no_target"


@pytest.mark.parametrize("contract", CALLBACKS)
def test_a_server_that_keeps_timing_out_is_left_alone_for_a_while(contract: CallbackContract):
    name = CALLBACKS[contract]
    with silent_server() as url:
        target = CallbackTarget(name, url, timeout_seconds=0.02)
        tenant = Tenant(organization(target=target), now=NOW)
        with tenant.use():
            for _ in range(FAILURES_TO_OPEN + 1):
                tenant.deliveries.plan(name, contract, "x", example(f"{contract}.request"), target)
        tenant.advance(seconds=1)
    verdicts = [delivery.attempts[0].verdict for delivery in tenant.deliveries.all()]
    assert verdicts == ["timeout"] * FAILURES_TO_OPEN + ["circuit_open"]


def test_no_verdict_is_forgotten():
    tried = {"acknowledged", "refused", "malformed", "http_error", "redirect", "timeout", "unreachable", "too_large"}
    assert tried | {"broken", "raised", "circuit_open", "no_target"} == set(get_args(Verdict))
