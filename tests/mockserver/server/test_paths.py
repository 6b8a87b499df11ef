"""Whatever the path, the dispatcher answers it, not the web framework."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from voicenter_mock.mockserver.serving.app import create_app
from voicenter_mock.mockserver.tenancy.registry import Registry


@pytest.fixture
def client() -> FlaskClient:
    registry = Registry()
    registry.from_template("demo", "demo")
    return create_app(registry).test_client()


@pytest.mark.parametrize("path", ["/", "/hub//cdr", "/%00", "/%0A", "/a/b/c/d", "/o/demo", "/o/demo/%0A/x", "/%C3%98"])
def test_an_unknown_path_is_answered_with_what_comes_near(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "unknown_path")


@pytest.mark.parametrize("base", ["", "/o/demo"])
def test_a_line_feed_in_a_path_belongs_to_the_parameter(client: FlaskClient, base: str) -> None:
    bearer = {"Authorization": "Bearer demo-bearer"}
    answer = client.get(f"{base}/api-manager-v1/Call/History/w8%0An", headers=bearer)
    assert answer.get_json() == {"error": "Call not found"}


@pytest.mark.parametrize("path", ["/hub/cdr", "/hub/cdr/", "/HUB/Cdr", "/o/demo/hub/cdr/"])
def test_a_known_path_is_found_in_any_case_with_and_without_a_slash(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?code=demo-code").get_json()["ERROR_NUMBER"] == 0


def test_the_log_tells_what_was_asked_for_from_what_was_meant(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/ForwardDialer/clik2call.aspx")
    assert "the path /ForwardDialer/clik2call.aspx; did you mean /ForwardDialer/click2call.aspx" in caplog.text
