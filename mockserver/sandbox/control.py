"""What ties the control catalogue to functions, and how their errors look.

Errors have one shape: the HTTP status and ``{"error":{"code","message","field","hint"}}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ... import contracts
from ...contracts.json_kinds import encoded_twice, kind_of
from ...contracts.json_values import is_object
from ...contracts.operations import CONTROL, ControlOperation
from ...contracts.quick_dataclasses import dataclass
from ..state.moments import read_moment
from ..telephony.log.storage_errors import StorageError
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant

Body = dict[str, Any]
MAXIMUM_PAGE = 10_000


class ControlError(Exception):
    """Becomes the error answer. ``code`` is a word for programs, ``message`` a sentence for people."""

    def __init__(self, status: int, code: str, message: str, *, field: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body: Body = {"error": {"code": code, "message": message, "field": field, "hint": hint}}


def storage_refusal(error: StorageError) -> ControlError:
    """The answer when an organization's database cannot be used: 507 when there is no room in it, else 503."""
    if error.reason == "full":
        return ControlError(507, "disk_full", str(error))
    return ControlError(503, "storage_unavailable", str(error))


@dataclass(slots=True)
class ControlRequest:
    """``body`` is decoded and has passed its contract. ``base_url`` is how the caller reached the server."""

    registry: Registry
    operation: ControlOperation
    path_values: Mapping[str, str]
    query: Mapping[str, str]
    body: Body
    base_url: str
    wait: bool = True

    @property
    def tenant(self) -> Tenant:
        """The organization in the path. Raises ``RegistryError`` (a 404)."""
        return self.registry.get(self.path_values["id"])

    def natural(self, name: str, default: int) -> int:
        """A query value that is a number of at least 0. Raises ``ControlError`` (400)."""
        text = self.query.get(name, "")
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            raise ControlError(
                400, "invalid", f"query value {name!r}: {text[:60]!r} is not a number of at least 0", field=name
            )
        return int(text)

    def epoch(self, name: str) -> float | None:
        """A query value that is a time, as an epoch; ``None`` when it is not given. Raises ``ControlError`` (400)."""
        text = self.query.get(name, "")
        if not text:
            return None
        try:
            return read_moment(text, self.tenant.exchange.zone)
        except ValueError as error:
            raise ControlError(400, "invalid", f"query value {name!r}: {error}", field=name) from None

    def page(self) -> tuple[int, int]:
        """``since`` and ``limit`` (at most 10,000)."""
        return self.natural("since", 0), min(self.natural("limit", 1000), MAXIMUM_PAGE)


@dataclass(frozen=True, slots=True)
class Text:
    """An answer that is no JSON. ``name`` is what a browser calls the file when it keeps it."""

    content_type: str
    content: str
    name: str


Answer = Mapping[str, Any]
"""An answer's members; the functions say which message it is."""

Handler = Callable[[ControlRequest], Answer | Text | None]
HANDLERS: dict[str, Handler] = {}
BY_NAME: dict[str, ControlOperation] = CONTROL


def control(name: str) -> Callable[[Handler], Handler]:
    """Registers a function as what does the control operation ``name``."""
    if name not in BY_NAME:
        raise KeyError(f"the control catalogue has no operation {name!r}")

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def operations_at(path: str) -> list[ControlOperation]:
    """What the control API has at a path, ``/_sandbox`` before it or not."""
    segments = path.removeprefix("/_sandbox").strip("/").split("/")
    return [operation for template, operation in _TEMPLATES if _fits(template, segments)]


_TEMPLATES = tuple((tuple(operation.path.strip("/").split("/")), operation) for operation in BY_NAME.values())


def _fits(template: tuple[str, ...], segments: list[str]) -> bool:
    return len(template) == len(segments) and all(
        part == segment or part[:1] == "{" for part, segment in zip(template, segments, strict=True)
    )


def check(operation: ControlOperation, body: Any) -> Body:
    """The body, if its contract allows it. Raises ``ControlError`` (400) naming the first field and rule."""
    if not is_object(body):
        raise ControlError(400, "invalid", f"the body is {kind_of(body)}, not a JSON object", hint=encoded_twice(body))
    if operation.request is not None:
        found = contracts.violations(operation.request, body)
        if found:
            first = found[0]
            raise ControlError(
                400,
                "invalid",
                f"{first.path}: {first.message} (rule {first.rule})",
                field=first.path.removeprefix("$."),
                hint=first.hint or "",
            )
    return body
