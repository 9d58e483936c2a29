"""Lists of records are told as tables: a head, a row a record, its source in the last column."""

from __future__ import annotations

import re

import pytest

from assistant import Assistant
from assistant.answering.telling.tabled import Row, tabled
from assistant.printing import laid_out
from tests.answering.reading import table_rows


@pytest.mark.parametrize(
    ("question", "heads", "n"),
    [
        ("Which strategic risks are red in the June 2025 register?", ["Risk", "Score", "Owner"], 4),
        ("Which actions are rated red in the May 2025 improvement plan?", ["Action", "Lead", "Due", "Rated"], 3),
        ("Give each target date that the Neglect Strategy has had", ["Paper", "Due", "Progress"], 4),
        ("What changed in the risk register since November 2024?", ["What", "Change", "Before", "Now"], 9),
        ("which wards will not have enough childcare places?", ["Ward", "Surplus or (shortfall)"], 5),
    ],
)
def test_rows_of_several_fields_are_a_table(
    question: str, heads: list[str], n: int, sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question)
    rows = table_rows(answer.answer)
    assert len(rows) == n and [*rows[0]] == [*heads, "Source"], answer.answer
    assert all(re.fullmatch(r"\[\d+\]( \[\d+\])*", row["Source"]) for row in rows)


def test_figures_on_a_subject_are_a_table(wetherfold: Assistant) -> None:
    rows = table_rows(wetherfold.ask("Which performance measures miss their target?").answer)
    assert {row["Figure"] for row in rows} >= {"187", "74.5%"} and {row["Target"] for row in rows} >= {"150", "80.0%"}


def test_one_row_and_rows_of_one_field_stay_bullets() -> None:
    lone = Row({"Action": "“Open it”", "Lead": "Ada Ash", "Due": "", "Rated": "red", "State": "complete"}, [1])
    assert tabled([lone]) == "- “Open it” – lead: Ada Ash; rated red; complete [1]"
    assert tabled([Row({"Item": "Budget", "Lead": ""}, [1]), Row({"Item": "Bins"}, [2])]) == "- Budget [1]\n- Bins [2]"
    assert tabled([]) == ""


def test_words_of_a_paper_make_no_column() -> None:
    rows = [Row({"What": "a | b", "Lead": "Ada"}, [1]), Row({"What": "c\nd", "Lead": ""}, [2, 3])]
    assert tabled(rows).splitlines()[2:] == ["| a \\| b | Ada | [1] |", "| c d | – | [2] [3] |"]


def test_a_table_is_laid_out_for_the_terminal() -> None:
    long = Row({"Action": "Open the home in the lane behind the school " * 3, "Lead": "Ada | Bo"}, [1])
    lines = laid_out(tabled([long, Row({"Action": "Close it", "Lead": "Cy"}, [2])]), 70).splitlines()
    assert max(map(len, lines)) <= 70 and len({line.rindex("|") for line in lines}) == 1
    assert "Ada | Bo" in lines[2] and "[2]" in lines[-1]
