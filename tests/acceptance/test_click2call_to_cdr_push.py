"""The main job, over real sockets: a Click2Call from the request to the CDR push."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from xml.etree import ElementTree

from .conftest import Sandbox, Serve
from .receivers import ACKNOWLEDGED, Answer, receiver


def test_the_documented_get_example_ends_in_two_pushed_cdrs(serve: Serve):
    with receiver() as customer:
        sandbox = serve("--clock", "manual", "--cdr-url", customer.url)
        answer = sandbox.click2call(action="call", var_customer="2342")
        assert answer["ERRORCODE"] == 0
        assert len(answer["CALLID"]) == 32

        sandbox.advance(until="idle")

        assert [(cdr["type"], cdr["status"]) for cdr in customer.messages] == [
            ("Click2Call leg1", "ANSWER"),
            ("Click2Call leg2", "ANSWER"),
        ]
        assert {cdr["ivruniqueid"] for cdr in customer.messages} == {answer["CALLID"]}
        assert {cdr["CUSTOM_DATA"]["var_customer"] for cdr in customer.messages} == {"2342"}
        assert [delivery["status"] for delivery in sandbox.list("deliveries")] == ["acknowledged"] * 2


def test_the_php_samples_form_is_answered_in_xml(sandbox: Sandbox):
    form = (
        "code=demo-code&phone=SIPSIP1&phonecallerid=0500000000&target=0501234567&targetcallerid=0501234567&record=true"
    )
    response = sandbox.http.post(
        f"{sandbox.base_url}/ForwardDialer/click2call.aspx", data=form,
        headers={"Content-Type": "application/x-www-form-urlencoded"}, timeout=60,
    )  # fmt: skip
    members = {
        member.findtext("name"): member.findtext("value/string")
        for member in ElementTree.fromstring(response.content).iterfind("params/param/value/struct/member")
    }
    assert (members["ERRORCODE"], members["ERRORMESSAGE"]) == ("0", "OK")

    sandbox.advance(until="idle")

    leg1, leg2 = sandbox.list("cdrs")
    assert leg1["ivruniqueid"] == leg2["ivruniqueid"] == members["CALLID"]
    assert (leg1["caller"], leg2["caller"]) == ("0500000000", "0501234567")
    assert leg2["record"].startswith("https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/")


def test_under_the_realtime_clock_events_happen_at_their_second(serve: Serve):
    with receiver() as customer:
        sandbox = serve("--cdr-url", customer.url)
        started = time.time()
        sandbox.post(
            sandbox.organization("/expectations"), {"number": "SIPSIP1", "kind": "answer", "ring_seconds": 0.5}
        )
        sandbox.click2call(target="0555550017")
        while len(customer.messages) < 2 and time.time() < started + 20:
            time.sleep(0.05)
        took = time.time() - started

        assert [cdr["status"] for cdr in customer.messages] == ["ANSWER", "BUSY"]
        assert took >= 2.5  # half a second of ringing, one to connect, one until the network says busy


def test_a_receiver_that_calls_back_while_it_handles_a_push_is_answered(serve: Serve):
    with receiver() as customer:
        sandbox = serve("--clock", "manual", "--cdr-url", customer.url)
        answers: list[dict[str, object]] = []

        def call_again(message: dict[str, object]) -> Answer:
            if not answers:
                answers.append(sandbox.click2call(target="0555550017", phone="SIPSIP2"))
            return ACKNOWLEDGED

        customer.answer = call_again
        first = sandbox.click2call()["CALLID"]
        sandbox.advance(until="idle")

        second = answers[0]["CALLID"]
        assert [cdr["ivruniqueid"] for cdr in customer.messages] == [first, first, second, second]


def test_retries_follow_the_schedule_in_simulated_time(serve: Serve):
    with receiver() as customer:
        customer.answer = lambda message: (500, "text/html", b"<h1>Oops</h1>")
        sandbox = serve("--clock", "manual", "--cdr-url", customer.url)
        sandbox.click2call(target="0555550017")
        sandbox.advance(until="idle")

        delivery = sandbox.list("deliveries")[0]
        assert delivery["status"] == "failed"
        attempts = [attempt["at"] for attempt in delivery["attempts"]]
        document = sandbox.get(sandbox.organization()).json()["document"]
        schedule = document["callbacks"]["cdr"]["retry_seconds"]
        assert [round(later - earlier) for earlier, later in pairwise(attempts)] == schedule

        customer.answer = lambda message: ACKNOWLEDGED
        again = sandbox.post(sandbox.organization(f"/deliveries/{delivery['id']}/redeliver")).json()
        assert again["status"] == "acknowledged"


def test_the_greeting_has_a_curl_line_that_works(serve: Serve):
    sandbox = serve("--clock", "manual")
    assert sandbox.process.stdout is not None
    lines = iter(sandbox.process.stdout.readline, "")
    url = next(match[1] for line in lines if (match := re.search(r"curl '([^']+)'", line)))

    assert sandbox.http.get(url, timeout=60).json()["ERRORCODE"] == 0
