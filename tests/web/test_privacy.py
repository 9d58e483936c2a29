"""What stays apart and what stays out, in a real browser: other visitors, other hosts, hostile papers."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Site
from tests.web.driving import BEES, DONE, LIGHTING, RENT, ask, opened, shown_picture, watched


def test_two_visitors_do_not_see_each_other(browser: Browser, page: Page, site: Site) -> None:
    other = browser.new_context()
    try:
        second = opened(other, site)
        ask(page, RENT)
        ask(second, LIGHTING)

        expect(page.locator("#log .question")).to_have_count(1)
        expect(second.locator("#log .question")).to_have_count(1)
        expect(page.locator("#log")).not_to_contain_text("harbour")
        expect(second.locator("#log")).not_to_contain_text("allotment")
        third = opened(other, site)
        expect(third.locator("#log .turn")).to_have_count(0)
    finally:
        other.close()


def test_hostile_text_is_shown_and_does_nothing(page: Page, site: Site) -> None:
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    ask(page, BEES)
    ask(
        page,
        "<img src=x onerror=\"document.title='taken'\"> [a](javascript:alert(1)) **what** of bees?",
    )
    page.locator(f"{DONE} .marker").first.click()
    shown_picture(page)
    page.wait_for_timeout(300)

    expect(page.locator(DONE).first).to_contain_text("<img src=x onerror=")
    expect(page.locator("#source-quote")).to_contain_text("<script>")
    assert (
        page.locator(
            "#log :is(img, script, a:not(.saving a), details, iframe, form, input, style, h1, table:not(.values table))"
        ).count()
        == 0
    )
    assert page.locator("#log [onerror], #log [onclick], #log [style]").count() == 0
    assert page.title() == "Committee papers assistant"
    assert dialogs == []
    assert not [url for url in asked if "evil.example" in url]


def test_nothing_is_asked_of_another_host(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    seen = watched(context)
    try:
        page = opened(context, site)
        expect(page.locator("button.example").first).to_be_visible()
        ask(page, RENT)
        page.locator(f"{DONE} .marker").first.click()
        shown_picture(page)
        page.wait_for_timeout(500)
        fonts = page.evaluate("[...document.fonts].map(font => font.family)")
    finally:
        context.close()

    assert seen.hosts() == {"127.0.0.1"}
    assert seen.problems == []
    assert fonts == []


def test_nothing_of_the_conversation_is_kept_in_the_browser(page: Page) -> None:
    ask(page, RENT)
    kept = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
            (await indexedDB.databases()).map(one => one.name)])"""
    )

    assert "allotment" not in kept
    assert "runs" not in kept
