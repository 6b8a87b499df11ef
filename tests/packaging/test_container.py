"""The container image: built without a registry, small, and its root file system serves as nobody in particular."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from .environments import CHECKOUT
from .images import Store, megabytes, needs_buildah

DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.yaml").read_text("utf-8"))
MOST_ABOVE_THE_BASE = 90
USER = "10001:10001"
IMAGE = "localhost/voicenter-mock"


def test_compose_keeps_the_compose_specification():
    command = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(CHECKOUT / "compose.yaml")]
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_mounts_files_that_there_are():
    mounted = [text.split(":")[0] for text in COMPOSE["services"]["crm"]["volumes"]]
    assert all((CHECKOUT / name).is_file() for name in mounted)


def test_what_the_build_copies_is_all_that_the_package_needs(files_of_checkout: tuple[str, ...], tmp_path: Path):
    taken = re.findall(r"^!(\S+)$", (CHECKOUT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    for name in files_of_checkout:
        if any(name == each or name.startswith(f"{each}/") for each in taken):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    program = "import sys, setuptools.build_meta as backend; backend.prepare_metadata_for_build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=tmp_path, capture_output=True, check=True)


def test_the_options_that_containers_are_started_with_are_options_of_serve():
    from voicenter_mock.mockserver.commands.serve import command

    given: list[str] = json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[0])
    for arguments in (given, COMPOSE["services"]["voicenter"]["command"]):
        assert arguments[0] == "serve"
        assert command.make_context("serve", arguments[1:]).params["host"] == "0.0.0.0"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    needs_buildah()
    made = Store(tmp_path_factory.mktemp("images"))
    yield made
    made.buildah("rm", "--all")
    made.buildah("rmi", "--all", "--force")


@pytest.fixture(scope="module")
def bare(store: Store) -> Path:
    return store.bare_debian()


@pytest.fixture(scope="module")
def image(store: Store, bare: Path, clean_checkout: Path) -> Path:
    store.build(clean_checkout, IMAGE)
    return store.files(IMAGE)


@contextmanager
def chrooted(image: Path, *arguments: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """`serve` in the image's root file system, as the image's user: the process and its address."""
    port_file = image / "data" / "port"
    port_file.unlink(missing_ok=True)
    command = ["chroot", f"--userspec={USER}", image, "/opt/voicenter-mock/bin/voicenter-mock", "serve"]
    server = subprocess.Popen(
        [*command, "--port", "0", "--port-file", "/data/port", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={"HOME": "/data"},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not port_file.exists():
            if server.poll() is not None or time.monotonic() > deadline:
                server.kill()
                pytest.fail(f"no port file; the server said:\n{server.communicate()[0]}")
            time.sleep(0.05)
        yield server, f"http://127.0.0.1:{port_file.read_text().strip()}"
    finally:
        server.kill()
        server.communicate()


@pytest.mark.thorough
def test_the_image_adds_little_to_its_base(image: Path, bare: Path):
    added = megabytes(image) - megabytes(bare)
    print(f"{added:.0f} MB above the base of {megabytes(bare):.0f} MB")
    assert added <= MOST_ABOVE_THE_BASE


@pytest.mark.thorough
def test_the_image_serves_as_its_user_and_ends_on_sigterm(image: Path):
    with chrooted(image, "--db", "/data/calls.db") as (server, address):
        with urllib.request.urlopen(f"{address}/_sandbox/health", timeout=30) as answer:
            assert json.load(answer)["status"] == "ok"
        server.terminate()
        assert server.wait(timeout=30) == 0
    assert (image / "data" / "calls.db").stat().st_uid == int(USER.partition(":")[0])


@pytest.mark.thorough
def test_the_health_check_tells_a_sandbox_that_answers_from_none(image: Path, store: Store):
    check: list[str] = store.configuration(IMAGE)["Healthcheck"]["Test"]
    assert check[:2] == ["CMD", "python3"]
    with chrooted(image) as (_, address):
        codes: list[int] = []
        for port in (address.rpartition(":")[2], "9"):
            program = check[3].replace("8025", port)
            command = ["chroot", f"--userspec={USER}", image, "/opt/voicenter-mock/bin/python3", "-c", program]
            codes.append(subprocess.run(command, capture_output=True, check=False).returncode)
    assert codes == [0, 1]


@pytest.mark.thorough
def test_the_image_says_what_it_is_and_runs_as_nobody_in_particular(image: Path, store: Store):
    configuration = store.configuration(IMAGE)
    assert configuration["User"] == USER
    assert configuration["Entrypoint"] == ["voicenter-mock"]
    assert configuration["Labels"]["org.opencontainers.image.version"] == "1.2.3"
    assert "/data" in configuration["Volumes"]


@pytest.mark.thorough
def test_nothing_that_builds_is_left_in_the_image(image: Path):
    site_packages = next((image / "opt" / "voicenter-mock" / "lib").glob("python3*")) / "site-packages"
    assert not list(site_packages.glob("pip*"))
    assert not list(site_packages.glob("setuptools*"))
    assert not (image / "source").exists()
    assert not (image / "usr" / "bin" / "gcc").exists()


@pytest.mark.thorough
def test_the_image_has_a_bill_of_its_materials(image: Path):
    listed = json.loads((image / "opt" / "voicenter-mock" / "sbom.cdx.json").read_text("utf-8"))
    assert listed["metadata"]["component"]["name"] == "voicenter-mock"
    names = {component["name"].lower() for component in listed["components"]}
    assert {"flask", "uvicorn", "jsonschema", "phonenumbers"} <= names
    assert all(component["purl"].startswith("pkg:pypi/") for component in listed["components"])
