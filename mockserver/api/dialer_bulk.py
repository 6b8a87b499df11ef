"""AddCallsBulk: up to 100,000 calls in one request, each with its own result (3.2 §6.11, cur)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, cast

from ...contracts.json_values import is_object
from ...contracts.operations.dialer import MAX_CALLS_IN_BULK, MAX_DETAILED_RESULTS
from ...contracts.operations.error_names import ErrorName
from ...contracts.request_members import members_of
from ...contracts.sentences import Sentence
from ..telephony.core.refusals import Refused
from ..telephony.core.scheduler import LATEST
from ..telephony.dialer import campaigns
from ..telephony.model import phones
from ..telephony.model.campaign_state import CampaignState
from ..telephony.model.pending_call import PendingCall, PendingRow
from ..wire.parameters import ParameterProblem, Parameters, Reader, quote_value
from .dialer import OK, call_of, check_caller_id, not_before, number_of, refusal
from .endpoints import Context, endpoint

if TYPE_CHECKING:
    from ...contracts.types import DialerAddCallsBulkResponse
    from ...contracts.types import DialerAddCallsBulkResponseAddResultItem as Row

_READER = "dialer.add_call.request"
_DOCUMENTED: dict[str, frozenset[type]] = {
    "Campaign": frozenset({str}),
    "Target": frozenset({str}),
    "CallerID": frozenset({str}),
    "CallerName": frozenset({str}),
    "OriginateTime": frozenset({int}),
    "IsDateLocal": frozenset({str, bool}),
    "CustomerName": frozenset({str}),
    "Priority": frozenset({int}),
    "CustomData": frozenset({dict, type(None)}),
}
_names = cast("Callable[[dict[str, Any]], tuple[str, ...]]", tuple)
_values = cast("Callable[[dict[str, Any]], Iterable[Any]]", dict.values)
_REQUIRED = frozenset({"Campaign", "Target"})
_WORDS: dict[str | bool, bool] = {"true": True, "false": False, True: True, False: False}
_LARGEST = 10**18
_ALIKE = 1_000
"""So many calls are looked at together."""
SHOWN_PROBLEMS = 20
"""So many calls' violations are named in the journal."""


@endpoint("dialer.add_calls_bulk", refusal=refusal)
def add_calls_bulk(context: Context) -> DialerAddCallsBulkResponse:
    """Adds what can be added. A call that cannot has its error in its row, and the rest is not touched by it."""
    items = context.parameters.items
    if items is None:
        expected = Sentence.of("ArrayOfCalls", "an array of calls")
        context.parameters.problems.append(ParameterProblem("(body)", "invalid", "type", expected, "an object"))
        raise Refused("invalid")
    if not items:
        raise Refused("empty", Sentence.of("NoCallsInArray", "the array has no calls"))
    if len(items) > MAX_CALLS_IN_BULK:
        hint = Sentence.of(
            "TooManyCalls", "{count:,} calls in one array, and at most {most:,} are taken",
            count=len(items), most=MAX_CALLS_IN_BULK,
        )  # fmt: skip
        raise Refused("too_many_calls", hint)
    bulk = _Bulk(context)
    detailed = len(items) <= MAX_DETAILED_RESULTS
    results: list[Row] = []
    for start in range(0, len(items), _ALIKE):
        some = items[start : start + _ALIKE]
        if detailed or not bulk.add_alike(some):
            rows = (bulk.add(index, item, detailed=detailed) for index, item in enumerate(some, start))
            results += [row for row in rows if row is not None]
    bulk.flush()
    if bulk.failed:
        note = Sentence.of(
            "NotAllAdded", "{failed} of {total} calls were not added", failed=bulk.failed, total=len(items)
        )
        context.notes.append(note)
    return {**OK, "AddResult": results} if detailed else {**OK}


class _Bulk:
    """One request's way through its calls; what is the same for many of them is looked up once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._exchange = context.exchange
        self._reader = Reader(_READER)
        self._campaigns: dict[str, CampaignState] = {}
        self._caller_ids: set[str] = {""}
        self._is_phone, self._is_caller_id = map(members_of(_READER).pattern, ("Target", "CallerID"))
        self._times: dict[int, float] = {}
        self._plain: dict[tuple[str | type, ...], bool] = {}
        self._codes = context.tenant.accepted_codes | set(context.exchange.directory.codes)
        self._codes |= {user.code for user in context.exchange.directory.users.values()}
        self._waiting: CampaignState | None = None
        self._calls: list[PendingRow] = []
        self._room = 0
        self.failed = self.noted = 0

    def flush(self) -> None:
        """Adds the plain calls that came one after the other to one campaign, all at once."""
        if self._waiting is not None:
            campaigns.add_all(self._exchange, self._waiting, self._calls)
            self._waiting, self._calls = None, []

    def add_alike(self, items: list[Any]) -> bool:
        """Adds calls to one campaign that have the same members, spelled and typed as in the document: each member of
        all of them at a time, which takes a third of what one call after the other does.

        Returns false, with nothing done, for any others.
        """
        if set(map(type, items)) != {dict} or len(set(map(_names, items))) != 1:
            return False
        columns = dict(zip(_names(items[0]), zip(*map(_values, items), strict=True), strict=True))
        if not columns.keys() >= _REQUIRED or not all(
            name in _DOCUMENTED and _DOCUMENTED[name].issuperset(map(type, column)) for name, column in columns.items()
        ):
            return False
        try:
            rows = self._rows(len(items), columns)
            [campaign] = set(columns["Campaign"])
            state = self._campaign(campaign)
        except (Refused, ValueError):  # one of them, or several campaigns
            return False
        self._wait_in(state)
        if len(self._calls) + len(rows) > self._room:
            return False
        self._calls += rows
        return True

    def _rows(self, count: int, columns: dict[str, tuple[Any, ...]]) -> list[PendingRow]:
        """Calls with these members. Raises ``Refused`` where one of them has to be looked at alone."""

        def column(name: str, default: Any) -> Sequence[Any]:
            return columns.get(name) or (default,) * count

        priorities, caller_ids = column("Priority", 0), column("CallerID", "")
        numbers = phones.e164_of_each(columns["Target"])
        if None in numbers or not (
            all(map(self._is_phone, columns["Target"]))
            and -_LARGEST < min(priorities) <= max(priorities) < _LARGEST
            and not any(column("OriginateTime", 0))
            and _WORDS.keys() >= set(column("IsDateLocal", False))
            and all(map(self._takes_caller_id, set(caller_ids)))
        ):
            raise Refused("invalid")
        return list(
            zip(
                numbers, priorities, column("OriginateTime", 0), caller_ids,
                column("CallerName", ""), column("CustomerName", ""),
                [custom or None for custom in column("CustomData", None)], repeat(False, count), strict=True,
            )
        )  # fmt: skip

    def _campaign(self, code: str) -> CampaignState:
        """Raises ``Refused``."""
        state = self._campaigns.get(code)
        if state is None:
            state = self._campaigns[code] = campaigns.find(self._exchange, code)
        return state

    def _takes_caller_id(self, caller_id: str) -> bool:
        """Whether it is as in the document. Raises ``Refused`` for one that is no number."""
        if caller_id not in self._caller_ids:
            if not self._is_caller_id(caller_id):
                return False
            check_caller_id(caller_id)
            self._caller_ids.add(caller_id)
        return True

    def _wait_in(self, state: CampaignState) -> None:
        """What comes next goes to this campaign."""
        if self._waiting is not state:
            self.flush()
            self._waiting, self._room = state, campaigns.room(state)

    def add(self, index: int, item: Any, *, detailed: bool) -> Row | None:
        """The call's row, if rows are wanted."""
        parameters: Parameters | None = None
        try:
            if not is_object(item):
                raise Refused("invalid", name="Call")
            if self._add_plain(item):
                return {"Target": item["Target"], **OK, "CustomData": item.get("CustomData")} if detailed else None
            self.flush()
            parameters = self._reader.read(item)
            self._note(index, parameters)
            self._add(parameters)
        except Refused as refused:
            row = self._context.operation.error(refused.error, self._exchange.directory.revision)
            self._report_problem(index, item, parameters, refused)
            return _result(item, parameters, int(row.code), row.message) if detailed else None
        return _result(item, parameters, 0, "OK") if detailed else None

    def _add_plain(self, item: dict[str, Any]) -> bool:
        """Adds a call whose members are spelled and typed as in the document, five times as fast as the reader does.

        Returns false, with nothing done, for any other. Raises ``Refused``.
        """
        form = (*item, *map(type, item.values()))
        plain = self._plain.get(form)
        if plain is None:
            plain = self._plain[form] = _is_documented(item)
        if not plain:
            return False
        get = item.get
        campaign, target, priority = item["Campaign"], item["Target"], get("Priority", 0)
        time, local, caller_id = get("OriginateTime", 0), get("IsDateLocal", False), get("CallerID", "")
        if not (
            campaign and target and self._is_phone(target)
            and -_LARGEST < priority < _LARGEST
            and 0 <= time <= LATEST and local in _WORDS
        ):  # fmt: skip
            return False
        state = self._campaign(campaign)
        number = number_of(target)
        if not self._takes_caller_id(caller_id):
            return False
        moment: float = time
        if time and _WORDS[local]:
            if time not in self._times:
                self._times[time] = not_before(self._exchange, time, local=True)
            moment = self._times[time]
        row: PendingRow = (
            number, priority, moment, caller_id, get("CallerName", ""), get("CustomerName", ""),
            get("CustomData") or None, False,
        )  # fmt: skip
        self._wait_in(state)
        if len(self._calls) < self._room:
            self._calls.append(row)
        else:  # the list says itself whether it takes one more
            self.flush()
            campaigns.add(self._exchange, state, PendingCall(*row))
        return True

    def _add(self, parameters: Parameters) -> None:
        if parameters.problems:
            self._check(parameters)
        code = parameters.values.get("Code")
        if code is not None and code not in self._codes:
            raise Refused("invalid_code")
        state = self._campaign(parameters.values["Campaign"])
        campaigns.add(self._exchange, state, call_of(self._exchange, parameters))

    def _check(self, parameters: Parameters) -> None:
        """A lenient organization adds a call whose optional parameters cannot be used; they count as not given."""
        names: dict[str, ErrorName] = {row.name: row.name for row in self._context.operation.errors}
        for problem in parameters.problems:
            required = problem.kind == "missing" or problem.parameter in ("Campaign", "Target")
            if required or not self._context.tenant.lenient:
                own = f"{_ROWS.get(problem.parameter, problem.parameter.lower())}_{problem.kind}"
                raise Refused(names.get(own, "invalid"), name=problem.parameter)
        parameters.values.setdefault("Priority", 0)

    def _note(self, index: int, parameters: Parameters) -> None:
        self.noted += len(parameters.notes)
        if self.noted <= SHOWN_PROBLEMS:
            self._context.notes += [
                Sentence.of("OfEntry", "[{index}].{note}", index=index, note=note) for note in parameters.notes
            ]

    def _report_problem(self, index: int, item: Any, parameters: Parameters | None, refused: Refused) -> None:
        self.failed += 1
        if self.failed > SHOWN_PROBLEMS:
            return
        if refused.hint:
            self._context.notes.append(Sentence.of("OfCall", "[{index}]: {note}", index=index, note=refused.hint))
        problems = self._context.parameters.problems
        if parameters is None or not parameters.problems:
            expected = Sentence.of("AddableCall", "a call that can be added")
            problems.append(ParameterProblem(f"[{index}]", "invalid", refused.error, expected, quote_value(item)))
        else:
            problems += [
                ParameterProblem(
                    f"[{index}].{problem.parameter}", problem.kind, problem.rule, problem.expected, problem.value
                )
                for problem in parameters.problems
            ]


def _is_documented(item: dict[str, Any]) -> bool:
    """Whether every member is one of the document's, of a type that it has there."""
    typed = all(type(value) in _DOCUMENTED.get(name, ()) for name, value in item.items())
    return typed and item.keys() >= _REQUIRED


_ROWS = {"CallerID": "caller_id"}


def _result(item: Any, parameters: Parameters | None, code: int, description: str) -> Row:
    """``Target`` as it was sent; ``null`` where there was none that a row can show."""
    values = parameters.values if parameters is not None else {}
    target = values.get("Target")
    custom: Any = values.get("CustomData")
    if target is None and is_object(item):
        sent = next((value for name, value in item.items() if name.lower() == "target"), None)
        target = sent if isinstance(sent, str | int) and not isinstance(sent, bool) else None
    return {"Target": target, "ErrorCode": code, "Description": description, "CustomData": custom}
