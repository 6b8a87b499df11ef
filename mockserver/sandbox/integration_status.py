"""How an organization's integration is doing, over the control API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...contracts.callback_names import CALLBACK_NAMES
from .control import ControlRequest, control
from .integration import IntegrationFacts, integration

if TYPE_CHECKING:
    from ...contracts.types import SandboxIntegration


@control("integration_status")
def integration_status(request: ControlRequest) -> SandboxIntegration:
    tenant = request.tenant
    with tenant.use(wait=request.wait) as exchange:
        deliveries = tenant.deliveries
        facts = IntegrationFacts(
            requests=tenant.requests.since(0),
            unresolved=request.registry.unresolved.since(0),
            deliveries=deliveries.all(),
            addresses={name: deliveries.bindings.address(name) for name in CALLBACK_NAMES},
            circuits=[circuit["target"] for circuit in deliveries.circuits()],
            records=exchange.log.last_number,
        )
        return integration(facts).as_data()
