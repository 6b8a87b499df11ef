"""Playing the parts: a caller, an agent, the agent's browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ..receivers import receiver
from .conftest import Open, Visit, answer_for


def dial(page: Page, did: str, name: str = "") -> None:
    caller = page.get_by_role("region", name="The caller")
    caller.get_by_label("Caller's name").fill(name)
    caller.get_by_label("Calls").select_option(did)
    caller.get_by_role("button", name="Dial").click()
    expect(caller.get_by_role("button", name="Hang up")).to_be_enabled()


def advance(page: Page, step: str = "10 s") -> None:
    page.get_by_label("How far").select_option(label=step)
    page.get_by_role("button", name="Advance", exact=True).click()
    expect(page.get_by_role("button", name="Advance", exact=True)).to_be_enabled()


def test_a_caller_goes_through_the_menu_into_a_queue_and_an_agent_takes_the_call(seen: Visit):
    page = seen.open("play")
    caller = page.get_by_role("region", name="The caller")
    agent = page.get_by_role("region", name="The agent", exact=True)

    dial(page, "0722776772")
    advance(page)
    expect(caller).to_contain_text("Hears layer 1, Main menu")
    caller.get_by_role("button", name="1", exact=True).click()
    advance(page)
    expect(caller).to_contain_text("Waits in Sales")
    expect(agent).to_contain_text("Ringing")
    seen.keep("play-ringing")

    agent.get_by_role("button", name="Answer").click()
    expect(agent).to_contain_text("Talking")
    agent.get_by_role("button", name="Hold").click()
    expect(agent).to_contain_text("On hold")
    agent.get_by_role("button", name="Take back").click()
    expect(agent).to_contain_text("Talking")
    agent.get_by_role("button", name="Mute recording").click()
    expect(agent.get_by_role("button", name="Unmute recording")).to_be_visible()
    caller.get_by_role("button", name="Hang up").click()
    expect(caller).to_contain_text("The call is over")
    expect(agent).to_contain_text("Nothing rings here.")
    [call] = seen.ask("/calls")["calls"]
    assert [leg["status"] for leg in call["legs"] if leg["number"] == "SIPSIP1"] == ["ANSWER"]


def test_an_agent_rejects(seen: Visit):
    page = seen.open("play")
    dial(page, "0722776774")
    advance(page)
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_role("region", name="The agent", exact=True)).to_contain_text("Nothing rings here.")
    [call] = seen.ask("/calls")["calls"]
    assert "BUSY" in [leg["status"] for leg in call["legs"] if leg["number"] == "SIPSIP1"]


def test_an_agent_passes_a_caller_on(visit: Open):
    """On a page of its own: whose part is played lasts."""
    seen = visit()
    page = seen.open("play")
    agent = page.get_by_role("region", name="The agent", exact=True)
    dial(page, "0722776774")
    advance(page)
    agent.get_by_role("button", name="Answer").click()
    expect(agent).to_contain_text("Talking")
    agent.get_by_text("Transfer", exact=True).click()
    agent.get_by_label("To", exact=True).fill("SIPSIP2")
    agent.get_by_role("button", name="At once").click()
    expect(agent).to_contain_text("Nothing rings here.")
    page.get_by_label("Agent", exact=True).select_option(label="John Doe · SIPSIP2")
    advance(page)
    expect(agent).to_contain_text("Talking")


def test_an_agent_dials_out_and_hangs_up(seen: Visit):
    page = seen.open("play")
    agent = page.get_by_role("region", name="The agent", exact=True)
    agent.get_by_label("Number", exact=True).fill("0509999999")
    agent.get_by_role("button", name="Dial out").click()
    agent.get_by_role("button", name="Hang up").click()
    expect(agent).to_contain_text("Nothing rings here.")
    [call] = seen.ask("/calls")["calls"]
    assert (call["caller"], call["target"]) == ("SIPSIP1", "0509999999")


def test_an_agent_changes_status_and_switches_the_device_off(seen: Visit):
    page = seen.open("play")
    agent = page.get_by_role("region", name="The agent", exact=True)
    agent.get_by_label("Status").select_option(label="Lunch")
    agent.get_by_role("button", name="Switch device off").click()
    expect(agent.get_by_role("button", name="Switch device on")).to_be_visible()
    assert seen.ask("/agents")["agents"][0]["status_name"] == "Lunch"
    assert seen.ask("/extensions")["extensions"][0]["device"] == "offline"


def test_the_customers_answer_pops_up_with_its_link(seen: Visit):
    with receiver() as customer:
        customer.answer = lambda message: answer_for(
            {
                "STATUS": "OK",
                "CLIENTNAME": "דנה לוי",
                "COMPANY": "Levi & Sons",
                "TOTAL": 2,
                "URL": "https://crm.example/7",
            }
        )
        page = seen.open("play")
        browser = page.get_by_role("region", name="The agent's browser")
        browser.get_by_label("Your pop-up address").fill(customer.popup_url)
        browser.get_by_role("button", name="Save").click()
        expect(page.get_by_text("A pop-up appears when a call rings")).to_be_visible()
        dial(page, "0722776774")
        advance(page)
        expect(browser).to_contain_text("דנה לוי")
        expect(browser).to_contain_text("Levi & Sons")
        expect(browser).to_contain_text("Customers with this number: 2")
        link = browser.get_by_role("link", name="Open")
        expect(link).to_have_attribute("href", "https://crm.example/7")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        seen.keep("play-popup")
        page.get_by_role("button", name="Reject").click()
        expect(browser.get_by_role("link", name="Open")).to_have_count(0)


def test_a_link_that_would_run_a_script_is_only_text(seen: Visit):
    with receiver() as customer:
        customer.answer = lambda message: answer_for(
            {"STATUS": "OK", "URL": "javascript:alert(1)", "CLIENTNAME": "Eve"}
        )
        seen.send_action("", {"callbacks": {"popup": {"url": customer.popup_url}}}, "PATCH")
        page = seen.open("play")
        dial(page, "0722776774")
        advance(page)
        browser = page.get_by_role("region", name="The agent's browser")
        expect(browser).to_contain_text("javascript:alert(1)")
        assert page.locator("a[href^='javascript']").count() == 0
        expect(browser.get_by_role("link", name="Open")).to_have_count(0)


def test_without_telephones_the_headset_says_how_to_have_them(seen: Visit):
    page = seen.open("play")
    agent = page.get_by_role("region", name="The agent", exact=True)
    agent.get_by_role("button", name="Put on my headset as SIPSIP1").click()
    expect(agent).to_contain_text("the sandbox takes no telephones: serve --sip")
    expect(agent).to_contain_text("Simulated telephone")
    seen.keep("play-headset")
