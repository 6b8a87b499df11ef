"""One module for each documented API: plain parameters in, a call on the exchange, a plain dictionary out.

Importing this package registers them all.
"""

from __future__ import annotations

from . import cdr_hub, click2call, dialer, dialer_bulk
from .endpoints import ENDPOINTS, Context, Endpoint, endpoint

__all__ = ["ENDPOINTS", "Context", "Endpoint", "cdr_hub", "click2call", "dialer", "dialer_bulk", "endpoint"]
