"""Why the exchange refuses what a request asks for: what there is not, and what comes near or there is instead.

Voicenter's own words for it name neither, and often not even the parameter.
"""

from __future__ import annotations

from collections.abc import Iterable

from ....contracts.sentences import Sentence, in_a_row
from ....contracts.suggestions import near_or_known
from ..model.calls import Call
from ..model.directory import User
from .exchange import Exchange

MOST_NAMED = 10
"""Of one request's names that there are not, so many are named in the journal."""
_LONGEST = 60
"""Characters of a request's own word that a sentence repeats."""


def _with_near(sentence: Sentence, word: str, known: Iterable[str]) -> Sentence:
    """``there is no queue 4; did you mean '40'?``, or those that there are."""
    return in_a_row((sentence, near_or_known(word, known)))


def no_extension(exchange: Exchange, name: str) -> Sentence:
    sentence = Sentence.of("NoExtension", "there is no extension {name!r}", name=name[:_LONGEST])
    return _with_near(sentence, name, exchange.extensions)


def no_queue(exchange: Exchange, queue: int) -> Sentence:
    sentence = Sentence.of("NoQueue", "there is no queue {queue}", queue=queue)
    return _with_near(sentence, str(queue), map(str, exchange.directory.queues))


def no_voicemail(exchange: Exchange, name: str) -> Sentence:
    sentence = Sentence.of("NoVoicemail", "there is no voicemail {name!r}", name=name[:_LONGEST])
    return _with_near(sentence, name, map(str, exchange.directory.voicemails))


def no_conference(exchange: Exchange, code: str) -> Sentence:
    sentence = Sentence.of("NoConference", "there is no conference {code!r}", code=code[:_LONGEST])
    return _with_near(sentence, code, exchange.directory.conferences)


def no_campaign(exchange: Exchange, code: str) -> Sentence:
    """A code is taken as it is written, unlike most names."""
    if code in exchange.campaigns:
        return Sentence.of("CampaignDeleted", "campaign {code!r} is deleted", code=code)
    sentence = Sentence.of("NoCampaign", "there is no campaign {code!r}", code=code[:_LONGEST])
    return _with_near(sentence, code, exchange.campaigns)


def no_campaign_id(known: list[int], id: int) -> Sentence:
    return _with_near(Sentence.of("NoCampaignId", "no campaign has the id {id}", id=id), str(id), map(str, known))


def no_status(exchange: Exchange, status: int) -> Sentence:
    sentence = Sentence.of("NoStatus", "the organization has no status {status}", status=status)
    known = [f"{entry.id} {entry.name}" for entry in exchange.directory.statuses.values()]
    return _with_near(sentence, "", known)


def no_user(exchange: Exchange, name: str) -> Sentence:
    sentence = Sentence.of(
        "NoUserById", "{name!r} is no user's id, nor the first five digits of a user's code", name=name[:_LONGEST]
    )
    return _with_near(sentence, "", [f"{user.code[:5]} {user.name}" for user in exchange.directory.users.values()])


def no_login_code(code: str) -> Sentence:
    return Sentence.of("NoLoginCode", "no user has the login_code {code!r}", code=code[:_LONGEST])


def no_phone(exchange: Exchange, text: str) -> Sentence:
    """Of what is neither an extension nor a possible telephone number: whichever of them it looks like."""
    if any(map(str.isalpha, text)):
        return no_extension(exchange, text)
    return no_number(text)


def no_number(text: str) -> Sentence:
    return Sentence.of("NoPhone", "{text!r} is no possible telephone number", text=text[:_LONGEST])


def no_call(exchange: Exchange, call_id: str) -> Sentence:
    """Of a call that is not up."""
    if call_id in exchange.ended:
        return Sentence.of("CallHasEnded", "the call {call!r} has ended", call=call_id)
    return Sentence.of("NoCall", "there is no call {call!r}", call=call_id[:_LONGEST])


def no_record(exchange: Exchange, call_id: str) -> Sentence:
    """Of a call that has left no record."""
    call: Call | None = exchange.calls.get(call_id)
    if call is None:
        return no_call(exchange, call_id)
    return Sentence.of("CallIsUp", "the call {call!r} is up: its record is written when it ends", call=call_id)


def in_no_call(name: str) -> Sentence:
    return Sentence.of("InNoCall", "extension {name!r} is in no call", name=name)


def logged_in_at(user: User, extension: str) -> Sentence:
    return Sentence.of("LoggedInAt", "{user} is logged in at {extension!r}", user=user.name, extension=extension)


def logged_in_nowhere(user: User) -> Sentence:
    return Sentence.of("LoggedInNowhere", "{user} is not logged in", user=user.name)
