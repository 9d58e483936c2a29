"""Questions narrowed in a real browser: the fields by keyboard, what the answer says of them, and a day that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.web.driving import DONE, ask, opened
from tests.web.test_choices import PLANNING, VAGUE

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.web.conftest import Site


def _fields(page: Page) -> None:
    box = page.get_by_role("button", name="Search only some of the papers")
    box.focus()
    box.press("Enter")


def test_a_question_is_narrowed_to_a_committee_by_keyboard(context: BrowserContext, saltrey: Site) -> None:
    from playwright.sync_api import expect

    page = opened(context, saltrey)
    _fields(page)
    page.get_by_label("Committees").focus()
    page.keyboard.type("Planning")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    ask(page, VAGUE)
    answer = page.locator(DONE).last
    expect(answer).to_contain_text("tree officer")
    expect(answer).to_contain_text("Searched only: Planning Committee")
    expect(page.get_by_role("button", name="1 of 4 fields filled")).to_be_visible()
    expect(page.get_by_label("Committees")).to_be_hidden()


def test_what_lies_outside_the_days_is_not_found_and_a_wrong_day_is_told(
    context: BrowserContext, saltrey: Site
) -> None:
    from playwright.sync_api import expect

    page = opened(context, saltrey)
    _fields(page)
    page.get_by_label("From the day").fill("2019-01-01")
    page.get_by_label("To the day").fill("2019-12-31")
    ask(page, PLANNING)
    expect(page.locator(f"{DONE} .status")).to_have_text("Not found in the papers")
    _fields(page)
    page.get_by_label("From the day").fill("last spring")
    ask(page, PLANNING)
    expect(page.locator(DONE).last).to_contain_text("“last spring” is no date. Write it as 2025-06-17.")


def test_the_fields_have_no_serious_fault_for_those_who_cannot_see_or_point(
    context: BrowserContext, saltrey: Site
) -> None:
    page = opened(context, saltrey)
    _fields(page)
    page.get_by_label("Committees").wait_for()
    found = Axe().run(page, context="#narrow").response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []
