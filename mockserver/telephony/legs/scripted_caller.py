"""The scripted caller: which keys they press where, how long they wait, talk and speak, when they hang up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..core.exchange import Exchange
from ..core.scheduler import step
from ..core.story import PatienceEnded
from ..model.calls import Call, Caller, HangUp, Press
from . import dialling

THINKING_SECONDS: Final = 1.0
"""Between the end of an announcement and the first key, when the script does not say."""
KEY_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 4 * 3600.0
"""What a caller without limits waits: every call ends."""


def read_presses(given: str | Sequence[str | Mapping[str, Any]]) -> list[Press]:
    """``"1,22"`` or ``["1", {"press": "22", "after": 3, "at": 5}]`` as presses.

    A text is what is typed in its order: each place that takes keys takes as many as it wants, a comma ends
    what goes to one place. ``at`` is a layer's number or ``queue``. Raises ``ValueError`` naming the member.
    """
    if isinstance(given, str):
        return [_press(keys) for keys in given.split(",") if keys]
    presses: list[Press] = []
    for item in given:
        if isinstance(item, str):
            presses.append(_press(item))
            continue
        after = item.get("after")
        presses.append(
            _press(str(item.get("press", "")), None if after is None else float(after), str(item.get("at", "")))
        )
    return presses


def _press(keys: str, after: float | None = None, place: str = "") -> Press:
    keys = keys.strip()
    if not keys or set(keys) - set("0123456789*#"):
        raise ValueError(f"'digits': {keys[:40]!r} are no keys of a telephone; take 0 to 9, * and #")
    return Press(keys, after, place)


def arrive(exchange: Exchange, call: Call, *places: str) -> None:
    """The caller is somewhere else now: known by one of these names."""
    caller = call.caller_script
    if caller is None:
        return
    scheduler = exchange.scheduler
    if caller.press_timer:
        scheduler.cancel(caller.press_timer)
        caller.press_timer = 0
    if caller.place_timer:
        scheduler.cancel(caller.place_timer)
        caller.place_timer = 0
    for planned in caller.hang_ups:
        if planned.place in places:
            caller.place_timer = scheduler.after(planned.after, "caller.hang_up", call.id, "script")
            return


def take_keys(exchange: Exchange, call: Call, place: str, prompt_seconds: float, wait_seconds: float) -> None:
    """The place takes keys: the caller presses what their script says next, if it is meant for here."""
    caller = call.caller_script
    if caller is None or not caller.presses:
        return
    press = caller.presses[0]
    press.typing = False
    if press.place and press.place != place:
        return
    exchange.scheduler.cancel(caller.press_timer)
    after = prompt_seconds + min(THINKING_SECONDS, wait_seconds / 2) if press.after is None else press.after
    caller.press_timer = exchange.scheduler.after(after, "caller.press", call.id)


def keep_typing(exchange: Exchange, call: Call) -> None:
    """The place wants more keys: the caller goes on with those they have begun."""
    caller = call.caller_script
    if caller is not None and caller.presses and caller.presses[0].typing:
        exchange.scheduler.cancel(caller.press_timer)  # somebody may have pressed a key for them meanwhile
        caller.press_timer = exchange.scheduler.after(KEY_SECONDS, "caller.press", call.id)


def next_key(caller: Caller) -> str:
    """The key that is pressed now. The rest stays for this place or, if it wants no more, for the next."""
    press = caller.presses[0]
    key, press.keys = press.keys[0], press.keys[1:]
    press.typing, press.after, press.place = True, None, ""
    if not press.keys:
        caller.presses = caller.presses[1:]
    return key


def split(keys: str, size: int) -> tuple[str, str]:
    """What a place that wants ``size`` keys takes of those, and the rest. ``#`` says that these are all."""
    end = keys.find("#")
    length = size if end < 0 else min(size, end + 1)
    return keys[:length], keys[length:]


def wait(exchange: Exchange, call: Call) -> None:
    """From now on the caller waits for a person, unless they did already."""
    caller = call.caller_script
    if caller is None or caller.waiting_since:
        return
    caller.waiting_since = exchange.now
    patience = caller.patience_seconds
    seconds = LONGEST_WAIT_SECONDS if patience is None else patience
    caller.patience_timer = exchange.scheduler.after(seconds, "caller.hang_up", call.id, "patience")


def stop_waiting(exchange: Exchange, call: Call) -> None:
    caller = call.caller_script
    if caller is not None and caller.waiting_since:
        exchange.scheduler.cancel(caller.patience_timer)
        caller.waiting_since = 0
        caller.patience_timer = 0


def talk(exchange: Exchange, call: Call) -> None:
    """Somebody answered: the caller talks as long as their script says."""
    arrive(exchange, call, "talking")
    caller = call.caller_script
    if caller is not None and caller.talk_seconds is not None:
        caller.talk_timer = exchange.scheduler.after(caller.talk_seconds, "caller.hang_up", call.id, "talked")


def stop_talking(exchange: Exchange, call: Call) -> None:
    caller = call.caller_script
    if caller is not None and caller.talk_timer:
        exchange.scheduler.cancel(caller.talk_timer)


def leave(exchange: Exchange, call: Call) -> None:
    """The call is over for the caller: they do nothing any more."""
    caller = call.caller_script
    if caller is not None:
        for timer in (caller.press_timer, caller.place_timer, caller.patience_timer, caller.talk_timer):
            if timer:
                exchange.scheduler.cancel(timer)


def continue_after_transfer(caller: Caller | None) -> Caller | None:
    """The same person in the call that they were transferred to: what they had pressed or planned is over."""
    if caller is None:
        return None
    return Caller(
        hang_ups=[HangUp(planned.place, planned.after) for planned in caller.hang_ups if planned.place == "ringing"],
        patience_seconds=caller.patience_seconds,
        talk_seconds=caller.talk_seconds,
        message_seconds=caller.message_seconds,
    )


@step("caller.hang_up")
def _hang_up(exchange: Exchange, call_id: str, why: str) -> None:
    call = exchange.calls[call_id]
    leg = call.leg("caller")
    assert leg is not None
    if why == "patience":
        since = call.caller_script.waiting_since if call.caller_script is not None else 0
        exchange.note(call, PatienceEnded, exchange.now - since)
    dialling.hang_up(exchange, call, leg, "party")
