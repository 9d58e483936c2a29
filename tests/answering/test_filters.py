"""Questions narrowed to committees, days and kinds of paper: what lies outside is not cited, told, counted or offered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage

from assistant import Answer, Assistant
from assistant.answering import replies
from assistant.errors import UsageError
from assistant.retrieval.embed import load_embedder
from assistant.retrieval.filters import Filters
from assistant.retrieval.ingest import find_pdfs, ingest
from assistant.retrieval.narrowed import narrowed
from assistant.settings import load_settings
from assistant.store.store import Store
from assistant.testing import FakeChatModel
from eval.cases import FOLDER, Case, read_cases
from tests.answering.inventing import SOURCE

SCRUTINY = "Children, Young People and Learning Scrutiny Committee"
CASES = read_cases(FOLDER / "sample-dev.jsonl")
NARROWINGS = [
    Filters(committees=("cabinet",), until=date(2025, 6, 30)),
    Filters(committees=("scrutiny",), since=date(2025, 1, 1)),
    Filters(since=date(2024, 11, 1), until=date(2024, 12, 31)),
    Filters(kinds=("minutes",)),
    Filters(kinds=("highlight report", "scorecard")),
]
DENTAL = "Percentage of cared for children whose dental checks are up to date: what is it?"


def last(case: Case) -> tuple[str, list[str]]:
    return case.turns[-1], list(case.turns[:-1])


def papers_of(answer: Answer) -> set[str]:
    return {place.document for place in [*answer.citations, *answer.values]}


@pytest.mark.parametrize("filters", NARROWINGS, ids=lambda filters: filters.model_dump_json(exclude_defaults=True))
def test_nothing_outside_is_cited_told_or_offered(sample_assistant: Assistant, filters: Filters) -> None:
    view = narrowed(sample_assistant._searcher, filters)
    assert view.reach is not None
    inside = {paper.document for paper in view.papers.values()}
    titles = {paper.title for paper in view.papers.values()}
    others = {
        said
        for paper in sample_assistant._searcher.papers.values()
        if paper.document not in inside
        for said in (paper.document, paper.title)
        if said not in titles
    }
    assert len(inside) > 0 and len(others) > 1
    answered = 0
    for case in CASES[:: len(NARROWINGS)]:
        question, history = last(case)
        answer = sample_assistant.ask(question, history, filters=filters)
        assert papers_of(answer) <= inside, case.id
        assert {(c.paper_id, c.page) for c in answer.citations} <= view.reach.pages, case.id
        assert not [said for said in others if said in answer.answer], case.id
        assert answer.scope.documents == len(inside)
        assert answer.answer.endswith(f"Searched only: {answer.scope.only}.") or answer.status == "refused"
        answered += answer.status == "answered"
    assert answered > 3


@pytest.fixture(scope="module")
def held_alone(
    sample_papers: Path, sample_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """The Assistant over a store of nothing but the papers that the first of the filters leave."""
    settings = load_settings(store=tmp_path_factory.mktemp("alone") / "store")
    inside = {paper.document for paper in narrowed(sample_assistant._searcher, NARROWINGS[1]).papers.values()}
    with Store.write(settings.store, load_embedder(settings), settings.embedder) as store:
        chosen = [path for path in find_pdfs([sample_papers]) if path.name in inside]
        assert all(done.outcome == "added" for done in ingest(store, settings, chosen))
    with closing(Assistant.open(settings)) as opened:
        yield opened


def test_it_answers_as_if_only_those_papers_were_held(sample_assistant: Assistant, held_alone: Assistant) -> None:
    cases, same = CASES[::2], 0
    for case in cases:
        question, history = last(case)
        one, other = sample_assistant.ask(question, history, filters=NARROWINGS[1]), held_alone.ask(question, history)
        assert one.scope.model_dump(exclude={"only"}) == other.scope.model_dump(exclude={"only"})
        said = one.answer.removesuffix(f"\n\nSearched only: {one.scope.only}.")
        same += (said, one.status) == (other.answer, other.status)
    assert same / len(cases) > 0.9  # passages that score alike may come in another order


def test_the_figure_is_that_of_the_papers_searched(sample_assistant: Assistant) -> None:
    told = {}
    for until in (date(2024, 7, 1), date(2025, 1, 1), date(2025, 2, 1)):
        answer = sample_assistant.ask(DENTAL, filters=Filters(kinds=("highlight report",), until=until))
        told[until] = [(value.as_printed, value.document) for value in answer.values][-1:]
    assert len({str(figures) for figures in told.values()}) == 3
    assert all("highlight-report" in document for figures in told.values() for _, document in figures)


def test_a_follow_up_stays_inside(sample_assistant: Assistant) -> None:
    asked = ["Who chaired the Cabinet meeting on 20 May 2025?"]
    june = Filters(committees=("Cabinet",), until=date(2025, 6, 30))
    followed = sample_assistant.ask("and on 17 June 2025?", asked, filters=june)
    assert "cabinet-agenda-2025-07-15.pdf" not in papers_of(followed)  # which holds the minutes of that meeting
    open_to_all = sample_assistant.ask("and on 17 June 2025?", asked)
    assert "cabinet-agenda-2025-07-15.pdf" in papers_of(open_to_all)


def test_lists_and_counts_are_of_what_is_left(sample_assistant: Assistant) -> None:
    before = sample_assistant.ask("Which risks are rated red?", filters=Filters(until=date(2024, 12, 31)))
    assert before.status == "answered" and "June 2025" not in before.answer.split("Searched only")[0]
    assert papers_of(before) <= {"scrutiny-agenda-pack-2024-11-20.pdf"}


@pytest.mark.parametrize(
    ("filters", "told", "papers"),
    [
        (Filters(committees=("CABINET",), since=date(2025, 5, 1), until=date(2025, 6, 30)), "Cabinet, papers of 1 May to 30 June 2025", 2),
        (Filters(committees=("Cabinet", "full council")), None, None),
        (Filters(committees=("scrutiny", "cabinet"), until=date(2025, 6, 17)), f"Cabinet and {SCRUTINY}, papers up to 17 June 2025", 10),
        (Filters(since=date(2025, 6, 17), until=date(2025, 6, 17)), "papers of 17 June 2025", 2),
        (Filters(since=date(2024, 12, 31), until=date(2025, 1, 31)), "papers of 31 December 2024 to 31 January 2025", 2),
        (Filters(kinds=("agenda packs", "Minutes")), "agenda packs and minutes", 7),
        (Filters(kinds=("risk",)), "risk registers", 3),
        (Filters(since=date(2031, 1, 1)), "papers from 1 January 2031 on", 0),
    ],
)  # fmt: skip
def test_the_scope_says_what_was_searched(
    sample_assistant: Assistant, filters: Filters, told: str | None, papers: int | None
) -> None:
    if told is None:
        with pytest.raises(UsageError, match=r"No committee held here is called “full council”\. Held: Cabinet; Child"):
            sample_assistant.scope(filters)
        return
    scope = sample_assistant.scope(filters)
    assert (scope.only, scope.documents) == (told, papers)


def test_nothing_left_is_said(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Who chaired?", filters=Filters(committees=("Cabinet",), until=date(2020, 1, 1)))
    assert (answer.status, answer.citations) == ("not_found", [])
    assert answer.answer == f"{replies.NONE_LEFT}\n\nSearched only: Cabinet, papers up to 1 January 2020."
    assert sample_assistant.examples(4, Filters(until=date(2020, 1, 1))) == []


def test_what_is_refused_was_not_searched(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How should I vote?", filters=Filters(committees=("Cabinet",)))
    assert answer.answer == replies.OPINION


def test_empty_filters_narrow_nothing(sample_assistant: Assistant) -> None:
    plain, narrow = sample_assistant.ask(DENTAL), sample_assistant.ask(DENTAL, filters=Filters())
    assert plain.model_dump(exclude={"elapsed_ms"}) == narrow.model_dump(exclude={"elapsed_ms"})
    assert plain.scope.only is None and "Searched only" not in plain.answer


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"since": "yesterday"}, "“yesterday” is no date. Write it as 2025-06-17."),
        ({"until": "31/12/2024"}, "“31/12/2024” is no date. Write it as 2025-06-17."),
        ({"until": "2025-02-30"}, "“2025-02-30” is no date. Write it as 2025-06-17."),
        ({"since": "2025-06-02", "until": "2025-06-01"}, "The filters cannot be used: the first day, 2025-06-02, comes after the last"),
        ({"committees": ["x" * 300]}, "The filters cannot be used: committees: String should have at most 200 characters."),
    ],
)  # fmt: skip
def test_filters_that_cannot_be_read_are_refused_in_one_line(given: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        Filters.read(**given)  # type: ignore[arg-type]
    assert str(refused.value).startswith(told)


def test_blank_filters_are_none() -> None:
    assert Filters.read([" ", ""], " ", "", ["  "]).empty
    assert Filters.read([" Cabinet ", "Cabinet"]).committees == ("Cabinet",)


def test_exempt_papers_stay_apart_under_filters(sample_store: Path, sample_assistant: Assistant) -> None:
    filters = Filters(
        committees=("Cabinet",), kinds=("finance report",), since=date(2025, 6, 17), until=date(2025, 6, 17)
    )
    secret = "cabinet-part-ii-residential-care-contracts-2025-06-17.pdf"
    question = "Which provider was awarded the residential care contract?"
    public = sample_assistant.ask(question, filters=filters)
    assert public.scope.documents == 1 and "Brightwater" not in public.model_dump_json()
    with closing(Assistant.open(load_settings(store=sample_store, clearance="exempt"))) as cleared:
        assert secret in papers_of(cleared.ask(question, filters=filters))
        elsewhere = cleared.ask(question, filters=Filters(committees=("scrutiny",)))
        assert "Brightwater" not in elsewhere.model_dump_json()


def test_a_chat_model_is_shown_nothing_outside(sample_store: Path) -> None:
    shown: list[str] = []

    def noting(messages: list[BaseMessage]) -> str:
        shown.extend(about for _, about, _, _ in SOURCE.findall(messages[1].text))
        return "Nothing that I can say."

    filters = Filters(kinds=("highlight report",), until=date(2024, 7, 1))
    with closing(Assistant.open(load_settings(store=sample_store), FakeChatModel(always=noting))) as opened:
        answer = opened.ask(DENTAL, filters=filters)
    assert answer.status == "answered" and shown
    assert all("June 2024" in about for about in shown), shown
    assert answer.answer.endswith("Searched only: highlight reports, papers up to 1 July 2024.")


def test_what_there_is_to_narrow_to(sample_assistant: Assistant) -> None:
    found = sample_assistant.narrowing()
    assert found.committees == ["Cabinet", SCRUTINY, "City Council", "Merrowby City Council"]
    assert {"agenda pack", "minutes", "scorecard", "work programme"} <= set(found.kinds)
    assert (found.first, found.last) == (date(2024, 6, 30), date(2025, 7, 15))
