"""Every example of the documents keeps its contract, or is refused for the reason that its file names."""

from __future__ import annotations

import json

from voicenter_mock.contracts import ContractViolation, Violation, names, validate, validate_bytes
from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.fixtures.documented import Example, examples

from ..suite.cases import for_each

EXAMPLES = [example for example in examples() if example.contract is not None]
KEPT = [example for example in EXAMPLES if example.expected_violation is None]
REFUSED = [example for example in EXAMPLES if example.expected_violation is not None]
PRINTED = [example for example in EXAMPLES if example.as_printed is not None]

CONTRACTS_WITHOUT_EXAMPLE = {
    # no document prints these
    "blacklist.remove_bulk.response",
    "history.get_call.request",
    "history.get_call.response",
    "login.get_statuses_list.request",
    "login.get_statuses_list.response",
    "recording.play.request",
    "recording.play.response",
}
HTTP_APIS = ("cdr_hub", "dialer", "monitor", "login", "blacklist", "recording", "history", "click2call")


def check(example: Example, content: bytes) -> None:
    """Decodes what crosses the wire and checks it. Raises ``ContractViolation``."""
    assert example.contract is not None
    if example.event is not None:
        payload = json.loads(content)
        if example.encoding == "socket.io":
            event, payload = payload
            assert event == example.event
        validate(example.contract, payload)
    else:
        validate_bytes(example.contract, content, example.content_type, query=example.encoding == "query")


def violations(example: Example, content: bytes) -> list[Violation]:
    try:
        check(example, content)
    except ContractViolation as refusal:
        return list(refusal.violations)
    except json.JSONDecodeError as problem:  # of a socket event, which only the socket decodes
        return [Violation("$", "json", Sentence(str(problem)))]
    return []


@for_each("example", KEPT, ids=lambda example: example.name)
def test_a_documented_example_keeps_its_contract(example: Example) -> None:
    check(example, example.content)


@for_each("example", KEPT, ids=lambda example: example.name)
def test_a_documented_example_keeps_its_contract_with_placeholders_filled_in(example: Example) -> None:
    check(example, example.filled().content)


@for_each("example", REFUSED, ids=lambda example: example.name)
def test_a_wrong_example_is_refused_for_the_reason_that_its_file_names(example: Example) -> None:
    expected = example.expected_violation
    assert expected is not None
    found = {(violation.path, violation.rule) for violation in violations(example, example.content)}
    assert (expected.path, expected.rule) in found


@for_each("example", [example for example in REFUSED if example.placeholders], ids=lambda example: example.name)
def test_an_example_that_only_its_placeholders_spoil_passes_when_they_are_filled_in(example: Example) -> None:
    check(example, example.filled().content)


@for_each("example", PRINTED, ids=lambda example: example.name)
def test_the_printed_text_is_refused_only_where_the_document_is_wrong(example: Example) -> None:
    assert example.as_printed is not None
    rules = {violation.rule for violation in violations(example, example.as_printed.encode())}
    assert rules == ({example.printed_violation} if example.printed_violation else set())


@for_each("example", examples(section="realtime"), ids=lambda example: example.name)
def test_the_mended_event_is_json(example: Example) -> None:
    assert json.loads(example.content)


def test_every_contract_of_the_http_apis_has_a_documented_example() -> None:
    with_examples = {example.contract for example in EXAMPLES}
    of_the_apis = {name for name in names() if name.startswith(HTTP_APIS)}
    assert of_the_apis - with_examples == CONTRACTS_WITHOUT_EXAMPLE
