"""Records as an HTML page with one table (the call log's ``format=HTML``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

HTML_TYPE = "text/html; charset=utf-8"


def to_table(records: Sequence[Mapping[str, Any]], *, title: str) -> bytes:
    """A row a record, a column for each member of the first; objects and lists as JSON."""
    names = list(records[0]) if records else []
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = "\n".join(
        f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in record.values())}</tr>" for record in records
    )
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f'<body><p>{escape(title)}</p>\n<table border="1">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table></body></html>\n"
    ).encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, dict | list):
        return escape(json.dumps(value, ensure_ascii=False)) if value else ""
    return escape(str(value))
