"""Redaction of texts: what stands under a name, and what shows by its form or by having been met before.

Secrets (codes, tokens, PINs, passwords) always get a pseudonym; numbers, names, addresses and what customers keep of
persons do unless ``keep_personal``. A value that was met under a telling name is recognised wherever it comes again: in
a path, in a sentence, in base64.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Callable

from .member_kinds import Kind, is_plain_word, kind_of, known_words
from .pseudonyms import Pseudonyms

_REMEMBERED = 50_000
"""So many values that were met are recognised; the longest unseen are forgotten."""

_SHORTEST_WORD = 3
_SHORTEST_SECRET = 4

_SECRET_NAMES = (
    r"(?:access_?|refresh_?|identity_?|login_?|org_?|user_?|api_?|campaign_?)?code|[A-Za-z_-]*token|password|passwd|pin"
    r"|secret|api_?key|campaign|jwt|sid|signature"
)
_TELLING = re.compile(
    rf"""(?P<pair>(?<![A-Za-z0-9])(?:{_SECRET_NAMES})["']?\s?[=:]\s?["']?)(?P<value>[^\s"'&,;<>{{}}\[\]]+)"""
    r"|(?P<scheme>\b(?:Bearer|Basic|Token)\s+)(?P<credentials>[A-Za-z0-9._~+/=-]{4,})"
    r"""|(?P<url>\b(?:https?|wss?)://[^\s"'<>\\]+)"""
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<ip>(?<![\w./])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]))"
    r"|(?P<phone>(?<![A-Za-z0-9.])(?:\+\d[\d ().-]{5,18}\d|(?:00)?972[ -]?0?[2-9](?:[ -]?\d){7,8}|0[2-9](?:-?\d){7,8})"
    r"(?![A-Za-z0-9]))"
    r"|(?P<base64>(?<![A-Za-z0-9+/])[A-Za-z0-9+/_-]{16,}={0,2})"
    r"|(?P<token>\w[\w-]*)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?|wss?)://", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_HEADER_WORD = re.compile(r"[\w-]+")
_LOCAL_PHONE = re.compile(r"(?:00)?972[2-9]\d{7,8}\Z|0[2-9]\d{7,8}\Z")
_ONLY_FIGURES = re.compile(r"[\d\s:./,TZ+-]+\Z")
_LOCAL_ADDRESSES = ("127.", "0.0.0.0", "::1")
_FLAGS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "none", "0", "1"))

UrlRedaction = Callable[[str], str]


class TextRedaction:
    """Redacts texts under one key, and remembers which values are secrets or names.

    ``nested`` is what makes JSON out of JSON inside a text, ``url`` what does it for an address; both call back.
    """

    def __init__(self, pseudonyms: Pseudonyms, *, keep_personal: bool = False) -> None:
        self.pseudonyms = pseudonyms
        self.keep_personal = keep_personal
        self.met = 0
        self._known: OrderedDict[str, str] = OrderedDict()
        self._odd: OrderedDict[str, str] = OrderedDict()

    # ---- what stands under a name ----------------------------------------------------------------------

    def under(self, name: str, text: str) -> str:
        """The text of a member called so."""
        return self.of_kind(kind_of(name), text)

    def of_kind(self, kind: Kind, text: str) -> str:
        if not text or text.isspace():
            return text
        if kind == "secret":
            return self.secret(text)
        if self.keep_personal or _URL.match(text):
            return self.plain(text)
        return _BY_KIND[kind](self, text)

    def secret(self, text: str) -> str:
        """A code, a token, a PIN. Up to three digits are somebody's error code and no secret."""
        if text.isdigit() and len(text) < _SHORTEST_SECRET:
            return text
        if text.lower() in _FLAGS:
            return text
        shaped = self.pseudonyms.shaped(text)
        if len(text) >= _SHORTEST_SECRET and not (text.isdigit() and len(text) < 6):
            self._remember(text, shaped)
        return shaped

    def phone(self, text: str) -> str:
        digits = sum(character.isdigit() for character in text)
        if any(character.isalpha() for character in text):
            return self.extension(text)
        if digits < 7:
            return text
        pseudonym = self.pseudonyms.phone(text)
        self._remember(text, pseudonym)
        return pseudonym

    def person(self, text: str) -> str:
        if text.lower() in known_words() or not any(character.isalpha() for character in text):
            return self.plain(text)
        if "@" in text:
            return self.plain(text)
        for word in _WORD.findall(text):
            if len(word) >= _SHORTEST_WORD and word.isalpha() and word.lower() not in known_words():
                self._remember(word, self.pseudonyms.shaped(word))
        return self.pseudonyms.words(text)

    def mail(self, text: str) -> str:
        return self.plain(text) if "@" in text else self.person(text)

    def extension(self, text: str) -> str:
        return re.sub(r"[A-Za-z0-9_.]+", lambda found: self._one_extension(found[0]), text)

    def _one_extension(self, text: str) -> str:
        if text.isdigit():
            return self.pseudonyms.phone(text) if len(text) >= 7 else text
        if text.lower() in known_words() or text.upper() in ("SIP", "PJSIP", "LOCAL", "SIPTRUNK", "LOGINCODE"):
            return text
        shaped = self.pseudonyms.shaped(text)
        if len(text) > _SHORTEST_SECRET and any(character.isdigit() for character in text):
            self._remember(text, shaped)
        return shaped

    def label(self, text: str) -> str:
        if text.lower() in known_words() or not any(character.isalpha() for character in text):
            return self.plain(text)
        return self.pseudonyms.words(text)

    def content(self, text: str) -> str:
        if text.lower() in known_words() or text.lower() in _FLAGS:
            return text
        if "@" in text:
            return self.plain(self.pseudonyms.words(text) if " " in text else text)
        if _ONLY_FIGURES.match(text) and sum(map(str.isdigit, text)) >= 7:
            plain = self.plain(text)
            return plain if plain != text else self.pseudonyms.shaped(text)
        return _WORD.sub(lambda word: self._known.get(word[0].casefold()) or self.pseudonyms.shaped(word[0]), text)

    def digits(self, text: str) -> str:
        return self.pseudonyms.shaped(text) if len(text) >= _SHORTEST_SECRET else text

    def recording(self, text: str) -> str:
        if text.lower() in _FLAGS or "." not in text:
            return self.plain(text)
        head, slash, name = text.rpartition("/")
        stem, dot, ending = name.rpartition(".")
        return f"{head}{slash}{self.pseudonyms.shaped(stem)}{dot}{ending}"

    def unknown(self, text: str) -> str:
        """Under a name that nobody knows: figures and one plain word stay, what reads like a text does not."""
        if is_plain_word(text) or _ONLY_FIGURES.match(text):
            return self.plain(text)
        return self.content(text)

    # ---- what shows by its form ------------------------------------------------------------------------

    def plain(self, text: str) -> str:
        """A text that may hold anything: numbers, mail addresses, URLs and values met before are replaced in it."""
        for value, pseudonym in self._odd.items():
            if value in text:
                text = text.replace(value, pseudonym)
        return _TELLING.sub(self._replace, text)

    def url(self, text: str) -> str:
        """An address inside a text. ``addresses.AddressRedaction`` knows more of it and takes this one's place."""
        return text

    def _replace(self, found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind == "value":
            return found["pair"] + self.secret(found["value"])
        if kind == "credentials":
            return found["scheme"] + self.credentials(found["credentials"])
        if kind == "token":
            return self._token(found[0])
        if kind == "base64":
            return self._in_base64(found[0])
        if kind == "url":
            return self.url(found[0])
        if self.keep_personal:
            return found[0]
        if kind == "mail":
            return self._known.get(found[0].casefold()) or self.pseudonyms.mail(found[0])
        if kind == "ip":
            return found[0] if found[0].startswith(_LOCAL_ADDRESSES) else self.pseudonyms.address(found[0])
        return self.pseudonyms.phone(found[0])

    def credentials(self, text: str) -> str:
        """What follows ``Bearer`` or ``Basic``: of the latter name and password each."""
        plain = _plain_of_base64(text)
        if plain is not None and ":" in plain:
            name, _, password = plain.partition(":")
            inner = f"{self.secret(name)}:{self.secret(password)}"
            return b64encode(inner.encode()).decode()
        return self.secret(text)

    def _in_base64(self, text: str) -> str:
        plain = _plain_of_base64(text)
        if plain is None:
            return self._token(text)
        inner = self.plain(plain)
        return self._token(text) if inner == plain else b64encode(inner.encode()).decode()

    def _token(self, text: str) -> str:
        known = self._known.get(text.casefold())
        if known is not None:
            return known
        if not self._known and not any(character.isdigit() for character in text):
            return text
        return _WORD.sub(lambda word: self._word(word[0]), text)

    def _word(self, text: str) -> str:
        if not self.keep_personal and _LOCAL_PHONE.match(text):
            return self.pseudonyms.phone(text)
        return self._known.get(text.casefold(), text)

    # ---- what was met ----------------------------------------------------------------------------------

    def remember_secret(self, text: str) -> None:
        """A secret that is known beforehand."""
        self._remember(text, self.pseudonyms.shaped(text))

    def _remember(self, value: str, pseudonym: str) -> None:
        plain = value.casefold()
        home = self._known if _HEADER_WORD.fullmatch(value) else self._odd
        key = plain if home is self._known else value
        if key in home:
            home.move_to_end(key)
            return
        home[key] = pseudonym
        self.met += 1
        if len(home) > (_REMEMBERED if home is self._known else 200):
            home.popitem(last=False)


_BY_KIND: dict[Kind, Callable[[TextRedaction, str], str]] = {
    "secret": TextRedaction.secret,
    "phone": TextRedaction.phone,
    "person": TextRedaction.person,
    "mail": TextRedaction.mail,
    "extension": TextRedaction.extension,
    "label": TextRedaction.label,
    "content": TextRedaction.content,
    "digits": TextRedaction.digits,
    "recording": TextRedaction.recording,
    "address": lambda redaction, text: redaction.plain(text),
    "words": lambda redaction, text: redaction.plain(text),
    "known": lambda redaction, text: redaction.plain(text),
    "unknown": TextRedaction.unknown,
}


def _plain_of_base64(text: str) -> str | None:
    """The readable text behind base64, ``None`` where there is none."""
    padded = text.replace("-", "+").replace("_", "/")
    try:
        plain = b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return plain if plain.isprintable() or plain.strip().startswith(("{", "[")) else None
