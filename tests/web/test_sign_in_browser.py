"""Signing in with a real browser: the keyboard, small screens and barriers; two users at once; a session that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete

from assistant import Assistant
from assistant.access.database import open_database
from assistant.access.tables import Tries
from assistant.access.users import Users
from assistant.settings import load_settings
from tests.web.conftest import PART_II, PASSWORD, Site, served
from tests.web.driving import DONE, LIGHTING, PLENTY, RENT, ask, shown_picture, watched

CONTRACT = "Which provider was awarded the residential care contract?"


def came(context: BrowserContext, site: Site, path: str = "") -> Page:
    page = context.new_page()
    page.set_default_timeout(PLENTY)
    page.goto(f"{site.url}/{path}")
    return page


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def chatting(context: BrowserContext, site: Site, name: str) -> Page:
    page = came(context, site)
    sign_in(page, name)
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.locator("#header")).to_contain_text(f"Signed in as {name}")
    return page


@contextmanager
def elsewhere(browser: Browser, **options: object) -> Iterator[BrowserContext]:
    """Another browser on another desk."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    try:
        yield context
    finally:
        context.close()


def serious(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    grave = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave]


def test_signing_in_with_the_keyboard_leads_to_where_one_wanted_to_go(context: BrowserContext, guarded: Site) -> None:
    seen = watched(context)
    page = came(context, guarded, "decisions?about=beekeeping")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("rita")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is not right. Please try again.")
    expect(page.get_by_label("Name")).to_have_value("rita")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{guarded.url}/decisions?about=beekeeping")
    expect(page.locator(".card")).to_have_count(1)
    assert seen.hosts() == {"127.0.0.1"}
    assert [told for told in seen.problems if "403" not in told] == []


def test_the_user_is_named_on_every_view_and_signs_out(context: BrowserContext, guarded: Site) -> None:
    page = chatting(context, guarded, "rita")
    ask(page, RENT)
    for view in ("decisions", "papers"):
        page.goto(f"{guarded.url}/{view}")
        expect(page.get_by_role("banner")).to_contain_text("Signed in as rita")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You have signed out.")
    page.go_back()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto(guarded.url)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_signing_out_of_the_chat(context: BrowserContext, guarded: Site) -> None:
    page = chatting(context, guarded, "rita")
    ask(page, RENT)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You have signed out.")
    page.go_back()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("48 pounds")


def test_two_users_at_once_never_see_each_other(browser: Browser, context: BrowserContext, guarded: Site) -> None:
    with elsewhere(browser) as other:
        rita, olga = chatting(context, guarded, "rita"), chatting(other, guarded, "olga")
        ask(rita, RENT)
        ask(olga, CONTRACT)
        ask(rita, CONTRACT)
        ask(olga, LIGHTING)

        expect(rita.locator("#log .question")).to_have_text([f"You asked: {RENT}", f"You asked: {CONTRACT}"])
        expect(olga.locator("#log .question")).to_have_text([f"You asked: {CONTRACT}", f"You asked: {LIGHTING}"])
        expect(olga.locator("#log")).to_contain_text("Brightwater")
        expect(rita.locator("#log")).not_to_contain_text("Brightwater")
        expect(rita.locator("#log")).not_to_contain_text(PART_II)
        expect(rita.locator("#header")).to_contain_text("3 committee papers")
        expect(olga.locator("#header")).to_contain_text("4 committee papers")
        olga.locator(f"{DONE} .marker").first.click()
        picture = olga.locator(f"{DONE} .source").first.get_attribute("data-picture")
        assert shown_picture(olga).width > 300
        assert rita.request.get(f"{guarded.url}/{picture}").status == 404


def test_a_session_that_ends_is_told_and_nothing_written_is_lost(
    browser: Browser, context: BrowserContext, guarded: Site, users: Users
) -> None:
    users.add("yusuf", PASSWORD)
    page = chatting(context, guarded, "yusuf")
    ask(page, RENT)
    users.set_password("yusuf", "five blue tables sing")
    page.get_by_label("Your question").fill(LIGHTING)
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="You are signed out.")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(LIGHTING)
    expect(page.locator("#log")).to_contain_text("48 pounds")
    assert serious(page) == []

    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    sign_in(opened.value, "yusuf", "five blue tables sing")
    expect(opened.value.get_by_label("Your question")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(DONE).nth(1)).to_contain_text("Calder Electrical")
    expect(page.locator("#log")).to_contain_text("48 pounds")


def test_a_page_left_open_is_not_the_next_users(context: BrowserContext, guarded: Site) -> None:
    page = chatting(context, guarded, "rita")
    ask(page, RENT)
    other = came(context, guarded, "papers")
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, "evan")
    expect(other.get_by_label("Your question")).to_be_visible()
    page.get_by_label("Your question").fill("And from which date?")
    page.get_by_label("Your question").press("Enter")

    expect(page.locator("body")).to_contain_text("This page was opened by somebody else. Reload it to begin anew.")
    expect(page.locator("#log .turn")).to_have_count(1)
    page.reload()
    expect(page.locator("#header")).to_contain_text("Signed in as evan")
    expect(page.locator("#log .turn")).to_have_count(0)


def test_a_user_goes_on_at_another_desk_and_nobody_else_does(
    browser: Browser, context: BrowserContext, guarded: Site, users: Users
) -> None:
    for name in ("petra", "paul"):
        users.add(name, PASSWORD)
    page = chatting(context, guarded, "petra")
    ask(page, RENT)
    talk = page.locator("#log").get_attribute("data-conversation")
    with elsewhere(browser) as other, elsewhere(browser) as third:
        there = chatting(other, guarded, "petra")
        there.locator("#earlier summary").click()
        there.locator("#earlier .talk-title").first.click()
        expect(there.locator("#log")).to_contain_text("48 pounds")
        assert "assistant_browser" not in {cookie["name"] for cookie in other.cookies()}

        stranger = chatting(third, guarded, "paul")
        stranger.evaluate("talk => sessionStorage.setItem('conversation', talk)", talk)
        stranger.reload()
        expect(stranger.locator("button.example").first).to_be_visible()
        stranger.wait_for_timeout(500)
        expect(stranger.locator("#log .turn")).to_have_count(0)
        expect(stranger.locator("#earlier summary")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 360])
def test_the_page_to_sign_in_has_no_barriers(browser: Browser, guarded: Site, scheme: str, width: int) -> None:
    with elsewhere(browser, viewport={"width": width, "height": 740}, color_scheme=scheme) as context:
        page = came(context, guarded)
        assert serious(page) == []
        sign_in(page, "nobody", "whatever that is")
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []
        sign_in(page, "rita")
        expect(page.locator("#header")).to_contain_text("Signed in as rita")
        expect(page.locator("button.example").first).to_be_visible()
        for path in ("", "papers"):
            page.goto(f"{guarded.url}/{path}")
            expect(page.locator("#header")).to_contain_text("Signed in as rita")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert serious(page) == []


def test_signing_in_needs_no_script(browser: Browser, guarded: Site) -> None:
    with elsewhere(browser, java_script_enabled=False) as context:
        page = came(context, guarded, "papers")
        sign_in(page, "rita")
        expect(page.locator(".card")).to_have_count(3)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("status")).to_have_text("You have signed out.")


@pytest.fixture(scope="module")
def waiting(guarded_store: Path) -> Iterator[Site]:
    """The same where one try is all; what other tests guessed is forgotten."""
    engine = open_database(guarded_store)
    with engine.begin() as connection:
        connection.execute(delete(Tries))
    engine.dispose()
    assistant = Assistant.open(load_settings(store=guarded_store, sign_in="on", sign_in_tries=1))
    with served(assistant) as url:
        yield Site(url, assistant, guarded_store)
    assistant.close()


def test_who_guessed_is_told_calmly_to_wait(context: BrowserContext, waiting: Site, users: Users) -> None:
    users.add("zack", PASSWORD)
    page = came(context, waiting)
    sign_in(page, "zack", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    sign_in(page, "zack")
    expect(page.get_by_role("alert")).to_contain_text("Please wait 15 minutes and try again.")
