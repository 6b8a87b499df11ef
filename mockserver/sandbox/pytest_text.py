"""Writing a session as the text of a pytest module, which plays it again and asserts what happened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from ...contracts.callback_names import CallbackName
from ...contracts.json_values import is_array, is_object
from ...contracts.operations.paths import host_of
from ...contracts.quick_dataclasses import dataclass
from ..callbacks.delivery import Attempt, Delivery
from ..callbacks.verdicts import ASKING
from ..state.session_recording import Step

if TYPE_CHECKING:
    from ...contracts.types import CdrNotificationRequest

WIDTH: Final = 110
LISTED: Final = 200
"""More records or callbacks than this are counted instead of written out."""
_UNSENT: Final = frozenset({"put_off", "circuit_open", "no_target", "too_many_pending"})
"""Verdicts on attempts that never reached the customer."""


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """``document`` is the organization's at the start, ``None`` when it is ``demo``; ``targets`` are the callbacks that
    had a URL then.
    """

    organization: str
    document: dict[str, Any] | None
    start: float
    seed: int
    lenient: bool
    steps: Sequence[Step]
    deliveries: Sequence[Delivery]
    targets: tuple[CallbackName, ...]


@dataclass(frozen=True, slots=True)
class FinalState:
    """How the organization stands at the end: the time, and the records as the CDR push writes them."""

    now: float
    records: Sequence[CdrNotificationRequest]


def write(session: ExportedSession, ending: FinalState) -> str:
    """The module's text, the same for the same session."""
    steps = [line for step in _Steps(session).lines() for line in step]
    customers = list(_customers(session))
    endings = list(_endings(session, ending))
    body = [*customers, *([""] if customers and steps else []), *steps, *_until(session, ending), "", *endings]
    imports = ["import pytest"]
    if any(step.kind == "request" for step in session.steps):
        imports.append("import requests")
    parts = [
        f'"""A session with the organization {session.organization!r} of voicenter-mock, as it was played."""',
        "\n".join(imports),
    ]
    if session.document is not None:
        parts.append(f"ORGANIZATION = {_literal(session.document)}")
    if any("answering(" in line for line in body):
        parts.append(f"\n{_ANSWERING}")
    marker = [
        "organization=" + ("'demo'" if session.document is None else "ORGANIZATION"),
        f"now={session.start!r}",
        f"seed={session.seed!r}",
        *(["strict=False"] if session.lenient else []),
    ]
    parts.append(f"\n@pytest.mark.voicenter({', '.join(marker)})\ndef test_session(voicenter):\n{_indent(body)}")
    text = "\n\n".join(parts) + "\n"
    return text if not endings or "present(" not in "\n".join(endings) else text + f"\n\n{_PRESENT_MEMBERS}"


_ANSWERING = '''\
def answering(*answers):
    """The customer's server: what it answered, in turn (None: it agreed); an exception when nothing came back."""
    waiting = iter(answers)

    def answer(message):
        given = next(waiting, None)
        if isinstance(given, Exception):
            raise given
        return given

    return answer
'''
_PRESENT_MEMBERS = '''\
def present(message):
    """The members that say something."""
    return {name: value for name, value in message.items() if value not in ("", None, 0, [], {})}
'''


def _indent(lines: Sequence[str]) -> str:
    return "\n".join(f"    {line}" if line else "" for text in lines for line in text.split("\n"))


# ---- the customer -------------------------------------------------------------------------------------------


def _customers(session: ExportedSession) -> Iterator[str]:
    """Who gets the callbacks that had a target from the start."""
    for callback in session.targets:
        yield _customer(session, callback)


def _customer(session: ExportedSession, callback: CallbackName) -> str:
    attempts = [
        (attempt.at, delivery.id, _answer(delivery, attempt))
        for delivery in session.deliveries
        if delivery.callback == callback
        for attempt in delivery.attempts
        if attempt.verdict not in _UNSENT and not attempt.detail.startswith("fault injected")
    ]
    answers = [answer for _, _, answer in sorted(attempts)]
    while answers and answers[-1] == "None":
        answers.pop()  # who has nothing more to say agrees
    inside = ", ".join(answers) if len(", ".join(answers)) < WIDTH - 40 else "\n    " + ",\n    ".join(answers) + ",\n"
    return f"voicenter.deliver_to(answering({inside}), {callback!r})"


def _answer(delivery: Delivery, attempt: Attempt) -> str:
    """What the customer's server did, as an argument. How it agreed does not matter, unless a call waited for it."""
    if attempt.verdict == "acknowledged" and delivery.contract not in ASKING:
        return "None"
    if attempt.verdict == "timeout":
        return "TimeoutError('no answer in time')"
    if not attempt.status:
        return f"ConnectionError({attempt.detail[:100]!r})"
    if attempt.status == 200:
        return repr(attempt.response) if attempt.response else "''"
    return f"({attempt.status}, {attempt.response!r})"


# ---- what was played ----------------------------------------------------------------------------------------

_ACTS: Final = {
    "answer_call": "answer", "reject_call": "reject", "hold_call": "hold", "unhold_call": "unhold",
    "press_digits": "press", "mute_call": "mute", "unmute_call": "unmute", "spy_call": "spy", "hang_up_call": "hang_up",
}  # fmt: skip
_INCOMING: Final = frozenset(
    ("caller", "did", "caller_name", "digits", "hang_up", "patience_seconds", "talk_seconds", "message_seconds",
     "parties", "custom", "ai")
)  # fmt: skip
_OUTGOING: Final = frozenset(
    ("extension", "target", "caller_id", "hang_up", "patience_seconds", "talk_seconds", "dial_seconds", "record",
     "parties", "custom", "ai")
)  # fmt: skip
_ELSEWHERE: Final = ("realtime_login.", "scripts.")
"""Operations whose answers name the server that they came from."""


class _Steps:
    """The session's steps as lines of the test. Calls that it places get names."""

    def __init__(self, session: ExportedSession) -> None:
        self._session = session
        self._calls: dict[str, str] = {}

    def lines(self) -> Iterator[list[str]]:
        now = self._session.start
        for step in self._session.steps:
            lines = self._request(step) if step.kind == "request" else self._action(step)
            if not lines:
                continue
            if step.at > now:
                now = step.at
                lines.insert(0, f"voicenter.clock.advance(until={now!r})  # {now - self._session.start:.1f} s")
            yield lines

    def _request(self, step: Step) -> list[str]:
        """A request, and what it was answered."""
        given = step.given
        url = f"https://{host_of(step.name)}{given['path']}" + (f"?{given['query']}" if given["query"] else "")
        headers = dict(given["headers"])
        arguments = [repr(url)]
        body = _json(given["body"]) if headers.get("content-type", "").startswith("application/json") else None
        if body is not None:
            arguments.append(f"json={body!r}")
            del headers["content-type"]
        elif given["body"]:
            arguments.append(f"data={given['body'].encode('latin-1')!r}")
        if headers:
            arguments.append(f"headers={headers!r}")
        call = _call(f"requests.{given['method'].lower()}", arguments)
        if not step.status:
            return ["with pytest.raises(requests.RequestException):", f"    {call}".replace("\n", "\n    ")]
        lines = [f"answer = {call}", f"assert answer.status_code == {step.status}"]
        if step.answer and not step.name.startswith(_ELSEWHERE):
            decoded = _json(step.answer)
            expression = "answer.json()" if decoded is not None else "answer.text"
            lines.append(_equal(expression, step.answer if decoded is None else decoded))
        return lines

    def _action(self, step: Step) -> list[str]:
        name, values, body = step.name, step.given["path_values"], step.given["body"]
        if name == "place_call":
            return self._place(step, body)
        if name in _ACTS:
            return [_call(f"{self._call_name(values['ivrid'])}.{_ACTS[name]}", _named_arguments(body))]
        if name == "transfer_call":
            return [_call(f"{self._call_name(values['ivrid'])}.{_TRANSFERS[body.get('kind', 'blind')]}",
                          _named_arguments({key: value for key, value in body.items() if key != "kind"}))]  # fmt: skip
        return self._other(name, values, body)

    def _place(self, step: Step, body: dict[str, Any]) -> list[str]:
        """Somebody calls, or an extension dials."""
        variable = f"call_{len(self._calls) + 1}"
        if "extension" in body and set(body) <= _OUTGOING:
            placed = _call("voicenter.outgoing_call", _named_arguments(body))
        elif set(body) <= _INCOMING:
            placed = _call("voicenter.incoming_call", _named_arguments({"caller": "", **body}))
        else:
            call = _call("voicenter.control", ["'place_call'", repr(body)])
            placed = f"voicenter.call({call}['ivrid'])"
        if step.answer is None:
            return [placed]
        self._calls[step.answer] = variable
        return [f"{variable} = {placed}", f"assert {variable}.id == {step.answer!r}"]

    def _call_name(self, ivrid: str) -> str:
        return self._calls.get(ivrid) or f"voicenter.call({ivrid!r})"

    def _other(self, name: str, values: dict[str, str], body: dict[str, Any]) -> list[str]:
        match name:
            case "set_agent":
                return [_call(f"voicenter.agents[{values['user']!r}].set_status", _named_arguments(body))]
            case "set_extension":
                return [f"voicenter.extensions[{values['sip']!r}].go({body['device']!r})"]
            case "start_campaign" | "stop_campaign" | "clear_campaign":
                return [f"voicenter.campaigns[{values['code']!r}].{name.partition('_')[0]}()"]
            case "add_expectation":
                return [_call("voicenter.expect", _named_arguments(body))]
            case "add_fault":
                return [_call("voicenter.faults.add", _named_arguments(body))]
            case "remove_fault":
                return [f"voicenter.faults.remove({values['number']})"]
            case "clear_faults":
                return ["voicenter.faults.clear()"]
            case "edit_organization":
                return [_call("voicenter.edit", [f"**{body!r}"]), *self._new_customers(body)]
            case "send_callback":
                body = {key: value for key, value in body.items() if key != "to"}
            case _:
                pass
        arguments = [repr(name), *([repr(body)] if body else []), *_named_arguments(values)]
        return [_call("voicenter.control", arguments)]

    def _new_customers(self, body: dict[str, Any]) -> Iterator[str]:
        """An edit has given a callback a target: it is this process's from then on."""
        callbacks: dict[CallbackName, Any] = body.get("callbacks") or {}
        for callback, target in callbacks.items():
            if is_object(target) and target.get("url") == "":
                yield f"voicenter.deliver_to(None, {callback!r})"
            elif is_object(target) and "url" in target and callback not in self._session.targets:
                yield _customer(self._session, callback)


_TRANSFERS: Final = {"blind": "transfer", "consult": "consult", "complete": "complete_transfer"}


def _named_arguments(values: dict[str, Any]) -> list[str]:
    if not all(name.isidentifier() for name in values):
        return [f"**{values!r}"]
    return [f"{name}={value!r}" for name, value in values.items()]


def _call(function: str, arguments: Sequence[str]) -> str:
    line = f"{function}({', '.join(arguments)})"
    if len(line) < WIDTH:
        return line
    return f"{function}(\n" + "".join(f"    {argument},\n" for argument in arguments) + ")"


def _equal(what: str, value: Any) -> str:
    return f"assert {what} == {_literal(value)}"


def _literal(value: Any) -> str:
    """A value as Python writes it, an entry a line where one line is too short."""
    line = repr(value)
    if len(line) < WIDTH - 30 or not isinstance(value, dict | list):
        return line
    entries = (
        [f"{name!r}: {_literal(member)}" for name, member in cast("dict[str, Any]", value).items()]
        if isinstance(value, dict)
        else [_literal(item) for item in cast("list[Any]", value)]
    )
    inside = "".join("    " + entry.replace("\n", "\n    ") + ",\n" for entry in entries)
    return f"{{\n{inside}}}" if isinstance(value, dict) else f"[\n{inside}]"


def _json(text: str) -> Any:
    """A JSON object or list; ``None`` for anything else."""
    try:
        decoded: Any = json.loads(text)
    except ValueError:
        return None
    return decoded if is_object(decoded) or is_array(decoded) else None


# ---- what came of it ----------------------------------------------------------------------------------------


def _until(session: ExportedSession, ending: FinalState) -> list[str]:
    """Time runs to where it stood when the session was exported."""
    return [f"voicenter.clock.advance(until={ending.now!r})  # {ending.now - session.start:.1f} s"]


def _endings(session: ExportedSession, ending: FinalState) -> Iterator[str]:
    records = [_present_members(record) for record in ending.records]
    if len(records) <= LISTED:
        yield _equal("[present(cdr) for cdr in voicenter.cdrs]", records)
    else:
        yield f"assert len(voicenter.cdrs) == {len(records)}"
        for (kind, status), count in sorted(Counter((each["type"], each["status"]) for each in ending.records).items()):
            yield f"assert sum((cdr['type'], cdr['status']) == {(kind, status)} for cdr in voicenter.cdrs) == {count}"
    for callback in dict.fromkeys(delivery.callback for delivery in session.deliveries):
        sent = [_present_members(delivery.payload) for delivery in session.deliveries if delivery.callback == callback]
        of = f"for sent in voicenter.deliveries if sent.callback == {callback!r}"
        if len(sent) <= LISTED:
            yield _equal(f"[present(sent.payload) {of}]", sent)
        else:
            yield f"assert sum(1 {of}) == {len(sent)}"


def _present_members(message: Mapping[str, Any]) -> dict[str, Any]:
    """The members that say something, as the test's own ``said`` picks them: as JSON has them."""
    as_json: dict[str, Any] = json.loads(json.dumps(message))
    return {name: value for name, value in as_json.items() if value not in ("", None, 0, [], {})}
