"""What the page on containers has people copy is well formed, and says what the image and the server say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from voicenter_mock.contracts.operations import CONTROL
from voicenter_mock.mockserver.commands.serve import command

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "containers.md").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


DEPLOYMENT, SERVICE = yaml.safe_load_all(block("yaml"))
CONTAINER: dict[str, Any] = DEPLOYMENT["spec"]["template"]["spec"]["containers"][0]


def test_the_python_snippet_is_python():
    ast.parse(block("python"))


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_node_snippet_is_javascript(tmp_path: Path):
    (tmp_path / "start.js").write_text(block("js"), "utf-8")
    subprocess.run(["node", "--check", str(tmp_path / "start.js")], check=True, capture_output=True)


@pytest.mark.parametrize("language", ["python", "java", "js", "csharp"])
def test_every_language_waits_for_health_with_a_token(language: str):
    snippet = block(language)
    assert "VOICENTER_MOCK_CONTROL_TOKEN" in snippet
    assert f"/_sandbox{CONTROL['health'].path}" in snippet
    assert "8025" in snippet


@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe", "readinessProbe"])
def test_a_probe_asks_for_health_at_the_port_that_is_served(probe: str):
    assert CONTAINER[probe]["httpGet"] == {"path": f"/_sandbox{CONTROL['health'].path}", "port": "http"}
    assert [port["name"] for port in CONTAINER["ports"]] == ["http"]
    assert SERVICE["spec"]["ports"][0]["targetPort"] == "http"


def test_the_manifest_starts_serve_as_the_image_s_user():
    user = DEPLOYMENT["spec"]["template"]["spec"]["securityContext"]["runAsUser"]
    assert f"USER {user}:{user}\n" in DOCKERFILE
    assert command.make_context("serve", CONTAINER["args"][1:]).params["host"] == "0.0.0.0"


def test_the_service_leads_to_the_deployment():
    assert SERVICE["spec"]["selector"] == DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    assert DEPLOYMENT["spec"]["selector"]["matchLabels"] == SERVICE["spec"]["selector"]


def test_the_table_has_every_build_argument_with_its_default():
    table = dict(re.findall(r"^\| `([A-Z]+)` \|(?: `([^`]*)`)? \|", PAGE, re.MULTILINE))
    arguments = dict(re.findall(r'^ARG ([A-Z]+)=("?[^"\n]*"?)$', DOCKERFILE, re.MULTILINE))
    assert table == {name: default.strip('"') for name, default in arguments.items()}
