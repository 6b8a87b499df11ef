"""The container image: built without a registry, small, and its root file system serves as nobody in particular."""

from __future__ import annotations

import faulthandler
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
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
    assert mounted
    assert all((CHECKOUT / name).is_file() for name in mounted)


def test_what_the_build_copies_is_all_that_the_package_needs(files_of_checkout: tuple[str, ...], tmp_path: Path):
    patterns = re.findall(r"^!(\S+)$", (CHECKOUT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    for name in files_of_checkout:
        if any(name == each or name.startswith(f"{each}/") for each in patterns):
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
    faulthandler.cancel_dump_traceback_later()  # pytest's limit for one test; what is built here has a longer one
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


@pytest.fixture(scope="module")
def configuration(store: Store, image: Path) -> dict[str, Any]:
    assert image.is_dir()
    return store.configuration(IMAGE)


@dataclass(frozen=True, slots=True)
class Container:
    """What an engine makes of the image, on this machine's own network: its root, user, environment and process 1."""

    image: Path
    configuration: dict[str, Any]

    def command(self, *words: str) -> list[str]:
        setting: list[str] = self.configuration["Env"]
        user: str = self.configuration["User"]
        return ["chroot", f"--userspec={user}", str(self.image), "/usr/bin/env", "-i", *setting, *words]

    @contextmanager
    def serving(self, *options: str) -> Generator[Served]:
        port_file = self.image / "data" / "port"
        port_file.unlink(missing_ok=True)
        words = [*self.configuration["Entrypoint"], "serve", "--port", "0", "--port-file", "/data/port", *options]
        outside = subprocess.Popen(
            ["unshare", "--pid", "--fork", *self.command(*words)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + 120
            while not port_file.exists():
                if outside.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"no port file; exit code {outside.poll()}")
                time.sleep(0.05)
            children = Path(f"/proc/{outside.pid}/task/{outside.pid}/children").read_text("ascii")
            yield Served(outside, int(children), int(port_file.read_text("ascii")))
        finally:
            with suppress(ProcessLookupError, FileNotFoundError):
                for child in Path(f"/proc/{outside.pid}/task/{outside.pid}/children").read_text("ascii").split():
                    os.kill(int(child), signal.SIGKILL)
            print(outside.communicate(timeout=60)[0])


@dataclass(frozen=True, slots=True)
class Served:
    """A sandbox in a container: the process outside of it that waits for it, its process 1, and its port."""

    outside: subprocess.Popen[str]
    process: int
    port: int

    def health(self) -> dict[str, Any]:
        return requests.get(f"http://127.0.0.1:{self.port}/_sandbox/health", timeout=30).json()


@pytest.fixture
def container(image: Path, configuration: dict[str, Any]) -> Container:
    return Container(image, configuration)


@pytest.mark.thorough
def test_the_image_adds_little_to_its_base(image: Path, bare: Path):
    added = megabytes(image) - megabytes(bare)
    print(f"{added:.0f} MB above the base of {megabytes(bare):.0f} MB")
    assert added <= MOST_ABOVE_THE_BASE


@pytest.mark.thorough
def test_the_image_serves_and_keeps_its_records_in_data(container: Container):
    with container.serving("--db", "/data/calls.db") as served:
        health = served.health()
    assert health["status"] == "ok"
    assert (container.image / "data" / "calls.db").stat().st_uid == int(USER.partition(":")[0])


@pytest.mark.thorough
def test_the_server_is_nobody_in_particular(container: Container):
    with container.serving() as served:
        status = Path(f"/proc/{served.process}/status").read_text("ascii")
    found = dict(re.findall(r"^(\w+):\t(.*)$", status, re.MULTILINE))
    assert (found["Uid"].split(), found["Gid"].split()) == (["10001"] * 4, ["10001"] * 4)
    assert int(found["CapEff"], 16) == 0


@pytest.mark.thorough
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_process_1_ends_at_once_and_in_good_order_when_it_is_asked_to(container: Container, number: signal.Signals):
    with container.serving("--db", "/data/calls.db") as served:
        served.health()  # as long as it does not answer, it has not yet started
        os.kill(served.process, number)
        assert served.outside.wait(timeout=30) == 0


@pytest.mark.thorough
def test_the_health_check_tells_a_sandbox_that_answers_from_none(container: Container):
    kind, *words = container.configuration["Healthcheck"]["Test"]
    assert kind == "CMD"
    with container.serving() as served:
        codes = [
            subprocess.run(
                container.command(*(word.replace("8025", port) for word in words)), capture_output=True, check=False
            ).returncode
            for port in (str(served.port), "9")
        ]
    assert codes == [0, 1]


@pytest.mark.thorough
def test_the_packed_tables_know_every_country(container: Container):
    program = "from voicenter_mock.mockserver.telephony.model.phones import country; print(country('442079460958'))"
    done = subprocess.run(container.command("python3", "-c", program), capture_output=True, text=True, check=True)
    assert done.stdout == "United Kingdom\n"


@pytest.mark.thorough
def test_the_image_says_what_it_is_and_how_it_is_started(configuration: dict[str, Any]):
    assert configuration["User"] == USER
    assert configuration["Entrypoint"] == ["voicenter-mock"]
    assert configuration["Cmd"] == ["serve", "--host", "0.0.0.0", "--db", "/data/calls.db"]
    labels = {name.rpartition(".")[2]: text for name, text in configuration["Labels"].items()}
    assert labels["title"] == "voicenter-mock"
    assert labels["licenses"] == "MIT"
    assert labels["version"] == "1.2.3"
    assert "/data" in configuration["Volumes"]
    assert "8025/tcp" in configuration["ExposedPorts"]


@pytest.mark.thorough
def test_nothing_that_builds_is_left_in_the_image(image: Path):
    site_packages = next((image / "opt" / "voicenter-mock" / "lib").glob("python3*")) / "site-packages"
    assert not list(site_packages.glob("pip*"))
    assert not list(site_packages.glob("setuptools*"))
    left = [name for name in ("source", "build", "wheels") if (image / name).exists()]
    left += [name for name in ("gcc", "cc", "make", "ld", "pip", "pip3") if (image / "usr" / "bin" / name).exists()]
    assert left == []
    assert not list((image / "usr" / "lib").glob("python3*/ensurepip/_bundled"))
    assert not list((image / "var" / "lib" / "apt" / "lists").glob("*_*"))
    assert not list((image / "var" / "cache" / "apt").rglob("*.*"))


@pytest.mark.thorough
def test_the_image_has_a_bill_of_its_materials(image: Path):
    listed = json.loads((image / "opt" / "voicenter-mock" / "sbom.cdx.json").read_text("utf-8"))
    assert listed["metadata"]["component"]["name"] == "voicenter-mock"
    names = {component["name"].lower() for component in listed["components"]}
    assert {"flask", "uvicorn", "jsonschema", "phonenumbers"} <= names
    assert all(component["purl"].startswith("pkg:pypi/") for component in listed["components"])
