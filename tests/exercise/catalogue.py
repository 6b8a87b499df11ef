"""Everything that tests should exercise, read from the catalogue, and what is excused, with the reason.

Of schemas the branches of what the fake itself sends count (answers, callbacks, socket events): each value of an
enumeration, known values of open ones included, and each alternative. They are what a user's code meets. What users
send is covered by the strategies' own tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

from voicenter_mock.contracts.cdr_types import CDR_TYPES
from voicenter_mock.contracts.operations import CALLBACKS, CONTROL, OPERATIONS, SOCKET_EVENTS
from voicenter_mock.mockserver.callbacks.verdicts import Verdict

from .branches import Branches

EXCUSED: dict[str, str] = {
    r"branch (cdr_type|record_type) = '("
    + "|".join(re.escape(spelling) for kind in CDR_TYPES for spelling in kind.variants)
    + ")'": "other spellings of the documents, which contracts take: the fake sends the table's",
    r"branch \S+ \$\.(AddResult\[\]\.|Phones\[\]\.)?(ErrorCode|ERRORCODE) = .*": (
        "one list of codes for many operations: each operation's own rows are counted as its errors"
    ),
    r"branch external_ivr\.hangup_call\.request \$\.DATA\.CALL_STATUS = '(ANSWER|DONTCALL|TORTURE)'": (
        "ANSWERED is what the samples send for ANSWER; no telephone of the fake has a privacy menu"
    ),
    r"branch cdr_notification\.request \$\.leg1DialStatusName = ''": "seen; the fake leaves the member out of other calls",
    r"branch popup\.request \$\.currentCall\.callstatus = 'Hangup'": "the call that ended keeps its last state",
    r"branch realtime\.\S+ \$\S* anyOf\[1\]": "null or another spelling, which is taken from production and not sent",
    r"branch realtime_call\.c2cdirection = (1|2|None)": "the fake sends the leg as text, to Click2Call only",
    r"branch realtime_extension\.peerStatus = None": "seen in production; the fake says how the device is",
    r"branch \S+ \$\.Data\.Socket\.Version = '1\.3\.7'": "a setting of the organization, tested by its own answers",
    r"branch \S+data_type = [1-6]": "numbers of the vendor's legend, which contracts take: the fake sends the samples' words",
    r"branch campaign_status_name = 'Deleted'": "a campaign that is taken out of the document is not listed any more",
    r"verdict popup refused": "a pop-up's answer says what to show; it cannot refuse",
    r"verdict voicebot refused": "a VoiceBot's answer has no word for it",
}
"""A pattern of whole names -> why no test can or need exercise it."""


@cache
def branches(contract: str) -> Branches:
    return Branches(contract)


@cache
def sent_contracts() -> tuple[str, ...]:
    """The contracts of what the fake sends."""
    answers = [operation.response_contract for operation in OPERATIONS.values()]
    callback_requests = [callback.request_contract for callback in CALLBACKS.values()]
    return (
        *answers,
        *callback_requests,
        *(event.contract for event in SOCKET_EVENTS.values() if event.sender == "server"),
    )


def everything() -> Iterator[str]:
    for operation in OPERATIONS.values():
        for encoding in operation.encodings:
            yield f"operation {operation.name} in {encoding}"
        for row in operation.errors:
            if row.name != "ok":
                yield error_name(operation.name, row.name, row.revision)
    for callback in CALLBACKS.values():
        for encoding in callback.encodings:
            yield f"callback {callback.name} in {encoding}"
        for verdict in get_args(Verdict):
            yield f"verdict {callback.name} {verdict}"
    for event in SOCKET_EVENTS.values():
        yield f"event {event.name} of the {event.sender}"
    for control in CONTROL.values():
        yield f"control {control.name}"
    for contract in sent_contracts():
        for branch in branches(contract).every:
            yield branch_name(contract, branch)


def error_name(operation: str, row: str, revision: str | None) -> str:
    return f"error {operation} {row}" + (f" of {revision}" if revision else "")


def branch_name(contract: str, branch: str) -> str:
    return f"branch {contract} {branch}" if branch.startswith("$") else f"branch {branch}"


def unexercised(seen: set[str]) -> list[str]:
    """What was neither exercised nor is excused, sorted."""
    return sorted(name for name in set(everything()) - seen if not excuse(name))


def excuse(name: str) -> str:
    return next((reason for pattern, reason in EXCUSED.items() if re.fullmatch(pattern, name)), "")
