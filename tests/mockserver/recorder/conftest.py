"""An event loop in a thread, and recorders on it that are stopped after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .running import Loop, RunningRecorder


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def record(loop: Loop, tmp_path: Path) -> Iterator[Callable[..., RunningRecorder]]:
    """Starts a recorder in front of an upstream URL."""
    running: list[RunningRecorder] = []

    def start(upstream: str, **options: Any) -> RunningRecorder:
        running.append(RunningRecorder(loop, tmp_path, upstream, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()
