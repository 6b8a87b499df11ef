"""Where a request to the control API comes from: by which name it reached the server, and from whose page.

A page on the web can make the developer's browser send requests to ``localhost``, and by DNS rebinding let its own
name point there. The name in ``Host`` and the page in ``Origin`` and ``Sec-Fetch-Site`` tell; no script can forge them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

# A name or an address, and a port; what is none of that is nobody's host.
_AUTHORITY: Final = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^\s:/\\?#@\[\]]+)(?::(?P<port>[0-9]{1,5}))?\Z")
_LOOPBACK: Final = re.compile(r"127(\.[0-9]{1,3}){3}\Z")
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}


def host_of(authority: str) -> str:
    """The host of a ``Host`` header: lower case, without port, brackets and a trailing dot; empty if it is none."""
    match = _AUTHORITY.match(authority.strip().lower())
    return _name(match) if match else ""


def is_loopback(host: str) -> bool:
    """Whether a host (as ``host_of`` gives it) is this machine by its very name, whatever any DNS says."""
    if ":" in host:
        import ipaddress

        try:
            address = ipaddress.IPv6Address(host)
        except ValueError:
            return False
        return address.is_loopback or (address.ipv4_mapped is not None and address.ipv4_mapped.is_loopback)
    return host == "localhost" or _LOOPBACK.match(host) is not None


def is_known(authority: str, names: Collection[str]) -> bool:
    """Whether a ``Host`` header names this machine, or one of the names that were allowed."""
    host = host_of(authority)
    return bool(host) and (is_loopback(host) or host in names)


def is_own_page(authority: str, origin: str, site: str) -> bool:
    """Whether a request comes from this server's page, or from no page at all.

    ``site`` is ``Sec-Fetch-Site``; either may be empty, as older browsers and other clients leave them.
    """
    if site.strip().lower() not in ("", "same-origin", "none"):
        return False
    if not origin:
        return True
    scheme, _, page = origin.strip().lower().partition("://")
    default = _DEFAULT_PORTS.get(scheme)
    theirs, ours = _AUTHORITY.match(page), _AUTHORITY.match(authority.strip().lower())
    if default is None or theirs is None or ours is None:
        return False
    # The scheme counts for both: behind a proxy that speaks TLS only the origin shows it.
    return (_name(theirs), theirs["port"] or default) == (_name(ours), ours["port"] or default)


def _name(authority: re.Match[str]) -> str:
    return authority["host"].strip("[]").removesuffix(".")
