"""Lists that stand in running text, given whole; differences and sums of what sentences and rows say."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering.worked import moved, worked_out
from assistant.retrieval.inquiry import understand
from tests.answering.test_telling import told


def test_a_list_goes_on_over_the_end_of_a_page(wetherfold: Assistant) -> None:
    answer = wetherfold.ask("What are the five priorities of the parks strategy?")
    assert [n for n in range(1, 6) if f"Priority {n}" not in answer.answer] == [], answer.answer
    assert {c.page for c in answer.citations} == {1, 2}


def test_a_list_in_a_sentence_is_quoted_whole(wetherfold: Assistant) -> None:
    answer = wetherfold.ask("Which wards have no play area?")
    assert [w for w in ("Aldergate", "Fenside", "Thornhythe", "Quarry Hill") if w not in answer.answer] == []


def test_the_points_under_a_heading_are_all_given(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Which national consultations were open according to the July policy brief?")
    assert [w for w in ("SEND reform", "Regional care cooperatives", "data standards") if w not in answer.answer] == []


@pytest.mark.parametrize(
    ("question", "text", "working"),
    [
        (
            "by how many did requests go up",
            "742 requests in the year to September 2024, compared with 618.",
            "742 − 618 = 124",
        ),
        ("by how many did it drop", "Thirty-one waiting, compared with 88 a year ago.", "88 − 31 = 57"),
        ("by how much has it fallen", "Debt has fallen from £2.1m to £1.8m.", "£2.1m − £1.8m = £0.3m"),
        ("how many all told", "There were 84 students in Year 12 and 71 in Year 13", "84 + 71 = 155"),
        (
            "what percentage of the savings is rated red",
            "2. Savings Of £6.430m in the budget, £2.115m has been delivered, £3.205m is on course and £1.110m is rated red.",
            "£1.110m ÷ £6.430m = 17.3%",
        ),
        (
            "what share of the berths is flooded",
            "Of the 40 berths 12 are flooded, and nine are closed.",
            "12 ÷ 40 = 30.0%",
        ),
        (
            "how many, reds plus ambers",
            "16 met it (Green), and 15 did not (Amber). Eight were far off (Red).",
            "15 + 8 = 23",
        ),
    ],
)
def test_what_a_sentence_comes_to_is_worked_out(question: str, text: str, working: str) -> None:
    assert working in worked_out(understand(question), text)


@pytest.mark.parametrize(
    "text",
    [
        "2. Position 2.1 Of 742 requests 71% were agreed, compared with 618 requests.",
        "Of 40 homes 12 were let, compared with 9 last year.",
        "The panel met in June.",
    ],
)
def test_a_sentence_of_several_things_is_not_worked_out(text: str) -> None:
    assert moved(text) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "how many more agency workers (fte) in the safeguarding teams than in initial assessment, oct 2024",
            "20.6 − 12.0 = 8.6",
        ),
        (
            "By how many has the number of families waiting over 40 weeks for an EHC plan dropped in the year to June 2025?",
            "88 − 31 = 57",
        ),
    ],
)
def test_two_figures_are_set_against_each_other(question: str, said: str, sample_assistant: Assistant) -> None:
    assert said in told(sample_assistant.ask(question))


def test_rows_that_are_short_of_something_are_listed_and_added_up(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("add up how many childcare places short the wards with not enough are"))
    assert "64 + 38 + 11 + 9 + 6 = 128" in answer and "Castle Mead" not in answer, answer
    both = told(
        sample_assistant.ask("Kiln Lane or Castle Mead: which has childcare places to spare and which is short?")
    )
    assert "| Castle Mead | 72 (to spare) |" in both and "| Kiln Lane | (64) (short) |" in both, both


@pytest.mark.parametrize(
    "text",
    [
        "Of the 40 berths 12 were flooded in May and 14 were flooded in June.",
        "Of the 40 berths 30% are flooded.",
        "Of £40,000 in the fund 12 are flooded.",
    ],
)
def test_a_share_is_worked_out_of_one_part_and_one_whole_alike(text: str) -> None:
    assert worked_out(understand("what percentage of the berths is flooded"), text) == ""


def test_a_percentage_that_is_worked_out_is_an_answer(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("what percentage of the 25/26 savings is rated red at month 2")
    assert "£1.110m ÷ £6.430m = 17.3%" in told(answer)


def test_a_risk_that_was_added_is_listed_with_its_score_and_owner(sample_assistant: Assistant) -> None:
    answer = told(sample_assistant.ask("which risk was added to the strategic register in June 2025, and who owns it?"))
    assert "Home to school transport" in answer and "score: 16; owner: Catrin Bevan" in answer, answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("In the November 2024 register did the DSG deficit risk go up or down?", "Its score went up, from 16 to 20."),
        ("has the cyber attack risk got better or worse?", "Its score did not change."),
    ],
)
def test_which_way_a_risk_went_is_said(question: str, said: str, sample_assistant: Assistant) -> None:
    assert said in told(sample_assistant.ask(question))


def test_a_change_of_definition_is_called_one(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How did we cut repeat child protection plans from 23.8% to 9.9% in a quarter?")
    assert "The definition was changed" in answer.answer


def test_a_reason_is_looked_for_in_the_text_where_the_rows_comment_is_of_another_time(
    sample_assistant: Assistant,
) -> None:
    answer = sample_assistant.ask("Initial health assessments dropped to 52.6% in December 2024. what was the reason?")
    assert "had been cancelled in December" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Dec 2024: what was planned next for the Neglect Strategy refresh?", "Appoint a new lead author."),
        ("How busy was the care leavers' drop-in by December 2024?", "about 30 young people a week"),
    ],
)
def test_the_row_of_a_highlight_report_is_told(question: str, said: str, sample_assistant: Assistant) -> None:
    assert said in sample_assistant.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "what is the net budget for housing and community wellbeing in 2026-27?",
        "net budget of community wellbeing and housing in the 26-27 appendix?",
    ],
)
def test_a_service_that_is_a_column_is_found_by_its_name(wetherfold: Assistant, question: str) -> None:
    answer = wetherfold.ask(question)
    assert "**£31,150.0k**" in answer.answer and "20,820.0" not in answer.answer
    assert {c.document for c in answer.citations} == {"budget-by-directorate.pdf"}


def test_lines_that_a_question_names_alike_are_all_told(real_assistant: Assistant) -> None:
    answer = real_assistant.ask("how much is Kent putting into reserves in 2025-26").answer
    assert "Contributions to Reserves" in answer and "Drawdowns from Reserves" in answer
