"""Conversations in a real browser: gone on with after a reload or a register, listed, renamed, deleted and brought back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.web.conftest import Site, served
from tests.web.driving import BEES, DONE, LIGHTING, PLENTY, RENT, ask, opened, shown_picture, watched

if TYPE_CHECKING:
    from assistant import Answer, Assistant, Filters


class Slow:
    """The real Assistant, which takes its time over a question that begins with "slowly: "."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def __getattr__(self, name: str) -> object:
        return getattr(self._assistant, name)

    def ask(self, question: str, history: Sequence[str] = (), *, filters: Filters | None = None) -> Answer:
        if question.startswith("slowly: "):
            time.sleep(3)
        return self._assistant.ask(question.removeprefix("slowly: "), history, filters=filters)


@pytest.fixture(scope="module")
def slow(site: Site) -> Iterator[Site]:
    with served(cast("Assistant", Slow(site.assistant))) as url:
        yield Site(url, site.assistant, site.store)


def unfold(page: Page) -> Locator:
    """The items of the list, opened."""
    summary = page.locator("#earlier summary")
    if not page.locator("#earlier details").evaluate("box => box.open"):
        summary.click()
    return page.locator("#earlier li")


def titles(page: Page) -> Locator:
    return page.locator("#earlier .talk-title")


def asked(page: Page) -> Locator:
    return page.locator("#log .question")


def test_a_conversation_is_there_after_a_register_and_a_reload_and_goes_on(page: Page, site: Site) -> None:
    ask(page, RENT)
    for _ in range(2):
        page.get_by_role("link", name="Decisions").click()
        page.wait_for_url(f"{site.url}/decisions")
        page.get_by_role("link", name="Ask").click()
        expect(asked(page)).to_have_text([f"You asked: {RENT}"])
        page.reload()
        expect(page.locator(f"{DONE} .source")).to_have_count(1)
    expect(page.locator("#examples")).to_be_hidden()
    page.go_back()
    page.go_forward()
    expect(asked(page)).to_have_count(1)

    with page.expect_request(re.compile("/queue/join")) as sent:
        ask(page, "And from which date?")
    assert sent.value.headers["x-conversation"] == page.locator("#log").get_attribute("data-conversation")
    quotes = page.locator(DONE).nth(1).locator(".source").evaluate_all("all => all.map(one => one.dataset.quote)")
    assert quotes == [c.quote for c in site.assistant.ask("And from which date?", [RENT]).citations]
    page.reload()
    expect(asked(page)).to_have_count(2)
    with page.expect_download():
        page.get_by_role("link", name="Markdown").first.click()


def test_another_window_begins_anew_and_can_go_on_with_it(context: BrowserContext, page: Page, site: Site) -> None:
    ask(page, RENT)
    other = opened(context, site)
    expect(other.locator("#earlier summary")).to_have_text("Conversations (1)")
    expect(asked(other)).to_have_count(0)
    unfold(other)
    titles(other).first.click()
    expect(asked(other)).to_have_text([f"You asked: {RENT}"])
    expect(other.locator("#earlier li")).to_be_hidden()
    ask(other, LIGHTING)
    page.reload()
    expect(asked(page)).to_have_count(2)


def test_two_browsers_have_each_their_own(browser: Browser, page: Page, site: Site) -> None:
    ask(page, RENT)
    other = browser.new_context()
    try:
        second = opened(other, site)
        expect(second.locator("button.example").first).to_be_visible()
        second.wait_for_timeout(500)
        expect(second.locator("#earlier summary")).to_have_count(0)
        talk = page.locator("#log").get_attribute("data-conversation")
        second.evaluate("talk => sessionStorage.setItem('conversation', talk)", talk)
        second.reload()
        expect(second.locator("button.example").first).to_be_visible()
        second.wait_for_timeout(500)
        expect(asked(second)).to_have_count(0)
    finally:
        other.close()
    names = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert names["assistant_browser"]["httpOnly"] and names["assistant_browser"]["sameSite"] == "Lax"


def test_titles_are_the_first_questions_shortened_and_text_only(page: Page) -> None:
    hostile = "<img src=x onerror=\"document.title='taken'\"> what of the beekeeping byelaw, the harbour and the rents?"
    ask(page, hostile)
    unfold(page)
    expect(titles(page)).to_have_text([re.compile(r"^<img src=x onerror=.*…$")])
    assert len(titles(page).inner_text()) <= 71
    assert page.locator("#earlier img").count() == 0
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_label("New title")).to_have_value(re.compile("^<img"))
    assert page.title() == "Committee papers assistant"


def test_a_conversation_is_renamed_with_the_keyboard(page: Page) -> None:
    ask(page, RENT)
    page.locator("#earlier summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(titles(page).first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("New title")).to_be_focused()
    page.keyboard.type("Thrown away")
    page.keyboard.press("Escape")
    expect(titles(page)).to_have_text([RENT])
    rename = page.get_by_role("button", name=f"Rename: {RENT}")
    expect(rename).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Rents for the annual meeting")
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_text(["Rents for the annual meeting"])
    expect(page.get_by_role("button", name="Rename: Rents for the annual meeting")).to_be_focused()
    page.reload()
    unfold(page)
    expect(titles(page)).to_have_text(["Rents for the annual meeting"])


def test_deleting_can_be_undone_and_else_holds(page: Page) -> None:
    ask(page, RENT)
    page.get_by_role("button", name="New conversation").click()
    expect(asked(page)).to_have_count(0)
    ask(page, LIGHTING)
    unfold(page)
    expect(titles(page)).to_have_text([LIGHTING, RENT])
    page.get_by_role("button", name=f"Delete: {RENT}").press("Enter")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(page.locator("#earlier [role=status]")).to_have_text(f"Deleted: “{RENT}”. Undo")
    expect(titles(page)).to_have_text([LIGHTING])
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_text([LIGHTING, RENT])
    expect(titles(page).nth(1)).to_be_focused()
    expect(asked(page)).to_have_text([f"You asked: {LIGHTING}"])

    page.get_by_role("button", name=f"Delete: {LIGHTING}").click()
    expect(asked(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(asked(page)).to_have_text([f"You asked: {LIGHTING}"])
    page.get_by_role("button", name=f"Delete: {LIGHTING}").click()
    expect(titles(page)).to_have_text([RENT])
    page.reload()
    unfold(page)
    expect(titles(page)).to_have_text([RENT])
    expect(asked(page)).to_have_count(0)


def test_what_is_asked_is_answered_though_its_page_was_left(context: BrowserContext, slow: Site) -> None:
    page = opened(context, slow)
    page.get_by_label("Your question").fill(f"slowly: {RENT}")
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.goto(f"{slow.url}/decisions")
    page.goto(slow.url)
    expect(page.locator("#log .waiting")).to_be_visible()
    expect(page.locator(DONE)).to_contain_text("48 pounds", timeout=PLENTY)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_a_conversation_deleted_while_it_is_answered_stays_away(context: BrowserContext, slow: Site) -> None:
    page = opened(context, slow)
    page.get_by_label("Your question").fill(f"slowly: {RENT}")
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    unfold(page)
    page.get_by_role("button", name="Delete").click()
    expect(asked(page)).to_have_count(0)
    page.wait_for_timeout(1500)  # Gradio takes the next question once the event of the last one has ended
    ask(page, LIGHTING)
    page.wait_for_timeout(3500)
    expect(asked(page)).to_have_text([f"You asked: {LIGHTING}"])
    expect(titles(page)).to_have_text([LIGHTING])


def test_a_question_is_asked_again_and_changed_in_its_place(page: Page) -> None:
    ask(page, BEES)
    ask(page, LIGHTING)
    saved = page.locator(f"{DONE} .saving a[href$='.docx']").nth(1)
    before = saved.get_attribute("href")
    page.get_by_role("button", name="Ask again").click()
    expect(saved).not_to_have_attribute("href", before or "")
    expect(page.locator(DONE)).to_have_count(2)
    page.get_by_role("button", name="Change the question").press("Enter")
    field = page.get_by_label("Your question")
    expect(field).to_be_focused()
    expect(field).to_have_value(LIGHTING)
    expect(page.get_by_role("button", name="Change the question")).to_be_hidden()
    page.get_by_role("button", name="Leave it as it was").click()
    expect(field).to_have_value("")
    expect(page.get_by_role("button", name="Leave it as it was")).to_be_hidden()

    page.get_by_role("button", name="Change the question").click()
    expect(field).to_have_value(LIGHTING)
    field.fill(RENT)
    field.press("Enter")
    expect(asked(page)).to_have_text([f"You asked: {BEES}", f"You asked: {RENT}"])
    expect(page.locator(DONE).nth(1)).to_contain_text("48 pounds")
    ask(page, LIGHTING)
    page.reload()
    expect(asked(page)).to_have_text([f"You asked: {BEES}", f"You asked: {RENT}", f"You asked: {LIGHTING}"])


def test_what_was_stopped_is_asked_again(context: BrowserContext, slow: Site) -> None:
    page = opened(context, slow)
    page.get_by_label("Your question").fill(f"slowly: {RENT}")
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#log .answer")).to_contain_text("Stopped.")
    page.wait_for_timeout(3500)
    page.reload()
    expect(page.locator("#log .answer")).to_contain_text("Stopped.")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(DONE)).to_contain_text("48 pounds", timeout=PLENTY)
    expect(asked(page)).to_have_count(1)


def test_a_conversation_brought_back_is_not_read_out_and_the_next_answer_is(page: Page) -> None:
    ask(page, RENT)
    page.reload()
    log = page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "off")
    ask(page, LIGHTING)
    expect(log).to_have_attribute("aria-live", "polite")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 360])
def test_the_list_has_no_barriers_and_fits(browser: Browser, site: Site, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    seen = watched(context)
    try:
        page = opened(context, site)
        for question in (RENT, LIGHTING, BEES):
            ask(page, question)
            page.get_by_role("button", name="New conversation").click()
            expect(asked(page)).to_have_count(0)
        unfold(page)
        expect(titles(page)).to_have_count(3)
        page.get_by_role("button", name="Delete").last.click()
        expect(titles(page)).to_have_count(2)
        page.get_by_role("button", name="Rename").last.click()
        expect(page.get_by_label("New title")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []
        titles(page).first.click()
        page.get_by_role("button", name="Change the question").click()
        expect(page.get_by_role("button", name="Leave it as it was")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []
        assert seen.problems == []
    finally:
        context.close()


def serious(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    grave = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave]


def test_a_question_being_written_outlives_a_reload_until_it_is_asked(page: Page) -> None:
    ask(page, BEES)
    field = page.get_by_label("Your question")
    field.press_sequentially(LIGHTING)
    page.reload()
    expect(page.locator(DONE)).to_have_count(1)
    expect(field).to_have_value(LIGHTING)
    field.press("Enter")
    expect(page.locator(DONE)).to_have_count(2, timeout=PLENTY)
    page.reload()
    expect(page.locator(DONE)).to_have_count(2)
    expect(field).to_have_value("")


def test_a_page_that_cannot_be_fetched_is_said_to_be_so_and_comes_later(page: Page, context: BrowserContext) -> None:
    ask(page, RENT)
    shown_picture(page)
    context.set_offline(True)
    page.locator(f"{DONE} .marker").first.click()
    expect(page.locator("#source-note")).to_contain_text("could not be fetched")
    expect(page.locator(DONE)).to_contain_text("48 pounds")
    context.set_offline(False)
    page.locator(f"{DONE} .marker").first.click()
    shown_picture(page)
