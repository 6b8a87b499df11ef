"""What was played with an organization since its start: every request and every action, with its simulated time.

Kept so that a session can be exported as a test that plays it again. The start is as much part of it as the end, so
a session that grows too long is not cut but given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Any, Literal

from ...contracts.json_values import is_object
from ...contracts.quick_dataclasses import dataclass
from ..telephony.model.directory import Directory

MAXIMUM_STEPS = 5_000
MAXIMUM_BYTES = 8 * 1024 * 1024
TOO_LONG = "so much has happened since the organization's start that its beginning is not known any more"
ANSWER_CHARACTERS = 16 * 1024
"""Bytes of an answer that are worth comparing; of longer ones only the status is."""


@dataclass(slots=True)
class Step:
    """``at``: simulated time. ``name`` is the operation's in the catalogue. A ``request`` is one of Voicenter's
    operations with ``method``, ``path``, ``query``, ``headers``, ``body`` (bytes as Latin-1), an ``action`` one of the
    control API's with ``path_values`` and its JSON ``body``. ``status`` 0: not answered, ``answer`` ``None``: not kept.
    """

    at: float
    kind: Literal["request", "action"]
    name: str
    given: dict[str, Any] = field(default_factory=dict[str, Any])
    status: int = 0
    answer: str | None = None


class SessionRecording:
    """The steps so far, from the ``start`` (simulated time) of the organization as ``directory`` had it then.
    ``given_up`` says why they are not known. Used while holding the organization's lock, ``answered`` at any time.
    """

    def __init__(self, start: float, directory: Directory) -> None:
        self.start = start
        self.directory = directory
        self.steps: list[Step] = []
        self.given_up = ""
        self._bytes = 0

    def request(
        self, at: float, name: str, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Step | None:
        """A request to one of Voicenter's operations, which is being answered; ``None`` when nothing is kept."""
        if self.given_up:
            return None
        kept = {known: headers[known] for known in ("content-type", "authorization") if known in headers}
        text = body.decode("latin-1")
        given = {"method": method, "path": path, "query": query, "headers": kept, "body": text}
        return self._add(Step(at, "request", name, given), len(text) + len(query))

    def record_answer(self, step: Step, status: int, content: bytes) -> None:
        step.status = status
        if len(content) <= ANSWER_CHARACTERS:
            try:
                step.answer = content.decode()
            except UnicodeDecodeError:
                return
            self._grow(len(content))

    def action(self, at: float, name: str, path_values: Mapping[str, str], body: Any, answer: Any) -> None:
        """Something that was done over the control API. ``answer`` is what it said."""
        values = {member: value for member, value in path_values.items() if member != "id"}
        step = Step(at, "action", name, {"path_values": values, "body": body}, 200)
        if is_object(answer) and isinstance(answer.get("ivrid"), str):
            step.answer = answer["ivrid"]
        self._add(step, len(repr(body)))

    def _add(self, step: Step, size: int) -> Step:
        self._grow(size)
        if len(self.steps) >= MAXIMUM_STEPS:
            self.give_up(TOO_LONG)
        if not self.given_up:
            self.steps.append(step)
        return step

    def _grow(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MAXIMUM_BYTES:
            self.give_up(TOO_LONG)

    def give_up(self, why: str) -> None:
        """Nothing is kept any more."""
        self.given_up = why
        self.steps.clear()

    # ---- snapshots -------------------------------------------------------------------------------------

    def export(self) -> dict[str, Any]:
        """Plain data for a snapshot."""
        return {"start": self.start, "given_up": self.given_up, "steps": [asdict(step) for step in self.steps]}

    @classmethod
    def restore(cls, data: Any, directory: Directory) -> SessionRecording:
        """What ``export`` wrote. Raises ``SnapshotError``, which names the place."""
        from ..telephony.control.snapshot_values import PLAIN_VALUES  # few organizations are restored

        written: _Written = PLAIN_VALUES.read(_Written, {"document": {}, **data}, (None, "played"))
        recording = cls(written.start, directory)
        for step in written.steps:
            recording._add(step, len(repr(step.given)))
        if written.given_up:
            recording.give_up(written.given_up)
        return recording


@dataclass(slots=True)
class _Written:
    """What a snapshot has of a session. The document is read apart."""

    start: float
    given_up: str
    steps: list[Step]
    document: dict[str, Any]
