"""``voicenter-mock trigger``: one documented callback to any URL, and what its answer is worth."""

from __future__ import annotations

import json
import sys
import time
import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from ... import contracts
from ...contracts.callback_names import MessageName
from ...contracts.character_sets import readable_text
from ...contracts.operations import CALLBACKS, REVISIONS, Revision
from ..callbacks.cdr_notification import local_epoch
from ..callbacks.encoding import encode
from ..callbacks.samples import ENCODINGS, NAMES, in_revision, overridden, sample
from ..callbacks.sending import Message, send, with_query
from ..callbacks.targets import Binding
from ..callbacks.verdicts import judge
from ..telephony.model.directory import CallbackTarget
from .output import say
from .pairs import pairs
from .words import MESSAGE

ZONE = ZoneInfo("Asia/Jerusalem")


@click.command("trigger", epilog="Example: voicenter-mock trigger cdr --to http://127.0.0.1:8000/voicenter/cdr")
@click.argument("callback", type=MESSAGE)
@click.option("--to", "url", required=True, help="Your endpoint, http:// or https://.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Another value for a member; a.b for one inside a. null is JSON's, '\"null\"' the text.",
)
@click.option("--encoding", type=click.Choice(["json", "xml-rpc", "form", "query"]), default="json", show_default=True)
@click.option(
    "--revision",
    type=click.Choice(REVISIONS),
    default="current",
    show_default=True,
    help="Which documents to follow.",
)
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="A further HTTP header.")
@click.option(
    "--timeout", type=click.FloatRange(0, 300, min_open=True), help="Seconds; default: as long as Voicenter waits."
)
@click.option("--insecure", is_flag=True, help="Take any TLS certificate.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    callback: MessageName, url: str, settings: tuple[str, ...], encoding: str, revision: Revision,
    headers: tuple[str, ...],
    timeout: float | None, insecure: bool, as_json: bool,
) -> int:  # fmt: skip
    """Send one documented CALLBACK to your endpoint and judge the answer.

    CALLBACK is cdr, popup, external_ivr (GET_IVR_ACTION), external_ivr_hangup (HANGUP_CALL), external_layer
    (IVR_LAYER_INPUT) or voicebot. The exit code is 0 if the answer is what Voicenter expects, 1 if it is not.
    """
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"--to: {url!r} does not begin with http:// or https://")
    if encoding not in ENCODINGS[callback]:
        raise click.UsageError(
            f"--encoding: {callback} is written as {' or '.join(ENCODINGS[callback])}, not {encoding}"
        )
    name, contract = NAMES[callback]
    wanted = pairs("--set", settings)
    further = {key: value.strip() for key, value in pairs("--header", headers, ":").items()}
    target = CallbackTarget(name, url, encoding=encoding, headers=further)  # pyright: ignore[reportArgumentType]
    payload = overridden(in_revision(_sample(callback), revision), wanted, as_text=True)
    notes = [str(violation) for violation in contracts.violations(f"{contract}.request", payload)]
    content_type, body, payload = encode(contract, payload, target, revision)
    message = Message(
        "GET" if encoding == "query" else "POST", content_type, body, payload, target.headers, not insecure
    )
    reply = send(message, Binding("url", url, url), timeout or CALLBACKS[contract].timeout_seconds)
    judgement = judge(contract, reply)
    result: dict[str, Any] = {
        "callback": callback,
        "contract": contract,
        "method": message.method,
        "url": url if message.method == "POST" else with_query(url, body.decode()),
        "content_type": content_type,
        "request": payload,
        "request_violations": notes,
        "status": reply.status,
        "response": readable_text(reply.body, reply.content_type),
        "milliseconds": round(reply.seconds * 1000, 3),
        "verdict": judgement.verdict,
        "detail": judgement.detail,
        "violations": list(judgement.violations),
    }
    say(json.dumps(result, ensure_ascii=False) if as_json else _summary(result))
    sys.stdout.flush()
    return 0 if judgement.verdict == "acknowledged" else 1


def _sample(callback: MessageName) -> dict[str, Any]:
    now = time.time()
    begin = datetime.fromtimestamp(now, UTC).astimezone(ZONE).strftime("%Y%m%d%H%M%S")
    return sample(callback, call_id=begin + uuid.uuid4().hex[:18], epoch=int(now), local_epoch=local_epoch(now, ZONE))


def _summary(result: dict[str, Any]) -> str:
    lines = [f"{result['method']} {result['url']}  ({result['content_type']})", _indented(result["request"])]
    lines += [f"note: the message breaks its own contract: {note}" for note in result["request_violations"]]
    if result["status"]:
        lines += [f"HTTP {result['status']} after {result['milliseconds']:g} ms", *_beginning(result["response"])]
    detail = f": {result['detail']}" if result["detail"] else ""
    lines += [f"{result['verdict']}{detail}", *(f"  {violation}" for violation in result["violations"])]
    return "\n".join(lines)


def _indented(message: dict[str, Any]) -> str:
    return "\n".join("  " + line for line in json.dumps(message, ensure_ascii=False, indent=2).splitlines())


def _beginning(text: str) -> list[str]:
    shown = text[:2000] + ("…" if len(text) > 2000 else "")
    return ["  " + line for line in shown.splitlines()]
