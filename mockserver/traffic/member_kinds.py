"""What a member holds, by its name: secrets, persons' data, words that everybody may read.

The catalogue's names are known and listed here; a name that nobody knows is judged by its ending, and when that says
nothing its text counts as a person's unless it is one plain word, which may be a new word of a list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

from ...contracts import library
from ...contracts.json_values import is_array, is_object
from ...contracts.library import made_of_schemas

Kind = Literal[
    "secret", "phone", "person", "mail", "extension", "label", "content", "digits", "recording", "address",
    "words", "known", "unknown",
]  # fmt: skip
"""``label`` is what an organization calls a part of itself, ``content`` what only the customer understands (custom
data, transcripts), ``digits`` keys that were pressed, ``words`` texts that the vendor chose. ``known`` members stand in
a contract and hold none of these; ``unknown`` ones stand in none."""

_NAMES: dict[Kind, str] = {
    "secret": (
        "code campaign campaigncode token accesstoken refreshtoken identitycode orgcode pin password passwd secret "
        "phonelogincode logincode apikey key authorization proxyauthorization cookie setcookie bearer jwt session "
        "sessionid sid signature representativecode usercode bbbcode xapikey xauthtoken"
    ),
    "phone": (
        "phone phones target targets caller callerid callernumber targetnumber did callerphone outgoingcallerphone "
        "clientphone originalcallerid actualdialednumber callerno targetno phonecallerid targetcallerid number mobile "
        "tel cell fax vcphone"
    ),
    "person": (
        "callername customername representativename username displayname clientname firstname lastname fullname "
        "phonecallername targetcallername outgoingcallername originalcallername targetextensionname representative "
        "callerextensionname user agent answeredagent contact nickname address city street"
    ),
    "mail": "email useremail mail",
    "extension": (
        "extension extensions extenuser targetextension callerextension extensionuser sip member representativelist "
        "extensionsstring channel channel2"
    ),
    "label": "queuename departmentname topdepartmentname layername campaignname company accountname name title",
    "content": (
        "customdata intentparameters functionoutput visitorinfo dialerdata aidata transcript insights emotions summary "
        "summery assistant system origrequest got"
    ),
    "digits": "dtmf digits",
    "recording": "record recordurl recordfile filename file callerrec targetrec hanguprec",
    "address": "ip ipaddress remoteaddr xforwardedfor xrealip forwarded",
    "words": (
        "description errdesc errormessage errordescription desc message error errordesc statuserrormessage "
        "statuserromessage eventname campaigntypename statusname leg1dialstatusname dialstatusname targetcountry "
        "callercountry targetprefixname"
    ),
}  # fmt: skip
_BY_NAME: dict[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_ENDINGS: dict[Kind, tuple[str, ...]] = {
    "secret": ("token", "password", "secret", "apikey", "pin", "accesscode", "logincode", "apicode"),
    "phone": ("phone", "phonenumber", "mobile", "callerid"),
    "mail": ("mail",),
    "person": ("name", "address", "contact"),
    "recording": ("recordurl", "recordfile"),
}
_BETWEEN = re.compile(r"[\s_.-]+")
_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\Z")


def plain_name(name: str) -> str:
    """A member's name without what spellings differ in."""
    return _BETWEEN.sub("", name).lower()


@lru_cache(maxsize=10_000)  # names come from recordings, and there is no end of them
def kind_of(name: str) -> Kind:
    """What a member of this name holds. ``var_…`` are the customer's own."""
    plain = plain_name(name)
    if name[:4].lower() == "var_":
        return "content"
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    if plain in _contract_names():
        return "known"
    for kind, endings in _ENDINGS.items():
        if plain.endswith(endings):
            return kind
    return "unknown"


def is_plain_word(text: str) -> bool:
    """Whether a text may be a word of somebody's list: ``TRANSFERRED``, ``Click2Call``."""
    return _PLAIN_WORD.match(text) is not None


@made_of_schemas
def known_words() -> frozenset[str]:
    """Every word that a contract lists, lower case: never a person's, wherever it stands."""
    words: set[str] = set()
    for schema in _schemas():
        words.update(_words(schema))
    return frozenset(words)


@made_of_schemas
def _contract_names() -> frozenset[str]:
    names: set[str] = set()
    for schema in _schemas():
        names.update(map(plain_name, _members(schema)))
    return frozenset(names)


def _schemas() -> list[library.Schema]:
    return [library.stored(name) for name in library.names() if not name.startswith("sandbox.")]


def _members(node: Any) -> list[str]:
    if is_array(node):
        return [name for item in node for name in _members(item)]
    if not is_object(node):
        return []
    own = list(node["properties"]) if is_object(node.get("properties")) else []
    return own + [name for key, value in node.items() if key not in ("examples", "default") for name in _members(value)]


def _words(node: Any) -> list[str]:
    if is_array(node):
        return [word for item in node for word in _words(item)]
    if not is_object(node):
        return []
    own = [
        str(word).lower()
        for key in ("x-known-values", "x-values", "enum")
        if is_array(node.get(key))
        for word in node[key]
        if isinstance(word, str) and len(word) > 1
    ]
    return own + [word for key, value in node.items() if key not in ("examples", "default") for word in _words(value)]
