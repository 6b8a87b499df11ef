"""nginx and HAProxy as the how-to has them, on ports of the test's own."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from voicenter_mock.mockserver.serving.server import Server

from .programs import program

CHECKOUT = Path(__file__).resolve().parents[3]
HOW_TO = CHECKOUT / "docs" / "how-to"
CERTIFICATE = CHECKOUT / "tests" / "mockserver" / "callbacks" / "self_signed.pem"
START_SECONDS = 20

_NGINX = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""


def recipe(name: str) -> str:
    """A block of a how-to: ``nginx usual``."""
    pages = "".join((HOW_TO / page).read_text() for page in ("proxies.md", "load.md"))
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", pages, re.DOTALL)
    assert found is not None, f"no how-to has a block {name!r}"
    return found[1]


@contextmanager
def proxy(name: str, server: Server, folder: Path, *changes: tuple[str, str]) -> Generator[str]:
    """Runs a recipe before a server, with changes to its text. The base URL by which clients reach it."""
    text = recipe(name).replace("127.0.0.1:8025", f"127.0.0.1:{server.port}")
    for old, new in changes:
        assert old in text, f"the recipe {name!r} has no {old!r}"
        text = text.replace(old, new)
    text = text.replace("/etc/ssl/crm.pem", str(CERTIFICATE))
    port = _free_port()
    folder.chmod(0o755)  # nginx's workers are another user's when root starts it
    file = folder / "proxy.conf"
    if name.startswith("nginx"):
        servers = re.sub(r"listen \d+", f"listen 127.0.0.1:{port}", text)
        file.write_text(_NGINX.format(folder=folder, servers=servers))
        command = [program("nginx"), "-e", str(folder / "error.log"), "-c", str(file)]
    else:
        file.write_text(re.sub(r"bind :\d+", f"bind 127.0.0.1:{port}", text))
        command = [program("haproxy"), "-db", "-f", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _wait_for(port, process)
        speaks_tls = re.search(r"(listen|bind) \S+ ssl\b", text) is not None
        yield f"{'https' if speaks_tls else 'http'}://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < end, "the proxy does not listen"
            time.sleep(0.02)
        else:
            return
