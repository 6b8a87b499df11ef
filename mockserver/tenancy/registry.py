"""All organizations of one server, and how a request finds its own.

In this order: the base path (``/o/<id>/…``); a code that the request carries; what only one organization
has (an extension, a call). Finding is not authorizing: that is the operation's business.

What an organization consists of (the exchange and all its flows) is imported with the first one that is made: a
server listens before that.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from ...contracts.sentences import Sentence, in_a_row
from ...contracts.suggestions import near_or_known
from ..state.clock import Mode
from ..state.journal import RequestEntry, RequestJournal, Unread
from ..state.realtime_settings import RealtimeSettings
from ..telephony.core.directory_index import shared_by_directory
from ..telephony.model.directory import Directory

if TYPE_CHECKING:
    from ..telephony.log.call_log import CallLog
    from .tenants import Tenant

DEMO = "demo"
MAXIMUM_ORGANIZATIONS = 10_000
IDLE_SECONDS = 24 * 3600.0
KEPT_UNRESOLVED = 1_000
ORGANIZATION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


class RegistryError(Exception):
    """An organization cannot be made or found. ``code`` is ``exists``, ``unknown``, ``full`` or ``invalid``."""

    def __init__(self, code: str, message: str, field: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint

    @property
    def sentence(self) -> Sentence:
        """The message and its hint, for the journal."""
        return in_a_row(
            tuple(part if isinstance(part, Sentence) else Sentence(part) for part in (self.message, self.hint))
        )


def _as_it_is(_: Tenant) -> None:
    return None


class Registry:
    """Thread-safe. ``defaults`` are given to every organization made without its own clock and so on."""

    def __init__(self, **defaults: Any) -> None:
        self.defaults = defaults
        self.unresolved = RequestJournal(KEPT_UNRESOLVED)
        self.templates: dict[str, Directory] = {}
        self._tenants: dict[str, Tenant] = {}
        self._index: dict[str, list[Tenant]] = {}
        self._lock = threading.Lock()
        self._leaving: list[Tenant] = []
        self.on_change: Callable[[Tenant], None] | None = None
        self.realtime = RealtimeSettings()
        self.telephones = False
        """Whether real telephones may register."""
        self.stop_serving: Callable[[], None] | None = None
        """Ends the server; ``None`` where that is a part of another program."""
        self.changes = 0

    def write_down(self, tenant: Tenant | None, entry: RequestEntry | Unread) -> None:
        """Puts a request into its organization's journal; of one that has none, into the server's."""
        if tenant is None:
            entry.at = time.time()
            self.unresolved.add(entry)
        else:
            entry.at, entry.organization = tenant.exchange.now, tenant.id
            tenant.requests.add(entry)

    # ---- keeping ---------------------------------------------------------------------------------------

    def add(
        self, directory: Directory, *, replace: bool = False, clock: Mode | None = None, speed: float = 1.0,
        now: float | None = None, seed: int | None = None, lenient: bool | None = None, log: CallLog | None = None,
        prepare: Callable[[Tenant], None] = _as_it_is,
    ) -> Tenant:  # fmt: skip
        """Makes an organization. ``log`` is a call log of its own, in a file; an organization that replaces one
        with such a file gets it, emptied. ``prepare`` makes of it what others are to find, before they can. Raises
        ``RegistryError`` (``exists``, ``full``, ``invalid``), and ``StorageError``, with nothing replaced, when its
        file cannot be written.
        """
        if not ORGANIZATION_ID.match(directory.id):
            raise RegistryError(
                "invalid",
                f"{directory.id!r} is no organization id",
                "id",
                "letters, digits, - and _, at most 64, no leading - or _",
            )
        options = dict(self.defaults)
        if clock is not None:
            options |= {"clock": clock, "speed": speed}
        for name, value in (("now", now), ("seed", seed), ("lenient", lenient)):
            if value is not None:
                options[name] = value
        old = self._tenants.get(directory.id)
        with nullcontext() if old is None or not replace else old.giving_its_log() as given, self._changing():
            log = log or given
            old = self._tenants.get(directory.id)
            if old is not None and not replace:
                raise RegistryError(
                    "exists",
                    f"organization {directory.id!r} exists already",
                    "id",
                    'choose another id, or say "replace": true',
                )
            if old is None and len(self._tenants) >= MAXIMUM_ORGANIZATIONS and not self._expire():
                raise RegistryError(
                    "full", f"this server keeps {MAXIMUM_ORGANIZATIONS} organizations", "", "delete some"
                )
            from .tenants import Tenant

            tenant = Tenant(directory, log=log, **options)
            prepare(tenant)
            if old is not None:
                tenant.storage = old.storage
            tenant.require_written()
            if old is not None:
                self._forget(old)
            self._put(tenant)
        return tenant

    @contextmanager
    def _changing(self) -> Generator[None]:
        """Holds the registry's lock. Organizations that leave meanwhile are closed after it is let go of: closing
        takes their own lock, which others hold while they ask for the registry's.
        """
        with self._lock:
            yield
            leaving, self._leaving = self._leaving, []
        for tenant in leaving:
            tenant.close()

    def _put(self, tenant: Tenant) -> None:
        self._tenants[tenant.id] = tenant
        self.changes += 1
        for key in _keys(tenant.exchange.directory):
            self._index.setdefault(key, []).append(tenant)
        tenant.on_change = self._notify_change
        tenant.realtime = self.realtime
        self._notify_change(tenant)

    def _notify_change(self, tenant: Tenant) -> None:
        if self.on_change is not None:
            self.on_change(tenant)

    def template(self, name: str) -> Directory:
        """A document organizations can be made from: ``demo``, or one the server was started with."""
        if name in self.templates:
            return self.templates[name]
        if name == DEMO:
            from ..organizations import demo

            return self.templates.setdefault(DEMO, demo())
        known = ", ".join(sorted({DEMO, *self.templates}))
        raise RegistryError("unknown", f"there is no template {name!r}", "template", f"known: {known}")

    def from_template(self, template: str, id: str, **options: Any) -> Tenant:
        from ..organizations import instantiate

        directory = self.template(template)
        if not ORGANIZATION_ID.match(id):
            raise RegistryError(
                "invalid",
                f"{id!r} is no organization id",
                "id",
                "letters, digits, - and _, at most 64, no leading - or _",
            )
        return self.add(directory if directory.id == id else instantiate(directory, id), **options)

    def get(self, id: str) -> Tenant:
        tenant = self._tenants.get(id)
        if tenant is None:
            message = Sentence.of("NoOrganization", "there is no organization {id!r}", id=id)
            raise RegistryError("unknown", message, "", near_or_known(id, sorted(self._tenants)))
        return tenant

    def delete(self, id: str) -> None:
        with self._changing():
            self._forget(self.get(id))

    def edit(self, tenant: Tenant, directory: Directory) -> None:
        """Puts an edited document in place. The organization's lock is held."""
        from ..telephony.control.editing import change_directory

        with self._lock:
            self._unindex(tenant)
            before = tenant.exchange.directory.faults
            change_directory(tenant.exchange, directory)
            tenant.faults.follow(before, directory.faults)
            for key in _keys(directory):
                self._index.setdefault(key, []).append(tenant)

    def reset(self, tenant: Tenant, *, now: float | None = None, seed: int | None = None) -> Tenant:
        """The organization as it was made, in the place of the one that was used."""
        fresh = tenant.fresh(now=now, seed=seed)
        with self._changing():
            self._forget(self.get(tenant.id))
            self._put(fresh)
        return fresh

    def has(self, tenant: Tenant) -> bool:
        """Whether this very organization is still kept (not deleted, reset or replaced)."""
        return self._tenants.get(tenant.id) is tenant

    def all(self) -> list[Tenant]:
        return list(self._tenants.values())

    def _forget(self, tenant: Tenant) -> None:
        del self._tenants[tenant.id]
        self.changes += 1
        self._unindex(tenant)
        self._leaving.append(tenant)

    def _unindex(self, tenant: Tenant) -> None:
        for key in _keys(tenant.exchange.directory):
            holders = self._index.get(key, [])
            if tenant in holders:
                holders.remove(tenant)
            if not holders:
                self._index.pop(key, None)

    def _expire(self) -> bool:
        """Drops organizations that nobody has used for a day. Returns whether there is room now."""
        limit = time.monotonic() - IDLE_SECONDS
        for tenant in [tenant for tenant in self._tenants.values() if tenant.used_at < limit]:
            self._forget(tenant)
        return len(self._tenants) < MAXIMUM_ORGANIZATIONS

    # ---- finding ---------------------------------------------------------------------------------------

    def holders_of_code(self, code: str) -> list[Tenant]:
        """Organizations that have this API code, user code, campaign code or token, or issued this realtime token."""
        holders = self._index.get(code)
        if holders is None:
            from .identities import organization_of

            issuer = self._tenants.get(organization_of(code))
            return [] if issuer is None else [issuer]
        return holders

    def holders_of_login(self, name: str) -> list[Tenant]:
        """Organizations with a user of this e-mail address, or a realtime account of this name."""
        return self._index.get("login:" + name.strip().casefold(), [])

    def holders_of_extension(self, sip: str) -> list[Tenant]:
        return self._index.get("sip:" + sip.casefold(), [])

    def holders_of_call(self, call_id: str) -> list[Tenant]:
        return [tenant for tenant in self.all() if tenant.exchange.call(call_id) is not None]

    def holders_of_recording(self, file: str) -> list[Tenant]:
        """Organizations that have recorded a call to a file of that name: one at most, names being theirs alone."""
        from ..telephony.core import earlier_calls  # nobody plays a recording before the server listens

        for tenant in self.all():
            with tenant.lock:
                if earlier_calls.of_recording(tenant.exchange, file) is not None:
                    return [tenant]
        return []

    def known_codes(self, limit: int = 5) -> list[str]:
        """API codes for hints."""
        codes: deque[str] = deque(maxlen=limit)
        for tenant in self.all():
            codes.extend(tenant.exchange.directory.codes)
            if len(codes) == limit:
                break
        return list(codes)


@shared_by_directory
def _keys(directory: Directory) -> frozenset[str]:
    """By what an organization is found."""
    return frozenset(_keys_in(directory))


def _keys_in(directory: Directory) -> Iterable[str]:
    yield from directory.codes
    for code in directory.codes.values():
        if code.bearer:
            yield code.bearer
    for user in directory.users.values():
        yield user.code
        if user.email:
            yield "login:" + user.email.casefold()
    yield from directory.campaigns
    yield from directory.realtime_tokens
    yield from directory.lead_trackers
    for name in directory.realtime_accounts:
        yield "login:" + name.casefold()
    for sip in directory.extensions:
        yield "sip:" + sip.casefold()
