"""Every documented message that Voicenter sends, member by member beside ours: the same members, each with a value of
the same class. What cannot be brought about has its reason, and so has every value that is written otherwise.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from voicenter_mock.fixtures.documented import Example, example, examples
from voicenter_mock.fixtures.voicenter import Voicenter

from ...suite.cases import for_each
from .documented_states import NOW, SCENARIOS, is_sent_by_customers
from .test_documented_examples import prepared, sent
from .value_classes import differences, plain, query_members, value_class, xml_members

SENT = [entry for entry in examples() if not is_sent_by_customers(entry)]

_TARGET = "the table says E.164 for phones, and so does the cdr document's column of examples"
_LEFT_EMPTY = "empty in the sample, where the extension has no name and the country is not known"
_RECORD = "the sample has a recording though nobody talked; its text calls the call given up"
_SLIP = "nine digits in the column of examples: a slip, the samples have epochs"
_LAYERS = "text in this sample, integers in the other two; a question that the documents leave open"

DEVIATIONS: dict[tuple[str, str], str] = {
    ("call_log/found-json-current", "$.CDR_LIST[].CallerNumber"): (
        "the second record's outside caller is not in E.164 there, where the text wants that"
    ),
    ("cdr_notification/every-field-json-3.2", "$.target"): "an extension there; no call has all members at once",
    ("cdr_notification/outgoing-json-3.2", "$.target"): _TARGET,
    ("cdr_notification/outgoing-json-cdr", "$.target"): _TARGET,
    ("cdr_notification/outgoing-json-cdr", "$.callerextension_name"): _LEFT_EMPTY,
    ("cdr_notification/outgoing-json-cdr", "$.target_country"): _LEFT_EMPTY,
    ("cdr_notification/outgoing-json-current", "$.target"): _TARGET,
    ("cdr_notification/outgoing-json-current", "$.callerextension_name"): _LEFT_EMPTY,
    ("cdr_notification/outgoing-json-current", "$.target_country"): _LEFT_EMPTY,
    ("cdr_notification/outgoing-xml-rpc-3.2", "$.target"): _TARGET,
    ("cdr_notification/queue-json-cdr", "$.record"): _RECORD,
    ("cdr_notification/queue-json-current", "$.record"): _RECORD,
    ("external_ivr/get-ivr-action-json-3.2", "$.DATA.CALLER_ID"): (
        "an extension calls there; here an extension that dials a number of its own organization gets no IVR"
    ),
    ("external_ivr/hangup-call-every-field-json-3.2", "$.DATA.CALL_TIME_EPOCH"): _SLIP,
    ("external_ivr/hangup-call-every-field-json-3.2", "$.DATA.CALL_START_EPOCH"): _SLIP,
    ("external_layer/input-identified-json-current", "$.DATA.LAYER_ID"): _LAYERS,
    ("external_layer/input-identified-json-current", "$.DATA.PREVIOUS_LAYER_ID"): _LAYERS,
}
"""(example, place): why ours is of another class there."""


def ours(entry: Example) -> Any:
    """Our message in the example's state."""
    if entry.name not in SCENARIOS:
        return json.loads(prepared(entry).send(sent(example(entry.answers or ""), entry.encoding)).body)
    with Voicenter("demo", now=NOW) as voicenter:
        if entry.revision == "3.2":
            voicenter.edit(revision="3.2")
        made = SCENARIOS[entry.name](voicenter)
    if entry.encoding == "xml-rpc":
        return xml_members(made)
    return json.loads(made) if isinstance(made, str) else made


def documented(entry: Example) -> Any:
    if entry.encoding == "xml-rpc":
        return xml_members(entry.body or "")
    return query_members(entry.content.decode()) if entry.encoding == "query" else plain(entry.filled().body or "")


def found(entry: Example) -> dict[str, str]:
    return dict(differences(ours(entry), documented(entry)))


@for_each("entry", SENT, ids=lambda entry: entry.name)
def test_every_member_has_a_value_of_the_documented_class(entry: Example) -> None:
    listed = {place for name, place in DEVIATIONS if name == entry.name}
    assert {place: how for place, how in found(entry).items() if place not in listed} == {}


def test_every_example_is_compared_but_for_what_customers_send() -> None:
    customers = {entry.contract for entry in examples() if is_sent_by_customers(entry)}
    assert customers.isdisjoint(entry.contract for entry in SENT)
    assert {str(contract).rpartition(".")[2] for contract in customers} == {"request", "response"}


def test_every_listed_deviation_is_one() -> None:
    for (name, place), reason in DEVIATIONS.items():
        assert place in found(example(name)), f"{name} {place} no longer deviates: {reason}"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("0501234567", "national number"), ("972501234567", "E.164"), ("442079460000", "E.164"), ("SIPSIP1", "text"),
        (1_597_945_606, "epoch seconds"), (1_597_945_606_000, "epoch milliseconds"), (0, "zero"), (5, "integer"),
        ("2022-08-31T14:31:11.400Z", "UTC ISO"), ("2022-08-31 14:31:11.400", "local ISO"), ("5", "integer as text"),
        ("true", "boolean as text"), (True, "boolean"), ("", "empty text"), (None, "null"),
    ],
)  # fmt: skip
def test_a_value_is_told_by_how_it_is_written(value: object, kind: str) -> None:
    assert value_class(value) == kind


def test_an_xml_element_counts_by_its_name() -> None:
    struct = "<struct><member><name>a</name><value><{0}>5</{0}></value></member></struct>"
    texts = [f"<r><value>{struct.format(tag)}</value></r>" for tag in ("i4", "int", "string")]
    classes = [value_class(xml_members(text)["a"]) for text in texts]
    assert classes == ["<i4> integer", "<int> integer", "<string> integer as text"]
