"""Connections to the services behind the recorder, and why there is none."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import Mapping

from ...contracts.quick_dataclasses import dataclass
from ..wire.system_errors import reason_of
from .heads import LONGEST_HEAD
from .routes import Destination

CONNECT_SECONDS = 15.0
GONE = (ConnectionError, TimeoutError, OSError)
"""What a connection raises that has ended."""


class Upstream(Exception):
    """The other side cannot be reached, or broke off. The message says which and why, in one sentence."""


@dataclass(slots=True)
class UpstreamConnection:
    destination: Destination
    reader: StreamReader
    writer: StreamWriter

    def leads_to(self, destination: Destination) -> bool:
        """Whether it can be used for what goes there."""
        return self.destination == destination and not (self.reader.at_eof() or self.writer.is_closing())

    def close(self) -> None:
        close(self.writer)


@dataclass(slots=True)
class Dialling:
    """How connections are made: ``trusted`` checks certificates (the system's authorities, if none is given, which are
    read with the first one), ``addresses`` say where hosts are that are not looked up. ``own_port`` is the recorder's,
    so that it does not call itself."""

    trusted: ssl.SSLContext | None
    addresses: Mapping[str, str]
    own_port: int = 0

    async def connect(self, destination: Destination) -> UpstreamConnection:
        """A new connection. Raises ``Upstream``."""
        address = self.addresses.get(destination.host, destination.host)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(
                    address,
                    destination.port,
                    ssl=self._trust() if destination.secure else None,
                    server_hostname=destination.host if destination.secure else None,
                    limit=LONGEST_HEAD,
                )
        except TimeoutError:
            raise Upstream(f"{destination.origin} does not answer within {CONNECT_SECONDS:g} s") from None
        except ssl.SSLCertVerificationError as error:
            raise Upstream(f"the certificate of {destination.origin} is not trusted: {error.verify_message}") from None
        except OSError as error:
            raise Upstream(f"{destination.origin} cannot be reached: {reason_of(error)}") from None
        if self._is_own(writer):
            close(writer)
            where = f"--resolve {destination.host}=ADDRESS says where the real one is"
            raise Upstream(f"{destination.origin} leads back to this recorder: {where}")
        return UpstreamConnection(destination, reader, writer)

    def _trust(self) -> ssl.SSLContext:
        self.trusted = self.trusted or system_trust()
        return self.trusted

    def _is_own(self, writer: StreamWriter) -> bool:
        there, here = writer.get_extra_info("peername"), writer.get_extra_info("sockname")
        return bool(there and here) and (there[0], there[1]) == (here[0], self.own_port)


def system_trust() -> ssl.SSLContext:
    """The system's authorities. HTTP/1.1 is asked for: a service that also speaks HTTP/2 answers so."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def close(writer: StreamWriter) -> None:
    with contextlib.suppress(*GONE):
        writer.close()
