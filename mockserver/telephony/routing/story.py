"""Where a caller was led: layers, customers' decisions, queues, services, forwarding."""

from __future__ import annotations

from typing import Literal

from ....contracts.quick_dataclasses import dataclass
from ..model import phones
from ..model.story import StoryEntry

CustomerCallback = Literal["External Layer", "External IVR"]

# ---- the web page --------------------------------------------------------------------------------------


@dataclass(slots=True)
class VisitorKnown(StoryEntry):
    """The number is a Lead Tracker's, and somebody sees it now."""

    number: str

    def sentence(self) -> str:
        return f"A visitor of the web page was shown {self.number}: what is known of them came with the call."


# ---- the IVR -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class LayerEntered(StoryEntry):
    layer: int
    name: str

    def sentence(self) -> str:
        return f"The caller came to layer {self.layer} ({self.name})."


@dataclass(slots=True)
class LayerMissing(StoryEntry):
    layer: int

    def sentence(self) -> str:
        return f"There is no layer {self.layer}: the call cannot go on."


@dataclass(slots=True)
class WentInCircles(StoryEntry):
    """``steps``: layers visited, or questions asked."""

    steps: int

    def sentence(self) -> str:
        return f"After {self.steps} steps the call was taken for one that goes in circles."


@dataclass(slots=True)
class KeysPressed(StoryEntry):
    keys: str

    def sentence(self) -> str:
        return f"The caller pressed {self.keys}."


@dataclass(slots=True)
class KeyLedNowhere(StoryEntry):
    keys: str

    def sentence(self) -> str:
        return f"{self.keys} leads nowhere in this menu."


@dataclass(slots=True)
class FallbackTaken(StoryEntry):
    layer: int

    def sentence(self) -> str:
        return f"Layer {self.layer} could not go on and took its fallback."


@dataclass(slots=True)
class LetGo(StoryEntry):
    def sentence(self) -> str:
        return "The IVR ended the call."


# ---- what the customer decides -------------------------------------------------------------------------


@dataclass(slots=True)
class CustomerAsked(StoryEntry):
    callback: CustomerCallback
    keys: str

    def sentence(self) -> str:
        return f"The customer's {self.callback} was asked what to do (keys: {self.keys or 'none'})."


@dataclass(slots=True)
class CustomerAnswered(StoryEntry):
    callback: CustomerCallback
    action: str

    def sentence(self) -> str:
        if self.action:
            return f"The customer's {self.callback} answered {self.action}."
        return f"The customer's {self.callback} gave an answer without an action."


@dataclass(slots=True)
class CustomerDidNotAnswer(StoryEntry):
    callback: CustomerCallback

    def sentence(self) -> str:
        return f"The customer's {self.callback} gave no usable answer (none in time, STATUS 1, or not valid)."


@dataclass(slots=True)
class AnswerOfNoUse(StoryEntry):
    callback: CustomerCallback
    action: str

    def sentence(self) -> str:
        return f"{self.action or 'That'} could not be done: an unknown layer, target or action."


@dataclass(slots=True)
class LanguageChosen(StoryEntry):
    """Announcements are made in another language from now on, as the customer's server said."""

    language: str

    def sentence(self) -> str:
        return f"Announcements are in {self.language} from now on."


@dataclass(slots=True)
class MusicPlayed(StoryEntry):
    """``name`` is MOH_CLASS: what the caller hears while it rings."""

    name: str

    def sentence(self) -> str:
        return f"The caller hears the music {self.name} while it rings."


@dataclass(slots=True)
class TargetAnnouncementPlayed(StoryEntry):
    """``name`` is TARGET_REC: what the dialled party hears before the two are connected."""

    number: str
    name: str
    seconds: float

    def sentence(self) -> str:
        return (
            f"{phones.local(self.number)} hears {self.name} ({self.seconds:g} seconds) before the caller is connected."
        )


@dataclass(slots=True)
class TonesSent(StoryEntry):
    """``keys`` is DTMF_PLAY: sent to the dialled party once it has answered."""

    number: str
    keys: str

    def sentence(self) -> str:
        return f"The tones {self.keys} were sent to {phones.local(self.number)}."


@dataclass(slots=True)
class RecordingPrecededBy(StoryEntry):
    """``name`` is SILENTRECORD's REC: played before the recording starts."""

    name: str
    seconds: float

    def sentence(self) -> str:
        return f"The caller hears {self.name} ({self.seconds:g} seconds) before the recording starts."


@dataclass(slots=True)
class AnnouncementMade(StoryEntry):
    seconds: float

    def sentence(self) -> str:
        return f"An announcement of {self.seconds:g} seconds was made."


@dataclass(slots=True)
class AnnouncementFailed(StoryEntry):
    """``missing`` names a recording that the organization does not have; empty where something else is wrong."""

    missing: str = ""

    def sentence(self) -> str:
        if self.missing:
            return f"The announcement could not be made: the organization has no recording {self.missing}."
        return "The announcement could not be made."


# ---- VoiceBot ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class BotAsked(StoryEntry):
    """The caller has said what they want, and the function is asked."""

    intent: str
    parameters: dict[str, str]

    def sentence(self) -> str:
        values = ", ".join(f"{name}: {value}" for name, value in self.parameters.items())
        return (
            f"The caller came to the intent {self.intent} ({values or 'no parameters'}); "
            "the VoiceBot function was asked."
        )


@dataclass(slots=True)
class BotAnswered(StoryEntry):
    """What the answer changed: each member as it is shown, empty where it was not given."""

    output: str
    instructions: list[str]
    said: str
    prompt: str

    def sentence(self) -> str:
        changes = [
            f"the bot got the output {self.output}" if self.output else "",
            f"instructions: {' / '.join(self.instructions)}" if self.instructions else "",
            f"the bot is to have said {self.said}" if self.said else "",
            f"its base prompt was extended by {self.prompt}" if self.prompt else "",
        ]
        changed = "; ".join(change for change in changes if change)
        return f"The VoiceBot function answered: {changed or 'nothing, the bot goes on as instructed'}."


@dataclass(slots=True)
class BotRequested(StoryEntry):
    """The function was asked with a request of the intent's own."""

    method: str
    body: str

    def sentence(self) -> str:
        return f"The request was the intent's own, a {self.method} with {self.body}."


@dataclass(slots=True)
class BotWasTold(StoryEntry):
    """A function that was asked with a request of the intent's own has answered something."""

    answer: str

    def sentence(self) -> str:
        return f"The VoiceBot function answered {self.answer}."


@dataclass(slots=True)
class BotAnnounced(StoryEntry):
    """``text`` is the announcement with the answer in it: the bot yields its turn and waits."""

    text: str

    def sentence(self) -> str:
        return f"The bot announced '{self.text}' and waited for the caller."


@dataclass(slots=True)
class BotFailed(StoryEntry):
    """``fail_output`` is what the bot says, after so many seconds of nothing (``frozen``)."""

    fail_output: str
    frozen: float

    def sentence(self) -> str:
        silence = f" after {self.frozen:g} seconds of silence" if self.frozen else ""
        output = f"the bot said '{self.fail_output}'" if self.fail_output else "the bot had no fail_output to say"
        return f"The VoiceBot function failed;{silence} {output}."


@dataclass(slots=True)
class BotFinished(StoryEntry):
    def sentence(self) -> str:
        return "The conversation with the VoiceBot was over."


# ---- queues --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class QueueJoined(StoryEntry):
    """``place`` counts from 1."""

    name: str
    place: int

    def sentence(self) -> str:
        return f"The caller joined queue {self.name} at place {self.place}."


@dataclass(slots=True)
class TurnedAway(StoryEntry):
    name: str
    status: Literal["FULL", "JOINEMPTY"]

    def sentence(self) -> str:
        why = "it is full" if self.status == "FULL" else "nobody is there to answer"
        return f"Queue {self.name} took no caller: {why}."


@dataclass(slots=True)
class QueueAnswered(StoryEntry):
    number: str
    waited: float

    def sentence(self) -> str:
        return f"{phones.local(self.number)} took the caller from the queue after {self.waited} seconds."


@dataclass(slots=True)
class QueueTimedOut(StoryEntry):
    name: str

    def sentence(self) -> str:
        return f"Queue {self.name} lets nobody wait longer."


@dataclass(slots=True)
class QueueLeftByKey(StoryEntry):
    name: str
    keys: str

    def sentence(self) -> str:
        return f"The caller left queue {self.name} with key {self.keys}."


@dataclass(slots=True)
class QueueAbandoned(StoryEntry):
    waited: float

    def sentence(self) -> str:
        return f"The caller gave up after {self.waited} seconds in the queue."


# ---- services and forwarding ---------------------------------------------------------------------------


@dataclass(slots=True)
class VoicemailTook(StoryEntry):
    mailbox: int
    name: str

    def sentence(self) -> str:
        return f"Voicemail {self.name or self.mailbox} took the call."


@dataclass(slots=True)
class ConferenceJoined(StoryEntry):
    room: str

    def sentence(self) -> str:
        return f"The caller joined conference {self.room}."


@dataclass(slots=True)
class RecordedSilently(StoryEntry):
    seconds: float

    def sentence(self) -> str:
        return f"The call is recorded for at most {self.seconds:g} seconds."


@dataclass(slots=True)
class Forwarded(StoryEntry):
    number: str
    to: str

    def sentence(self) -> str:
        return f"{phones.local(self.number)} forwards its calls to {phones.local(self.to)}."


@dataclass(slots=True)
class PassedOn(StoryEntry):
    """In the call in which a party is led on; ``first`` is the id of the one that is over."""

    number: str
    by: str
    to: str
    first: str

    def sentence(self) -> str:
        to = phones.local(self.to)
        return f"{phones.local(self.number)} was passed on by {self.by} to {to}, out of call {self.first}."


ENTRIES: tuple[type[StoryEntry], ...] = (
    *(LayerEntered, LayerMissing, WentInCircles, KeysPressed, KeyLedNowhere, FallbackTaken, LetGo),
    *(CustomerAsked, CustomerAnswered, CustomerDidNotAnswer, AnswerOfNoUse, AnnouncementMade, AnnouncementFailed),
    VisitorKnown,
    *(BotAsked, BotRequested, BotAnswered, BotWasTold, BotAnnounced, BotFailed, BotFinished),
    *(LanguageChosen, MusicPlayed, TargetAnnouncementPlayed, TonesSent, RecordingPrecededBy),
    *(QueueJoined, TurnedAway, QueueAnswered, QueueTimedOut, QueueLeftByKey, QueueAbandoned),
    *(VoicemailTook, ConferenceJoined, RecordedSilently, Forwarded, PassedOn),
)
