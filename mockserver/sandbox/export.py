"""A played session as a pytest test or as HAR, over the control API."""

from __future__ import annotations

from ..callbacks import cdr_notification
from ..organizations import demo, describe
from ..state.session_recording import TOO_LONG
from ..tenancy.tenants import Tenant
from .control import ControlError, ControlRequest, Text, control
from .pytest_text import ExportedSession, FinalState, write

FORMATS = ("pytest", "har")


@control("export")
def export(request: ControlRequest) -> Text:
    wanted = request.query.get("as", "pytest")
    if wanted not in FORMATS:
        raise ControlError(
            400, "invalid", f"query value 'as': {wanted[:60]!r} is none of {', '.join(FORMATS)}", field="as"
        )
    tenant = request.tenant
    with tenant.use(wait=request.wait) as exchange:
        if wanted == "har":
            from . import har_export

            _check_session(tenant)
            return Text("application/json", har_export.export(tenant, exchange), "session.har")
        _check(tenant)
        directory, first = exchange.directory, tenant.session_recording.directory
        session = ExportedSession(
            tenant.id,
            None if first == demo() else describe(first),
            tenant.session_recording.start,
            exchange.seed,
            tenant.lenient,
            tuple(tenant.session_recording.steps),
            tuple(tenant.deliveries.all()),
            tuple(name for name, target in first.callbacks.items() if target.url),
        )
        records = [cdr_notification.payload(cdr, directory, exchange.zone) for cdr in exchange.log.all()]
        return Text(
            "text/x-python; charset=utf-8", write(session, FinalState(exchange.now, records)), "test_session.py"
        )


def _check_session(tenant: Tenant) -> None:
    """Refuses a session whose beginning is not known."""
    if why := tenant.session_recording.given_up:
        raise ControlError(409, "not_exportable", why, hint="reset the organization, and play the session again")


def _check(tenant: Tenant) -> None:
    """Refuses what could not be played again."""
    _check_session(tenant)
    why = ""
    if tenant.deliveries.last_number > len(tenant.deliveries.all()):
        why = TOO_LONG
    if tenant.exchange.log.run:
        why = "the organization began with records of an earlier run in its database"
    if why:
        raise ControlError(409, "not_exportable", why, hint="reset the organization, and play the session again")
