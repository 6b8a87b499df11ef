"""Numbers that are written as no document writes them: what is tolerated is said, and so is what would be taken."""

from __future__ import annotations

from typing import Any

import pytest

from voicenter_mock.mockserver.telephony.model import phones
from voicenter_mock.mockserver.verify.journal import issues_of

from .clients import AGENTS, CODE, DIALER, HUB, Api

NO_DOCUMENTS_FORM = "no document has numbers so written"

CLICK2CALL = "/ForwardDialer/click2call.aspx"


def called(api: Api, target: str) -> Any:
    return api.post(CLICK2CALL, {"code": CODE, "phone": "SIPSIP1", "target": target, "format": "json"})


@pytest.mark.parametrize(
    "text", ["(050) 123-4567", "00972501234567", "+9720501234567", "+972 (0)50 123 4567", "050-1234567", "050.1234567"]
)
def test_a_number_that_no_document_writes_so_is_taken_and_named(api: Api, text: str) -> None:
    assert called(api, text)["ERRORCODE"] == 0
    hints = api.journal.hints
    assert hints
    assert all(hint.startswith("target: ") and hint.endswith(NO_DOCUMENTS_FORM) for hint in hints)


@pytest.mark.parametrize(
    "text", ["0501234567", "972501234567", "+972501234567", "442079460000", "SIPSIP2", "031234567"]
)
def test_a_number_as_the_documents_write_it_needs_no_hint(api: Api, text: str) -> None:
    called(api, text)
    assert api.journal.hints == []


@pytest.mark.parametrize("text", ["00972501234567", "+9720501234567"])
def test_a_number_with_too_much_before_it_is_named_with_what_it_is_read_as(api: Api, text: str) -> None:
    called(api, text)
    assert api.journal.hints == [f"target: {text!r} is read as '972501234567'; {NO_DOCUMENTS_FORM}"]


def test_lint_says_that_it_is_no_documents_form(api: Api) -> None:
    called(api, "(050) 123-4567")
    assert "inferred" in [issue.kind for issue in issues_of(api.journal)]


@pytest.mark.parametrize("text", ["1700500500", "1-800-500-500", "1599 500 500"])
def test_a_number_that_only_israel_dials_is_refused_with_the_form_that_is_taken(api: Api, text: str) -> None:
    assert called(api, text)["ERRORCODE"] != 0
    digits = "".join(filter(str.isdigit, text))
    assert api.journal.hints[-1] == f"target: {digits!r} is no E.164 number; write 972{digits}"
    assert called(api, f"972{digits}")["ERRORCODE"] == 0


def test_a_star_number_is_refused_with_what_to_do(api: Api) -> None:
    assert called(api, "*2700")["ERRORCODE"] != 0
    assert api.journal.hints == [
        "target: '*2700' is dialled by telephones in Israel only; give the number that it stands for"
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (HUB, {"code": CODE, "search": {"phones": ["050-1234567"]}}),
        (DIALER + "AddCall", {"Campaign": AGENTS, "Target": "050-1234567"}),
        (DIALER + "AddCallsBulk", [{"Campaign": AGENTS, "Target": "050-1234567"}]),
        ("/Blacklist/AddBlackList", {"Code": CODE, "Phones": [{"Phone": "050-1234567"}]}),
        ("/Blacklist/AddBlackList", {"Code": CODE, "Phones": ["050-1234567"]}),
    ],
)
def test_phones_anywhere_in_a_request_are_looked_at(api: Api, path: str, body: Any) -> None:
    api.post(path, body)
    assert any("'050-1234567' is read as '0501234567'" in hint for hint in api.journal.hints)


def test_many_numbers_give_a_few_hints(api: Api) -> None:
    api.post(HUB, {"code": CODE, "search": {"phones": [f"050-12345{number:02}" for number in range(50)]}})
    assert 0 < len([hint for hint in api.journal.hints if hint.endswith(NO_DOCUMENTS_FORM)]) <= 10


@pytest.mark.parametrize(("number", "dialled"), [("9721700500500", "1700500500"), ("972501234567", "0501234567")])
def test_a_number_at_home_is_shown_as_people_there_dial_it(number: str, dialled: str) -> None:
    assert phones.local(number) == dialled
