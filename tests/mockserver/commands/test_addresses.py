"""Every command that is told where callbacks go spells that alike."""

from __future__ import annotations

import click
import pytest

from voicenter_mock.contracts.callback_names import CALLBACK_NAMES
from voicenter_mock.mockserver.command_line import cli
from voicenter_mock.mockserver.commands.addresses import check_address, with_addresses


def spellings(command: str) -> list[list[str]]:
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    names = {f"{name}_url" for name in CALLBACK_NAMES}
    return [one.opts for one in found.params if one.name in names]


@pytest.mark.parametrize("command", ["doctor", "load", "replay", "serve", "verify"])
def test_a_command_that_sends_callbacks_has_an_option_for_each(command: str):
    assert spellings(command) == [
        ["--cdr-url"],
        ["--popup-url"],
        ["--external-ivr-url", "--ivr-url"],
        ["--external-layer-url", "--layer-url"],
        ["--voicebot-url"],
    ]


def test_the_command_gets_what_was_given_by_the_callback_s_name():
    found: dict[str, str] = {}

    @click.command()
    @with_addresses
    def command(urls: dict[str, str]) -> None:
        found.update(urls)

    command.main(["--ivr-url", "http://a.test/", "--cdr-url", "https://b.test/"], standalone_mode=False)
    assert found == {"cdr": "https://b.test/", "external_ivr": "http://a.test/"}


def test_what_is_no_url_is_named_by_its_option():
    @click.command()
    @with_addresses
    def command(urls: dict[str, str]) -> None:
        raise AssertionError

    with pytest.raises(click.UsageError, match=r"--external-layer-url: 'a\.test' does not begin with http"):
        command.main(["--layer-url", "a.test"], standalone_mode=False)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("crm.example", "does not begin with http:// or https://"),
        ("http://127.0.0.1:99999/cdr", "is no URL: Port out of range"),
        ("http://127.0.0.1:port/cdr", "is no URL"),
        ("http://[::1/cdr", "is no URL: Invalid IPv6 URL"),
        ("http:///cdr", "names no host"),
        ("https://?x", "names no host"),
        ("http://crm example/cdr", "has a blank in its host"),
    ],
)
def test_what_cannot_be_reached_whatever_happens_is_refused_at_once(url: str, words: str):
    with pytest.raises(click.UsageError, match=words) as refused:
        check_address(url, "--cdr-url: ")
    assert refused.value.message.startswith("--cdr-url: ")


@pytest.mark.parametrize(
    "url",
    ["http://crm", "https://u:p@crm.example:8443/x?y#z", "http://[::1]:80/", "http://חברה.example/", "HTTP://crm/"],
)
def test_what_can_be_is_taken(url: str):
    check_address(url)
