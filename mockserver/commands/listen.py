"""``voicenter-mock listen``: every request, event and callback of an integration as it happens, and keys to go on."""

from __future__ import annotations

import sys
import threading
import webbrowser
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from ...contracts.operations.hosts import DEFAULT_SERVER
from ...contracts.quick_dataclasses import dataclass
from ..callbacks.delivery import Attempt
from ..callbacks.summaries import outcome
from ..telephony.model import phones
from ..wire.console import printable
from .addresses import check_address
from .deliveries import summary as delivery_summary
from .keyboard import keys
from .output import print_sentences
from .remote import Entry, Remote, as_line, control, of_organization
from .tables import NO_SCREEN, Screen, in_lines, screen

LOOK_SECONDS = 0.4
HEALTH_SECONDS = 5.0
"""Who does not answer within is no sandbox to join."""
_BEHIND_THE_KIND = len("12:00:00  → request         ")
HELP = "c: a call comes in   r: send the last callback again   d: the last callback in full   o: the page   q: end"
DEMO_CALL = {"caller": "0501234567", "caller_name": "Dana", "talk_seconds": 5}


@dataclass(slots=True)
class _SendingAgain:
    """A callback on its way once more: ``ended`` when that has been answered, ``problem`` if it could not be sent."""

    number: int
    problem: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self, remote: Remote) -> None:
        """Waits as long as the customer's endpoint does."""
        try:
            remote.ask("POST", f"/deliveries/{self.number}/redeliver")
        except click.ClickException as error:
            self.problem = error.message
        finally:
            self.ended.set()


class Listener:
    """What is new in an organization since it was last asked, as lines; and what the keys do."""

    def __init__(self, remote: Remote, where: Screen = NO_SCREEN) -> None:
        self._remote = remote
        self._where = where
        document = remote.get("")["document"]
        self.zone = ZoneInfo(document["time_zone"])
        self._did = _direct_number(document)
        counted = remote.get("/changes")
        self._seen = {"requests": int(counted["requests"]), "events": int(counted["events"])}
        self._delivered = int(counted["last_delivery"])
        self._attempts: dict[int, int] = {}
        self._sending: _SendingAgain | None = None
        self.last = self._delivered
        """Number of the newest callback; 0: none."""

    def news(self) -> list[str]:
        """A line for each request, event and attempt since the last time, in the order of simulated time."""
        sending = self._sending if self._sending is not None and self._sending.ended.is_set() else None
        found = [*self._requests(), *self._events(), *self._callbacks()]
        lines = [line for _, _, line in sorted(found, key=lambda one: one[:2])]
        if sending is not None:
            self._sending = None
            lines += [in_lines(printable(sending.problem), self._where)] if sending.problem else []
        return lines

    def _fresh(self, what: str) -> list[Entry]:
        entries = self._remote.entries(what, self._seen[what])
        if entries:
            self._seen[what] = int(entries[-1]["number"])
        return entries

    def _requests(self) -> Iterator[tuple[float, int, str]]:
        for entry in self._fresh("requests"):
            refused = entry["error"] not in (0, "", "0") or entry["status"] >= 400
            parameters = {name.lower(): value for name, value in entry["parameters"].items()}
            who = " → ".join(str(parameters[name]) for name in ("phone", "target") if parameters.get(name))
            answer = f"error {entry['error']}" if refused and entry["error"] else f"HTTP {entry['status']}"
            text = self._line(entry["at"], "→ request", f"{entry['operation']} {who}".strip(), "red" if refused else "")
            wrong = [*entry["violations"], *entry["hints"]]
            yield entry["at"], 0, "\n".join([text, *(self._below(line, "red") for line in [answer, *wrong])])

    def _events(self) -> Iterator[tuple[float, int, str]]:
        for event in self._fresh("events"):
            call: Entry = event.get("call") or {}
            if event["type"] == "cdr":
                record = event["cdr"]
                text = f"record {record['number']} {record['status']}, {record['duration']} s of talk"
            elif event.get("reason"):
                where = event.get("extension") or event.get("campaign") or f"queue {event.get('queue')}"
                text = f"{where} {event['reason']} {phones.local(call.get('caller_phone', ''))}".rstrip()
            else:
                continue
            yield event["time"], 1, self._line(event["time"], "  event", text, "")

    def _callbacks(self) -> Iterator[tuple[float, int, str]]:
        since = min([self._delivered + 1, *self._attempts]) - 1
        waiting: dict[int, int] = {}
        for delivery in self._remote.entries("deliveries", since, number="id"):
            number, attempts = int(delivery["id"]), delivery["attempts"]
            self.last = max(self.last, number)
            known = self._attempts.get(number, 0 if number > self._delivered else len(attempts))
            for attempt in attempts[known:]:
                yield attempt["at"], 2, self._attempt(delivery, attempt)
            if delivery["status"] == "pending" or (self._sending is not None and number == self._sending.number):
                waiting[number] = len(attempts)
        self._delivered, self._attempts = max(self._delivered, self.last), waiting

    def _attempt(self, delivery: Entry, attempt: dict[str, Any]) -> str:
        good = attempt["verdict"] == "acknowledged"
        text = self._line(attempt["at"], "← " + delivery["callback"], delivery["about"], "green" if good else "red")
        again = delivery["next_attempt_at"]
        more = [f"again at {self._clock(again)}"] if again and attempt is delivery["attempts"][-1] else []
        colour = "green" if good else "red"
        return "\n".join([text, *(self._below(line, colour) for line in [outcome(Attempt.from_data(attempt)), *more])])

    def _clock(self, epoch: float) -> str:
        return datetime.fromtimestamp(epoch, self.zone).strftime("%H:%M:%S")

    def _line(self, at: float, kind: str, text: str, colour: str) -> str:
        return self._styled(f"{self._clock(at)}  {kind:<16}  {text}", colour, _BEHIND_THE_KIND)

    def _below(self, text: str, colour: str) -> str:
        return self._styled(f"{'':{_BEHIND_THE_KIND}}{text}", colour, 2)

    def _styled(self, text: str, colour: str, indent: int) -> str:
        line = in_lines(printable(text), self._where, indent)
        return click.style(line, fg=colour) if colour and self._where.colours else line

    # ---- keys ------------------------------------------------------------------------------------------

    def press(self, key: str) -> str:
        """What a key brings, or why it brings nothing."""
        try:
            return self._act_on(key)
        except click.ClickException as problem:
            return in_lines(problem.message, self._where)

    def _act_on(self, key: str) -> str:
        if key == "c":
            called = {"did": self._did} if self._did else {}
            return f"call {self._remote.ask('POST', '/calls', {**DEMO_CALL, **called})['ivrid']}"
        if key in ("r", "d") and not self.last:
            return "no callback has gone out yet"
        if key == "r":
            return self._send_again()
        if key == "d":
            return delivery_summary(self._remote.get(f"/deliveries/{self.last}"), self._where, self.zone)
        if key == "o":
            page = f"{self._remote.server}/#/{self._remote.organization}/overview"
            webbrowser.open(page)
            return page
        return in_lines(HELP, self._where)

    def _send_again(self) -> str:
        """Beside everything else: an endpoint may take its time, and nobody has to wait for it."""
        if self._sending is not None:
            return f"callback {self._sending.number} has no answer yet"
        delivery = self._remote.get(f"/deliveries/{self.last}")
        self._attempts.setdefault(self.last, len(delivery["attempts"]))
        self._sending = _SendingAgain(self.last)
        threading.Thread(target=self._sending.run, args=(self._remote,), daemon=True).start()
        return f"callback {self.last} goes out again; its answer will stand here"


def _direct_number(document: Entry) -> str:
    """A number at which an extension rings at once, if the organization has one: such a call shows most."""
    for did in document.get("dids", ()):
        route: Any = did.get("route")
        if isinstance(route, dict) and "extension" in route:
            return str(did["number"])
    return ""


@click.command("listen", epilog="Example: voicenter-mock listen --forward-to http://localhost:3000/voicenter/cdr")
@click.option("--forward-to", "cdr_url", metavar="URL", help="Where your server takes CDRs.")
@click.option("--popup-url", metavar="URL", help="Where it takes pop-ups.")
@of_organization
def command(remote: Remote, cdr_url: str | None, popup_url: str | None) -> None:
    """Print each request, event and callback as it happens, with the answer under it, until q or Ctrl-C.

    Joins the sandbox at --server; where none answers at the usual address, it starts one. Keys: c lets a call come in,
    r sends the last callback again, d shows it in full, o opens the page.
    """
    addresses = {name: url for name, url in (("cdr", cdr_url), ("popup", popup_url)) if url}
    for url in addresses.values():
        check_address(url)
    with _sandbox(remote), _forwarding(remote, addresses), keys() as pressed:
        listener = Listener(remote, screen())
        if not remote.as_json:
            state = remote.get("")
            print_sentences(f"base URL {state['base_url']}  code {state['code']}  organization {state['id']}")
            print_sentences(f"times are those of {listener.zone.key}")
            print_sentences(HELP if sys.stdin.isatty() else "Ctrl-C ends it")
        while True:
            _print(remote, listener.news())
            key = pressed(LOOK_SECONDS)
            if key == "q":
                return
            if key:
                answer = listener.press(key)
                _print(remote, [answer] if answer else [])


def _print(remote: Remote, lines: list[str]) -> None:
    for line in lines:
        click.echo(as_line({"text": click.unstyle(line)}) if remote.as_json else line)


@contextmanager
def _sandbox(remote: Remote) -> Generator[None]:
    """The server that is named, or one of our own at the usual address while the block lasts."""
    try:
        control(remote.server, "GET", "/health", seconds=HEALTH_SECONDS)
    except click.ClickException:
        if remote.server != DEFAULT_SERVER or remote.organization != "demo":
            raise
    else:
        yield
        return
    from ..organizations import demo
    from ..serving.server import CannotListen, Server
    from ..tenancy.registry import Registry

    registry = Registry(clock="realtime")
    registry.add(demo())
    try:
        server = Server(registry, port=int(DEFAULT_SERVER.rpartition(":")[2]))
    except CannotListen as error:
        elsewhere = "Start a sandbox elsewhere (voicenter-mock serve --port 0), and name it with --server"
        raise click.ClickException(f"{error.message}. {elsewhere}") from None
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _forwarding(remote: Remote, addresses: dict[str, str]) -> Generator[None]:
    """Callbacks go there while the block lasts, and then where they went before."""
    targets: dict[str, Entry] = remote.get("")["document"].get("callbacks", {})
    before = {name: str((targets.get(name) or {}).get("url", "")) for name in addresses}
    if addresses:
        remote.ask("PATCH", "", {"callbacks": {name: {"url": url} for name, url in addresses.items()}})
    try:
        yield
    finally:
        if addresses:
            with suppress(click.ClickException):
                remote.ask("PATCH", "", {"callbacks": {name: {"url": url} for name, url in before.items()}})
