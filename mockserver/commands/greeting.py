"""What `serve` prints when it listens: all that one needs to begin."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ... import __version__
from ...contracts.callback_names import CALLBACK_NAMES
from ...contracts.quick_dataclasses import dataclass
from ..sandbox.control_token import VARIABLE
from ..state.clock import Mode
from ..telephony.model.directory import Directory
from .output import print_lines, print_sentences

if TYPE_CHECKING:
    from ..serving.server import Server
    from ..tenancy.tenants import Tenant

SHOWN = 8
"""So many extensions and numbers are named."""
_LABEL = 20
"""Columns of a label."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """``facts`` are labels with what they are for; ``example`` is a command to paste."""

    base_url: str
    headline: str
    facts: Sequence[tuple[str, str]]
    example: str

    def print(self) -> None:
        """So that its sentences fit the screen; the command stays whole."""
        print_sentences(
            "\n".join([self.headline, *(f"  {label:<{_LABEL}}{text}" for label, text in self.facts)]), _LABEL
        )
        print_lines(f"try:\n  {self.example}")

    def to_json(self) -> str:
        """For another process to print."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Greeting:
        return cls(**json.loads(text))


def greeting_of(
    server: Server, directory: Directory, mode: Mode, authority: Path, kept: Tenant | None = None
) -> Greeting:
    """What to point code at, what to send, who can be called, where callbacks go, and a command to paste. ``kept`` is
    an organization with a file, whose time may begin where that ends.
    """
    url = server.base_url
    return Greeting(
        url,
        f"voicenter-mock {__version__} listens on {url} (organization {directory.id!r}, {mode} clock)",
        (*_time_of_file(kept), *_facts(server, directory, authority)),
        _example(server, directory),
    )


def _time_of_file(kept: Tenant | None) -> Iterator[tuple[str, str]]:
    if kept is not None and kept.continues_file:
        now = datetime.fromtimestamp(kept.exchange.now, kept.exchange.zone)
        yield (
            "clock",
            f"goes on at {now:%Y-%m-%d %H:%M:%S}, where {kept.exchange.log.path} ends; --now begins elsewhere",
        )


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
