"""How the folders of tests must be made so that pytest keeps them apart."""

from __future__ import annotations


def test_no_folder_of_tests_is_a_package(files_of_checkout: tuple[str, ...]):
    # With an __init__.py, tests/mockserver/realtime and tests/acceptance/realtime would both be the package `realtime`,
    # and the second one collected could not import its own files. `from .listening import …` works without.
    packages = [name for name in files_of_checkout if name.startswith("tests/") and name.endswith("/__init__.py")]

    assert packages == []
