"""Writes `docs/reference/limits.md` from the code's own constants: `python tools/write_limits.py`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "limits.md"
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limit:
    """``constant`` is looked up where it is named at the moment it is needed: who sets it there changes the limit."""

    what: str
    constant: str
    unit: str
    beyond: str

    @property
    def value(self) -> float:
        module, _, name = self.constant.rpartition(".")
        found: float = getattr(import_module(f"voicenter_mock.{module}"), name)
        return found

    @property
    def format_value(self) -> str:
        if self.unit == "MiB":
            return f"{self.value / MIB:g} MiB"
        return f"{self.value:,.10g} {self.unit}".strip()


FORGOTTEN = "the oldest is forgotten"
REFUSED = "refused with a sentence that says so"

ORGANIZATION = (
    Limit("ended calls that `explain` and the control API know", "mockserver.telephony.core.exchange.KEPT_CALLS", "", FORGOTTEN),
    Limit("entries of one call's story", "mockserver.telephony.model.story.MAXIMUM_STORY", "", "the middle is left out, and says how much"),
    Limit("calls that are up at once", "mockserver.telephony.core.exchange.MAXIMUM_CALLS", "", "no call begins; `limits.concurrent_calls` of the document goes before"),
    Limit("calls on a campaign's list", "mockserver.telephony.dialer.campaigns.MAXIMUM_PENDING", "", "the dialer's `Unexpected internal error`, and a hint in the journal; control API 409"),
    Limit("numbers on the blacklist", "mockserver.telephony.core.blacklist.MAXIMUM_NUMBERS", "", "`Internal error` for that phone, and a hint in the journal"),
    Limit("events", "mockserver.tenancy.tenants.KEPT_EVENTS", "", FORGOTTEN),
    Limit("requests in the journal", "mockserver.tenancy.tenants.KEPT_REQUESTS", "", FORGOTTEN),
    Limit("characters of a text in the journal", "mockserver.state.journal.SHOWN_CHARACTERS", "", "cut, with its length"),
    Limit("settled deliveries in memory", "mockserver.callbacks.history.KEPT_SETTLED", "", f"{FORGOTTEN}; with `--db` it is in the file"),
    Limit("messages that wait for the customer", "mockserver.callbacks.history.MAXIMUM_PENDING", "", "failed, with the verdict `too_many_pending`; they can be sent again by hand"),
    Limit("deliveries under way at once", "mockserver.callbacks.per_call_queue.IN_FLIGHT", "", "the others wait"),
    Limit("bytes of a customer's answer", "mockserver.callbacks.sending.MAXIMUM_ANSWER", "MiB", "the attempt has failed"),
    Limit("customers' servers that do not answer", "mockserver.callbacks.circuits.MAXIMUM_CIRCUITS", "", f"{FORGOTTEN}, and tried as usual"),
    Limit("steps of a session that can be exported as a test", "mockserver.state.session_recording.MAXIMUM_STEPS", "", "the session is not kept"),
    Limit("what such a session holds", "mockserver.state.session_recording.MAXIMUM_BYTES", "MiB", "the session is not kept"),
    Limit("callbacks in the timeline of one call", "mockserver.sandbox.calls.MAXIMUM_DELIVERIES", "", "the later ones are not told"),
    Limit("expectations", "mockserver.sandbox.calls.MAXIMUM_EXPECTATIONS", "", REFUSED),
    Limit("faults", "mockserver.sandbox.faults.MAXIMUM_FAULTS", "", REFUSED),
    Limit("stretches of time in a campaign's report", "mockserver.telephony.model.campaign_report.MAXIMUM_BUCKETS", "", "two become one"),
    Limit("rows of statistics in one answer", "mockserver.telephony.model.statistics.MAXIMUM_ROWS", "", "wider rows"),
    Limit("questions of one call to an External IVR", "mockserver.telephony.routing.external_ivr.MAXIMUM_QUESTIONS", "", "the call ends"),
    Limit("rounds of a customer's prompt", "mockserver.telephony.routing.external_ivr.MAXIMUM_LOOPS", "", "no more"),
    Limit("calls in a row that an agent of a campaign does not take", "mockserver.telephony.dialer.pacing.MAXIMUM_MISSES", "", "they get none for a while"),
    Limit("layers that one call visits", "mockserver.telephony.routing.ivr.MAXIMUM_VISITS", "", "the call ends"),
    Limit("queues that turn one caller away in one moment", "mockserver.telephony.routing.queues.MAXIMUM_TURNED_AWAY", "", "the call ends"),
    Limit("sentences of an analysed conversation", "mockserver.telephony.analysis.transcript.MAXIMUM_SENTENCES", "", "longer pauses"),
    Limit("records that wait to be written into a file", "mockserver.telephony.log.call_log.BATCH", "", "they are written"),
    Limit(
        "records that wait in memory for who reads them, without a file",
        "mockserver.telephony.log.call_log.MAXIMUM_WAITING", "", "the oldest are written into a temporary database",
    ),
    Limit(
        "kinds of records, a day each, that are counted before a search",
        "mockserver.telephony.log.day_counts.MAXIMUM_GROUPS", "", "searches count the records themselves",
    ),
    Limit("the database's cache", "mockserver.telephony.log.database.CACHE_MIB", "MiB of memory", "read from the disk"),
    Limit("what was said in recorded calls", "mockserver.state.spoken_recordings.MOST_BYTES", "MiB", f"{FORGOTTEN}, and is a tone"),
    Limit("one `advance`", "mockserver.tenancy.advances.MAXIMUM_SPAN_SECONDS", "s", REFUSED),
)  # fmt: skip
SERVER = (
    Limit("organizations", "mockserver.tenancy.registry.MAXIMUM_ORGANIZATIONS", "", "those that nobody used for a day make room, else 503"),
    Limit("requests that found no organization", "mockserver.tenancy.registry.KEPT_UNRESOLVED", "", FORGOTTEN),
    Limit("request line and headers of a request", "mockserver.serving.request_head.HEAD_LIMIT", "bytes", "431"),
    Limit("time for a head, from its first byte to its end", "mockserver.serving.http_protocol.HEAD_SECONDS", "s", "408"),
    Limit("headers of a request", "mockserver.serving.request_head.HEADER_LIMIT", "", "431"),
    Limit("challenges that a telephone's password may answer", "mockserver.sip.digest.KEPT_COUNTS", "", f"{FORGOTTEN}: the telephone is asked again"),
    Limit("one line of a SIP message", "mockserver.sip.messages.MAXIMUM_LINE", "bytes", "it is no SIP message"),
    Limit("body of a control operation", "mockserver.serving.asgi.CONTROL_BODY_LIMIT", "MiB", "413"),
    Limit("threads for long operations", "mockserver.serving.asgi.LONG_THREADS", "", "the others wait"),
    Limit("threads for short operations of a busy organization", "mockserver.serving.asgi.SHORT_THREADS", "", "the others wait"),
    Limit("organizations that health names as degraded", "mockserver.sandbox.organizations.MAXIMUM_PROBLEMS", "", "not named"),
    Limit("rows of one page of a list", "mockserver.sandbox.control.MAXIMUM_PAGE", "", "ask for the next page"),
    Limit("telephones of one extension", "mockserver.sip.registrar.MOST_CONTACTS", "", "403"),
    Limit("seconds until a telephone has to register again", "mockserver.sip.registrar.LONGEST_SECONDS", "", "it is told so many"),
    Limit("a SIP message", "mockserver.sip.messages.MAXIMUM_BYTES", "bytes", "the connection is broken off; a datagram is dropped"),
    Limit("lines of a SIP message's head", "mockserver.sip.messages.MAXIMUM_LINES", "", "400"),
    Limit("SIP requests that are being answered", "mockserver.sip.transactions.MAXIMUM_TRANSACTIONS", "", "503"),
    Limit("TCP connections of desk phones", "mockserver.sip.sockets.MOST_CONNECTIONS", "", "broken off at once"),
    Limit("websockets of telephones", "mockserver.sip.service.MOST_WEBSOCKETS", "", "503, and a sentence"),
    Limit("addresses of desk phones that are remembered", "mockserver.sip.sockets.MOST_ADDRESSES", "", "the oldest is forgotten"),
    Limit("telephones with sound at once", "mockserver.media.studio.MOST_CHANNELS", "", "the next is silent, and a line in the log"),
    Limit("samples of a telephone that wait to be heard", "mockserver.media.jitter_buffer.MOST_SAMPLES", "", "the oldest are dropped"),
    Limit("bytes of a packet of sound", "mockserver.media.rtp.MAXIMUM_BYTES", "", "it is dropped"),
    Limit("rounds of 20 ms that are made up for", "mockserver.media.studio.MOST_LATE_ROUNDS", "", "nobody hears the others"),
    Limit("WAV files of `--recordings`", "mockserver.media.wave_files.MOST_FILES", "", REFUSED),
    Limit("length of such a file", "mockserver.media.wave_files.MOST_SECONDS", "s", REFUSED),
    Limit("bytes that wait for a telephone to take them", "mockserver.sip.sockets.MOST_WAITING", "", "the connection is broken off"),
    Limit("connections of sockets", "mockserver.realtime.sockets.MAXIMUM_CONNECTIONS", "", "400, and a line in the log"),
    Limit("what a socket's client sends at once", "mockserver.realtime.sockets.MAXIMUM_BODY", "bytes", "the connection is broken off"),
    Limit("how long a socket's client may take nothing", "mockserver.realtime.connections.STALLED_SECONDS", "s", "the connection is broken off"),
    Limit("an organization's document", "mockserver.organizations.files.SIZE_LIMIT", "MiB", REFUSED),
    Limit("how long a commit waits for another program's lock", "mockserver.telephony.log.database.BUSY_SECONDS", "s", "503, until the lock is gone"),
    Limit("seconds between two lines about a database that cannot be used", "mockserver.state.storage_health.QUIET_SECONDS", "", "nothing is logged"),
)  # fmt: skip

INTRODUCTION = """# Limits

What a server keeps is bounded, so that it can run for months. Written by `tools/write_limits.py` from the code.

A limit that is no option is a constant; a program that starts the server itself, or a test, sets it in the module that is named (in `voicenter_mock`) before it is needed. What is on the disk is not bounded: a record takes some 300 bytes, and with `--db` its delivery some 5,000. Reset an organization, or name another file, to begin anew. Calls that are up end after at most four hours, and pending deliveries last as long as their retry schedule.
"""


def table(title: str, limits: tuple[Limit, ...]) -> str:
    rows = [f"| {each.what} | {each.format_value} | {each.beyond} | `{each.constant}` |" for each in limits]
    return "\n".join([f"\n## {title}\n", "| | default | beyond it | where |", "|---|---|---|---|", *rows]) + "\n"


def page() -> str:
    return INTRODUCTION + table("Of one organization", ORGANIZATION) + table("Of the server", SERVER)


if __name__ == "__main__":
    PAGE.write_text(page())
