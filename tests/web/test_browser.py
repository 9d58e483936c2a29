"""The page in a real browser, over a real store."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from assistant.papers.picture import MARKER_PEN
from tests.web.conftest import Site

RENT = "What was agreed about allotment rents on 9 January 2025?"
LIGHTING = "Who was awarded the harbour lighting contract?"
BEES = "What was agreed about the beekeeping byelaw?"
DONE = '#log .answer[data-done="true"]'
PLENTY = 30_000  # milliseconds; the embedder is loaded by the first question


@pytest.fixture()
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1360, "height": 850})
    yield context
    context.close()


@pytest.fixture()
def page(context: BrowserContext, site: Site) -> Page:
    return opened(context, site)


def opened(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.set_default_timeout(PLENTY)
    page.goto(site.url)
    expect(page.get_by_label("Your question")).to_be_visible()
    return page


def ask(page: Page, question: str) -> None:
    before = page.locator(DONE).count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(DONE)).to_have_count(before + 1, timeout=PLENTY)


def shown_picture(page: Page) -> Image.Image:
    expect(page.locator("#source-picture")).to_be_visible(timeout=PLENTY)
    page.wait_for_function("document.querySelector('#source-picture').naturalWidth > 0")
    data = page.evaluate(
        """async () => {
            const reply = await fetch(document.querySelector('#source-picture').src);
            return [...new Uint8Array(await reply.arrayBuffer())];
        }"""
    )
    return Image.open(io.BytesIO(bytes(data))).convert("RGB")


def count_marked(image: Image.Image) -> int:
    return sum(pixel == MARKER_PEN for pixel in image.get_flattened_data())


def test_the_page_opens_with_its_name_what_is_held_and_examples(page: Page, site: Site) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Committee papers assistant")
    expect(page.locator("#header")).to_contain_text(
        "3 committee papers held here, 9 January 2025 to 20 February 2025"
    )
    expect(page.locator("button.example").first).to_be_visible()
    assert page.locator("button.example:visible").all_inner_texts() == site.assistant.examples(4)
    expect(page.locator("#footer")).to_contain_text("Draft minutes may change")
    assert page.title() == "Committee papers assistant"


def test_an_answer_has_markers_and_a_list_of_its_sources(page: Page, site: Site) -> None:
    ask(page, RENT)

    answer = page.locator(DONE)
    expect(answer.locator(".said")).to_contain_text("48 pounds")
    expect(answer.locator(".marker").first).to_have_text("[1]")
    source = answer.locator(".source").first
    expect(source).to_contain_text("9 January 2025, page 2 of the file")
    expect(source).to_contain_text("cabinet-2025-01-09.pdf")
    expect(source).to_contain_text("RESOLVED that the allotment rent be set at 48 pounds a plot")
    expect(page.get_by_label("Your question")).to_have_value("")


def test_an_example_can_be_pressed(page: Page) -> None:
    example = page.locator("button.example").first
    expect(example).to_be_visible()
    question = example.inner_text()
    example.click()

    expect(page.locator(DONE)).to_have_count(1)
    expect(page.locator("#log .question")).to_contain_text(question)
    expect(page.locator("#examples")).to_be_hidden()


def test_a_marker_shows_its_page_with_the_words_marked(page: Page) -> None:
    ask(page, RENT)
    page.locator("#source-close").click()
    expect(page.locator("#source-panel")).to_be_hidden()
    with page.expect_response(re.compile(r"/page/.*\.png")) as reply:
        page.locator(f"{DONE} .marker").first.click()

    assert reply.value.status == 200
    assert reply.value.headers["content-type"] == "image/png"
    expect(page.locator("#source-place")).to_contain_text("9 January 2025, page 2 of the file")
    expect(page.locator("#source-quote")).to_contain_text("48 pounds a plot")
    assert count_marked(shown_picture(page)) > 500
    expect(page.locator(f"{DONE} .marker").first).to_have_attribute("aria-current", "true")


def test_the_first_page_is_shown_at_once_where_there_is_room_and_goes_with_its_answer(page: Page) -> None:
    ask(page, RENT)
    expect(page.locator("#source-quote")).to_contain_text("48 pounds a plot")

    ask(page, LIGHTING)
    expect(page.locator("#source-quote")).to_contain_text("Calder Electrical")
    expect(page.locator("#source-quote")).not_to_contain_text("48 pounds")


def test_sources_can_be_walked_through(page: Page) -> None:
    ask(
        page,
        "What did the Cabinet and the Scrutiny Committee resolve about rents, lighting, libraries and bees?",
    )
    sources = page.locator(f"{DONE} .source")
    if sources.count() < 2:
        pytest.skip("that answer stands on one source only")
    sources.first.locator("button").click()
    places = sources.evaluate_all("all => all.map(one => one.dataset.quote)")

    page.locator("#source-next").click()
    expect(page.locator("#source-quote")).to_have_text(places[1])
    page.locator("#source-previous").click()
    expect(page.locator("#source-quote")).to_have_text(places[0])
    expect(page.locator("#source-previous")).to_have_attribute("aria-disabled", "true")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#question textarea')"):
            break
    page.keyboard.type(RENT)
    page.keyboard.press("Enter")
    expect(page.locator(DONE)).to_have_count(1)
    page.locator("#source-close").click()
    page.evaluate("document.querySelector('#header').scrollIntoView(); document.activeElement.blur()")
    page.mouse.click(5, 5)

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.marker')"):
            break
    marker = page.evaluate("document.activeElement.dataset.shows")
    assert marker
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus cannot be seen"
    page.keyboard.press("Enter")
    expect(page.locator("#source-panel")).to_be_focused()
    assert count_marked(shown_picture(page)) > 500

    page.keyboard.press("Escape")
    expect(page.locator("#source-panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.shows") == marker


def test_a_follow_up_knows_the_earlier_question(page: Page, site: Site) -> None:
    follow_up = "And from which date?"
    ask(page, RENT)
    ask(page, follow_up)

    expected = site.assistant.ask(follow_up, [RENT])
    alone = site.assistant.ask(follow_up)
    assert expected.answer != alone.answer, "the follow-up needs no history; choose another for this test"
    quotes = (
        page.locator(DONE).nth(1).locator(".source").evaluate_all("all => all.map(one => one.dataset.quote)")
    )
    assert quotes == [citation.quote for citation in expected.citations]


def test_a_new_conversation_forgets(page: Page, site: Site) -> None:
    ask(page, RENT)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#log .turn")).to_have_count(0)
    expect(page.locator("#source-panel")).to_be_hidden()
    expect(page.locator("button.example").first).to_be_visible()

    ask(page, "And from which date?")
    quotes = page.locator(f"{DONE} .source").evaluate_all("all => all.map(one => one.dataset.quote)")
    assert quotes == [citation.quote for citation in site.assistant.ask("And from which date?").citations]


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


def test_what_is_not_there_is_said_with_what_was_searched(page: Page) -> None:
    ask(page, "What did the Cabinet decide on 14 March 1999?")

    expect(page.locator(f"{DONE} .status")).to_have_text("Not found in the papers")
    expect(page.locator(DONE)).to_contain_text("I searched 3 papers")
    expect(page.locator("#source-panel")).to_be_hidden()


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
            "#log :is(img, script, a, details, iframe, form, input, style, h1, table:not(.values table))"
        ).count()
        == 0
    )
    assert page.locator("#log [onerror], #log [onclick], #log [style]").count() == 0
    assert page.title() == "Committee papers assistant"
    assert dialogs == []
    assert not [url for url in asked if "evil.example" in url]


def test_nothing_is_asked_of_another_host(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    requests: list[Request] = []
    problems: list[str] = []
    context.on("request", lambda request: requests.append(request))
    context.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    try:
        page = opened(context, site)
        expect(page.locator("button.example").first).to_be_visible()
        ask(page, RENT)
        page.locator(f"{DONE} .marker").first.click()
        shown_picture(page)
        page.wait_for_timeout(500)
        hosts = {urlparse(request.url).hostname for request in requests if request.url.startswith("http")}
        fonts = page.evaluate("[...document.fonts].map(font => font.family)")
    finally:
        context.close()

    assert hosts == {"127.0.0.1"}
    assert problems == []
    assert fonts == []


def test_nothing_of_the_conversation_is_kept_in_the_browser(page: Page) -> None:
    ask(page, RENT)
    kept = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
            (await indexedDB.databases()).map(one => one.name)])"""
    )

    assert "allotment" not in kept
    assert "runs" not in kept


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_needs_no_sideways_scrolling(browser: Browser, site: Site, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    try:
        page = opened(context, site)
        expect(page.locator("button.example").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        ask(page, BEES)
        page.locator(f"{DONE} .marker").first.click()
        shown_picture(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        below = page.evaluate(
            "document.querySelector('#source-panel').getBoundingClientRect().top"
            " >= document.querySelector('#log').getBoundingClientRect().bottom"
        )
        assert below, "the source stands below the talk"
        expect(page.locator("#source-title")).to_be_in_viewport()
    finally:
        context.close()


def test_landmarks_and_names_for_screen_readers(page: Page) -> None:
    ask(page, RENT)

    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    nameless = page.evaluate(
        """[...document.querySelectorAll('button')].filter(one => one.checkVisibility()
            && !(one.getAttribute('aria-label') || one.innerText).trim()).map(one => one.outerHTML)"""
    )
    assert nameless == []
    expect(page.locator(f"{DONE} .marker").first).to_have_attribute(
        "aria-label", re.compile(r"^Source 1: .*page 2 of the file")
    )
