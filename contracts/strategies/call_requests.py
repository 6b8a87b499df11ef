"""Click2Call requests and campaign calls as integrations send them (3.2 §1 and §6.1, c2c, cur)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from . import numbers, people
from .identities import api_codes, campaign_codes
from .moments import epochs
from .picks import Maker, Picks
from .vocabulary import digits, seconds, variable_name, variable_value

Action = Literal["call", "message", "callference", "terminate"]
ACTIONS: tuple[Action, ...] = ("call", "message", "callference", "terminate")
_RECORDINGS = ("your_code_is", "welcome", "good_bye")


def click2call_requests(action: str | None = None) -> Maker:
    """What makes requests with an action, or all; every parameter is one that its action takes.

    Raises ``ValueError`` for an action that Click2Call does not have.
    """
    if action is not None and action.lower() not in ACTIONS:
        raise ValueError(f"Click2Call has no action {action!r}; it has {', '.join(ACTIONS)}")
    wanted = ACTIONS if action is None else (action.lower(),)

    def make(picks: Picks) -> dict[str, Any]:
        chosen = wanted[picks.choose(len(wanted))]
        request: dict[str, Any] = {"phone": numbers.extension_names(picks), "code": api_codes(picks), "action": chosen}
        request |= _BY_ACTION[chosen](picks)
        if picks.choose(2):
            request["format"] = ("JSON", "XML", "json")[picks.choose(3)]
        return request

    return make


def _call(picks: Picks) -> dict[str, Any]:
    more: dict[str, Any] = {"target": numbers.local_numbers(picks)}
    if picks.choose(4) == 3:
        more["phone"] = numbers.phone_texts(picks)
    maybe: dict[str, Maker] = {
        "record": _flag, "phonecallerid": numbers.dids, "phonecallername": people.person_names,
        "targetcallerid": numbers.dids, "targetcallername": people.person_names, "phonemaxdialtime": _dial_seconds,
        "targetmaxdialtime": _dial_seconds, "maxduration": seconds, "phoneautoanswer": _flag,
        "checkphonedevicestate": _flag, "language": _language, "ignoredncstatus": lambda picks: picks.choose(4),
    }  # fmt: skip
    more |= {name: maker(picks) for name, maker in maybe.items() if picks.choose(2)}
    for _ in range(picks.choose(3)):
        more[variable_name(picks)] = variable_value(picks)
    return more


def _message(picks: Picks) -> dict[str, Any]:
    more: dict[str, Any] = {"phone": numbers.local_numbers(picks)}
    maybe: dict[str, Maker] = {
        "pre_rec": _recording, "dtmf": digits, "loop_rec": _recording, "post_rec": _recording, "record": _flag,
        "targetcallerid": numbers.dids, "phonemaxdialtime": _dial_seconds, "maxduration": seconds,
    }  # fmt: skip
    return more | {name: maker(picks) for name, maker in maybe.items() if picks.choose(2)}


def _callference(picks: Picks) -> dict[str, Any]:
    return {"bbbcode": str(12345 + picks.choose(10_000))} if picks.choose(2) else {}


def _terminate(_: Picks) -> dict[str, Any]:
    return {}


_BY_ACTION: dict[str, Callable[[Picks], dict[str, Any]]] = {
    "call": _call,
    "message": _message,
    "callference": _callference,
    "terminate": _terminate,
}


def _flag(picks: Picks) -> object:
    return (False, True, "false", "true", "1")[picks.choose(5)]


def _dial_seconds(picks: Picks) -> int:
    return 5 + picks.measure(115)


def _recording(picks: Picks) -> str:
    return _RECORDINGS[picks.choose(len(_RECORDINGS))]


def _language(picks: Picks) -> str:
    return ("he", "en", "ru")[picks.choose(3)]


def campaign_calls(picks: Picks) -> dict[str, Any]:
    """One AddCall: a target of a campaign, often with what the dialer should know of it."""
    call: dict[str, Any] = {"Campaign": campaign_codes(picks), "Target": numbers.local_numbers(picks)}
    maybe: dict[str, Maker] = {
        "CallerID": numbers.dids, "CustomerName": people.person_names, "Priority": lambda picks: picks.measure(100),
        "IgnoreDncStatus": _flag,
    }  # fmt: skip
    call |= {name: maker(picks) for name, maker in maybe.items() if picks.choose(2)}
    if picks.choose(3) == 2:
        call |= {"OriginateTime": epochs(picks), "IsDateLocal": ("true", "false")[picks.choose(2)]}
    custom = {variable_name(picks): variable_value(picks) for _ in range(picks.choose(3))}
    if custom:
        call |= custom if picks.choose(2) else {"CustomData": custom}
    return call
