"""Questions to ask next in a real browser: shown below the answer, pressed with the keyboard, gone with what they belong to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.answering.test_suggesting import DENTAL, NAME
from tests.web.conftest import Site
from tests.web.driving import DONE, PLENTY, ask, opened
from tests.web.test_conversations import asked, serious

BEFORE = f"What was {NAME} in November 2024?"


def offered(page: Page) -> list[str]:
    expect(page.get_by_role("heading", name="You could also ask")).to_be_visible(timeout=PLENTY)
    return page.locator("#follow-ups button:visible").all_inner_texts()


def test_they_come_below_the_answer_and_are_answered_when_pressed(context: BrowserContext, sample_site: Site) -> None:
    page = opened(context, sample_site)
    ask(page, DENTAL)
    assert offered(page)[0] == BEFORE
    page.get_by_role("button", name=BEFORE).press("Enter")
    expect(asked(page)).to_have_text([f"You asked: {DENTAL}", f"You asked: {BEFORE}"])
    expect(page.locator(DONE).nth(1)).to_contain_text("74.9%", timeout=PLENTY)
    expect(page.get_by_label("Your question")).to_be_focused()
    assert BEFORE not in offered(page)


def test_they_go_with_what_they_belong_to_and_come_back_with_it(context: BrowserContext, sample_site: Site) -> None:
    page = opened(context, sample_site)
    ask(page, DENTAL)
    first = offered(page)
    page.get_by_role("button", name="Change the question").click()
    expect(page.locator("#follow-ups")).to_be_hidden()
    page.get_by_role("button", name="Leave it as it was").click()
    assert offered(page) == first
    page.reload()
    assert offered(page) == first
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#follow-ups")).to_be_hidden()
    ask(page, "Tell me a joke")
    page.wait_for_timeout(1500)
    expect(page.locator("#follow-ups")).to_be_hidden()


def test_another_question_does_not_wait_for_them(context: BrowserContext, sample_site: Site) -> None:
    page = opened(context, sample_site)
    ask(page, DENTAL)
    ask(page, "What did scrutiny decide in May 2019?")
    page.wait_for_timeout(3000)
    expect(page.locator("#follow-ups")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_fit_a_narrow_screen_and_have_no_barriers(browser: Browser, sample_site: Site, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page = opened(context, sample_site)
        ask(page, DENTAL)
        assert len(offered(page)) == 3
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert serious(page) == []
    finally:
        context.close()
