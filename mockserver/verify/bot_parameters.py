"""Whether a VoiceBot's function reads IntentParameters: its answer depends on what the caller said.

That can only be judged with parameters that the function knows, which are given with ``--set IntentParameters.NAME=…``
or by the organization's scripted intents. With the sample's own the answer is looked at only for holes: ``null``,
``None`` or ``undefined`` where a value should be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..callbacks.sending import Message, Reply
from ..callbacks.verdicts import judge
from .endpoint import Members
from .examination import Examination
from .findings import Kind
from .judging import Symptom

MEMBER = "IntentParameters"
_HOLES = re.compile(rb"\bnull\b|\bNone\b|\bundefined\b|\bNaN\b")
_OTHER = "987654"
"""What every parameter says the second time: digits, because most of them are some number of the customer's."""


def steps(examination: Examination) -> Iterator[Callable[[], None]]:
    if examination.contract == "voicebot":
        yield lambda: _compare(examination)


def _compare(examination: Examination) -> None:
    plain = examination.plain["voicebot"]
    organization = examination.settings.organization
    known: Members = dict(organization.bot_parameters) if organization is not None else {}
    given: Members = plain[MEMBER] | known
    own = bool(known) or any(name.startswith(f"{MEMBER}.") for name in examination.settings.overrides)
    answers: set[bytes] = set()
    exchanges: list[tuple[Message, Reply]] = []
    variants: tuple[Members, ...] = (given, dict.fromkeys(given, _OTHER), {})
    for parameters in variants:
        message = examination.endpoint.message("voicebot", examination.fresh(plain | {MEMBER: parameters}))
        reply = examination.endpoint.send(message)
        judgement = judge("voicebot", reply)
        if judgement.verdict != "acknowledged" or not judgement.answer:
            return  # what is wrong is found elsewhere; a function that says nothing need not depend on anything
        answers.add(reply.body)
        exchanges.append((message, reply))
    if len(answers) > 1:
        return
    message, reply = exchanges[0]
    same = f"the answer is the same for {', '.join(given)}, for other values of them and for none"
    hole = _HOLES.search(reply.body)
    if own:
        examination.add(Symptom(Kind.IGNORES_PARAMETERS, same), "voicebot", message, reply)
    elif hole is not None:
        found = f"{same}, and has {hole[0].decode()!r} where a value should be"
        examination.add(Symptom(Kind.IGNORES_PARAMETERS, found), "voicebot", message, reply)
    else:
        examination.report.skipped["the judgement of parameters"] = (
            f"{same}; give those that the function knows with --set {MEMBER}.NAME=VALUE"
        )
