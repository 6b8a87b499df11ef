"""A caller who presses through the menus that the endpoint itself returns, and looks for a way out of each.

Every path is a call of its own from its start, because endpoints remember calls. Menus are told apart by what the
caller hears and can do; a set of menus that no key leaves is a loop.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, cast

from ...contracts.callback_names import CallbackContract
from ...contracts.quick_dataclasses import dataclass
from ..callbacks.real_time import real_seconds
from ..callbacks.samples import overridden
from ..callbacks.sending import Message, Reply
from ..callbacks.verdicts import judge
from .endpoint import Members
from .examination import Examination
from .findings import Kind
from .judging import Symptom

KEYS = (*"1234567890*#", "")
MOST_CALLS = 400
MOST_SECONDS = 20.0
"""Real ones: nobody waits minutes for the last menu of a slow endpoint."""
ROUNDS = 12
"""So often a caller goes on in menus that seem to have no way out, before they count as a loop."""
_ASKS = ("MENU", "SAYDIGITS")
_FAILED = "failed"
_ENDED = "ended"


def steps(examination: Examination) -> Iterator[Callable[[], Any]]:
    if examination.contract == "external_ivr.get_ivr_action":
        yield lambda: _Walk(examination).run()
    elif examination.contract == "external_layer":
        yield lambda: _layer(examination)


@dataclass(slots=True)
class _Place:
    """One menu: how to get there, how many keys it takes, where each key leads (fingerprint, ended or failed)."""

    path: tuple[str, ...]
    data: Members
    leads: dict[str, str] = field(default_factory=dict[str, str])
    last: tuple[Message, Reply] | None = None

    @property
    def size(self) -> int:
        try:
            return int(self.data.get("SIZE", 1))
        except (TypeError, ValueError):
            return 1

    @property
    def is_known(self) -> bool:
        """Whether everything that can be pressed was tried: where a number is asked for, some may be the right one."""
        return self.size <= 1 and len(self.leads) == len(KEYS)


class _Walk:
    def __init__(self, examination: Examination) -> None:
        self._examination = examination
        self._contract: CallbackContract = examination.contract
        self._places: dict[str, _Place] = {}
        self._calls = 0

    def run(self) -> None:
        end = real_seconds() + MOST_SECONDS
        waiting = deque([_place] if (_place := self._arrive(())) else [])
        while waiting and self._calls < MOST_CALLS and real_seconds() < end:
            fingerprint = waiting.popleft()
            place = self._places[fingerprint]
            if len(place.path) >= self._examination.settings.depth:
                continue
            for key in _keys(place.size):
                found = self._arrive((*place.path, key), fingerprint)
                if found is not None:
                    waiting.append(found)
        if waiting:
            left = f"{len(waiting)} menus were not walked through: {self._calls} calls are enough"
            self._examination.report.skipped["the rest of scenarios"] = left
        self._judge()

    # ---- one call

    def _arrive(self, path: tuple[str, ...], origin: str = "") -> str | None:
        """Makes a call along a path. The fingerprint of the menu at its end when that is a new one."""
        self._calls += 1
        call = _Call(self._examination)
        answer = call.ask("")
        for key in path:
            if answer is None or answer.get("ACTION") not in _ASKS:
                break  # it went another way than the last time
            answer = call.ask(key)
        lead, fingerprint = _FAILED, None
        if answer is not None:
            lead = _ENDED
            if answer.get("ACTION") in _ASKS:
                lead = fingerprint = _fingerprint(answer)
            elif answer.get("ACTION") == "CALL":
                self._after_a_failed_call(call, answer)
        if origin:
            self._places[origin].leads[path[-1]] = lead
            self._places[origin].last = call.last
        call.hang_up()
        if fingerprint is None or fingerprint in self._places:
            return None
        self._places[fingerprint] = _Place(path, cast("Members", (answer or {}).get("DATA", {})), last=call.last)
        return fingerprint

    def _after_a_failed_call(self, call: _Call, answer: Members) -> None:
        """When the dial fails, the call goes to NEXT_MENU: does the endpoint know it?"""
        menu = str(cast("Members", answer.get("DATA", {})).get("NEXT_MENU") or "").strip()
        if not menu or menu == "-1" or menu == call.menu:
            return
        call.menu, call.previous = menu, call.menu
        if call.ask("1") is None and call.ask("") is None and call.last is not None:
            detail = f"NEXT_MENU {menu!r} was offered for when the call fails; keys pressed there get no decision"
            self._examination.add(Symptom(Kind.DEAD_END, detail), self._contract, *call.last)

    # ---- what the menus are like together

    def _judge(self) -> None:
        for place in self._places.values():
            if place.is_known and set(place.leads.values()) == {_FAILED} and place.last:
                name = place.data.get("MENU")
                detail = f"menu {name!r}, reached by {_describe(place.path)}: every key ends without a decision"
                self._examination.add(Symptom(Kind.DEAD_END, detail), self._contract, *place.last)
        leaving = {name for name, place in self._places.items() if self._may_leave(place)}
        grown = True
        while grown:  # whoever reaches a menu that can be left can leave
            more = {
                name for name, place in self._places.items()
                if name not in leaving and any(lead in leaving for lead in place.leads.values())
            }  # fmt: skip
            grown = bool(more)
            leaving |= more
        for name, place in self._places.items():
            if name not in leaving and self._never_ends(place):
                return

    def _may_leave(self, place: _Place) -> bool:
        """Some key ends it, or not all of it is known."""
        if not place.is_known:
            return True
        return any(lead in (_ENDED, _FAILED) or lead not in self._places for lead in place.leads.values())

    def _never_ends(self, place: _Place) -> bool:
        for pressed in ("1", ""):  # wrong keys, and silence: a patient endpoint ends the call some time
            call = _Call(self._examination)
            answer = call.ask("")
            for key in (*place.path, *[pressed] * ROUNDS):
                if answer is None or answer.get("ACTION") not in _ASKS:
                    return False
                answer = call.ask(key)
            call.hang_up()
            if answer is None or answer.get("ACTION") not in _ASKS or call.last is None:
                return False
            last = call.last
        names = sorted({str(one.data.get("MENU")) for one in self._reachable(place)})
        detail = f"after {_describe(place.path)}, no key leads out of {', '.join(map(repr, names))}"
        self._examination.add(Symptom(Kind.IVR_LOOP, detail), self._contract, *last)  # pyright: ignore[reportPossiblyUnbound]
        return True

    def _reachable(self, place: _Place) -> list[_Place]:
        found, waiting = [place], [place]
        while waiting:
            for lead in set(waiting.pop().leads.values()):
                other = self._places.get(lead)
                if other is not None and other not in found:
                    found.append(other)
                    waiting.append(other)
        return found


class _Call:
    """One call through the External IVR."""

    def __init__(self, examination: Examination) -> None:
        self._examination = examination
        self._payload = examination.fresh(examination.plain["external_ivr.get_ivr_action"])
        self.menu = self.previous = "-1"
        self.last: tuple[Message, Reply] | None = None

    def ask(self, pressed: str) -> Members | None:
        """The decision, ``None`` when there is none that works; what is wrong with it is collected."""
        contract = self._examination.contract
        payload = overridden(self._payload, {"DTMF": pressed, "MENU": self.menu, "PREVIOUS_MENU": self.previous})
        message = self._examination.endpoint.message(contract, payload)
        reply = self._examination.endpoint.send(message)
        self.last = message, reply
        for symptom in self._examination.symptoms(contract, message, reply, may_refuse=True):
            self._examination.add(symptom, contract, message, reply)
        judgement = judge(contract, reply, strict=True)
        if judgement.verdict != "acknowledged" or not isinstance(judgement.answer, dict):
            return None
        answer = cast("Members", judgement.answer)
        data = answer.get("DATA")
        if answer.get("ACTION") in _ASKS and isinstance(data, dict):
            self.previous, self.menu = self.menu, str(cast("Members", data).get("MENU", ""))
        return answer

    def hang_up(self) -> None:
        """Tells that the call has ended."""
        contract = "external_ivr.hangup_call"
        call_id = self._payload["DATA"]["IVR_UNIQUE_ID"]
        payload = overridden(self._examination.plain[contract], {"IVR_UNIQUE_ID": call_id})
        message = self._examination.endpoint.message(contract, payload)
        reply = self._examination.endpoint.send(message)
        for symptom in self._examination.symptoms(contract, message, reply):
            self._examination.add(symptom, contract, message, reply)


def _keys(size: int) -> tuple[str, ...]:
    """What a caller presses where so many keys are collected."""
    if size <= 1:
        return KEYS
    return ("1", "0", "123456789012345678"[:size], "0" * min(size, 18), "9" * min(size, 18), "*", "#", "")


def _fingerprint(answer: Members) -> str:
    return json.dumps([answer.get("ACTION"), answer.get("DATA")], sort_keys=True, ensure_ascii=False)


def _describe(path: tuple[str, ...]) -> str:
    return " then ".join(f"key {key!r}" if key else "silence" for key in path) or "nothing"


def _layer(examination: Examination) -> None:
    """Every key of one layer: if all lead back to it, the caller never leaves."""
    plain = examination.plain["external_layer"]
    own = str(plain["DATA"]["LAYER_ID"])
    last: tuple[Message, Reply] | None = None
    for key in "0123456789*#":
        message = examination.endpoint.message("external_layer", examination.fresh(overridden(plain, {"DTMF": key})))
        reply = examination.endpoint.send(message)
        for symptom in examination.symptoms("external_layer", message, reply, may_refuse=True):
            examination.add(symptom, "external_layer", message, reply)
        judgement = judge("external_layer", reply, strict=True)
        answer = judgement.answer
        if judgement.verdict != "acknowledged" or not isinstance(answer, dict):
            return
        members = cast("Members", answer)
        if str(members.get("LAYER", members.get("NEXT_LAYER", ""))) != own or members.get("ACTION") == "DIAL":
            return
        last = message, reply
    if last is not None:
        examination.add(
            Symptom(Kind.IVR_LOOP, f"every key in layer {own} leads to layer {own} again"), "external_layer", *last
        )
