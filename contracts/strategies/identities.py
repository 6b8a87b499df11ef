"""Call ids, codes, tokens, recordings and what else names a thing."""

from __future__ import annotations

from .moments import some_epoch, utc
from .picks import Maker, Picks, labels, words

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


def tail(picks: Picks, length: int) -> str:
    """Letters and digits from one number, so that they cost one choice; simplest AAA…"""
    number = picks.choose(1 << 24)
    text = ""
    for _ in range(length):
        number, index = divmod(number * 48_271 % 2_147_483_647, len(_ALPHABET))
        text += _ALPHABET[index]
        number = number * len(_ALPHABET) + index
    return text


def call_id_at(epoch: int, picks: Picks) -> str:
    """A call id of 32 characters that begins with the date and time of an epoch."""
    return f"{utc(epoch):%Y%m%d%H%M%S}{tail(picks, 18)}"


def call_ids(picks: Picks) -> str:
    """A call id as this project makes them, or as the documents' samples look (19 to 34 characters)."""
    if picks.choose(4) == 3:
        return f"{utc(some_epoch(picks)):%Y%m%d%H%M%S}{tail(picks, (5, 9, 14, 20)[picks.choose(4)])}"
    return call_id_at(some_epoch(picks), picks)


def tokens(picks: Picks) -> str:
    return tail(picks, 32)


def recording_files(picks: Picks) -> str:
    """A recording's file name."""
    moment = utc(some_epoch(picks))
    return f"{moment:%Y%m%d%H%M}{tail(picks, 6).lower()}-aws-SIPSIP{1 + picks.choose(20)}-0501234567.mp3"


def recording_urls(picks: Picks) -> str:
    return f"https://cpanel.voicenter.co.il/CallsHistory/PlayRecord/{recording_files(picks)}"


api_codes: Maker = words(["demo-code", "t1-code", "demo-department-code"])
campaign_codes: Maker = words(["demo-agents-campaign", "demo-ivr-campaign", "t1-agents-campaign"])
small_ids: Maker = labels(2000, lambda index: index + 1)
account_ids: Maker = labels(1 << 16, lambda index: 12345678 + index)
representative_codes: Maker = labels(1 << 16, lambda index: str(23456789 + index))
"""Far from the ids, so that nobody takes one for the other."""
queue_ids: Maker = labels(200, lambda index: 10035 + index)
addresses: Maker = labels(254, lambda index: f"192.0.2.{index + 1}")
