"""What was probably meant: the names that are near to one that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from .sentences import NONE, NOTHING, Sentence

_LONGEST = 100
"""Characters of a word that are compared."""

_MOST = 2000
"""Names that a word is compared with: among more, near ones take too long to find."""

_LISTED = 20
"""Names that are listed where none is near."""

_SHOWN = 10
"""Names that are shown within a sentence where none is near."""

LIKELY = 0.6
"""How alike is near enough where a person chose among names that are known."""

ALMOST_SURE = 0.8
"""How alike is near enough where unknown names are allowed."""


def suggest(word: str, known: Iterable[str], likeness: float = LIKELY) -> str:
    """The known name that is most likely meant, "" when none is near. Case, blanks, ``_`` and ``-`` do not count."""
    return next(iter(near(word, known, 1, likeness)), "")


def near(word: str, known: Iterable[str], most: int = 3, likeness: float = LIKELY) -> list[str]:
    """The known names that may be meant, the likeliest first."""
    plain: dict[str, str] = {}
    for name in known:
        plain.setdefault(_plain(name), name)
        if len(plain) == _MOST:
            break
    wanted = _plain(word[:_LONGEST])
    if most == 1 and wanted in plain:
        return [plain[wanted]]

    from difflib import get_close_matches  # not loaded by those who spell all names right

    return [plain[found] for found in get_close_matches(wanted, plain, most, likeness)]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", likeness: float = LIKELY) -> Sentence:
    """``did you mean 'target'?``, or ``otherwise`` when nothing is near."""
    name = suggest(word, known, likeness)
    if not name:
        return otherwise if isinstance(otherwise, Sentence) else Sentence(otherwise) if otherwise else NOTHING
    return Sentence.of("DidYouMean", "did you mean {name!r}?", name=name)


def near_or_known(word: str, known: Iterable[str]) -> Sentence:
    """``did you mean 'Sales'?``, or what is known, of many the first. Who makes a mistake makes it again and again."""
    return _near_or_known(word, tuple(known))


@lru_cache(maxsize=64)
def _near_or_known(word: str, names: tuple[str, ...]) -> Sentence:
    shown = [*names[:_SHOWN], *("…" for _ in names[_SHOWN : _SHOWN + 1])]
    return did_you_mean(word, names, Sentence.of("Known", "known: {names}", names=", ".join(shown) or NONE))


def among(word: str, known: Iterable[str], labels: Mapping[str, str] | None = None) -> Sentence:
    """``did you mean 'Sales'? known: Sales, Support``, of many the first. ``labels``: how some are shown there."""
    names = list(known)
    listed = [(labels or {}).get(name, name) for name in names[:_LISTED]]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    guess = did_you_mean(word, names)
    return Sentence(f"{f'{guess} ' if guess else ''}known: {', '.join(listed) or 'none'}{more}")


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word).casefold()
