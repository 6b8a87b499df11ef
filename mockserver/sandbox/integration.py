"""How an integration is doing: what of it does not work, in the order of what to mend first. Pure: plain data in.

One source for the page's figures and badges, ``voicenter-mock status`` and ``voicenter-mock doctor``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, field
from typing import TYPE_CHECKING, Literal, cast

from ...contracts.callback_names import CALLBACK_NAMES, CallbackName
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import NOTHING, Sentence, counted, in_a_row, values_as_data
from ..callbacks.delivery import Delivery
from ..callbacks.summaries import about, outcome
from ..state.journal import RequestEntry

if TYPE_CHECKING:
    from ...contracts.types import SandboxIntegration

Severity = Literal["bad", "warning", "info"]
"""``bad``: something does not work. ``warning``: it works here, and may not in production. ``info``: not tried yet."""
List = Literal["", "requests", "unresolved", "deliveries"]
Value = str | int
"""A text may be a sentence of its own."""


@dataclass(frozen=True, slots=True)
class CallbackHealth:
    """One callback. ``address`` is where it goes, empty when nowhere. ``not_accepted`` of the ``sent`` were not
    acknowledged at their last attempt, ``given_up`` among them have none left; ``last`` numbers the newest of them
    (0: none), ``outcome`` says what it came to. ``violating`` answers were taken although they break their contract.
    """

    callback: CallbackName
    address: str
    sent: int = 0
    not_accepted: int = 0
    given_up: int = 0
    violating: int = 0
    last: int = 0
    outcome: Sentence = NOTHING


@dataclass(frozen=True, slots=True)
class RequestHealth:
    """The journal: how many were answered with an error, and how many taken although they break their contract."""

    total: int = 0
    refused: int = 0
    violating: int = 0


@dataclass(frozen=True, slots=True)
class IntegrationProblem:
    """A sentence on what is wrong and how to mend it. ``message`` names the sentence and ``values`` are what it says,
    for readers in other languages; ``list`` and ``number`` say where there is more.
    """

    severity: Severity
    text: str
    message: str
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    list: List = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class IntegrationFacts:
    """``addresses`` is where each callback goes at present; ``unresolved`` are requests that found no organization;
    ``circuits`` the targets that are held back from; ``records`` how many the call log has.
    """

    requests: Sequence[RequestEntry]
    unresolved: Sequence[RequestEntry]
    deliveries: Sequence[Delivery]
    addresses: Mapping[CallbackName, str]
    circuits: Sequence[str] = ()
    records: int = 0


@dataclass(frozen=True, slots=True)
class Integration:
    """``unresolved`` counts the server's requests that found no organization; ``problems`` are in the order in which
    to mend them.
    """

    callbacks: tuple[CallbackHealth, ...]
    requests: RequestHealth
    unresolved: int
    problems: tuple[IntegrationProblem, ...]

    def as_data(self) -> SandboxIntegration:
        problems = [asdict(problem) | {"values": values_as_data(problem.values)} for problem in self.problems]
        return cast(
            "SandboxIntegration", asdict(self) | {"callbacks": list(map(asdict, self.callbacks)), "problems": problems}
        )


def integration(facts: IntegrationFacts) -> Integration:
    """How the integration is doing, as far as its requests and callbacks are still known."""
    callbacks = tuple(_callback(name, facts) for name in CALLBACK_NAMES)
    refused = [entry for entry in facts.requests if is_refused(entry)]
    violating = [entry for entry in facts.requests if entry.violations and not is_refused(entry)]
    problems = (
        *_unresolved_problems(facts.unresolved), *_unaccepted_problems(callbacks), *_circuit_problems(facts.circuits),
        *_requests(refused, violating, len(facts.requests)), *_violating(callbacks, facts.deliveries),
        *_address_problems(callbacks, facts), *_unused_problems(callbacks),
    )  # fmt: skip
    health = RequestHealth(len(facts.requests), len(refused), len(violating))
    return Integration(callbacks, health, len(facts.unresolved), problems)


def is_refused(entry: RequestEntry) -> bool:
    """Whether a request was answered with an error, in whatever form its operation has."""
    return entry.status >= 400 or entry.error not in (0, "", "0")


def was_accepted(delivery: Delivery) -> bool | None:
    """Whether its last attempt was acknowledged; ``None`` while there was none."""
    made = [attempt for attempt in delivery.attempts if attempt.verdict != "put_off"]
    return made[-1].verdict == "acknowledged" if made else None


def _violates(delivery: Delivery) -> bool:
    """Whether its answer was accepted although it breaks its contract."""
    return bool(was_accepted(delivery) and delivery.attempts[-1].violations)


def _callback(name: CallbackName, facts: IntegrationFacts) -> CallbackHealth:
    sent = [delivery for delivery in facts.deliveries if delivery.callback == name]
    wrong = [delivery for delivery in sent if was_accepted(delivery) is False]
    accepted = [delivery for delivery in sent if was_accepted(delivery)]
    return CallbackHealth(
        name,
        facts.addresses.get(name, ""),
        sent=len(wrong) + len(accepted),
        not_accepted=len(wrong),
        given_up=sum(delivery.status == "failed" for delivery in wrong),
        violating=sum(map(_violates, accepted)),
        last=wrong[-1].id if wrong else 0,
        outcome=_last_outcome(wrong),
    )


def _last_outcome(wrong: Sequence[Delivery]) -> Sentence:
    if not wrong:
        return NOTHING
    return in_a_row((outcome(wrong[-1].attempts[-1]), Sentence(about(wrong[-1].payload))), ", ")


# ---- what to mend, first things first ------------------------------------------------------------------


def _unresolved_problems(entries: Sequence[RequestEntry]) -> Iterator[IntegrationProblem]:
    if entries:
        last = entries[-1]
        request = Sentence(f"{last.method} {last.path}".strip())
        why = in_a_row((request, in_a_row((*last.violations, *last.hints))), ": ")
        yield IntegrationProblem(
            "bad",
            f"{counted(len(entries), 'request')} reached no organization: a wrong code, host or path. The last: {why}",
            "Unresolved", {"count": len(entries), "why": why}, "unresolved", last.number,
        )  # fmt: skip


def _unaccepted_problems(callbacks: Iterable[CallbackHealth]) -> Iterator[IntegrationProblem]:
    for one in callbacks:
        if one.not_accepted:
            given_up = f" ({one.given_up} of them given up)" if one.given_up else ""
            yield IntegrationProblem(
                "bad",
                f"Your server has not accepted {one.not_accepted} of {one.sent} {one.callback} callbacks at the last "
                f"attempt{given_up}. The last, {one.last}: {one.outcome}",
                "NotAccepted",
                {"count": one.not_accepted, "sent": one.sent, "callback": one.callback, "given_up": one.given_up,
                 "number": one.last, "outcome": one.outcome},
                "deliveries", one.last,
            )  # fmt: skip


def _circuit_problems(circuits: Iterable[str]) -> Iterator[IntegrationProblem]:
    for target in circuits:
        text = f"{target} kept not answering: callbacks there are held back, but for an attempt every now and then."
        yield IntegrationProblem("bad", text, "HeldBack", {"target": target}, "deliveries")


_TAKEN_ALTHOUGH = ("was taken although it breaks its contract", "were taken although they break their contract")
"""Of one, and of several."""


def _requests(
    refused: Sequence[RequestEntry], violating: Sequence[RequestEntry], total: int
) -> Iterator[IntegrationProblem]:
    for message, entries, what, severity in (
        ("Refused", refused, ("was refused", "were refused"), "bad"),
        ("Violating", violating, _TAKEN_ALTHOUGH, "warning"),
    ):
        if entries:
            last = entries[-1]
            why = next(iter([*last.violations, *last.hints]), _error(last))
            why = in_a_row((Sentence(last.operation), why), ": ")
            some = f"{len(entries)} of {counted(total, 'request')} {what[len(entries) > 1]}"
            yield IntegrationProblem(
                cast(Severity, severity),
                f"{some}. The last, {last.number}: {why}",
                message, {"count": len(entries), "total": total, "number": last.number, "why": why},
                "requests", last.number,
            )  # fmt: skip


def _error(entry: RequestEntry) -> Sentence:
    """What a request was answered that nothing else explains."""
    if entry.error:
        return Sentence.of("AnError", "error {error}", error=entry.error)
    return Sentence(f"HTTP {entry.status}")


def _violating(callbacks: Iterable[CallbackHealth], deliveries: Sequence[Delivery]) -> Iterator[IntegrationProblem]:
    for one in callbacks:
        if one.violating:
            last = next(sent for sent in reversed(deliveries) if sent.callback == one.callback and _violates(sent))
            why = last.attempts[-1].violations[0]
            yield IntegrationProblem(
                "warning",
                f"{one.violating} of your answers to {one.callback} callbacks "
                f"{_TAKEN_ALTHOUGH[one.violating > 1]}. The last, {last.id}: {why}",
                "AnswersViolating",
                {"count": one.violating, "callback": one.callback, "number": last.id, "why": why},
                "deliveries", last.id,
            )  # fmt: skip


def _address_problems(callbacks: Iterable[CallbackHealth], facts: IntegrationFacts) -> Iterator[IntegrationProblem]:
    cdr = next(one for one in callbacks if one.callback == "cdr")
    if facts.records and not cdr.address and not cdr.sent:
        yield IntegrationProblem(
            "warning",
            f"{counted(facts.records, 'record')} pushed to nobody: no CDR address is set. "
            "Set it with serve --cdr-url URL, deliver_to(…) or callbacks.cdr.url.",
            "PushedToNobody", {"count": facts.records},
        )  # fmt: skip


def _unused_problems(callbacks: Iterable[CallbackHealth]) -> Iterator[IntegrationProblem]:
    for one in callbacks:
        if one.address and not one.sent:
            text = f"Nothing has been sent to the {one.callback} address yet: {one.address}"
            yield IntegrationProblem("info", text, "Unused", {"callback": one.callback, "address": one.address})
