"""Copies of an organization under other ids, each with codes of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from ..telephony.model.directory import Directory
from .problems import DocumentError

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


def is_id(text: str) -> bool:
    """Whether an organization may be called ``text``."""
    return _ID.match(text) is not None


def check_id(id: str) -> str:
    """``id`` itself. Raises ``DocumentError`` if no organization may be called so."""
    if not is_id(id):
        rule = "letters, digits, '-' and '_', the first a letter or digit, at most 64 characters"
        raise DocumentError([("id", f"{id[:80]!r} is no id of an organization: {rule}")])
    return id


def instantiate(template: Directory, id: str) -> Directory:
    """A copy of ``template`` whose codes are its own: what begins with the template's id begins with ``id``.

    That goes for API codes and their bearer tokens, campaign codes, realtime and Lead Tracker tokens and the user names
    of account logins (their passwords stay): ``demo-code`` becomes ``t1-code``. Extensions, numbers, users and
    queues stay as they are, and are shared. Calls from before remain the template's: no two organizations have a
    call's id in common. Raises ``DocumentError`` for an impossible id.
    """
    check_id(id)
    prefix = template.id
    if id == prefix:
        return template

    def own(name: str) -> str:
        return id + name[len(prefix) :] if name.startswith(prefix) else name

    codes = (
        replace(code, code=own(code.code), bearer=None if code.bearer is None else own(code.bearer))
        for code in template.codes.values()
    )
    campaigns = (replace(campaign, code=own(campaign.code)) for campaign in template.campaigns.values())
    trackers = (replace(tracker, token=own(tracker.token)) for tracker in template.lead_trackers.values())
    return replace(
        template,
        id=id,
        name=id if template.name == prefix else template.name,
        codes={code.code: code for code in codes},
        campaigns={campaign.code: campaign for campaign in campaigns},
        lead_trackers={tracker.token: tracker for tracker in trackers},
        realtime_tokens=tuple(own(token) for token in template.realtime_tokens),
        earlier_calls={},
        realtime_accounts={own(user): password for user, password in template.realtime_accounts.items()},
    )
