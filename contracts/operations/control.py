"""The control API, ``/_sandbox/…``: this project's own. Schemas are ``sandbox.<name>``."""

from __future__ import annotations

from .control_calls import CALLS
from .control_campaigns import CAMPAIGNS
from .control_organizations import END, ORGANIZATIONS
from .control_records import RECORDS

# What ends it is last: collections that tools make of these are run from the top to the bottom.
CONTROL = (*ORGANIZATIONS, *CALLS, *CAMPAIGNS, *RECORDS, END)
