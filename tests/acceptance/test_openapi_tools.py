"""What other tools make of the OpenAPI document: linters, mock servers, Postman, generators of types."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from voicenter_mock.contracts import library
from voicenter_mock.contracts.json_values import is_array, is_object
from voicenter_mock.contracts.openapi import document
from voicenter_mock.contracts.portable_schemas import plain

from ..npm_packages import fetched
from .conftest import Serve

pytestmark = pytest.mark.thorough

CONTROL = "Control API"
MEDIA = ("application/json", "application/x-www-form-urlencoded")


def written(folder: Path, server: str = "http://127.0.0.1:8025") -> Path:
    path = folder / "openapi.json"
    path.write_text(json.dumps(document(server)))
    return path


def run(*command: object, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=170, check=False)


def test_redocly_finds_no_error(tmp_path: Path):
    """But for the slash at the end of `/hub/cdr/`, which is Voicenter's."""
    modules = fetched(tmp_path, "@redocly/cli@2.77.0")
    skipped = ("--skip-rule", "no-path-trailing-slash")
    done = run(modules / ".bin" / "redocly", "lint", written(tmp_path), *skipped, folder=tmp_path)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_spectral_finds_no_error(tmp_path: Path):
    modules = fetched(tmp_path, "@stoplight/spectral-cli@6.16.3")
    (tmp_path / "rules.json").write_text('{"extends": ["spectral:oas"]}')
    command = (modules / ".bin" / "spectral", "lint", "--ruleset", "rules.json", written(tmp_path))
    done = run(*command, folder=tmp_path)
    assert done.returncode == 0, done.stdout[-2000:]


@contextmanager
def prism(modules: Path, folder: Path, *arguments: object) -> Generator[str]:
    """A running Prism that refuses what the document does not allow; its base URL."""
    with (folder / "prism.log").open("w") as log:
        command = (modules / ".bin" / "prism", *arguments, "--errors", "--port", "0")
        with subprocess.Popen([str(word) for word in command], cwd=folder, stdout=log, stderr=log) as process:
            try:
                yield _listening(process, folder / "prism.log")
            finally:
                process.terminate()


def _listening(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while "listening on " not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return log.read_text().partition("listening on ")[2].split()[0]


def tokens(fake: str) -> dict[str, str]:
    """What a client of ``demo`` sends after ``Bearer``, by security scheme; two of them a login gives."""
    login = requests.post(
        f"{fake}/Auth/Login/Voicenter/Monitor", json={"identityType": "Token", "token": "demo-token"}, timeout=60
    )
    given = login.json()["Data"]
    return {"bearer": "demo-bearer", "refreshToken": given["RefreshToken"], "accessToken": given["AccessToken"]}


def documented_requests(server: str, bearers: Mapping[str, str]) -> Iterator[requests.PreparedRequest]:
    """Every request of the document: a GET with all parameters, a POST with each example of each media type."""
    for path, item in document()["paths"].items():
        for method, described in item.items():
            if CONTROL in described["tags"]:
                continue
            target = path
            query: list[tuple[str, Any]] = []
            for entry in described["parameters"]:
                if entry["in"] == "path":
                    target = target.replace(f"{{{entry['name']}}}", quote(entry["example"]))
                elif entry["name"] == "variables":
                    query += entry["example"].items()
                else:
                    query.append((entry["name"], _as_text(entry["example"])))
            scheme = next((name for choice in described["security"] for name in choice), "")
            headers = {"Authorization": f"Bearer {bearers[scheme]}"} if scheme else {}
            for body in _bodies(described) or [{}]:
                yield requests.Request(method, server + target, headers=headers, params=query, **body).prepare()


def _as_text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _bodies(described: dict[str, Any]) -> list[dict[str, Any]]:
    content: dict[str, Any] = described.get("requestBody", {}).get("content", {})
    found: list[dict[str, Any]] = []
    for media, keyword in zip(MEDIA, ("json", "data"), strict=True):
        for example in content.get(media, {}).get("examples", {}).values():
            value = example["value"]
            flat = is_object(value) and not any(is_object(each) or is_array(each) for each in value.values())
            if media == MEDIA[0] or flat:
                found.append({keyword: value})
    return found


def test_prism_answers_every_documented_request(tmp_path: Path):
    modules = fetched(tmp_path, "@stoplight/prism-cli@5.14.2")
    any_token = dict.fromkeys(document()["components"]["securitySchemes"], "any")
    with prism(modules, tmp_path, "mock", written(tmp_path)) as server, requests.Session() as client:
        answers = [client.send(request, timeout=60) for request in documented_requests(server, any_token)]
    assert len(answers) > 100
    assert {answer.status_code for answer in answers} == {200}


def test_prism_between_client_and_fake_finds_nothing_that_the_document_does_not_say(serve: Serve, tmp_path: Path):
    modules = fetched(tmp_path, "@stoplight/prism-cli@5.14.2")
    fake = serve("--clock", "manual").base_url
    with prism(modules, tmp_path, "proxy", written(tmp_path), fake) as server, requests.Session() as client:
        answers = [client.send(request, timeout=60) for request in documented_requests(server, tokens(fake))]
    assert len(answers) > 100
    assert [answer.text for answer in answers if answer.status_code != 200] == []


def _in_collection(folder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in folder["item"]:
        if "request" in item:
            yield item
        else:
            yield from _in_collection(item)


PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "other-languages.md"
OF_A_LOGIN = {"RefreshIdentityToken": "RefreshToken", "RefreshToken": "RefreshToken", "GetSettings": "AccessToken"}
"""Requests that take what a login gave, and the variable that the page gives them."""


def logged_in(collection: dict[str, Any]) -> None:
    """Does in a collection what the page says about the tokens of a login."""
    (script,) = (
        block for block in re.findall(r"```js\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if "pm." in block
    )
    collection["event"] = [{"listen": "test", "script": {"exec": script.splitlines()}}]
    found = {item["request"]["url"]["path"][-1]: item["request"] for item in _in_collection(collection)}
    for name, variable in OF_A_LOGIN.items():
        found[name]["auth"]["bearer"] = [{"type": "any", "key": "token", "value": f"{{{{{variable}}}}}"}]


def test_every_request_that_postman_imports_works_against_serve(serve: Serve, tmp_path: Path):
    modules = fetched(tmp_path, "openapi-to-postmanv2@6.3.3", "newman@6.2.2")
    server = serve().base_url
    options = "parametersResolution=Example,folderStrategy=Tags"
    command = (modules / ".bin" / "openapi2postmanv2", "-s", written(tmp_path, server), "-o", "all.json", "-O", options)
    converted = run(*command, folder=tmp_path)
    assert converted.returncode == 0, converted.stdout + converted.stderr
    collection = json.loads((tmp_path / "all.json").read_text())
    collection["item"] = [folder for folder in collection["item"] if folder["name"] != CONTROL]
    logged_in(collection)
    (tmp_path / "collection.json").write_text(json.dumps(collection))
    reporter = ("--reporters", "json", "--reporter-json-export", "run.json")
    token = ("--env-var", "bearerToken=demo-bearer")
    run(modules / ".bin" / "newman", "run", "collection.json", *token, *reporter, folder=tmp_path)
    seen = json.loads((tmp_path / "run.json").read_text())["run"]["executions"]
    assert len(seen) == len(list(_in_collection(collection))) > 55
    assert [_described(each) for each in seen if not _succeeded(each)] == []


def _described(execution: dict[str, Any]) -> str:
    request, response = execution["request"], execution["response"]
    body = bytes(response["stream"]["data"]).decode()
    return f"{request['method']} {'/'.join(request['url']['path'])}: {response['code']} {body[:200]}"


def _succeeded(execution: dict[str, Any]) -> bool:
    body = bytes(execution["response"]["stream"]["data"]).decode(errors="replace")
    if execution["response"]["code"] != 200 or not body.startswith("{"):
        return execution["response"]["code"] == 200
    answer = json.loads(body)
    words = ("ERRORCODE", "ERROR_NUMBER", "ErrorCode", "ERR")
    return {str(answer[word]) for word in words if word in answer} <= {"0", "200"}


def test_models_of_datamodel_code_generator_take_every_example(tmp_path: Path):
    packages = ("datamodel-code-generator==0.89.0", "pydantic>=2")
    environment = tmp_path / "environment"
    python = environment / "bin" / "python"
    if run(sys.executable, "-m", "venv", environment, folder=tmp_path).returncode:
        pytest.skip("no environment can be made here")
    if run(python, "-m", "pip", "install", "-q", *packages, folder=tmp_path).returncode:
        pytest.skip(f"pip cannot install {' '.join(packages)} here")
    scope = ("--input-file-type", "openapi", "--openapi-scopes", "schemas")
    options = (*scope, "--output-model-type", "pydantic_v2.BaseModel", "--output", "models.py")
    made = run(environment / "bin" / "datamodel-codegen", "--input", written(tmp_path), *options, folder=tmp_path)
    assert made.returncode == 0, made.stderr
    (tmp_path / "judge.py").write_text(
        "import json, models\n"
        "schemas = json.load(open('openapi.json'))['components']['schemas']\n"
        "for name, rules in schemas.items():\n"
        "    for example in rules.get('examples', ()):\n"
        "        getattr(models, name).model_validate(example)\n"
    )
    judged = run(python, "judge.py", folder=tmp_path)
    assert judged.returncode == 0, judged.stderr


@pytest.mark.parametrize("language", ["typescript", "csharp", "java", "php", "go", "kotlin", "swift", "rust", "python"])
def test_quicktype_makes_types_of_a_plain_schema(tmp_path: Path, language: str):
    modules = fetched(tmp_path, "quicktype@26.0.0")
    (tmp_path / "cdr.json").write_text(json.dumps(plain(library.stored("cdr_notification.request"))))
    options = ("--src-lang", "schema", "--lang", language, "--top-level", "Cdr", "--out", tmp_path / "Cdr.java")
    done = run(modules / ".bin" / "quicktype", *options, "cdr.json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("*.java"))
