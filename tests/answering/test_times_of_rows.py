"""Tables by month, by line and by peer: the row that is of the time asked for, the column that is of the thing asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answering.replies import asked
from assistant.retrieval.terms import terms
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import OVER, Ruled, write

SPEAKS = "The contact centre answers for all services; the target is 90% of calls on every line. " * 3


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("centre")
    write(
        folder / "contact.pdf", "# Ostwick Borough Council", "# Customer contact – position to the end of October 2025",
        "For the Customer Panel, 6 November 2025.", SPEAKS, "# 1. How people got in touch",
        Ruled([["Month", "Calls offered", "Calls answered", "% answered", "Average wait (mm:ss)", "Web forms"],
               ["August 2025", "30,400", "26,100", "85.9%", "04:10", "17,100"], ["September 2025", "33,560", "28,526", "85.0%", "04:27", "17,985"],
               ["October 2025", "32,118", "26,979", "84.0%", "04:55", "18,240"], ["Same 7 months 2024/25", "226,430", "192,466", "85.0%", "04:12", "92,815"]]),
        OVER, "# 2. Contact by line – October 2025",
        Ruled([["Line", "Calls offered", "Calls answered", "% answered", "Average wait (mm:ss)", "Abandoned", "September 2025 % answered"],
               ["Parking permits", "1,430", "1,115", "78.0%", "06:20", "315", "74.9%"],
               ["School admissions", "3,905", "3,358", "86.0%", "04:10", "547", "90.4%"],
               ["Registrars", "1,988", "1,849", "93.0%", "01:48", "139", "94.1%"]]),
        "Parking permits improved after renewals moved online on 12 October. 90% of calls is the target.",
        OVER, "# 3. How we compare",
        Ruled([["Council", "Calls answered %", "Cost per call", "Cost per web form", "Complaints upheld %"],
               ["Ostwick", "85.6%", "£4.38", "£0.61", "52%"], ["Ashgarth", "91.2%", "£5.10", "£0.48", "44%"],
               ["Club average", "87.5%", "£4.56", "£0.63", "48%"]]),
        "The club does not collect webchat satisfaction.",
    )  # fmt: skip
    write(
        folder / "homes.pdf", "# Ostwick Borough Council", "# Homes scorecard, Quarter 2 2025/26", SPEAKS,
        Ruled([["Ref", "Measure", "Q2 2024/25", "Q1 2025/26", "Q2 2025/26", "Target"],
               ["H1", "Households in temporary accommodation", "71", "90", "96", "80"],
               ["H2", "of which in hotels or B&B", "22", "38", "41", "25"]]),
    )  # fmt: skip
    yield from _opened(_ingested(folder, folder / "store"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many calls about school admissions were abandoned in October 2025?", "Abandoned: 547"),
        ("What proportion of calls to the parking permits line got answered in October?", "% answered: 78.0%"),
        ("How many calls were offered in September 2025?", "33,560"),
        ("What was the % of calls answered in August 2025?", "85.9%"),
        ("Are there more families in temporary accommodation than a year ago?", "71"),
        ("and how many in b&bs in Q2 2025/26?", "41"),
    ],
)
def test_the_cell_is_of_the_time_and_the_thing_asked_for(question: str, said: str, centre: Assistant) -> None:
    answer = centre.ask(question)
    assert answer.status == "answered" and said in told(answer), told(answer)


def test_a_year_ago_is_a_year_before_the_newest_figure(centre: Assistant) -> None:
    answer = told(centre.ask("Are there more families in temporary accommodation than a year ago?"))
    assert "71" in answer and "96" in answer and "90" not in answer


@pytest.mark.parametrize(
    "question",
    [
        "% of calls answered in November 2025?",  # the day of the meeting dates no figure
        "How many calls were abandoned on the registrars line in July 2025?",
        "How satisfied are Ashgarth's webchat users?",  # its row says what its calls cost
    ],
)
def test_a_row_of_another_time_or_thing_is_no_answer(question: str, centre: Assistant) -> None:
    assert centre.ask(asked(question)).status == "not_found"


def test_letters_joined_by_a_sign_are_one_word() -> None:
    assert terms("hotels or B&B") == terms("hotels or b & b") and terms("A&E") != terms("A E")
