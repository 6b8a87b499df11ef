"""Right servers pass without a false alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voicenter_mock.mockserver.verify import Settings, verify
from voicenter_mock.mockserver.verify.decisions import KnownNumbers

from . import customer_servers

pytestmark = pytest.mark.slow


def findings(app: Any, callback: str = "cdr", **settings: Any) -> list[str]:
    return [str(finding) for finding in verify(app, callback, replace(Settings(max_examples=50), **settings)).findings]


@pytest.mark.parametrize("encoding", ["json", "form"])
def test_a_careful_cdr_endpoint_passes(encoding: str):
    assert findings(customer_servers.careful_cdr(), encoding=encoding) == []


def test_an_xml_rpc_cdr_endpoint_passes():
    assert findings(customer_servers.xml_cdr("int"), encoding="xml-rpc") == []


def test_what_most_people_would_write_passes():
    assert findings(customer_servers.plain_flask_cdr()) == []


def test_an_ivr_whose_menus_can_be_left_passes():
    assert findings(customer_servers.ivr_app(customer_servers.ivr_decision), "external-ivr") == []


def test_a_layer_endpoint_passes():
    known = KnownNumbers(frozenset({2, 3, 8}), frozenset())

    assert findings(customer_servers.app(customer_servers.layer_view), "external-layer", organization=known) == []


@pytest.mark.parametrize("encoding", ["json", "query", "form"])
def test_a_popup_endpoint_passes(encoding: str):
    assert findings(customer_servers.app(customer_servers.popup_view), "popup", encoding=encoding) == []


def test_a_function_that_acknowledges_everything_passes():
    assert findings(lambda message: customer_servers.OK) == []  # pyright: ignore[reportUnknownLambdaType]


def test_a_popup_that_redirects_later_messages_passes():
    def popup(message: dict[str, Any]) -> Any:
        return {"STATUS": "OK"} if message.get("statusCall") == "Ringing" else (302, "")

    assert findings(popup, "popup", phases=("documented", "generated", "order")) == []


@pytest.mark.parametrize("overrides", [{}, {"IntentParameters.order": "1234"}])
def test_a_voicebots_function_passes(overrides: dict[str, str]):
    app = customer_servers.bot_app(customer_servers.knows_orders)

    assert findings(app, "voicebot", overrides=overrides) == []


def test_a_function_that_always_lets_the_bot_go_on_passes():
    assert findings(lambda message: {}, "voicebot", overrides={"IntentParameters.order": "1"}) == []  # pyright: ignore[reportUnknownLambdaType]


def test_a_telephone_field_that_knows_the_numbering_plans_passes_all_but_the_documents_own_samples():
    phases = ("generated", "repeated", "order", "later")
    assert findings(customer_servers.has_a_telephone_field(), phases=phases) == []


def test_who_answers_with_the_right_moment_passes():
    israel = ZoneInfo("Asia/Jerusalem")

    def right(time: int) -> datetime:
        return datetime.fromtimestamp(time, UTC).replace(tzinfo=israel).astimezone(UTC)

    assert findings(customer_servers.answers_with(right)) == []
