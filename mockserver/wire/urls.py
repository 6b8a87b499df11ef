"""Addresses of customers: what is none, in words."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_absolute(url: str) -> bool:
    """Whether a text begins as URLs of HTTP do; the case of the scheme does not matter (RFC 3986, 3.1)."""
    return url[:8].lower().startswith(("http://", "https://"))


def url_problem(url: str) -> str:
    """Why no request could go to this text, as a sentence that begins with it; "" where it is a URL of HTTP."""
    if not is_absolute(url):
        return f"{url!r} does not begin with http:// or https://"
    try:
        place = urlsplit(url)
        place.port  # noqa: B018  # pyright: ignore[reportUnusedExpression]  (raises for an impossible one)
    except ValueError as error:
        return f"{url!r} is no URL: {error}"
    if not place.hostname:
        return f"{url!r} names no host"
    if any(character.isspace() for character in place.netloc):
        return f"{url!r} has a blank in its host"
    return ""
