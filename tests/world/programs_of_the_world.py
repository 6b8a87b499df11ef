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
RUNTIMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "bun": ("@oven/bun-*/bin/bun", ()),
    "deno": ("@deno/*/deno", ("run", "--allow-all")),
}
"""Where npm's package has the program, and the words before a file."""
NODE_PACKAGES = (
    "c174@npm:socket.io-client@1.7.4", "c204@npm:socket.io-client@2.0.4",
    "c250@npm:socket.io-client@2.5.0", "c313@npm:socket.io-client@3.1.3", "c484@npm:socket.io-client@4.8.4",
    "axios@1.21.1", "got@11.8.6", "undici@7", "node-fetch@2.7.0", "ky@1", "needle@3.5.0", "superagent@10.4.2", "jquery@3.7.1",
    "jsdom@26.1.0", "express@5.3.0", "fastify@5.12.8", "koa@3.3.0", "bun@1.4.5", "deno@2.9.6",
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


def python_socketio(version: str) -> Path:
    return python_with(f"python-socketio[client]=={version}", f"python-socketio-{version}")


@cache
def python_with(requirement: str, name: str) -> Path:
    """A Python with that package, made once. Skips the test where it cannot be installed."""
    folder = BUILD / name
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = (str(python), "-m", "pip", "install", "--quiet", requirement)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=170)
        if done.returncode:
            pytest.skip(f"{requirement} cannot be installed: {done.stderr[-300:]}")
        (folder / "installed").touch()
    return python


def _java(name: str) -> Sequence[str]:
    return ("java", str(PROGRAMS / f"{name}.java"))


def _node(kind: str) -> Sequence[str]:
    return ("node", str(PROGRAMS / "client.mjs"), kind, str(node_modules()))


def runtime_of(name: str) -> Sequence[str]:
    """How Bun or Deno runs a file. npm's packages bring the program; the scripts that link it are not run."""
    pattern, words = RUNTIMES[name]
    found = sorted(node_modules().glob(pattern))
    if not found:
        pytest.skip(f"npm has no {name} for this machine")
    return (str(found[0]), *words)


def _with_runtime(name: str) -> Sequence[str]:
    return (*runtime_of(name), str(PROGRAMS / "client.mjs"), "fetch", str(node_modules()))


def _python(package: str, requirement: str) -> HttpClient:
    python = BUILD / f"python-{requirement}" / "bin" / "python"
    command = f"import importlib.metadata as m; print(m.version({package!r}))"
    return HttpClient(
        f"Python {package}", (),
        lambda: (str(python_with(requirement, f"python-{requirement}")), str(PROGRAMS / "client_of.py"), package),
        (str(python), "-c", command),
    )  # fmt: skip


def _ruby(name: str, library: str) -> HttpClient:
    version = f"puts Gem::Specification.find_by_name({library!r}).version"
    return HttpClient(
        f"Ruby {name}", ("ruby",), lambda: ("ruby", str(PROGRAMS / "client.rb"), library), ("ruby", "-e", version)
    )


def package_version(package: str) -> tuple[str, ...]:
    return ("node", "-p", f"require({str(BUILD / 'npm' / 'node_modules' / package / 'package.json')!r}).version")


@cache
def _go() -> Sequence[str]:
    BUILD.mkdir(parents=True, exist_ok=True)
    program = BUILD / "client-go"
    subprocess.run(["go", "build", "-o", str(program), str(PROGRAMS / "client.go")], check=True, timeout=300)
    return (str(program),)


RUBY_LIBRARIES = {
    "Faraday": "faraday", "HTTParty": "httparty", "RestClient": "rest-client", "http.rb": "http", "Excon": "excon",
    "Typhoeus": "typhoeus",
}  # fmt: skip
_PROBES: dict[str, Sequence[str]] = {
    "PHP curl": ("php", "-r", "exit((int) !function_exists('curl_init'));"),
    "PHP Guzzle": ("php", "-r", "exit((int) !file_exists('/usr/share/php/GuzzleHttp/autoload.php'));"),
    "Perl LWP": ("perl", "-MLWP::UserAgent", "-e", "1"),
    "Perl HTTP::Tiny": ("perl", "-MHTTP::Tiny", "-e", "1"),
    "Perl Mojo::UserAgent": ("perl", "-MMojo::UserAgent", "-e", "1"),
    "PHP Symfony": (
        "php",
        "-r",
        "exit((int) !file_exists('/usr/share/php/Symfony/Component/HttpClient/autoload.php'));",
    ),
    **{f"Ruby {name}": ("ruby", "-e", f"require {library!r}") for name, library in RUBY_LIBRARIES.items()},
}


def _php(kind: str) -> HttpClient:
    program = str(PROGRAMS / "client.php")
    print_version = {
        "curl": "echo ', libcurl ', curl_version()['version'];",
        "guzzle": "require '/usr/share/php/GuzzleHttp/autoload.php'; echo ', Guzzle ', GuzzleHttp\\ClientInterface::MAJOR_VERSION;",
    }.get(kind, "")
    names = {"curl": "PHP curl", "guzzle": "PHP Guzzle", "symfony": "PHP Symfony"}
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
    _php("symfony"),
    HttpClient(
        "Perl HTTP::Tiny", ("perl",), lambda: ("perl", str(PROGRAMS / "client.pl"), "tiny"),
        ("perl", "-MHTTP::Tiny", "-e", "print $HTTP::Tiny::VERSION"),
    ),
    HttpClient(
        "Perl LWP", ("perl",), lambda: ("perl", str(PROGRAMS / "client.pl"), "lwp"),
        ("perl", "-MLWP::UserAgent", "-e", "print $LWP::UserAgent::VERSION"),
    ),
    HttpClient(
        "Perl Mojo::UserAgent", ("perl",), lambda: ("perl", str(PROGRAMS / "client.pl"), "mojo"),
        ("perl", "-MMojolicious", "-e", "print $Mojolicious::VERSION"),
    ),
    _python("requests", "requests==2.34.2"),
    _python("httpx", "httpx"),
    _python("aiohttp", "aiohttp"),
    _python("pycurl", "pycurl"),
    _python("urllib3", "urllib3==1.26.20"),
    HttpClient(
        "Ruby Net::HTTP", ("ruby",), lambda: ("ruby", str(PROGRAMS / "client.rb"), "net/http"), ("ruby", "--version")
    ),
    *(_ruby(name, library) for name, library in RUBY_LIBRARIES.items()),
    HttpClient("Node http", ("node", "npm"), lambda: _node("http"), ("node", "--version")),
    HttpClient("Node fetch", ("node", "npm"), lambda: _node("fetch"), ("node", "--version")),
    HttpClient("Node axios", ("node", "npm"), lambda: _node("axios"), package_version("axios")),
    HttpClient("Node got", ("node", "npm"), lambda: _node("got"), package_version("got")),
    HttpClient("Node undici", ("node", "npm"), lambda: _node("undici"), package_version("undici")),
    HttpClient("Node node-fetch", ("node", "npm"), lambda: _node("node-fetch"), package_version("node-fetch")),
    HttpClient("Node ky", ("node", "npm"), lambda: _node("ky"), package_version("ky")),
    HttpClient("Node needle", ("node", "npm"), lambda: _node("needle"), package_version("needle")),
    HttpClient("Node superagent", ("node", "npm"), lambda: _node("superagent"), package_version("superagent")),
    HttpClient("jQuery in jsdom", ("node", "npm"), lambda: _node("jquery"), package_version("jquery")),
    HttpClient("Bun fetch", ("node", "npm"), lambda: _with_runtime("bun"), package_version("bun")),
    HttpClient("Deno fetch", ("node", "npm"), lambda: _with_runtime("deno"), package_version("deno")),
    HttpClient("Go net/http", ("go",), _go, ("go", "version")),
    HttpClient("curl", ("curl",), lambda: ("sh", str(PROGRAMS / "client.sh"), "curl"), ("curl", "--version")),
    HttpClient(
        "curl --http2", ("curl",), lambda: ("sh", str(PROGRAMS / "client.sh"), "curl", "--http2"), ("curl", "--version")
    ),
    HttpClient("wget", ("wget",), lambda: ("sh", str(PROGRAMS / "client.sh"), "wget"), ("wget", "--version")),
)  # fmt: skip
