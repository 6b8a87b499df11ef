"""What an integration does with the real service and its tests never did on the sandbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from ...contracts.json_values import is_object
from ...contracts.quick_dataclasses import dataclass
from ...contracts.request_members import members_of
from .coverage import Coverage


@dataclass(slots=True)
class Exercised:
    """What the sandbox's journal shows: parameters and error codes by operation, and callbacks."""

    parameters: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    errors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    callbacks: set[str] = field(default_factory=set[str])

    @classmethod
    def from_journal(cls, requests: Iterable[Mapping[str, Any]], deliveries: Iterable[Mapping[str, Any]]) -> Exercised:
        """``requests`` and ``deliveries`` as the control API lists them."""
        found = cls()
        for entry in requests:
            operation = str(entry["operation"])
            parameters = entry["parameters"]
            listed = parameters.get("(array)") if is_object(parameters) else None
            for item in listed or [parameters]:
                if is_object(item):
                    found.parameters[operation].update(_names(operation, item))
            found.errors[operation].add(str(entry["error"]))
        for entry in deliveries:
            found.callbacks.add(str(entry["contract"]))
        return found

    def missing(self, used: Coverage) -> list[str]:
        """One sentence for each thing that the recording has and the journal has not."""
        sentences: list[str] = []
        for name, times in sorted(used.operations.items()):
            if name not in self.parameters:
                sentences.append(f"{name} was called {times} times, and by no test")
                continue
            sentences += [
                f"{name}: {parameter} is sent, and by no test"
                for parameter in self._parameters(name, used)
                if parameter not in self.parameters[name]
            ]
            sentences += [
                f"{name}: error {code} was answered {count} times, and in no test"
                for code, count in sorted(used.errors[name].items() if name in used.errors else ())
                if code not in self.errors[name] and not (code in _FINE and self.errors[name] & _FINE)
            ]
        return sentences + [
            f"the callback {name} came {times} times, and in no test"
            for name, times in sorted(used.callbacks.items())
            if name not in self.callbacks
        ]

    def _parameters(self, operation: str, used: Coverage) -> list[str]:
        contract = f"{operation}.request"
        places = list(used.members[contract]) if contract in used.members else []
        names = [place.removeprefix("$.").removeprefix("[*].") for place in places]
        return [name for name in names if "." not in name and "[" not in name and not name.lower().startswith("var_")]


_FINE = frozenset(("0", "200"))


def _names(operation: str, sent: Mapping[str, Any]) -> Iterable[str]:
    """The parameters of a request in the contract's spelling."""
    known = members_of(f"{operation}.request") if operation else None
    for name in sent:
        member = known.find(name) if known is not None else None
        yield member.name if member is not None else name
