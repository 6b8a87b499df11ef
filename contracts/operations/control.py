"""The control API, ``/_sandbox/…``: this project's own. Schemas are ``sandbox.<name>``."""

from __future__ import annotations

from .control_calls import CALLS
from .control_campaigns import CAMPAIGNS
from .control_organizations import ORGANIZATIONS
from .control_records import RECORDS

CONTROL = (*ORGANIZATIONS, *CALLS, *CAMPAIGNS, *RECORDS)
