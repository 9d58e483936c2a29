"""What papers print differently for one thing, and what is known by another name or for another time."""

from __future__ import annotations

import pytest

from assistant import Assistant
from tests.answering.test_telling import told


def test_two_tables_of_a_paper_that_print_different_figures_are_both_told(wetherfold: Assistant) -> None:
    answer = wetherfold.ask("What share of potholes was mended within five days in Quarter 1 2025/26?")
    assert "86.2%" in told(answer) and "85.7%" in told(answer), told(answer)
    assert {c.page for c in answer.citations} == {1, 2}


def test_an_indicator_of_another_limit_does_not_answer(wetherfold: Assistant) -> None:
    answer = wetherfold.ask("What share of potholes was mended within two days in Quarter 1 2025/26?")
    assert "86.2%" not in told(answer), told(answer)


def test_a_named_team_is_not_answered_by_the_figure_of_all(wetherfold: Assistant) -> None:
    answer = wetherfold.ask("What share of potholes did the Wharf Lane Depot Team mend on time in Quarter 1 2025/26?")
    assert "64.0%" in told(answer) and "86.2%" not in told(answer), told(answer)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many more kids was the IAT holding in December 2024 than in June 2024?", ["826 − 731 = 95"]),
        ("IAT caseload month by month for Apr to June 2024?", ["702", "718", "731"]),
        ("how many more children were in care at the end of Dec 24 than at the end of June 24", ["533 − 518 = 15"]),
        ("what share of EHC plans went out in 20 weeks back in 2022/23", ["31.5%"]),
    ],
)
def test_an_indicator_is_known_by_all_its_names(question: str, said: list[str], sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert [words for words in said if words not in told(answer)] == [], told(answer)


def test_an_indicator_known_by_its_abbreviation_says_what_is_held(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("IAT caseload for March 2025?")
    assert answer.status == "not_found" and "Jan-25" in answer.answer, answer.answer
