"""The whole analysis of a conversation as the CDR push tells it: insights, emotions, transcript."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Literal

from ..model.directory import AiQuestion
from .conversation import AGENT, Conversation, Mood
from .phrases import PHRASES, Phrases, Subject, minutes
from .transcript import SpokenSentence, transcript

if TYPE_CHECKING:
    from ....contracts.types import (
        AiEmotions,
        AiEmotionsSentencesItem,
        AiInsights,
        AiInsightsQuestionsItem,
        AiParticipant,
        CdrNotificationRequestAiData,
        CdrNotificationRequestAiDataTranscriptItem,
    )

USUAL_QUESTIONS = (
    AiQuestion("call_reason"),
    AiQuestion("resolved", data_type="boolean"),
    AiQuestion("satisfaction", data_type="number"),
)
"""What is asked where the organization says nothing."""

_EMOTIONS: Mapping[Mood, tuple[tuple[str, Literal[-1, 0, 1]], ...]] = {
    "negative": (("frustrated", -1), ("frustrated", -1), ("neutral", 0)),
    "neutral": (("neutral", 0), ("neutral", 0), ("satisfied", 1)),
    "positive": (("satisfied", 1), ("grateful", 1), ("neutral", 0)),
}
_TRAITS: Mapping[Mood, str] = {"negative": "impatient", "neutral": "calm", "positive": "friendly"}
_AGENT_TRAIT = "helpful"
_SATISFACTION: Mapping[Mood, int] = {"negative": 2, "neutral": 3, "positive": 5}


def analysis(
    conversation: Conversation, questions: Sequence[AiQuestion], random: Random, *, summary: str = ""
) -> CdrNotificationRequestAiData:
    """What would be found. The same for the same arguments and seed. ``summary`` goes before one that is made."""
    phrases = PHRASES[conversation.language]
    subject = phrases.subjects[random.randrange(len(phrases.subjects))]
    sentences = transcript(conversation, subject, random)
    return {
        "insights": _insights(
            conversation, questions or USUAL_QUESTIONS, subject, summary or _summary(conversation, subject)
        ),
        "emotions": _emotions(conversation, sentences, random),
        "transcript": [_line(number, sentence) for number, sentence in enumerate(sentences)],
    }


def _line(number: int, sentence: SpokenSentence) -> CdrNotificationRequestAiDataTranscriptItem:
    return {
        "speaker": sentence.speaker,
        "text": sentence.text,
        "startTime": sentence.start,
        "endTime": sentence.end,
        "sentence_id": number,
    }


def _emotions(conversation: Conversation, sentences: Sequence[SpokenSentence], random: Random) -> AiEmotions:
    found: list[AiEmotionsSentencesItem] = []
    for number, sentence in enumerate(sentences):
        agent = sentence.speaker == AGENT
        known = _EMOTIONS[conversation.mood]
        emotion, direction = ("professional", 0) if agent else known[random.randrange(len(known))]
        found.append(
            {
                "sentence_id": number,
                "emotion": emotion,
                "emotion_direction": direction,
                "confidence_emotion": round(random.uniform(0.6, 0.98), 2),
                "intensity_emotion": round(random.uniform(0.1, 0.5 if direction == 0 else 0.9), 2),
                "personality_trait": _AGENT_TRAIT if agent else _TRAITS[conversation.mood],
                "confidence_trait": round(random.uniform(0.6, 0.95), 2),
            }
        )
    return {"sentences": found}


def _insights(
    conversation: Conversation, questions: Sequence[AiQuestion], subject: Subject, summary: str
) -> AiInsights:
    phrases = PHRASES[conversation.language]
    asked: list[AiInsightsQuestionsItem] = [
        {
            "key": question.key,
            "question": question.question or phrases.asked.get(question.key, question.key),
            "data_type": question.data_type,
            "answer": question.answer or _answer(question, conversation, subject),
        }
        for question in questions
    ]
    customer: AiParticipant = {
        "name": conversation.customer or None,
        "personality_traits": [_TRAITS[conversation.mood]],
    }
    agent: AiParticipant = {
        "name": conversation.agent or None,
        "personality_traits": [] if conversation.message else [_AGENT_TRAIT],
    }
    caller, callee = (agent, customer) if conversation.outgoing else (customer, agent)
    return {"questions": asked, "participants": {"caller": caller, "callee": callee}, "summary": summary}


def _answer(question: AiQuestion, conversation: Conversation, subject: Subject) -> str:
    """Text in every case, as the samples have it."""
    match question.data_type:
        case "boolean":
            return "false" if conversation.mood == "negative" else "true"
        case "number":
            return str(_SATISFACTION[conversation.mood])
        case "json array":
            return _text([subject.name])
        case "json object list":
            return _text([{"subject": subject.name, "mood": conversation.mood}])
        case "json object":
            return _text({"subject": subject.name, "mood": conversation.mood})
        case "string":
            return subject.name


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _summary(conversation: Conversation, subject: Subject) -> str:
    phrases = PHRASES[conversation.language]
    sentences = [_about(conversation, phrases, subject)]
    if conversation.queue and conversation.waited:
        waited = minutes(conversation.waited, conversation.language)
        sentences.append(phrases.summary_waited.format(minutes=waited, queue=conversation.queue))
    if conversation.pressed:
        sentences.append(phrases.summary_keys.format(keys=conversation.pressed, layer=conversation.layer))
    return " ".join([*sentences, phrases.summary_moods[conversation.mood]])


def _about(conversation: Conversation, phrases: Phrases, subject: Subject) -> str:
    if conversation.message:
        return phrases.summary_message.format(subject=subject.name)
    if conversation.outgoing and conversation.agent:
        return phrases.summary_was_called.format(
            agent=conversation.agent, subject=subject.name, left_as=subject.left_as
        )
    return phrases.summary_called.format(subject=subject.name, left_as=subject.left_as)
