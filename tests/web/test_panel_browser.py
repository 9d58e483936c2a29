"""The page beside an answer in a real browser: turning pages, zooming, the PDF, and the figures that lead to it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.conftest import Site
from tests.web.driving import DONE, ask, count_marked, opened, shown_picture

REREFERRED = "re-referral rate latest"
WITHIN = 1.0  # seconds for the picture of a page


@pytest.fixture
def asked(context: BrowserContext, sample_site: Site) -> Page:
    page = opened(context, sample_site)
    ask(page, REREFERRED)
    page.locator(f"{DONE} .said .marker").first.click()
    shown_picture(page)
    return page


def told(page: Page, words: str) -> None:
    expect(page.locator("#page-told")).to_have_text(words)


def width(page: Page) -> float:
    box = page.locator("#source-picture").bounding_box()
    assert box is not None
    return box["width"]


def test_pages_are_turned_by_mouse_and_keyboard(asked: Page) -> None:
    told(asked, "Printed page 8, file page 10 of 19")
    expect(asked.locator("#page-cited")).to_be_hidden()
    started = time.monotonic()
    asked.get_by_role("button", name="Next page").click()
    told(asked, "Printed page 9, file page 11 of 19")
    assert time.monotonic() - started < WITHIN
    assert count_marked(shown_picture(asked)) == 0, "nothing is marked on a page that is not cited"
    expect(asked.locator("#source-picture")).to_have_attribute("alt", re.compile(r"file page 11 of 19$"))
    expect(asked.locator("#source-paper")).to_have_attribute("href", re.compile(r"\.pdf#page=11$"))
    asked.get_by_role("button", name="Cited page").click()
    told(asked, "Printed page 8, file page 10 of 19")
    assert count_marked(shown_picture(asked)) > 500
    expect(asked.get_by_role("button", name="Next page")).to_be_focused()

    asked.locator("#source-frame").focus()
    for key, page in [("ArrowRight", 11), *(("ArrowLeft", page) for page in range(10, 0, -1))]:
        asked.keyboard.press(key)
        expect(asked.locator("#page-told")).to_contain_text(f"file page {page} of 19", ignore_case=True)
    before = asked.get_by_role("button", name="Previous page")
    expect(before).to_have_attribute("aria-disabled", "true")
    before.click(force=True)
    told(asked, "File page 1 of 19")
    asked.keyboard.press("Escape")
    expect(asked.locator("#source-panel")).to_be_hidden()


def test_the_picture_is_zoomed_by_mouse_and_keyboard_and_drawn_finer(asked: Page) -> None:
    before, drawn = width(asked), asked.evaluate("document.querySelector('#source-picture').naturalWidth")
    expect(asked.get_by_role("button", name="Zoom out")).to_have_attribute("aria-disabled", "true")
    asked.get_by_role("button", name="Zoom in").click()
    expect(asked.locator("#zoom-told")).to_have_text("150 %")
    assert width(asked) == pytest.approx(1.5 * before, rel=0.05)
    asked.locator("#source-frame").focus()
    asked.keyboard.press("+")
    expect(asked.locator("#zoom-told")).to_have_text("200 %")
    asked.wait_for_function(f"document.querySelector('#source-picture').naturalWidth > {1.5 * drawn}")
    scrolled = asked.evaluate("document.querySelector('#source-frame').scrollLeft")
    asked.keyboard.press("ArrowRight")
    asked.wait_for_function(f"document.querySelector('#source-frame').scrollLeft > {scrolled}")
    told(asked, "Printed page 8, file page 10 of 19")
    asked.keyboard.press("0")
    expect(asked.locator("#zoom-told")).to_have_text("100 %")

    asked.locator("#source-picture").hover()
    asked.keyboard.down("Control")
    asked.mouse.wheel(0, -100)
    asked.keyboard.up("Control")
    expect(asked.locator("#zoom-told")).to_have_text("150 %")
    asked.locator("#source-picture").dblclick()
    expect(asked.locator("#zoom-told")).to_have_text("100 %")


def test_the_pdf_is_downloaded_under_its_own_name(asked: Page) -> None:
    with asked.expect_download() as download:
        asked.get_by_role("link", name="Download the PDF").click()
    assert download.value.suggested_filename == "scrutiny-agenda-pack-2025-06-11.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_figures_of_an_answer_are_drawn_and_each_leads_to_its_page(asked: Page, tmp_path: Path) -> None:
    series = asked.locator(f"{DONE} .series")
    expect(series.locator("dl")).to_contain_text("Target")
    for words in ("21.9%", "23.0%", "Green", "Meets its target", "Lower than 23.1% in Q3 2024/25: better"):
        expect(series.locator("dl")).to_contain_text(words)
    marks = series.locator(".chart .mark.dot")
    expect(marks).to_have_count(4)
    marks.first.dispatch_event("click")  # not by its place, which moves while more is written below
    expect(asked.locator("#source-quote")).to_contain_text("24.3%")
    assert count_marked(shown_picture(asked)) > 50

    series.locator("summary").press("Enter")
    row = series.get_by_role("row", name=re.compile("^Dec-24 22.1%"))
    expect(row).to_contain_text("Other figure")
    row.get_by_role("button").first.press("Enter")
    expect(asked.locator("#source-panel")).to_be_focused()
    expect(asked.locator("#page-told")).to_contain_text("Printed page 67, file page 9 of")
    with asked.expect_download() as download:
        series.get_by_role("link", name="Save these figures as CSV").click()
    assert "Q4 2024/25" in Path(download.value.path()).read_text("utf-8-sig")
    with asked.expect_download() as download:
        asked.locator(DONE).get_by_role("link", name="PDF", exact=True).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_figures_are_there_again_when_the_page_is_opened_anew(asked: Page) -> None:
    asked.reload()
    expect(asked.locator(f"{DONE} .series .chart")).to_be_visible()


@pytest.mark.parametrize(("scheme", "wide"), [("light", 1280), ("dark", 1280), ("dark", 360)])
def test_an_answer_with_figures_has_no_barriers(browser: Browser, sample_site: Site, scheme: str, wide: int) -> None:
    context = browser.new_context(viewport={"width": wide, "height": 900}, color_scheme=scheme)
    try:
        page = opened(context, sample_site)
        ask(page, REREFERRED)
        page.locator(f"{DONE} summary").click()
        page.locator(f"{DONE} .page-button").first.click()
        shown_picture(page)
        page.locator("#zoom-in").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        found = Axe().run(page, options=options)
    finally:
        context.close()
    serious = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious] == []
