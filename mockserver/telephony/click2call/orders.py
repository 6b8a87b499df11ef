"""What a Click2Call order says, and whether it can be carried out: who is rung, and who may be."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from ....contracts.quick_dataclasses import dataclass
from ....contracts.sentences import Sentence
from ..core import reasons
from ..core.exchange import Exchange, Party
from ..core.refusals import Refused
from ..model import phones
from ..model.flow_states import Click2CallAction

SIP_TRUNK = "siptrunk"
"""``phone=SIPTRUNK``, in any case: the first trunk of the account whose code orders the call."""


@dataclass(frozen=True, slots=True)
class Click2CallOrder:
    """One order. ``phone`` is as requested: a number, an extension, a trunk's name, ``SIPTRUNK`` or ``logincode``.
    Seconds.

    ``ignore_blacklist`` holds the legs (1, 2) that are dialled although their number is on the blacklist.
    """

    action: Click2CallAction
    phone: str
    target: str = ""
    login_code: str = ""
    record: bool = False
    phone_caller_id: str = ""
    phone_caller_name: str = ""
    target_caller_id: str = ""
    target_caller_name: str = ""
    phone_dial_seconds: float = 60
    target_dial_seconds: float = 60
    maximum_seconds: float = 7200
    phone_auto_answer: bool = False
    target_auto_answer: bool = False
    check_phone_device: bool = False
    check_target_device: bool = False
    language: str = ""
    voicemail: str = ""
    ignore_blacklist: frozenset[int] = frozenset()
    announcements: tuple[str, ...] = ()
    digits: str = ""
    conference: str = ""
    custom: dict[str, Any] = field(default_factory=dict[str, Any])


def parties(exchange: Exchange, account: int, order: Click2CallOrder) -> tuple[Party, Party | None]:
    """The phone, and the target of a ``call``. Raises ``Refused`` with a name of Click2Call's error table."""
    if len(exchange.calls) >= exchange.call_limit:
        hint = Sentence.of(
            "CallLimitReached", "the limit of {limit:,} calls at once is reached", limit=exchange.call_limit
        )
        raise Refused("application_error", hint)
    phone = _phone(exchange, account, order)
    target = _target(exchange, order) if order.action == "call" else None
    if order.conference and order.conference not in exchange.directory.conferences:
        raise Refused("invalid", reasons.no_conference(exchange, order.conference), name="Bbbcode")
    if order.voicemail and not _has_voicemail(exchange, order.voicemail):
        raise Refused("invalid", reasons.no_voicemail(exchange, order.voicemail), name="Vm_id")
    _check_extension(exchange, phone, device=order.check_phone_device, blocked=True)
    if target is not None:
        _check_extension(exchange, target, device=order.check_target_device, blocked=False)
    return phone, target


def _phone(exchange: Exchange, account: int, order: Click2CallOrder) -> Party:
    word = order.phone.casefold()
    if word == "logincode":
        user = exchange.directory.user_of_login_code(order.login_code)
        if user is None:
            raise Refused("invalid", reasons.no_login_code(order.login_code), name="Phonelogincode")
        agent = exchange.agents[user.id]
        if not agent.extension:
            raise Refused("offline", reasons.logged_in_nowhere(user))
        return Party("extension", agent.extension)
    for trunk in exchange.directory.trunks.values():
        if word == trunk.name.casefold() or (word == SIP_TRUNK and trunk.account == account):
            return Party("trunk", phones.e164(trunk.number) or trunk.number)
    party = exchange.party(order.phone)
    if party is None:
        raise Refused("invalid", reasons.no_phone(exchange, order.phone), name="Phone")
    return party


def _target(exchange: Exchange, order: Click2CallOrder) -> Party:
    party = exchange.party(order.target)
    if party is None:
        raise Refused("invalid", reasons.no_phone(exchange, order.target), name="Target")
    return party


def _has_voicemail(exchange: Exchange, name: str) -> bool:
    return name.isascii() and name.isdigit() and int(name) in exchange.directory.voicemails


def _check_extension(exchange: Exchange, party: Party, *, device: bool, blocked: bool) -> None:
    if party.kind != "extension":
        return
    if blocked and exchange.directory.extensions[party.number].click2call_blocked:
        raise Refused("blocked", _blocked(party.number))
    if device and exchange.extensions[party.number].device == "offline":
        raise Refused("offline", _offline(party.number))


def _blocked(sip: str) -> Sentence:
    return Sentence.of("Click2CallBlocked", "extension {name!r} has click2call_blocked in the document", name=sip)


def _offline(sip: str) -> Sentence:
    return Sentence.of("DeviceOffline", "the device of extension {name!r} is offline", name=sip)
