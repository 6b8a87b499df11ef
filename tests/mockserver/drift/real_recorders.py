"""The tools that people record with, each recording the same calls of the second vendor."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from .second_vendor import CALLS, vendor

Calls = list[tuple[str, str, Any]]
"""Method, URL, and what is sent as JSON."""


@contextmanager
def serving() -> Generator[str]:
    """The vendor on a port; its URL."""
    app = vendor()
    app.add_url_rule("/", "blank", lambda: "<!doctype html><title>blank</title>")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def calls_at(base_url: str) -> Calls:
    return [(method, f"{base_url}/{url.split('/', 3)[3]}", body) for method, url, body in CALLS]


Use = Callable[[str], None]
"""What is recorded: it gets the base URL that the recorder stands at, or the service itself."""


HEBREW = "Campaign=c1&Target=0501234567&CustomerName=\u05e9\u05dc\u05d5\u05dd".encode("cp1255")
"""A form in Hebrew as it is written on older systems, which is no UTF-8."""


def one_in_hebrew(base_url: str) -> None:
    """Sends that form."""
    import requests

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    requests.post(f"{base_url}/ForwardDialer/Dialer/AddCall", data=HEBREW, headers=headers, timeout=20)


def _calls(base_url: str) -> None:
    _with_requests(calls_at(base_url))


def with_record(base_url: str, folder: Path, use: Use = _calls) -> Path:
    """``voicenter-mock record``, as a process."""
    file = folder / "record.har"
    arguments = ["record", "--to", str(file), "--listen", "127.0.0.1:0", "--upstream", base_url]
    code = f"from voicenter_mock.mockserver.cli import main; main({arguments!r})"
    with subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        use(process.stdout.readline().split()[1])
        process.send_signal(signal.SIGINT)
    return file


def _with_requests(calls: Calls) -> None:
    import requests

    for method, url, body in calls:
        requests.request(method, url, json=body, timeout=20)


def with_mitmproxy(base_url: str, folder: Path, use: Use = _calls) -> Path:
    """A reverse proxy that writes HAR. ``VOICENTER_TEST_MITMDUMP`` says where the program is."""
    program = os.environ.get("VOICENTER_TEST_MITMDUMP") or shutil.which("mitmdump")
    if not program:
        pytest.skip("mitmdump is not installed (VOICENTER_TEST_MITMDUMP names it)")
    file, port = folder / "mitmproxy.har", _free_port()
    command = [program, "--mode", f"reverse:{base_url}", "-p", str(port), "--set", f"hardump={file}"]
    command += ["--set", f"confdir={folder}", "--listen-host", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while "listening at" not in process.stdout.readline():
            assert process.poll() is None
        use(f"http://127.0.0.1:{port}")
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    return file


def with_chromium(base_url: str, folder: Path) -> Path:
    """Playwright's HAR of a page that calls with ``fetch``."""
    with chromium_page(base_url, folder / "chromium.har") as page:
        for method, url, body in calls_at(base_url):
            options: dict[str, Any] = {"method": method}
            if body is not None:
                options |= {"body": json.dumps(body), "headers": {"Content-Type": "application/json"}}
            page.evaluate("([url, options]) => fetch(url, options).then(answer => answer.text())", [url, options])
    return folder / "chromium.har"


@contextmanager
def chromium_page(base_url: str, file: Path) -> Generator[Any]:
    """A page of the service in Debian's Chromium; what it does is in Playwright's HAR afterwards."""
    playwright: Any = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(record_har_path=file)
        page = context.new_page()
        page.goto(base_url)
        yield page
        context.close()
        browser.close()


def _with_cassette(call: Callable[[Calls], None], file: Path, base_url: str) -> Path:
    vcr: Any = pytest.importorskip("vcr", reason="vcrpy is not installed")
    with vcr.use_cassette(str(file), record_mode="all"):
        call(calls_at(base_url))
    return file


def with_vcr_and_requests(base_url: str, folder: Path, use: Use = _calls) -> Path:
    return _with_cassette(lambda _: use(base_url), folder / "requests.yaml", base_url)


def with_vcr_and_httpx(base_url: str, folder: Path) -> Path:
    httpx: Any = pytest.importorskip("httpx", reason="httpx is not installed")

    def call(calls: Calls) -> None:
        with httpx.Client() as client:
            for method, url, body in calls:
                client.request(method, url, json=body)

    return _with_cassette(call, folder / "httpx.yaml", base_url)


def with_vcr_and_aiohttp(base_url: str, folder: Path) -> Path:
    aiohttp: Any = pytest.importorskip("aiohttp", reason="aiohttp is not installed")

    async def ask(calls: Calls) -> None:
        async with aiohttp.ClientSession() as session:
            for method, url, body in calls:
                async with session.request(method, url, json=body) as answer:
                    await answer.read()

    return _with_cassette(lambda calls: asyncio.run(ask(calls)), folder / "aiohttp.yaml", base_url)


RECORDERS: dict[str, Callable[[str, Path], Path]] = {
    "record": with_record,
    "mitmproxy": with_mitmproxy,
    "chromium": with_chromium,
    "vcr and requests": with_vcr_and_requests,
    "vcr and httpx": with_vcr_and_httpx,
    "vcr and aiohttp": with_vcr_and_aiohttp,
}


def _free_port() -> int:
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        return int(occupied.getsockname()[1])
