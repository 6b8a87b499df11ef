"""``voicenter-mock replay``: the callbacks of a recording once more, into a customer's endpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import click

from ...contracts.callback_names import CallbackContract, CallbackName, read_callback, read_message
from ...contracts.operations import CALLBACKS
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import counted
from ..callbacks.sending import Message, send
from ..callbacks.summaries import judged
from ..callbacks.targets import BoundTarget
from ..callbacks.verdicts import Judgement, judge
from ..drift.identification import Pushed, identify
from ..traffic.messages import RecordedExchange
from ..traffic.reading import read
from .addresses import with_addresses
from .numbers import Number
from .output import print_lines, print_sentences

LONGEST_PAUSE = 600.0


@dataclass(frozen=True, slots=True)
class RecordedCallback:
    """One callback of a recording, and where it goes."""

    contract: CallbackContract
    exchange: RecordedExchange
    url: str


@click.command(
    "replay", epilog="Example: voicenter-mock replay session.har --cdr-url http://127.0.0.1:8000/cdr --at-once"
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_addresses
@click.option("--at-once", is_flag=True, help="One after the other, instead of at the recording's own pace.")
@click.option("--timeout", type=Number(0, 300, min_open=True), help="Seconds; default: as long as Voicenter waits.")
@click.option("--insecure", is_flag=True, help="Take any TLS certificate.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each message.")
def command(
    files: tuple[Path, ...], urls: Mapping[CallbackName, str], at_once: bool, timeout: float | None, insecure: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Send the callbacks of a recording again, in their order, and judge the answers.

    FILES are what `voicenter-mock drift` reads. The bytes are the recording's. The exit code is 0 if every answer is
    what Voicenter expects, 1 if one is not.
    """
    if not urls:
        raise click.UsageError("say where they go, such as --cdr-url http://127.0.0.1:8000/cdr")
    callbacks = sorted(_callbacks(files, urls), key=lambda one: one.exchange.started)
    if not callbacks:
        raise click.UsageError("no callback for these URLs is in there")
    refused, before = 0, 0.0
    for one in callbacks:
        if before and not at_once:
            time.sleep(min(max(one.exchange.started - before, 0), LONGEST_PAUSE))
        before = one.exchange.started
        judgement, milliseconds = _send(one, timeout, verify=not insecure)
        refused += judgement.verdict != "acknowledged"
        _print_result(one, judgement, milliseconds, as_json=as_json)
    if not as_json:
        print_sentences(f"{counted(len(callbacks), 'callback')} sent, {refused or 'none'} not acknowledged")
    return 1 if refused else 0


def _callbacks(files: tuple[Path, ...], urls: Mapping[CallbackName, str]) -> Iterator[RecordedCallback]:
    for one in read(files):
        if not isinstance(one, RecordedExchange) or one.request.lost:
            continue
        found = identify(one)
        if isinstance(found, Pushed):
            url = urls.get(read_callback(found.callback.name))
            if url:
                yield RecordedCallback(cast("CallbackContract", found.callback.name), one, url)


def _send(one: RecordedCallback, timeout: float | None, *, verify: bool) -> tuple[Judgement, float]:
    request = one.exchange.request
    queried = one.exchange.method == "GET"
    body = urlsplit(one.exchange.url).query.encode() if queried else request.body
    message = Message("GET" if queried else "POST", request.content_type or "application/json", body, {}, verify=verify)
    reply = send(message, BoundTarget("url", one.url, one.url), timeout or CALLBACKS[one.contract].timeout_seconds)
    return judge(one.contract, reply), reply.seconds * 1000


def _print_result(one: RecordedCallback, judgement: Judgement, milliseconds: float, *, as_json: bool) -> None:
    result: dict[str, Any] = {
        "recorded": one.exchange.place, "callback": one.contract, "url": one.url, "verdict": judgement.verdict,
        "detail": judgement.detail, "milliseconds": round(milliseconds, 3),
    }  # fmt: skip
    if as_json:
        print_lines(json.dumps(result, ensure_ascii=False))
    else:
        what = judged(judgement.verdict, judgement.detail)
        print_sentences(f"{one.exchange.place}  {read_message(one.contract)}  {what}")
