"""What a Python service does with the client that openapi-python-client makes: prints what came of it."""

from __future__ import annotations

import json
import sys

from voicenter_mock_client import AuthenticatedClient
from voicenter_mock_client.api.agent_login_and_status import login_set_status_post
from voicenter_mock_client.api.call_log import cdr_hub_query_post
from voicenter_mock_client.api.click_2_call import click2call_post
from voicenter_mock_client.api.control_api import sandbox_advance_clock
from voicenter_mock_client.api.dialer import dialer_add_calls_bulk_post
from voicenter_mock_client.models import (
    CdrHubQueryRequest,
    CdrHubQueryRequestSearch,
    Click2CallRequest,
    DialerAddCallsBulkRequestCall,
    LoginSetStatusRequest,
    SandboxAdvanceClock,
)

client = AuthenticatedClient(base_url=sys.argv[1], token="demo-bearer")

call = Click2CallRequest(phone="SIPSIP1", target="0501234567", code="demo-code", action="call", format_="JSON")
placed = click2call_post.sync(client=client, body=call)
assert placed is not None

sandbox_advance_clock.sync("demo", client=client, body=SandboxAdvanceClock(until="idle"))

search = CdrHubQueryRequestSearch(fromdate="2020-01-01T00:00", todate="2035-01-01T00:00", phones=["0501234567"])
query = CdrHubQueryRequest(code="demo-code", fields=["CallID", "DialStatus"], search=search)
found = cdr_hub_query_post.sync(client=client, body=query)
assert found is not None

targets = ("0501234567", "0502454545")
calls = [DialerAddCallsBulkRequestCall(campaign="demo-agents-campaign", target=target) for target in targets]
added = dialer_add_calls_bulk_post.sync(client=client, body=calls)
assert added is not None

lunch = LoginSetStatusRequest(code="demo-code", user_id="12345678", extension_user="SIPSIP1", status=3)
status = login_set_status_post.sync(client=client, body=lunch)
assert status is not None

print(
    json.dumps(
        {
            "placed": placed.errorcode,
            "recorded": [[record.call_id == placed.callid, record.dial_status] for record in found.cdr_list],
            "added": [row.error_code for row in added.add_result],
            "status": status.status,
        }
    )
)
