"""`voicenter-mock trigger`, `deliveries` and `redeliver`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from voicenter_mock import contracts
from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.tenancy.registry import Registry

from .customer_servers import ACKNOWLEDGED, NOW, click2call, closed_port, customer, organization

Capture = pytest.CaptureFixture[str]


def run(*arguments: str) -> int:
    """A command's exit code."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    code = ended.value.code
    assert isinstance(code, int)
    return code


ANSWERS = {
    "cdr": ACKNOWLEDGED[2],
    "popup": b'{"STATUS": "OK"}',
    "ivr": b'{"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "he", "DATA": {}}',
    "hangup": b'{"STATUS": 0}',
    "layer": b'{"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 2}',
}


@pytest.mark.parametrize("name", list(ANSWERS))
def test_trigger_sends_a_documented_message_and_prints_the_verdict(name: str, capsys: Capture):
    with customer(lambda got: (200, "application/json", ANSWERS[name])) as served:
        code = run("trigger", name, "--to", served.url, "--json")

    output = json.loads(capsys.readouterr().out)
    assert (code, output["verdict"], output["request_violations"]) == (0, "acknowledged", [])
    contracts.validate_bytes(f"{output['contract']}.request", served.got[0].body, served.got[0].content_type)


def test_trigger_fails_when_the_answer_is_wrong_and_says_field_and_rule(capsys: Capture):
    with customer(lambda got: (200, "application/json", b'{"STATUS": 0, "ACTION": "GO_TO_LAYER"}')) as served:
        code = run("trigger", "layer", "--to", served.url)

    out = capsys.readouterr().out
    assert code == 1
    assert "malformed" in out
    assert "[required; " in out


def sent(capsys: Capture, name: str, *options: str) -> dict[str, Any]:
    with customer() as served:
        run("trigger", name, "--to", served.url, "--json", *options)
    return json.loads(capsys.readouterr().out)["request"]


def test_members_become_what_they_were_before(capsys: Capture):
    request = sent(
        capsys,
        "cdr",
        "--set",
        "caller=0501234567",
        "--set",
        "duration=30",
        "--set",
        'IVR=[{"Dtmf": 1}]',
        "--set",
        "price=free",
    )

    assert (request["caller"], request["duration"], request["IVR"], request["price"]) == (
        "0501234567",
        30,
        [{"Dtmf": 1}],
        "free",
    )


def test_members_inside_data_can_be_named_plainly(capsys: Capture):
    assert (
        sent(capsys, "layer", "--set", "DTMF=5", "--set", "LAYER_ID=8")["DATA"].items()
        >= {"DTMF": "5", "LAYER_ID": 8}.items()
    )
    assert sent(capsys, "popup", "--set", "currentCall.callername=Dana")["currentCall"]["callername"] == "Dana"


def test_null_and_the_text_null_are_two_things(capsys: Capture):
    assert sent(capsys, "cdr", "--set", "callername=null")["callername"] is None
    assert sent(capsys, "cdr", "--set", "duration=null")["duration"] is None
    assert sent(capsys, "cdr", "--set", 'callername="null"')["callername"] == "null"


def test_an_answer_in_another_character_set_is_shown_as_it_reads(capsys: Capture):
    members = (
        "<member><name>err</name><value>0</value></member><member><name>errdesc</name><value>נרשם</value></member>"
    )
    struct = f"<struct>{members}</struct>"
    text = f"<methodResponse><params><param><value>{struct}</value></param></params></methodResponse>".encode("cp1255")
    with customer(lambda got: (200, "text/xml; charset=windows-1255", text)) as served:
        assert run("trigger", "cdr", "--to", served.url, "--encoding", "xml-rpc", "--json") == 0

    assert "נרשם" in json.loads(capsys.readouterr().out)["response"]


def test_a_message_made_wrong_on_purpose_is_noted(capsys: Capture):
    with customer() as served:
        run("trigger", "cdr", "--to", served.url, "--set", "duration=long")

    assert "note: the message breaks its own contract: $.duration" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "setting", "meant"),
    [
        ("cdr", "duraton=5", "'duraton'; did you mean 'duration'?"),
        ("cdr", "varCustomer=5", "'varCustomer'; did you mean 'var_Customer'?"),
        ("layer", "LAYER_IDD=5", "'LAYER_IDD'; did you mean 'LAYER_ID'?"),
        ("cdr", "IVR.0.LayerNam=Sales", "'LayerNam'; did you mean 'layer_name'?"),
        ("popup", "currentCall.callername2=Dana", "'callername2'; did you mean 'callername'?"),
    ],
)
def test_a_member_that_is_nearly_another_goes_out_with_a_warning(name: str, setting: str, meant: str, capsys: Capture):
    with customer() as served:
        run("trigger", name, "--to", served.url, "--json", "--set", setting)

    printed = capsys.readouterr()
    assert printed.err == f"--set: there is no {meant} It is sent as it is\n"
    assert setting.partition("=")[0].rpartition(".")[2] in json.dumps(json.loads(printed.out)["request"])


@pytest.mark.parametrize("setting", ["duration=5", "var_customer=5", "leadSource=web"])
def test_members_of_ones_own_go_out_without_a_word(setting: str, capsys: Capture):
    with customer() as served:
        run("trigger", "cdr", "--to", served.url, "--json", "--set", setting)

    assert capsys.readouterr().err == ""


def test_an_item_of_a_list_is_named_by_its_place(capsys: Capture):
    settings = ("IVR.0.Dtmf=1", "IVR.1.Dtmf=2", "IVR.0.layer_name=Sales")
    with customer() as served:
        run("trigger", "cdr", "--to", served.url, "--json", *(word for each in settings for word in ("--set", each)))

    assert json.loads(capsys.readouterr().out)["request"]["IVR"] == [
        {"Dtmf": "1", "layer_name": "Sales"},
        {"Dtmf": "2"},
    ]


def test_a_popup_in_the_older_form_is_a_get_with_the_number(capsys: Capture):
    with customer(lambda got: (200, "application/json", ANSWERS["popup"])) as served:
        assert run("trigger", "popup", "--to", served.url, "--encoding", "query", "--revision", "3.2") == 0

    assert (served.got[0].method, served.got[0].path) == ("GET", "/voicenter?phone=972501234567")


def test_headers_go_with_it(capsys: Capture):
    with customer() as served:
        assert run("trigger", "cdr", "--to", served.url, "--header", "Authorization: Bearer x") == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["cdr", "--to", "localhost:80"], "does not begin with http:// or https://"),
        (["cdr", "--to", "http://x", "--set", "duration"], "is not NAME=VALUE"),
        (["layer", "--to", "http://x", "--encoding", "xml-rpc"], "layer is written as json"),
        (["sms", "--to", "http://x"], "there is no callback 'sms'; there are cdr, popup,"),
        (["cdr"], "Missing option '--to'"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments: list[str], expected: str, capsys: Capture):
    assert run("trigger", *arguments) == 2
    error = capsys.readouterr().err
    assert expected in error
    assert error.count("\n") == 1


@pytest.fixture
def server() -> Iterator[Server]:
    registry = Registry(clock="manual", now=NOW)
    server = Server(registry)
    server.start()
    with customer() as served:
        tenant = registry.add(
            organization(cdr=CallbackTarget("cdr", served.url), popup=CallbackTarget("popup", closed_port()))
        )
        click2call(tenant)
        tenant.advance(until="idle")
        yield server
    server.stop()


def test_deliveries_lists_what_a_server_has_sent(server: Server, capsys: Capture):
    assert run("deliveries", "--server", server.base_url, "--callback", "popup") == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[1].split()[:5] == ["1", "2023-11-14", "22:13:20Z", "failed", "popup"]
    assert lines[2] == "    unreachable (connection refused)"
    assert len(lines) == 7  # the headings, and three with a reason each


def test_deliveries_as_json_keep_the_contract(server: Server, capsys: Capture):
    assert run("deliveries", "--server", server.base_url, "--json") == 0
    contracts.validate("sandbox.deliveries", json.loads(capsys.readouterr().out))


def test_redeliver_says_what_came_of_it(server: Server, capsys: Capture):
    assert run("redeliver", "4", "--server", server.base_url) == 0
    assert capsys.readouterr().out.count("  acknowledged  (HTTP 200, ") == 2
    assert run("redeliver", "1", "--server", server.base_url) == 1


def test_an_unknown_delivery_or_no_server_is_one_line(server: Server, capsys: Capture):
    assert run("redeliver", "99", "--server", server.base_url) == 1
    assert "there is no delivery '99'" in capsys.readouterr().err
    assert run("deliveries", "--server", closed_port()) == 1
    assert "start one with: voicenter-mock serve" in capsys.readouterr().err
