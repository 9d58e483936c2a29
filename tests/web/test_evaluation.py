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
from eval.candidates import drafts
from eval.cases import Case
from eval.check import papers_under
from eval.pages import Pages
from eval.run import ask_all
from eval.runs import describe, write
from tests.web.conftest import Site, served
from tests.web.driving import PLENTY, RENT, ask
from tests.web.test_routes import get


def case(number: int, question: str, fee: str) -> Case:
    evidence = [{"document": "cabinet-2025-01-09.pdf", "page": 2}]
    fields = {"id": f"w-{number}", "kind": "decision", "turns": [question], "nuggets": [{"wordings": [fee]}]}
    return Case.model_validate({**fields, "evidence": evidence, "cluster": "cabinet"})


@pytest.fixture(scope="module")
def runs(westmere: Path, westmere_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two runs, the second of which has one more case right."""
    folder = tmp_path_factory.mktemp("runs")
    for name, fee in (("20260101T000000Z-first", "49 pounds"), ("20260102T000000Z-second", "48 pounds")):
        cases = [case(1, RENT, fee), case(2, "Who was awarded the harbour lighting contract?", "Calder")]
        outcomes = ask_all(westmere_assistant, cases, Pages(papers_under(westmere)), limit=30)
        manifest = describe(westmere_assistant, ["westmere"], cases)
        write(folder / name, manifest.model_copy(update={"case_hash": "same"}), outcomes)
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
