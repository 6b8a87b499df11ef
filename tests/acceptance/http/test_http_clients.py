"""HTTP clients as the world has them, with their defaults."""

from __future__ import annotations

import json

from voicenter_mock.mockserver.serving.request_head import HINT
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.state.journal import RequestEntry

from .programs import CALL, CLICK2CALL, HERE, java, run_program

NAMED = f"{CALL}&phonecallername="


def entry(server: Server) -> RequestEntry:
    return server.registry.get("demo").requests.since(0)[-1]


def test_the_jdk_s_client_sends_the_body_of_its_post(server: Server):
    assert json.loads(java(HERE / "Post.java", server.base_url + CLICK2CALL, CALL))["ERRORCODE"] == 0


def test_curl_that_offers_http_2_sends_the_body_of_its_post(server: Server):
    assert json.loads(run_program("curl", "-sS", "--http2", "-d", CALL, server.base_url + CLICK2CALL))["ERRORCODE"] == 0


def test_curl_takes_a_hebrew_name_as_it_stands(server: Server):
    run_program("curl", "-sS", "-g", f"{server.base_url}{CLICK2CALL}?{NAMED}דנה")
    assert (entry(server).parameters["phonecallername"], entry(server).hints) == ("דנה", [HINT])


def test_php_takes_a_hebrew_name_with_a_blank_as_it_stands(server: Server):
    code = "echo file_get_contents($argv[1]);"
    answer = run_program("php", "-r", code, "--", f"{server.base_url}{CLICK2CALL}?{NAMED}דנה לוי")
    assert json.loads(answer)["ERRORCODE"] == 0
    assert (entry(server).parameters["phonecallername"], entry(server).hints) == ("דנה לוי", [HINT])


def test_curl_that_only_looks_places_no_call(server: Server):
    before = len(server.registry.get("demo").exchange.calls)
    answer = run_program("curl", "-sS", "-I", f"{server.base_url}{CLICK2CALL}?{CALL}")
    assert answer.startswith("HTTP/1.1 200 OK")
    assert len(server.registry.get("demo").exchange.calls) == before


def test_https_to_the_port_without_tls_says_so_in_the_journal(server: Server):
    with_tls = server.base_url.replace("http://", "https://")
    run_program("curl", "-s", "--retry", "0", "-o", "/dev/null", "-w", "", with_tls, "--next", "-s", server.base_url)
    hints = [entry.answer for entry in server.registry.unresolved.since(0)]
    assert any("say http://" in hint for hint in hints)
