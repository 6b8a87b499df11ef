"""Headless Chromium over its DevTools protocol: open a page, wait for what its script says. Skips without a browser."""

from __future__ import annotations

import itertools
import json
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from ..chromium import FLAGS, program

PATIENCE_SECONDS = 30
_FLAGS = ("--headless", "--remote-debugging-port=0", *FLAGS)


class Browser:
    """One Chromium, with more flags than usual if given. ``open`` loads a page and returns it."""

    def __init__(self, *flags: str) -> None:
        executable = program()
        self._stack = ExitStack()
        profile = Path(self._stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        self.process = subprocess.Popen(
            [executable, *_FLAGS, *flags, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(self._end)
        self._socket = self._stack.enter_context(connect(_address(profile / "DevToolsActivePort"), max_size=None))
        self._numbers = itertools.count(1)

    def _end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def close(self) -> None:
        """Chromium ends by itself when it is told to. What was started may be a script around it, as Debian's shell is:
        ending that would leave the browser running.
        """
        self.command("Browser.close")
        self.process.wait(timeout=10)
        self._stack.close()

    def command(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """What a DevTools command answers. Raises ``AssertionError`` with its error."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE_SECONDS))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, url: str) -> Page:
        target = self.command("Target.createTarget", url=url)["targetId"]
        session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session, target)


class Page:
    """An open page."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session

    def evaluate(self, script: str) -> Any:
        """The value of an expression; promises are awaited."""
        result = self._browser.command(
            "Runtime.evaluate", self._session, expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def go(self, url: str, *, before: str = "") -> None:
        """Loads another address; ``before``: a script that runs before any of the page's own."""
        if before:
            self._browser.command("Page.enable", self._session)
            self._browser.command("Page.addScriptToEvaluateOnNewDocument", self._session, source=before)
        self._browser.command("Page.navigate", self._session, url=url)
        self.loaded(url)

    def loaded(self, url: str) -> None:
        """Waits until the page of that address is there: until then there may be nothing to evaluate anything in."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(AssertionError):
                if self.evaluate("location.href.startsWith(" + repr(url) + ") && document.readyState") == "complete":
                    return
            time.sleep(0.02)
        raise AssertionError(f"{url} is not loaded")

    def close(self) -> None:
        if self._target:
            self._browser.command("Target.closeTarget", targetId=self._target)
            self._target = ""

    def until(self, script: str, wanted: object) -> None:
        """Waits until an expression has that value."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            value = self.evaluate(script)
            if value == wanted:
                return
            assert time.monotonic() < deadline, f"{script} is {value!r}, not {wanted!r}"
            time.sleep(0.02)


def _address(port_file: Path) -> str:
    """Where the browser listens, once it says so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (port_file.exists() and len(port_file.read_text().splitlines()) == 2):
        assert time.monotonic() < deadline, "Chromium did not start"
        time.sleep(0.02)
    port, path = port_file.read_text().splitlines()
    return f"ws://127.0.0.1:{port}{path}"
