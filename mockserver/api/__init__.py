"""One module for each documented API: plain parameters in, a call on the exchange, a plain dictionary out.

Importing this package registers them all.
"""

from __future__ import annotations

from . import click2call
from .endpoints import ENDPOINTS, Context, Endpoint, endpoint

__all__ = ["ENDPOINTS", "Context", "Endpoint", "click2call", "endpoint"]
