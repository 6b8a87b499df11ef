"""The call log, "CDR hub": 3.2 §3, cur (Call Log API)."""

from __future__ import annotations

from collections.abc import Mapping

from .hosts import API_HOSTS
from .model import ErrorCode, Operation

MAX_RECORDS = 10_000
"""Most records one answer holds; ``TOTAL_HITS`` tells how many there are (seen in clients)."""

STATUS_CODES: Mapping[str, int] = {
    "ok": 200,
    "request_limit": 403,
    "authorization_failed": 403,
    "record_limit": 403,
    "untrusted_address": 403,
    "invalid_date_range": 404,
    "invalid": 404,
}
"""The answer's ``STATUS_CODE`` for each row of the error table, by name. It is a field of the body: the HTTP
status stays 200. The document shows 200, clients saw 403 and 404, the rest is inferred."""

OPERATIONS = (
    Operation(
        name="cdr_hub.query",
        title="Call log: query call detail records",
        source="3.2 §3, cur",
        hosts=API_HOSTS,
        paths=("/hub/cdr/",),
        encodings=("query", "json"),
        answers=("json", "html"),
        errors=(
            ErrorCode(0, "OK", "A valid request.", "ok"),
            ErrorCode(
                1,
                "Request limit exceeded. Please try again later.",
                "Set the organization's limits.requests_per_minute to 1 and ask twice within a minute of its clock.",
                "request_limit",
            ),
            ErrorCode(
                2,
                "Authorization failed.",
                "Use a code or bearer token that no organization has, leave both out, or send an unreadable body.",
                "authorization_failed",
            ),
            ErrorCode(
                3,
                "CDR limit exceeded.",
                "Set the organization's limits.strict_records to true and ask for more than 10,000 records.",
                "record_limit",
            ),
            ErrorCode(
                4,
                "IP address {address} is not trusted.",
                "Give the code a list of trusted_ips that does not hold the address you ask from; from the server's "
                "own machine an X-Forwarded-For header says which that is.",
                "untrusted_address",
            ),
            ErrorCode(
                5,
                "Date range invalid.",
                "Give a fromdate that is no date, or one that is later than todate.",
                "invalid_date_range",
                mark="seen",
                parameters=("fromdate", "todate"),
            ),
            ErrorCode(
                5,
                "{name} is invalid",
                "Give a search or sort parameter a value it cannot have, such as IdentityCriteria=Everybody.",
                "invalid",
                mark="inferred",
            ),
        ),
        quick=False,
        notes=(
            "A bearer token (Authorization: Bearer …) stands in for the code and is not checked for trusted addresses. "
            "The code of the answer is in the body (ERROR_NUMBER, STATUS_CODE); HTTP answers 200. Without "
            "limits.strict_records an answer stops at 10,000 records. Without fromdate and todate the last day is "
            "searched and the journal says so."
        ),
    ),
)
