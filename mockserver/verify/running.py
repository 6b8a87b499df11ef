"""One examination from its first message to its report."""

from __future__ import annotations

from ...contracts.callback_names import read_callback
from ..callbacks.real_time import real_seconds
from ..callbacks.samples import ENCODINGS
from ..callbacks.targets import Target, binding
from .examination import Enough, Examination, Progress, Settings
from .findings import Report
from .phases import MESSAGES, PHASES, plan_steps


def verify(
    target: Target, callback: str, settings: Settings | None = None, *, url: str = "", progress: Progress | None = None
) -> Report:
    """Examines an endpoint: a URL, a WSGI or ASGI application, or a function.

    ``callback`` is ``cdr``, ``popup``, ``external_ivr``, ``external_layer`` or ``voicebot``,
    or another spelling of one. ``KeyboardInterrupt``
    ends it early; the report says so. Raises ``Unreachable`` when nobody answers at all, ``ValueError`` for an unknown
    callback, encoding or phase and when none of the phases has anything for this callback, ``TypeError`` for what is no
    target.
    """
    settings = settings or Settings()
    try:
        name = read_callback(callback)
    except LookupError as error:
        raise ValueError(str(error)) from None
    for phase in settings.phases:
        if phase not in PHASES:
            raise ValueError(f"phase {phase!r} is none; there are {', '.join(PHASES)}")
    encodings = ENCODINGS[MESSAGES[name][0]]
    if settings.encoding not in encodings:
        raise ValueError(f"encoding {settings.encoding!r}: {name} is written as {' or '.join(encodings)}")
    bound = binding(target, url)
    examination = Examination(bound, name, MESSAGES[name], settings)
    report, started = examination.report, real_seconds()
    try:
        steps = plan_steps(examination)
        if settings.phases and not steps and report.skipped:
            raise ValueError("; ".join(f"phase {name}: {why}" for name, why in report.skipped.items()))
        examination.begin()
        for number, (phase, step) in enumerate(steps, 1):
            if phase not in report.phases:
                report.phases.append(phase)
            examination.phase = phase
            step()
            if progress is not None:
                progress(phase, number, len(steps))
    except Enough as reason:
        report.skipped["the rest"] = str(reason)
    except KeyboardInterrupt:
        report.interrupted = True
    finally:
        bound.close()
    report.requests, report.seconds = examination.endpoint.requests, real_seconds() - started
    return report
