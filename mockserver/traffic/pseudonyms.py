"""Pseudonyms of the same kind as what they stand for, and always the same for the same value under one key.

Nothing is remembered: a pseudonym is computed from the key, so that one number has one pseudonym however it is written
and however many there are. Without the key nobody gets back to the value.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from ..telephony.model.phones import e164

_DIGITS = "0123456789"
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
_ALPHABETS = tuple(
    "".join(map(chr, range(first, last + 1)))
    for first, last in ((0x5D0, 0x5EA), (0x627, 0x64A), (0x430, 0x44F), (0x410, 0x42F))
)
"""Hebrew, Arabic, and Cyrillic in both cases."""

_ROUNDS = 6
_WALK = 60
"""So many numbers are tried until one is as valid as the real one."""


class Pseudonyms:
    """Pseudonyms under one ``key``."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()
        self.phone = lru_cache(maxsize=20_000)(self._phone)
        self.shaped = lru_cache(maxsize=20_000)(self._same_shape)

    def _phone(self, text: str) -> str:
        """A number with other digits at its end: the same country, the same network, valid if it was."""
        digits = "".join(character for character in text if character in _DIGITS)
        known = e164(text) or digits
        changed = min(7 if known.startswith("972") and len(known) < 13 else 6, max(len(digits) - 2, 1))
        head, tail = known[:-changed], known[-changed:]
        valid = _is_valid(known)
        found = self._permute(head, tail)
        for _ in range(_WALK):
            if found != tail and (not valid or _is_valid(head + found)):
                break
            found = self._permute(head, found)
        return _with_last_digits(text, found)

    def _same_shape(self, text: str) -> str:
        """Letters for letters of the same script and case, digits for digits, everything else as it is."""
        stream = self._stream("shape", text.casefold() if _is_word(text) else text, len(text))
        shaped = "".join(_like(character, number, index) for index, (character, number) in enumerate(zip(text, stream)))  # noqa: B905
        if shaped == text and any(character.isalnum() for character in text):
            return self._same_shape(f"{text}\0")[: len(text)]
        return shaped

    def words(self, text: str) -> str:
        """Each word of a text on its own, so that a first name is the same with and without the last name."""
        return re.sub(r"[^\W_]+", lambda word: self.shaped(word[0]), text)

    def mail(self, text: str) -> str:
        local, _, domain = text.partition("@")
        return f"{self.shaped(local.lower())}@{self._hexadecimal('domain', domain.lower(), 6)}.example"

    def address(self, text: str) -> str:
        """Of an IP address, one of those that are set aside for documentation (RFC 5737, RFC 3849)."""
        number = int(self._hexadecimal("address", text, 4), 16)
        return f"2001:db8::{number:x}" if ":" in text else f"198.51.100.{1 + number % 254}"

    def _permute(self, head: str, tail: str) -> str:
        """Another number of as many digits: one that nothing else becomes behind the same head."""
        if len(tail) < 2:
            return self._same_shape(tail)
        middle = len(tail) // 2
        left, right = tail[:middle], tail[middle:]
        for turn in range(_ROUNDS):
            size = len(left)
            shift = int(self._hexadecimal(f"{head}/{turn}/{len(tail)}", right, 12), 16)
            left, right = right, str((int(left) + shift) % 10**size).zfill(size)
        return left + right

    def _hexadecimal(self, what: str, text: str, digits: int) -> str:
        return hashlib.blake2b(f"{what}\0{text}".encode("utf-8", "replace"), key=self._key).hexdigest()[:digits]

    def _stream(self, what: str, text: str, length: int) -> bytes:
        stream = b""
        while len(stream) < length:
            block = f"{what}\0{len(stream)}\0{text}".encode("utf-8", "replace")
            stream += hashlib.blake2b(block, key=self._key).digest()
        return stream


def _is_word(text: str) -> bool:
    return text.isalpha()


def _like(character: str, number: int, index: int) -> str:
    if character in _DIGITS:
        return _DIGITS[number % 9 + 1] if index == 0 and character != "0" else _DIGITS[number % 10]
    if character.isascii() and character.isalpha():
        letters = _VOWELS if index % 2 else _CONSONANTS
        letter = letters[number % len(letters)]
        return letter.upper() if character.isupper() else letter
    for alphabet in _ALPHABETS:
        if character in alphabet:
            return alphabet[number % len(alphabet)]
    return character if not character.isalpha() else _CONSONANTS[number % len(_CONSONANTS)]


def _with_last_digits(text: str, digits: str) -> str:
    """The text with its last digits replaced, whatever stands between them."""
    characters, left = list(text), list(digits)
    for place in range(len(characters) - 1, -1, -1):
        if left and characters[place] in _DIGITS:
            characters[place] = left.pop()
    return "".join(characters)


@lru_cache(maxsize=20_000)
def _is_valid(digits: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse("+" + digits))
    except phonenumbers.NumberParseException:
        return False
