"""``voicenter-mock send``: a message that somebody has kept, played into an endpoint as if it came now."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

import click

from ... import contracts
from ...contracts.callback_names import MESSAGE_NAMES, MessageName
from ..callbacks.samples import NAMES, as_of
from ..wire.system_errors import reason_of
from .addresses import check_address
from .numbers import Number
from .one_message import Payload, Present, Way, send_and_judge, summary, with_settings
from .output import print_lines
from .pairs import pairs
from .tables import screen
from .words import MESSAGE

MAXIMUM_BYTES = 1 << 20
_CONTENT_TYPES = {"json": "application/json", "xml-rpc": "text/xml", "form": "application/x-www-form-urlencoded"}
_MEMBERS: dict[str, MessageName] = {
    "ivruniqueid": "cdr",
    "extenuser": "popup",
    "statuscall": "popup",
    "intentname": "voicebot",
    "call_info": "voicebot",
}
"""Members, in small letters, that only one message has."""
_METHODS: dict[str, MessageName] = {
    "GET_IVR_ACTION": "external_ivr",
    "HANGUP_CALL": "external_ivr_hangup",
    "IVR_LAYER_INPUT": "external_layer",
    "CDR": "cdr",
}


@click.command("send", epilog="Example: voicenter-mock send message.json --to http://127.0.0.1:8000/voicenter/cdr")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", "url", required=True, help="Your endpoint, http:// or https://.")
@click.option(
    "--callback", type=MESSAGE, metavar="CALLBACK",
    help=f"Which message it is: {', '.join(MESSAGE_NAMES)}. Default: what its members say.",
)  # fmt: skip
@click.option("--as-it-is", is_flag=True, help="Keep its call id and its times.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another value for a member.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="A further HTTP header.")
@click.option("--timeout", type=Number(0, 300, min_open=True), help="Seconds; default: as long as Voicenter waits.")
@click.option("--insecure", is_flag=True, help="Take any TLS certificate.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path, url: str, callback: MessageName | None, as_it_is: bool, settings: tuple[str, ...],
    headers: tuple[str, ...], timeout: float | None, insecure: bool, as_json: bool,
) -> int:  # fmt: skip
    """Play a message from production into your endpoint: FILE, or - for standard input, as JSON, XML-RPC or a form.

    It gets today's times and another call id, so that your side takes it for a new one. The exit code is 0 if the
    answer is what Voicenter expects, 1 if it is not.
    """
    check_address(url, "--to: ")
    body = _read(file)
    encoding = _encoding(body)
    name, payload = _decode(body, encoding, callback)
    if not as_it_is:
        now = Present.now()
        payload = as_of(payload, call_id=now.call_id, epoch=now.epoch, local_epoch=now.local_epoch)
    payload = with_settings(name, payload, pairs("--set", settings))
    further = {key: value.strip() for key, value in pairs("--header", headers, ":").items()}
    result = send_and_judge(name, payload, Way(url, encoding, headers=further, timeout=timeout, verify=not insecure))
    print_lines(json.dumps(result, ensure_ascii=False) if as_json else summary(result, screen()))
    sys.stdout.flush()
    return 0 if result["verdict"] == "acknowledged" else 1


def _read(file: Path) -> bytes:
    try:
        with click.open_file(str(file), "rb") as opened:
            body = opened.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {reason_of(error)}") from None
    body = body.strip()
    if not body:
        raise click.UsageError(f"{file} is empty: paste the body of the message into it")
    if len(body) > MAXIMUM_BYTES:
        raise click.UsageError(f"{file} is longer than {MAXIMUM_BYTES // 1024} KB, which no message is")
    return body


def _encoding(body: bytes) -> str:
    if body[:1] in (b"{", b"["):
        return "json"
    return "xml-rpc" if body[:1] == b"<" else "form"


def _decode(body: bytes, encoding: str, callback: MessageName | None) -> tuple[MessageName, Payload]:
    """Which message it is, and its members. Raises ``click.UsageError`` for what cannot be read."""
    tried: tuple[MessageName, ...] = (callback,) if callback is not None else MESSAGE_NAMES
    problems: list[str] = []
    for name in tried:
        try:
            found = contracts.decode(f"{NAMES[name][1]}.request", body, _CONTENT_TYPES[encoding])
        except contracts.ContractViolation as error:
            problems.append("; ".join(str(violation).removeprefix("$: ") for violation in error.violations))
            continue
        if isinstance(found, dict):
            members = cast("Payload", found)
            if callback is not None or _recognize(members) == name:
                return name, members
    if len(problems) == len(tried):
        raise click.UsageError(f"this is no message of Voicenter: {problems[0]}")
    if callback is not None:
        raise click.UsageError("this is no message of Voicenter: expected a JSON object")
    raise click.UsageError("this is no message of Voicenter: it has nothing by which one is known; say --callback")


def _recognize(members: Payload) -> MessageName | None:
    """The message whose members these are; ``None`` when nothing says so."""
    method: Any = members.get("METHOD")
    if isinstance(method, str) and method in _METHODS:
        return _METHODS[method]
    return next((_MEMBERS[name] for name in map(str.lower, members) if name in _MEMBERS), None)
