"""The table "How to have every record" of docs/exchange.md, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from voicenter_mock.contracts.cdr_types import CDR_TYPES, cdr_type
from voicenter_mock.contracts.dial_statuses import CDR_STATUSES
from voicenter_mock.mockserver.organizations import demo, describe, read
from voicenter_mock.mockserver.telephony.click2call import click2call
from voicenter_mock.mockserver.telephony.click2call.orders import Click2CallOrder
from voicenter_mock.mockserver.telephony.control.editing import change_directory
from voicenter_mock.mockserver.telephony.control.flows import new_exchange
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.model.calls import Call

from ...suite.cases import for_each

PAGE = Path(__file__).parents[3] / "docs" / "exchange.md"
DIALER_TYPES = {14, 15, 17, 18, 19}


def rows() -> list[tuple[int, str, str]]:
    _, _, table = PAGE.read_text(encoding="utf-8").partition("## How to have every record")
    found = re.findall(r"^\| (\d+) ([^|]+) \| (\w+) \| `(.+)` \|$", table.partition("\n## ")[0], re.MULTILINE)
    assert all(cdr_type(int(number)).name == name for number, name, _, _ in found)
    return [(int(number), status, script) for number, _, status, script in found]


ROWS = rows()


class Bench:
    """What the scripts of the table can say; actions concern the last call."""

    def __init__(self) -> None:
        self.exchange = new_exchange(demo(), now=1_700_000_000.0)
        self.operator = Operator(self.exchange)
        self.last = ""

    def words(self) -> dict[str, Any]:
        act = self.operator
        return {
            "incoming_call": self._incoming,
            "outgoing_call": self._outgoing,
            "click2call": self._click2call,
            "wait": self._wait,
            "hang_up": partial(self._act, act.hang_up),
            "transfer": partial(self._act, act.transfer),
            "consult": partial(self._act, act.consult),
            "complete_transfer": partial(self._act, act.complete_transfer),
            "set_device": act.set_device,
            "organization": self._organization,
            "edit": self._edit,
        }

    def _incoming(self, **script: Any) -> None:
        self.last = self.operator.incoming_call("0509876543", **script).id

    def _outgoing(self, extension: str, target: str, **script: Any) -> None:
        self.last = self.operator.outgoing_call(extension, target, **script).id

    def _click2call(self, phone: str, target: str) -> None:
        self.last = click2call.start(self.exchange, 70000001, Click2CallOrder("call", phone, target)).id

    def _wait(self, seconds: float) -> None:
        self.exchange.run(self.exchange.now + seconds)

    def _act(self, act: Callable[..., Call], *to: str) -> None:
        self.last = act(self.last, *to).id

    def _organization(self, **changes: Any) -> None:
        change_directory(self.exchange, read({**describe(self.exchange.directory), **changes}))

    def _edit(self, section: str, name: object, **changes: Any) -> None:
        document = describe(self.exchange.directory)
        document[section] = [
            {**entry, **changes} if name in (entry.get("sip"), entry.get("number"), entry.get("id")) else entry
            for entry in document[section]
        ]
        change_directory(self.exchange, read(document))


@for_each(("number", "status", "script"), ROWS, ids=lambda value: str(value)[:60])
def test_the_script_leaves_the_record(number: int, status: str, script: str):
    bench = Bench()
    words = bench.words()
    for statement in script.split("; "):
        eval(statement, {"__builtins__": {}}, words)  # the page is ours
    bench.exchange.run(bench.exchange.now + 100_000)

    records = {(cdr.type, cdr.status) for cdr in bench.exchange.log.all()}
    assert (number, status) in records
    assert bench.exchange.calls == {}


def test_every_type_but_the_dialers_has_a_row():
    assert {number for number, _, _ in ROWS} == {row.id for row in CDR_TYPES} - DIALER_TYPES


def test_every_status_has_a_row():
    assert {status for _, status, _ in ROWS} == set(CDR_STATUSES)
