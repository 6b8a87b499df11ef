"""Which clients there are, how each is started, and which version of it this machine has."""

from __future__ import annotations

import re
import shutil
import subprocess
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs"
BUILD = Path(__file__).parents[2] / "build" / "world"
NODE_PACKAGES = (
    "c174@npm:socket.io-client@1.7.4", "c204@npm:socket.io-client@2.0.4",
    "c250@npm:socket.io-client@2.5.0", "c313@npm:socket.io-client@3.1.3", "c481@npm:socket.io-client@4.8.1",
    "axios@1.7.9", "got@11.8.6",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HttpClient:
    """``needs`` are programs that must be there; ``command`` starts it, ``version`` prints its version."""

    name: str
    needs: tuple[str, ...]
    command: Callable[[], Sequence[str]]
    version: tuple[str, ...]

    def skip_unless_there(self) -> None:
        for program in self.needs:
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not installed")
        probe = _PROBES.get(self.name)
        if probe is not None and subprocess.run(probe, capture_output=True, check=False).returncode:
            pytest.skip(f"{self.name} is not installed")


def version_of(client: HttpClient) -> str:
    """The first line with a digit that the version's command prints, up to what stands in brackets."""
    done = subprocess.run(client.version, capture_output=True, text=True, check=False, timeout=60)
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines()]
    line = next((line for line in lines if any(letter.isdigit() for letter in line)), "unknown")
    return re.split(r" [(\[]", line)[0][:60]


@cache
def node_modules() -> Path:
    """The npm packages, fetched once. Skips the test without Node or npm."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed")
    modules = BUILD / "npm" / "node_modules"
    if not modules.exists():
        modules.parent.mkdir(parents=True, exist_ok=True)
        (modules.parent / "package.json").write_text('{"private":true}')
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *NODE_PACKAGES]
        done = subprocess.run(command, cwd=modules.parent, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            shutil.rmtree(modules, ignore_errors=True)
            pytest.skip(f"npm cannot fetch the packages: {done.stderr[-300:]}")
    return modules


@cache
def python_socketio(version: str) -> Path:
    """A Python with that python-socketio, made once. Skips the test where it cannot be installed."""
    folder = BUILD / f"python-socketio-{version}"
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = (str(python), "-m", "pip", "install", "--quiet", f"python-socketio[client]=={version}")
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=170)
        if done.returncode:
            pytest.skip(f"python-socketio {version} cannot be installed: {done.stderr[-300:]}")
        (folder / "installed").touch()
    return python


def _java(name: str) -> Sequence[str]:
    return ("java", str(PROGRAMS / f"{name}.java"))


def _node(kind: str) -> Sequence[str]:
    return ("node", str(PROGRAMS / "client.mjs"), kind, str(node_modules()))


def _package_version(package: str) -> tuple[str, ...]:
    return ("node", "-p", f"require({str(BUILD / 'npm' / 'node_modules' / package / 'package.json')!r}).version")


@cache
def _go() -> Sequence[str]:
    BUILD.mkdir(parents=True, exist_ok=True)
    program = BUILD / "client-go"
    subprocess.run(["go", "build", "-o", str(program), str(PROGRAMS / "client.go")], check=True, timeout=300)
    return (str(program),)


_PROBES: dict[str, Sequence[str]] = {
    "PHP curl": ("php", "-r", "exit((int) !function_exists('curl_init'));"),
    "PHP Guzzle": ("php", "-r", "exit((int) !file_exists('/usr/share/php/GuzzleHttp/autoload.php'));"),
    "Perl LWP": ("perl", "-MLWP::UserAgent", "-e", "1"),
    "Perl HTTP::Tiny": ("perl", "-MHTTP::Tiny", "-e", "1"),
}


def _php(kind: str) -> HttpClient:
    program = str(PROGRAMS / "client.php")
    print_version = {
        "curl": "echo ', libcurl ', curl_version()['version'];",
        "guzzle": "require '/usr/share/php/GuzzleHttp/autoload.php'; echo ', Guzzle ', GuzzleHttp\\ClientInterface::MAJOR_VERSION;",
    }.get(kind, "")
    names = {"curl": "PHP curl", "guzzle": "PHP Guzzle"}
    name = names.get(kind, f"PHP {kind}")
    return HttpClient(
        name, ("php",), lambda: ("php", program, kind), ("php", "-r", f"echo 'PHP ', PHP_VERSION; {print_version}")
    )


HTTP_CLIENTS = (
    HttpClient("Java HttpURLConnection", ("java",), lambda: _java("JavaHttpUrl"), ("java", "-version")),
    HttpClient("Java java.net.http", ("java",), lambda: _java("JavaNetHttp"), ("java", "-version")),
    _php("curl"),
    _php("file_get_contents"),
    _php("fsockopen"),
    _php("guzzle"),
    HttpClient(
        "Perl HTTP::Tiny", ("perl",), lambda: ("perl", str(PROGRAMS / "client.pl"), "tiny"),
        ("perl", "-MHTTP::Tiny", "-e", "print $HTTP::Tiny::VERSION"),
    ),
    HttpClient(
        "Perl LWP", ("perl",), lambda: ("perl", str(PROGRAMS / "client.pl"), "lwp"),
        ("perl", "-MLWP::UserAgent", "-e", "print $LWP::UserAgent::VERSION"),
    ),
    HttpClient("Ruby Net::HTTP", ("ruby",), lambda: ("ruby", str(PROGRAMS / "client.rb")), ("ruby", "--version")),
    HttpClient("Node http", ("node", "npm"), lambda: _node("http"), ("node", "--version")),
    HttpClient("Node fetch", ("node", "npm"), lambda: _node("fetch"), ("node", "--version")),
    HttpClient("Node axios", ("node", "npm"), lambda: _node("axios"), _package_version("axios")),
    HttpClient("Node got", ("node", "npm"), lambda: _node("got"), _package_version("got")),
    HttpClient("Go net/http", ("go",), _go, ("go", "version")),
    HttpClient("curl", ("curl",), lambda: ("sh", str(PROGRAMS / "client.sh"), "curl"), ("curl", "--version")),
    HttpClient(
        "curl --http2", ("curl",), lambda: ("sh", str(PROGRAMS / "client.sh"), "curl", "--http2"), ("curl", "--version")
    ),
    HttpClient("wget", ("wget",), lambda: ("sh", str(PROGRAMS / "client.sh"), "wget"), ("wget", "--version")),
)  # fmt: skip
