"""A running server and the command line, for tests of the commands that talk to one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voicenter_mock.mockserver.cli import main
from voicenter_mock.mockserver.serving.server import Server
from voicenter_mock.mockserver.tenancy.tenants import Tenant

Capture = pytest.CaptureFixture[str]
TALKS = ("--did", "0722776774", "--party", "SIPSIP1=answer:2", "--party", "SIPSIP2=answer:1:30", "--talk", "300")


class Console:
    """A running server, its organization, and the command line."""

    def __init__(self, server: Server, tenant: Tenant, capture: Capture) -> None:
        self.tenant = tenant
        self.base_url = server.base_url
        self.stop = server.stop
        self._capture = capture
        self.error = ""

    def run(self, *arguments: str, code: int = 0, server: str | None = "") -> str:
        """What a command prints. ``server``: another one; ``None``: none is named."""
        named = () if server is None else ("--server", server or self.base_url)
        with pytest.raises(SystemExit) as ended:
            main([*arguments, *named])
        captured = self._capture.readouterr()
        self.error = captured.err
        assert ended.value.code == code, captured.err
        return captured.out.strip()

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def talking(self) -> str:
        ivrid = self.run("call", "incoming", "0501234567", *TALKS)
        self.tenant.advance(seconds=10)
        return ivrid
