"""Which service is furthest over its budget: told from the lines of one table, by what the figures show, never from a risk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, write

SPEAKS = "The report gives the position of the General Fund and what the services say of it. " * 3


@pytest.fixture(scope="module")
def purse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("purse")
    for period, month, over in (("Period 5", "August", "2.100"), ("Period 7", "October", "3.450")):
        write(
            folder / f"{month}.pdf", "# Larkhill Borough Council", f"# Revenue monitoring 2025/26 – {period}, to the end of {month} 2025",
            SPEAKS, "Table 1 – General Fund by directorate",
            Ruled([["Directorate", "Original budget £m", "Revised budget £m", "Actual to date £m", "Forecast £m", "Variance £m"],
                   ["Adult Care", "59.000", "60.000", "30.400", "60.900", "0.900"],
                   ["Children’s Services", "38.000", "40.000", "22.000", f"{40 + float(over):.3f}", over],
                   ["Parks and Waste", "20.000", "20.000", "9.100", "18.700", "(1.300)"],
                   ["Highways", "9.000", "9.000", "4.000", "8.900", "(0.100)"],
                   ["Total", "126.000", "129.000", "65.500", "131.950", "2.950"]]),
            "Table 2 – Capital programme",
            Ruled([["Scheme (capital)", "Budget £m", "Forecast £m", "Variance £m"], ["Library roof", "4.000", "1.600", "(2.400)"],
                   ["Lido", "2.000", "2.750", "0.750"], ["Total", "6.000", "4.350", "(1.650)"]]),
        )  # fmt: skip
    write(folder / "risks.pdf", "# Larkhill Borough Council", "# Strategic risk register", SPEAKS,
          Ruled([["Ref", "Risk", "Likelihood", "Impact", "Score", "Owner"],
                 ["R1", "The biggest directorate overspend uses up reserves", "4", "5", "20", "Ann Lee"],
                 ["R2", "A flood shuts the depot", "2", "4", "8", "Bo Reed"]]))  # fmt: skip
    yield from _opened(_ingested(folder, folder / "store"))


@pytest.mark.parametrize(
    ("question", "first", "figure", "title"),
    [
        ("Which directorate has the biggest overspend?", "Children’s Services", "£3.450m", "October"),
        ("Which service is most over budget at period 7 and by how much?", "Children’s Services", "£3.450m", "October"),
        ("what department had the largest overspend in August 2025?", "Children’s Services", "£2.100m", "August"),
        ("Where is the biggest underspend?", "Parks and Waste", "£1.300m", "October"),
    ],
)
def test_the_line_furthest_over_or_under_is_told(
    question: str, first: str, figure: str, title: str, purse: Assistant
) -> None:
    answer = purse.ask(question)
    text = told(answer)
    assert answer.status == "answered" and f"is in {first}: {figure}" in text and title in text, text
    assert "Total" not in text and answer.values[0].label.startswith(first) and "risk" not in text.lower()


def test_the_next_follow(purse: Assistant) -> None:
    assert "Next: Adult Care: £0.900m" in told(purse.ask("Which directorate has the biggest overspend?"))


@pytest.mark.parametrize(
    "question",
    [
        "Which team in Adult Care has the biggest overspend?",  # of a part of the table
        "Why is the biggest overspend of all services in Children’s Services?",
        "Which project is most likely to overspend because of the weather?",
    ],
)
def test_what_a_question_asks_besides_is_not_passed_over(question: str, purse: Assistant) -> None:
    assert "the biggest overspend is in" not in told(purse.ask(question))


def test_a_line_that_may_be_further_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "odd.pdf", "# Larkhill Borough Council", "# Revenue monitoring 2025/26 – Period 8", SPEAKS, "Table 1 – General Fund by directorate",
          Ruled([["Directorate", "Budget £m", "Forecast £m", "Variance £m"], ["Adult Care", "60.000", "60.900", "0.900"],
                 ["Children’s Services", "40.000", "42.000", "9.000"], ["Highways", "9.000", "8.900", "(0.100)"]]))  # fmt: skip
    for assistant in _opened(_ingested(tmp_path, tmp_path / "store")):
        assert "the biggest overspend is in" not in told(assistant.ask("Which directorate has the biggest overspend?"))
