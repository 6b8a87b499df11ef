"""``voicenter-mock lint-requests``: what the requests of an integration, as a running sandbox saw them, are worth."""

from __future__ import annotations

from typing import Any

import click

from ...contracts.sentences import counted
from ..state.journal import RequestEntry
from ..verify.journal import ISSUES, Issue, group_issues
from .numbers import WholeNumber
from .operation_option import operation_option
from .remote import Remote, of_organization


@click.command("lint-requests", epilog="Example: voicenter-mock lint-requests --allow seen")
@click.option("--since", type=WholeNumber(0), default=0, help="Only those numbered above this.")
@click.option("--unresolved", is_flag=True, help="Also requests that found no organization, of the whole server.")
@operation_option
@click.option("--allow", multiple=True, type=click.Choice(list(ISSUES)), help="Do not report these.")
@of_organization
def command(remote: Remote, since: int, unresolved: bool, operation: str | None, allow: tuple[str, ...]) -> int:
    """Judge the journal of a running sandbox: contract violations, deprecated spellings, reliance on the inferred.

    The exit code is 0 if nothing was found, 1 otherwise; 2 on wrong use, or when no sandbox answers.
    """
    try:
        entries = [*remote.entries("requests", since), *(remote.unresolved() if unresolved else ())]
    except click.ClickException as problem:  # 1 would say that something was found
        raise click.UsageError(problem.message) from None
    judged = [entry for entry in entries if operation is None or entry["operation"] == operation]
    found = group_issues((RequestEntry.from_data(entry) for entry in judged), allow)
    rows: list[dict[str, Any]] = [{**issue.as_data(), "requests": numbers} for issue, numbers in found]
    remote.report({"requests": len(judged), "issues": rows}, _summary(len(judged), found))
    return 1 if found else 0


def _summary(judged: int, found: list[tuple[Issue, list[int]]]) -> str:
    lines: list[str] = []
    for kind, title in ISSUES.items():
        rows = [(issue, numbers) for issue, numbers in found if issue.kind == kind]
        if not rows:
            continue
        lines.append(f"{kind}: {title}")
        for issue, numbers in rows:
            first = ", ".join(map(str, numbers[:5])) + ("…" if len(numbers) > 5 else "")
            times = counted(len(numbers), "request")
            lines.append(f"  {issue.operation}: {issue.sentence}  ({times}: {first})")
    count = len(found)
    lines.append(f"{counted(judged, 'request')} judged, {counted(count, 'issue') if count else 'no issues'}")
    return "\n".join(lines)
