"""The command line that sends a message again, exactly as it was sent."""

from __future__ import annotations

import base64
import gzip
import shlex

from ..callbacks.sending import Message, with_query

READABLE = 4000
"""Characters of a body that stands in the command as it is; a longer one is packed."""


def curl(message: Message, url: str, timeout: float, *further: str) -> str:
    """For a POSIX shell, with curl, and base64 and gunzip for what a command line cannot hold. ``further`` options
    go to curl.
    """
    words = ["curl", "-sS", "-i", "-g", "--max-time", f"{timeout:g}"]
    if not message.verify:
        words.append("-k")
    for name, value in message.headers.items():
        words += _header(name, value)
    if message.method == "GET":
        return shlex.join([*words, *further, with_query(url, message.body.decode("utf-8", "surrogateescape"))])
    if message.method not in ("GET", "POST"):
        return shlex.join([*words, "-X", message.method, *further, url])
    words += _header("Content-Type", message.content_type)
    text = _text(message.body)
    if text is None:
        packed = base64.b64encode(gzip.compress(message.body, mtime=0)).decode()
        return f"echo {packed} | base64 -d | gunzip | {shlex.join([*words, *further, '--data-binary', '@-', url])}"
    return shlex.join([*words, *further, "--data-raw", text, url])


def _header(name: str, value: str) -> list[str]:
    return ["-H", f"{name}: {value}" if value else f"{name};"]  # without a value curl would send none


def _text(body: bytes) -> str | None:
    """The body as a line on a screen can hold it."""
    if len(body) > READABLE:
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return text if all(letter.isprintable() or letter in "\n\t" for letter in text) else None
