"""`voicenter-mock status` and `doctor`: what is wrong with an integration, first things first."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
import requests

from ...acceptance.receivers import Receiver, receiver
from .console import Console

REFUSED = (403, "text/html", b"<html><p>CSRF verification failed</p></html>")


@pytest.fixture
def customer() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def run_status(console: Console) -> list[str]:
    return console.run("status", code=1).splitlines()


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_status_begins_with_what_does_not_work(console: Console):
    address = f"http://127.0.0.1:{closed_port()}/cdr"
    console.tenant.deliveries.bind("cdr", address)
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--talk", "5")
    console.tenant.advance(seconds=20)

    assert run_status(console)[0].startswith(
        "bad: Your server has not accepted 1 of 1 cdr callbacks at the last attempt. The last, 1: unreachable"
    )


def test_status_of_a_good_integration_ends_with_0(console: Console):
    lines = console.run("status").splitlines()
    assert lines[0] == "0 requests, 0 refused, 0 taken against their contract"
    assert lines[2].split() == ["cdr", "0", "0", "0", "no", "address", "is", "set"]
    assert json.loads(console.run("status", "--json"))["problems"] == []


def test_doctor_names_an_address_where_nobody_answers_before_all_else(console: Console):
    requests.get(f"{console.base_url}/ForwardDialer/click2call.aspx?code=wrong&phone=SIPSIP1", timeout=10)
    url = f"http://127.0.0.1:{closed_port()}/cdr"

    lines = console.run("doctor", "--cdr-url", url, code=1).splitlines()
    first, second = (line for line in lines if line[:2] in ("1.", "2."))
    assert first.startswith(f"1. nobody answers at {url} (cdr): ")
    assert second.startswith("2. 1 request reached no organization: a wrong code, host or path.")


@pytest.mark.slow
def test_doctor_tells_what_a_short_examination_found(console: Console, customer: Receiver):
    customer.answer = lambda message: REFUSED

    lines = console.run("doctor", "--cdr-url", customer.url, code=1)
    assert "cdr: A valid message is answered with another HTTP status than 200" in lines
    assert "popup: no address; give --popup-url" in lines


@pytest.mark.slow
def test_an_address_that_takes_nothing_is_told_once(console: Console, customer: Receiver):
    customer.answer = lambda message: REFUSED
    console.tenant.deliveries.bind("cdr", customer.url)
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--talk", "5")
    console.tenant.advance(seconds=20)

    advice = json.loads(console.run("doctor", "--json", code=1))["advice"]
    assert advice[0]["text"].startswith("cdr: A valid message is answered with another HTTP status than 200: HTTP 403")
    assert ["CSRF" in one["text"] for one in advice].count(True) == 1

    customer.answer = lambda message: (200, "application/json", b'{"err": 0}')  # it was mended since
    assert "1. Your server has not accepted 1 of 1 cdr callbacks" in console.run("doctor", code=1)


def test_an_address_where_nobody_answers_is_told_once(console: Console):
    console.tenant.deliveries.bind("cdr", f"http://127.0.0.1:{closed_port()}/cdr")
    console.run("call", "incoming", "0501234567", "--did", "0722776774", "--talk", "5")
    console.tenant.advance(seconds=20)

    advice = json.loads(console.run("doctor", "--json", code=1))["advice"]
    assert [one["text"].partition(" at ")[0] for one in advice] == ["nobody answers"]


def test_doctor_says_so_when_neither_server_nor_address_is_there(console: Console):
    console.run("doctor", server=f"http://127.0.0.1:{closed_port()}", code=1)
    assert "no sandbox answers" in console.error


def test_doctor_of_an_integration_that_has_done_nothing_finds_nothing(console: Console):
    assert console.run("doctor").splitlines()[-1] == "nothing is wrong"


def test_doctor_refuses_what_is_no_address(console: Console):
    console.run("doctor", "--popup-url", "localhost:8000", code=2)
    assert "--popup-url: 'localhost:8000' does not begin with http:// or https://" in console.error
