"""One callback: the message, where it stands, and every attempt to deliver it. Plain data."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, field
from typing import TYPE_CHECKING, Any, Literal, cast

from ...contracts.callback_names import CallbackContract, CallbackName
from ...contracts.json_values import is_object
from ...contracts.learned import places_of_recordings
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from ..telephony.control.snapshot_values import SnapshotError, Values
from .encoding import CONTENT_TYPES
from .summaries import about

if TYPE_CHECKING:
    from ...contracts.types import SandboxAttempt, SandboxDelivery

Status = Literal["pending", "acknowledged", "failed"]
SHOWN_CHARACTERS = 4_000


@dataclass(slots=True)
class Attempt:
    """``at`` is simulated time, ``milliseconds`` real. ``response`` is the beginning of what came back."""

    at: float
    verdict: str
    detail: Sentence
    status: int
    response: str
    milliseconds: float
    violations: tuple[Sentence, ...] = ()

    def as_data(self) -> SandboxAttempt:
        """For the control API."""
        sentences = self.sentences()
        translatable = {"detail_sentence": sentences["detail"], "violation_sentences": sentences["violations"]}
        return cast("SandboxAttempt", asdict(self) | {"violations": list(self.violations)} | translatable)

    def sentences(self) -> dict[str, Any]:
        """What it says in sentences, whole."""
        return {
            "detail": self.detail.as_data(),
            "violations": [violation.as_data() for violation in self.violations],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Attempt:
        """What ``as_data`` made."""
        detail = data.get("detail_sentence", data["detail"])
        violations = data.get("violation_sentences", data["violations"])
        return cls(
            data["at"], data["verdict"], Sentence.from_data(detail), data["status"], data["response"],
            data["milliseconds"], tuple(map(Sentence.from_data, violations)),
        )  # fmt: skip


@dataclass(slots=True)
class Delivery:
    """One message for the customer. ``remaining`` are the retry delays not used yet, in simulated seconds.

    ``contract`` is its name in the catalogue. ``body`` is the encoded message, of a GET the query string; ``decoded``
    is the plain one, ``None`` of a JSON body that nobody has read.
    ``addressed`` is a URL given for this one message, instead of the organization's target. ``question`` numbers
    the exchange's question that it asks (0: it only tells). ``answer`` is the last decoded answer, right or wrong.
    ``headers`` are this message's own. ``free_form``: it is no documented message but a VoiceBot's own, and so is its
    answer. ``record`` numbers the call log's record that it pushes (0: none). ``next_at`` is when the next attempt is
    due; ``None`` while one is under way (``in_flight``) and at the end.
    """

    id: int
    callback: CallbackName
    contract: CallbackContract
    call_id: str
    target: str
    method: str
    content_type: str
    body: bytes
    decoded: dict[str, Any] | None
    planned_at: float
    remaining: tuple[float, ...]
    status: Status = "pending"
    next_at: float | None = None
    timer: int = 0
    addressed: str = ""
    question: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    free_form: bool = False
    in_flight: bool = False
    record: int = 0
    answer: Any = None
    attempts: list[Attempt] = field(default_factory=list[Attempt])

    @property
    def payload(self) -> dict[str, Any]:
        """The message as plain data."""
        if self.decoded is None:
            self.decoded = json.loads(self.body)
        return cast("dict[str, Any]", self.decoded)

    @property
    def acknowledged_at(self) -> float | None:
        """Simulated time of the attempt that was acknowledged."""
        return next((attempt.at for attempt in self.attempts if attempt.verdict == "acknowledged"), None)

    def as_data(self) -> SandboxDelivery:
        """For the control API."""
        data: SandboxDelivery = {
            "id": self.id,
            "callback": self.callback,
            "contract": self.contract,
            "ivrid": self.call_id,
            "record": self.record,
            "about": about(self.payload),
            "status": self.status,
            "target": self.target,
            "method": self.method,
            "content_type": self.content_type,
            "request": self.payload,
            "planned_at": self.planned_at,
            "next_attempt_at": self.next_at,
            "in_flight": self.in_flight,
            "answer": self.answer,
            "attempts": [attempt.as_data() for attempt in self.attempts],
        }
        if seen := places_of_recordings(f"{self.contract}.request", self.payload):
            data["seen_in_recordings"] = seen
        return data

    def export(self) -> dict[str, Any]:
        """Everything, as JSON can write it; ``restore_delivery`` takes it back."""
        data = {"payload" if name == "decoded" else name: value for name, value in asdict(self).items()}
        data["payload"] = self.payload
        data["body"] = b64encode(self.body).decode()
        data["attempts"] = [asdict(attempt) | attempt.sentences() for attempt in self.attempts]
        for passing in ("in_flight", "timer"):
            del data[passing]
        return data


def restore_delivery(data: Any, place: str = "delivery") -> Delivery:
    """A delivery from what ``export`` wrote. An attempt that was under way is due again. Raises ``SnapshotError``."""
    members = data
    if is_object(data) and "payload" in data:
        payload = _VALUES.read(dict[str, Any], data["payload"], ((None, place), "payload"))
        members = {name: value for name, value in data.items() if name != "payload"} | {"decoded": payload}
    delivery: Delivery = _VALUES.read(Delivery, members, (None, place))
    if delivery.method not in ("GET", "POST") or delivery.content_type not in CONTENT_TYPES:
        raise SnapshotError(f"no callback is a {delivery.method[:20]} of {delivery.content_type[:60]!r}", place)
    if delivery.method == "GET" and not delivery.body.isascii():
        raise SnapshotError("it is no query string", f"{place}.body")
    return delivery


_VALUES = Values(written_as={Sentence: (Any, Sentence.from_data)})
