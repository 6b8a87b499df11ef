"""Which state of an organization each documented message that Voicenter sends belongs to, or why none does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from voicenter_mock.fixtures.documented import Example, example
from voicenter_mock.fixtures.voicenter import Voicenter
from voicenter_mock.mockserver.callbacks.encoding import encode
from voicenter_mock.mockserver.realtime import messages
from voicenter_mock.mockserver.realtime.engineio import OPEN
from voicenter_mock.mockserver.realtime.session import Session
from voicenter_mock.mockserver.telephony.model.calls import Visit
from voicenter_mock.mockserver.telephony.model.directory import CallbackTarget
from voicenter_mock.mockserver.telephony.model.events import Event, ExtensionEvent, QueueEvent
from voicenter_mock.mockserver.wire.http import HttpRequest

from .clients import HUB, record

NOW = 1_700_000_000.0
Message = Any  # decoded JSON, as a client sees it
Scenario = Callable[[Voicenter], Any]
ANSWERS = {"kind": "answer", "ring_seconds": 5, "talk_seconds": 20}
CLICK2CALL = "/ForwardDialer/click2call.aspx?code=demo-code&phone=SIPSIP1&target=0502345678&format=json&record=true"


def got(voicenter: Voicenter, url: str) -> str:
    """The answer to a GET."""
    path, _, query = url.partition("?")
    return voicenter.handle(HttpRequest("GET", path, query, {})).body.decode()


def posted(voicenter: Voicenter, path: str, body: Any) -> str:
    """The answer to a POST of JSON."""
    headers = {"content-type": "application/json"}
    return voicenter.handle(HttpRequest("POST", path, "", headers, json.dumps(body).encode())).body.decode()


class ReceivedMessages:
    """Everything that an organization sends, as its messages."""

    def __init__(self, voicenter: Voicenter) -> None:
        self.events: list[tuple[str, str, Message]] = []
        self.voicenter = voicenter
        self.exchange = voicenter.tenant.exchange
        self.exchange.subscribers.append(self._take)

    def _take(self, event: Event) -> None:
        if isinstance(event, ExtensionEvent):
            found = messages.extension_event(self.exchange, event)
            self.events.append((event.reason, event.extension, found))
        elif isinstance(event, QueueEvent):
            self.events.append((event.reason, str(event.queue), messages.queue_event(self.exchange, event)))

    def first(self, reason: str, where: str = "SIPSIP1") -> list[Any]:
        found = next(message for name, place, message in self.events if (name, place) == (reason, where))
        return ["QueueEvent" if where.isdigit() else "ExtensionEvent", found]


# ---- CDRs ----------------------------------------------------------------------------------------------


def outgoing(voicenter: Voicenter) -> Message:
    """An extension dials a phone, talks, and is recorded."""
    voicenter.outgoing_call("SIPSIP1", "0502345678", parties={"target": ANSWERS})
    voicenter.clock.run_until_idle()
    return dict(voicenter.cdrs[0])


def abandoned(voicenter: Voicenter) -> Message:
    """A caller chooses the queue in the menu of somebody's number and gives up there; the wait counts."""
    number = {"number": "0722776772", "route": {"layer": 1}, "user": 87654321}
    voicenter.edit(queue_wait_in_duration=True, dids=[number])
    voicenter.incoming_call("0502345678", digits="1", patience_seconds=20, parties={"agent": {"kind": "no_answer"}})
    voicenter.clock.run_until_idle()
    return next(dict(cdr) for cdr in voicenter.cdrs if cdr["status"] == "ABANDONE")


def every_record(voicenter: Voicenter) -> Message:
    """What the two parties' records of several calls say together: no call has all members at once."""
    voicenter.incoming_call("0502345678", digits="1", parties={"agent": ANSWERS})
    voicenter.clock.run_until_idle()
    call = voicenter.incoming_call("0502345678", did="0722776774", parties={"SIPSIP1": ANSWERS | {"talk_seconds": 99}})
    voicenter.clock.advance(20)
    call.transfer("SIPSIP2")
    voicenter.clock.run_until_idle()
    got(voicenter, CLICK2CALL)
    voicenter.clock.run_until_idle()
    together: Message = {}
    for cdr in voicenter.cdrs:
        together |= {
            name: value for name, value in cdr.items() if value not in ("", 0, [], None) or name not in together
        }
    return together


def as_xml_rpc(contract: Any, make: Scenario) -> Scenario:
    def made(voicenter: Voicenter) -> str:
        target = CallbackTarget("cdr", encoding="xml-rpc")
        revision = voicenter.tenant.exchange.directory.revision
        return encode(contract, make(voicenter), target, revision)[1].decode()

    return made


# ---- callbacks that ask or tell ------------------------------------------------------------------------


CALL: Message = json.loads(example("external_ivr/call-json-3.2").body or "")
HANG_UP = {"STATUS": 0, "ACTION": "HANGUP", "LANGUAGE": "HE", "DATA": {"HANGUP_CAUSE": 16}}


def question(voicenter: Voicenter) -> Message:
    """The first question of a caller to an External IVR."""
    messages: list[Message] = []

    def customer(message: Message) -> Any:
        messages.append(message)
        return HANG_UP if message["METHOD"] == "GET_IVR_ACTION" else {"STATUS": 0}

    voicenter.deliver_to(customer, "external_ivr")
    voicenter.incoming_call("0502345678", did="0722776776", caller_name="Dana")
    voicenter.clock.run_until_idle()
    return messages[0]


def hangup(voicenter: Voicenter) -> Message:
    """An External IVR has connected its caller to a phone, and the call is over."""
    messages: list[Message] = []

    def customer(message: Message) -> Any:
        messages.append(message)
        return CALL if message["METHOD"] == "GET_IVR_ACTION" else {"STATUS": 0}

    voicenter.deliver_to(customer, "external_ivr")
    voicenter.incoming_call("0502345678", did="0722776776", parties={"target": ANSWERS})
    voicenter.clock.run_until_idle()
    return messages[-1]


def layer_input(voicenter: Voicenter) -> Message:
    """A caller presses digits in an External Layer."""
    messages: list[Message] = []

    def customer(message: Message) -> Any:
        messages.append(message)
        return {"STATUS": 0, "ACTION": "GO_TO_LAYER", "LAYER": 2}

    voicenter.deliver_to(customer, "external_layer")
    voicenter.incoming_call("0502345678", did="0722776775", digits="1234#")
    voicenter.clock.run_until_idle()
    return messages[-1]


def popup(voicenter: Voicenter) -> str:
    """A phone calls an extension; 3.2's pop-up is a GET."""
    messages: list[Message] = []
    voicenter.edit(revision="3.2", callbacks={"popup": {"encoding": "query"}})
    voicenter.deliver_to(messages.append, "popup")
    voicenter.incoming_call("0502345678", did="0722776774")
    voicenter.clock.run_until_idle()
    return json.dumps(messages[0])


# ---- the socket ----------------------------------------------------------------------------------------


def extensions(voicenter: Voicenter) -> list[Any]:
    """The first extension's agent has gone after a call, the second's is there and has had one."""
    for extension in ("SIPSIP1", "SIPSIP2"):
        voicenter.outgoing_call(extension, "0502345678", parties={"target": ANSWERS})
        voicenter.clock.run_until_idle()
    voicenter.agents["SIPSIP1"].logout()
    found = messages.all_extensions_status(voicenter.tenant.exchange, ["SIPSIP1", "SIPSIP2"])
    return ["AllExtensionsStatus", found]


def waiting(voicenter: Voicenter) -> None:
    voicenter.edit(caller_ids={})
    nobody = {"agent": {"kind": "no_answer"}}
    voicenter.incoming_call("0502345678", did="0722776773", caller_name="Dana", patience_seconds=20, parties=nobody)


def queues(voicenter: Voicenter) -> list[Any]:
    """Somebody waits in the first queue, nobody in the second."""
    waiting(voicenter)
    voicenter.clock.advance(10)
    return ["loginStatus", messages.login_status(voicenter.tenant.exchange, [10035, 10036])]


def login(voicenter: Voicenter) -> Message:
    return messages.login_success(voicenter.tenant.exchange)


def opened(voicenter: Voicenter) -> str:
    """The socket has just been opened, by a client of Engine.IO 3."""
    return Session(3, "sid-of-a-connection", now=0).open_packet().removeprefix(OPEN)


def queue_event(reason: str) -> Scenario:
    def made(voicenter: Voicenter) -> list[Any]:
        messages = ReceivedMessages(voicenter)
        if reason == "EXIT":
            voicenter.incoming_call("0502345678", did="0722776773", caller_name="Dana", parties={"agent": ANSWERS})
        else:
            waiting(voicenter)
        voicenter.clock.run_until_idle()
        return messages.first(reason, "10035")

    return made


def status_update(voicenter: Voicenter) -> list[Any]:
    """An agent who has had a call goes to lunch."""
    voicenter.incoming_call("0502345678", did="0722776774", parties={"SIPSIP1": ANSWERS})
    voicenter.clock.run_until_idle()
    messages = ReceivedMessages(voicenter)
    voicenter.agents["SIPSIP1"].set_status(3)
    return messages.first("userStatusUpdate")


def incoming_event(reason: str) -> Scenario:
    """Of an incoming call to an extension that has had one before."""

    def made(voicenter: Voicenter) -> list[Any]:
        voicenter.incoming_call("0502345678", did="0722776774", caller_name="Dana", parties={"SIPSIP1": ANSWERS})
        voicenter.clock.run_until_idle()
        messages = ReceivedMessages(voicenter)
        voicenter.incoming_call("0502345678", did="0722776774", caller_name="Dana", parties={"SIPSIP1": ANSWERS})
        voicenter.clock.run_until_idle()
        return messages.first(reason)

    return made


def click2call_event(number: int) -> Scenario:
    """The event of that number of a Click2Call from an extension that has had a call before."""

    def made(voicenter: Voicenter) -> list[Any]:
        voicenter.incoming_call("0502345678", did="0722776774", caller_name="Dana", parties={"SIPSIP1": ANSWERS})
        voicenter.clock.run_until_idle()
        messages = ReceivedMessages(voicenter)
        got(voicenter, CLICK2CALL)
        voicenter.clock.run_until_idle()
        return ["ExtensionEvent", [message for _, place, message in messages.events if place == "SIPSIP1"][number - 1]]

    return made


# ---- answers that the plain request of the document does not bring about -------------------------------


def extensions_calls(voicenter: Voicenter) -> str:
    """The first extension talks, at the second nobody is logged in."""
    voicenter.agents["SIPSIP2"].logout()
    got(voicenter, CLICK2CALL)
    voicenter.clock.advance(20)
    return got(voicenter, "/comet/API/GetExtensionsCalls?code=demo-code")


def call_log(voicenter: Voicenter) -> str:
    """A recorded outgoing call, and before it an incoming one that came from another; found without the sample's
    cdrTypes, which leave the first one out.
    """
    outgoing_record = record(
        number=1, type=4, time=NOW - 60, caller="0722776772", target="972502345678", caller_extension="SIPSIP1",
        target_extension="", did="", recording="a.mp3",
    )  # fmt: skip
    layer = (Visit(1, 40000001, "Main menu", "0"),)
    incoming_record = record(
        number=2, type=1, time=NOW - 120, status="CHANUNAVAIL", original_call="x", visits=layer, duration=0
    )
    for entry in (outgoing_record, incoming_record):
        voicenter.tenant.exchange.log.add(entry)
    asked = json.loads(example("call_log/query-json-current").body or "")
    return posted(
        voicenter, HUB, {"code": "demo-code", "fields": [*asked["fields"], "TargetPrefixName"], "sort": asked["sort"]}
    )


def campaign_list(voicenter: Voicenter) -> str:
    """An IVR campaign, and after it one of agents, both with calls to make."""
    voicenter.edit(campaigns=voicenter.document["campaigns"][::-1])
    for campaign in ("demo-ivr-campaign", "demo-agents-campaign"):
        posted(
            voicenter, "/ForwardDialer/Dialer/AddCall", {"Campaign": campaign, "Target": "0502345678", "Priority": 1}
        )
    return got(voicenter, "/ForwardDialer/Dialer/GetCampaignList?Code=demo-code")


def pending_calls(voicenter: Voicenter) -> str:
    """Calls of which nothing is known but the number."""
    added = {"Campaign": "demo-agents-campaign", "Target": "0502345678", "Priority": 1}
    for _ in range(2):
        posted(voicenter, "/ForwardDialer/Dialer/AddCall", added)
    asked = {"Campaign": "demo-agents-campaign"}
    return posted(voicenter, "/ForwardDialer/Dialer/GetCampaignPendingCalls", asked)


def answer(url: str, fault: str = "") -> Scenario:
    """An error that a request brings about, or that is injected."""

    def made(voicenter: Voicenter) -> str:
        if fault:
            voicenter.faults.add(fault, error="internal_error")
        return got(voicenter, url)

    return made


def extension_in_use(voicenter: Voicenter) -> str:
    return got(voicenter, "/UserLogin/SetStatusFromAPI?Code=demo-code&UserID=12345&ExtensionUser=SIPSIP2&Status=1")


SCENARIOS: dict[str, Scenario] = {
    "cdr_notification/outgoing-json-3.2": outgoing,
    "cdr_notification/outgoing-json-cdr": outgoing,
    "cdr_notification/outgoing-json-current": outgoing,
    "cdr_notification/outgoing-xml-rpc-3.2": as_xml_rpc("cdr_notification", outgoing),
    "cdr_notification/queue-json-cdr": abandoned,
    "cdr_notification/queue-json-current": abandoned,
    "cdr_notification/every-field-json-3.2": every_record,
    "cdr_notification/every-field-json-cdr": every_record,
    "external_ivr/get-ivr-action-json-3.2": question,
    "external_ivr/get-ivr-action-xml-rpc-3.2": as_xml_rpc("external_ivr.get_ivr_action", question),
    "external_ivr/hangup-call-json-3.2": hangup,
    "external_ivr/hangup-call-every-field-json-3.2": hangup,
    "external_ivr/hangup-call-xml-rpc-3.2": as_xml_rpc("external_ivr.hangup_call", hangup),
    "external_layer/input-json-3.2": layer_input,
    "external_layer/input-json-current": layer_input,
    "external_layer/input-identified-json-current": layer_input,
    "popup/lookup-get-3.2": popup,
    "realtime/all-extensions-status": extensions,
    "realtime/login-status": queues,
    "realtime/login-success": login,
    "realtime/initial-message": opened,
    "realtime/queue-join": queue_event("JOIN"),
    "realtime/queue-exit": queue_event("EXIT"),
    "realtime/queue-abandoned": queue_event("ABANDONED"),
    "realtime/user-status-update": status_update,
    "realtime/incoming-call/1-newcall": incoming_event("NEWCALL"),
    "realtime/incoming-call/2-answer": incoming_event("ANSWER"),
    "realtime/incoming-call/3-hangup": incoming_event("HANGUP"),
    "realtime/click2call/1-newcall": click2call_event(1),
    "realtime/click2call/2-answer": click2call_event(2),
    "realtime/click2call/3-newcall-leg2": click2call_event(3),
    "realtime/click2call/4-answer-leg2": click2call_event(4),
    "realtime/click2call/5-hangup": click2call_event(5),
    "active_calls/get-extensions-calls-ok-3.2": extensions_calls,
    "active_calls/get-extensions-calls-authorization-3.2": answer("/comet/API/GetExtensionsCalls?code=nobody"),
    "active_calls/get-extensions-calls-internal-error-3.2": answer(
        "/comet/API/GetExtensionsCalls?code=demo-code", "monitor.get_extensions_calls"
    ),
    "active_calls/get-queues-callers-authorization-3.2": answer("/comet/API/GetQueuesCallers?code=nobody"),
    "active_calls/get-queues-callers-internal-error-3.2": answer(
        "/comet/API/GetQueuesCallers?code=demo-code", "monitor.get_queues_callers"
    ),
    "call_log/found-json-current": call_log,
    "click2call/error-xml-3.2": answer("/ForwardDialer/click2call.aspx?code=demo-code&target=0502345678"),
    "click2call/error-xml-current": answer("/ForwardDialer/click2call.aspx?code=demo-code&target=0502345678"),
    "dialer/get-campaign-list-ok-current": campaign_list,
    "dialer/get-campaign-pending-calls-ok-current": pending_calls,
    "mute/call-not-found-current": answer("/Comet/API/MuteUnmuteCalls?ivrid=nobody&state=1"),
    "mute/extension-not-found-current": answer("/Comet/API/MuteUnmuteCalls?extension=nobody&state=1"),
    "mute/invalid-current": answer("/Comet/API/MuteUnmuteCalls?state=1"),
    "status/extension-in-use-3.2": extension_in_use,
}
"""How to get there from the demo organization; every other answer follows from the document's own request."""


def is_sent_by_customers(entry: Example) -> bool:
    """Requests of a customer's system, and its answers to callbacks: Voicenter reads them and never writes them."""
    contract = entry.contract or ""
    callback = contract.startswith(("cdr_notification", "external_ivr", "external_layer", "popup"))
    return contract.endswith(".response") if callback else contract.endswith(".request")
