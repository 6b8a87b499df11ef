"""The logins over HTTP, in both stacks: answers, refusals, tokens, and where the socket is said to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from voicenter_mock.mockserver.state.realtime_settings import RealtimeSettings

from .conftest import Connect, ServedOrganization
from .published_messages import NOW, violations

LOGINS: list[tuple[str, str, dict[str, str]]] = [
    ("token", "/monitorAPI/Login/Token", {"token": "{id}-token"}),
    ("user", "/monitorAPI/Login/User", {"email": "walter@example.com", "pin": "1234"}),
    ("user", "/monitorAPI/Login/User", {"email": "Walter@Example.com", "password": "1234"}),
    ("account", "/monitorAPI/Login/Account", {"username": "{id}", "password": "{id}"}),
    ("monitor", "/Auth/Login/Voicenter/Monitor", {"identityType": "Token", "token": "{id}-token"}),
    (
        "monitor",
        "/auth/login/voicenter/monitor/",
        {"identityType": "user", "username": "walter@example.com", "password": "1234"},
    ),
]
REFUSALS: list[tuple[str, str, dict[str, str], int, str]] = [
    ("token", "/monitorAPI/Login/Token", {"token": "wrong"}, 500, "Unexpected token"),
    ("token", "/monitorAPI/Login/Token", {}, 400, "Token is missing"),
    ("user", "/monitorAPI/Login/User", {"email": "walter@example.com", "pin": "9999"}, 401, "Unauthorized"),
    ("user", "/monitorAPI/Login/User", {"email": "nobody@example.com", "pin": "1234"}, 401, "Unauthorized"),
    ("user", "/monitorAPI/Login/User", {"email": "walter@example.com"}, 400, "Pin is missing"),
    ("account", "/monitorAPI/Login/Account", {"username": "nobody", "password": "x"}, 401, "Unauthorized"),
    ("monitor", "/Auth/Login/Voicenter/Monitor", {"identityType": "Token", "token": "wrong"}, 401, "Unauthorized"),
    ("monitor", "/Auth/Login/Voicenter/Monitor", {"identityType": "Token"}, 400, ""),
    ("monitor", "/Auth/Login/Voicenter/Monitor", {"identityType": "Thing", "token": "x"}, 400, ""),
]


def filled(served: ServedOrganization, members: dict[str, str]) -> dict[str, str]:
    account, password = next(iter(served.tenant.exchange.directory.realtime_accounts.items()))
    names = {"username": account, "password": password}
    return {
        name: names.get(name, value) if value == "{id}" else value.format(id=served.id)
        for name, value in members.items()
    }


def post(served: ServedOrganization, path: str, members: dict[str, str], **options: Any) -> requests.Response:
    return requests.post(served.url + served.path + path, json=filled(served, members), timeout=10, **options)


def get(served: ServedOrganization, path: str, bearer: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return requests.get(served.url + served.path + path, headers=headers, timeout=10)


@pytest.mark.parametrize(("name", "path", "members"), LOGINS)
def test_a_right_login_is_answered_as_its_contract_says(
    name: str, path: str, members: dict[str, str], served: ServedOrganization
):
    answer = post(served, path, members)
    assert (answer.status_code, violations(f"realtime_login.{name}.response", answer.json())) == (200, [])


@pytest.mark.parametrize(("name", "path", "members", "status", "error"), REFUSALS)
def test_a_wrong_login_is_refused_with_its_http_status(
    name: str, path: str, members: dict[str, str], status: int, error: str, served: ServedOrganization
):
    answer = post(served, path, members)
    body = answer.json()
    assert (answer.status_code, body["StatusCode"]) == (status, status)
    assert violations(f"realtime_login.{name}.response", body) == []
    assert body["error"] == (error or body["error"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff"])
def test_a_login_that_cannot_be_read_is_a_400(body: bytes, served: ServedOrganization):
    answer = requests.post(
        f"{served.url}{served.path}/monitorAPI/Login/User",
        data=body,
        headers={"Content-Type": "application/json"},
        timeout=10,
    )
    assert (answer.status_code, violations("realtime_login.user.response", answer.json())) == (400, [])


def test_a_form_logs_in_too(served: ServedOrganization):
    form = {"email": "walter@example.com", "pin": "1234"}
    assert requests.post(f"{served.url}{served.path}/monitorAPI/Login/User", data=form, timeout=10).status_code == 200


def test_what_several_organizations_have_needs_the_base_path(served: ServedOrganization):
    other = ServedOrganization(served.server)
    answer = requests.post(
        f"{served.url}/monitorAPI/Login/User", json={"email": "walter@example.com", "pin": "1234"}, timeout=10
    )
    hints = served.registry.unresolved.since(0)[-1].hints
    other.registry.delete(other.id)
    assert (answer.status_code, "base path" in hints[0]) == (401, True)


def test_a_token_finds_its_organization_without_a_base_path(served: ServedOrganization):
    answer = requests.post(f"{served.url}/monitorAPI/Login/Token", json={"token": served.token}, timeout=10)
    assert answer.json()["Data"]["Socket"]["Token"].startswith(f"{served.id}.")


# ---- tokens --------------------------------------------------------------------------------------------


def socket_of(served: ServedOrganization) -> dict[str, Any]:
    return served.login("User", email="walter@example.com", pin="1234").json()["Data"]["Socket"]


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def test_tokens_are_the_same_on_every_run(served: ServedOrganization):
    first = socket_of(served)
    served.tenant = served.registry.reset(served.tenant)
    assert socket_of(served) == first


def test_a_token_expires_on_the_organization_s_clock(served: ServedOrganization):
    socket = socket_of(served)
    assert (moment(socket["TokenExpiry"]) - NOW, moment(socket["RefreshTokenExpiry"]) - NOW) == (3600, 86400)
    assert served.login("Token", token=socket["Token"]).status_code == 200
    served.tenant.advance(seconds=3600)
    assert served.login("Token", token=socket["Token"]).status_code == 500


def test_a_refresh_token_gets_new_ones_until_it_expires(served: ServedOrganization):
    socket = socket_of(served)
    served.tenant.advance(seconds=5000)
    answer = get(served, "/monitorAPI/RefreshIdentityToken", socket["RefreshToken"])
    fresh = answer.json()["Data"]["Socket"]
    assert violations("realtime_login.refresh_identity_token.response", answer.json()) == []
    assert (moment(fresh["TokenExpiry"]) - NOW, fresh["PersonId"]) == (8600, 12345678)
    served.tenant.advance(seconds=86400)
    assert get(served, "/monitorAPI/RefreshIdentityToken", socket["RefreshToken"]).status_code == 401


@pytest.mark.parametrize("path", ["/monitorAPI/RefreshIdentityToken", "/Auth/RefreshToken", "/Application/GetSettings"])
def test_bearers_are_for_one_use_each(path: str, served: ServedOrganization):
    for wrong in ("", "nonsense", served.token, socket_of(served)["Token"]):
        answer = get(served, path, wrong)
        assert (answer.status_code, answer.json()["error"]) == (401, "Unauthorized")


@pytest.mark.parametrize("path", ["/monitorAPI/RefreshIdentityToken", "/Auth/RefreshToken", "/Application/GetSettings"])
def test_an_api_token_is_no_logins_and_the_journal_says_which_is_wanted(path: str, served: ServedOrganization):
    [code, *_] = served.tenant.exchange.directory.codes.values()
    answer = get(served, path, str(code.bearer))
    assert (answer.status_code, answer.json()["error"]) == (401, "Unauthorized")
    wanted = "AccessToken" if path.endswith("Settings") else "RefreshToken"
    journal = requests.get(f"{served.url}/_sandbox/organizations/{served.id}/requests", timeout=10).json()
    assert f"log in, and send the login's {wanted}" in " ".join(journal["requests"][-1]["hints"])


def test_a_changed_pin_takes_the_tokens_with_it(served: ServedOrganization):
    token = socket_of(served)["Token"]
    with served.tenant.use() as exchange:
        users = dict(exchange.directory.users)
        users[12345678] = replace(users[12345678], pin="4321")
        served.registry.edit(served.tenant, replace(exchange.directory, users=users))
    assert served.login("Token", token=token).status_code == 500


def test_a_forged_token_is_none(served: ServedOrganization):
    organization, subject, expiry, digest = socket_of(served)["Token"].split(".")
    for forged in (
        f"{organization}.{subject}.{int(expiry, 16) + 1:x}.{digest}",
        f"{organization}.iu87654321.{expiry}.{digest}",
        f"{organization}.{subject}.zz.{digest}",
        f"{organization}.{subject}.{expiry}.",
    ):
        assert served.login("Token", token=forged).status_code == 500


def test_the_newer_stack_goes_from_login_to_settings_to_the_socket(served: ServedOrganization, connect: Connect):
    answer = post(
        served,
        "/Auth/Login/Voicenter/Monitor",
        {"identityType": "User", "username": "walter@example.com", "password": "1234"},
    )
    tokens = answer.json()["Data"]
    settings = get(served, "/Application/GetSettings", tokens["AccessToken"])
    assert violations("realtime_login.get_settings.response", settings.json()) == []
    assert settings.json()["ExtensionMonitorID"] == 30000001
    assert settings.json()["MonitorList"] == [
        {"URLID": 1, "Priority": 0, "Version": "1.3.7", "Domain": served.url.removeprefix("http://")}
    ]
    assert len(connect(token=settings.json()["IdentityCode"]).snapshots()["AllExtensionsStatus"]["extensions"]) == 1
    again = get(served, "/Auth/RefreshToken", tokens["RefreshToken"])
    assert violations("realtime_login.refresh_token.response", again.json()) == []


# ---- where the socket is -------------------------------------------------------------------------------


def test_by_default_servers_are_named_without_a_protocol(served: ServedOrganization):
    socket = socket_of(served)
    host = served.url.removeprefix("http://")
    assert (socket["URL"], socket["Url"], socket["URLList"], socket["Version"]) == (
        served.url,
        served.url,
        [host],
        "2.4.0",
    )
    urls = get(served, f"/monitorAPI/getMonitorUrls/{served.token}").json()
    assert urls == [{"URLID": 1, "Priority": 0, "Version": "2.4.0", "Domain": host}]
    assert violations("realtime_login.get_monitor_urls.response", urls) == []


def test_the_settings_say_where_and_with_what(served: ServedOrganization):
    served.tenant.realtime = RealtimeSettings("https://voice.example/", "url", "1.3.7")
    socket = socket_of(served)
    assert socket["URLList"] == ["https://voice.example"]
    assert (socket["Version"], socket["Client"]) == (
        "1.3.7",
        "https://voice.example/monitorAPI/GetSocketClient?v=1.3.7",
    )


def test_a_domain_has_no_protocol_whatever_the_list_has(served: ServedOrganization):
    served.tenant.realtime = RealtimeSettings("https://voice.example:8443/", "url", "1.3.7")
    urls = get(served, f"/monitorAPI/getMonitorUrls/{served.token}").json()
    assert [server["Domain"] for server in urls] == ["voice.example:8443"]


def test_a_token_that_nobody_was_given_gets_no_servers(served: ServedOrganization):
    answer = get(served, "/monitorAPI/getMonitorUrls/wrong")
    assert (answer.status_code, answer.json()["error"]) == (401, "Unauthorized")


# ---- scripts -------------------------------------------------------------------------------------------

SCRIPTS = {
    "/monitorAPI/GetSocketClient?v=2.4.0": b"root.io = io",
    "/voicenterMonitorListener.js": b"window.voicenterMonitor",
    "/voicenterWebPhone-min.js": b"window.voicenterWebPhone",
    "/cdn/events-sdk/voicenter-events-sdk.umd.js": b"window.EventsSDK",
    "/cdn/Scripts/did_trace_worker/index.min.js": b"window.VC_DID_TRACKER",
}


@pytest.mark.parametrize("path", SCRIPTS)
@pytest.mark.parametrize("base", ["", "/o/anything"])
def test_scripts_are_everybody_s(path: str, base: str, served: ServedOrganization):
    answer = requests.get(served.url + base + path, timeout=10)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert SCRIPTS[path] in answer.content


def test_a_given_socket_client_is_served_as_it_is(
    served: ServedOrganization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "socket.io.js"
    script.write_text("window.io = 1")
    monkeypatch.setattr(served.registry, "realtime", RealtimeSettings(socket_client=script))
    assert requests.get(f"{served.url}/monitorAPI/GetSocketClient", timeout=10).text == "window.io = 1"


def test_a_page_of_another_origin_may_log_in(served: ServedOrganization):
    page = {"Origin": "http://shop.example"}
    asked = requests.options(f"{served.url}/monitorAPI/Login/User", headers=page, timeout=10)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "http://shop.example")
    answer = requests.post(f"{served.url}{served.path}/monitorAPI/Login/User", json={}, headers=page, timeout=10)
    assert answer.headers["access-control-allow-origin"] == "http://shop.example"


def test_a_page_of_another_origin_may_not_read_the_rest(served: ServedOrganization):
    answer = requests.get(f"{served.url}/_sandbox/health", headers={"Origin": "http://shop.example"}, timeout=10)
    assert "access-control-allow-origin" not in answer.headers
