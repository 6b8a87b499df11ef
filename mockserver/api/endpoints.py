"""What ties a catalogue entry to the function that does it, and what such a function is given.

``@endpoint("click2call", refusal=…)`` registers; the catalogue says everything else. A function takes the
request's ``Context`` and returns the answer's members as plain data, or raises ``Refused`` with the
name of a row of its error table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from ...contracts.operations import OPERATIONS, ErrorCode, Operation
from ...contracts.quick_dataclasses import dataclass
from ...contracts.sentences import Sentence
from ..telephony.core.exchange import Exchange
from ..wire.http import HttpRequest, HttpResponse
from ..wire.parameters import Parameters

if TYPE_CHECKING:
    from ..tenancy.registry import Registry
    from ..tenancy.tenants import Tenant

Body = Mapping[str, Any]
"""An answer's members; the functions say which message it is."""
Handler = Callable[["Context"], "Body | HttpResponse"]
Refusal = Callable[[ErrorCode, str], Body]
Encode = Callable[["Context | None", Mapping[str, Any], Body], HttpResponse]
File = Callable[[HttpRequest, "Registry"], HttpResponse]


@dataclass(slots=True)
class Context:
    """One request on its way. ``account`` is the account of the code that authorized it, ``user`` the user whose
    code it is (0 for an API code). ``error`` names the row of the error table for an answer that a function has
    written out itself.
    """

    tenant: Tenant
    exchange: Exchange
    operation: Operation
    request: HttpRequest
    parameters: Parameters
    members: Mapping[str, Any]
    path_values: Mapping[str, str]
    account: int = 0
    user: int = 0
    error: str = ""
    notes: list[Sentence] = field(default_factory=list[Sentence])


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``refusal`` puts an error row and its finished message into the operation's own answer shape;
    ``encode`` is set where the answer is not plain JSON. ``authorizes``: the function checks by itself who asks.
    ``file`` is set for what everybody gets, whatever the organization: scripts.
    """

    operation: Operation
    handler: Handler
    refusal: Refusal
    encode: Encode | None = None
    authorizes: bool = False
    file: File | None = None


ENDPOINTS: dict[str, Endpoint] = {}


def endpoint(
    name: str, *, refusal: Refusal, encode: Encode | None = None, authorizes: bool = False
) -> Callable[[Handler], Handler]:
    """Registers a function as what does the operation ``name`` of the catalogue."""

    def register(handler: Handler) -> Handler:
        ENDPOINTS[name] = Endpoint(OPERATIONS[name], handler, refusal, encode, authorizes)
        return handler

    return register


def file(name: str) -> Callable[[File], File]:
    """Registers a function as what everybody gets from the operation ``name``."""

    def unused(*_: object) -> Body:
        raise AssertionError(f"{name} is a file")

    def register(function: File) -> File:
        ENDPOINTS[name] = Endpoint(OPERATIONS[name], unused, unused, file=function)
        return function

    return register
