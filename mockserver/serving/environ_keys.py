"""What stands in the WSGI environment beside the standard's own, and where the control API is."""

from __future__ import annotations

NO_WAIT = "voicenter_mock.no_wait"
"""In the WSGI environment: raise ``WouldBlock`` rather than wait for a busy organization."""
BODY_LENGTH = "voicenter_mock.body_length"
"""In the WSGI environment: how long the body was before the server cut it."""
HINTS = "voicenter_mock.hints"
"""In the WSGI environment: what was done to the request to make it readable."""
REQUEST = "voicenter_mock.request"
"""In the WSGI environment: the ``HttpRequest``, where who calls the application has made it already."""

CONTROL = "/_sandbox/"
"""Every path of the control API begins so."""
