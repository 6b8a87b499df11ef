"""How much work something is, without a clock: the steps that Python's interpreter takes for it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from voicenter_mock.contracts import quick_dataclasses

_MAKES_OBJECTS = {quick_dataclasses.__file__, "<string>"}


def steps_of(act: Callable[[], object]) -> int:
    """How many instructions of the interpreter ``act`` takes in this thread. What is written in C counts as one, and
    so does making an object: the first ones of a class in a process are made another way than those that follow.
    """
    taken = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal taken
        if frame.f_code.co_filename in _MAKES_OBJECTS:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        taken += event == "opcode"
        return trace

    before, collects = sys.gettrace(), gc.isenabled()
    gc.disable()  # what others have left to be finalized, and who is told of collections, is not this work
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
        if collects:
            gc.enable()
    return taken
