"""Click2Call: 3.2 §1, c2c. XML-RPC struct by default, JSON with ``format=json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, cast

from ...contracts.json_values import is_array
from ...contracts.operations import ErrorCode
from ..telephony.click2call import click2call
from ..telephony.click2call.orders import Click2CallOrder
from ..wire import encoding
from ..wire.http import HttpResponse
from ..wire.parameters import Parameters
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import Click2callResponse

IGNORED_LEGS: Mapping[int, frozenset[int]] = {1: frozenset({1}), 2: frozenset({2}), 3: frozenset({1, 2})}
"""``ignoredncstatus``: 1 the phone, 2 the target, 3 both (seen)."""

_ONE_LEG_DIAL_SECONDS = 30
_ONE_LEG_MAXIMUM_SECONDS = 30
_LONGEST_SECONDS = 86_400
"""The documents name no limit; a day keeps the organization's clock where a calendar has it."""


def _answer(call_id: str) -> Click2callResponse:
    return {"ERRORCODE": 0, "ERRORMESSAGE": "OK", "CALLID": call_id}


def _refusal(row: ErrorCode, message: str) -> Body:
    return {"ERRORCODE": int(row.code), "ERRORMESSAGE": message, "CALLID": ""}


def _encode(context: Context | None, members: Mapping[str, Any], body: Body) -> HttpResponse:
    """In the format the request asked for, whatever else was wrong with it."""
    asked: object = next((value for name, value in members.items() if name.lower() == "format"), "")
    if is_array(asked) and asked:
        asked = asked[-1]
    if isinstance(asked, str) and asked.strip().lower() == "json":
        return HttpResponse(200, encoding.JSON_TYPE, encoding.to_json(body))
    return HttpResponse(200, encoding.XML_TYPE, encoding.to_string_struct(body))


@endpoint("click2call", refusal=_refusal, encode=_encode)
def place(context: Context) -> Click2callResponse:
    """Starts a call, or ends the extension's calls with ``action=terminate``."""
    parameters = context.parameters
    action = parameters.text("action", "call")
    phone = parameters.text("phone")
    if action == "terminate":
        ended = click2call.terminate(context.exchange, phone)
        return _answer(ended[-1].id)
    call = click2call.start(context.exchange, context.account, _order(parameters, action, phone))
    return _answer(call.id)


def _order(parameters: Parameters, action: str, phone: str) -> Click2CallOrder:
    two_legs = action == "call"
    given = parameters.given
    return Click2CallOrder(
        action=cast('Literal["call", "message", "callference"]', action),
        phone=phone,
        target=parameters.text("target") if two_legs else "",
        login_code=parameters.text("phonelogincode"),
        record=parameters.boolean("record"),
        phone_caller_id=parameters.text("phonecallerid") if two_legs else parameters.text("targetcallerid"),
        phone_caller_name=parameters.text("phonecallername") if two_legs else parameters.text("targetcallername"),
        target_caller_id=parameters.text("targetcallerid"),
        target_caller_name=parameters.text("targetcallername"),
        phone_dial_seconds=_seconds(parameters, "phonemaxdialtime", 60 if two_legs else _ONE_LEG_DIAL_SECONDS, given),
        target_dial_seconds=_seconds(parameters, "targetmaxdialtime", 60, given),
        maximum_seconds=_seconds(parameters, "maxduration", 7200 if two_legs else _ONE_LEG_MAXIMUM_SECONDS, given),
        phone_auto_answer=parameters.boolean("phoneautoanswer"),
        target_auto_answer=parameters.boolean("targetautoanswer"),
        check_phone_device=parameters.boolean("checkphonedevicestate"),
        check_target_device=parameters.boolean("checktargetdevicestate"),
        language=parameters.text("language"),
        voicemail=parameters.text("vm_id"),
        ignore_blacklist=IGNORED_LEGS.get(parameters.integer("ignoredncstatus"), frozenset()),
        announcements=tuple(name for name in map(parameters.text, ("pre_rec", "loop_rec", "post_rec")) if name),
        digits=parameters.text("dtmf") if action == "message" else "",
        conference=parameters.text("bbbcode") if action == "callference" else "",
        custom=dict(parameters.variables),
    )


def _seconds(parameters: Parameters, name: str, default: int, given: frozenset[str]) -> int:
    """The defaults differ by action, so the schema's own default counts only for ``call``. Zero is no time at all."""
    return min(parameters.integer(name, default) or default, _LONGEST_SECONDS) if name in given else default
