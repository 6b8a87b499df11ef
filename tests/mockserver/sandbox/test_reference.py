"""The reference for people: everything in the catalogue is on it, and nothing on it runs or is fetched elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from voicenter_mock.contracts.operations import CALLBACKS, CONTROL, OPERATIONS, SOCKET_EVENTS
from voicenter_mock.mockserver.sandbox.reference_text import members, prose, table

from .running_server import Served

PAGES = ["/_sandbox/reference", "/_sandbox/reference/socket"]


class Read(HTMLParser):
    """What a page says, links to, and is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "link"):
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data + "\n"


@pytest.fixture(scope="module")
def pages(served: Served) -> dict[str, Read]:
    return {path: Read(served.ask("GET", path).body.decode()) for path in PAGES}


def test_everything_that_goes_over_http_is_there(pages: dict[str, Read]):
    words = pages["/_sandbox/reference"].words.splitlines()
    for operation in OPERATIONS.values():
        assert set(operation.paths) <= set(words), operation.name
    for operation in CONTROL.values():
        assert f"/_sandbox{operation.path}" in words, operation.name
    for callback in CALLBACKS.values():
        assert callback.title in words


def test_every_event_of_the_socket_is_there(pages: dict[str, Read]):
    assert set(SOCKET_EVENTS) <= set(pages["/_sandbox/reference/socket"].words.splitlines())


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_and_nothing_comes_from_elsewhere(pages: dict[str, Read], path: str):
    read = pages[path]
    assert not read.tags & {"script", "style", "iframe", "object", "form", "img"}
    assert not {name for name in read.attributes if name.startswith("on") or name == "style"}
    assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in read.links)


@pytest.mark.parametrize("path", PAGES)
def test_links_within_the_page_lead_somewhere(pages: dict[str, Read], path: str):
    read = pages[path]
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    assert read.open == []


@pytest.mark.parametrize("path", [*PAGES, "/_sandbox/reference/"])
def test_it_has_the_pages_headers(served: Served, path: str):
    answer = served.ask("GET", path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_it_is_guarded(served: Served):
    assert served.ask("GET", PAGES[0], {"Host": "evil.example"}).status == 403
    assert served.ask("POST", PAGES[0]).status == 404


def test_text_stays_text():
    evil = '<img src=x onerror="alert(1)">&'
    html = prose(f"{evil} `{evil}`\n\n| a | b |\n|---|---|\n| {evil} | x\\|y |") + members(
        {"properties": {evil: {"type": "string", "description": evil, "enum": [evil], "default": evil}}}, {}
    )

    assert "<img" not in html
    assert "x|y" in html


def test_members_of_nested_objects_and_lists_stand_behind_their_names():
    whole = {"components": {"schemas": {"leg": {"type": "object", "properties": {"role": {"type": "string"}}}}}}
    schema = {
        "properties": {"legs": {"type": "array", "items": {"$ref": "#/components/schemas/leg"}}},
        "required": ["legs"],
    }
    html = members(schema, whole)

    assert "<code>legs</code></th><td>array</td><td>required</td>" in html
    assert "<code>legs[].role</code>" in html


def test_a_table_without_rows_is_a_table():
    assert "<tbody></tbody>" in table(["a"], iter(()))
