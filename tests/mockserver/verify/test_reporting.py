"""Reports hold whatever an endpoint answered, and still can be printed, parsed and read."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from voicenter_mock.mockserver.verify import Finding, Kind, Report
from voicenter_mock.mockserver.verify.reporting import as_json, as_junit, summary

HALF, ESCAPE = "\ud800", "\x1b[2J"


def report() -> Report:
    finding = Finding(
        Kind.VALID_REFUSED, "cdr_notification", "generated", f"err 2: {HALF}{ESCAPE}", {"caller": HALF}, "", "", "curl",
        ESCAPE, (f"$.err: {HALF}",),
    )  # fmt: skip
    return Report("http://x/", "cdr", "json", 0, [finding])


def test_a_table_cannot_steer_the_terminal_that_shows_it():
    text = summary(report())

    assert "\x1b" not in text
    text.encode()


def test_json_says_exactly_what_was_found():
    assert json.loads(as_json(report()).encode()) == report().as_data()


def test_junit_can_be_parsed():
    failures = list(ElementTree.fromstring(as_junit(report())).iter("failure"))

    assert [failure.get("type") for failure in failures] == ["valid-refused"]
    assert "In production".lower() in str(failures[0].text).lower()


def test_every_kind_of_finding_has_a_title_a_consequence_and_a_link():
    for kind in Kind:
        assert kind.title
        assert kind.consequence.endswith(".")
        assert kind.link == f"docs/how-to/verify.md#{kind.value}"
