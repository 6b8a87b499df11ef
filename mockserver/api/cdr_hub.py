"""The call log, "CDR hub": 3.2 §3, cur. JSON, or an HTML table with ``format=HTML``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypedDict, cast

from ...contracts.json_values import is_array
from ...contracts.learned import changes_messages_of
from ...contracts.operations import ErrorCode
from ...contracts.operations.cdr_hub import MAX_RECORDS, STATUS_CODES
from ...contracts.sentences import Sentence
from ..callbacks.cdr_notification import analysis_seconds
from ..state.request_counts import is_over
from ..telephony.core import reasons
from ..telephony.core.exchange import Exchange
from ..telephony.core.refusals import Refused
from ..telephony.log.call_log_search import Order, Search
from ..telephony.model import accounts, phones
from ..wire import encoding, html
from ..wire.http import HttpResponse
from ..wire.parameters import ParameterProblem
from .cdr_fields import ANALYSED, BY_NAME, FIELDS, Field, JsonRecords
from .endpoints import Body, Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import CdrHubQueryResponse
    from ...contracts.types import CdrHubQueryResponseRecord as Record

DAY_SECONDS = 24 * 3600.0
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?:(:\d{2})(\.\d{1,7})?)?(?:Z|([ +-])([01]\d|2[0-3]):?([0-5]\d))?\Z", re.ASCII
)


class _Heading(TypedDict):
    """What an answer has before its records."""

    ERROR_NUMBER: int
    ERROR_DESCRIPTION: str
    STATUS_CODE: int
    TOTAL_HITS: int
    RETURN_HITS: int


def _refusal(row: ErrorCode, message: str) -> Body:
    return _answer(int(row.code), message, STATUS_CODES[row.name], 0, [])


def _answer(code: int, message: str, status: int, total: int, records: list[Record]) -> CdrHubQueryResponse:
    return {**_heading(code, message, status, total, len(records)), "CDR_LIST": records}


def _heading(code: int, message: str, status: int, total: int, returned: int) -> _Heading:
    return {
        "ERROR_NUMBER": code,
        "ERROR_DESCRIPTION": message,
        "STATUS_CODE": status,
        "TOTAL_HITS": total,
        "RETURN_HITS": returned,
    }


def _encode(context: Context | None, members: Mapping[str, Any], body: Body) -> HttpResponse:
    if _asks_for_html(members):
        return HttpResponse(200, html.HTML_TYPE, html.to_table(body["CDR_LIST"], title=_title(body)))
    return HttpResponse(200, encoding.JSON_TYPE, encoding.to_json(body))


def _asks_for_html(members: Mapping[str, Any]) -> bool:
    asked = next((value for name, value in members.items() if name.lower() == "format"), "")
    if is_array(asked) and asked:
        asked = asked[-1]
    return isinstance(asked, str) and asked.strip().lower() == "html"


def _title(body: Body) -> str:
    if body["ERROR_NUMBER"]:
        return f"{body['ERROR_NUMBER']} {body['ERROR_DESCRIPTION']}"
    return f"{body['RETURN_HITS']} of {body['TOTAL_HITS']} records"


@endpoint("cdr_hub.query", refusal=_refusal, encode=_encode)
def query(context: Context) -> CdrHubQueryResponse | HttpResponse:
    """Records of the search, in the order and with the fields asked for: as JSON without a dictionary of each, unless
    somebody has something to do with those.
    """
    _count_request(context)
    if version := context.parameters.text("version"):
        note = Sentence.of(
            "VersionChangesNothing", "version {version!r} changes nothing: every client gets the same answer",
            version=version[:60],
        )  # fmt: skip
        context.notes.append(note)
    search = _search(context)
    fields = _fields(context)
    limits = context.exchange.directory.limits
    as_values = _asks_for_html(context.members) or changes_messages_of(context.operation.response_contract)
    column = partial(_column, context)
    written = None if as_values else JsonRecords(fields, context.exchange.directory, column)
    columns = [column(field) for _, field in fields] if written is None else written.columns
    found = context.exchange.log.find(search, columns)
    if limits.strict_records and found.total > MAX_RECORDS:
        raise Refused("record_limit")
    if written is None:
        return _answer(0, "OK", STATUS_CODES["ok"], found.total, _records(context, fields, found.rows))
    heading = encoding.to_json(_heading(0, "OK", STATUS_CODES["ok"], found.total, len(found.rows)))
    records = written.text(found.rows)
    return HttpResponse(200, encoding.JSON_TYPE, heading.removesuffix(b"}") + b',"CDR_LIST":' + records + b"}")


def _column(context: Context, field: Field) -> str:
    """A record's custom data say whether its analysis is there by now; null it is here in any case (seen)."""
    if field.name != "CustomData":
        return field.column
    return ANALYSED % (context.exchange.now - analysis_seconds(context.exchange.directory))


def _records(context: Context, fields: list[tuple[str, Field]], rows: Sequence[Sequence[Any]]) -> list[Record]:
    directory = context.exchange.directory
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(fields)
    values = [field.values(column, directory) for (_, field), column in zip(fields, columns, strict=True)]
    names = [name for name, _ in fields]
    records = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    return cast("list[Record]", records)


def _count_request(context: Context) -> None:
    """The request limit and the pause after it, on the organization's clock."""
    limits, counts = context.exchange.directory.limits, context.tenant.request_counts
    if not limits.requests_per_minute:
        return
    now, refused_at = context.exchange.now, counts.call_log_refused_at
    paused = refused_at is not None and now < refused_at + limits.pause_seconds
    if paused:
        note = Sentence.of(
            "PauseAfterRefusal", "limits.pause_seconds: after error 1 wait {seconds:g} s before asking again",
            seconds=limits.pause_seconds,
        )  # fmt: skip
        context.notes.append(note)
    if paused or is_over(counts.call_log, limits.requests_per_minute, 60, now):
        counts.call_log_refused_at = now
        hint = Sentence.of(
            "CallLogLimit", "limits.requests_per_minute is {limit}: ask less often", limit=limits.requests_per_minute
        )
        raise Refused("request_limit", hint)


def _fields(context: Context) -> list[tuple[str, Field]]:
    """The fields asked for, spelled as they were asked for. A client that looks at every field it asked for finds one
    that there is not empty.
    """
    asked = list(dict.fromkeys(name for name in context.parameters.strings("fields") if name.strip()))
    if not asked:
        return [(field.name.lower(), field) for field in FIELDS]
    unknown = [name for name in asked if name.strip().lower() not in BY_NAME]
    if unknown:
        note = Sentence.of(
            "NoRecordHas", "no record has {names}: empty; there are {known}",
            names=", ".join(name[:60] for name in unknown[:10]), known=", ".join(field.name for field in FIELDS),
        )  # fmt: skip
        context.notes.append(note)
    return [(name, BY_NAME.get(name.strip().lower()) or Field(name, "''", str)) for name in asked]


def _search(context: Context) -> Search:
    parameters, exchange = context.parameters, context.exchange
    flat = {name: parameters.values[name] for name in parameters.given if name in parameters.values}
    criteria: dict[str, Any] = flat | parameters.values.get("search", {})
    since, until = _range(context, criteria)
    account, user = _identity(context, criteria.get("IdentityCriteria", "Account"))
    numbers = (phone for text in criteria.get("phones", ()) for phone in _spellings(text))
    extensions = (
        state.sip if (state := exchange.extension_named(name)) else name for name in criteria.get("extensions", ())
    )
    context.notes += islice(_named_in_vain(exchange, criteria), reasons.MOST_NAMED)
    return Search(
        since, until,
        numbers=tuple(dict.fromkeys(numbers)),
        extensions=tuple(dict.fromkeys(extensions)),
        types=tuple(criteria.get("cdrTypes", ())),
        queues=tuple(criteria.get("queueID", ())),
        campaigns=tuple(criteria.get("campaignID", ())),
        accounts=account, users=user,
        call_id=criteria.get("CallID", ""),
        ended_by=exchange.now - delay if (delay := exchange.directory.limits.call_log_delay_seconds) else None,
        order=_order(parameters.values.get("sort", ())),
        limit=MAX_RECORDS,
    )  # fmt: skip


def _named_in_vain(exchange: Exchange, criteria: Mapping[str, Any]) -> Iterator[Sentence]:
    """What a search is for, and the organization does not have: such a search is answered, and finds nothing."""
    for name in criteria.get("extensions", ()):
        if exchange.extension_named(name) is None:
            yield reasons.no_extension(exchange, name)
    for queue in criteria.get("queueID", ()):
        if queue not in exchange.directory.queues:
            yield reasons.no_queue(exchange, queue)
    ids = [campaign.id for campaign in exchange.directory.campaigns.values()]
    yield from (reasons.no_campaign_id(ids, found) for found in criteria.get("campaignID", ()) if found not in ids)
    if (call_id := criteria.get("CallID", "")) in exchange.calls:
        yield reasons.no_record(exchange, call_id)


def _range(context: Context, criteria: Mapping[str, Any]) -> tuple[float, float]:
    """From the first moment that is meant to the end of the second that is meant. Raises ``Refused``."""
    now = context.exchange.now
    until = _moment(context, "todate", criteria.get("todate", ""))
    since = _moment(context, "fromdate", criteria.get("fromdate", ""))
    if since is None:
        since = (now if until is None else until) - DAY_SECONDS
        note = Sentence.of("NoFromDate", "no fromdate: records of the day before todate are searched")
        context.notes.append(note)
    if until is None:
        until = max(now, since)
        if "todate" not in criteria:
            note = Sentence.of("NoToDate", "no todate: records up to the organization's present are searched")
            context.notes.append(note)
    elif until < now and context.tenant.clock.means_present(until, now):
        note = Sentence.of(
            "ToDateIsPresent",
            "todate is the present of who asks; the organization's is {seconds:.0f} s later, as its clock was "
            "advanced: records up to that are searched",
            seconds=now - until,
        )
        context.notes.append(note)
        until = now
    if since > until:
        until_text = str(criteria.get("todate", ""))[:60]
        expected = Sentence.of("DateBefore", "a date before todate, {date!r}", date=until_text)
        _report_invalid(context, "fromdate", expected, criteria.get("fromdate", ""))
        raise Refused("invalid_date_range")
    if since > now:
        note = Sentence.of(
            "FromDateAfterPresent",
            "fromdate is after the organization's present, {present}: "
            "nothing can be found; let its clock start where that of the code under test is",
            present=f"{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H:%M:%S}",
        )
        context.notes.append(note)
    return since, until + 1 if until == int(until) else until + 0.001


def _moment(context: Context, name: str, text: str) -> float | None:
    """A date as clients write it, GMT unless it has an offset; ``None`` when there is none. Raises ``Refused``, unless
    the organization is lenient.
    """
    if not text:
        return None
    match = _DATE.match(text)
    if match:
        try:
            day = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ':00'}")
            return day.replace(tzinfo=UTC).timestamp() + float(match[4] or 0) - _offset(*match.group(5, 6, 7))
        except ValueError:
            pass
    expected = Sentence.of(
        "DateAndTimeOrOffset", "a date and time such as 2015-05-14T08:00, with or without an offset (+03:00)"
    )
    _report_invalid(context, name, expected, text)
    if context.tenant.lenient:
        return None
    raise Refused("invalid_date_range")


def _offset(sign: str | None, hours: str, minutes: str) -> float:
    """Seconds east of Greenwich. A blank was a plus sign that a query was to encode."""
    if sign is None:
        return 0
    return (-1 if sign == "-" else 1) * (int(hours) * 3600 + int(minutes) * 60)


def _report_invalid(context: Context, name: str, expected: Sentence, value: str) -> None:
    context.parameters.problems.append(ParameterProblem(name, "invalid", "date_time", expected, repr(value[:60])))


def _identity(context: Context, criterion: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Accounts and users whose records are meant, empty for all of the organization.

    Account: the code's account with its departments; Hierarchical: with all below it; Department: the code's
    account alone; User: the user whose code it is (inferred).
    """
    directory = context.exchange.directory
    if criterion == "User":
        if not context.user:
            note = Sentence.of(
                "NoUsersCode", "IdentityCriteria=User: the code is no user's code, so no record is its user's"
            )
            context.notes.append(note)
        return (), (context.user or -1,)
    if criterion == "Department":
        return (context.account,), ()
    scope = accounts.with_all_below if criterion == "Hierarchical" else accounts.with_departments
    seen = scope(directory, context.account)
    return (() if len(seen) == len(directory.accounts) else tuple(seen)), ()


def _spellings(text: str) -> list[str]:
    """A phone with and without the country code, however the log has it."""
    number = phones.e164(text) or phones.e164_of_home_dialling(text)
    return [text] if number is None else [number, phones.local(number), f"+{number}", text]


def _order(sort: list[Mapping[str, str]]) -> tuple[Order, ...]:
    keys: dict[str, Order] = {}
    for entry in sort:
        field = BY_NAME[entry["field"].lower()]
        column = field.key or field.column
        keys.setdefault(column, Order(column, entry.get("order", "asc") == "desc"))
    return tuple(keys.values()) or (Order("time", descending=True),)
