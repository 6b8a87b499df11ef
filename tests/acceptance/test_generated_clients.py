"""Clients that generators make of the OpenAPI document: they compile, and they work.

Each places a call, lets time go on, reads the call's records, adds calls in bulk, sets a status.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.contracts.openapi import document

from ..npm_packages import fetched, installed, node
from .conftest import Sandbox

CLIENTS = Path(__file__).with_name("clients")
TYPESCRIPT = ("typescript@5.9.3", "@types/node@22")
WORKED = {"placed": 0, "recorded": [[True, "ANSWER"], [True, "ANSWER"]], "added": [0, 0], "status": 1}


def run(*command: object, folder: Path, **environment: str) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=170, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def described(folder: Path, server: str) -> Path:
    """The document as a file, with JSON alone: what its page recommends for generators."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(document(server, json_only=True)))
    return path


def seen(script: str, modules: Path, folder: Path, server: str) -> Any:
    """Compiles a TypeScript client with all checks and runs it."""
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(modules)
    shutil.copy(CLIENTS / script, folder)
    compiler = modules / "typescript" / "bin" / "tsc"
    options = ("--strict", "--target", "es2022", "--module", "commonjs", "--esModuleInterop", "--skipLibCheck")
    run(node(), compiler, *options, "--outDir", "compiled", script, folder=folder)
    return json.loads(run(node(), Path("compiled") / script.replace(".ts", ".js"), server, folder=folder))


def test_a_client_of_openapi_typescript_works(sandbox: Sandbox, tmp_path: Path):
    modules = installed("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", *TYPESCRIPT)
    command = modules / "openapi-typescript" / "bin" / "cli.js"
    options = ("--default-non-nullable", "false", "--output", "schema.d.ts")
    run(node(), command, described(tmp_path, sandbox.base_url), *options, folder=tmp_path)
    assert seen("openapi_fetch.ts", modules, tmp_path, sandbox.base_url) == WORKED


@pytest.mark.thorough
def test_a_client_of_hey_api_works(sandbox: Sandbox, tmp_path: Path):
    modules = fetched(tmp_path, "@hey-api/openapi-ts@0.95.0", *TYPESCRIPT)
    command = modules / ".bin" / "openapi-ts"
    options = ("-i", described(tmp_path, sandbox.base_url), "-o", "hey", "-c", "@hey-api/client-fetch")
    run(command, *options, folder=tmp_path)
    assert seen("hey_api.ts", modules, tmp_path, sandbox.base_url) == WORKED


@pytest.mark.thorough
def test_a_client_of_orval_works(sandbox: Sandbox, tmp_path: Path):
    modules = fetched(tmp_path, "orval@7.13.2", *TYPESCRIPT)
    output = {"target": "api.ts", "client": "fetch", "baseUrl": sandbox.base_url}
    settings = {"voicenter": {"input": str(described(tmp_path, sandbox.base_url)), "output": output}}
    (tmp_path / "orval.config.js").write_text(f"module.exports = {json.dumps(settings)}")
    run(modules / ".bin" / "orval", "--config", "orval.config.js", folder=tmp_path)
    assert seen("orval.ts", modules, tmp_path, sandbox.base_url) == WORKED


def test_a_client_of_openapi_python_client_works(sandbox: Sandbox, tmp_path: Path):
    if find_spec("openapi_python_client") is None:
        pytest.skip("openapi-python-client is not installed; it is in the extra 'test'")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))  # the generator calls ruff
    command = (sys.executable, "-m", "openapi_python_client", "generate", "--output-path", "made")
    run(*command, "--path", described(tmp_path, sandbox.base_url), folder=tmp_path, PATH=path)
    program = (sys.executable, CLIENTS / "python_client.py", sandbox.base_url)
    assert json.loads(run(*program, folder=tmp_path, PYTHONPATH=str(tmp_path / "made"))) == WORKED
