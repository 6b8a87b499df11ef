"""One examination: sends messages, collects what is wrong, shrinks it and finds out what it is due to."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any
from zoneinfo import ZoneInfo

from ... import contracts
from ...contracts.callback_names import CallbackContract, CallbackName, MessageName, about_call
from ...contracts.operations import CALLBACKS
from ...contracts.quick_dataclasses import dataclass
from ...contracts.strategies import written
from ..callbacks.cdr_notification import local_epoch
from ..callbacks.samples import NAMES, has_member, misspelt_members, overridden, overridden_by_texts, sample
from ..callbacks.sending import Message, Reply
from ..callbacks.targets import BoundTarget
from . import judging
from .decisions import KnownNumbers
from .documented import numbers_nobody_has, with_numbers_in_use
from .endpoint import ExaminedEndpoint, Members, fresh_id, with_call_id
from .findings import Finding, Kind, Report
from .judging import Symptom
from .shrinking import differences, shrunk, shrunk_bytes

_ZONE = ZoneInfo("Asia/Jerusalem")
_OPEN_MEMBERS = {"type", "status", "leg1DialStatusName", "statusCall", "direction", "cause", "CALL_STATUS", "newMember"}
_BY_CAUSE = {
    Kind.SERVER_ERROR, Kind.NOT_ACKNOWLEDGED, Kind.VALID_REFUSED, Kind.WRONG_STATUS, Kind.REDIRECTED,
    Kind.BROKEN_ANSWER, Kind.INVALID_DECISION,
}  # fmt: skip
"""Symptoms that are called by what causes them, when that is known."""
_MOST_SHRINKS = 6
_MOST_TIMEOUTS = 4
_SHOWN = 2000

Progress = Callable[[str, int, int], None]
"""Called after each step with the phase, how many steps are done, and how many there are."""


class EndpointUnreachable(Exception):
    """Nobody answers at the URL at all."""


class Enough(Exception):
    """It makes no sense to go on; the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to examine. ``timeout`` in real seconds (``None``: as long as Voicenter waits); ``max_examples`` a phase.

    ``kinds`` limits findings to some, and the phases to those that can find them. ``overrides`` are members that
    every valid message gets (``{"DID": "0722776772"}``), written as text, for endpoints that know only their own.
    ``extension``: pop-ups are asked for from the agent's browser too.
    """

    encoding: str = "json"
    seed: int = 0
    max_examples: int = 100
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    timeout: float | None = None
    phases: tuple[str, ...] = ()
    verify_tls: bool = True
    organization: KnownNumbers | None = None
    overrides: Mapping[str, str] = field(default_factory=dict[str, str])
    kinds: frozenset[Kind] = frozenset()
    depth: int = 4
    extension: bool = False


class Examination:
    """The endpoint, the plain message of each contract, and what was found so far."""

    def __init__(
        self, target: BoundTarget, callback: CallbackName, messages: tuple[MessageName, ...], settings: Settings
    ) -> None:
        name, contract = NAMES[messages[0]]
        self.settings = settings
        self.callback = callback
        self.samples = messages
        self.contract: CallbackContract = contract
        timeout = settings.timeout or CALLBACKS[contract].timeout_seconds
        self.endpoint = ExaminedEndpoint(
            target, name, settings.encoding, timeout, settings.headers, settings.verify_tls
        )
        self.report = Report(target.name, callback, settings.encoding, settings.seed)
        self.phase = "documented"
        self.plain: dict[CallbackContract, Members] = {}
        self.usual_seconds = 0.0
        self._hopeless: set[tuple[CallbackContract, Kind]] = set()
        self._known: list[tuple[CallbackContract, int, Kind, frozenset[tuple[str, ...]]]] = []
        self._shrinks: dict[Kind, int] = {}
        self._timeouts = 0
        now = time.time()
        made: dict[CallbackContract, Members] = {
            NAMES[message][1]: with_numbers_in_use(
                sample(message, call_id=fresh_id(now), epoch=int(now), local_epoch=local_epoch(now, _ZONE))
            )
            for message in messages
        }
        self._added = self._members_beside(made)
        self.plain.update({contract: self.own(contract, message) for contract, message in made.items()})

    def _members_beside(self, made: Mapping[CallbackContract, Members]) -> frozenset[str]:
        """The members of the settings that no message has. Raises ``ValueError`` for one whose name is nearly that of
        another.
        """
        added: set[str] = set()
        for name, value in self.settings.overrides.items():
            first = name.partition(".")[0]
            having: list[CallbackContract] = [of for of, message in made.items() if has_member(message, first)]
            if not having:
                added.add(first)
            if any(has_member(made[contract], name) for contract in having):
                continue
            misses = [
                miss
                for contract in having or made
                for miss in misspelt_members(contract, made[contract], overridden(made[contract], {name: value}))
            ]
            if misses:
                miss = misses[0]
                raise ValueError(f"--set: there is no {miss.name!r}; did you mean {miss.suggestion!r}?")
        return frozenset(added)

    # ---- messages

    def own(self, contract: CallbackContract, payload: Members) -> Members:
        """A message with the members of the settings: those that it has, and those that no message would have."""
        if not self.settings.overrides:
            return payload
        here = {*payload, *about_call(payload), *self._added}
        wanted = {name: value for name, value in self.settings.overrides.items() if name.partition(".")[0] in here}
        return overridden_by_texts(contract, payload, wanted)

    def fresh(self, payload: Members) -> Members:
        """A copy that belongs to a new call."""
        return with_call_id(payload, fresh_id(time.time()))

    def keeps_contract(self, contract: CallbackContract, payload: Members) -> bool:
        if contract == "popup" and "statusCall" in self.plain[contract] and "statusCall" not in payload:
            return False  # only 3.2's pop-up of one member has none
        return contracts.accepts(f"{contract}.request", payload)

    # ---- checking

    def begin(self) -> None:
        """The plain messages first: what they fail at, everything fails at. Raises ``Unreachable``."""
        for contract, plain in self.plain.items():
            message = self.endpoint.message(contract, self.fresh(plain))
            reply = self._send(contract, message)
            if reply.failure == "timeout" and self.endpoint.requests == 1:
                reply = self._send(contract, message)  # it may have been asleep
            if reply.failure == "unreachable":
                raise EndpointUnreachable(reply.detail)
            self.usual_seconds = max(self.usual_seconds, reply.seconds)
            for symptom in self._without_future(contract, message, reply):
                if (
                    symptom.kind in (Kind.TOO_SLOW, Kind.XML_RPC_TYPES, Kind.LEAKS_INTERNALS)
                    or symptom.kind in _BY_CAUSE
                ):
                    self._hopeless.add((contract, symptom.kind))
                self.add(symptom, contract, message, reply)
                if symptom.kind is Kind.TOO_SLOW:
                    raise Enough("even the plainest message is not answered in time")

    def _without_future(self, contract: CallbackContract, message: Message, reply: Reply) -> list[Symptom]:
        """The symptoms of the plainest message. A CDR that only fails because its ``time``, which counts Israel's wall
        clock, lies in the future for who reads it as Unix time says that; later ones then lie in the past.
        """
        found = self.symptoms(contract, message, reply)
        failing = [one for one in found if one.kind in _BY_CAUSE]
        if contract != "cdr_notification" or not failing:
            return found
        earlier = {**self.plain[contract], "time": int(time.time())}
        again = self.endpoint.message(contract, self.fresh(earlier))
        if any(one.kind in _BY_CAUSE for one in self.symptoms(contract, again, self._send(contract, again))):
            return found
        self.plain[contract] = earlier
        detail = (
            f"{failing[0].detail}; not so with the Unix time {earlier['time']} instead of {message.payload['time']}"
        )
        return [replace(failing[0], kind=Kind.TIME_AS_UNIX, detail=detail)]

    def _send(self, contract: CallbackContract, message: Message) -> Reply:
        """Sends a valid message. Of a call that ends the endpoint was asked before: it may remember its calls."""
        asked: CallbackContract = "external_ivr.get_ivr_action"
        if contract == "external_ivr.hangup_call":
            call_id = message.payload["DATA"]["IVR_UNIQUE_ID"]
            self.endpoint.send(self.endpoint.message(asked, with_call_id(self.plain[asked], call_id)))
        return self.endpoint.send(message)

    def symptoms(
        self, contract: CallbackContract, message: Message, reply: Reply, *, may_refuse: bool = False
    ) -> list[Symptom]:
        return judging.of_valid(contract, message, reply, self.settings.organization, may_refuse=may_refuse)

    def valid(
        self, contract: CallbackContract, payload: Members, *, may_refuse: bool = False, raw: Message | None = None
    ) -> bool:
        """Sends a valid message and collects what is wrong with the answer. Says whether nothing is."""
        message = raw or self.endpoint.message(contract, self.fresh(payload))
        reply = self._send(contract, message)
        found = self.symptoms(contract, message, reply, may_refuse=may_refuse)
        for symptom in found:
            self._explain(symptom, contract, payload, message, reply, may_refuse=may_refuse)
        return not found

    def _explain(
        self, symptom: Symptom, contract: CallbackContract, payload: Members, message: Message, reply: Reply,
        *, may_refuse: bool,
    ) -> None:  # fmt: skip
        """Shrinks a failing message and names the finding by its cause."""
        kind, plain = symptom.kind, self.plain[contract]
        if kind is Kind.WENT_AWAY:
            self._report_gone(symptom, contract, message, reply)
        if kind is Kind.TOO_SLOW:
            self._count_timeout()
            if "IVR" in payload and self._is_fast(contract, {name: payload[name] for name in payload if name != "IVR"}):
                symptom = replace(symptom, kind=Kind.SLOW_ON_LONG_CALLS, detail=f"{symptom.detail}; not so without IVR")
            self.add(symptom, contract, message, reply)  # each try would take as long again
            return
        if (contract, kind) in self._hopeless:
            self.add(symptom, contract, message, reply)
            return

        def fails(candidate: Members) -> bool:
            sent = self.endpoint.message(contract, self.fresh(candidate))
            found = self.symptoms(contract, sent, self._send(contract, sent), may_refuse=may_refuse)
            return any(one.kind is kind for one in found)

        for known_contract, index, known_kind, paths in self._known:
            if known_contract == contract and known_kind is kind and not fails(_reset(payload, plain, paths)):
                self.report.findings[index] = replace(
                    self.report.findings[index], times=self.report.findings[index].times + 1
                )
                return
        unused = numbers_nobody_has(payload) if kind in _BY_CAUSE and self.phase == "documented" else []
        if unused and not fails(with_numbers_in_use(payload)):
            detail = f"{symptom.detail}; the document's own {', '.join(unused[:3])} is in no range in use"
            self.add(replace(symptom, detail=detail), contract, message, reply)
            return
        self._shrinks[kind] = self._shrinks.get(kind, 0) + 1
        if self._shrinks[kind] > _MOST_SHRINKS:
            self.add(symptom, contract, message, reply)
            return
        small = shrunk(payload, plain, fails, lambda candidate: self.keeps_contract(contract, candidate))
        paths = frozenset(differences(small, plain))
        again = self.endpoint.message(contract, self.fresh(small))
        answer = self._send(contract, again)
        reproduced = next(
            (one for one in self.symptoms(contract, again, answer, may_refuse=may_refuse) if one.kind is kind), None
        )
        if reproduced is None and small is payload:  # it does not fail every time: what was seen stands
            again, answer, reproduced = message, reply, symptom
        elif reproduced is None:
            again, answer, reproduced = message, reply, replace(symptom, detail=f"{symptom.detail} (not every time)")
        if kind in _BY_CAUSE:
            reproduced = self._by_cause(reproduced, small, plain, paths, fails)
        index = self.add(reproduced, contract, again, answer)
        if index is not None and paths:
            self._known.append((contract, index, kind, paths))

    def _is_fast(self, contract: CallbackContract, payload: Members) -> bool:
        return not self.endpoint.send(self.endpoint.message(contract, self.fresh(payload))).failure

    def _by_cause(
        self, symptom: Symptom, small: Members, plain: Members, paths: frozenset[tuple[str, ...]],
        fails: Callable[[Members], bool],
    ) -> Symptom:  # fmt: skip
        text = next((one for one in judging.texts_of(small) if not one.isascii()), "")
        if text and not fails(_ascii(small)):
            return replace(symptom, kind=Kind.BREAKS_ON_TEXT, detail=f"{symptom.detail}; not so without {text!r}")
        changed = {path for path in paths if _at(small, path) is not None}
        if changed and {path[-1] for path in changed} <= _OPEN_MEMBERS:
            values = ", ".join(f"{path[-1]} {_at(small, path)!r}" for path in sorted(changed))
            return replace(symptom, kind=Kind.UNKNOWN_VALUE, detail=f"{symptom.detail}, for {values}")
        return symptom

    def malformed(self, message: Message, contract: CallbackContract, what: str, *, closes: bool = False) -> None:
        """Sends a malformed or hostile message. ``what`` is wrong with it; ``closes``: hanging up on it is fine."""
        if b"IVR" in message.body and self.is_found(Kind.SLOW_ON_LONG_CALLS, contract):
            return  # it would only be slow again
        reply = self.endpoint.send(message)
        for symptom in judging.of_malformed(contract, reply, lenient_close=closes):
            if symptom.kind is Kind.WENT_AWAY:
                self._report_gone(symptom, contract, message, reply)
            if symptom.kind is Kind.TOO_SLOW:
                self._count_timeout()
            symptom = replace(symptom, detail=f"{symptom.detail} ({what})")
            if symptom.kind is Kind.LEAKS_INTERNALS or self.is_found(symptom.kind, contract):
                self.add(symptom, contract, message, reply)
                continue
            small = self._smaller(message, contract, symptom.kind, closes=closes)
            answer = reply if small is message else self.endpoint.send(small)
            self.add(symptom, contract, small, answer)

    def _smaller(self, message: Message, contract: CallbackContract, kind: Kind, *, closes: bool) -> Message:
        """The smallest malformed message that shows the same: of its members, or of its bytes when it has none."""
        if kind is Kind.TOO_SLOW:
            return message
        name = f"{contract}.request"

        def fails(candidate: Message) -> bool:
            found = judging.of_malformed(contract, self.endpoint.send(candidate), lenient_close=closes)
            return any(one.kind is kind for one in found)

        def of_members(payload: Members) -> Message:
            body, content_type = written(name, payload, self.settings.encoding)
            return replace(message, body=body, content_type=content_type or message.content_type, payload=payload)

        def members_fail(payload: Members) -> bool:
            try:
                return fails(of_members(payload))
            except ValueError:  # this encoding cannot write it
                return False

        if message.payload and members_fail(message.payload):
            malformed = not contracts.accepts(name, message.payload)
            small = shrunk(
                message.payload, self.plain[contract], members_fail,
                lambda payload: not malformed or not contracts.accepts(name, payload),
            )  # fmt: skip
            return of_members(small)
        if not self.endpoint.takes_bytes:
            return message
        body = shrunk_bytes(message.body, lambda body: fails(replace(message, body=body, payload={})))
        return replace(message, body=body, payload={})

    # ---- findings

    def add(
        self, symptom: Symptom, contract: CallbackContract, message: Message, reply: Reply, *, curl: str = ""
    ) -> int | None:
        """Keeps a finding, or counts it when its kind is known. Its index; ``None`` when nobody asked for the kind."""
        if self.settings.kinds and symptom.kind not in self.settings.kinds:
            return None
        for index, known in enumerate(self.report.findings):
            if known.kind is symptom.kind and known.contract == contract:
                self.report.findings[index] = replace(known, times=known.times + 1)
                return index
        self.report.findings.append(
            Finding(
                symptom.kind, contract, self.phase, symptom.detail, message.payload or None,
                message.body.decode("utf-8", "replace"), message.content_type, curl or self.endpoint.curl(message),
                reply.body[:_SHOWN].decode("utf-8", "replace"), symptom.violations,
            )
        )  # fmt: skip
        return len(self.report.findings) - 1

    def is_found(self, kind: Kind, contract: CallbackContract) -> bool:
        return any(known.kind is kind and known.contract == contract for known in self.report.findings)

    def _report_gone(self, symptom: Symptom, contract: CallbackContract, message: Message, reply: Reply) -> None:
        """Once may be a restart; a plain message tells."""
        plain = self.endpoint.message(contract, self.fresh(self.plain[contract]))
        if self.endpoint.send(plain).failure == "unreachable":
            self.add(symptom, contract, message, reply)
            raise Enough(f"nobody answers any more: {symptom.detail}")

    def _count_timeout(self) -> None:
        self._timeouts += 1
        if self._timeouts > _MOST_TIMEOUTS:
            raise Enough(f"more than {_MOST_TIMEOUTS} messages were not answered in time")


def _reset(payload: Members, plain: Members, paths: frozenset[tuple[str, ...]]) -> Members:
    from .shrinking import with_plain_values

    return with_plain_values(payload, plain, paths)


def _ascii(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else "".join(letter if letter.isascii() else "x" for letter in value)
    if isinstance(value, dict):
        return {name: _ascii(inner) for name, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [_ascii(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def _at(message: Members, path: tuple[str, ...]) -> Any:
    value: Any = message
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return value  # pyright: ignore[reportUnknownVariableType]
