"""What of a directory is looked up by something else than its own key, made once for organizations of the same one: a
test suite makes one after the other, each of the same document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ....contracts.quick_dataclasses import dataclass
from ..model import phones
from ..model.directory import Did, Directory, QueueMember

CAMPAIGN_KINDS = {"agents": "Automatic", "ivr": "IVR"}
"""A campaign's kind as the wire names it (seen in the dialer's events)."""

Made = TypeVar("Made")


def shared_by_directory(make: Callable[[Directory], Made]) -> Callable[[Directory], Made]:
    """Keeps what was made of the directory that was asked for last, for whoever asks for that very one. Nobody changes
    it, as nobody changes a directory.
    """
    last: list[tuple[Directory, Made]] = []

    def find(directory: Directory) -> Made:
        for known, made in last:
            if known is directory:
                return made
        made = make(directory)
        last[:] = [(directory, made)]
        return made

    return find


@dataclass(slots=True)
class DirectoryIndex:
    speed_dials: dict[str, list[str]]
    """The extensions that have each."""
    dids: dict[str, Did]
    """By the number as it is dialled."""
    account_columns: dict[int, tuple[int, str, int, str]]
    """What a record says of each account."""
    campaign_columns: dict[str, tuple[int, str, str]]
    """What a record says of each campaign beside its code."""
    members: dict[int, dict[str, tuple[int, QueueMember]]]
    """The members of each queue by extension, each with its place among them."""
    rung_by_idleness: set[int]
    """The queues of which whoever has been free longest is rung, and no weights say otherwise."""
    queues_of: dict[str, list[int]]
    """The queues of each extension, the weightiest first."""


@shared_by_directory
def index_of(directory: Directory) -> DirectoryIndex:
    speed_dials: dict[str, list[str]] = {}
    for extension in directory.extensions.values():
        if extension.speed_dial:
            speed_dials.setdefault(extension.speed_dial, []).append(extension.sip)
    queues_of: dict[str, list[int]] = {}
    for entry in sorted(directory.queues.values(), key=lambda entry: -entry.weight):
        for member in entry.members:
            queues_of.setdefault(member.extension, []).append(entry.id)
    return DirectoryIndex(
        speed_dials,
        {phones.of_document(did.number): did for did in directory.dids.values()},
        {
            account.id: (account.id, account.name, top.id, top.name)
            for account in directory.accounts.values()
            for top in [directory.top_account(account.id)]
        },
        {
            campaign.code: (campaign.id, campaign.name, CAMPAIGN_KINDS[campaign.kind])
            for campaign in directory.campaigns.values()
        },
        {
            entry.id: {member.extension: (place, member) for place, member in enumerate(entry.members)}
            for entry in directory.queues.values()
        },
        {
            entry.id
            for entry in directory.queues.values()
            if entry.strategy == "longest_idle" and len({member.weight for member in entry.members}) < 2
        },
        queues_of,
    )
