"""``voicenter-mock trigger``: one documented callback to any URL, and what its answer is worth."""

from __future__ import annotations

import json
import sys
from typing import Literal

import click

from ...contracts.callback_names import MessageName
from ...contracts.operations import REVISIONS, Revision
from ..callbacks.samples import ENCODINGS, in_revision, sample
from .addresses import check_address
from .numbers import Number
from .one_message import Payload, Present, Way, send_and_judge, summary, with_settings
from .output import print_lines
from .pairs import pairs
from .tables import screen
from .words import MESSAGE_OR_CALL


@click.command("trigger", epilog="Example: voicenter-mock trigger cdr --to http://127.0.0.1:8000/voicenter/cdr")
@click.argument("callback", type=MESSAGE_OR_CALL)
@click.option("--to", "url", required=True, help="Your endpoint, http:// or https://.")
@click.option("--popup-to", metavar="URL", help="Of CALLBACK call: where pop-ups go.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Another value for a member; a.b for one inside a, a.0 for the first of a list. "
    "null is JSON's, '\"null\"' the text.",
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
@click.option("--timeout", type=Number(0, 300, min_open=True), help="Seconds; default: as long as Voicenter waits.")
@click.option("--insecure", is_flag=True, help="Take any TLS certificate.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    callback: MessageName | Literal["call"], url: str, popup_to: str | None, settings: tuple[str, ...], encoding: str,
    revision: Revision,
    headers: tuple[str, ...],
    timeout: float | None, insecure: bool, as_json: bool,
) -> int:  # fmt: skip
    """Send one documented CALLBACK to your endpoint and judge the answer; or a whole call.

    CALLBACK is cdr, popup, external_ivr (GET_IVR_ACTION), external_ivr_hangup (HANGUP_CALL), external_layer
    (IVR_LAYER_INPUT) or voicebot; call is an incoming call with all its pop-ups and CDRs, which agree with each other
    and with the records that are printed. The exit code is 0 if the answer is what Voicenter expects, 1 if it is not.
    """
    check_address(url, "--to: ")
    if callback == "call":
        return _call(url, popup_to or "", headers, as_json=as_json)
    if encoding not in ENCODINGS[callback]:
        raise click.UsageError(
            f"--encoding: {callback} is written as {' or '.join(ENCODINGS[callback])}, not {encoding}"
        )
    wanted = pairs("--set", settings)
    further = {key: value.strip() for key, value in pairs("--header", headers, ":").items()}
    payload = with_settings(callback, in_revision(_sample(callback), revision), wanted)
    way = Way(url, encoding, revision, further, timeout, verify=not insecure)
    result = send_and_judge(callback, payload, way)
    print_lines(json.dumps(result, ensure_ascii=False) if as_json else summary(result, screen()))
    sys.stdout.flush()
    return 0 if result["verdict"] == "acknowledged" else 1


def _sample(callback: MessageName) -> Payload:
    now = Present.now()
    return sample(callback, call_id=now.call_id, epoch=now.epoch, local_epoch=now.local_epoch)


def _call(url: str, popup_url: str, headers: tuple[str, ...], *, as_json: bool) -> int:
    from . import call_set

    if popup_url:
        check_address(popup_url, "--popup-to: ")
    further = {key: value.strip() for key, value in pairs("--header", headers, ":").items()}
    found = call_set.place_call(url, popup_url, further)
    print_lines(json.dumps(found, ensure_ascii=False) if as_json else call_set.summary(found, screen()))
    return 0 if all(delivery["status"] == "acknowledged" for delivery in found["deliveries"]) else 1
