"""Telephones and the organizations of a server: whose an extension is, and one link to each exchange.

A link is the exchange's port to telephones. What the exchange wants comes under its lock, on whatever thread that is
held, and goes to the event loop in order; what telephones do goes the other way, one thing after the other, on the
loop when the organization is free, else on a thread that waits for it.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

from sipmessage import Request

from ...contracts.json_values import is_object
from ...contracts.sentences import Sentence
from ..state.journal import RequestEntry, bounded_copy
from ..telephony.control.telephone_actions import TelephoneActions
from ..telephony.core.refusals import CannotBeDone
from ..telephony.core.story import Gone
from ..telephony.core.telephones import LineAudio, Ring
from ..telephony.log.storage_errors import StorageError
from ..tenancy import identities
from ..tenancy.identities import TokenRefused
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant, WouldBlock
from ..wire.console import log, printable
from .flows import SipFlow
from .line import Action, Then
from .lines import Lines
from .media import MediaOf
from .messages import UnreadableSip
from .registrar import Extension, Registrar
from .switchboard import Known, SipRefusal
from .transactions import Transactions

_TOKEN_NAMES = ("sub", "username", "user", "extension", "sip")
UNASKED: tuple[Gone, ...] = ("its registration expired", "it answers no more")
"""Ends of a registration that nobody has asked for: they stand in the journal."""
LINE_CHARACTERS = 200
"""Of the first line of what is no SIP message, in the journal."""
_NO_DATABASE = CannotBeDone("state", "the organization's database cannot be written")


class Link:
    """One organization's telephones, as its exchange knows them (``Telephones``)."""

    def __init__(
        self, tenant: Tenant, loop: asyncio.AbstractEventLoop, threads: Executor, present: Callable[[], list[str]]
    ) -> None:
        self.tenant = tenant
        self.lines: Lines
        self._loop = loop
        self._threads = threads
        self._present = present
        self._outbox: deque[Callable[[], None]] = deque()
        self._inbox: deque[tuple[Action, Then | None]] = deque()
        self._busy = False

    # ---- what the exchange wants, under its lock ---------------------------------------------------------

    def ring(self, ring: Ring) -> None:
        self._soon(lambda: self.lines.ring(ring))

    def ringing(self, line: str) -> None:
        self._soon(lambda: self.lines.ringing(line))

    def connect(self, line: str) -> None:
        self._soon(lambda: self.lines.connect(line))

    def set_audio(self, line: str, audio: LineAudio) -> None:
        self._soon(lambda: self.lines.set_audio(line, audio))

    def release(self, line: str, cause: int) -> None:
        self._soon(lambda: self.lines.release(line, cause))

    def _soon(self, do: Callable[[], None]) -> None:
        self._outbox.append(do)
        with suppress(RuntimeError):  # the server has stopped
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        while self._outbox:
            self._outbox.popleft()()

    # ---- what telephones do, on the loop -----------------------------------------------------------------

    def act(self, action: Action, then: Then | None = None) -> None:
        self._inbox.append((action, then))
        if not self._busy:
            self._next()

    def _next(self) -> None:
        while self._inbox:
            action, then = self._inbox.popleft()
            try:
                self._do(action, then, wait=False)
            except WouldBlock:
                self._busy = True
                with suppress(RuntimeError):
                    waiting = self._loop.run_in_executor(self._threads, self._wait_and_do, action, then)
                    waiting.add_done_callback(self._finish)
                return

    def _finish(self, _: object) -> None:
        self._busy = False
        self._next()

    def _wait_and_do(self, action: Action, then: Then | None) -> None:
        self._do(action, then, wait=True)

    def _do(self, action: Action, then: Then | None, *, wait: bool) -> None:
        result: Any = None
        try:
            with self.tenant.use(wait=wait, written=False) as exchange:
                actions = TelephoneActions(exchange)
                if exchange.telephones is not self:
                    actions.attach(self)
                    for sip in self._present():
                        actions.register(sip)
                try:
                    result = action(actions)
                except CannotBeDone as refused:
                    result = refused
                if then is not None:  # before anything that the exchange wants because of it
                    self._soon(lambda: then(result))
        except StorageError:
            if then is not None:
                self._soon(lambda: then(_NO_DATABASE))
        except WouldBlock:
            raise
        except Exception:
            log.exception("a telephone of organization %s", self.tenant.id)


class TelephoneOrganizations:
    """``Organizations`` of a registry. Used on the event loop."""

    def __init__(
        self, registry: Registry, loop: asyncio.AbstractEventLoop, threads: Executor, media: Callable[[Tenant], MediaOf]
    ) -> None:
        self._registry = registry
        self._loop = loop
        self._threads = threads
        self._media = media
        self._links: dict[str, Link] = {}
        self.transactions: Transactions
        self.registrar: Registrar

    # ---- finding ---------------------------------------------------------------------------------------

    def find(self, name: str, flow: SipFlow, domain: str) -> Known | SipRefusal:
        """By the organization in the connection's path, else who has such an extension, else the domain's name."""
        holders = self._registry.holders_of_extension(name) if name else []
        named = flow.organization or (domain.partition(".")[0] if len(holders) > 1 else "")
        found = [tenant for tenant in holders if not named or tenant.id == named]
        if len(holders) > 1 and not found and not flow.organization:
            why = Sentence.of(
                "SeveralHaveExtension", "several organizations have an extension {extension}: connect to /o/<id>/sip",
                extension=name,
            )  # fmt: skip
            return SipRefusal(404, why)
        for tenant in found:
            for entry in tenant.exchange.directory.extensions.values():
                if entry.sip.casefold() == name.casefold():
                    return Known((tenant.id, entry.sip), entry.password)
        if not named:
            return SipRefusal(
                404, Sentence.of("NoSuchExtension", "there is no extension {extension}", extension=name[:60])
            )
        why = Sentence.of(
            "NoExtensionThere", "there is no extension {extension} in organization {organization}",
            extension=name[:60], organization=named,
        )  # fmt: skip
        return SipRefusal(404, why)

    def may_register(self, extension: Extension) -> SipRefusal | None:
        """A telephone rings in real time: elsewhere it would never ring, or be too late."""
        tenant = self._tenant(extension[0])
        clock = tenant.clock if tenant is not None else None
        if clock is None or (clock.mode != "manual" and clock.speed == 1):
            return None
        if clock.mode == "manual":
            what = Sentence.of("ManualClock", "the manual clock")
        else:
            what = Sentence.of("ClockAtSpeed", "a clock at {speed:g} times the speed", speed=clock.speed)
        why = Sentence.of(
            "TelephonesNeedRealTime", "organization {organization} has {clock}, and telephones need real time",
            organization=extension[0], clock=what,
        )  # fmt: skip
        hint = Sentence.of("SetRealTime", "serve --clock realtime, or: voicenter-mock clock realtime")
        return SipRefusal(403, why, hint)

    def accepts_token(self, extension: Extension, token: str) -> bool:
        """A token that a realtime login here has issued, for the whole organization or a user of this extension; or a
        JWT that names the extension. Nobody here has the key that a JWT is signed with, so its signature is not
        looked at.
        """
        tenant = self._tenant(extension[0])
        if tenant is None:
            return False
        directory = tenant.exchange.directory
        with suppress(TokenRefused, ValueError):
            identity = identities.by_token(tenant.exchange, token)
            return not identity.user or extension[1] in (
                directory.users[identity.user].extension,
                *(entry.sip for entry in directory.extensions.values() if entry.user == identity.user),
            )
        claims = _claims(token)
        expires = claims.get("exp")
        if isinstance(expires, int | float) and expires < time.time():
            return False
        return any(str(claims.get(name, "")).casefold() == extension[1].casefold() for name in _TOKEN_NAMES)

    def _tenant(self, organization: str) -> Tenant | None:
        return next((tenant for tenant in self._registry.all() if tenant.id == organization), None)

    # ---- links -----------------------------------------------------------------------------------------

    def lines(self, organization: str) -> Lines:
        return self._link(organization).lines

    def _link(self, organization: str) -> Link:
        link = self._links.get(organization)
        if link is None:
            tenant = self._registry.get(organization)
            link = Link(tenant, self._loop, self._threads, lambda: self._present(organization))
            link.lines = Lines(
                self.transactions, link.act, lambda sip: self.registrar.of((organization, sip)), self._media(tenant)
            )
            self._links[organization] = link
        return link

    def _present(self, organization: str) -> list[str]:
        return [sip for owner, sip in self.registrar.extensions if owner == organization]

    def all_lines(self) -> Iterable[Lines]:
        return [link.lines for link in self._links.values()]

    def presence(self, extension: Extension, present: bool, why: Gone) -> None:
        organization, sip = extension
        if self._tenant(organization) is None:
            return
        link = self._link(organization)
        link.act(lambda actions: actions.register(sip) if present else actions.unregister(sip, why))
        if not present and why in UNASKED:
            self._note_gone(link.tenant, sip, why)

    def remove_stale(self) -> None:
        """Organizations may have been reset, deleted, or given another clock: their telephones are hung up. Those of
        one that was reset are its successor's.
        """
        for organization, link in list(self._links.items()):
            current = self._tenant(organization)
            if current is not link.tenant:
                link.lines.close()
                del self._links[organization]
                if current is not None and self._present(organization):
                    self._link(organization).act(lambda actions: None)
            refusal = self.may_register((organization, ""))
            if current is None or refusal is not None:
                why: Gone = (
                    "its organization was deleted" if refusal is None else "its organization's clock is not real time"
                )
                for extension in self.registrar.extensions:
                    if extension[0] == organization:
                        self.registrar.forget(extension, why)

    def close(self) -> None:
        for lines in self.all_lines():
            lines.close()

    # ---- the journal -----------------------------------------------------------------------------------

    def note(self, organization: str, flow: SipFlow, asked: Request, refusal: SipRefusal | None) -> None:
        tenant = self._tenant(organization)
        parameters = {
            name: asked.headers.get(name) or ""
            for name in ("From", "To", "Contact", "Expires", "User-Agent")
            if asked.headers.get(name)
        }
        hints = [part for part in (refusal.phrase, refusal.hint) if part] if refusal is not None else []
        entry = RequestEntry(
            method=asked.method,
            path=str(asked.uri),
            operation=f"sip.{asked.method.lower()}",
            encoding=f"sip/{flow.transport.lower()}",
            parameters=bounded_copy(parameters),
            status=200 if refusal is None else refusal.status,
            error=0 if refusal is None else refusal.status,
            hints=hints,
            after_event=0 if tenant is None else tenant.events.count,
        )
        self._registry.write_down(tenant, entry)
        if refusal is not None:
            log.warning("telephone at %s: %s", flow.remote, refusal.phrase)

    def _note_gone(self, tenant: Tenant, sip: str, why: Gone) -> None:
        gone = Sentence.of("TelephoneHasGone", "the telephone of {extension} has gone: {why}", extension=sip, why=why)
        entry = RequestEntry(
            method="REGISTER",
            path=f"sip:{sip}",
            operation="sip.register",
            encoding="sip",
            hints=[gone],
            after_event=tenant.events.count,
        )
        self._registry.write_down(tenant, entry)
        log.warning("%s", gone)

    def note_unreadable(self, flow: SipFlow, first_line: str, problem: UnreadableSip) -> None:
        entry = RequestEntry(
            path=printable(first_line, LINE_CHARACTERS),
            encoding=f"sip/{flow.transport.lower()}",
            status=problem.status,
            error=problem.status,
            violations=[Sentence.of("UnreadableSip", "this is no SIP message: {problem}", problem=str(problem))],
            hints=[Sentence.of("SentFrom", "sent from {address}", address=flow.remote)],
        )
        self._registry.write_down(None, entry)
        log.warning("telephone at %s: %s", flow.remote, entry.violations[0])


def _claims(token: str) -> dict[str, Any]:
    parts = token.strip().removeprefix("Bearer ").split(".")
    if len(parts) != 3:
        return {}
    try:
        decoded = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return decoded if is_object(decoded) else {}
