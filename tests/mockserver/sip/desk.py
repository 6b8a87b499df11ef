"""An organization's telephones without sockets and without a clock: messages are lists, and time is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from sipmessage import Request, Response

from voicenter_mock.contracts.sentences import Sentence
from voicenter_mock.mockserver.organizations import read as read_directory
from voicenter_mock.mockserver.sip.addresses import tag_of
from voicenter_mock.mockserver.sip.flows import SipFlow
from voicenter_mock.mockserver.sip.line import Action, Then
from voicenter_mock.mockserver.sip.lines import Lines
from voicenter_mock.mockserver.sip.media import silent
from voicenter_mock.mockserver.sip.messages import UnreadableSip, read, response, serialize
from voicenter_mock.mockserver.sip.registrar import Extension
from voicenter_mock.mockserver.sip.switchboard import Known, SipRefusal, Switchboard
from voicenter_mock.mockserver.sip.timers import Timers
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.control.telephone_actions import TelephoneActions
from voicenter_mock.mockserver.telephony.core.refusals import CannotBeDone
from voicenter_mock.mockserver.telephony.core.story import Gone
from voicenter_mock.mockserver.telephony.core.telephones import LineAudio, Ring
from voicenter_mock.mockserver.telephony.model.calls import Call

from ..telephony.simulation import Observed
from ..telephony.stories import explain

START = 1_700_000_000.0
DIRECT, MENU, QUEUE, MAILBOX = "0720000001", "0720000002", "0720000003", "0720000004"
CALLER = "0501234567"
DOCUMENT: dict[str, Any] = {
    "id": "desk",
    "accounts": [{"id": 1, "name": "Desk"}],
    "codes": [{"code": "desk-code", "account": 1}],
    "users": [],
    "extensions": [
        {"sip": sip, "id": 100 + place, "name": name, "account": 1, "password": f"secret-{sip}"}
        for place, (sip, name) in enumerate([("ann", "Ann"), ("ben", "Ben"), ("cid", "Cid")], 1)
    ],
    "dids": [
        {"number": DIRECT, "route": {"extension": "ann"}},
        {"number": MENU, "route": {"layer": 1}},
        {"number": QUEUE, "route": {"queue": 100}},
        {"number": MAILBOX, "route": {"voicemail": 701}},
    ],
    "layers": [
        {"number": 1, "id": 1001, "name": "Menu", "kind": "menu", "prompt_seconds": 4, "keys": {"2": 2, "*": 3}},
        {"number": 2, "id": 1002, "name": "Two", "kind": "playback", "prompt_seconds": 7},
        {"number": 3, "id": 1003, "name": "Star", "kind": "playback", "prompt_seconds": 7},
    ],
    "voicemails": [{"id": 701, "name": "Box", "greeting_seconds": 1}],
    "queues": [{"id": 100, "name": "Sales", "account": 1, "members": ["ann", "ben"]}],
    "behaviour": {
        "agents": {"ring_seconds": [3, 3], "talk_seconds": [60, 60]},
        "outside": {"ring_seconds": [5, 5], "talk_seconds": [30, 30]},
        "patience_seconds": [300, 300],
    },
}
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 101\r\nc=IN IP4 127.0.0.1\r\n"


class Wire:
    """A flow whose messages are kept."""

    remote = "127.0.0.1:5099"
    local = "127.0.0.1:5060"
    organization = ""

    def __init__(self, transport: Literal["WS", "UDP", "TCP"] = "WS") -> None:
        self.transport: Literal["WS", "UDP", "TCP"] = transport
        self.via: Literal["WS", "UDP", "TCP"] = transport
        self.reliable = transport != "UDP"
        self.sent: list[Request | Response] = []
        self.on_options: Callable[[Request], None] | None = None

    def send(self, data: bytes) -> None:
        message = read(data)
        if isinstance(message, Request) and message.method == "OPTIONS" and self.on_options is not None:
            self.on_options(message)
        else:
            self.sent.append(message)

    @property
    def start_lines(self) -> list[str]:
        """Methods and statuses, in order."""
        return [start_line(message) for message in self.sent]

    def take(self) -> list[str]:
        """Those sent since the last time."""
        words, self.sent = self.start_lines, []
        return words


def start_line(message: Request | Response) -> str:
    return message.method if isinstance(message, Request) else str(message.code)


class Desk(Observed):
    """An exchange, its switchboard, and what an ``Organizations`` says of the two."""

    def __init__(self) -> None:
        self.exchange = new_exchange(read_directory(DOCUMENT), now=START)
        self.operator = Operator(self.exchange)
        self.events = []
        self.exchange.subscribers.append(self.events.append)
        self.timers = Timers()
        self.switchboard = Switchboard(self.timers, self)
        self.organization = Lines(
            self.switchboard.transactions, self._act, lambda sip: self.switchboard.registrar.of(("desk", sip)), silent
        )
        self.refused: list[str] = []
        self.refusal: SipRefusal | None = None
        self.tokens: set[str] = set()
        TelephoneActions(self.exchange).attach(self)

    # ---- the exchange's port -----------------------------------------------------------------------------

    def ring(self, ring: Ring) -> None:
        self.organization.ring(ring)

    def ringing(self, line: str) -> None:
        self.organization.ringing(line)

    def connect(self, line: str) -> None:
        self.organization.connect(line)

    def set_audio(self, line: str, audio: LineAudio) -> None:
        self.organization.set_audio(line, audio)

    def release(self, line: str, cause: int) -> None:
        self.organization.release(line, cause)

    def _act(self, action: Action, then: Then | None) -> None:
        try:
            result = action(TelephoneActions(self.exchange))
        except CannotBeDone as refused:
            result = refused
        if then is not None:
            then(result)
        self.exchange.run(self.exchange.now)

    # ---- organizations -----------------------------------------------------------------------------------

    def find(self, name: str, flow: SipFlow, domain: str) -> Known | SipRefusal:
        entry = self.exchange.directory.extensions.get(name)
        return (
            SipRefusal(404, Sentence("no such extension")) if entry is None else Known(("desk", name), entry.password)
        )

    def may_register(self, extension: Extension) -> SipRefusal | None:
        return self.refusal

    def accepts_token(self, extension: Extension, token: str) -> bool:
        return token in self.tokens

    def lines(self, organization: str) -> Lines:
        return self.organization

    def all_lines(self) -> Iterable[Lines]:
        return [self.organization]

    def presence(self, extension: Extension, present: bool, why: Gone) -> None:
        sip = extension[1]
        self._act(lambda do: do.register(sip) if present else do.unregister(sip, why), None)

    def note(self, organization: str, flow: SipFlow, asked: Request, refusal: SipRefusal | None) -> None:
        if refusal is not None:
            self.refused.append(refusal.phrase)

    def note_unreadable(self, flow: SipFlow, first_line: str, problem: UnreadableSip) -> None:
        self.refused.append(str(problem))

    # ---- time and what happened --------------------------------------------------------------------------

    def wait(self, seconds: float) -> None:
        """Both clocks go on together, thing by thing."""
        end = self.timers.now + seconds
        while True:
            due = self.exchange.scheduler.next_time()
            times = [self.timers.next_time(), None if due is None else due - START]
            now = min((time for time in times if time is not None and time <= end), default=end)
            self.timers.run(now)
            self.exchange.run(START + self.timers.now)
            if now >= end:
                return

    def reasons(self, extension: str = "ann") -> list[str]:
        return super().reasons(extension)

    def call(self, did: str = DIRECT, **script: Any) -> Call:
        settings: dict[str, Any] = {"talk_seconds": 500, **script}
        made = self.operator.incoming_call(CALLER, did, **settings)
        self.wait(2)
        return made

    def story(self, call: Call) -> str:
        return "\n".join(explain(call, self.exchange.zone))

    def is_clean(self) -> bool:
        """Nothing is left of any call or transaction."""
        return not (self.organization.count or self.switchboard.transactions.count or self.exchange.lines)


class Phone:
    """A telephone that does what it is told, one call at a time."""

    def __init__(
        self, desk: Desk, name: str = "ann", transport: Literal["WS", "UDP", "TCP"] = "WS", at: str = ""
    ) -> None:
        self.desk = desk
        self.name = name
        self.wire = Wire(transport)
        self.contact = f"sip:{name}-{at or 'desk'}@telephone.invalid"
        self.wire.on_options = lambda asked: self.answer(200, to=asked)
        self._sequence = 0
        self.dialog: tuple[str, str, str, str] = ("", "", "", "")

    def receive(self, message: Request | Response) -> None:
        self.desk.switchboard.receive(serialize(message), self.wire)

    def request(
        self, method: str, uri: str, *, to: str, sender: str, call_id: str, headers: Mapping[str, str] | None = None,
        body: str = "", sequence: int = 0, branch: str = "",
    ) -> Request:  # fmt: skip
        self._sequence += 1
        made = read(
            f"{method} {uri} SIP/2.0\r\n"
            f"Via: SIP/2.0/{self.wire.transport} telephone.invalid;branch={branch or f'z9hG4bK-{self.contact[4:-18]}-{self._sequence}'}\r\n"
            f"Max-Forwards: 70\r\nFrom: {sender}\r\nTo: {to}\r\nCall-ID: {call_id}\r\n"
            f"CSeq: {sequence or self._sequence} {method}\r\n"
            f"Contact: <{self.contact}>\r\n".encode()
            + "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items()).encode()
            + b"\r\n"
            + body.encode()
        )
        assert isinstance(made, Request)
        return made

    # ---- registering -----------------------------------------------------------------------------------

    def register(self, *, password: str = "", expires: int = 600, algorithm: str = "MD5", **headers: str) -> list[str]:
        """Registers with what the challenge asks for. Returns what was answered."""
        self._ask_registration(expires, headers)
        challenge = self.wire.sent[-1]
        assert isinstance(challenge, Response)
        if challenge.code == 401:
            given = credentials(challenge, "REGISTER", self.name, password or f"secret-{self.name}", algorithm)
            self._ask_registration(expires, {**headers, "Authorization": given})
        return self.wire.take()

    def _ask_registration(self, expires: int, headers: Mapping[str, str]) -> None:
        own = f"<sip:{self.name}@desk.test>"
        self.receive(
            self.request(
                "REGISTER", "sip:desk.test", to=own, sender=f"{own};tag=r", call_id=f"reg-{self.contact}",
                headers={"Expires": str(expires), **headers},
            )
        )  # fmt: skip

    # ---- being rung ------------------------------------------------------------------------------------

    @property
    def invite(self) -> Request:
        """The last INVITE that came."""
        return [one for one in self.wire.sent if isinstance(one, Request) and one.method == "INVITE"][-1]

    def answer(
        self, status: int, phrase: str = "", *, body: str = "", to: Request | None = None, **headers: str
    ) -> None:
        invite = to or self.invite
        contact = {"Contact": f"<{self.contact}>"} if status < 300 else {}
        made = response(invite, status, phrase, tag="phone", headers={**contact, **headers}, body=body)
        if 200 <= status < 300 and invite.method == "INVITE":
            self.dialog = (
                invite.call_id,
                f"{invite.headers['To']};tag=phone",
                invite.headers["From"],
                str(self.contact),
            )
        self.receive(made)

    def pick_up(self) -> None:
        self.answer(180)
        self.answer(200, body=OFFER)
        self.wire.take()

    # ---- calling ---------------------------------------------------------------------------------------

    def call(self, number: str, *, body: str = OFFER, branch: str = "z9hG4bKcall") -> None:
        """Calls, with credentials for the challenge."""
        sender, to, call_id = f"<sip:{self.name}@desk.test>;tag=c", f"<sip:{number}@desk.test>", f"call-{branch}"
        uri = f"sip:{number}@desk.test"
        self.receive(
            self.request("INVITE", uri, to=to, sender=sender, call_id=call_id, body=body, sequence=1, branch=branch)
        )
        challenge = self.wire.sent[-1]
        assert isinstance(challenge, Response)
        given = credentials(challenge, "INVITE", self.name, f"secret-{self.name}", "MD5", uri)
        self.acknowledge(challenge, branch)
        self.invited = self.request(
            "INVITE", uri, to=to, sender=sender, call_id=call_id, body=body, sequence=2, branch=f"{branch}-2",
            headers={"Proxy-Authorization": given},
        )  # fmt: skip
        self.wire.take()
        self.receive(self.invited)

    def acknowledge(self, answer: Response, branch: str = "") -> None:
        """An ACK: of a 2xx in a transaction of its own."""
        made = self.request(
            "ACK", "sip:desk.test", to=answer.headers["To"], sender=answer.headers["From"], call_id=answer.call_id,
            sequence=answer.cseq.sequence, branch=branch,
        )  # fmt: skip
        if answer.code < 300:
            self.dialog = (answer.call_id, answer.headers["From"], answer.headers["To"], self.contact)
        self.receive(made)

    def last(self, status: int) -> Response:
        return [one for one in self.wire.sent if isinstance(one, Response) and one.code == status][-1]

    def cancel(self) -> None:
        invited = self.invited
        self.receive(
            self.request(
                "CANCEL", str(invited.uri), to=invited.headers["To"], sender=invited.headers["From"],
                call_id=invited.call_id, sequence=2, branch=invited.via[0].parameters["branch"] or "",
            )
        )  # fmt: skip

    # ---- in a call -------------------------------------------------------------------------------------

    def send_request(
        self, method: str, *, body: str = "", dialog: tuple[str, str, str, str] | None = None, **headers: str
    ) -> None:
        """A request in the dialog."""
        call_id, own, other, _ = dialog or self.dialog
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.receive(
            self.request(
                method, "sip:desk.test", to=other, sender=own, call_id=call_id, headers=named, body=body,
                sequence=self._sequence + 100,
            )
        )  # fmt: skip


def credentials(
    challenge: Response, method: str, user: str, password: str, algorithm: str, uri: str = "sip:desk.test"
) -> str:  # fmt: skip
    """The answer of an honest telephone to a challenge."""
    header = "WWW-Authenticate" if challenge.code == 401 else "Proxy-Authenticate"
    [value] = [one for one in challenge.headers.getlist(header) if f"algorithm={algorithm}" in one]
    given = dict(item.split("=", 1) for item in value.removeprefix("Digest ").replace('"', "").split(", "))
    hashing = hashlib.md5 if algorithm == "MD5" else hashlib.sha256

    def digest(*parts: str) -> str:
        return hashing(":".join(parts).encode()).hexdigest()

    secret, asked = digest(user, given["realm"], password), digest(method, uri)
    answer = digest(secret, given["nonce"], "00000001", "c", "auth", asked)
    return (
        f'Digest username="{user}", realm="{given["realm"]}", nonce="{given["nonce"]}", uri="{uri}", '
        f'response="{answer}", algorithm={algorithm}, qop=auth, nc=00000001, cnonce="c"'
    )


__all__ = [
    "CALLER",
    "DIRECT",
    "MAILBOX",
    "MENU",
    "OFFER",
    "QUEUE",
    "Desk",
    "Phone",
    "Wire",
    "credentials",
    "start_line",
    "tag_of",
]
