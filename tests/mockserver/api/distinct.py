"""An organization in which no two values agree: what is a user's id is nobody's code, extension or account."""

from __future__ import annotations

from typing import Any

DOCUMENT: dict[str, Any] = {
    "id": "distinct",
    "accounts": [
        {"id": 81, "name": "Holding"},
        {"id": 82, "name": "מחלקת שירות", "parent": 81},
        {"id": 91, "name": "Subsidiary"},
    ],
    "codes": [{"code": "holding-code", "account": 81}, {"code": "subsidiary-code", "account": 91}],
    "users": [
        {"id": 555, "code": "99961111", "name": "רות לוי", "account": 82, "extension": "desk-1", "login_code": "77"},
        {"id": 666, "code": "88852222", "name": "Otto Weber", "account": 91, "extension": "desk-2", "logged_in": False},
    ],
    "extensions": [
        {"sip": "desk-1", "id": 3101, "name": "Front desk", "speed_dial": "41"},
        {"sip": "desk-2", "id": 3202, "name": "Berlin desk", "speed_dial": "42"},
        {"sip": "lobby", "id": 3303, "name": "Lobby", "speed_dial": "43", "account": 81},
    ],
    "dids": [
        {"number": "0733000111", "route": {"extension": "desk-1"}, "name": "Service"},
        {"number": "0733000222", "route": {"queue": 7001}, "name": "Hotline"},
        {"number": "4930123456", "route": {"extension": "desk-2"}, "name": "Berlin", "account": 91},
    ],
    "queues": [{"id": 7001, "name": "Hotline queue", "account": 82, "members": ["desk-1"]}],
    "campaigns": [
        {"id": 6001, "code": "renewals", "name": "Renewals", "kind": "agents", "members": ["desk-1", "lobby"]}
    ],
    "callbacks": {"cdr": {"url": "http://customer.example/cdr"}},
}
