"""A snapshot is tried before it takes an organization's place: it is read in every way, and goes on for a while.

What is wrong with a value, a name or a number is refused where it stands (``telephony.control.snapshot_values``,
``snapshot_references``). This finds what no single place is to blame for: data of a flow that lacks what the call's
next step takes for granted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from ...contracts.operations import CONTROL, ControlOperation
from ..realtime import messages
from ..telephony.control.snapshot_values import SnapshotError
from ..telephony.core.exchange import Exchange
from ..tenancy.registry import Registry
from ..tenancy.tenants import Tenant
from .control import HANDLERS, ControlError, ControlRequest
from .snapshot_reading import Snapshot

STEPS = 500
"""So many things happen in the rehearsal; customers do not answer."""


def rehearse(request: ControlRequest, found: Snapshot) -> None:
    """Raises ``SnapshotError`` when the organization cannot be read or cannot go on. The snapshot is used up."""
    registry = Registry(clock="manual")
    tenant = registry.add(found.directory, now=found.exchange.now)
    try:
        with tenant.lock:
            found.put_into(tenant)
        _read_everything(request, registry, tenant)
        _go_on(found.exchange)
    finally:
        registry.delete(tenant.id)


def _read_everything(request: ControlRequest, registry: Registry, tenant: Tenant) -> None:
    for operation in CONTROL.values():
        if operation.method != "GET" or "{id}" not in operation.path or operation.name not in HANDLERS:
            continue
        for values in _path_values(operation, tenant):
            asked = replace(request, registry=registry, operation=operation, path_values=values, query={}, body={})
            where = ".".join(values[name] for name in values if name != "id")
            _attempt(f"{operation.name} {where}".rstrip(), lambda asked=asked: HANDLERS[asked.operation.name](asked))
    _attempt("the realtime events", lambda: _snapshots(tenant.exchange))


def _path_values(operation: ControlOperation, tenant: Tenant) -> Iterator[dict[str, str]]:
    """What the path of an operation can stand for here."""
    exchange = tenant.exchange
    known = {
        "id": [tenant.id],
        "ivrid": [*exchange.calls, *exchange.ended],
        "number": [str(delivery.id) for delivery in tenant.deliveries.all()],
        "code": list(exchange.campaigns),
    }
    names = [part[1:-1] for part in operation.path.split("/") if part[:1] == "{"]
    if all(name in known for name in names):
        yield from (dict(zip(names, values, strict=True)) for values in product(*(known[name] for name in names)))


def _snapshots(exchange: Exchange) -> None:
    messages.login_status(exchange, exchange.queues)
    messages.all_extensions_status(exchange, exchange.extensions)
    messages.all_dialers_status(exchange, exchange.campaigns)
    messages.all_users_status(exchange, exchange.agents)


def _go_on(exchange: Exchange) -> None:
    for _ in range(STEPS):
        exchange.take_due()
        if exchange.questions:
            _attempt("a customer's answer", lambda: exchange.settle(min(exchange.questions), None))
            continue
        due = exchange.scheduler.next_time()
        if due is None:
            return
        _attempt("what is scheduled", lambda due=due: exchange.run(due, steps=1))


def _attempt(what: str, do: Callable[[], object]) -> None:
    try:
        do()
    except ControlError:
        pass  # such as a session that cannot be exported, which says so
    except Exception as error:  # whatever a state that cannot be makes of code that trusts it
        raise SnapshotError(f"it does not hold together: {what} fails with {type(error).__name__}: {error}") from None
