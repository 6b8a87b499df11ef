"""Who listens where a command wants to, and how to go on."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator

import pytest

from voicenter_mock.mockserver.commands import listen
from voicenter_mock.mockserver.commands.taken_port import way_out
from voicenter_mock.mockserver.serving.bound_sockets import CannotListen

from .console import Console


def cannot_listen(port: int, number: int = errno.EADDRINUSE) -> CannotListen:
    return CannotListen("127.0.0.1", port, OSError(number, os.strerror(number)))


@pytest.fixture
def occupied() -> Iterator[int]:
    """A port of something that never answers."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_another_sandbox_is_named_with_how_to_use_it(console: Console):
    port = int(console.base_url.rpartition(":")[2])

    assert way_out(cannot_listen(port), "--port 0") == (
        f"cannot listen on 127.0.0.1:{port}: address already in use by another sandbox. Use that one "
        f"(voicenter-mock status --server http://127.0.0.1:{port}), or take another port: --port 0 is any free one"
    )


def test_another_program_can_be_looked_up(occupied: int, monkeypatch: pytest.MonkeyPatch):
    assert way_out(cannot_listen(occupied), "--port 0").endswith(f", or see who has it: lsof -i :{occupied}")
    monkeypatch.setattr("sys.platform", "win32")
    assert way_out(cannot_listen(occupied), "--port 0").endswith(f": netstat -ano | findstr :{occupied}")


def test_an_address_that_is_not_taken_is_no_matter_of_ports():
    assert way_out(cannot_listen(80, errno.EACCES), "--port 0") == "cannot listen on 127.0.0.1:80: permission denied"


def test_listen_says_so_where_something_else_has_the_usual_port(
    console: Console, occupied: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listen, "DEFAULT_SERVER", f"http://127.0.0.1:{occupied}")
    monkeypatch.setattr(listen, "HEALTH_SECONDS", 0.1)

    console.run("listen", server=f"http://127.0.0.1:{occupied}", code=1)
    assert console.error == (
        f"voicenter-mock: cannot listen on 127.0.0.1:{occupied}: address already in use. Start a sandbox elsewhere "
        "(voicenter-mock serve --port 0), and name it with --server\n"
    )
