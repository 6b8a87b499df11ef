"""What `serve` prints when it listens: all that one needs to begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ... import __version__
from ...contracts.callback_names import CALLBACK_NAMES
from ..sandbox.control_token import VARIABLE
from ..state.clock import Mode
from ..telephony.model.directory import Directory
from .output import print_lines, print_sentences

if TYPE_CHECKING:
    from ..serving.server import Server

SHOWN = 8
"""So many extensions and numbers are named."""
TRY = "try:"
_LABEL = 20
"""Columns of a label."""


def greet(server: Server, directory: Directory, mode: Mode, authority: Path) -> None:
    """What to point code at, what to send, who can be called, where callbacks go, and a command to paste."""
    listens = f"voicenter-mock {__version__} listens on {server.base_url} (organization {directory.id!r}, {mode} clock)"
    facts = [f"  {label:<{_LABEL}}{text}" for label, text in _facts(server, directory, authority)]
    say_greeting("\n".join([listens, *facts, TRY, f"  {_example(server, directory)}"]))


def say_greeting(text: str) -> None:
    """Prints it so that its sentences fit the screen; the command at its end stays whole."""
    sentences, rule, example = text.partition(TRY)
    print_sentences(sentences.rstrip(), _LABEL)
    print_lines(rule + example)


def _facts(server: Server, directory: Directory, authority: Path) -> Iterator[tuple[str, str]]:
    code = next(iter(directory.codes.values()), None)
    yield "base URL", f"{server.base_url}  (instead of https://api.voicenter.com and Voicenter's other hosts)"
    if code is not None:
        yield "API code", f"{code.code}{f'  bearer {code.bearer}' if code.bearer else ''}"
    yield "extensions", ", ".join(list(directory.extensions)[:SHOWN])
    yield "numbers", ", ".join(list(directory.dids)[:SHOWN])
    yield "magic numbers", "0555550017 is busy, 0555550019 does not answer, 0555550200 answers (docs/exchange.md)"
    for campaign in directory.campaigns.values():
        yield "campaign", f"{campaign.code} ({campaign.kind})"
    for token in directory.realtime_tokens:
        yield "realtime token", token
    for name in CALLBACK_NAMES:
        target = directory.callbacks.get(name)
        if target is not None and target.url:
            yield name, f"goes to {target.url}"
        elif name == "cdr":
            yield name, "goes nowhere: give --cdr-url URL"
    if server.tls_url:
        yield "TLS", f"{server.tls_url}, as every Voicenter host"
        yield "authority", f"{authority}  (for clients to trust)"
    if server.telephones is not None:
        web = server.base_url.replace("http", "ws", 1)
        yield "telephones", f"{web}/sip{_without_sound()}{_desk_phones(server)}"
    yield "page", server.page_url
    yield "control API", f"{server.base_url}/_sandbox/organizations/{directory.id}"
    if server.control_token:
        yield "control token", f"{server.control_token}  (clients read {VARIABLE})"


def _example(server: Server, directory: Directory) -> str:
    extension, code = next(iter(directory.extensions), ""), next(iter(directory.codes), "")
    query = f"phone={extension}&target=0501234567&code={code}&action=call&format=JSON"
    return f"curl '{server.base_url}/ForwardDialer/click2call.aspx?{query}'"


def _desk_phones(server: Server) -> str:
    port = server.telephones.udp_port if server.telephones is not None else 0
    return f"; desk phones: {server.host}:{port} (UDP, TCP)" if port else ""


def _without_sound() -> str:
    from ..sip.spoken import missing_extra

    missing = missing_extra()
    return f" ({missing})" if missing else ""
