"""Names that a shell completes: what a running sandbox has. A server that does not answer at once has none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from .remote import Entry, Remote, answers_of_sandbox, remote_named_so_far

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completer(names: Callable[[Remote], list[tuple[str, str]]]) -> Completer:
    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        remote = remote_named_so_far(context)
        with suppress(click.ClickException), answers_of_sandbox(remote.server, seconds=remote.seconds):
            wanted = incomplete.casefold()
            return [
                CompletionItem(name, help=text) for name, text in names(remote) if name.casefold().startswith(wanted)
            ]
        return []

    return complete


def _list_entries(remote: Remote, path: str, member: str) -> list[Entry]:
    entries: list[Entry] = remote.get(path)[member]
    return entries


def _calls(remote: Remote) -> list[tuple[str, str]]:
    found = _list_entries(remote, "/calls?limit=50", "calls")
    return [(call["ivrid"], f"{call['caller']} → {call['target'] or call['did']}") for call in reversed(found)]


def _extensions(remote: Remote) -> list[tuple[str, str]]:
    return [(entry["sip"], entry["name"]) for entry in _list_entries(remote, "/extensions", "extensions")]


def _agents(remote: Remote) -> list[tuple[str, str]]:
    return [(str(entry["user"]), entry["name"]) for entry in _list_entries(remote, "/agents", "agents")]


def _campaigns(remote: Remote) -> list[tuple[str, str]]:
    return [(entry["code"], entry["name"]) for entry in _list_entries(remote, "/campaigns", "campaigns")]


call_ids = _completer(_calls)
extension_names = _completer(_extensions)
agent_ids = _completer(_agents)
campaign_codes = _completer(_campaigns)
