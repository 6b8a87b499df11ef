"""What a socket may see: the whole organization, or a user's own extension, queues and campaigns.

A token or account login sees everything, a user login its own (cur). ``updateMonitoredExtensions`` narrows the
extensions further (seen), a web phone to the one it registered.
"""

from __future__ import annotations

from dataclasses import replace

from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.exchange import Exchange
from ..telephony.model.directory import Directory


@dataclass(frozen=True, slots=True)
class Scope:
    """``user`` 0 is everything. ``monitored`` holds lower-case SIP names and extension ids; empty is all."""

    user: int = 0
    monitored: frozenset[str] = frozenset()
    extension: str = ""

    def narrow(self, names: str) -> Scope:
        """Only these extensions: SIP names or ids with commas or blanks between; an empty text is all again."""
        return replace(self, monitored=frozenset(names.casefold().replace(",", " ").split()))

    def view(self, directory: Directory) -> View:
        """What that comes to in an organization."""
        return View(self, directory)


class View:
    """A scope applied to one directory: which extensions, queues and campaigns are seen."""

    __slots__ = ("directory", "extensions", "queues", "campaigns", "_user", "_excluded")  # noqa: RUF023 - as read

    def __init__(self, scope: Scope, directory: Directory) -> None:
        self.directory = directory
        self._user = scope.user
        everything = not scope.user and not scope.extension
        own = {
            entry.sip
            for entry in directory.extensions.values()
            if everything or entry.sip == scope.extension or (scope.user and entry.user == scope.user)
        }
        user = directory.users.get(scope.user)
        if user is not None and user.extension is not None and user.extension in directory.extensions:
            own.add(user.extension)
        self._excluded = frozenset(
            entry.sip
            for entry in directory.extensions.values()
            if scope.monitored and entry.sip.casefold() not in scope.monitored and str(entry.id) not in scope.monitored
        )
        self.extensions = frozenset(own - self._excluded)
        self.queues = frozenset(
            queue.id
            for queue in directory.queues.values()
            if everything or any(m.extension in own for m in queue.members)
        )
        self.campaigns = frozenset(
            campaign.code
            for campaign in directory.campaigns.values()
            if everything or own.intersection(campaign.members)
        )

    def sees_extension(self, sip: str, agent: int) -> bool:
        """Also an extension of somebody else at which the user is logged in now."""
        return sip in self.extensions or bool(self._user and agent == self._user and sip not in self._excluded)

    def extensions_of(self, exchange: Exchange) -> list[str]:
        """Those seen now, in the directory's order."""
        return [
            sip for sip in self.directory.extensions if self.sees_extension(sip, exchange.extensions[sip].user)
        ]  # fmt: skip

    def queues_of(self, exchange: Exchange) -> list[int]:
        return [queue for queue in exchange.directory.queues if queue in self.queues]

    def campaigns_of(self, exchange: Exchange) -> list[str]:
        return [code for code in exchange.directory.campaigns if code in self.campaigns]
