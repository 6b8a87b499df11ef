"""Fault injection over the control API; what the words mean stands in ``state.fault_words``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.fault_words import FaultError, read
from .control import ControlError, ControlRequest, control

if TYPE_CHECKING:
    from ...contracts.types import SandboxFaults

MAXIMUM_FAULTS = 1_000


@control("list_faults")
def list_faults(request: ControlRequest) -> SandboxFaults:
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        return {"faults": [standing.as_data() for standing in tenant.faults.all()]}


@control("add_fault")
def add_fault(request: ControlRequest) -> SandboxFaults:
    try:
        fault = read(request.body)
    except FaultError as error:
        raise ControlError(400, "invalid", str(error), field=error.field) from None
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        if len(tenant.faults.all()) >= MAXIMUM_FAULTS:
            raise ControlError(
                409,
                "too_many",
                f"the organization has {MAXIMUM_FAULTS} faults already",
                hint="remove some with DELETE …/faults",
            )
        tenant.faults.add(fault)
        return {"faults": [standing.as_data() for standing in tenant.faults.all()]}


@control("clear_faults")
def clear_faults(request: ControlRequest) -> None:
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        tenant.faults.clear()


@control("remove_fault")
def remove_fault(request: ControlRequest) -> None:
    text = request.path_values["number"]
    tenant = request.tenant
    with tenant.use(wait=request.wait):
        if not (text.isascii() and text.isdigit() and len(text) < 16 and tenant.faults.remove(int(text))):
            raise ControlError(404, "unknown", f"there is no fault {text[:60]!r}")
