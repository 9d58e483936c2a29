"""An answer taken away: copied, as Markdown and as a Word document, by whoever was given it and nobody else."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from docx import Document

from assistant.access.users import Users
from assistant.answering.answer import Answer, Scope
from assistant.web.saving import NOT_KEPT, to_markdown
from tests.web.driving import RENT, ask, opened
from tests.web.signing import asked, signed_in
from tests.web.test_guard import CONTRACT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.web.conftest import Site


def _address(shown: str, ending: str) -> str:
    found = re.search(rf'href="(answer/[\w-]+\.{ending})"', shown)
    assert found, shown[-600:]
    return found[1]


def test_an_answer_is_saved_as_a_word_document_with_its_sources(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    page = opened(context, site)
    ask(page, RENT)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Word").click()
    saved.value.save_as(tmp_path / "answer.docx")
    document = Document(str(tmp_path / "answer.docx"))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert told[0] == RENT
    sources = told.index("Sources")
    assert "[1]" in " ".join(told[1:sources])
    assert "[1] Cabinet – minutes, 9 January 2025, page 2 of the file" in told[sources + 1]
    assert "This is not the formal record." in told[-1]


def test_an_answer_is_copied_with_its_sources(context: BrowserContext, site: Site) -> None:
    from playwright.sync_api import expect

    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(context, site)
    ask(page, RENT)
    page.get_by_role("button", name="Copy with sources").press("Enter")
    expect(page.locator(".copied")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"# {RENT}\n") and "\n## Sources\n" in copied and "- [1] Cabinet" in copied


def test_what_is_listed_in_a_table_is_a_table_in_the_document(sample_site: Site) -> None:
    with httpx.Client(base_url=sample_site.url, timeout=60) as client:
        shown = asked(client, "Which actions are overdue?")
        document = Document(io.BytesIO(client.get(_address(shown, "docx")).content))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells][-1] == "Source" and len(table.rows) > 2


def test_an_answer_that_was_never_given_is_not_there(site: Site) -> None:
    reply = httpx.get(f"{site.url}/answer/made-up.md")
    assert reply.status_code == 404 and reply.text == NOT_KEPT


def test_nothing_in_the_file_is_live_elsewhere() -> None:
    hostile = "<img src=x onerror=alert(1)> ![a](http://x.example/a) [b](javascript:alert(1)) 3 < 4 [1]"
    said = to_markdown(
        Answer(question=hostile, answer=hostile, status="answered", scope=Scope(documents=1)), date(2025, 1, 9)
    )
    told = said.decode()
    assert "\\<img" in told and "!\\[a]" in told and "]\\(javascript" in told and "3 < 4 [1]" in told
    assert not re.search(r"(?<!\\)<img|(?<!\\)\]\(|!\[", told)


def test_an_answer_is_for_whoever_asked_and_only_while_they_may_see_it(guarded: Site, users: Users) -> None:
    with signed_in(guarded.url, "olga") as olga, signed_in(guarded.url, "ada") as ada:
        address = _address(asked(olga, CONTRACT), "md")
        assert "Brightwater" in olga.get(address).text
        assert ada.get(address).status_code == 404
        users.change("olga", clearance="public")
        try:
            assert olga.get(address).status_code == 404
        finally:
            users.change("olga", clearance="exempt")
    assert httpx.get(f"{guarded.url}/{address}").status_code == 401
