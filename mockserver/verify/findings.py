"""What can be wrong with a customer's endpoint: the kinds of findings, and one finding with its proof."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Any

from ...contracts.quick_dataclasses import dataclass

GUIDE = "docs/how-to/verify.md"


class Kind(Enum):
    """A kind of finding. Its value is its name in reports, and the anchor in the guide."""

    SERVER_ERROR = "server-error"
    NOT_ACKNOWLEDGED = "not-acknowledged"
    VALID_REFUSED = "valid-refused"
    WRONG_STATUS = "wrong-status"
    REDIRECTED = "redirected"
    BROKEN_ANSWER = "broken-answer"
    TOO_SLOW = "too-slow"
    SLOW_ON_LONG_CALLS = "slow-on-long-calls"
    BREAKS_ON_TEXT = "breaks-on-text"
    MANGLES_TEXT = "mangles-text"
    TIME_AS_UNIX = "time-as-unix"
    UNKNOWN_VALUE = "unknown-value"
    CRASHES_ON_MALFORMED = "crashes-on-malformed"
    MALFORMED_UNANSWERED = "malformed-unanswered"
    LEAKS_INTERNALS = "leaks-internals"
    XML_RPC_TYPES = "xml-rpc-types"
    REPEAT_REFUSED = "repeat-refused"
    PARALLEL_REPEAT_REFUSED = "parallel-repeat-refused"
    SECOND_LEG_REFUSED = "second-leg-refused"
    SECOND_LEG_DROPPED = "second-leg-dropped"
    OUT_OF_ORDER = "out-of-order"
    BURST_FAILS = "burst-fails"
    SLOW_READER = "slow-reader"
    INVALID_DECISION = "invalid-decision"
    IMPOSSIBLE_DECISION = "impossible-decision"
    UNKNOWN_TARGET = "unknown-target"
    IVR_LOOP = "ivr-loop"
    DEAD_END = "dead-end"
    IGNORES_PARAMETERS = "ignores-parameters"
    CLOSED_TO_THE_EXTENSION = "closed-to-the-extension"
    WENT_AWAY = "went-away"

    @property
    def title(self) -> str:
        return _TEXTS[self][0]

    @property
    def consequence(self) -> str:
        """What would happen in production."""
        return _TEXTS[self][1]

    @property
    def link(self) -> str:
        return f"{GUIDE}#{self.value}"


_TEXTS: dict[Kind, tuple[str, str]] = {
    Kind.SERVER_ERROR: (
        "A valid message is answered with a server error",
        "The message counts as not delivered: a CDR is sent again and again, a call falls back or shows no pop-up.",
    ),
    Kind.NOT_ACKNOWLEDGED: (
        "A valid message is not acknowledged",
        "Voicenter has only HTTP status 200 to go by: a CDR that failed is not sent again, a pop-up shows nothing.",
    ),
    Kind.VALID_REFUSED: (
        "A valid message is refused",
        "The record is missing at your side, and is sent again to be refused again; a steered call falls back.",
    ),
    Kind.WRONG_STATUS: (
        "A valid message is answered with another HTTP status than 200",
        "Only 200 acknowledges. Any other status counts as not delivered, whatever the body says.",
    ),
    Kind.REDIRECTED: (
        "A valid message is answered with a redirect",
        "Redirects are not followed: the message never arrives where it is redirected to.",
    ),
    Kind.BROKEN_ANSWER: (
        "The connection ends before there is an answer",
        "The message counts as not delivered, although your side may have handled it.",
    ),
    Kind.TOO_SLOW: (
        "The answer comes later than Voicenter waits",
        "Voicenter has given up: a CDR is sent again, a caller gets the fallback, the agent's pop-up stays empty.",
    ),
    Kind.SLOW_ON_LONG_CALLS: (
        "Records of callers who pressed many keys take far longer than others",
        "The longest calls time out first: their CDRs are sent again and again and keep your server busy.",
    ),
    Kind.BREAKS_ON_TEXT: (
        "A name or text that is not plain ASCII breaks it",
        "Every call of an agent, queue or caller with a Hebrew, Arabic or Russian name fails.",
    ),
    Kind.MANGLES_TEXT: (
        "Text comes back in the wrong encoding",
        "Names are stored or shown as question marks or as letters of another alphabet.",
    ),
    Kind.TIME_AS_UNIX: (
        "The CDR's time is read as Unix time",
        "It counts Israel's wall clock (cdr): calls are stored two or three hours late, fresh ones lie in the future.",
    ),
    Kind.UNKNOWN_VALUE: (
        "A type, status or member that it does not know is an error",
        "Voicenter adds call types, statuses and members; on that day these records stop arriving.",
    ),
    Kind.CRASHES_ON_MALFORMED: (
        "A malformed or hostile message crashes it",
        "Whoever finds the address can make it fail; a slip of one record is sent again for ever.",
    ),
    Kind.MALFORMED_UNANSWERED: (
        "A malformed message is neither refused nor acknowledged",
        "The sender cannot tell what happened, so it is sent again; with err 1 or a 4xx somebody could notice.",
    ),
    Kind.LEAKS_INTERNALS: (
        "The answer shows the program's insides",
        "A stack trace tells a stranger paths, versions and sometimes secrets.",
    ),
    Kind.XML_RPC_TYPES: (
        "An integer is sent as a string in XML-RPC",
        "XML-RPC has types, and the documents' answers have <int>; a typed client refuses the string as no number.",
    ),
    Kind.REPEAT_REFUSED: (
        "The same CDR again is an error",
        "Voicenter repeats a CDR whose acknowledgement was lost; refusing it makes every further retry fail too.",
    ),
    Kind.PARALLEL_REPEAT_REFUSED: (
        "The same CDR twice at once is an error",
        "A retry can overtake a slow first attempt: two requests race for one record and one of them fails.",
    ),
    Kind.SECOND_LEG_REFUSED: (
        "The second record of a two-leg call is an error",
        "Click2Call and dialer calls have two CDRs with one call id; half of them is lost.",
    ),
    Kind.SECOND_LEG_DROPPED: (
        "The second record of a two-leg call is taken for a repetition of the first",
        "Of each Click2Call and dialer call the record that has the recording and the customer's talk is thrown away.",
    ),
    Kind.OUT_OF_ORDER: (
        "Messages in another order than usual are an error",
        "Retries and parallel connections change the order of messages; these fail then.",
    ),
    Kind.BURST_FAILS: (
        "Messages fail when many come at once",
        "When a campaign or a working day ends, dozens of messages arrive in the same second and some are lost.",
    ),
    Kind.SLOW_READER: (
        "A slow connection gets no proper answer",
        "On a bad line the message counts as not delivered, or one slow client holds up all others.",
    ),
    Kind.INVALID_DECISION: (
        "The decision about a call breaks its contract",
        "The answer counts as none: the caller gets the layer's fallback or a bot's fail_output, or the call is ended.",
    ),
    Kind.IMPOSSIBLE_DECISION: (
        "The decision keeps its contract but cannot work",
        "The call is sent to a number nobody can dial, or to a menu that has no name to come back with.",
    ),
    Kind.UNKNOWN_TARGET: (
        "The decision names a layer or extension that the organization does not have",
        "The call goes nowhere: the caller gets the fallback or hears that it failed.",
    ),
    Kind.IVR_LOOP: (
        "A caller cannot leave a menu whatever is pressed",
        "Callers go round until they give up, and each round is a request to your server.",
    ),
    Kind.DEAD_END: (
        "A menu that the endpoint itself offers leads nowhere",
        "Callers who reach it get the fallback or are cut off, whatever they press.",
    ),
    Kind.IGNORES_PARAMETERS: (
        "The answer does not depend on what the caller said",
        "IntentParameters are lost on the way: every caller hears the same, whatever they asked the bot for.",
    ),
    Kind.CLOSED_TO_THE_EXTENSION: (
        "A browser does not let the Chrome extension read the answer",
        "Where the extension asks for the pop-up from the agent's browser, nothing is shown.",
    ),
    Kind.WENT_AWAY: (
        "The server stopped answering while it was examined",
        "One message is enough to end the whole service, for all calls after it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of failure with the smallest message that showed it.

    ``detail`` says what came back, ``payload`` is the decoded message (``None`` for bytes that are none), ``body``
    the bytes as text, ``curl`` a command that repeats it. ``times`` counts how often the kind was seen.
    """

    kind: Kind
    contract: str
    phase: str
    detail: str
    payload: Any
    body: str
    content_type: str
    curl: str
    answer: str = ""
    violations: tuple[str, ...] = ()
    times: int = 1

    def as_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value, "title": self.kind.title, "consequence": self.kind.consequence,
            "link": self.kind.link, "contract": self.contract, "phase": self.phase, "detail": self.detail,
            "times": self.times, "message": self.payload, "body": self.body, "content_type": self.content_type,
            "answer": self.answer, "violations": list(self.violations), "curl": self.curl,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind.value}: {self.kind.title} ({self.contract}, {self.phase}): {self.detail}\n  {self.curl}"


@dataclass(slots=True)
class Report:
    """What an examination found. ``skipped`` says why a phase did not run; ``seconds`` is real time."""

    target: str
    callback: str
    encoding: str
    seed: int
    findings: list[Finding] = field(default_factory=list[Finding])
    phases: list[str] = field(default_factory=list[str])
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    requests: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def ok(self) -> bool:
        return not self.findings

    def kinds(self) -> set[Kind]:
        return {finding.kind for finding in self.findings}

    def of(self, kind: Kind) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind is kind]

    def as_data(self) -> dict[str, Any]:
        return {
            "target": self.target, "callback": self.callback, "encoding": self.encoding, "seed": self.seed,
            "phases": self.phases, "skipped": self.skipped, "requests": self.requests,
            "seconds": round(self.seconds, 3), "interrupted": self.interrupted,
            "findings": [finding.as_data() for finding in self.findings],
        }  # fmt: skip
