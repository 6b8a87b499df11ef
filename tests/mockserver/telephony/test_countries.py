"""The country of a number is phonenumbers' own name of it, wherever it is written."""

from __future__ import annotations

import subprocess
import sys

import phonenumbers
import pytest

from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.telephony.model import phones

from ...suite.cases import for_each

REGIONS = (
    "AE", "AR", "AT", "AU", "BE", "BR", "CA", "CH", "CN", "CY", "CZ", "DE", "DK", "EG", "ES", "FI", "FR", "GB", "GR",
    "HU", "IE", "IN", "IT", "JO", "JP", "KR", "KZ", "MA", "MX", "NL", "NO", "PL", "PS", "PT", "RO", "RU", "SE", "TR",
    "UA", "US",
)  # fmt: skip


def example(region: str) -> phonenumbers.PhoneNumber:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.FIXED_LINE)
    assert number is not None
    return number


def country_name(number: phonenumbers.PhoneNumber) -> str:
    from phonenumbers.geocoder import country_name_for_number  # its places take every worker half a second

    return country_name_for_number(number, "en")


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


@for_each("region", REGIONS)
def test_a_country_has_phonenumbers_name(region: str) -> None:
    number = example(region)
    name = phones.country(e164(number))
    assert name
    assert not name.startswith("*")
    assert name == country_name(number)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("442079460000", "United Kingdom"),
        ("970599123456", "Palestine"),
        ("972541234567", "Israel"),
        ("972591234567", "Israel"),
        ("12125551234", "United States"),
        ("14165551234", "Canada"),
        ("393123456789", "Italy"),
        ("4740612345", "Norway"),
        ("61412345678", "Australia"),
    ],
)
def test_a_number_belongs_to_its_country(number: str, name: str) -> None:
    assert phones.country(number) == name


def test_every_region_has_phonenumbers_name():
    examples = {region: phonenumbers.example_number(region) for region in sorted(phonenumbers.SUPPORTED_REGIONS)}
    numbers = {region: number for region, number in examples.items() if number is not None and country_name(number)}

    assert len(numbers) > 200
    assert {region: phones.country(e164(number)) for region, number in numbers.items()} == {
        region: country_name(number) for region, number in numbers.items()
    }


def test_the_name_of_a_country_does_not_bring_the_places_of_all_countries():
    """They take half a second and a hundred megabytes."""
    program = (
        "import sys\n"
        "from voicenter_mock.mockserver.telephony.model import phones\n"
        "print([phones.country(number) for number in ('442079460000', '393123456789')])\n"
        "print([name for name in sys.modules if name.startswith('phonenumbers.geo')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["['United Kingdom', 'Italy']", "[]"]


def test_where_phonenumbers_keeps_its_names_elsewhere_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "_region_names", lambda: None)

    assert phones.country("351211234567") == "Portugal"


@pytest.mark.parametrize("text", ["", "SIPSIP1", "Anonymous", "870773111632", "٩٧٢", "1" * 40])
def test_what_is_nowhere_has_no_country(text: str) -> None:
    assert phones.country(text) == ""


def test_the_push_names_the_country_of_everybody_who_is_called(voicenter: Voicenter) -> None:
    numbers = [example(region) for region in REGIONS]
    for number in numbers:
        voicenter.outgoing_call("SIPSIP1", e164(number))
        voicenter.clock.run_until_idle()

    named = {str(cdr["target"]): cdr.get("target_country") for cdr in voicenter.cdrs}
    assert named == {e164(number): country_name(number) for number in numbers}


def test_a_caller_from_abroad_comes_from_their_country(voicenter: Voicenter) -> None:
    voicenter.incoming_call("442079460000", did="0722776774")
    voicenter.clock.run_until_idle()

    assert [cdr.get("caller_country") for cdr in voicenter.cdrs] == ["United Kingdom"]
