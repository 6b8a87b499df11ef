"""Code of this process on threads of its own: functions that get a message, and coroutines of an application."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

BLOCKED_SECONDS = 0.5
"""How much later than its time-out a coroutine may end before it counts as one that blocks its event loop."""


class Raised(Exception):
    """The application raised; the message says what, ``__cause__`` is what it raised."""


def wrap_error(error: BaseException) -> Raised:
    """``ZeroDivisionError: division by zero``."""
    return Raised(in_a_line(error))


def in_a_line(error: BaseException) -> str:
    """An error's kind and the first line of what it says: pytest's assertions go on with a comparison."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"


def call_function(function: Callable[[dict[str, Any]], Any], message: dict[str, Any], timeout: float) -> Any:
    """What the function returns for a message of its own, once it has been awaited. ``timeout`` bounds only that."""
    result = function(message)
    if not inspect.isawaitable(result):
        return result

    async def call() -> Any:
        return await asyncio.wait_for(result, timeout)

    return in_a_loop(call, timeout)


def is_in_a_loop() -> bool:
    """Whether an event loop is running on this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def on_a_thread(call: Callable[[], Result], timeout: float) -> Result:
    """What a call returns that is made on a thread of its own, in a copy of this one's context.

    Raises what it raises, and ``TimeoutError`` when it takes longer than ``timeout``, in real seconds.
    """
    results: list[Result] = []
    problems: list[BaseException] = []
    context = contextvars.copy_context()

    def run() -> None:
        try:
            results.append(context.run(call))
        except asyncio.CancelledError:
            problems.append(RuntimeError("the application cancelled itself"))
        except BaseException as error:  # raised again by who waits for it
            problems.append(error)

    thread = threading.Thread(target=run, name="voicenter-application", daemon=True)
    thread.start()
    thread.join(timeout)
    if problems:
        raise problems[0]
    if not results:
        raise TimeoutError
    return results[0]


def in_a_loop(call: Callable[[], Coroutine[Any, Any, Result]], timeout: float) -> Result:
    """Runs a coroutine to its end on a thread and an event loop of its own: this one may have a loop that is running.

    Raises what it raises, and ``TimeoutError`` when it blocks its loop beyond ``timeout``.
    """
    return on_a_thread(lambda: asyncio.run(call()), timeout + BLOCKED_SECONDS)
