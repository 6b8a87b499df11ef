"""The page's own softphone: an agent played with one's own headset; and the documents' web phone, which is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voicenter_mock.mockserver.media import tones

from ...mockserver.sip.desk import DIRECT, MENU
from ...mockserver.sip.speaking import SpeakingPhone
from ..realtime.browser import Browser, Page
from .conftest import HUM, PAGES, Exchange, Softphone

PERSON = tones.PERSON[1][0]
WEB_PHONE = PAGES.parent.parent / "realtime" / "pages" / "web-phone.html"


class Agent(Softphone):
    """The page at "Play a part", as somebody clicks in it."""

    @property
    def desk(self) -> str:
        return "[...document.querySelectorAll('section.phone')].at(-1)"

    def sees(self, words: str) -> None:
        self.page.until(f"{self.desk}.innerText.includes({words!r}) || {self.desk}.innerText", True)

    def clicks(self, label: str) -> None:
        button = f"[...{self.desk}.querySelectorAll('button')].find((one) => one.textContent === {label!r})"
        self.page.until(f"Boolean({button})", True)
        self.page.evaluate(f"{button}.click()")


@pytest.fixture
def agent(browser: Browser, exchange: Exchange) -> Iterator[Agent]:
    page = browser.open(f"{exchange.server.base_url}/#/desk/play")
    page.loaded(exchange.server.base_url)
    page.until("Boolean(document.querySelector('.headset button:not([disabled])'))", True)
    page.evaluate((PAGES / "hearing.js").read_text())
    made = Agent(page)
    made.clicks("Put on my headset as ann")
    made.sees("My headset rings")
    yield made
    page.close()


HOLDS_THE_DOCUMENT_BACK = """
const unheld = window.fetch;
const released = new Promise((resolve) => (window.release = resolve));
window.fetch = async (resource, ...settings) => {
  if (String(resource.url ?? resource).endsWith("/organizations/desk")) await released;
  return unheld(resource, ...settings);
};
"""


def test_the_headset_can_be_put_on_once_the_page_knows_the_password(browser: Browser, exchange: Exchange):
    page = browser.open("about:blank")
    page.go(f"{exchange.server.base_url}/#/desk/play", before=HOLDS_THE_DOCUMENT_BACK)
    button = "document.querySelector('.headset button')"
    page.until(f"{button}?.textContent", "Put on my headset as ann")
    assert page.evaluate(f"{button}.disabled")
    page.evaluate("release()")
    page.until(f"{button}.disabled", False)
    page.close()


def test_the_agents_call_is_answered_with_the_headset_and_heard(exchange: Exchange, agent: Agent):
    exchange.incoming(DIRECT, talk_seconds=500)
    agent.clicks("Answer")
    agent.sees("Talking")
    agent.wait_for_tone(PERSON)
    agent.clicks("Hold")
    exchange.until(lambda: exchange.reasons()[-1] == "HOLD", "hold")
    agent.clicks("Take back")
    exchange.until(lambda: exchange.reasons()[-1] == "UNHOLD", "take back")
    agent.clicks("Hang up")
    exchange.until(lambda: bool(exchange.cdrs))
    assert (exchange.cdrs[0].status, exchange.reasons()[-1]) == ("ANSWER", "HANGUP Normal hangup")


def test_the_agent_rejects(exchange: Exchange, agent: Agent):
    exchange.incoming(DIRECT)
    agent.clicks("Reject")
    exchange.until(lambda: bool(exchange.cdrs))
    assert (exchange.cdrs[0].status, exchange.cdrs[0].cause) == ("BUSY", 21)


def test_a_caller_who_gives_up_stops_it_ringing(exchange: Exchange, agent: Agent):
    call = exchange.incoming(DIRECT)
    agent.sees("Answer")
    exchange.act("hang_up", call, by="caller")
    agent.sees("Nothing rings here.")


def test_the_agent_calls_a_desk_phone_and_both_are_heard(agent: Agent, desk_phone: SpeakingPhone):
    agent.page.evaluate(f"{agent.desk}.querySelector('form input').value = 'ben'")
    agent.clicks("Dial out")
    desk_phone.pick_up()
    agent.sees("Talking")
    desk_phone.wait_for_tone(HUM, within=1000)
    with desk_phone.humming():
        agent.wait_for_tone(900)


def test_the_agents_keys_walk_a_menu(exchange: Exchange, agent: Agent):
    agent.page.evaluate(f"{agent.desk}.querySelector('form input').value = {MENU!r}")
    agent.clicks("Dial out")
    agent.wait_for_tone(tones.melody("Menu")[0][0])
    agent.clicks("2")
    exchange.until(lambda: exchange.visited() == [1, 2], "the layer")


def test_the_headset_is_put_away_and_the_extension_is_simulated_again(exchange: Exchange, agent: Agent):
    assert exchange.tenant.exchange.extensions["ann"].external
    agent.clicks("Put the headset away")
    exchange.until(lambda: not exchange.tenant.exchange.extensions["ann"].external, "unregistering")


# ---- the documents' web phone ------------------------------------------------------------------------------


@pytest.fixture
def web_phone(browser: Browser, exchange: Exchange, pages: str, page_folder: Path) -> Iterator[Callable[[str], Page]]:
    opened: list[Page] = []

    def made(password: str = "secret-ann") -> Page:
        text = WEB_PHONE.read_text()
        placeholders = {
            "SANDBOX": exchange.server.base_url,
            "SIPUSERNAME": "ann",
            "EXTENSIONPASSWORD": password,
            "<script src": '<script src="hearing.js"></script><script src',
        }
        for placeholder, value in placeholders.items():
            text = text.replace(placeholder, value)
        name = f"web-phone-{exchange.server.port}.html"  # the browser keeps what it has read
        (page_folder / name).write_text(text)
        opened.append(browser.open(f"{pages}/{name}"))
        return opened[-1]

    yield made
    for page in opened:
        page.close()


def wait_for_events(page: Page, *words: str) -> None:
    page.until("window.told && window.told.map((one) => one[0]).join()", ",".join(words))


def test_the_web_phone_answers_with_sound(exchange: Exchange, web_phone: Callable[..., Page]):
    page = web_phone()
    wait_for_events(page, "onRegister")
    call = exchange.incoming(DIRECT, talk_seconds=500)
    wait_for_events(page, "onRegister", "onRinging")
    page.evaluate(f"myPhone.answer({call!r})")
    wait_for_events(page, "onRegister", "onRinging", "onCallAnswer")
    Softphone(page).wait_for_tone(PERSON)
    page.evaluate(f"myPhone.hangUp({call!r})")
    wait_for_events(page, "onRegister", "onRinging", "onCallAnswer", "onCallEnd")


def test_the_web_phone_calls_with_sound(web_phone: Callable[..., Page], desk_phone: SpeakingPhone):
    page = web_phone()
    wait_for_events(page, "onRegister")
    page.evaluate("myPhone.call('ben')")
    desk_phone.pick_up()
    wait_for_events(page, "onRegister", "onCall", "onCallAnswer")
    desk_phone.wait_for_tone(HUM, within=1000)


def test_the_web_phone_with_a_wrong_password_is_refused(web_phone: Callable[..., Page]):
    wait_for_events(web_phone("guessed"), "onRegisterFailed")


def test_the_web_phone_goes_on_without_sound_under_the_manual_clock(exchange: Exchange, web_phone: Callable[..., Page]):
    exchange.tenant.set_clock("manual")
    wait_for_events(web_phone(), "onRegister")
    assert not exchange.tenant.exchange.extensions["ann"].external
