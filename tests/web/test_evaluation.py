"""From the chat to the set, and the evaluators' page: marks are kept and become drafts; runs are shown and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant import Assistant
from assistant.settings import load_settings
from assistant.store.feedback import read_feedback
from eval import report
from eval.candidates import drafts
from eval.cases import Case
from eval.check import papers_under
from eval.compare import compare
from eval.pages import Pages
from eval.run import ask_all
from eval.runs import describe, load, write
from tests.web.conftest import Site, served
from tests.web.driving import PLENTY, RENT, ask
from tests.web.test_routes import get


def case(number: int, question: str, fee: str, kind: str = "decision") -> Case:
    evidence = [{"document": "cabinet-2025-01-09.pdf", "page": 2}]
    fields = {"id": f"w-{number}", "kind": kind, "turns": [question], "nuggets": [{"wordings": [fee]}]}
    return Case.model_validate({**fields, "evidence": evidence, "cluster": "cabinet"})


@pytest.fixture(scope="module")
def runs(westmere: Path, westmere_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three runs: the second has one more case right than the first, the third asked other cases."""
    folder = tmp_path_factory.mktemp("runs")
    for name, fee in (("20260101T000000Z-first", "49 pounds"), ("20260102T000000Z-second", "48 pounds")):
        cases = [case(1, RENT, fee), case(2, "Who was awarded the harbour lighting contract?", "Calder", "award")]
        outcomes = ask_all(westmere_assistant, cases, Pages(papers_under(westmere)), limit=30)
        manifest = describe(westmere_assistant, ["westmere"], cases)
        write(folder / name, manifest.model_copy(update={"case_hash": "same"}), outcomes)
    write(folder / "20251231T000000Z-other", manifest, outcomes)
    made = load(folder / "20260102T000000Z-second")
    report.write(
        folder / "report.html", made, papers_under(westmere), compare(load(folder / "20260101T000000Z-first"), made)
    )
    return folder


@pytest.fixture(scope="module")
def evaluated(westmere_store: Path, runs: Path) -> Iterator[Site]:
    assistant = Assistant.open(load_settings(store=westmere_store, evaluation_runs=runs))
    with served(assistant) as url:
        yield Site(url, assistant, westmere_store)
    assistant.close()


def test_a_mark_is_kept_once_with_all_that_is_needed_to_ask_again(page: Page, site: Site) -> None:
    before = len(read_feedback(site.store))
    expect(page.locator("#wrong")).to_be_hidden()
    ask(page, "Who spoke about the harbour?")
    ask(page, RENT)
    page.locator("#right").click()
    expect(page.locator(".marked")).to_have_text(
        "You marked this answer as right. It is kept for those who check the answers."
    )
    expect(page.locator("#right")).to_be_hidden()

    marks = read_feedback(site.store)[before:]
    assert [(m["verdict"], m["answer"]["question"], m["history"]) for m in marks] == [
        ("right", RENT, ["Who spoke about the harbour?"])
    ]
    assert marks[0]["answer"]["citations"][0]["document"] == "cabinet-2025-01-09.pdf"
    assert marks[0]["settings"]["embedder"]


def test_marks_become_drafts_that_are_no_cases_until_finished(page: Page, site: Site) -> None:
    ask(page, RENT)
    page.locator("#wrong").click()
    expect(page.locator(".marked")).to_contain_text("marked this answer as wrong")
    draft = json.loads(drafts(site.store)[-1])
    assert draft["turns"] == [RENT] and draft["draft"]["verdict"] == "wrong"
    with pytest.raises(ValueError, match="draft"):
        Case.model_validate(draft)
    del draft["draft"]
    finished = {**draft, "nuggets": [{"wordings": ["48 pounds"]}], "evidence": [{"document": "a.pdf", "page": 2}]}
    assert Case.model_validate(finished).question == RENT


def test_the_evaluators_page_is_there_only_where_it_was_asked_for(site: Site, evaluated: Site) -> None:
    assert b"Evaluation runs" not in get(f"{site.url}/evaluation/").body
    assert b"Evaluation runs" in get(f"{evaluated.url}/evaluation/").body


def test_two_runs_are_compared_on_the_page(context: BrowserContext, evaluated: Site) -> None:
    page = context.new_page()
    page.set_default_timeout(PLENTY)
    page.goto(f"{evaluated.url}/evaluation/")
    expect(page.locator("#run-table")).to_contain_text("decision")
    expect(page.locator("#run-table")).to_contain_text("100.0 %")
    page.get_by_label("Compare with").click()
    page.get_by_role("option", name="20260101T000000Z-first").click()
    expect(page.locator("#comparison")).to_contain_text("0 lost, 1 won")
    expect(page.locator("#comparison")).to_contain_text(RENT)


def test_runs_that_are_not_alike_are_compared_only_when_told(context: BrowserContext, evaluated: Site) -> None:
    page = context.new_page()
    page.set_default_timeout(PLENTY)
    page.goto(f"{evaluated.url}/evaluation/")
    page.get_by_label("Compare with").click()
    page.get_by_role("option", name="20251231T000000Z-other").click()
    expect(page.locator("#comparison")).to_contain_text("do not have the same cases")
    page.get_by_label("although their cases").check()
    expect(page.locator("#comparison")).to_contain_text("0 lost, 0 won")


def test_a_report_needs_nothing_but_itself_and_opens_sorts_and_filters(context: BrowserContext, runs: Path) -> None:
    page, asked, wrong = context.new_page(), [], []  # type: ignore[var-annotated]
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((runs / "report.html").as_uri())
    expect(page.locator("#count")).to_have_text("2 cases")
    expect(page.locator("body")).to_contain_text("0 lost, 1 won")

    kinds = page.locator(".sortable tbody td:first-child")
    page.get_by_role("button", name="kind").click()
    assert kinds.all_inner_texts() == ["award", "decision"]
    page.get_by_role("button", name="kind").click()
    assert kinds.all_inner_texts() == ["decision", "award"]
    page.locator("#order").select_option("kind")
    assert "harbour" in page.locator("#cases summary").first.inner_text()

    page.locator("#kind").select_option("decision")
    expect(page.locator("#count")).to_have_text("1 cases")
    page.locator("#cases summary:visible").click()
    picture = page.locator("#cases figure img:visible").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    expect(page.locator("#cases details:visible blockquote").first).to_contain_text("48 pounds")

    page.emulate_media(media="print")
    expect(page.locator("#kind")).to_be_hidden()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == [] and wrong == []
