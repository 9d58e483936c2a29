"""The series behind an answer: the figures of the indicator told, period by period, each standing on its page; no others."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.answering.series import MOST, _standing_on_page
from assistant.papers.normalise import contains
from assistant.retrieval.filters import Filters

DENTAL = "how many kids had their dental checks up to date in dec 2024"
RESTATED = (
    "Re-referrals for December 2024: what did the December report say, and what did the January report change it to?"
)


def with_series(assistant: Assistant, question: str, filters: Filters | None = None) -> Answer:
    answer = assistant.ask(question, filters=filters)
    assert answer.series == [], "only where it is asked for"
    return assistant.with_series(answer, filters)


def test_every_period_that_papers_print_is_there_with_its_target_and_how_it_moved(sample_assistant: Assistant) -> None:
    (series,) = with_series(sample_assistant, DENTAL).series
    told = [(row.period, row.value_as_printed, row.target_as_printed, row.movement, row.verdict) for row in series.rows]

    assert told[0] == ("Apr-24", "70.2%", "85.0%", None, None)
    assert told[-2:] == [("Dec-24", "75.1%", "85.0%", "up", "better"), ("Jan-25", "76.3%", "85.0%", "up", "better")]
    assert [(row.before, row.before_period) for row in series.rows][-2] == ("74.9%", "Nov-24")
    ends = [row.period_end for row in series.rows if row.period_end]
    assert ends == sorted(ends) and len(ends) == len(told)
    for row in series.rows:
        page = sample_assistant._searcher.page(row.citation.paper_id, row.citation.page)
        assert page is not None and contains(page.text, row.citation.quote), row
        assert contains(page.text, row.value_as_printed), row


def test_figures_that_papers_restate_are_both_there_the_newest_first(sample_assistant: Assistant) -> None:
    (series,) = with_series(sample_assistant, RESTATED).series
    december = [(row.value_as_printed, row.newest, row.state) for row in series.rows if row.period == "Dec-24"]
    assert december == [("23.1%*", True, "restated"), ("22.1%", False, "restated")]


def test_only_papers_that_the_question_was_narrowed_to_are_looked_in(sample_assistant: Assistant) -> None:
    filters = Filters.read(until="2025-01-10")
    (series,) = with_series(sample_assistant, DENTAL, filters).series
    assert series.rows[-1].period == "Dec-24"
    whole = sample_assistant.scope(filters).documents
    assert len({row.citation.paper_id for row in series.rows}) <= whole


@pytest.mark.parametrize(
    "question",
    ["What did Cabinet resolve on post-16 transport in June 2025?", "How much is the children's services overspend?",
     "Which indicators miss their target?", "What did scrutiny decide in May 2019?"],
)  # fmt: skip
def test_an_answer_that_is_about_no_indicator_has_none(sample_assistant: Assistant, question: str) -> None:
    assert with_series(sample_assistant, question).series == []


def test_an_answer_that_tells_of_many_is_a_list_and_has_none(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(DENTAL)
    rows = sample_assistant.register("indicators")
    held = {row["series"]: row for row in rows if row["document"] == answer.citations[0].document}
    values = [
        answer.values[0].model_copy(
            update={"label": row["indicator"], "as_printed": row["value"], "period": row["period"], "page": row["page"]}
        )
        for row in held.values()
    ]
    pages = {page: answer.citations[0].model_copy(update={"page": page}) for page in {value.page for value in values}}
    many = answer.model_copy(update={"values": values, "citations": list(pages.values())})
    few = many.model_copy(update={"values": values[:MOST]})
    assert len(values) > MOST and sample_assistant.with_series(many).series == []
    assert len(sample_assistant.with_series(few).series) == MOST


def test_a_figure_that_does_not_stand_on_its_page_is_left_out(sample_assistant: Assistant) -> None:
    (series,) = with_series(sample_assistant, DENTAL).series
    row, searcher = series.rows[-1], sample_assistant._searcher
    assert _standing_on_page(searcher, row) == row
    assert _standing_on_page(searcher, row.model_copy(update={"value_as_printed": "91.7%"})) is None
    elsewhere = row.citation.model_copy(update={"page": 1})
    assert _standing_on_page(searcher, row.model_copy(update={"citation": elsewhere})) is None
    put_together = row.citation.model_copy(update={"quote": "words that stand nowhere"})
    told = _standing_on_page(searcher, row.model_copy(update={"citation": put_together}))
    assert told is not None and told.citation.quote == row.name
