"""What is written and read of calls: the INVITE to a telephone, reasons for ends, what a telephone's answer means."""

from __future__ import annotations

import json
from urllib.parse import quote

from sipmessage import Request, Response

from ...contracts.causes import cause as cause_row
from ...contracts.causes import causes_of_sip
from ...contracts.dial_statuses import DialStatusName
from ..telephony.core.telephones import Ring
from .addresses import display, read_uri, split_values, uri_in
from .dialogs import new_tag
from .flows import SipFlow
from .messages import ALLOWED, MAGIC_COOKIE, request

ELSEWHERE = 26
SDP = "application/sdp"
_CAUSES: dict[int, int] = {600: 17, 603: 21, 604: 1, 607: 21, 401: 21, 407: 21}
"""ISUP causes of SIP statuses that the documents' table does not have (RFC 3398 §7.2.4.1)."""


def failure(status: int) -> tuple[DialStatusName, int]:
    """What becomes of a leg whose telephone answers so (300 to 699): status and ISUP cause, by the first row of the
    External IVR document's table (3.2 §5) that has the answer.
    """
    rows = causes_of_sip(status)
    code = rows[0].code if rows else _CAUSES.get(status, 41 if 500 <= status < 600 else 31)
    return cause_row(code).status, code


def reason(cause: int) -> str:
    """RFC 3326; a telephone does not count a call as missed that was answered elsewhere."""
    if cause == ELSEWHERE:
        return 'SIP;cause=200;text="Call completed elsewhere"'
    return f'Q.850;cause={cause};text="{cause_row(cause).definition}"'


def contact_of(flow: SipFlow) -> str:
    return f"sip:{flow.local};transport={flow.transport.lower()}"


def invitation(ring: Ring, uri: str, flow: SipFlow, offer: str) -> Request:
    """The INVITE to a telephone. ``Remote-Party-ID`` is what the vendor's phone shows, ``Call-Info`` with
    ``answer-after`` makes it answer by itself; the call's id and custom data go along in headers of our own.
    """
    host = flow.local.rpartition(":")[0]
    party = f"{display(ring.name)} <sip:{quote(ring.number, safe='+')}@{host}>"
    headers = {
        "Contact": f"<{contact_of(flow)}>",
        "Remote-Party-ID": f"{party};party=calling;privacy=off;screen=yes",
        "Allow": ALLOWED,
        "Supported": "replaces",
        "X-Ivr-Unique-Id": ring.call_id,
        "Content-Type": SDP,
    }
    if ring.auto_answer:
        headers["Call-Info"] = f"<sip:{host}>;answer-after=0"
    if ring.did:
        headers["X-Did"] = ring.did
    if ring.custom:
        headers["X-Custom-Data"] = json.dumps(dict(ring.custom))
    return request(
        "INVITE", uri, sender=f"{party};tag={new_tag()}", to=f"<{uri.partition(';')[0]}>",
        call_id=MAGIC_COOKIE + new_tag(), sequence=1, headers=headers, body=offer,
    )  # fmt: skip


def redirection(answer: Response) -> str:
    """The user of a 3xx's first Contact."""
    values = split_values(answer.headers.get("Contact") or "")
    try:
        return (read_uri(uri_in(values[0])).user or "") if values else ""
    except ValueError:
        return ""
