"""The views in a real browser, over the sample papers: filters, the highlighted page, saved files, keyboard, barriers."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.web.wording import VIEWS
from tests.web.conftest import Site
from tests.web.driving import PLENTY, count_marked, shown_picture, watched

if TYPE_CHECKING:
    pass

REREFERRED = "indicators?indicator=Children+re-referred+within+a+year+of+an+earlier+referral"
SINCE = "changes?since=improvement-plan-highlight-report-december-2024.pdf"
EVERY_VIEW = [
    "",
    *filter(None, VIEWS),
    REREFERRED,
    SINCE,
    "decisions?from=never&about=walrus",
    "indicators?indicator=walrus",
    "api",
]


def at(context: BrowserContext, site: Site, path: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(PLENTY)
    page.goto(f"{site.url}/{path}")
    expect(page.get_by_role("navigation", name="Views")).to_be_visible()
    return page


def saved(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def test_the_views_are_reached_from_the_chat_and_back(context: BrowserContext, sample_site: Site) -> None:
    page = at(context, sample_site, "")
    for address, name in [*list(VIEWS.items())[1:], ("", "Ask")]:
        page.get_by_role("navigation", name="Views").get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"{sample_site.url}/{address}")
        here = page.get_by_role("navigation", name="Views").locator("[aria-current=page]")
        expect(here).to_have_text(name)
        for landmark in ("banner", "main", "contentinfo"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_label("Your question")).to_be_visible()


def test_a_filter_stands_in_the_address_and_goes_with_the_back_button(
    context: BrowserContext, sample_site: Site
) -> None:
    page = at(context, sample_site, "decisions")
    everything = page.locator(".card").count()
    page.get_by_label("Committee").select_option("Cabinet")
    page.get_by_label("Words").fill("transport")
    page.get_by_role("button", name="Show").click()

    expect(page.locator(".shown")).to_contain_text("Committee: “Cabinet”")
    kept = page.locator(".card").count()
    assert 0 < kept < everything
    for text in page.locator(".card").all_inner_texts():
        assert "Cabinet" in text and "transport" in text.lower()
    again = at(context, sample_site, page.url.removeprefix(f"{sample_site.url}/"))
    expect(again.locator(".card")).to_have_count(kept)
    expect(again.get_by_label("Words")).to_have_value("transport")
    page.go_back()
    expect(page.locator(".card")).to_have_count(everything)


def test_a_decision_leads_to_its_page_with_the_words_marked(context: BrowserContext, sample_site: Site) -> None:
    page = at(context, sample_site, "decisions?about=post-16+transport&verb=resolved&standing=draft")
    card = page.locator(".card").first
    card.locator(".page-button").first.click()

    expect(page.locator("#source-panel")).to_be_focused()
    expect(page.locator("#source-place")).to_contain_text("page 3 of the file, printed page 2", ignore_case=True)
    expect(page.locator("#source-quote")).to_contain_text("£420 a year")
    assert count_marked(shown_picture(page)) > 500
    expect(card.locator(".page-button").first).to_have_attribute("aria-current", "true")
    expect(page.locator("#source-paper")).to_have_attribute("href", re.compile(r"^paper/\w+\.pdf#page=3$"))
    page.keyboard.press("Escape")
    expect(page.locator("#source-panel")).to_be_hidden()
    expect(card.locator(".page-button").first).to_be_focused()


def test_the_places_of_a_view_can_be_walked_through(context: BrowserContext, sample_site: Site) -> None:
    page = at(context, sample_site, "actions?moved=slipped")
    page.locator(".page-button:visible").first.click()
    first = page.locator("#source-quote").inner_text()
    expect(page.locator("#source-count")).to_have_text(re.compile(r"Source 1 of \d+"))
    page.locator("#source-next").click()

    expect(page.locator("#source-count")).to_have_text(re.compile(r"Source 2 of \d+"))
    assert page.locator("#source-quote").inner_text() != first
    assert count_marked(shown_picture(page)) > 100


def test_a_figure_is_reached_from_the_drawing_and_marked_in_its_own_cell(
    context: BrowserContext, sample_site: Site
) -> None:
    page = at(context, sample_site, REREFERRED)
    places = set()
    for mark in page.locator(".chart .mark").all()[:4]:
        mark.click(force=True)
        shown_picture(page)
        page.wait_for_function("document.querySelector('#source-picture').dataset.marked")
        places.add(page.locator(f"#{mark.get_attribute('data-shows')}").get_attribute("data-picture"))
    assert len(places) == 4, "four figures, four cells"
    assert page.url.endswith(REREFERRED), "the mark opens the page and does not leave the place"


def test_what_is_shown_can_be_saved_and_is_what_was_shown(context: BrowserContext, sample_site: Site) -> None:
    page = at(context, sample_site, "decisions?committee=Cabinet")
    shown = page.locator(".card blockquote").all_inner_texts()
    rows = list(csv.DictReader(io.StringIO(saved(page, "Save as CSV").decode("utf-8-sig"))))
    word = Document(io.BytesIO(saved(page, "Save as Word")))

    def bare(text: str) -> str:
        return " ".join(text.split())

    assert [bare(row["text"]) for row in rows] == list(map(bare, shown))
    assert [bare(p.text) for p in word.paragraphs if p.style is not None and p.style.name == "Intense Quote"] == list(
        map(bare, shown)
    )
    figures = at(context, sample_site, REREFERRED)
    values = list(csv.DictReader(io.StringIO(saved(figures, "Save as CSV").decode("utf-8-sig"))))
    assert {"22.1%", "23.1%*"} <= {row["value"] for row in values}
    assert all(float(row["number"]) == float(row["value"].split("%")[0]) for row in values)


def test_the_keyboard_is_enough(context: BrowserContext, sample_site: Site) -> None:
    page = at(context, sample_site, "decisions")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to Decisions")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "#f-about")
    page.keyboard.type("post-16 transport")
    page.keyboard.press("Enter")
    expect(page.locator(".shown")).to_contain_text("Words: “post-16 transport”")
    _tab_to(page, ".page-button")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus cannot be seen"
    page.keyboard.press("Enter")
    expect(page.locator("#source-panel")).to_be_focused()
    assert count_marked(shown_picture(page)) > 500
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.page-button')")

    page.goto(f"{sample_site.url}/actions?moved=slipped")
    _tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open] .steps").first).to_be_visible()
    page.goto(f"{sample_site.url}/changes")
    _tab_to(page, "#f-since")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "button.primary")
    page.keyboard.press("Enter")
    expect(page.locator(".shown")).to_contain_text("Since ")


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} is not reached by Tab")


@pytest.mark.parametrize("path", EVERY_VIEW)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_barriers(browser: Browser, sample_site: Site, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    try:
        page = at(context, sample_site, path)
        if page.locator(".page-button:visible").count():
            page.locator(".page-button:visible").first.click()
            shown_picture(page)
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
    finally:
        context.close()
    serious = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious] == []


@pytest.mark.parametrize("path", EVERY_VIEW)
def test_a_narrow_screen_needs_no_sideways_scrolling(browser: Browser, sample_site: Site, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    try:
        page = at(context, sample_site, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        if page.locator(".page-button:visible").count():
            page.locator(".page-button:visible").first.click()
            shown_picture(page)
            expect(page.locator("#source-title")).to_be_in_viewport()
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
    finally:
        context.close()


def test_nothing_is_asked_of_another_host_and_no_policy_is_broken(browser: Browser, sample_site: Site) -> None:
    context = browser.new_context()
    seen = watched(context)
    try:
        for path in filter(None, EVERY_VIEW):
            page = at(context, sample_site, path)
            if page.locator(".page-button:visible").count():
                page.locator(".page-button:visible").first.click()
                shown_picture(page)
            page.close()
    finally:
        context.close()

    assert seen.hosts() == {"127.0.0.1"}
    assert seen.problems == []


def test_a_view_needs_no_script_to_be_read_sifted_and_saved(browser: Browser, sample_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{sample_site.url}/decisions")
        page.get_by_label("Kind").select_option("rejected")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".shown")).to_contain_text("Kind: Rejected")
        assert saved(page, "Save as Word").startswith(b"PK")
    finally:
        context.close()
