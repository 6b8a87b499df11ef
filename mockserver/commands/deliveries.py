"""``voicenter-mock deliveries``: the callbacks of a running server, with what became of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import click

from ..callbacks.http_client import Broken, TooLarge, Unreachable, exchange
from ..sandbox.control_token import client_headers

DEFAULT_SERVER = "http://127.0.0.1:8025"
TIMEOUT_SECONDS = 330.0
"""Longer than the longest time-out a callback may have."""
MAXIMUM_ANSWER = 1 << 30

Command = Callable[..., Any]


def of_server(command: Command) -> Command:
    """The options that say which server and which organization."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the control API's answer."),
        click.option("--organization", default="demo", show_default=True, help="The organization's id."),
        click.option("--server", default=DEFAULT_SERVER, show_default=True, help="Where the sandbox listens."),
    ):
        command = option(command)
    return command


@click.command("deliveries")
@of_server
@click.option("--status", type=click.Choice(["pending", "acknowledged", "failed"]), help="Only these.")
@click.option("--callback", type=click.Choice(["cdr", "popup", "external_ivr", "external_layer"]), help="Only these.")
@click.option("--ivrid", help="Only those of one call.")
@click.option("--since", type=click.IntRange(0), default=0, help="Only those numbered above this.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
def command(
    server: str, organization: str, as_json: bool, status: str | None, callback: str | None, ivrid: str | None,
    since: int, limit: int,
) -> None:  # fmt: skip
    """List the callbacks of a running server, oldest first."""
    wanted = {"status": status, "callback": callback, "ivrid": ivrid, "since": since, "limit": limit}
    query = urlencode({name: value for name, value in wanted.items() if value})
    answer = control(server, "GET", f"/organizations/{quote(organization, safe='')}/deliveries?{query}")
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for delivery in answer["deliveries"]:
        click.echo(told(delivery))
    for circuit in answer["circuits"]:
        click.echo(f"open circuit: {circuit['target']} did not answer {circuit['consecutive_failures']} times in a row")


def told(delivery: dict[str, Any]) -> str:
    """A delivery in one line."""
    attempts: list[dict[str, Any]] = delivery["attempts"]
    planned = datetime.fromtimestamp(delivery["planned_at"], UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    line = f"{delivery['id']:>6}  {planned}  {delivery['status']:<12}  {delivery['contract']:<27}  {delivery['ivrid']}"
    line += f"  {len(attempts)} attempt{'' if len(attempts) == 1 else 's'}"
    if attempts and delivery["status"] != "acknowledged":
        line += f"; {attempts[-1]['verdict']}: {attempts[-1]['detail']}"
    return line


def control(server: str, method: str, path: str, body: Any = None) -> Any:
    """One request to a running server's control API. Raises ``click.ClickException`` saying what went wrong."""
    url = f"{server.rstrip('/')}/_sandbox{path}"
    try:
        sent = b"" if body is None else json.dumps(body).encode()
        headers = client_headers() | ({"Content-Type": "application/json"} if sent else {})
        answer = exchange(method, url, headers, sent, timeout=TIMEOUT_SECONDS, maximum=MAXIMUM_ANSWER)
        received: Any = json.loads(answer.body)
    except Unreachable as error:
        raise click.ClickException(
            f"no sandbox answers at {server} ({error}); start one with: voicenter-mock serve"
        ) from None
    except TimeoutError:
        raise click.ClickException(f"{server} did not answer within {TIMEOUT_SECONDS:g} s") from None
    except (Broken, TooLarge, ValueError) as error:
        raise click.ClickException(f"{server} is no sandbox: {error}") from None
    if answer.status >= 400:
        told: dict[str, str] = received.get("error", {})
        hint = f"; {told['hint']}" if told.get("hint") else ""
        raise click.ClickException(f"{told.get('message', f'HTTP {answer.status}')}{hint}")
    return received
