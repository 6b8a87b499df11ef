"""Messages: definitions. Written by tools/write_types.py from the schemas."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "AgentStatus",
    "AiEmotions",
    "AiEmotionsSentencesItem",
    "AiInsights",
    "AiInsightsParticipants",
    "AiInsightsQuestionsItem",
    "AiInsightsQuestionsItemDataType",
    "AiParticipant",
    "CallDirection",
    "CallState",
    "CampaignStatusName",
    "CampaignTotals",
    "CdrType",
    "DialStatus",
    "ExtensionEventReason",
    "HangupCause",
    "QueueEventReason",
]


CdrType: TypeAlias = (
    Literal[
        "Incoming Call",
        "CC",
        "Extension Outgoing",
        "Queue",
        "Click2Call leg1",
        "Click2Callleg1",
        "Click2Calleg1",
        "Click2CallLeg1",
        "Click2Call leg2",
        "Click2Callleg2",
        "Click2Calleg2",
        "Click2CallLeg2",
        "VoiceMail",
        "Callference",
        "XferCDR",
        "ProductiveCall Leg1",
        "ProductiveCallLeg1",
        "ProductiveCall Leg2",
        "ProductiveCallLeg2",
        "Scrubber",
        "Click 2 IVR",
        "Click 2 IVR Incoming",
        "Click 2 Queue Incoming",
        "Click 2 Queue",
        "FaxCdr",
        "Attended CDR leg1",
        "Attended CDR leg2",
        "Auto forward",
    ]
    | str
)
"""The kind of call that a record is of. The vendor adds kinds; the known names are listed, with the documents' other
spellings of them."""


DialStatus: TypeAlias = (
    Literal[
        "ANSWER",
        "BUSY",
        "NOANSWER",
        "CANCEL",
        "NOTDIALED",
        "NOTCALLED",
        "ABANDONE",
        "TIMEOUT",
        "EXIT",
        "FULL",
        "JOINEMPTY",
        "VOEND",
        "TE",
        "VOICEMAIL",
        "CONGESTION",
        "CHANUNAVAIL",
        "INVALIDARGS",
        "SSWPREAUTH",
    ]
    | str
)
"""What became of a call or leg, in one word. The vendor adds words; the known ones are listed."""


AiInsightsQuestionsItemDataType: TypeAlias = (
    Literal[
        "boolean",
        "string",
        "number",
        "json array",
        "json object list",
        "json object",
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    | str
    | int
)
"""What the answer is: a word in the samples, a number in the legend (1 boolean, 2 string, 3 number, 4 json array, 5
json object list, 6 json object)."""


class AiInsightsQuestionsItem(TypedDict):
    """One of `questions`.

    Part of shared definition `ai_insights` (cdr-notification (the vendor's claude-marketplace)).
    """

    key: str
    """The question's short name."""
    question: NotRequired[str]
    """The question in words; a sample leaves it out."""
    data_type: AiInsightsQuestionsItemDataType
    """What the answer is: a word in the samples, a number in the legend (1 boolean, 2 string, 3 number, 4 json
    array, 5 json object list, 6 json object)."""
    answer: str
    """The answer as text, also of a boolean (`false`) and of what is JSON; the texts leave open what else it can be."""


class AiParticipant(TypedDict, total=False):
    """One of the two parties, as the analysis knows them.

    Shared definition `ai_participant` (cdr-notification (the vendor's claude-marketplace)).
    """

    name: str | None
    """Their name, null when it was not said."""
    personality_traits: list[str]
    """What they were like; may be empty."""


class AiInsightsParticipants(TypedDict, total=False):
    """The two who spoke.

    Part of shared definition `ai_insights` (cdr-notification (the vendor's claude-marketplace)).
    """

    caller: AiParticipant
    """Who called."""
    callee: AiParticipant
    """Who was called."""


class AiInsights(TypedDict, total=False):
    """Answers to the account's questions, who took part, and a summary.

    Shared definition `ai_insights` (cdr-notification (the vendor's claude-marketplace)).
    """

    questions: list[AiInsightsQuestionsItem]
    """The questions that are asked of each conversation, with its answers."""
    participants: AiInsightsParticipants
    """The two who spoke."""
    summary: str
    """The conversation in a few sentences."""


class AiEmotionsSentencesItem(TypedDict):
    """One of `sentences`.

    Part of shared definition `ai_emotions` (cdr-notification (the vendor's claude-marketplace)).
    """

    sentence_id: int
    """The sentence's place in the transcript, from 0."""
    emotion: str
    """The emotion in a word (an open list; seen: frustrated, professional)."""
    emotion_direction: Literal[-1, 0, 1]
    """-1 negative, 0 neutral, 1 positive."""
    confidence_emotion: NotRequired[float]
    """How certain the emotion is."""
    intensity_emotion: NotRequired[float]
    """How strong it is."""
    personality_trait: NotRequired[str]
    """What the speaker is like there (first texts: impatient, helpful)."""
    confidence_trait: NotRequired[float]
    """How certain the trait is."""


class AiEmotions(TypedDict, total=False):
    """The emotion in each sentence of the transcript.

    Shared definition `ai_emotions` (cdr-notification (the vendor's claude-marketplace)).
    """

    sentences: list[AiEmotionsSentencesItem]
    """One entry a sentence."""


CampaignStatusName: TypeAlias = Literal["Enabled", "Disabled", "Deleted"] | str
"""Whether a campaign dials."""


class CampaignTotals(TypedDict):
    """A dialer campaign with its totals.

    Shared definition `campaign_totals` (3.2 §6.3 and §6.14, cur).
    """

    Name: str
    """The campaign's name."""
    StatusName: CampaignStatusName
    """Whether a campaign dials."""
    TotalPendingCalls: NotRequired[int]
    """Calls that are still to be dialled."""
    MaxPriority: NotRequired[int]
    """The highest priority among the pending calls; 0 when there is none."""
    MinPriority: NotRequired[int]
    """The lowest priority among the pending calls; 0 when there is none."""
    TotalAwaitingCalls: NotRequired[int | None]
    """Pending calls of an IVR campaign; null for a campaign of agents."""
    Code: str
    """The campaign's code, which the other methods take as Campaign."""


CallState: TypeAlias = Literal["Ringing", "Dialing", "Talking", "Hold"] | str
"""What the call is doing at the extension. Hold is seen, the others documented."""


CallDirection: TypeAlias = Literal["Incoming", "Outgoing", "Click2Call", "Spy"] | str
"""How the call came to the extension. Spy (a supervisor who listens in) is seen, the others documented."""


AgentStatus: TypeAlias = Literal[1, 2, 3, 4, 5, 7, 9, 11, 12, 13] | int
"""1 logged in, 2 logged out (also when nobody is logged in), 3 4 5 7 9 11 12 13 breaks that the organization names:
usually 3 lunch, 5 administrative, 7 private, 9 other, 11 training, 12 team meeting, 13 brief."""


ExtensionEventReason: TypeAlias = Literal["NEWCALL", "ANSWER", "HANGUP", "userStatusUpdate", "HOLD", "UNHOLD"] | str
"""What happened at the extension: a call came or went out, was answered, held, taken up again or ended, or the
agent's status changed. HOLD and UNHOLD are seen, the others documented."""


HangupCause: TypeAlias = (
    Literal[
        "Normal hangup",
        "User busy",
        "Call Rejected",
        "Unallocated (unassigned) number",
        "Unknown",
        "No user responding",
        "User alerting, no answer",
        "Answered elsewhere",
        "No route to specified transmit network",
        "No route to destination",
        "Subscriber absent",
        "Number changed",
        "Redirected to new destination",
        "Destination out of order",
        "Invalid number format",
        "Facility rejected",
        "Normal, unspecified",
        "Circuit/channel congestion",
        "Network out of order",
        "Temporary failure",
        "Switching equipment congestion",
        "Incoming call barred",
        "Bearer capability not authorized",
        "Bearer capability not available",
        "Bearer capability not implemented",
        "Incompatible destination",
        "Recover on timer expiry",
        "Protocol error, unspecified",
        "Interworking, unspecified",
    ]
    | str
)
"""Why a call ended, in the words of the realtime events. The vendor adds words; the known ones are listed."""


QueueEventReason: TypeAlias = Literal["JOIN", "EXIT", "ABANDONED", "ANSWER"] | str
"""What happened in the queue: a call came in, went to an agent or by a digit (EXIT), was given up by the caller, was
answered. ANSWER is seen, the others documented."""
