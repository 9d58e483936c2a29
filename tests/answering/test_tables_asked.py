"""Everyday questions of tables: a dashboard, fees, an outturn, a bus plan and two registers of a made-up council."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.parting import parts_of
from assistant.retrieval.asked_times import Calendar, times_asked
from assistant.retrieval.inquiry import understand
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import OVER, Ruled, write

COUNCIL = "# OSMERE BOROUGH COUNCIL"
_MEASURES = ["Ref", "Measure", "Good is", "2023/24 Q2", "2024/25 Q1", "2024/25 Q2", "Q2 target", "Status"]
_RISKS = ["Ref", "Risk", "Feb 2024", "Aug 2024", "Target", "What is being done", "Owner"]


def _dashboard(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Corporate plan dashboard, Quarter 2, 2024/25",
        "# Children",
        Ruled(
            [
                _MEASURES,
                ["C1", "Children in care per 10,000", "Low", "81.2", "84.0", "85.5", "80.0", "Amber"],
                ["C2", "Children in care (number)", "", "402", "418", "426", "Monitor", ""],
                ["C3", "Education, health and care plans in 20 weeks", "High", "41.0%", "44.2%", "57.9%", "60%", "Amber"],
            ]
        ),
        "The rate for all English authorities on 31 March 2024 was 70.3 per 10,000.",
        OVER,
        "# Homes",
        Ruled(
            [
                _MEASURES,
                ["H1", "Days to relet a council home, average", "Low", "40.1", "36.3", "33.4", "30.0", "Red"],
                ["H2", "Damp reports answered in time", "High", "71.0%", "70.2%", "69.0%", "95.0%", "Red"],
                ["H3", "Changes of tenancy: average days", "Low", "9.1", "8.4", "8.8", "9.0", "Green"],
            ]
        ),
        OVER,
        "# Homes – in detail",
        Ruled([["Ref", "Measure", "2024/25 Q2", "Q2 target", "Status", "Owner"],
               ["H1", "Days to relet a council home, average", "33.4", "30.0", "Red", "Ada Penn"],
               ["H2", "Damp reports answered in time", "69.0%", "95.0%", "Red", "Ada Penn"]]),
    )  # fmt: skip


def _outturn(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Revenue outturn 2024/25",
        "Cabinet – 10 June 2025",
        "# Table 1: Summary by directorate",
        Ruled(
            [
                ["Directorate", "Budget £'000", "Outturn £'000", "Variance £'000", "Q3 variance £'000"],
                ["Adult Care and Health", "61,400", "63,100", "1,700", "2,050"],
                ["Children and Learning", "40,200", "41,050", "850", "790"],
                ["Digital and ICT", "4,300", "4,180", "(120)", "(90)"],
            ]
        ),
        "# Table 2: Detail by service",
        Ruled(
            [
                ["Service", "Budget £'000", "Outturn £'000", "Variance £'000"],
                ["Placements for children in care", "20,100", "21,035", "935"],
                ["Adult residential care", "22,000", "23,400", "1,400"],
            ]
        ),
        "Adult care went over because 61 more people were in residential care. Children in care cost more, too.",
    )


def _fees(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Licensing fees from 1 April 2024",
        "Licensing Committee – 5 March 2024",
        Ruled(
            [
                ["Licence", "2023/24 £", "2024/25 £", "Change £"],
                ["Taxi vehicle, one year", "240", "221", "-19"],
                ["Taxi driver, three years", "279", "304", "+25"],
                ["Taxi operator, up to 5 vehicles", "610", "610", "0"],
                ["Taxi operator, 6 or more vehicles", "1,140", "1,197", "+57"],
            ]
        ),
    )


def _buses(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Bus plan: progress",
        "Place Scrutiny Committee – 6 February 2025",
        "# Measures",
        Ruled(
            [
                ["Measure", "2022/23", "2023/24", "2024/25 to Dec", "Target 2024/25"],
                ["Punctuality (buses on time)", "81.3%", "84.6%", "82.9%", "88.0%"],
                ["Stops with real-time displays", "46", "88", "121", "130"],
            ]
        ),
    )


def _register(path: Path) -> None:
    rows = [
        ["R1", "The budget does not balance", "16 (4x4)", "16 (4x4)", "9", "Reviews of all services", "K. Rowe"],
        ["R2", "The local plan is found unsound", "10 (2x5)", "15 (3x5)", "5", "Advice of counsel", "L. Orme"],
        ["R3", "Key staff cannot be kept", "16 (4x4)", "12 (3x4)", "8", "Market supplements", "D. Amis"],
    ]
    write(path, COUNCIL, "# Audit Committee", "12 September 2024", "# Corporate risk register, August 2024", Ruled([_RISKS, *rows]))  # fmt: skip


def _plan(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Medium term plan",
        Ruled(
            [
                ["Line", "2024-25 Budget £'000", "2025-26 Estimate £'000", "2026-27 Estimate £'000"],
                ["Savings", "2,100", "1,900", "1,750"],
                ["Growth", "3,050", "3,300", "3,420"],
            ]
        ),
    )


def _by_directorate(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Proposed budget by directorate 2026-27",
        "Adult Social Care and Health (ASCH), Growth and Transport (GAT) and Corporate Services (CS) are shown side by side.",
        Ruled(
            [
                ["Category", "TOTAL £000s", "ASCH Core £000s", "ASCH External £000s", "ASCH Total £000s", "GAT £000s", "CS £000s"],
                ["Original base budget", "91,200", "60,100", "1,000", "61,100", "20,100", "10,000"],
                ["Savings", "(2,400)", "(1,300)", "(100)", "(1,400)", "(600)", "(400)"],
                ["Net budget", "88,800", "58,800", "900", "59,700", "19,500", "9,600"],
            ]
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def osmere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over the papers of Osmere."""
    papers = tmp_path_factory.mktemp("osmere") / "papers"
    papers.mkdir()
    _dashboard(papers / "dashboard-q2.pdf")
    _outturn(papers / "outturn.pdf")
    _fees(papers / "fees.pdf")
    _buses(papers / "buses.pdf")
    _register(papers / "audit-pack.pdf")
    _plan(papers / "plan.pdf")
    _by_directorate(papers / "budget-by-directorate.pdf")
    for made in _opened(_ingested(papers, papers.parent / "store")):
        assert isinstance(made, Assistant)
        yield made


def asked(assistant: Assistant, *turns: str) -> str:
    return told(assistant.ask(turns[-1], turns[:-1]))


@pytest.mark.parametrize(
    ("question", "held", "lacking"),
    [
        ("list everything that's red on the dashboard for q2 2024/25", ["H1", "H2"], ["C1", "H3"]),
        ("which risks went up between feb and aug 2024", ["R2", "score: 15 (3x5); previously: 10 (2x5)"], ["R1", "R3"]),
        ("what were the highest scoring risks in aug 2024", ["R1", "R2"], []),
    ],
)
def test_what_is_red_or_moved_is_listed(question: str, held: list[str], lacking: list[str], osmere: Assistant) -> None:
    answer = asked(osmere, question)
    assert [words for words in held if words not in answer] == [], answer
    assert [words for words in lacking if words in answer] == [], answer


def test_of_two_tables_that_print_a_measure_the_first_is_cited(osmere: Assistant) -> None:
    answer = osmere.ask("Which measures are red in the dashboard for quarter 2 2024/25?")
    assert {c.page for c in answer.citations} == {2}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("are we getting quicker at doing ehcps?", ["41.0%", "57.9%", "which is better"]),
        ("how long did it take to get a new tenant into a home between july and sept 2024", ["33.4"]),
        ("is the change of tenancy measure red, amber or green in q2 24/25", ["8.8", "rated green"]),
        ("are the buses getting more punctual over the years?", ["81.3%", "84.6%", "82.9%"]),
        ("how many stops had live departure screens by december 2024", ["121"]),
    ],
)
def test_a_measure_is_told_in_everyday_words(question: str, said: list[str], osmere: Assistant) -> None:
    answer = asked(osmere, question)
    assert [words for words in said if words not in answer] == [], answer


def test_a_part_of_a_year_is_not_held_against_a_whole_one(osmere: Assistant) -> None:
    assert "−" not in asked(osmere, "are the buses getting more punctual over the years?")


def test_of_twins_the_one_counted_as_asked_stands_against_the_note_beneath(osmere: Assistant) -> None:
    answer = asked(osmere, "how do we compare with england for the rate of children in care")
    assert "85.5" in answer and "426" not in answer, answer
    assert "70.3 per 10,000, so the figure is above it, which is worse: 85.5 − 70.3 = 15.2" in answer, answer


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (["how did digital spend compare to its budget in 24/25"], ["an underspend of £120k"]),
        (["how much had been spent on IT in 2024/25"], ["Digital and ICT", "£4,180k"]),
        (["is the overspend in adult care bigger or smaller than at quarter 3?"], ["£1,700k is smaller than £2,050k"]),
        (["how much over did adult care go in 24/25", "and the children's directorate as a whole?"], ["£850k"]),
    ],
)  # fmt: skip
def test_a_line_says_how_it_stands_against_its_budget(turns: list[str], said: list[str], osmere: Assistant) -> None:
    answer = asked(osmere, *turns)
    assert [words for words in said if words not in answer] == [], answer


def test_a_variance_that_is_under_is_a_figure_of_its_size(osmere: Assistant) -> None:
    answer = osmere.ask("how did digital spend compare to its budget in 24/25")
    assert 120_000 in {value.value for value in answer.values}


@pytest.mark.parametrize(
    ("turns", "said", "other"),
    [
        (["what does a taxi operator with more than five cars pay from april 2024"], "1,197", "610"),
        (["taxi vehicle or driver badge, 3 yr: new fee for 24/25?"], "304", "221"),
        (["what is the fee for a taxi operator from april 2024", "and with 8 or more vehicles?", "how much has that one gone up?"], "+57", "610"),
    ],
)  # fmt: skip
def test_a_row_of_another_band_or_time_does_not_answer(
    turns: list[str], said: str, other: str, osmere: Assistant
) -> None:
    answer = asked(osmere, *turns).split("\n\n")[0]
    assert said in answer and other not in answer, answer


def test_what_only_names_a_thing_is_no_question_of_its_own() -> None:
    question = "what about digital, what was its budget?"
    before = ["how much did adult care spend in 24/25"]
    assert parts_of(understand(question, before), before, Calendar()) == []


def test_this_time_last_year_is_the_quarter_named_beside_it_and_the_one_a_year_before() -> None:
    found = times_asked("do we recycle more than this time last year? q2 figures", Calendar(date(2025, 1, 22)))
    assert {str(period.start) for period in found.periods} == {"2023-07-01", "2024-07-01"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("which cllrs couldn't make full council in dec 2025", True),
        ("which cabinet member was missing from the 14 Jan executive", True),
        ("who missed the planning committee in May?", True),
        ("which schools missed the deadline?", False),
        ("what is missing from the report to members?", False),
    ],
)
def test_who_was_not_there_asks_for_apologies(question: str, wanted: bool) -> None:
    assert ("apologies" in understand(question).wants) is wanted


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what's adult social care's net budget in the 2026-27 proposals?", "59,700"),
        ("net budget for growth and transport, proposed for 2026-27?", "19,500"),
        ("what savings are in the proposed 2026-27 budget for corporate services", "400"),
    ],
)
def test_services_side_by_side_are_read_down_their_column(question: str, said: str, osmere: Assistant) -> None:
    answer = osmere.ask(question)
    assert said in told(answer) and [value.as_printed.strip("()") for value in answer.values] == [said], told(answer)


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("the 24-25 budget for parks", {"2024-04-01"}),
        ("did it go up between 23-24 and 27-28?", {"2023-04-01", "2027-04-01"}),
        ("visits on 24-25 March", set()),
        ("how many 24-25 year olds", set()),
        ("20-22 High Street", set()),
    ],
)
def test_a_year_in_short_is_a_year_where_nothing_else_follows(question: str, starts: set[str]) -> None:
    assert {str(p.start) for p in times_asked(question, Calendar(date(2025, 1, 22))).periods} >= starts
    assert starts or not any(p.kind == "financial year" for p in times_asked(question, Calendar()).periods)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("did the local plan risk go up or down in the aug 2024 register, and from what to what", "went up, from 10 (2x5) to 15 (3x5)"),
        ("what's the pct of damp reports answered in time, q2 2024/25", "69.0%"),
        ("are the savings of Osmere set to go up or down between 2024-25 and 2026-27, medium term plan", "goes down: £2,100k to £1,750k"),
    ],
)  # fmt: skip
def test_which_way_something_goes_is_said(question: str, said: str, osmere: Assistant) -> None:
    assert said in asked(osmere, question), asked(osmere, question)


def test_a_day_from_which_something_holds_is_no_first_of_two_things() -> None:
    assert (
        parts_of(understand("from april 2024 what does it cost a year to have a bin collected"), (), Calendar()) == []
    )


def test_what_names_no_paper_is_no_list_of_one(osmere: Assistant) -> None:
    assert not re.search(r"\bmeasures? rated red", asked(osmere, "what's red?"))
