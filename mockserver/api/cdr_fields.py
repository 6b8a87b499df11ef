"""The members of a record in the CDR hub: which column each is, how the wire has it, and how a page is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...contracts.cdr_types import CDR_TYPES
from ...contracts.quick_dataclasses import dataclass
from ..callbacks.cdr_notification import RECORDING_URLS
from ..telephony.model.directory import Directory
from ..wire import encoding

_TYPE_NAMES = {row.id: row.name for row in CDR_TYPES}
_TYPE_NAME = "CASE type " + " ".join(f"WHEN {row.id} THEN '{row.name}'" for row in CDR_TYPES) + " ELSE '' END"

Shape = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a record: the log's column (or SQL expression), what makes the wire's value of it, and what to
    sort by when that is not the column itself. ``lookup`` makes the shape of those that the directory has a say in.
    ``text`` is the value's JSON at once, for those that the log keeps as JSON itself. ``written`` is the SQL of what
    SQLite writes as the value's JSON, where the column alone would not do.
    """

    name: str
    column: str
    shape: Shape | None = None
    key: str = ""
    lookup: Callable[[Directory], Shape] | None = None
    text: Callable[[str], str] | None = None
    written: Callable[[Directory], str] | None = None

    def values(self, column: Sequence[Any], directory: Directory) -> Sequence[Any]:
        """The wire's values of a column."""
        shape = self.lookup(directory) if self.lookup is not None else self.shape
        return column if shape is None else list(map(shape, column))

    def texts(self, column: Sequence[Any], directory: Directory) -> Iterable[str]:
        """The same as JSON."""
        if self.text is not None:
            return map(self.text, column)
        return encoding.json_texts(self.values(column, directory))

    def in_sql(self, directory: Directory) -> str:
        """What SQLite writes as JSON just as ``texts`` does; empty where that takes Python."""
        if self.written is not None:
            return self.written(directory)
        return self.column if self.shape is None and self.lookup is None and self.text is None else ""


_decode = json.JSONDecoder().raw_decode  # the log's own JSON has no blanks around it to look for


def _object(text: str) -> Any:
    return _decode(text)[0] if text else {}


def _layers(text: str) -> list[dict[str, Any]]:
    """Visited layers as the log keeps them: number, id, name, digits."""
    if not text:
        return []
    return [
        {"LayerName": name, "DTMF": int(digits) if digits.isdecimal() else 0, "LayerNumber": str(number)}
        for number, _, name, digits in _decode(text)[0]
    ]


def _object_text(text: str) -> str:
    """What the log keeps is what goes out, unless it has signs in it that an answer does not escape."""
    return (text and (text if "\\u" not in text else encoding.to_json(_object(text)).decode())) or "{}"


def _layers_text(text: str) -> str:
    return encoding.to_json(_layers(text)).decode() if text else "[]"


def _recording_url(directory: Directory) -> Shape:
    address = RECORDING_URLS[directory.revision]
    return lambda file: file and address + file


def _recording_url_in_sql(directory: Directory) -> str:
    return f"CASE recording WHEN '' THEN '' ELSE '{RECORDING_URLS[directory.revision]}' || recording END"


def _user_code_in_sql(directory: Directory) -> str:
    """Empty where there are too many users to look through."""
    codes = {0: "", **{user.id: user.code for user in directory.users.values()}}
    if len(codes) > _LOOKED_THROUGH:
        return ""
    known = " ".join(f"WHEN {user} THEN {_quoted(code)}" for user, code in codes.items())
    return f"CASE user {known} ELSE CAST(user AS TEXT) END"


_LOOKED_THROUGH = 50
"""So many users SQLite looks through in less time than Python looks one up."""

# A transferred call's record names the call it came from in its custom data (cur).
_CUSTOM = (
    "CASE WHEN original_call = '' THEN custom"
    " ELSE json_set(CASE custom WHEN '' THEN '{}' ELSE custom END, '$.OriginalIvrUniqueID', original_call) END"
)
ANALYSED = (
    "CASE WHEN ai <> '' AND ended <= %r"
    f" THEN json_set(coalesce(nullif({_CUSTOM}, ''), '{{}}'), '$.AiExists', json('true')) ELSE {_CUSTOM} END"
)
_HAS_RECORDING = "json(CASE recording WHEN '' THEN 'false' ELSE 'true' END)"
_DATE_TEXT = "strftime('%Y-%m-%dT%H:%M:%SZ', CAST(time AS INTEGER), 'unixepoch')"

FIELDS: tuple[Field, ...] = (
    Field("CallerNumber", "caller"),
    Field("TargetNumber", "target"),
    Field("Date", _DATE_TEXT, key="time"),
    Field("DateEpoch", "CAST(time AS INTEGER)", key="time"),
    Field("Duration", "duration"),
    Field("CallID", "call_id"),
    Field("CustomData", _CUSTOM, _object, text=_object_text),
    Field("Type", "type", lambda number: _TYPE_NAMES.get(number, ""), key=_TYPE_NAME, written=lambda _: _TYPE_NAME),
    Field("CdrType", "type"),
    Field("DialStatus", "status"),
    Field("DialStatus2", "leg1_status"),
    Field("TargetExtension", "target_extension"),
    Field("CallerExtension", "caller_extension"),
    Field("DID", "did"),
    Field("QueueName", "queue_name"),
    Field("RecordURL", "recording", lookup=_recording_url, written=_recording_url_in_sql),
    Field("RecordExpect", "recording <> ''", bool, written=lambda _: _HAS_RECORDING),
    Field("Price", "price"),
    Field("RingTime", "dial_seconds"),
    Field("RepresentativeName", "user_name"),
    Field("RepresentativeCode", "user", lookup=lambda directory: directory.user_code, written=_user_code_in_sql),
    Field("UserName", "user_name"),
    Field("UserId", "user"),
    Field("DTMFData", "visits", _layers, text=_layers_text),
    Field("DepartmentName", "account_name"),
    Field("DepartmentId", "account"),
    Field("TargetPrefixName", "target_country"),
    Field("aiData", "NULL"),
)
BY_NAME: Mapping[str, Field] = {field.name.lower(): field for field in FIELDS}


class JsonRecords:
    """A page of records as JSON. SQLite writes runs of members as it reads them, which takes it less time than to hand
    over their values; in between stands what takes Python.
    """

    def __init__(
        self, fields: Iterable[tuple[str, Field]], directory: Directory, column: Callable[[Field], str]
    ) -> None:
        """``fields`` with their names in the answer; ``column`` is the SQL of what Python gets of one."""
        self._directory = directory
        self._parts: list[tuple[str, Field | None]] = []
        """A name and its field, or nothing: a run of members."""
        self.columns: list[str] = []
        run: list[str] = []
        for name, field in fields:
            sql = field.in_sql(directory)
            if sql:
                run.append(f"{_quoted(name)}, {sql}")
                if len(run) < _LONGEST_RUN:
                    continue
            self._end(run)
            if not sql:
                self._parts.append((name, field))
                self.columns.append(column(field))
        self._end(run)

    def _end(self, run: list[str]) -> None:
        if run:
            self._parts.append(("", None))
            self.columns.append(f"json_object({', '.join(run)})")
            run.clear()

    def text(self, rows: Sequence[Sequence[Any]]) -> bytes:
        """The rows of ``columns`` as a list of objects."""
        columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(self._parts)
        return encoding.to_json_objects(
            [None if field is None else name for name, field in self._parts],
            [
                (members[1:-1] for members in column) if field is None else field.texts(column, self._directory)
                for (_, field), column in zip(self._parts, columns, strict=True)
            ],
        )


_LONGEST_RUN = 50
"""SQLite's functions take 127 arguments at most."""


def _quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"
