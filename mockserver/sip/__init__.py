"""Telephones: SIP over WebSocket, UDP and TCP (RFC 3261, RFC 7118), and how their lines become legs of an exchange."""
