"""Recordings of calls: muting one while it is made, and which stretches of it are silent.

A recording holds the talk: it begins when the recorded leg is answered and ends with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..core import campaign_views, reasons
from ..core.exchange import Exchange
from ..core.refusals import Refused
from ..core.story import RecordingMuted
from ..model import phones
from ..model.calls import Call, growing
from ..presence import extension_calls


def begin(exchange: Exchange, call: Call, caller: str, other: str) -> None:
    """The call is recorded unless something else is said later, in a file that names both ends as given."""
    call.own_recording = call.recording = exchange.ids.recording(exchange.now, caller, other)


def choose(exchange: Exchange, call: Call, wanted: bool | None = None) -> None:
    """Whether the part of the call that begins now is recorded (``None``: as the call began): always under one name,
    which stands before anybody is rung.
    """
    if wanted and not call.own_recording:
        begin(exchange, call, phones.local(call.caller), call.did or phones.local(call.target))
    call.recording = call.own_recording if wanted in (None, True) else ""


def set_muted(exchange: Exchange, call: Call, *, muted: bool) -> None:
    """Mutes or unmutes a call's recording, whether one is made or not; it shows at every extension of the call."""
    if call.muted == muted:
        return
    call.muted = muted
    call.mute_spans = spans = growing(call.mute_spans)
    if muted:
        spans.append((exchange.now, 0.0))
    else:
        spans[-1] = (spans[-1][0], exchange.now)
    for sip in {leg.number for leg in call.recent_legs if leg.kind == "extension"}:
        if sip in exchange.extensions:
            extension_calls.change(exchange, sip, call.id, muted=muted)
    campaign_views.show_change(exchange, call, "muted", muted)
    exchange.note(call, RecordingMuted, muted)


def calls_of(exchange: Exchange, *, extension: str = "", call_id: str = "") -> list[Call]:
    """The calls that are meant: that one, or all that the extension is in. Raises ``Refused``
    (``extension_not_found``, ``call_not_found``) for what there is not at this moment.
    """
    if call_id:
        call = exchange.calls.get(call_id)
        if call is None:
            raise Refused("call_not_found", reasons.no_call(exchange, call_id))
        return [call]
    state = exchange.extension_named(extension)
    if state is None:
        raise Refused("extension_not_found", reasons.no_extension(exchange, extension))
    return [exchange.calls[number] for number in state.calls if number in exchange.calls]


def muted_stretches(call: Call, start: float, end: float) -> Iterator[tuple[float, float]]:
    """The silent parts of what was recorded from ``start`` to ``end`` (epochs), in seconds from ``start``."""
    for begin, finish in call.mute_spans:
        begin, finish = max(begin, start), min(finish or end, end)
        if begin < finish:
            yield round(begin - start, 3), round(finish - start, 3)
