"""A run as a locustfile of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from .profile import Profile
from .settings import LoadSettings


def as_locustfile(settings: LoadSettings) -> str:
    """What ``locust -f`` runs as ``voicenter-mock load`` would."""
    day = settings.profile
    values = {field.name: getattr(day, field.name) for field in fields(Profile)}
    changed = {name: value for name, value in values.items() if value != getattr(Profile(), name)}
    kinds = {type(entry).__name__ for entry in (*day.floods, *day.campaigns, *day.outages)}
    imported = sorted({"CallCenter", "Profile"} | kinds)
    return "\n".join(
        [
            '"""Organizations of Voicenter\'s, one a user: `locust -f FILE`."""',
            "",
            f"from voicenter_mock.load import {', '.join(imported)}",
            "",
            "",
            "class Monday(CallCenter):",
            *(f"    {name} = {value!r}" for name, value in _members(settings)),
            f"    profile = Profile({', '.join(f'{name}={value!r}' for name, value in changed.items())})",
            f"    users = {settings.users}  # how many share the calls: as many as you tell Locust to start",
        ]
    )


def _members(settings: LoadSettings) -> Iterator[tuple[str, object]]:
    """The attributes that are not as they are without being said."""
    for name, url in settings.urls.items():
        yield f"{name}_url", url
    if settings.timeouts:
        yield "timeouts", dict(settings.timeouts)
    if settings.organization:
        yield "organization", settings.organization
    if settings.seed:
        yield "seed", settings.seed
    if settings.calls:
        yield "calls", settings.calls_of_each
    if settings.insecure:
        yield "insecure", True
