"""The server refuses what the contract refuses and takes what it takes: every operation, member and encoding.

Compared is what the readers say of the message. That a number belongs to nobody, or that a campaign is not there, is
the organization's business and no contract's: such refusals begin with ``refused as`` in the journal.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicenter_mock.contracts import ContractViolation, accepts, decode, strategies
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.operations import OPERATIONS
from voicenter_mock.contracts.request_members import Members, members_of
from voicenter_mock.contracts.strategies import SCHEMA_FAMILIES, written
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest

from .malformed_requests import CALLED, HOST, malformed_requests, path_of

TEXTS = [
    "", " ", "yes", "no", "on", "off", "true", "FALSE", "1", "0", "-1", "+1", "3", "4", "5.5", "1.", ".5", "1e3", "٥",
    " 7 ", "007", "1234567890", "12345678901", "9" * 18, "9" * 19, "-5.5", "null", "[]", "{}", "[", "{", '{"a": 1}',
    '["0501234567"]', "0501234567", "050-123-4567", "+972 (50) 123-4567", " 972501234567", "++972501234567", "12",
    "SIPSIP1", "SIP SIP", "SIPSIP1,SIPSIP2", "logincode", "Anonymous", "call", " CALL ", "terminate", "json", "Token",
    "2024-03-28T08:00", "2024-03-28 08:00:00.5Z", "2024-03-28", "2024-02-31T08:00", "2023-02-29T08:00", "2024-02-29T08:00", "28.03.2024", "08:00", "Date", "x.mp3", "x" * 300, "\u0000",
    "a\nb", "*1#", "abc",
]  # fmt: skip
OTHERS: list[Any] = [
    None, True, False, 0, 1, -1, 3, 4, 5.5, 5.0, 100, 99, 10**9, 10**10, 10**17, 10**18, 1e300, -5.5, [], {}, [[]], [None],
    [""], ["", ""], [True], ["0501234567"], ["050-1234567", ""], ["SIPSIP1", "SIPSIP2"], [1, "2"], [1.5], [{}], {"a": None},
    {"field": "Date"}, [{"field": "date", "order": "DESC"}], [{"order": "asc"}], {"Phone": "0501234567"}, {"phone": ""},
    [{"PHONE": 972501234567, "Name": True}], {"fromdate": "", "phones": ["12"]}, [{"phones": "0501234567"}, {"callid": "x"}],
    {"setMaxCalls": " 5 "}, {"setMaxCalls": -1}, {"SETMAXCALLS": "x"},
]  # fmt: skip


FAMILIES = [family for family in SCHEMA_FAMILIES if family != "huge list"]
"""Lists of a hundred thousand entries take long, and other tests send them."""

_IN_PATHS = [operation.name for operation in OPERATIONS.values() if "{" in operation.paths[0]]
"""What stands in the path goes before the query, which the contract is compared with."""

_OF_THE_ORGANIZATION = re.compile(
    r"refused as |.* before todate, |field '\[\d+\]': \{.* is not a call that can be added"
)


class Fake:
    def __init__(self) -> None:
        registry = Registry(now=1_700_000_000)
        self.tenant = registry.from_template("demo", "demo")
        self.dispatcher = Dispatcher(registry)

    def complaints(self, request: HttpRequest) -> list[str]:
        """What the server's reader finds wrong with a request."""
        before = self.tenant.requests.count
        self.dispatcher.handle(request)
        (entry,) = self.tenant.requests.since(before)
        return [violation for violation in entry.violations if not _OF_THE_ORGANIZATION.match(violation)]


@pytest.fixture
def fake(caplog: pytest.LogCaptureFixture) -> Fake:
    caplog.set_level(logging.ERROR)
    return Fake()


def refuses(contract: str, request: HttpRequest) -> bool:
    """Whether the contract refuses what the request says."""
    query = not request.body and bool(request.query)
    body = request.query.encode("latin-1") if query else request.body
    try:
        message = decode(contract, body, request.headers.get("content-type"), query=query)
    except ContractViolation:
        return True
    return not accepts(contract, message)


def requests_of(name: str, message: Any, but: str = "") -> Iterator[HttpRequest]:
    """The message in every encoding of its operation that can carry it, ``but`` one."""
    operation = OPERATIONS[name]
    path = "/o/demo" + path_of(operation, message)
    for encoding in operation.encodings:
        if encoding == but:
            continue
        try:
            body, content_type = written(operation.request_contract, message, encoding)
        except ValueError:
            continue
        if encoding == "query":
            if body:
                yield HttpRequest(operation.methods[0], path, body.decode("latin-1"), host=HOST)
        else:
            yield HttpRequest("POST", path, "", {"content-type": content_type or ""}, body, host=HOST)


def assert_agreement(fake: Fake, name: str, message: Any, but: str = "") -> None:
    """In every encoding that can carry the message, ``but`` one."""
    for request in requests_of(name, message, but):
        refused, complaints = refuses(OPERATIONS[name].request_contract, request), fake.complaints(request)
        assert refused == bool(complaints), f"{request.query or request.body!r}; the server says {complaints}"


def places(members: Members, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where a value can stand in a message, by names; a list's objects stand for themselves."""
    for member in members.named:
        yield (*path, member.name)
        if member.inner is not None:
            yield from places(member.inner, (*path, member.name))


def with_value(message: Any, place: tuple[str, ...], value: Any) -> Any:
    if is_array(message):
        return [with_value(entry, place, value) for entry in message[:1]]
    name, *rest = place
    inner: Any = message.get(name, {})
    return {**message, name: with_value(inner or {}, tuple(rest), value) if rest else value}


def messages_with_every_value(name: str) -> Iterator[Any]:
    """A valid message with each value in each place but those that stand in the path."""
    contract = OPERATIONS[name].request_contract
    valid = strategies.example(contract, 3)
    variables = [("var_x",)] if members_of(contract).is_variable("var_x") else []
    for place in [*places(members_of(contract)), *variables]:
        if f"{{{place[0]}}}" not in OPERATIONS[name].paths[0]:
            yield from (with_value(valid, place, value) for value in [*TEXTS, *OTHERS])


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.slow
def test_every_member_with_values_of_every_kind(name: str, fake: Fake) -> None:
    """Query and form carry the same text: each other value goes over one of them."""
    both = "query" in OPERATIONS[name].encodings and "form" in OPERATIONS[name].encodings
    for message, but in zip(messages_with_every_value(name), itertools.cycle(("query", "form")), strict=False):
        assert_agreement(fake, name, message, but if both else "")


@pytest.mark.thorough
@pytest.mark.parametrize("name", CALLED)
def test_every_member_with_values_of_every_kind_in_every_encoding(name: str, fake: Fake) -> None:
    for message in messages_with_every_value(name):
        assert_agreement(fake, name, message)


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.slow
def test_messages_without_one_of_their_members(name: str, fake: Fake) -> None:
    for seed in range(10):
        valid = strategies.example(OPERATIONS[name].request_contract, seed)
        for left_out in valid if is_object(valid) else ():
            message = {member: value for member, value in valid.items() if member != left_out}
            if f"{{{left_out}}}" not in OPERATIONS[name].paths[0]:
                assert_agreement(fake, name, message)


@pytest.mark.parametrize("name", [name for name in CALLED if name not in _IN_PATHS])
def test_names_in_any_case_and_given_twice(name: str, fake: Fake) -> None:
    valid = strategies.example(OPERATIONS[name].request_contract, 5)
    if is_object(valid):
        assert_agreement(fake, name, {member.upper(): value for member, value in valid.items()})
        for member, value in valid.items():
            assert_agreement(fake, name, {**valid, member.swapcase(): value})
            assert_agreement(fake, name, {**valid, member.swapcase(): None})


_WITHOUT_RULES = {
    "realtime_login.get_settings",
    "realtime_login.refresh_identity_token",
    "realtime_login.refresh_token",
}
"""Requests of which nothing is said that could be broken. A name here, because to find out takes every worker as long as
a costly test.
"""


def test_what_has_no_rules_has_nothing_to_break() -> None:
    for name in _WITHOUT_RULES:
        assert not {*FAMILIES} & {*strategies.families(OPERATIONS[name].request_contract)}


@pytest.mark.parametrize("name", [name for name in CALLED if name not in {*_IN_PATHS, *_WITHOUT_RULES}])
@pytest.mark.slow
def test_what_breaks_its_schema_is_refused_by_both(name: str, fake: Fake) -> None:
    malformed = list(malformed_requests(name, FAMILIES, seeds=10))
    assert malformed
    for sent in malformed:
        refused = refuses(OPERATIONS[name].request_contract, sent.request)
        before = fake.tenant.requests.count
        fake.dispatcher.handle(sent.request)
        (entry,) = fake.tenant.requests.since(before)
        assert refused == bool(entry.violations), f"{sent}: {refused}, {entry.violations}"


@pytest.mark.parametrize("word", ["yes", "no", "on", "off"])
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("click2call", "code=demo-code&phone=SIPSIP1&target=0501234567&record={}"),
        ("dialer.add_call", "Campaign=demo-campaign&Target=0501234567&IsDateLocal={}"),
    ],
)
def test_words_that_no_document_has_for_true_and_false(name: str, query: str, word: str, fake: Fake) -> None:
    operation = OPERATIONS[name]
    request = HttpRequest("GET", f"/o/demo{operation.paths[0]}", query.format(word), host=HOST)
    assert refuses(operation.request_contract, request)
    (complaint,) = fake.complaints(request)
    assert complaint.endswith("is not true or false")


def test_a_lenient_organization_acts_upon_what_it_names_as_a_violation(fake: Fake) -> None:
    fake.tenant.lenient = True
    query = "code=demo-code&phone=SIPSIP1&target=0501234567&record=yes"
    assert fake.complaints(HttpRequest("GET", "/o/demo/ForwardDialer/click2call.aspx", query, host=HOST))
    (call,) = fake.tenant.exchange.calls.values()
    assert call.recording != ""


def test_a_number_with_something_between_its_digits_is_taken_and_said(fake: Fake) -> None:
    query = "code=demo-code&phone=SIPSIP1&target=(050) 123-4567"
    assert fake.complaints(HttpRequest("GET", "/o/demo/ForwardDialer/click2call.aspx", query, host=HOST)) == []
    (entry,) = fake.tenant.requests.since(0)
    assert entry.hints == ["target: '(050) 123-4567' is read as '0501234567'; no document has numbers so written"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.slow
def test_whatever_is_put_into_a_valid_message(data: st.DataObject, fake: Fake) -> None:
    name = data.draw(st.sampled_from([name for name in CALLED if name not in _IN_PATHS]))
    contract = OPERATIONS[name].request_contract
    found = list(places(members_of(contract)))
    message = data.draw(strategies.valid(contract))
    scalar = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
    for place in data.draw(st.lists(st.sampled_from(found), max_size=2)) if found else ():
        value = data.draw(st.sampled_from(TEXTS) | scalar | st.lists(scalar, max_size=3))
        message = with_value(message, place, value)
    assert_agreement(fake, name, message)
