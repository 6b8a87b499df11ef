"""Dialogs (RFC 3261 §12): what two ends of a call have to know to talk about it, and requests within."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import field

from sipmessage import Request, Response

from ...contracts.quick_dataclasses import dataclass
from .addresses import read_uri, split_values, tag_of, uri_in
from .flows import SipFlow
from .messages import request


@dataclass(slots=True)
class Dialog:
    """One end's view. ``local`` and ``remote`` are whole values of From and To, tags included."""

    call_id: str
    local: str
    remote: str
    target: str
    flow: SipFlow
    contact: str
    routes: list[str] = field(default_factory=list[str])
    sequence: int = 0
    remote_sequence: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        return self.call_id, tag_of(self.local), tag_of(self.remote)

    @classmethod
    def called(cls, invite: Request, answer: Response, flow: SipFlow, contact: str) -> Dialog:
        """After an answer to an INVITE of ours."""
        routes = [value for header in answer.headers.getlist("Record-Route") for value in split_values(header)]
        return cls(
            invite.call_id, invite.headers["From"], answer.headers["To"], _target(answer, str(invite.uri)), flow,
            contact, routes[::-1], invite.cseq.sequence,
        )  # fmt: skip

    @classmethod
    def calling(cls, invite: Request, local_tag: str, flow: SipFlow, contact: str) -> Dialog:
        """For an INVITE that came to us."""
        routes = [value for header in invite.headers.getlist("Record-Route") for value in split_values(header)]
        return cls(
            invite.call_id, f"{invite.headers['To']};tag={local_tag}", invite.headers["From"],
            _target(invite, uri_in(invite.headers["From"])), flow, contact, routes, 0, invite.cseq.sequence,
        )  # fmt: skip

    def request(self, method: str, headers: Mapping[str, str] | None = None, body: str = "") -> Request:
        """The next request in the dialog; an ACK has the number of the INVITE that it acknowledges."""
        if method != "ACK":
            self.sequence += 1
        made = request(
            method, self.target, sender=self.local, to=self.remote, call_id=self.call_id, sequence=self.sequence,
            headers={"Contact": f"<{self.contact}>", **(headers or {})}, body=body,
        )  # fmt: skip
        for route in self.routes:
            made.headers.add("Route", route)
        return made

    def follows(self, message: Request) -> bool:
        """Whether a request in the dialog is newer than what came before (§12.2.2), and takes it as the newest."""
        if message.cseq.sequence < self.remote_sequence:
            return False
        self.remote_sequence = message.cseq.sequence
        return True

    def refresh(self, message: Request | Response) -> None:
        """A re-INVITE or its answer may say where the telephone is now."""
        self.target = _target(message, self.target)


def new_tag() -> str:
    return secrets.token_hex(8)


def _target(message: Request | Response, otherwise: str) -> str:
    header = message.headers.get("Contact")
    values = split_values(header) if header else []
    wanted = uri_in(values[0]) if values else otherwise
    try:
        _ = read_uri(wanted)
    except ValueError:
        return otherwise
    return wanted
