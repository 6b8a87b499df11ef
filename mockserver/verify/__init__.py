"""Playing Voicenter against a customer's own endpoint, to find what is wrong with it before production does.

As the command does it::

    from voicenter_mock.mockserver.verify import verify

    report = verify("http://127.0.0.1:8000/voicenter/cdr", "cdr")
    for finding in report.findings:
        print(finding.kind.value, finding.detail, finding.curl)
"""

from __future__ import annotations

from ...contracts.callback_names import CALLBACK_NAMES
from .examination import EndpointUnreachable, Settings
from .findings import Finding, Kind, Report
from .phases import PHASES
from .running import verify

__all__ = ["CALLBACK_NAMES", "PHASES", "EndpointUnreachable", "Finding", "Kind", "Report", "Settings", "verify"]
