# It runs in schemathesis' own environment, where ours cannot see the types.
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUntypedFunctionDecorator=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What schemathesis makes up, with the demo organization's own codes and names in three of four requests."""

from __future__ import annotations

from typing import Any

import schemathesis

KNOWN = {
    "campaign": "demo-agents-campaign",
    "code": "demo-code",
    "extension": "SIPSIP1",
    "extensionuser": "SIPSIP1",
    "id": "demo",
    "member": "SIPSIP5",
    "phone": "SIPSIP1",
    "sip": "SIPSIP1",
    "target": "0501234567",
    "token": "demo-token",
    "user": "12345678",
    "userid": "12345678",
}


def known(members: Any) -> Any:
    if isinstance(members, list):
        return [known(entry) for entry in members]
    if isinstance(members, dict):
        for name, value in members.items():
            if isinstance(value, str) and len(value) % 4:
                members[name] = KNOWN.get(name.lower(), value)
    return members


@schemathesis.hook
def map_query(context: Any, query: Any) -> Any:
    return known(query)


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    return known(path_parameters)


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    return known(body)
