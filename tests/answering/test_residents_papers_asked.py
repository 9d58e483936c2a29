"""Everyday questions of papers as councils make them for residents and members: attendance over months, boxes of decisions,
cards with their earlier figures, a plan's tracker, loans by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant import Assistant
from assistant.records.periods import find_periods
from assistant.retrieval.times import times_of
from assistant.retrieval.wants import over_meetings, wants_of
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, write

COUNCIL = "# Marram District Council"


def _attendance(path: Path) -> None:
    rows = [
        ["Councillor", "Ward", "Council present / possible", "Planning present / possible", "Total present", "%", "2023/24 %", "Of which online"],
        ["Ada Brook", "Quay", "3/4", "2/4", "5", "63%", "71%", "1"],
        ["Ben Crane", "Dune", "4/4", "4/4", "8", "100%", "95%", "0"],
        ["Cora Dunn", "Mill", "4/4", "3/4", "7", "88%", "90%", "2"],
        ["Dev Earle", "Quay", "2/4", "4/4", "6", "75%", "82%", "0"],
    ]  # fmt: skip
    write(path, COUNCIL, "# Attendance of members, 1 May to 31 October 2024", "Standards Committee, 14 November 2024. "
          "Only meetings of bodies that a councillor sits on are counted here. " * 3, Ruled(rows))  # fmt: skip


def _minutes(path: Path) -> None:
    write(
        path, "# MARRAM DISTRICT COUNCIL", "# COUNCIL", "# Minutes of the meeting on Wednesday 16 October 2024",
        "PRESENT: Councillors Ada Brook, Ben Crane, Cora Dunn and Dev Earle.", "# BEACH HUT LEVY",
        "Councillor Crane moved, and Councillor Dunn seconded, that the levy on beach huts be £90 a year.",
        "A recorded vote was asked for by Councillor Brook.",
        Ruled([["For (2)", "Ben Crane, Cora Dunn"], ["Against (1)", "Ada Brook"], ["Abstained (1)", "Dev Earle"]], bold=()),
        "RESOLVED accordingly.", "# FERRY TIMES",
        "Six sailings have been lost. AGREED: that the Clerk write to the harbour trust about the ferry and report its reply.", "# CLOSE", "The meeting ended at 8 pm.",
    )  # fmt: skip


def _decisions(path: Path) -> None:
    boxes = [
        [["MD/24/31 Purchase of 4 Salt Lane, Marram", ""], ["Decision", "To buy the freehold for £212,000 for a youth club."],
         ["Reason", "It is the only hall in the ward."], ["Funding", "£200,000 grant for Salt Lane; £12,000 from reserves."], ["Lead", "Cllr Crane / Ivo Penn, Property Manager"]],
        [["MD/24/32 Flood relief grants", ""], ["Decision", "To award £9,000: Quay Sailing Club £5,000; Dune Scouts £4,000."],
         ["Reason", "Both lost boats in the storm."], ["Lead", "Cllr Dunn / Una Shaw, Grants Officer"]],
        [["MD/24/33 Quarter 2 revenue budget", ""], ["Decision", "To note a forecast overspend of £0.4m."],
         ["Reason", "Temporary housing."], ["Vote", "3 for, 1 against (Councillor Brook)"]],
    ]  # fmt: skip
    tables = [Ruled(rows, spans=[(0, 0, 0, 1)], fills={(0, 0): "#D9E6D5"}) for rows in boxes]
    write(path, COUNCIL, "# Notice of Executive Decisions", "Made by the Executive at its meeting on Tuesday 5 November 2024.",
          tables[0], "", tables[1], "", tables[2])  # fmt: skip


def _tracker(path: Path) -> None:
    rows = [
        ["Ref", "What we will do", "Who", "Milestone", "Where we are at 30 September 2024", "Q1", "Q2"],
        ["1.1", "Cut persistent absence in secondary schools to 20%", "Ida Noon", "July 2025", "29% in 2023/24 (31% in 2022/23)", "G", "R"],
        ["1.2", "Plant 40 orchards", "Oz Reed", "March 2025", "31 planted", "A", "G"],
        ["1.3", "Open the ferry kiosk", "Ida Noon", "May 2024", "Held up by asbestos", "R", "R"],
    ]  # fmt: skip
    fills = {
        (1, 5): "#5FB25F",
        (1, 6): "#E0453A",
        (2, 5): "#F6B233",
        (2, 6): "#5FB25F",
        (3, 5): "#E0453A",
        (3, 6): "#E0453A",
    }
    write(path, COUNCIL, "# Council Plan 2023–2027: Action Tracker, Quarter 2 2024/25", "Scrutiny Committee – 6 November 2024",
          Ruled(rows, fills=fills))  # fmt: skip


def _loans(path: Path) -> None:
    rows = [
        ["Where", "31 March 2024", "30 June 2024", "30 Sept 2024", "Limit for each", "Estimate 31 March 2025"],
        ["Money market funds", "12.6", "15.9", "14.3", "6.0", "11.0"],
        ["Building societies", "8.0", "7.0", "6.5", "5.0", "6.0"],
        ["Debt Management Office", "2.0", "9.5", "0.0", "No limit", "1.0"],
    ]
    write(path, COUNCIL, "# Treasury Mid-Year Review 2024/25", "Audit Committee – 20 November 2024",
          "# Money invested (£m)", Ruled(rows))  # fmt: skip


def _peers(path: Path) -> None:
    rows = [
        ["Coastal Benchmark Club 2023/24", "Calls answered %", "Average wait", "Cost per call", "Complaints upheld %"],
        ["Marram", "85.6%", "4 min 02 s", "£4.38", "52%"],
        ["Saltby", "91.2%", "2 min 15 s", "£5.10", "44%"],
        ["Club average", "87.5%", "3 min 38 s", "£4.56", "48%"],
    ]
    write(
        path,
        COUNCIL,
        "# Customer services, October 2024",
        "Resources Board – 27 November 2024",
        "# How we compare",
        Ruled(rows),
    )


_CARDS = [
    ("SCHOOLS", "Pupil attendance, secondary", "86.1%", "Target 88.0%", "Behind target", ["2021/22 84.0%", "2022/23 85.2%", "2023/24 86.1%"]),
    ("ROADS", "Potholes mended", "1,204", "No target", "For information", ["Apr–Sep 2022 981", "Apr–Sep 2023 1,050", "Apr–Sep 2024 1,204"]),
    ("STAFF", "Days lost to sickness for each worker", "4.9", "Target 4.5", "Behind target", ["Apr–Sep 2022 5.8", "Apr–Sep 2023 4.4", "Apr–Sep 2024 4.9"]),
]  # fmt: skip


def _cards(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(60, 790, "How did we do?")
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(60, 768, "Marram District Council – half year report to residents")
    y = 725
    for theme, name, value, target, state, history in _CARDS:
        for font, size, gap, text in (
            ("Helvetica-Bold", 11, 28, theme), ("Helvetica-Bold", 13, 34, name), ("Helvetica", 22, 34, value),
            ("Helvetica", 9, 24, target), ("Helvetica-Bold", 9, 24, state), *(("Helvetica", 9, 11, line) for line in history),
        ):  # fmt: skip
            canvas.setFont(font, size)
            canvas.drawString(60, y, text)
            y -= gap
        y -= 40
    canvas.save()


@pytest.fixture(scope="module")
def residents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An Assistant over the seven papers."""
    folder = tmp_path_factory.mktemp("residents")
    for draw in (_attendance, _minutes, _decisions, _tracker, _loans, _peers, _cards):
        draw(folder / f"marram-{draw.__name__.strip('_')}.pdf")
    for made in _opened(_ingested(folder, folder.parent / "residents-store")):
        assert isinstance(made, Assistant)
        yield made


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What percentage of meetings did Cllr Ada Brook turn up to between May and October?", ["%: 63%"]),
        ("How does Cllr Dev Earle's attendance compare with last year?", ["75%", "82%"]),
        ("Who abstained on the beach hut levy?", ["Dev Earle"]),
        ("Which councillors sat on the fence over the beach hut levy?", ["Abstentions: Dev Earle"]),
        ("How much is being paid for 4 Salt Lane?", ["£212,000", "Purchase of 4 Salt Lane"]),
        ("How much is 4 Salt Lane costing, and what's it for?", ["£212,000", "youth club"]),
        ("Which groups got flood relief money and how much each?", ["Quay Sailing Club £5,000", "Dune Scouts £4,000"]),
        ("Who voted against the Q2 budget decision at the Executive?", ["Councillor Brook"]),
        ("Which council plan actions are red at quarter 2?", ["1.1", "1.3", "Two actions"]),
        ("Why is the ferry kiosk late?", ["asbestos"]),
        ("How much was in money market funds on 30 June 2024?", ["30 June 2024: 15.9"]),
        ("What was secondary school attendance in 2022/23?", ["2022/23: 85.2%"]),
        ("How many potholes have been filled since April?", ["1,204"]),
        ("Is staff sickness better or worse than the same half of last year?", ["4.4", "4.9", "worse"]),
        ("How does what a call costs us compare with the club average?", ["£4.38", "£4.56", "The first is lower"]),
        ("Is Saltby's cost per call lower than Marram's?", ["£5.10", "£4.38"]),
    ],
)
def test_everyday_questions_are_answered(residents: Assistant, question: str, said: list[str]) -> None:
    answer = residents.ask(question)
    assert answer.status == "answered" and all(words in told(answer) for words in said), told(answer)


@pytest.mark.parametrize(
    "question",
    [
        "What did the harbour trust say in reply about the ferry?",  # it was only asked
        "How many meetings did Cllr Ada Brook attend in November 2024?",  # the table ends with October
        "How much was in money market funds on 31 March 2025, the actual figure?",  # an estimate is none
    ],
)
def test_what_is_of_another_time_or_still_to_come_is_not_told(residents: Assistant, question: str) -> None:
    answer = residents.ask(question)
    assert answer.status == "not_found", told(answer)


def test_how_often_somebody_came_is_not_who_came_to_one_meeting() -> None:
    assert over_meetings("What percentage of her meetings did Cllr Ash attend?")
    assert over_meetings("Who had a perfect attendance record?")
    assert not over_meetings("Who attended the meeting in May?")
    assert "attendance" in wants_of("Who attended the meeting in May?")
    assert wants_of("What was secondary school attendance in 2023/24?") == ("figure",)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("Attendance, 1 May to 31 October 2024", date(2024, 5, 1), date(2024, 10, 31), "range"),
        ("between 1 April and 30 June 2024", date(2024, 4, 1), date(2024, 6, 30), "quarter"),
        ("from 1st April 2023 to 31st March 2024", date(2023, 4, 1), date(2024, 3, 31), "financial year"),
        ("from 1 September to 10 October 2024", date(2024, 10, 10), date(2024, 10, 10), "snapshot"),
    ],
)
def test_whole_months_by_their_first_and_last_day_are_a_period(text: str, start: date, end: date, kind: str) -> None:
    assert [(p.start, p.end, p.kind) for p in find_periods(text)] == [(start, end, kind)]


def test_a_quarter_without_a_year_in_a_heading_is_the_latest_before_its_paper() -> None:
    assert times_of("Noted.", (), "Quarter 2 revenue budget", date(2024, 11, 5)) == {
        "context": ["2024-07-01/2024-09-30/quarter"]
    }
    assert times_of("Noted.", (), "Quarter 2 revenue budget") == {}
    assert times_of("Noted.", (), "Quarter 2 2023/24", date(2024, 11, 5)) == {
        "context": ["2023-07-01/2023-09-30/quarter"]
    }
