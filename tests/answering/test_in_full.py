"""What an answer was picked from stands below it: the rest of the row, the passage that fits best where that is another."""

from __future__ import annotations

import re

from assistant import Assistant

DENTAL = "how many kids had their dental checks up to date in dec 2024"


def test_a_figure_stands_above_the_rest_of_its_row(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(DENTAL)
    told, below = answer.answer.split("\n\n")
    assert "Dec-24: **75.1%** [1]" in told
    assert below.startswith("In full: ") and below.endswith("[1].")
    assert {"Oct-24: 74.0%", "Nov-24: 74.9%", "England: 79.0%"} <= set(re.split(r"; | \[1\]\.|In full: ", below))
    assert len(answer.citations) == 1
    assert [value.as_printed for value in answer.values] == ["75.1%"]


def test_what_was_told_whole_is_not_said_again(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("Which actions are overdue?").answer
    assert answer.rstrip().endswith("|") and answer.count("\n| ") > 20  # the last row of the last table
