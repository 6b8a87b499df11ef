"""What is different and accepted: a file with a line for each difference, which a person keeps beside their tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..wire.system_errors import reason_of

_HEAD = "# Differences between recordings and the documents that are accepted: voicenter-mock drift --baseline FILE\n"


class BaselineError(ValueError):
    """A baseline cannot be read or written; the message says why, in one sentence."""


def read(path: Path) -> frozenset[str]:
    """The accepted keys; ``#`` begins a comment. Raises ``BaselineError``."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise BaselineError(f"cannot read {path}: {reason_of(error)}") from None
    except UnicodeDecodeError:
        raise BaselineError(f"{path} is no text") from None
    return frozenset(key for line in lines if (key := line.partition("#")[0].strip()))


def write(path: Path, keys: Iterable[str]) -> None:
    """Raises ``BaselineError``."""
    try:
        path.write_text(_HEAD + "".join(f"{key}\n" for key in sorted(keys)), "utf-8")
    except OSError as error:
        raise BaselineError(f"cannot write {path}: {reason_of(error)}") from None
