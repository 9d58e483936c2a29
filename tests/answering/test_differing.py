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


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "How much over budget is Housing at Quarter 1 2025/26?",
            ["£564k", "£0.546m", "£564,000 − £546,000 = £18,000"],
        ),
        ("Are we as a council over budget at Quarter 1 2025/26?", ["£531k", "£0.532m", "£1,000"]),
    ],
)
def test_a_line_is_held_against_the_text_beneath_it(question: str, said: list[str], wetherfold: Assistant) -> None:
    answer = wetherfold.ask(question)
    assert [words for words in said if words not in told(answer)] == [], told(answer)


@pytest.mark.parametrize(
    "question",
    ["How much over budget is Housing at Quarter 2 2025/26?", "Leisure and Parks variance at Quarter 1 2025/26?"],
)
def test_figures_that_agree_when_rounded_do_not_differ(question: str, wetherfold: Assistant) -> None:
    answer = wetherfold.ask(question)
    assert answer.status == "answered" and "differ" not in told(answer), told(answer)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Month 6 forecast spend for Children's Services, is it the same in both tables?", ["£96.262m", "£96,261k"]),
        (
            "The Dec 2024 highlight report says MASH performance improved for the fifth month running. Does the table bear that out?",
            ["fifth month", "68.1 − 70.4 = −2.3"],
        ),
        (
            "Agency use in the June 2024 highlight report: milestone text vs the June figure in the table?",
            ["23.8 − 23.5 = 0.3"],
        ),
        (
            "month 6 finance paper - whole council overspend. summary para and the table dont agree, what are the two figures?",
            ["£2.592m − £2.591m = £0.001m"],
        ),
    ],
)
def test_what_a_paper_prints_twice_is_set_side_by_side(
    question: str, said: list[str], sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question)
    assert [words for words in said if words not in told(answer)] == [], told(answer)


def test_minutes_that_were_corrected_are_told_with_the_correction(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("did anyone send apologies for the september 2024 scrutiny meeting"))
    assert "no apologies" in answer and "Councillor Graham Tolliver" in answer, answer


def test_a_count_stands_beside_the_rows_counted(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("how many red strategic risks did we have in november 2024"))
    assert "6 risks" in answer and "Five have a rating of red" in answer, answer


def test_papers_that_set_different_targets_are_both_told(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("what is the target for children in care with three or more placements?"))
    assert "11.0%" in answer and "10.0%" in answer, answer
