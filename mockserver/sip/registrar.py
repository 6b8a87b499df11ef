"""Where the telephones of an extension are (RFC 3261 §10): bindings of its name to contacts, until they expire."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field

from sipmessage import Request

from ...contracts.quick_dataclasses import dataclass
from ..telephony.core.story import Gone
from .addresses import read_address, readable, split_values, uri_in
from .flows import SipFlow
from .timers import Timer, Timers

SHORTEST_SECONDS = 10
LONGEST_SECONDS = 3600
USUAL_SECONDS = 600
MOST_CONTACTS = 10
"""Of one extension."""
_EXPIRES = re.compile(r";\s*expires\s*=\s*[^;,]*", re.IGNORECASE)

Extension = tuple[str, str]
"""Organization id and SIP name."""


class RegistrationRefused(Exception):
    """``status`` and ``phrase`` of the answer, and one header more if it needs that."""

    def __init__(self, status: int, phrase: str = "", **headers: str) -> None:
        super().__init__(phrase)
        self.status = status
        self.phrase = phrase
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(slots=True)
class Binding:
    """One telephone. ``contact`` is the header's value as it came, without ``expires``; ``key`` its instance, else its
    URI; ``until`` a moment of the timers. ``answers_options``: it has answered an OPTIONS, so that one which is not
    answered means that it has gone.
    """

    extension: Extension
    key: str
    contact: str
    uri: str
    flow: SipFlow
    call_id: str
    sequence: int
    until: float
    timer: Timer | None = None
    answers_options: bool = False
    user_agent: str = ""


@dataclass(slots=True)
class _BindingRequest:
    key: str
    contact: str
    uri: str
    seconds: int


@dataclass(slots=True)
class Registrar:
    """``on_change`` is called with an extension when its first telephone has come (``True``) or its last has gone,
    and why.
    """

    timers: Timers
    on_change: Callable[[Extension, bool, Gone], None]
    _bindings: dict[Extension, dict[str, Binding]] = field(default_factory=dict[Extension, dict[str, Binding]])

    def of(self, extension: Extension) -> list[Binding]:
        return list(self._bindings.get(extension, {}).values())

    def all(self) -> Iterator[Binding]:
        for bindings in list(self._bindings.values()):
            yield from list(bindings.values())

    @property
    def extensions(self) -> list[Extension]:
        return list(self._bindings)

    def register(self, extension: Extension, request: Request, flow: SipFlow) -> list[str]:
        """Does what a REGISTER says. Returns the Contacts of the answer. Raises ``RegistrationRefused``."""
        given = [value for header in request.headers.getlist("Contact") for value in split_values(header)]
        expires = _seconds(request.headers.get("Expires") or str(USUAL_SECONDS))
        if given == ["*"]:
            if expires:
                raise RegistrationRefused(400, "Contact * goes with Expires 0 only")
            self.forget(extension, "it unregistered")
            return []
        wanted = [_read_contact(value, expires) for value in given]
        bindings = self._bindings.get(extension, {})
        if len(bindings.keys() | {one.key for one in wanted}) > MOST_CONTACTS:
            raise RegistrationRefused(403, f"an extension has at most {MOST_CONTACTS} telephones")
        for one in wanted:
            if 0 < one.seconds < SHORTEST_SECONDS:
                raise RegistrationRefused(423, Min_Expires=str(SHORTEST_SECONDS))
            known = bindings.get(one.key)
            if known is not None and known.call_id == request.call_id and known.sequence >= request.cseq.sequence:
                raise RegistrationRefused(500, "an older registration came after a newer one")
        for one in wanted:
            self._bind(extension, one, request, flow)
        return self.contacts(extension)

    def _bind(self, extension: Extension, wanted: _BindingRequest, request: Request, flow: SipFlow) -> None:
        self._drop(extension, wanted.key)
        if not wanted.seconds:
            self._remove_if_gone(extension, "it unregistered")
            return
        first = extension not in self._bindings
        binding = Binding(
            extension, wanted.key, wanted.contact, wanted.uri, flow, request.call_id, request.cseq.sequence,
            self.timers.now + wanted.seconds, user_agent=request.headers.get("User-Agent") or "",
        )  # fmt: skip
        binding.timer = self.timers.after(wanted.seconds, lambda: self.drop(binding, "its registration expired"))
        self._bindings.setdefault(extension, {})[wanted.key] = binding
        if first:
            self.on_change(extension, True, "its registration ended")

    def contacts(self, extension: Extension) -> list[str]:
        """Each as its telephone gave it, with the seconds that are left: its instance has to stand there, or the
        telephone takes the answer for somebody else's.
        """
        return [
            f"{binding.contact};expires={max(0, round(binding.until - self.timers.now))}"
            for binding in self.of(extension)
        ]

    def drop(self, binding: Binding, why: Gone) -> None:
        """This telephone is not there any more."""
        if self._bindings.get(binding.extension, {}).get(binding.key) is binding:
            self._drop(binding.extension, binding.key)
            self._remove_if_gone(binding.extension, why)

    def forget(self, extension: Extension, why: Gone) -> None:
        """None of an extension's telephones is there any more."""
        for binding in self.of(extension):
            self.drop(binding, why)

    def flow_is_gone(self, flow: SipFlow, why: Gone) -> None:
        for binding in self.all():
            if binding.flow is flow:
                self.drop(binding, why)

    def _drop(self, extension: Extension, key: str) -> None:
        binding = self._bindings.get(extension, {}).pop(key, None)
        if binding is not None and binding.timer is not None:
            binding.timer.cancel()

    def _remove_if_gone(self, extension: Extension, why: Gone) -> None:
        if extension in self._bindings and not self._bindings[extension]:
            del self._bindings[extension]
            self.on_change(extension, False, why)


def _read_contact(value: str, expires: int) -> _BindingRequest:
    value = readable(value)
    try:
        address = read_address(value)
    except ValueError:
        raise RegistrationRefused(400, f"this Contact cannot be read: {value[:60]}") from None
    own = address.parameters.get("expires")
    seconds = expires if own is None else _seconds(own)
    uri = uri_in(value)
    instance = address.parameters.get("+sip.instance")
    key = f"{instance} {address.parameters.get('reg-id') or ''}" if instance else uri
    contact = _EXPIRES.sub("", value)
    return _BindingRequest(key, contact if "<" in contact else f"<{contact}>", uri, seconds)


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise RegistrationRefused(400, f"{text[:20]} are no seconds to expire in")
    return min(int(text[:9]), LONGEST_SECONDS)
