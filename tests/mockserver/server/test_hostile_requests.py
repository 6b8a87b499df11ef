"""Whatever arrives, Click2Call answers in its documented form, and the journal says what was wrong."""

from __future__ import annotations

import json

import pytest

from voicenter_mock.mockserver.organizations import demo
from voicenter_mock.mockserver.requests.dispatch import Dispatcher
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.http import HttpRequest, HttpResponse

PATH = "/ForwardDialer/click2call.aspx"
FORM = "application/x-www-form-urlencoded"
GOOD = "code=demo-code&phone=SIPSIP1&target=0501234567"


@pytest.fixture
def registry() -> Registry:
    registry = Registry()
    registry.add(demo())
    return registry


def send(
    registry: Registry, query: str = "", body: bytes = b"", content_type: str = "", path: str = PATH
) -> HttpResponse:
    headers = {"content-type": content_type} if content_type else {}
    return Dispatcher(registry).handle(HttpRequest("POST" if body else "GET", path, query, headers, body))


def answered(response: HttpResponse) -> tuple[int, str, str]:
    assert response.status == 200
    answer = json.loads(response.body)
    return answer["ERRORCODE"], answer["ERRORMESSAGE"], answer["CALLID"]


ELEVEN = "".join(f"&var_{number}=x" for number in range(11))


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("phone=SIPSIP1&target=0501234567&code=nope", 1, "Invalid code"),
        ("target=0501234567&code=demo-code", 1, "Phone is missing"),
        ("phone=&target=0501234567&code=demo-code", 1, "Phone is missing"),
        ("phone=SIPSIP1&code=demo-code", 1, "Target is missing"),
        ("phone=SIPSIP1&target=0501234567", 1, "Code is missing"),
        ("phone=SIPNONE&target=0501234567&code=demo-code", 1, "Phone is invalid"),
        ("phone=SIPSIP1&target=12&code=demo-code", 1, "Target is invalid"),
        (GOOD + "&action=dance", 1, "Action is invalid"),
        (GOOD + "&maxduration=long", 1, "Maxduration is invalid"),
        (GOOD + "&maxduration=-5", 1, "Maxduration is invalid"),
        (GOOD + "&record=perhaps", 1, "Record is invalid"),
        (GOOD + ELEVEN, 1, "Too many var_ parameters"),
        ("phone=logincode&target=0501234567&code=demo-code", 1, "Phonelogincode is missing"),
        ("phone=logincode&phonelogincode=0&target=0501234567&code=demo-code", 1, "Phonelogincode is invalid"),
        (
            "phone=SIPSIP3&checkphonedevicestate=1&target=0501234567&code=demo-code",
            3,
            "Extension representative offline",
        ),
        (
            "phone=SIPSIP1&checktargetdevicestate=true&target=SIPSIP3&code=demo-code",
            3,
            "Extension representative offline",
        ),
        ("phone=SIPSIP4&target=0501234567&code=demo-code", 4, "Extension blocked for Click2Call calls"),
        ("phone=SIPSIP1&action=callference&bbbcode=0&code=demo-code", 1, "Bbbcode is invalid"),
        ("phone=SIPSIP1&action=terminate&code=demo-code", 1, "Phone has no active call"),
        ("phone=0501234567&action=terminate&code=demo-code", 1, "Phone is invalid"),
    ],
)
def test_a_wrong_request_gets_its_documented_error(registry: Registry, query: str, error: int, message: str):
    assert answered(send(registry, query + "&format=JSON")) == (error, message, "")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"phone": "SIPSIP1", ', "application/json"),
        (b"[1, 2", "application/json"),
        (b'"text"', "application/json"),
        (b'{"phone": NaN, "code": "demo-code"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "application/json"),
        (b'{"phone": "\xff\xfe"}', "application/json"),
        (b"phone=%FF%FE&code=demo-code", FORM),
        (b"phone=\xff\xfe&code=demo-code", FORM),
        (b"&".join(b"a=1" for _ in range(20_000)), FORM),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><methodCall>&b;</methodCall>', "text/xml"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"x" * 10_000_000, FORM),
        (b'{"phone":1' + b"0" * 5000 + b"}", "application/json"),
    ],
)
def test_a_body_that_cannot_be_read_is_an_invalid_request(registry: Registry, body: bytes, content_type: str):
    error, _, call_id = answered(send(registry, "format=json&code=demo-code", body, content_type))
    assert (error, call_id) == (1, "")
    assert registry.get("demo").requests.since(0)[-1].violations


def test_the_answer_is_xml_unless_json_is_asked_for(registry: Registry):
    response = send(registry, "code=demo-code")
    assert response.content_type.startswith("text/xml")
    assert b"<name>ERRORMESSAGE</name><value><string>Phone is missing</string></value>" in response.body


@pytest.mark.parametrize(
    ("query", "body", "content_type"),
    [
        ("PHONE=sipsip1&TARGET=0501234567&Code=demo-code&FORMAT=json&Action=CALL", b"", ""),
        ("format=json", GOOD.encode(), FORM),
        ("format=json", GOOD.encode(), ""),
        (
            "format=json",
            b'{"code":"demo-code","phone":"SIPSIP1","target":501234567}'.replace(b"501234567", b"972501234567"),
            "text/plain",
        ),
        ("format=json", b'{"Code":"demo-code","Phone":"SIPSIP1","Target":"+972-50-1234567","record":1}', FORM),
        (
            "code=demo-code",
            b'{"phone":"SIPSIP1","target":"0501234567","format":"Json","maxduration":"60"}',
            "application/json",
        ),
        ("format=json&x[0]=1&x[1]=2&" + GOOD, b"", ""),
    ],
)
def test_every_way_clients_write_a_request_is_taken(registry: Registry, query: str, body: bytes, content_type: str):
    assert answered(send(registry, query, body, content_type))[:2] == (0, "OK")


@pytest.mark.parametrize(
    "path", ["/forwarddialer/CLICK2CALL.ASPX", "/ForwardDialer/click2call.aspx/", "/o/demo" + PATH, "/O/demo" + PATH]
)
def test_paths_are_matched_without_case_and_slash_and_with_base_path(registry: Registry, path: str):
    assert answered(send(registry, GOOD + "&format=json", path=path))[0] == 0


def test_a_misspelt_parameter_is_named_in_the_journal(registry: Registry):
    send(registry, "code=demo-code&phone=SIPSIP1&targt=0501234567")
    entry = registry.get("demo").requests.since(0)[-1]
    assert "unknown parameter 'targt'; did you mean 'target'?" in entry.hints


def test_a_code_nobody_has_is_listed_with_the_codes_there_are(registry: Registry):
    send(registry, "code=wrong&phone=SIPSIP1&target=0501234567")
    known = "known: 'demo-code', 'demo-branch-code'"
    assert registry.unresolved.since(0)[-1].hints == [f"no organization has code 'wrong'; {known}"]


def test_what_several_organizations_have_is_ambiguous_without_a_base_path(registry: Registry):
    registry.from_template("demo", "t1")
    assert answered(send(registry, "code=12345678&phone=SIPSIP1&target=0501234567&format=json"))[:2] == (
        1,
        "Invalid code",
    )
    assert "several organizations have code '12345678'" in registry.unresolved.since(0)[-1].hints[0]


def test_a_path_that_comes_near_an_operation_is_a_404_that_names_it(registry: Registry):
    response = send(registry, path="/ForwardDialer/clicktocall.aspx")
    assert response.status == 404
    assert json.loads(response.body)["error"]["hint"].startswith("did you mean /ForwardDialer/click2call.aspx")


def test_a_lenient_organization_lets_an_unusable_optional_value_pass_and_writes_it_down():
    registry = Registry(lenient=True)
    registry.add(demo())
    assert answered(send(registry, GOOD + "&format=json&maxduration=long"))[0] == 0
    assert registry.get("demo").requests.since(0)[-1].violations == ["field 'maxduration': 'long' is not an integer"]


@pytest.mark.parametrize("name", ["phonemaxdialtime", "targetmaxdialtime", "maxduration"])
def test_a_time_without_sense_does_not_take_the_clock_out_of_the_calendar(registry: Registry, name: str):
    tenant = registry.get("demo")
    before = tenant.exchange.now
    for phone, target in (("0555550019", "0501234567"), ("0555550206", "0555550019"), ("0555550206", "0555550206")):
        send(registry, f"code=demo-code&phone={phone}&target={target}&{name}=1000000000000000&format=json")

    assert tenant.advance(until="idle") < before + 2 * 86_400
