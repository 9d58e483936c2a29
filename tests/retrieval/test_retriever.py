"""The LangChain retriever, and what the search makes of questions."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant
from assistant.records.abbreviations import find_abbreviations, find_initials
from assistant.retrieval.bodies import bodies_named
from assistant.retrieval.inquiry import Calendar, understand
from assistant.retrieval.retriever import PassageRetriever
from assistant.retrieval.terms import terms, words

CALENDAR = Calendar(date(2025, 7, 15), frozenset({date(2025, 2, 13), date(2024, 6, 12), date(2025, 6, 11)}))


def test_the_retriever_is_a_langchain_retriever_with_pages(sample_assistant: Assistant) -> None:
    found = PassageRetriever(searcher=sample_assistant._searcher, k=3).invoke("contribution for post-16 transport")
    assert len(found) == 3
    assert all(document.metadata["page"] >= 1 and document.metadata["document"].endswith(".pdf") for document in found)
    assert any("transport" in document.page_content.lower() for document in found)


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("who chaired the June scrutiny?", "chair"),
        ("how many voted against the amendment?", "figure"),
        ("What was resolved on council tax?", "decision"),
        ("why did the caseload fall?", "reason"),
        ("whose risk is the cyber attack?", "owner"),
        ("when is the strategy due?", "date"),
    ],
)
def test_what_a_question_wants(question: str, wants: str) -> None:
    assert wants in understand(question, (), CALENDAR).wants[:2]


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("the highlight report for Sept 23", date(2023, 9, 1), date(2023, 9, 30)),
        ("children in need in Q1 22/23", date(2022, 4, 1), date(2022, 6, 30)),
        ("what did the June scrutiny agree?", date(2025, 6, 1), date(2025, 6, 30)),
    ],
)
def test_periods_as_people_write_them(question: str, start: date, end: date) -> None:
    (period,) = understand(question, (), CALENDAR).periods
    assert (period.start, period.end) == (start, end)


def test_a_day_without_a_year_is_the_latest_meeting_on_it() -> None:
    assert understand("how did the vote of 13 Feb go?", (), CALENDAR).days == (date(2025, 2, 13),)


def test_the_month_before_moves_the_period_of_the_question_before() -> None:
    inquiry = understand("and the month before?", ["What was the rate of re-referrals in March 2025?"], CALENDAR)
    assert [(p.start, p.end) for p in inquiry.periods] == [(date(2025, 2, 1), date(2025, 2, 28))]
    assert "referr" in inquiry.subject or "re" in inquiry.subject or any("refer" in t for t in inquiry.subject)


def test_a_question_that_stands_alone_takes_nothing_over() -> None:
    inquiry = understand(
        "What did the cabinet decide about the boiler at Harbour View School?", ["Who chaired in June 2025?"], CALENDAR
    )
    assert inquiry.periods == () and "chair" not in inquiry.wants


def test_bodies_by_how_people_name_them() -> None:
    bodies = ["Cabinet", "City Council", "Children, Young People and Learning Scrutiny Committee"]
    assert bodies_named("what did full council decide", bodies) == {"City Council"}
    assert bodies_named("the June cabinet", bodies) == {"Cabinet"}
    assert bodies_named("who is the cabinet member for housing", bodies) == frozenset()
    assert bodies_named("Feb scrutiny", bodies) == {bodies[2]}


def test_abbreviations_as_the_papers_define_them() -> None:
    text = "the Multi-Agency Safeguarding Hub (MASH), Child Protection Plan (CP) and Education, Health and Care Plans (EHCPs)"
    found = find_abbreviations(text)
    assert found["MASH"] == "Multi-Agency Safeguarding Hub"
    assert found["CP"] == "Child Protection"
    assert (
        find_initials("Initial Assessment Team met. The Initial Assessment Team grew.")["IAT"]
        == "Initial Assessment Team"
    )


def test_initials_of_words_that_are_no_name_are_none() -> None:
    assert find_initials("This The In To. This The In To. The And Of. The And Of.") == {}


def test_terms_keep_numbers_and_drop_function_words() -> None:
    assert words("£1,318.5 and 3.9% in 2022/23") == ["£1318.5", "and", "3.9%", "in", "2022/23"]
    assert terms("What's the councillors' decision?") == terms("councillor decisions")
