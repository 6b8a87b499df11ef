"""What customers' servers answer when they are asked about a call, and a strategy of such answers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .simulation import EXTENSIONS, PHONES

Decision = dict[str, Any]
layers = st.sampled_from([1, 2, 5, 8, 10, 11, 12, 13, 14, 15, 99])
MENU: Decision = {
    "REC": "record",
    "LOOP": 1,
    "DELAY": 1,
    "SIZE": 2,
    "MENU": "menu",
    "VALIDATION": 0,
    "SAYDIGITSRECORD": "",
    "DIGITS": "12",
}
CALL: Decision = {"TARGET": "", "CALLERID": "", "CALLERNAME": "", "CALL_MAX_DIAL": 20, "CALL_MAX": 60, "REC_STATUS": 1}
NUMBER = {"RecordType": "Number", "Content": "12"}


def steer(action: str, data: Decision) -> Decision:
    """An External IVR's answer."""
    return {"STATUS": 0, "ACTION": action, "LANGUAGE": "he", "DATA": data}


def go_to(layer: int) -> Decision:
    return {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": layer, "CUSTOM_DATA": {"extra": "1"}}


def dial(targets: list[str], then: int) -> Decision:
    named = [{"TARGET": target} for target in targets]
    return {"STATUS": 0, "ACTION": "DIAL", "TARGETS": named, "NEXT_VO_ID": then, "ANSWER_NEXT_VO_ID": then}


def connect(target: str, then: str) -> Decision:
    return steer("CALL", {**CALL, "TARGET": target, "NEXT_MENU": then})


def lead(layer: int) -> Decision:
    return steer("VO", {"LAYER": layer})


def ask(action: str) -> Decision:
    return steer(action, MENU)


decisions: st.SearchStrategy[Decision | None] = st.one_of(
    st.none(),
    st.just({"STATUS": 1}),
    st.builds(go_to, layers),
    st.builds(dial, st.lists(st.sampled_from([*EXTENSIONS, "0521111111"]), max_size=3), layers),
    st.just({"STATUS": 0, "ACTION": "SAY", "NEXT_LAYER": 2, "DATA": [NUMBER]}),
    st.builds(ask, st.sampled_from(["MENU", "SAYDIGITS"])),
    st.builds(connect, st.sampled_from([*EXTENSIONS, *PHONES]), st.sampled_from(["", "16"])),
    st.builds(lead, layers),
    st.just(steer("SILENTRECORD", {"MAXDURATION": 20})),
    st.just(steer("HANGUP", {"HANGUP_CAUSE": 17})),
)
