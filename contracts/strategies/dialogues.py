"""Whole conversations of External IVR: what is asked, what is answered, and the end of the call (ivr, 3.2 §5)."""

from __future__ import annotations

from typing import Any

from ..causes import CAUSE_CODES
from ..dial_statuses import HANGUP_CALL_STATUSES, is_answered
from ..quick_dataclasses import dataclass
from . import numbers, people
from .identities import call_id_at
from .moments import epochs
from .picks import Picks
from .vocabulary import seconds

_LANGUAGES = ("HE", "en", "he", "EN")
_RECORDINGS = ("main_menu", "welcome", "your_order", "תפריט")
_LAST_ACTIONS = ("HANGUP", "CALL", "VO", "SILENTRECORD")
_MOST_TURNS = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """One request to the customer's server (``contract``) and the answer it gives."""

    contract: str
    request: dict[str, Any]
    answer: dict[str, Any]

    @property
    def answer_contract(self) -> str:
        return self.contract.removesuffix(".request") + ".response"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A call through an External IVR: the turns in order, the last of which tells that the call has ended."""

    ivr_unique_id: str
    turns: tuple[Turn, ...]


def ivr_dialogues(picks: Picks) -> Dialogue:
    """Menus first, with the digits that each collects, then what ends the dialogue, then HANGUP_CALL."""
    started = epochs(picks)
    call: dict[str, Any] = {
        "DID": numbers.dids(picks),
        "CALLER_ID": numbers.local_numbers(picks),
        "CALLER_NAME": people.person_names(picks) if picks.choose(2) else "",
        "IVR_UNIQUE_ID": call_id_at(started, picks),
    }
    language = _LANGUAGES[picks.choose(len(_LANGUAGES))]
    menu, previous, pressed = "-1", "-1", ""
    turns: list[Turn] = []
    for number in range(picks.choose(_MOST_TURNS)):
        picks.part()
        action = ("MENU", "SAYDIGITS")[picks.choose(2)]
        size = 1 + picks.choose(4)
        data = {
            "REC": _RECORDINGS[picks.choose(len(_RECORDINGS))], "LOOP": 1 + picks.choose(3), "DELAY": picks.choose(6),
            "SIZE": size, "MENU": f"menu-{number + 1}", "VALIDATION": picks.choose(2),
        }  # fmt: skip
        if action == "SAYDIGITS":
            data |= {"SAYDIGITSRECORD": "blank", "DIGITS": str(4711 + picks.choose(1000))}
        turns.append(_question(call, pressed, menu, previous, _answer(action, language, data)))
        previous, menu = menu, f"menu-{number + 1}"
        pressed = str(picks.choose(10**size)).rjust(size, "0")
    picks.part()
    action = _LAST_ACTIONS[picks.choose(len(_LAST_ACTIONS))]
    target = numbers.local_numbers(picks) if action == "CALL" else ""
    turns.append(_question(call, pressed, menu, previous, _answer(action, language, _last_data(action, target, picks))))
    turns.append(_hang_up(call, target, started, picks))
    return Dialogue(call["IVR_UNIQUE_ID"], tuple(turns))


def _question(call: dict[str, Any], pressed: str, menu: str, previous: str, answer: dict[str, Any]) -> Turn:
    data = call | {"DTMF": pressed, "MENU": menu, "PREVIOUS_MENU": previous}
    return Turn("external_ivr.get_ivr_action.request", {"METHOD": "GET_IVR_ACTION", "DATA": data}, answer)


def _answer(action: str, language: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"STATUS": 0, "ACTION": action, "LANGUAGE": language, "DATA": data}


def _last_data(action: str, target: str, picks: Picks) -> dict[str, Any]:
    if action == "CALL":
        return {
            "TARGET": target, "CALLERID": numbers.dids(picks), "CALLERNAME": "", "CALLER_REC": "now_calling",
            "MOH_CLASS": "musiconhold", "TARGET_REC": "", "CALL_MAX_DIAL": 5 + picks.measure(55),
            "CALL_MAX": 60 + picks.measure(3600), "NEXT_MENU": "-1", "NEXT_MENU_RECORD": "", "NEXT_MENU_LOOP": 1,
            "NEXT_MENU_SIZE": 1, "NEXT_MENU_WAIT": 1, "REC_STATUS": picks.choose(2), "DTMF_PLAY": "", "DIALSTRINGS": [],
        }  # fmt: skip
    if action == "VO":
        return {"LAYER": picks.choose(10), "RECORD": "welcome", "LOOP": 1, "DELAY": 0}
    if action == "SILENTRECORD":
        return {"REC": "after_the_tone", "MAXDURATION": 10 + picks.measure(110)}
    return {"HANGUP_REC": "blank", "HANGUP_CAUSE": CAUSE_CODES[picks.choose(len(CAUSE_CODES))]}


def _hang_up(call: dict[str, Any], target: str, started: int, picks: Picks) -> Turn:
    status = HANGUP_CALL_STATUSES[picks.choose(len(HANGUP_CALL_STATUSES))]
    ringing = seconds(picks) % 60 if target else 0
    talk = seconds(picks) if is_answered(status) else 0
    data = {name: call[name] for name in ("DID", "CALLER_ID", "IVR_UNIQUE_ID")} | {
        "TARGET": target, "CALL_TIME_EPOCH": started + ringing, "CALL_START_EPOCH": started, "CALL_DURATION": talk,
        "CALL_DAILTIME": ringing, "CALL_STATUS": status,
    }  # fmt: skip
    return Turn("external_ivr.hangup_call.request", {"METHOD": "HANGUP_CALL", "DATA": data}, {"STATUS": 0})
