"""Clients that openapi-generator makes, in the languages that want one type for each value: they compile, and work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voicenter_mock.contracts.openapi import document
from voicenter_mock.contracts.single_types import with_single_types

from .conftest import Serve
from .test_generated_clients import CLIENTS, WORKED, run

pytestmark = pytest.mark.thorough

DIFFER_IN_CASE = (
    "CustomData=custom_data_mixed,Url=url_mixed,Err=err_capital,Errdesc=errdesc_capital,"
    "DepartmentId=department_id_mixed,callStarted=call_started_iso,callAnswered=call_answered_iso"
)
"""Names for members of one message that differ in case alone, as docs/how-to/other-languages.md has them."""
ANNOTATIONS = "geronimo-annotation-1.3-spec.jar"
"""Has ``javax.annotation.Generated``; Debian's Maven brings it."""


@pytest.fixture(scope="module")
def jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generator, which also has Jackson in it."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    folder = from_index(tmp_path_factory.mktemp("generator"), "openapi-generator-cli==7.26.0")
    return next(folder.rglob("openapi-generator.jar"))


def from_index(folder: Path, *packages: str) -> Path:
    """The folder, with these packages of Python's index in it."""
    command = (sys.executable, "-m", "pip", "install", "-q", "--target", folder, *packages)
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"pip cannot install {' '.join(packages)} here")
    return folder


def made(jar: Path, folder: Path, *options: str) -> Path:
    """The client, of which the generator says no error."""
    described = with_single_types(document(json_only=True))
    (folder / "openapi.json").write_text(json.dumps(described))
    command = ["java", "-jar", str(jar), "generate", "-i", "openapi.json", "-o", "made", *options]
    command += ["--name-mappings", DIFFER_IN_CASE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=170, check=False)
    printed = done.stdout + done.stderr
    assert (done.returncode, [line for line in printed.splitlines() if " ERROR " in line]) == (0, []), printed[-2000:]
    return folder / "made"


def test_a_java_client_works(serve: Serve, jar: Path, tmp_path: Path):
    annotations = Path("/usr/share/java", ANNOTATIONS)
    if shutil.which("javac") is None or not annotations.exists():
        pytest.skip(f"javac and {annotations} are not both there: apt-get install default-jdk-headless maven")
    server = serve("--clock", "manual").base_url
    settings = "openApiNullable=false"
    client = made(jar, tmp_path, "-g", "java", "--library", "native", "--additional-properties", settings)
    sources = [*(client / "src" / "main").rglob("*.java"), CLIENTS / "Service.java"]
    (tmp_path / "sources").write_text("\n".join(map(str, sources)))
    path = os.pathsep.join(map(str, (tmp_path / "classes", jar, annotations)))
    run("javac", "-nowarn", "-d", "classes", "-cp", path, "@sources", folder=tmp_path)
    assert json.loads(run("java", "-cp", path, "Service", server, folder=tmp_path)) == WORKED


def test_a_php_client_works(serve: Serve, jar: Path, tmp_path: Path):
    has_all = "exit(extension_loaded('mbstring') && stream_resolve_include_path('GuzzleHttp/autoload.php') ? 0 : 1);"
    php = shutil.which("php")
    if php is None or subprocess.run([php, "-r", has_all], check=False).returncode:
        pytest.skip("PHP's client needs: apt-get install php-cli php-mbstring php-guzzlehttp-guzzle")
    server = serve("--clock", "manual").base_url
    library = made(jar, tmp_path, "-g", "php") / "lib"
    for file in library.rglob("*.php"):
        run(php, "-l", file, folder=tmp_path)
    assert json.loads(run(php, CLIENTS / "service.php", server, library, folder=tmp_path)) == WORKED


def test_a_csharp_client_is_read_by_a_grammar_without_a_mistake(jar: Path, tmp_path: Path):
    """What a compiler would say beyond that stays open: Debian has none."""
    grammar = from_index(tmp_path / "grammar", "tree-sitter==0.26.1", "tree-sitter-c-sharp==0.23.5")
    client = made(jar, tmp_path, "-g", "csharp")
    assert len(list(client.rglob("*.cs"))) > 200
    assert run(sys.executable, CLIENTS / "csharp.py", client, folder=tmp_path, PYTHONPATH=str(grammar)) == ""
