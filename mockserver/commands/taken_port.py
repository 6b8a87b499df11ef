"""What to do when somebody else listens where a command wants to."""

from __future__ import annotations

import sys

from ..sandbox.client import is_sandbox
from ..serving.bound_sockets import CannotListen
from ..wire.hosts import bracketed

_ANSWERS_WITHIN_SECONDS = 1.0


def way_out(error: CannotListen, any_port: str) -> str:
    """Why it cannot listen there, and how to go on: ``any_port`` is the option that takes a free one, ``--port 0``."""
    if not error.is_taken:
        return error.message
    server = f"http://{bracketed(error.host)}:{error.port}"
    if is_sandbox(server, seconds=_ANSWERS_WITHIN_SECONDS):
        return (
            f"{error.message} by another sandbox. Use that one (voicenter-mock status --server {server}), or take "
            f"another port: {any_port} is any free one"
        )
    who = f"netstat -ano | findstr :{error.port}" if sys.platform == "win32" else f"lsof -i :{error.port}"
    return f"{error.message}. Take another port ({any_port} is any free one), or see who has it: {who}"
