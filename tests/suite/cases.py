"""One test of many small cases: a failure names every case that fails.

A test costs pytest, and the workers and the controller of a parallel run, some milliseconds. Where its cases take less
than that and share no state, they are one test.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def for_each(
    arguments: str | tuple[str, ...], cases: Iterable[Any], ids: Callable[[Any], object] = str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As ``pytest.mark.parametrize``, in one test, which goes on after a case that fails.

    A case that fails is raised with a note that says which it was; several are raised together as a group, whose
    message names them all. ``ids`` makes the name of a case of its value.
    """
    names = (arguments,) if isinstance(arguments, str) else arguments
    all_cases = list(cases)
    if not all_cases:
        raise ValueError(f"no case for {', '.join(names)}")

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def every_case(*self: Any, **fixtures: Any) -> None:
            failures: dict[str, BaseException] = {}
            for case in all_cases:
                values = (case,) if isinstance(arguments, str) else case
                try:
                    test(*self, **fixtures, **dict(zip(names, values, strict=True)))
                except (KeyboardInterrupt, SystemExit):
                    raise
                except BaseException as failure:  # pytest.fail raises no Exception
                    name = f"[{', '.join(str(ids(value)) for value in values)}]"
                    failure.add_note(f"in the case {name}")
                    failures[name] = failure
            raise_all(failures, len(all_cases))

        signature = inspect.signature(test)
        left = [each for name, each in signature.parameters.items() if name not in names]
        every_case.__signature__ = signature.replace(parameters=left)  # pyright: ignore[reportAttributeAccessIssue]
        return every_case

    return decorate


def raise_all(failures: dict[str, BaseException], of: int) -> None:
    if len(failures) == 1:
        raise next(iter(failures.values()))
    if failures:
        raise BaseExceptionGroup(f"{len(failures)} of {of} cases fail: {', '.join(failures)}", list(failures.values()))
