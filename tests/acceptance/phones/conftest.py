"""A sandbox that takes telephones, in real time, and browsers with softphones in them."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from voicenter_mock.mockserver.organizations import read
from voicenter_mock.mockserver.serving.server import Server, TelephoneOptions
from voicenter_mock.mockserver.telephony.control.operator import Operator
from voicenter_mock.mockserver.telephony.model.cdr import Cdr
from voicenter_mock.mockserver.telephony.model.events import ExtensionEvent
from voicenter_mock.mockserver.tenancy.registry import Registry
from voicenter_mock.mockserver.wire.wav import WavStream

from ...mockserver.sip.desk import DOCUMENT
from ...mockserver.sip.speaking import SpeakingPhone, tone
from ...npm_packages import installed
from ..realtime.browser import Browser, Page
from .commonjs import bundle

PAGES = Path(__file__).parent / "pages"
MICROPHONE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
PATIENCE_SECONDS = 20.0


class Exchange:
    """The organization ``desk`` on a server with telephones."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.tenant = server.registry.get("desk")
        self.url = server.base_url.replace("http", "ws", 1)

    def incoming(self, did: str, **script: Any) -> str:
        """Somebody calls. Returns the call's id."""
        with self.tenant.use() as exchange:
            return Operator(exchange).incoming_call("0501234567", did, **script).id

    def act(self, name: str, *arguments: Any, **options: Any) -> None:
        """The operator does something."""
        with self.tenant.use() as exchange:
            getattr(Operator(exchange), name)(*arguments, **options)

    @property
    def cdrs(self) -> list[Cdr]:
        with self.tenant.use() as exchange:
            return list(exchange.log.all())

    def visited(self) -> list[int]:
        """The layers that the calls that are up have come to."""
        with self.tenant.use() as exchange:
            return [visit.layer_number for call in exchange.calls.values() for visit in call.visits]

    def reasons(self, extension: str = "ann") -> list[str]:
        return [
            f"{entry.event.reason} {entry.event.cause}".strip()
            for entry in self.tenant.events.since(0)
            if isinstance(entry.event, ExtensionEvent) and entry.event.extension == extension
        ]

    def until(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Waits in real time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"{what} does not happen: {self.reasons()}"
            time.sleep(0.05)


USERS = [{"id": 7, "name": "Ann", "code": "7", "account": 1, "extension": "ann", "email": "a@b.c", "pin": "1"}]


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    registry = Registry(clock="realtime")
    registry.add(read({**DOCUMENT, "users": USERS}))
    server = Server(registry, telephones=TelephoneOptions(udp_port=0))
    server.start()
    yield Exchange(server)
    server.stop()


HUM = 1300
"""What the microphone of every browser here hears, in Hz: no other sound has it."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its fake microphone hears a tone that comes and goes: Chromium takes a steady one for noise."""
    file = tmp_path_factory.mktemp("microphone") / "hum.wav"
    samples = bytearray()
    for number in range(100):
        samples += array("h", tone(HUM if number % 20 < 12 else 0, number)).tobytes()
    sound = WavStream(samples)
    file.write_bytes(sound.part(0, len(sound)))
    browser = Browser(*MICROPHONE, f"--use-file-for-fake-audio-capture={file}")
    yield browser
    browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture(scope="module")
def page_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def pages(page_folder: Path) -> Iterator[str]:
    """The address of a web server with the softphones' pages."""
    folder = page_folder
    packages = installed("jssip", "opensips-js")
    (folder / "jssip.js").write_text(bundle("jssip", "JsSIP", packages), "utf-8")
    (folder / "opensips.js").write_bytes((packages / "opensips-js/dist/opensips-js.iife.js").read_bytes())
    for page in PAGES.iterdir():
        (folder / page.name).write_bytes(page.read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


class Softphone:
    """A page with a telephone, under ``window.phone``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def log(self) -> list[str]:
        return self.page.evaluate("phone.log")

    def do(self, script: str) -> Any:
        return self.page.evaluate(f"phone.{script}")

    def wait_for_tone(self, hertz: float) -> None:
        """Waits until a tone is loud in the page."""
        self.page.until(f"hearing.loudness({hertz}) > 0.05", True)

    def wait_for_status(self, word: str) -> None:
        """Waits until it has said something that begins so."""
        self.page.until(f"phone.log.some((said) => said.startsWith({word!r})) || phone.log.join()", True)


@pytest.fixture
def softphone(browser: Browser, pages: str, exchange: Exchange) -> Iterator[Callable[..., Softphone]]:
    opened: list[Page] = []

    def made(name: str = "ann", password: str = "", path: str = "/sip", document: str = "softphone.html") -> Softphone:
        page = browser.open(f"{pages}/{document}")
        opened.append(page)
        page.until("typeof Softphone", "function")
        secret = password or f"secret-{name}"
        page.evaluate(f"void (window.phone = new Softphone({exchange.url + path!r}, {name!r}, {secret!r}))")
        return Softphone(page)

    yield made
    for page in opened:
        page.close()


@pytest.fixture
def desk_phone(exchange: Exchange) -> Iterator[SpeakingPhone]:
    """Ben's desk phone, which hums too."""
    phone = SpeakingPhone(exchange.server, "ben", hums=900)
    assert phone.register()[-1] == "200"
    yield phone
    phone.close()
