"""Who said what, and when: sentences that fill a talk of a given length and fit what happened before it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ....contracts.quick_dataclasses import dataclass
from .conversation import AGENT, CUSTOMER, LONG_WAIT_SECONDS, Conversation, Speaker
from .phrases import PHRASES, Phrases, Subject, minutes

MAXIMUM_SENTENCES = 200
"""A longer talk has longer pauses."""
_WORD_SECONDS = 0.34
_PAUSE_SECONDS = (0.3, 1.0)
_SHORTEST_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """``start`` and ``end`` are seconds from the beginning of the recording."""

    speaker: Speaker
    text: str
    start: float
    end: float


Line = tuple[Speaker, str]


def transcript(conversation: Conversation, subject: Subject, random: Random) -> list[SpokenSentence]:
    """The sentences of a conversation about a subject, in order. They lie within its seconds and do not overlap; what
    was said while the recording was muted is not among them.
    """
    phrases = PHRASES[conversation.language]
    opening, closing = _opening(conversation, subject, phrases), _closing(conversation, phrases)
    left = conversation.seconds - sum(_speaking_seconds(text) + 1 for _, text in (*opening, *closing))
    middle: list[Line] = []
    if not conversation.message:
        for line in _middle(subject, phrases, random):
            left -= _speaking_seconds(line[1]) + 1
            if left < 0 or len(middle) >= MAXIMUM_SENTENCES - len(opening) - len(closing):
                break
            middle.append(line)
    lines = [*opening, *middle, *closing]
    sentences = _time_sentences(lines, conversation.seconds, max(0.0, left) / len(lines), random)
    return [sentence for sentence in sentences if not _silent(sentence, conversation)]


def _opening(conversation: Conversation, subject: Subject, phrases: Phrases) -> list[Line]:
    if conversation.message:
        return [(CUSTOMER, subject.opening)]
    agent = conversation.agent
    if conversation.outgoing:
        greeting = phrases.greeting_outgoing if agent else phrases.greeting_outgoing_unnamed
        return [(AGENT, greeting.format(agent=agent)), (CUSTOMER, phrases.yes), (CUSTOMER, subject.opening)]
    lines: list[Line] = []
    if conversation.queue:
        lines.append((AGENT, phrases.queue.format(queue=conversation.queue)))
    lines.append((AGENT, (phrases.greeting if agent else phrases.greeting_unnamed).format(agent=agent)))
    if conversation.waited >= LONG_WAIT_SECONDS:
        waited = minutes(conversation.waited, conversation.language)
        lines.append((CUSTOMER, phrases.waited.format(minutes=waited)))
    if conversation.pressed:
        lines.append((CUSTOMER, phrases.pressed.format(keys=conversation.pressed, layer=conversation.layer)))
    return [*lines, (CUSTOMER, subject.opening)]


def _middle(subject: Subject, phrases: Phrases, random: Random) -> Iterator[Line]:
    """The subject first, then what is said in any call, without end."""
    for agent, customer in subject.exchange:
        yield AGENT, agent
        yield CUSTOMER, customer
    while True:
        for agent, customer in random.sample(phrases.talk, len(phrases.talk)):
            yield AGENT, agent
            yield CUSTOMER, customer


def _closing(conversation: Conversation, phrases: Phrases) -> list[Line]:
    if conversation.message:
        return [(CUSTOMER, phrases.message_end)]
    agent, customer = phrases.goodbye
    return [(CUSTOMER, phrases.moods[conversation.mood]), (AGENT, agent), (CUSTOMER, customer)]


def _time_sentences(lines: list[Line], seconds: float, spare: float, random: Random) -> Iterator[SpokenSentence]:
    """As far as the talk goes: who is cut off in the middle of a sentence has said its first words."""
    now = 0.0
    for speaker, text in lines:
        pause = random.uniform(*_PAUSE_SECONDS) + spare * random.uniform(0.6, 1.0)
        start = round(now + min(pause, seconds / 4), 2)
        now = round(start + _speaking_seconds(text), 2)
        if now <= seconds:
            yield SpokenSentence(speaker, text, start, now)
            continue
        if seconds - start >= _SHORTEST_SECONDS:
            words = text.split()
            complete = max(1, int(len(words) * (seconds - start) / (now - start)))
            yield SpokenSentence(speaker, " ".join(words[:complete]), start, round(seconds, 2))
        return


def _speaking_seconds(text: str) -> float:
    return _WORD_SECONDS * len(text.split())


def _silent(sentence: SpokenSentence, conversation: Conversation) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in conversation.silent)
