"""`malformed(name)`: each is refused, for the reason it names, before and after it has gone over the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from voicenter_mock import contracts
from voicenter_mock.contracts import ContractViolation, strategies
from voicenter_mock.contracts.strategies import Malformed

from ...suite.cases import for_each
from .independent_validators import Judge, judge, judges

pytestmark = pytest.mark.slow

ORDINARY = settings(
    max_examples=8,
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
THOROUGH = settings(ORDINARY, max_examples=1000)
# One rule in one place, and a hundred thousand entries to read each time.
HUGE = settings(ORDINARY, max_examples=1)
HUGE_THOROUGH = settings(ORDINARY, max_examples=5)


def refused_for_its_reason(malformed: Malformed, independent: list[Judge]) -> bool:
    violation = malformed.violation
    if violation.rule.startswith("x-"):  # this project's own keyword, which no other validator knows
        found = contracts.violations(malformed.contract, malformed.message)
        return (violation.path, violation.rule) in {(one.path, one.rule) for one in found}
    return all((violation.path, violation.rule) in judge.broken(malformed.message) for judge in independent)


def on_the_wire(malformed: Malformed) -> Iterator[tuple[bytes, str | None, bool]]:
    """The message in every encoding that can carry it."""
    for encoding in strategies.encodings(malformed.contract):
        if malformed.violation.family == "huge list" and encoding in ("query", "form"):
            continue  # more fields than are read, which "too large" is about
        try:
            body, content_type = strategies.written(malformed.contract, malformed.message, encoding)
        except ValueError:
            continue
        yield body, content_type, encoding == "query"


def refused_on_arrival(name: str, body: bytes, content_type: str | None, query: bool) -> bool:
    """As `validate_bytes`, but without the explanation, which takes long for ten thousand wrong entries."""
    try:
        return not contracts.accepts(name, contracts.decode(name, body, content_type, query=query))
    except ContractViolation:
        return True


def check(malformed: Malformed, independent: list[Judge] | None = None) -> None:
    name, violation = malformed.contract, malformed.violation
    if malformed.body is not None:
        with pytest.raises(ContractViolation) as refusal:
            contracts.validate_bytes(name, malformed.body, malformed.content_type, query=malformed.query)
        assert (violation.path, violation.rule) in {(one.path, one.rule) for one in refusal.value.violations}
        return
    assert refused_for_its_reason(malformed, independent or [judge(name)]), f"{violation}: {malformed.message!r}"
    for body, content_type, query in on_the_wire(malformed):
        assert refused_on_arrival(name, body, content_type, query), f"{violation}: {body!r}"


def check_all(name: str, how: settings, families: Iterable[str], independent: list[Judge] | None = None) -> None:
    @how
    @given(strategies.malformed(name, families))
    def is_refused(malformed: Malformed) -> None:
        check(malformed, independent)

    is_refused()


def check_families(name: str, how: settings, huge: settings, independent: list[Judge] | None = None) -> None:
    families = set(strategies.families(name))
    if families - {"huge list"}:
        check_all(name, how, sorted(families - {"huge list"}), independent)
    if "huge list" in families:
        check_all(name, huge, ["huge list"])


@for_each("name", contracts.names())
def test_malformed_messages_are_refused_for_the_reason_they_name(name: str):
    check_families(name, ORDINARY, HUGE)


@pytest.mark.thorough
@pytest.mark.parametrize("name", contracts.names())
def test_a_thousand_malformed_messages_are_refused_for_the_reason_they_name(name: str):
    check_families(name, THOROUGH, HUGE_THOROUGH, judges(name))


@pytest.mark.parametrize("family", strategies.FAMILIES)
def test_every_family_is_made_for_some_contract(family: str):
    name = "sandbox.organization" if family == "unknown member" else "click2call.request"
    for candidate in (name, "external_layer.response", "cdr_notification.request", "cdr_hub.query.request"):
        if family in strategies.families(candidate):
            malformed = strategies.malformed_example(candidate, 1, [family])
            assert malformed.violation.family == family
            check(malformed)
            return
    raise AssertionError(f"no contract has {family!r}")


def test_a_malformed_message_unpacks_to_the_message_and_its_violation():
    malformed = strategies.malformed_example("click2call.request", 1, ["missing"])
    message, violation = malformed

    assert message == malformed.message
    assert violation == malformed.violation


@pytest.mark.parametrize("name", ["click2call.request", "popup.request", "dialer.add_call.request"])
def test_a_wrong_type_that_a_query_makes_right_again_is_not_used(name: str):
    @settings(ORDINARY, max_examples=60)
    @given(strategies.malformed(name, families=["wrong type"]))
    def stays_wrong(malformed: Malformed) -> None:
        for body, content_type, query in on_the_wire(malformed):
            assert refused_on_arrival(name, body, content_type, query)

    stays_wrong()


def test_names_in_another_case_are_no_family_where_case_does_not_count():
    for seed in range(100):
        malformed = strategies.malformed_example("click2call.request", seed)
        assert (malformed.violation.family, malformed.violation.rule) != ("wrong case", "required")


def test_contradictory_fields_are_found_even_where_few_messages_can_have_them():
    @settings(ORDINARY)
    @given(strategies.malformed("cdr_notification.request", families=["contradictory fields"]))
    def talks_without_an_answer(malformed: Malformed) -> None:
        cdr: dict[str, Any] = malformed.message
        assert cdr["duration"] > 0
        assert cdr["status"] not in ("ANSWER", "VOICEMAIL")

    talks_without_an_answer()
