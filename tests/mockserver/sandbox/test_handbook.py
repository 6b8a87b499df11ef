"""The documentation that programs read: a list of the pages, all in one, and each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests

from voicenter_mock.mockserver.sandbox import handbook
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.registry import Registry

from ...suite.cases import for_each


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = Server(Registry(clock="manual"))
    server.start()
    yield server.base_url
    server.stop()


def get(url: str) -> requests.Response:
    return requests.get(url, timeout=30)


def test_every_link_of_llms_txt_leads_to_a_page(address: str):
    links = re.findall(r"\]\(([^)]+)\)", get(f"{address}/llms.txt").text)
    assert len(links) > 30
    assert [link for link in links if get(address + link).status_code != 200] == []


def test_llms_txt_has_the_form_that_readers_expect(address: str):
    lines = get(f"{address}/llms.txt").text.splitlines()
    assert lines[0] == "# voicenter-mock"
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("## ")] == [
        *("## Learn", "## Do", "## Look up", "## Understand", "## Optional")
    ]


def test_behind_a_proxy_links_begin_with_its_prefix(address: str):
    text = requests.get(f"{address}/llms.txt", headers={"X-Forwarded-Prefix": "/voicenter"}, timeout=30).text
    assert "](/voicenter/_sandbox/docs/how-to/ci.md)" in text


def test_llms_full_has_every_page_whole(address: str):
    answer = get(f"{address}/llms-full.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert all(text.strip() in answer.text for text in handbook.pages().values())


@for_each("name", sorted(handbook.pages()))
def test_a_page_has_a_title_and_a_summary(name: str):
    assert not handbook.title(name).startswith("#")
    assert handbook.summary(name)


def test_a_page_that_there_is_not_is_404(address: str):
    assert get(f"{address}/_sandbox/docs/../../pyproject.toml").status_code == 404
    assert get(f"{address}/_sandbox/docs/none.md").text == "there is no such page: /llms.txt lists them\n"


def test_what_concerns_only_who_changes_this_project_is_left_out():
    assert not [name for name in handbook.pages() if name.startswith("decisions/")]
