"""Transactions (RFC 3261 §17, with RFC 6026's states for accepted INVITEs): who has asked what and was answered how.

All timers run on ``Timers``, on nobody's clock; docs/decisions/09 says why these are ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Literal

from sipmessage import Request, Response

from .addresses import tag_of
from .flows import SipFlow
from .messages import MAGIC_COOKIE, response, serialize, top_via
from .timers import T1, T2, T4, TIMEOUT, Timer, Timers

ClientState = Literal["calling", "proceeding", "completed", "accepted", "terminated"]
ServerState = Literal["proceeding", "completed", "confirmed", "accepted", "terminated"]
ABSORB_SECONDS = 32.0
"""Timer D: how long repeated final answers to an INVITE are expected on an unreliable transport."""
MAXIMUM_TRANSACTIONS = 20_000


class _Transaction:
    """What both kinds do with timers."""

    def __init__(self, layer: Transactions, key: str, request: Request, flow: SipFlow) -> None:
        self.layer = layer
        self.key = key
        self.request = request
        self.flow = flow
        self._timers: list[Timer] = []

    def _after(self, seconds: float, do: Callable[[], None]) -> Timer:
        timer = self.layer.timers.after(seconds, do)
        self._timers.append(timer)
        return timer

    def _stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()


class ClientTransaction(_Transaction):
    """A request of ours. ``on_response`` gets every answer that says something new (each 2xx to an INVITE, repeated
    ones too, because each wants an ACK); ``on_timeout`` is called when none came.
    """

    def __init__(
        self, layer: Transactions, key: str, request: Request, flow: SipFlow,
        on_response: Callable[[Response], None], on_timeout: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(layer, key, request, flow)
        self.state: ClientState = "calling"
        self._on_response = on_response
        self._on_timeout = on_timeout
        self._ack: bytes = b""
        self._pause = T1
        self._invite = request.method == "INVITE"
        self._bytes = serialize(request)

    def begin(self) -> None:
        if not self.flow.reliable:
            self._after(T1, self._send_again)  # timer A, or E
        self._after(TIMEOUT, self.give_up)  # timer B, or F
        self.flow.send(self._bytes)

    def _send_again(self) -> None:
        self.flow.send(self._bytes)
        self._pause = self._pause * 2 if self._invite else min(self._pause * 2, T2)
        self._after(T2 if self.state == "proceeding" else self._pause, self._send_again)

    def give_up(self) -> None:
        """No answer will come: the time is over, or the connection is broken."""
        waiting = self.state in ("calling", "proceeding")
        self.end()
        if waiting:
            self._on_timeout()

    def end(self) -> None:
        self._stop()
        self.state = "terminated"
        self.layer.forget_client(self)

    def receive(self, answer: Response) -> None:
        final = answer.code >= 200
        if self.state in ("calling", "proceeding"):
            if not final:
                self._proceed()
            elif self._invite:
                self._final_to_invite(answer)
            else:
                self._final()
            self._on_response(answer)
        elif self.state == "completed" and self._ack and final:
            self.flow.send(self._ack)
        elif self.state == "accepted" and 200 <= answer.code < 300:
            self._on_response(answer)

    def _proceed(self) -> None:
        if self._invite and self.state == "calling":
            self._stop()  # an INVITE that is being dealt with may take as long as it takes
        self.state = "proceeding"

    def _final_to_invite(self, answer: Response) -> None:
        self._stop()
        if answer.code < 300:
            self.state = "accepted"
            self._after(TIMEOUT, self.end)  # timer M
            return
        self.state = "completed"
        self._ack = serialize(_ack_of(self.request, answer))
        self.flow.send(self._ack)
        self._finish(ABSORB_SECONDS)  # timer D

    def _final(self) -> None:
        self._stop()
        self.state = "completed"
        self._finish(T4)  # timer K

    def _finish(self, seconds: float) -> None:
        if self.flow.reliable:
            self.end()
        else:
            self._after(seconds, self.end)


def _ack_of(invite: Request, answer: Response) -> Request:
    """The ACK of an answer that is no 2xx belongs to the INVITE's own transaction (§17.1.1.3)."""
    ack = Request("ACK", invite.uri)
    ack.headers.add("Via", invite.headers["Via"])
    for name in ("Max-Forwards", "From", "Call-ID"):
        ack.headers.add(name, invite.headers[name])
    ack.headers.add("To", answer.headers["To"])
    ack.headers.add("CSeq", f"{invite.cseq.sequence} ACK")
    for route in invite.headers.getlist("Route"):
        ack.headers.add("Route", route)
    return ack


class ServerTransaction(_Transaction):
    """A request to us, which ``answer`` answers. ``on_cancel``: the client has changed its mind about an INVITE.
    ``on_unacknowledged``: nobody acknowledged a final answer that is no 2xx.
    """

    def __init__(self, layer: Transactions, key: str, request: Request, flow: SipFlow) -> None:
        super().__init__(layer, key, request, flow)
        self.state: ServerState = "proceeding"
        self.tag = secrets.token_hex(8)
        self.on_cancel: Callable[[], None] = _nothing
        self._last: bytes = b""
        self._pause = T1
        self._invite = request.method == "INVITE"

    def answer(
        self, status: int, phrase: str = "", *, headers: Mapping[str, str | list[str]] | None = None, body: str = ""
    ) -> Response | None:  # fmt: skip
        """Sends an answer. ``None``, and nothing sent, when there was a final one already."""
        if self.state != "proceeding":
            return None
        made = response(self.request, status, phrase, tag=self.tag, headers=headers, body=body)
        self._last = serialize(made)
        self.flow.send(self._last)
        if status >= 200:
            self._final(status)
        return made

    def _final(self, status: int) -> None:
        if not self._invite:
            self.state = "completed"
            self._finish(TIMEOUT)  # timer J
        elif status < 300:
            self.state = "accepted"
            self._after(TIMEOUT, self.end)  # timer L; who called sends the 2xx again until its ACK comes
        else:
            self.state = "completed"
            if not self.flow.reliable:
                self._after(T1, self._send_again)  # timer G
            self._after(TIMEOUT, self.end)  # timer H

    def _send_again(self) -> None:
        self.flow.send(self._last)
        self._pause = min(self._pause * 2, T2)
        self._after(self._pause, self._send_again)

    def _finish(self, seconds: float) -> None:
        if self.flow.reliable:
            self.end()
        else:
            self._after(seconds, self.end)

    def repeat_answer(self) -> None:
        """The request has come again: so does the last answer, except a 2xx to an INVITE."""
        if self._last and self.state in ("proceeding", "completed"):
            self.flow.send(self._last)

    def confirm(self) -> None:
        if self.state == "completed":
            self._stop()
            self.state = "confirmed"
            self._finish(T4)  # timer I

    def end(self) -> None:
        self._stop()
        self.state = "terminated"
        self.layer.forget_server(self)


class Transactions:
    """All transactions. ``on_request`` gets each new request that wants an answer; ``on_ack`` the ACK of a 2xx."""

    def __init__(
        self, timers: Timers, on_request: Callable[[ServerTransaction], None], on_ack: Callable[[Request], None]
    ) -> None:
        self.timers = timers
        self._on_request = on_request
        self._on_ack = on_ack
        self._clients: dict[str, ClientTransaction] = {}
        self._servers: dict[str, ServerTransaction] = {}

    @property
    def count(self) -> int:
        return len(self._clients) + len(self._servers)

    # ---- sending ---------------------------------------------------------------------------------------

    def send(
        self, request: Request, flow: SipFlow, on_response: Callable[[Response], None] | None = None,
        on_timeout: Callable[[], None] | None = None, *, branch: str = "",
    ) -> ClientTransaction:  # fmt: skip
        """Sends a request in a transaction of its own. ``branch``: that of the INVITE which a CANCEL is about."""
        branch = branch or MAGIC_COOKIE + secrets.token_hex(8)
        put_via(request, flow, branch)
        key = f"{branch} {request.method}"
        made = ClientTransaction(self, key, request, flow, on_response or _ignore, on_timeout or _nothing)
        self._clients[key] = made
        made.begin()
        return made

    # ---- receiving -------------------------------------------------------------------------------------

    def receive(self, message: Request | Response, flow: SipFlow) -> None:
        if isinstance(message, Response):
            branch = top_via(message).parameters.get("branch") or ""
            client = self._clients.get(f"{branch} {message.cseq.method}")
            if client is not None:
                client.receive(message)
            return
        key = _server_key(message)
        known = self._servers.get(key)
        if message.method == "ACK":
            if known is not None and known.state != "accepted":
                known.confirm()
            else:
                self._on_ack(message)
        elif known is not None:
            known.repeat_answer()
        elif len(self._servers) >= MAXIMUM_TRANSACTIONS:
            flow.send(serialize(response(message, 503, "too many transactions")))
        elif message.method == "CANCEL":
            self._cancel(message, flow, self._servers.get(key.removesuffix("CANCEL") + "INVITE"))
        else:
            made = self._servers[key] = ServerTransaction(self, key, message, flow)
            self._on_request(made)

    def _cancel(self, message: Request, flow: SipFlow, invite: ServerTransaction | None) -> None:
        """A CANCEL is answered by itself; the INVITE, if it was not answered yet, by whoever deals with it (§9.2)."""
        key = _server_key(message)
        own = self._servers[key] = ServerTransaction(self, key, message, flow)
        if invite is None:
            own.answer(481)
            return
        own.tag = invite.tag
        own.answer(200)
        if invite.state == "proceeding":
            invite.on_cancel()

    def forget_client(self, client: ClientTransaction) -> None:
        self._clients.pop(client.key, None)

    def forget_server(self, server: ServerTransaction) -> None:
        self._servers.pop(server.key, None)

    def flow_is_gone(self, flow: SipFlow) -> None:
        """A connection has broken: nobody will answer there, or take an answer."""
        for client in [client for client in self._clients.values() if client.flow is flow]:
            client.give_up()
        for server in [server for server in self._servers.values() if server.flow is flow]:
            server.end()


def put_via(request: Request, flow: SipFlow, branch: str = "") -> None:
    """Says on top of a request where its answer goes."""
    branch = branch or MAGIC_COOKIE + secrets.token_hex(8)
    request.headers.set("Via", f"SIP/2.0/{flow.via} {flow.local};branch={branch};rport")


def branch_of(request: Request) -> str:
    return top_via(request).parameters.get("branch") or ""


def _server_key(request: Request) -> str:
    """§17.2.3. Telephones from before RFC 3261, whose branches do not begin with the magic cookie, are told apart by
    the other headers."""
    via = top_via(request)
    branch = via.parameters.get("branch") or ""
    method = "INVITE" if request.method == "ACK" else request.method
    if not branch.startswith(MAGIC_COOKIE):
        branch = f"{request.call_id} {tag_of(request.headers['From'])} {request.cseq.sequence} {branch}"
    return f"{branch} {via.host}:{via.port} {method}"


def _nothing() -> None:
    return None


def _ignore(_: Response) -> None:
    return None
