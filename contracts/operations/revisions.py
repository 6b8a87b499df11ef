"""What the revisions say differently where no row of an error table says it.

``current`` follows the documents and the clients that are in use, ``3.2`` the older document, and ``2026`` what the
vendor has published since, none of which was seen on the wire. ``2026`` is ``current`` wherever neither a row of an
error table nor a member here says otherwise.
"""

from __future__ import annotations

from typing import Literal

from ..quick_dataclasses import dataclass

Revision = Literal["current", "3.2", "2026"]
REVISIONS: tuple[Revision, ...] = ("current", "3.2", "2026")


@dataclass(frozen=True, slots=True)
class Wording:
    """How an organization of one revision writes its messages.

    ``waiting_call`` is ``CallStatus.Description`` of a campaign's call that waits. ``popup_flags``: the pop-up's yes
    and no are numbers or booleans. ``layer_numbers`` is what External Layer's are. ``abandoned_caller``: whether
    ``Calls`` of a QueueEvent ABANDONED still has who gave up. ``untrusted_status`` is the HTTP status of an address
    that a code does not trust. ``queue_statuses`` and ``queue_wait_in_duration`` are what the organization document's
    settings of those names are when it leaves them out.
    """

    waiting_call: Literal["Tosend", "Pending"] = "Tosend"
    popup_flags: Literal["numbers", "booleans"] = "numbers"
    layer_numbers: Literal["integers", "text"] = "integers"
    abandoned_caller: Literal["gone", "listed"] = "gone"
    untrusted_status: int = 200
    queue_statuses: Literal["documented", "detailed"] = "documented"
    queue_wait_in_duration: bool = False


WORDING: dict[Revision, Wording] = {
    "current": Wording(),
    "3.2": Wording(waiting_call="Pending"),
    "2026": Wording(
        waiting_call="Pending",
        popup_flags="booleans",
        layer_numbers="text",
        abandoned_caller="listed",
        untrusted_status=403,
        queue_statuses="detailed",
        queue_wait_in_duration=True,
    ),
}
