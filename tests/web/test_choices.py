"""A question with two readings in a real browser: the readings are buttons, and each asks the fuller question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.conftest import Site
from tests.web.driving import DONE, PLENTY, ask, opened

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

VAGUE = "What did the committee decide on the scheme of delegation?"
LICENSING = "What did the Licensing Committee decide on the scheme of delegation?"
PLANNING = "What did the Planning Committee decide on the scheme of delegation?"


def test_the_readings_are_buttons_that_ask_the_fuller_question(context: BrowserContext, saltrey: Site) -> None:
    from playwright.sync_api import expect

    page = opened(context, saltrey)
    expect(page.get_by_role("heading", name="Which do you mean?")).to_be_hidden()
    ask(page, VAGUE)
    expect(page.locator(f"{DONE} .status")).to_have_text("Please say a little more")
    expect(page.get_by_role("heading", name="Which do you mean?")).to_be_visible()
    expect(page.locator("#choices button:visible")).to_have_text([LICENSING, PLANNING])

    page.get_by_role("button", name=PLANNING).click()
    expect(page.locator(DONE)).to_have_count(2, timeout=PLENTY)
    expect(page.locator(DONE).last).to_contain_text("tree officer")
    expect(page.locator("#turn-2-question")).to_contain_text(PLANNING)
    expect(page.locator("#choices button:visible")).to_have_count(0)


def test_the_readings_are_reached_and_chosen_with_the_keyboard(context: BrowserContext, saltrey: Site) -> None:
    from playwright.sync_api import expect

    page = opened(context, saltrey)
    ask(page, VAGUE)
    first = page.get_by_role("button", name=LICENSING)
    expect(first).to_be_visible()
    page.get_by_label("Your question").focus()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if first.evaluate("button => button === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(DONE)).to_have_count(2, timeout=PLENTY)
    expect(page.locator(DONE).last).to_contain_text("market officer")
