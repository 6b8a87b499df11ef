"""Telephones: SIP over WebSocket, UDP and TCP (RFC 3261, RFC 7118), and how their lines become legs of an exchange."""

from ...contracts.extras import extra

with extra("sip", "a real telephone"):
    import sipmessage as _

_ = _.__name__  # imported for what it says when it is not there
