"""Whether a record's conversation is analysed, and what the analysis is to know of it."""

from __future__ import annotations

from random import Random
from typing import Any

from ..analysis.conversation import CUSTOMER, LONG_WAIT_SECONDS, Conversation, Language, Mood
from ..analysis.findings import analysis
from ..core.exchange import Exchange
from ..core.story import RecordingAnalysed
from ..model.analysis import AnalysisWish
from ..model.calls import Call, Leg, LegRole
from ..model.cdr import Cdr
from ..model.directory import Ai

_REACHED: tuple[LegRole, ...] = ("target", "agent", "customer", "voicemail")
"""Whom somebody talks to: in a conference or to a message that is played there is nobody to tell apart."""
_MOODS: tuple[Mood, ...] = ("negative", "neutral", "neutral", "positive", "positive")
_MOODS_AFTER_A_WAIT: tuple[Mood, ...] = ("negative", "negative", "negative", "neutral")


def analyse_talk(exchange: Exchange, call: Call, leg: Leg | None, cdr: Cdr, seconds: float) -> dict[str, Any]:
    """What is found in the recording of a record's talk, which took so many seconds; empty when nobody analyses it.

    Only talks of two and messages to a mailbox have anything to find. The exchange's own random source is left alone,
    so that a call goes the same whether it is analysed or not.
    """
    setting, wish = exchange.directory.ai, call.analysis
    if setting is None if wish is None else not wish.wanted:
        return {}
    if leg is None or leg.role not in _REACHED or not cdr.recording or seconds < 1:
        return {}
    message = leg.role == "voicemail"
    setting, wish = setting or Ai(), wish or AnalysisWish()
    random = Random(f"{exchange.directory.id}\0{exchange.seed}\0analysis\0{call.id}\0{cdr.number}")
    pressed = next((visit for visit in reversed(cdr.visits) if visit.digits), None)
    waited = cdr.seconds_in_queue or 0
    conversation = Conversation(
        seconds=seconds,
        language=_language(call, setting, wish),
        mood=_mood(wish, waited, random),
        agent="" if message else cdr.user_name,
        customer="" if cdr.direction == "outgoing" else call.caller_name,
        outgoing=cdr.direction != "incoming",
        message=message,
        queue=cdr.queue_name,
        waited=waited,
        layer=pressed.layer_name if pressed is not None else "",
        pressed=pressed.digits if pressed is not None else "",
        silent=cdr.mutes,
    )
    found = analysis(conversation, setting.questions, random, summary=wish.summary)
    lines = found.get("transcript", [])
    of_customer = sum(line["speaker"] == CUSTOMER for line in lines)
    language = "Hebrew" if conversation.language == "he" else "English"
    summary = found.get("insights", {}).get("summary", "")
    counts = (len(lines), of_customer, setting.ai_delay_seconds)
    exchange.note(call, RecordingAnalysed, language, conversation.mood, *counts, summary)
    return {**found}


def _mood(wish: AnalysisWish, waited: int, random: Random) -> Mood:
    if wish.mood:
        return wish.mood
    return random.choice(_MOODS_AFTER_A_WAIT if waited >= LONG_WAIT_SECONDS else _MOODS)


def _language(call: Call, setting: Ai, wish: AnalysisWish) -> Language:
    if wish.language:
        return wish.language
    if setting.language != "call":
        return setting.language
    return "en" if call.language.startswith("en") else "he"
