"""The page in a real browser, over a real store: asking, reading, and looking at the pages cited."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.conftest import Site, served
from tests.web.driving import BEES, DONE, LIGHTING, RENT, ask, count_marked, opened, shown_picture

if TYPE_CHECKING:
    from assistant import Answer, Assistant, Filters


def test_the_page_opens_with_its_name_what_is_held_and_examples(page: Page, site: Site) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Committee papers assistant")
    expect(page.locator("#header")).to_contain_text("3 committee papers held here, 9 January 2025 to 20 February 2025")
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
    expect(source).to_contain_text("page 2 of the file")
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
    expect(page.locator("#source-place")).to_contain_text("page 2 of the file")
    expect(page.locator("#source-quote")).to_contain_text("48 pounds a plot")
    assert count_marked(shown_picture(page)) > 500
    expect(page.locator(f"{DONE} .marker").first).to_have_attribute("aria-current", "true")


def test_the_first_page_is_shown_at_once_where_there_is_room_and_goes_with_its_answer(page: Page) -> None:
    ask(page, RENT)
    expect(page.locator("#source-quote")).to_contain_text("48 pounds a plot")

    ask(page, LIGHTING)
    expect(page.locator("#source-quote")).to_contain_text("Calder Electrical")
    expect(page.locator("#source-quote")).not_to_contain_text("48 pounds")


class Joined:
    """The real Assistant, asked both halves of "A / B", the answers put together; "slowly" takes its time."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def __getattr__(self, name: str) -> object:
        return getattr(self._assistant, name)

    def ask(self, question: str, history: Sequence[str] = (), *, filters: Filters | None = None) -> Answer:
        if question.startswith("slowly"):
            time.sleep(3)
        parts = [self._assistant.ask(part, history, filters=filters) for part in question.split(" / ")]
        cited = [citation for part in parts for citation in part.citations[:1]]
        citations = [one.model_copy(update={"marker": number}) for number, one in enumerate(cited, start=1)]
        said = " ".join(f"{one.quote} [{one.marker}]." for one in citations)
        return parts[0].model_copy(update={"answer": said, "citations": citations})


@pytest.fixture(scope="module")
def joined(site: Site) -> Iterator[Site]:
    with served(cast("Assistant", Joined(site.assistant))) as url:
        yield Site(url, site.assistant, site.store)


def test_sources_can_be_walked_through(context: BrowserContext, joined: Site) -> None:
    page = opened(context, joined)
    ask(page, f"{RENT} / {LIGHTING}")
    expect(page.locator("#source-count")).to_have_text("Source 1 of 2")
    expect(page.locator("#source-quote")).to_contain_text("48 pounds")
    expect(page.locator("#source-previous")).to_have_attribute("aria-disabled", "true")

    page.locator("#source-next").click()
    expect(page.locator("#source-count")).to_have_text("Source 2 of 2")
    expect(page.locator("#source-quote")).to_contain_text("Calder Electrical")
    assert count_marked(shown_picture(page)) > 500
    expect(page.locator("#source-next")).to_have_attribute("aria-disabled", "true")

    page.locator("#source-previous").click()
    expect(page.locator("#source-quote")).to_contain_text("48 pounds")


def test_an_answer_never_shows_half_a_marker(context: BrowserContext, joined: Site) -> None:
    page = opened(context, joined)
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                const said = document.querySelector("#log .said");
                if (said && window.seen.at(-1) !== said.innerText) window.seen.push(said.innerText);
            }).observe(document.body, { childList: true, subtree: true, characterData: true });
        }"""
    )
    ask(page, f"{RENT} / {LIGHTING} / {BEES}")

    seen = page.evaluate("window.seen")
    assert len(seen) > 1, "it came all at once"
    for shown in seen:
        assert seen[-1].startswith(shown.rstrip())
        assert not re.search(r"\[\d*$", shown)


def test_a_question_can_be_stopped(context: BrowserContext, joined: Site) -> None:
    page = opened(context, joined)
    page.get_by_label("Your question").fill(f"slowly: {RENT}")
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("button", name="Stop").click()

    expect(page.locator("#log .answer")).to_contain_text("Stopped.")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.wait_for_timeout(3500)
    expect(page.locator("#log .answer")).not_to_contain_text("48 pounds")
    ask(page, LIGHTING)
    expect(page.locator(DONE)).to_contain_text("Calder Electrical")


def test_a_blank_question_changes_nothing(page: Page) -> None:
    ask(page, RENT)
    page.get_by_label("Your question").fill("   ")
    page.get_by_label("Your question").press("Enter")
    page.wait_for_timeout(700)

    expect(page.locator("#log .turn")).to_have_count(1)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


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
    quotes = page.locator(DONE).nth(1).locator(".source").evaluate_all("all => all.map(one => one.dataset.quote)")
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


def test_what_is_not_there_is_said_with_what_was_searched(page: Page) -> None:
    ask(page, "What did the Cabinet decide on 14 March 1999?")

    expect(page.locator(f"{DONE} .status")).to_have_text("Not found in the papers")
    expect(page.locator(DONE)).to_contain_text("I searched 3 papers")
    expect(page.locator("#source-panel")).to_be_hidden()


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
