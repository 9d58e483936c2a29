"""Questions for several things, for sums of money and for indicators at a time: each answered from the row that is meant."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering import replies


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Did Children's Services end 2024/25 with a bigger or smaller overspend than forecast at month 6?",
            ["£2.758m", "£3.844m"],
        ),
        ("What would a zebra crossing cost at Kestrel Fold compared with a signal crossing?", ["52,000", "148,000"]),
        (
            "are we better or worse than England on agency social workers, as at January 2025?",
            ["19.8%", "16.2%", "worse"],
        ),
        ("In Q4 2024/25 was persistent absence further off in primaries or secondaries?", ["14.7%", "26.9%"]),
    ],
)
def test_both_sides_of_a_comparison_are_told(question: str, said: list[str], sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert answer.status == "answered"
    assert [words for words in said if words not in answer.answer] == [], answer.answer


def test_an_indicator_without_the_month_asked_for_says_what_is_held(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What was agency social worker use in January 2025?")
    assert "19.8%" in answer.answer
    later = sample_assistant.ask("and February's?", ["What was agency social worker use in January 2025?"])
    assert later.status == "not_found" and "%" not in later.answer


def test_a_sum_of_money_is_told_in_its_unit(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("home to school transport - how much over at month 6 24/25?")
    assert "£800k" in answer.answer and "overspend" in answer.answer
    followed = sample_assistant.ask(
        "what had it got to by outturn", ["home to school transport - how much over at month 6 24/25?"]
    )
    assert "£962k" in followed.answer


def test_a_restated_figure_is_told_with_the_one_it_replaces(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Re-referrals for December 2024: what was published first and was it changed?")
    assert "22.1%" in answer.answer and "23.1%" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "What are the names of those two children and where are they living?",
        "IAT caseload for the whole of 2019?",
        "What did the Part II report to the June cabinet recommend?",
    ],
)
def test_what_may_not_or_cannot_be_told_is_declined(question: str, sample_assistant: Assistant) -> None:
    assert sample_assistant.ask(question).status in {"refused", "not_found"}


@pytest.mark.parametrize(
    ("question", "held", "lost"),
    [
        (
            "Who chaired scrutiny on 11 June 2025 and how much was the mayor paid?",
            "Penhallow",
            "an answer to “how much was the mayor paid”",
        ),
        (
            "What did Cabinet resolve on post-16 transport in June 2025, and how many swimming pools closed?",
            "£420 a year",
            "an answer to “how many swimming pools closed”",
        ),
        ("What was agency use in January 2025 and March 2023?", "19.8%", "that for March 2023"),
    ],
)
def test_the_part_that_is_not_found_is_named_in_its_words(
    question: str, held: str, lost: str, sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question)
    assert answer.status == "partial" and answer.citations
    said = replies.PART_NOT_FOUND.format(part=lost, scope=f"{answer.scope.documents} papers")
    assert held in answer.answer and said.rstrip(".") in answer.answer, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "When did Catrin Bevan take up her post and who was doing it before?",
        "Map of providers applying to Ofsted: by the february 2025 tracker how many had replied, and was the action done?",
        "Who moved the 3.99% council tax amendment and what was the vote?",
    ],
)
def test_a_part_that_the_answer_holds_is_not_said_to_be_missing(question: str, sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert answer.status == "answered" and "I could not find" not in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "At the Sept 2024 scrutiny meeting, why was the Longmeadow sixth form taken as urgent, and how many unfilled"
            " places were there at the other two sixth forms?",
            ["would open in November", "160 unfilled places"],
        ),
        (
            "how many ed psych posts had someone in them in nov 2024, and how many of the extra six have we since hired",
            ["7.4 are filled", "Four appointed"],
        ),
    ],
)
def test_each_part_is_answered_by_what_holds_its_own_words(
    question: str, said: list[str], sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question).answer
    assert [words for words in said if words not in answer] == [], answer


def test_a_whole_question_is_answered_whatever_was_asked_before(sample_assistant: Assistant) -> None:
    before = ["Who chaired the children's scrutiny meeting in February 2025?"]
    asked = sample_assistant.ask("What did members recommend about the psychologists?", before)
    assert asked.status == "answered" and "educational psychologists" in asked.answer
