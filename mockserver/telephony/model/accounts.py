"""An account and what is below it: departments are accounts with a parent."""

from __future__ import annotations

from .directory import Directory


def with_departments(directory: Directory, account: int) -> list[int]:
    """The account and its own departments, one step down."""
    return [account, *(entry.id for entry in directory.accounts.values() if entry.parent == account)]


def with_all_below(directory: Directory, account: int) -> list[int]:
    """The account and its whole hierarchy downwards."""
    found = [account]
    for known in found:  # grows while it is walked
        found += [entry.id for entry in directory.accounts.values() if entry.parent == known and entry.id not in found]
    return found
