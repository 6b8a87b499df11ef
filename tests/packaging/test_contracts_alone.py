"""The light way in that `docs/how-to/installing.md` names: contracts without a server, and without what it runs on."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from xmlrpc.client import dumps

import pytest

from voicenter_mock import contracts

from .environments import CHECKOUT, BareEnvironment, bare_environment, outside_environment, run

PAGE = CHECKOUT / "docs" / "how-to" / "installing.md"
WITHOUT = {"flask", "httptools", "phonenumbers", "uvicorn", "websockets", "yaml"}


@pytest.fixture(scope="module")
def alone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> BareEnvironment:
    """The wheel without dependencies, and the packages that the page says to install."""
    found = re.search(r"`pip install ([a-z ]+)`, then `pip install --no-deps ", PAGE.read_text("utf-8"))
    assert found is not None
    return bare_environment(tmp_path_factory.mktemp("alone") / "environment", wheel, *found[1].split())


def test_nothing_of_the_server_is_there(alone: BareEnvironment, tmp_path: Path):
    program = f"from importlib.util import find_spec; print([name for name in {sorted(WITHOUT)} if find_spec(name)])"
    assert run(alone.python, "-c", program, cwd=tmp_path) == "[]\n"


ORDER = {"code": "c", "phone": "SIPSIP1", "target": "0501234567"}
PARTS = "".join(f"--x\r\nContent-Disposition: form-data; name={name}\r\n\r\n{ORDER[name]}\r\n" for name in ORDER)


@pytest.mark.parametrize(
    ("contract", "body", "content_type"),
    [
        ("click2call.request", json.dumps(ORDER).encode(), "application/json"),
        ("click2call.request", urlencode(ORDER).encode(), "application/x-www-form-urlencoded"),
        ("click2call.request", f"{PARTS}--x--\r\n".encode(), "multipart/form-data; boundary=x"),
        ("cdr_notification.response", dumps(({"err": 0, "errdesc": ""},), methodresponse=True).encode(), "text/xml"),
    ],
    ids=["JSON", "a form", "a form in parts", "XML-RPC"],
)
def test_messages_in_every_encoding_are_judged(
    alone: BareEnvironment, tmp_path: Path, contract: str, body: bytes, content_type: str
):
    program = (
        "from voicenter_mock import contracts\n"
        f"contracts.validate_bytes({contract!r}, {body!r}, {content_type!r})\n"
        "print(len(contracts.violations('cdr_notification.request', {'caller': 7})) > 3)"
    )
    assert run(alone.python, "-c", program, cwd=tmp_path) == "True\n"


def test_schemas_and_documents_are_written(alone: BareEnvironment, tmp_path: Path):
    command = alone.scripts / "voicenter-mock"
    run(command, "contracts", "export", "schemas", "--plain", cwd=tmp_path)
    assert {path.stem for path in (tmp_path / "schemas").glob("*.json")} == set(contracts.names())
    for document in ("openapi", "asyncapi"):
        assert document in json.loads(run(command, document, cwd=tmp_path))


def test_what_needs_the_rest_says_so_in_a_line(alone: BareEnvironment, tmp_path: Path):
    command = (alone.scripts / "voicenter-mock", "serve")
    done = subprocess.run(command, cwd=tmp_path, env=outside_environment(), capture_output=True, text=True, check=False)
    message = "voicenter-mock: this needs uvicorn, which is not installed: pip install voicenter-mock\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
