"""What telephones ask of the sandbox: to be registered, whether it is there, to call, and what they do in a call.

One for a server; it knows organizations through a port. Everything runs on one thread (the server's event loop), on
the clock of its timers.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from sipmessage import Address, Request, Response

from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import NOTHING, Sentence
from ..telephony.core.story import Gone
from . import digest
from .addresses import read_address, tag_of
from .dialogs import new_tag
from .digest import Challenger
from .flows import SipFlow
from .line import Line
from .lines import Lines
from .messages import ALLOWED, KEEP_ALIVE, UnreadableSip, mark_source, read, request
from .registrar import Binding, Extension, Registrar, RegistrationRefused
from .timers import Timers
from .transactions import ServerTransaction, Transactions

OPTIONS_SECONDS = 30.0
"""Between two OPTIONS to a telephone: the vendor's takes one at least every 35 seconds for a living connection."""
OFFERED_OPTIONS = frozenset({"replaces", "outbound", "path", "gruu"})
PONG = b"\r\n"


@dataclass(frozen=True, slots=True)
class SipRefusal:
    """Why a telephone is not served: the status and phrase of the answer, and what else the journal says."""

    status: int
    phrase: Sentence
    hint: Sentence = NOTHING


@dataclass(frozen=True, slots=True)
class Known:
    """An extension that a telephone may be, with its password."""

    extension: Extension
    password: str


class Organizations(Protocol):
    """The organizations of a server, as telephones reach them."""

    def find(self, name: str, flow: SipFlow, domain: str) -> Known | SipRefusal:
        """The extension of that SIP name."""
        ...

    def may_register(self, extension: Extension) -> SipRefusal | None: ...

    def accepts_token(self, extension: Extension, token: str) -> bool: ...

    def lines(self, organization: str) -> Lines:
        """The lines of an organization that ``find`` has found."""
        ...

    def all_lines(self) -> Iterable[Lines]: ...

    def presence(self, extension: Extension, present: bool, why: Gone) -> None: ...

    def note(self, organization: str, flow: SipFlow, asked: Request, refusal: SipRefusal | None) -> None:
        """Writes a registration, or what was refused, into the journal."""

    def note_unreadable(self, flow: SipFlow, first_line: str, problem: UnreadableSip) -> None:
        """Writes what is no SIP message into the server's journal."""


class Switchboard:
    def __init__(self, timers: Timers, organizations: Organizations) -> None:
        self.timers = timers
        self.transactions = Transactions(timers, self._handle_request, self._handle_ack)
        self.registrar = Registrar(timers, organizations.presence)
        self._organizations = organizations
        self._challenger = Challenger()
        self._asking = False

    # ---- coming in -------------------------------------------------------------------------------------

    def receive(self, data: bytes, flow: SipFlow) -> None:
        """What has come on a flow: one message, or a sign of life (RFC 5626 §3.5.1)."""
        if not data.strip(b"\r\n\0"):
            if data == KEEP_ALIVE:
                flow.send(PONG)
            return
        try:
            message = read(data)
        except UnreadableSip as problem:
            self._unreadable(data, flow, problem)
            return
        if isinstance(message, Request):
            mark_source(message, flow.remote)
        self.transactions.receive(message, flow)

    def _unreadable(self, data: bytes, flow: SipFlow, problem: UnreadableSip) -> None:
        """Answered if that can be (§8.2): a request whose Via, From, To, Call-ID and CSeq can still be copied."""
        first, *others = data.lstrip(b"\r\n").partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[:64]
        self._organizations.note_unreadable(flow, first, problem)
        copied = [line for line in others if line.split(":")[0].strip().lower() in _COPIED]
        if first.startswith(("SIP/2.0", "ACK ")) or not copied:
            return
        lines = [f"SIP/2.0 {problem.status} {problem}", *copied, "Content-Length: 0"]
        answer = "\r\n".join([*lines, "", ""]).encode()
        with suppress(UnreadableSip):
            read(answer)
            flow.send(answer)

    def flow_is_gone(self, flow: SipFlow, why: Gone = "its connection broke") -> None:
        self.registrar.flow_is_gone(flow, why)
        for lines in self._organizations.all_lines():
            lines.flow_is_gone(flow, why)
        self.transactions.flow_is_gone(flow)

    # ---- requests --------------------------------------------------------------------------------------

    def _handle_request(self, transaction: ServerTransaction) -> None:
        asked = transaction.request
        if tag_of(asked.headers["To"]):
            line = self._line_of(asked)
            if line is None:
                transaction.answer(481)
            else:
                line.handle_request(transaction)
            return
        unknown = [option for option in asked.require if option not in OFFERED_OPTIONS]
        if unknown:
            transaction.answer(420, headers={"Unsupported": ", ".join(unknown)})
            return
        match asked.method:
            case "REGISTER":
                self._register(transaction)
            case "INVITE":
                self._invite(transaction)
            case "OPTIONS":
                transaction.answer(
                    200, headers={"Allow": ALLOWED, "Accept": "application/sdp", "Supported": "replaces"}
                )
            case "SUBSCRIBE" | "PUBLISH":
                transaction.answer(489, headers={"Allow-Events": "refer"})
            case "BYE" | "INFO" | "REFER" | "NOTIFY" | "UPDATE":
                transaction.answer(481)
            case "MESSAGE":
                transaction.answer(405, headers={"Allow": ALLOWED})
            case _:
                transaction.answer(501, headers={"Allow": ALLOWED})

    def _line_of(self, asked: Request) -> Line | None:
        key = (asked.call_id, tag_of(asked.headers["To"]), tag_of(asked.headers["From"]))
        found = (lines.dialogs.get(key) for lines in self._organizations.all_lines())
        return next((line for line in found if line is not None), None)

    def _handle_ack(self, ack: Request) -> None:
        line = self._line_of(ack)
        if line is not None:
            line.handle_ack(ack)

    # ---- who is there ----------------------------------------------------------------------------------

    def _register(self, transaction: ServerTransaction) -> None:
        asked, flow = transaction.request, transaction.flow
        known = self._authenticate(transaction, read_address(asked.headers["To"]), 401)
        if known is None:
            return
        refusal = self._organizations.may_register(known.extension)
        if refusal is not None:
            self._refuse(transaction, known.extension[0], refusal)
            return
        before = bool(self.registrar.of(known.extension))
        try:
            contacts = self.registrar.register(known.extension, asked, flow)
        except RegistrationRefused as refused:
            transaction.answer(refused.status, refused.phrase, headers=refused.headers)
            return
        made = transaction.answer(200, headers={"Contact": ", ".join(contacts)} if contacts else None)
        if made is not None and before != bool(contacts):
            self._organizations.note(known.extension[0], flow, asked, None)
        self._ask_regularly()

    def _authenticate(self, transaction: ServerTransaction, claimed: Address, status: int) -> Known | None:
        """The extension that a telephone says it is, once it has shown that it knows its password or has a token;
        else ``None``, and it has been answered.
        """
        asked, flow = transaction.request, transaction.flow
        domain = claimed.uri.host
        known = self._organizations.find(claimed.uri.user or "", flow, domain)
        if isinstance(known, SipRefusal):
            self._refuse(transaction, "", known)
            return None
        organization, sip = known.extension
        stale = False
        for name in ("Authorization", "Proxy-Authorization"):
            for header in asked.headers.getlist(name):
                given = digest.read(header)
                if given is None and header.lower().startswith("digest"):
                    why = Sentence.of("UnreadableCredentials", "{header} cannot be read", header=name)
                    self._refuse(transaction, organization, SipRefusal(400, why))
                    return None
                if given is None:
                    if self._organizations.accepts_token(known.extension, header):
                        return known
                    why = Sentence.of(
                        "TokenNotForExtension", "this token is not for extension {extension}", extension=sip
                    )
                    self._refuse(transaction, organization, SipRefusal(403, why))
                    return None
                if given.username.casefold() != sip.casefold():
                    continue
                verdict = self._challenger.judge(given, asked.method, known.password, self.timers.now)
                if verdict == "right":
                    return known
                if verdict == "wrong":
                    why = Sentence.of("WrongPassword", "wrong password for extension {extension}", extension=sip)
                    self._refuse(transaction, organization, SipRefusal(403, why))
                    return None
                stale = True
        challenges = self._challenger.challenges(domain, self.timers.now, web=flow.transport == "WS", stale=stale)
        name = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
        transaction.answer(status, headers={name: challenges})
        return None

    def _refuse(self, transaction: ServerTransaction, organization: str, refusal: SipRefusal) -> None:
        self._organizations.note(organization, transaction.flow, transaction.request, refusal)
        transaction.answer(refusal.status, refusal.phrase)

    # ---- calling ---------------------------------------------------------------------------------------

    def _invite(self, transaction: ServerTransaction) -> None:
        asked = transaction.request
        known = self._authenticate(transaction, read_address(asked.headers["From"]), 407)
        if known is None:
            return
        if not self.registrar.of(known.extension):
            why = Sentence.of(
                "ExtensionNotRegistered", "extension {extension} is not registered", extension=known.extension[1]
            )
            self._refuse(transaction, known.extension[0], SipRefusal(403, why))
            return
        self._organizations.lines(known.extension[0]).call(transaction, known.extension[1], asked.uri.user or "")

    # ---- asking whether they are there -----------------------------------------------------------------

    def _ask_regularly(self) -> None:
        if not self._asking:
            self._asking = True
            self.timers.after(OPTIONS_SECONDS, self._ask_all)

    def _ask_all(self) -> None:
        self._asking = False
        for binding in self.registrar.all():
            self._ask(binding)
            self._ask_regularly()

    def _ask(self, binding: Binding) -> None:
        sip = binding.extension[1]
        host = binding.flow.local.rpartition(":")[0]
        asked = request(
            "OPTIONS", binding.uri, sender=f"<sip:{host}>;tag={new_tag()}", to=f"<{binding.uri.partition(';')[0]}>",
            call_id=new_tag(), sequence=1, headers={"Contact": f"<sip:{binding.flow.local}>", "X-Extension": sip},
        )  # fmt: skip

        def mark_answered(_: Response) -> None:
            binding.answers_options = True

        def silent() -> None:
            if binding.answers_options:
                why: Gone = "it answers no more"
                self.registrar.drop(binding, why)
                for lines in self._organizations.all_lines():
                    lines.flow_is_gone(binding.flow, why)

        self.transactions.send(asked, binding.flow, mark_answered, silent)


_COPIED = ("via", "v", "from", "f", "to", "t", "call-id", "i", "cseq")
