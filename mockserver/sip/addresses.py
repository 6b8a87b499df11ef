"""URIs, addresses and Vias, and what ``sipmessage`` does not do with them.

It writes parameters otherwise than they came (so Contacts are kept as text), has no word for what comes after ``?`` in
a URI, and reads no host whose last label has a digit behind a letter, as ``pbx1`` has, though RFC 3261 §25.1 does
(``findings/sipmessage-reads-no-host-named-pbx1.sh``): it is given another host in that place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import unquote

from sipmessage import URI, Address, Via

Parsed = TypeVar("Parsed", URI, Via)

STAND_IN = "sip:host"
"""A URI that can be read, where there is one that perhaps cannot."""
_ANGLED = re.compile(r"<([^<>]*>*?)>(?=\s*(?:[;,]|$))")
_HOSTNAME = r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?)"
_URI_TO_HOST = re.compile(rf"(sips?:(?:[^@]*@)?){_HOSTNAME}(?=[:;]|\Z)")
_VIA_TO_HOST = re.compile(rf"(SIP */ *2\.0 */ *[^ ;]+ ){_HOSTNAME}(?=[:; ]|\Z)")


def read_uri(text: str) -> URI:
    """Raises ``ValueError``."""
    return _parse(URI.parse, _URI_TO_HOST, text)


def read_address(value: str) -> Address:
    """What stands in From, To or Contact. Raises ``ValueError``."""
    found = _ANGLED.search(value)
    if found:
        stood_in = f"{value[: found.start(1)]}{STAND_IN}{value[found.end(1) :]}"
    else:
        _, separator, parameters = value.partition(";")
        stood_in = f"{STAND_IN}{separator}{parameters}"
    return replace(Address.parse(stood_in), uri=read_uri(uri_in(value)))


def read_vias(headers: Iterable[str]) -> list[Via]:
    """Of all headers of that name. Raises ``ValueError``."""
    return [_parse(Via.parse, _VIA_TO_HOST, value) for header in headers for value in split_values(header)]


def _parse(parse: Callable[[str], Parsed], to_host: re.Pattern[str], text: str) -> Parsed:
    """With another host in the place of its own, which is put back."""
    found = to_host.match(text)
    if found is None:
        return parse(text)
    return replace(parse(f"{found[1]}host{text[found.end() :]}"), host=found[2])


def tag_of(address: str) -> str:
    """The tag of a From or To; empty without one. Raises ``ValueError``."""
    return read_address(address).parameters.get("tag") or ""


def uri_in(value: str) -> str:
    """The URI of an address such as ``"Ann" <sip:ann@host;transport=ws>;expires=3``, as it stands there. A ``>`` in it
    (the vendor's phone puts its push parameters there as they are) is escaped.
    """
    found = _ANGLED.search(value)
    return found[1].replace(">", "%3E") if found else value.split(";", maxsplit=1)[0].strip()


def readable(value: str) -> str:
    """An address with its URI escaped, so that others can read it."""
    found = _ANGLED.search(value)
    return f"{value[: found.start(1)]}{uri_in(value)}{value[found.end(1) :]}" if found else value


def split_values(header: str) -> list[str]:
    """The values of a header that has several, at commas that are not inside quotes or brackets."""
    values = re.findall(r'(?:[^,"<]|"(?:[^"\\]|\\.)*"|<[^>]*>)+', header)
    return [value.strip() for value in values if value.strip()]


def uri_parts(uri: str) -> tuple[str, dict[str, str]]:
    """A SIP URI without what follows ``?``, and those headers by lower-case name (§19.1.1)."""
    plain, _, headers = uri.partition("?")
    pairs = (item.partition("=") for item in headers.split("&") if item)
    return plain, {unquote(name).lower(): unquote(value) for name, _, value in pairs}


def display(text: str) -> str:
    """A display name in quotes, on one line."""
    cleaned = re.sub(r"[\x00-\x1f\x7f]", " ", text)
    return '"' + cleaned.replace("\\", "\\\\").replace('"', '\\"') + '"'
