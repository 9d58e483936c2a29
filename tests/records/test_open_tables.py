"""Tables without upright rules, in the layouts of councils not met before: years over quarters, dated scores, breaks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from assistant.papers.header_groups import years_over_quarters
from assistant.papers.read import read_paper
from assistant.records.indicator_columns import column_of
from assistant.records.model import Action, BudgetLine, Minute, Observation, Risk
from tests.records.minutes_pdf import of_paper, only

STYLES = getSampleStyleSheet()
LINED: list[Any] = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold"),
                    ("VALIGN", (0, 0), (-1, -1), "TOP")]  # fmt: skip


def lined(rows: Sequence[Sequence[str]], widths: Sequence[float], *style: Any) -> Table:
    """A table with a rule under each row."""
    return Table([list(row) for row in rows], colWidths=list(widths), style=TableStyle([*LINED, *style]))


def paper(path: Path, *pieces: Any, foot: str = "") -> Path:
    """A PDF of headings ("# …"), paragraphs, tables and page breaks (None)."""
    flow = [
        PageBreak() if piece is None else piece if not isinstance(piece, str)
        else Paragraph(piece.lstrip("# "), STYLES["Heading2" if piece.startswith("#") else "BodyText"])
        for piece in pieces
    ]  # fmt: skip

    def stamp(canvas: Any, doc: Any) -> None:
        canvas.drawString(480, 30, foot.replace("{}", str(doc.page + 11)))

    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=50, rightMargin=50).build(
        flow, onFirstPage=stamp, onLaterPages=stamp
    )
    return path


# A year over its quarters ----------------------------------------------------------------------------------------------


def test_the_year_over_the_middle_of_its_quarters_is_that_of_each(tmp_path: Path) -> None:
    heads = [["", "", "", "2022/23", "", "", "2023/24", "", "", ""],
             ["Ref", "Measure", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q3 target", "Status"]]  # fmt: skip
    rows = [["B1", "Loans of books", "410", "432", "455", "391", "377", "384", "400", "Amber"],
            ["B2", "Late returns", "31", "29", "25", "27", "22", "24", "30", "Green"],
            ["B3", "Visits", "9,310", "9,290", "9,255", "9,270", "9,222", "9,180", "9,000", "Green"]]  # fmt: skip
    style = [("BACKGROUND", (0, 0), (-1, 1), colors.lightblue), ("FONT", (0, 0), (-1, 1), "Helvetica-Bold"),
             ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.lightblue), ("ALIGN", (2, 0), (-1, -1), "CENTER")]  # fmt: skip
    found = only(Observation, of_paper(paper(
        tmp_path / "board.pdf", "# Libraries dashboard, Quarter 3, 2023/24",
        lined([*heads, *rows], [30, 90, 42, 48, 42, 42, 48, 42, 60, 50], *style))))  # fmt: skip
    told = {(o.indicator_id, str(o.period_start)): (o.value, o.target, o.rating) for o in found}
    assert len(told) == len(found) == 18
    assert told["B1", "2022-07-01"] == (410, None, None)
    assert told["B1", "2023-04-01"] == (391, None, None)
    assert told["B1", "2023-10-01"] == (384, 400, "amber")


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (["Q2", "2024/25 Q3", "Q4", "2025/26 Q1", "Q2"],
         ["2024/25 Q2", "2024/25 Q3", "2024/25 Q4", "2025/26 Q1", "2025/26 Q2"]),
        (["Code", "Q1", "2024 Q2", "Target"], ["Code", "2024 Q1", "2024 Q2", "Target"]),
        (["Q3", "2024/25 Q4", "Q1", "Q2"], ["Q3", "2024/25 Q4", "Q1", "Q2"]),  # of the last two nobody knows
        (["2025/26 Q3", "Q4", "2024/25 Q1"], ["2025/26 Q3", "Q4", "2024/25 Q1"]),
        (["2024/25 Q1", "2025/26 Q2", "Q3"], ["2024/25 Q1", "2025/26 Q2", "Q3"]),
        (["Q1", "Q2"], ["Q1", "Q2"]),
    ],
)  # fmt: skip
def test_a_year_is_given_to_quarters_only_where_it_is_theirs(names: list[str], read: list[str]) -> None:
    assert years_over_quarters(names) == read


def test_the_target_of_a_quarter_is_that_of_no_other() -> None:
    column = column_of("Q2 target", 2025)
    assert column.role == "target" and column.period is not None
    assert str(column.period.start) == "2025-07-01"
    assert column_of("Q2 target").period is None


# Scores under dates ----------------------------------------------------------------------------------------------------

REGISTER = ["Ref", "Risk", "Nov 2023", "May 2024", "Target", "What has been done", "Owner"]
WIDTHS = [30, 120, 55, 55, 40, 120, 70]


def test_scores_under_two_dates_are_the_present_and_the_one_before(tmp_path: Path) -> None:
    rows = [REGISTER, ["K1", "Flood", "6 (2x3)", "12 (4x3)", "4", "Wall raised.", "I. Marsh"],
            ["K2", "Fire", "-", "8 (2x4)", "8", "Doors hung.", "T. Reed"]]  # fmt: skip
    first, second = only(
        Risk, of_paper(paper(tmp_path / "risks.pdf", "# Corporate risk register", lined(rows, WIDTHS)))
    )
    assert (first.previous_score, first.current_score, first.target_score) == (6, 12, 4)
    assert (first.mitigation, first.owner) == ("Wall raised.", "I. Marsh")
    assert (second.previous_as_printed, second.previous_score, second.current_score) == ("-", None, 8)


def test_dates_over_dates_are_no_scores(tmp_path: Path) -> None:
    rows = [["Ref", "Risk", "May 2024", "What has been done", "Owner"],
            ["K1", "Flood", "Wall raised 3 May", "Wall raised.", "I. Marsh"]]  # fmt: skip
    (found,) = only(
        Risk, of_paper(paper(tmp_path / "risks.pdf", "# Risk register", lined(rows, [30, 90, 110, 150, 90])))
    )
    assert (found.current_score, found.previous_score) == (None, None)


# Over the page ---------------------------------------------------------------------------------------------------------


def test_a_table_whose_columns_are_as_wide_as_what_they_hold_goes_on_under_the_same_head(tmp_path: Path) -> None:
    head = ["Scheme", "Budget", "Outturn", "Variance"]
    first = [head, ["Piers and jetties", "1,400", "1,350", "(50)"], ["Slipways", "200", "260", "60"]]
    second = [head, ["Lamps", "90", "95", "5"], ["Total", "1,690", "1,705", "15"]]
    found = only(BudgetLine, of_paper(paper(
        tmp_path / "budget.pdf", "# Harbour accounts 2023/24", "Table 2: Capital by scheme (£000)",
        lined(first, [200, 80, 80, 80]), None, lined(second, [120, 95, 70, 95]), "The year is closed.")))  # fmt: skip
    assert [(line.service, line.amounts[1].value, line.scale) for line in found] == [
        ("Piers and jetties", 1_350_000, "£000"),
        ("Slipways", 260_000, "£000"),
        ("Lamps", 95_000, "£000"),
        ("Total", 1_705_000, "£000"),
    ]


def test_the_same_head_under_another_text_is_another_table(tmp_path: Path) -> None:
    head = ["Scheme", "Budget", "Outturn", "Variance"]
    found = only(BudgetLine, of_paper(paper(
        tmp_path / "budget.pdf", "# Harbour accounts 2023/24", "Table 2: Capital by scheme (£000)",
        lined([head, ["Piers", "1,400", "1,350", "(50)"], ["Slipways", "200", "260", "60"]], [200, 80, 80, 80]), None,
        "The next is in pounds.",
        lined([head, ["Lamps", "90", "95", "5"], ["Ropes", "60", "61", "1"]], [120, 95, 70, 95]))))  # fmt: skip
    assert [line.table for line in found if line.service == "Lamps"] != ["Table 2: Capital by scheme (£000)"]


# Page labels -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("foot", "printed"), [("HB{}", ["HB12", "HB13", "HB14"]), ("DRAFT Page {}", ["12", "13", "14"])]
)
def test_the_label_of_a_page_is_no_text_of_the_minutes(tmp_path: Path, foot: str, printed: list[str]) -> None:
    file = paper(
        tmp_path / "minutes.pdf", "# Harbour Board", "Minutes of the meeting of the Harbour Board held on 4 March 2025",
        "Present: Councillors Ida Marsh (Chair) and Tom Reed", "# 7. Moorings", "The Harbour Master spoke of the fees.",
        None, "He said that they were low.", "# 8. Lamps", "Two were broken.", None, "They would be mended.", foot=foot,
    )  # fmt: skip
    assert [page.printed for page in read_paper(file).pages] == printed
    minutes = only(Minute, of_paper(file))
    assert [minute.text for minute in minutes] == [
        "The Harbour Master spoke of the fees.\nHe said that they were low.",
        "Two were broken.\nThey would be mended.",
    ]


# A header above the first rule ------------------------------------------------------------------------------------------


def test_a_header_over_two_lines_above_a_table_that_opens_with_a_sub_heading(tmp_path: Path) -> None:
    rows = [["No.", "Recommendation", "Priority", "Owner", "First\ndate", "Revised\ndate", "Status"],
            ["Keys: opinion limited", "", "", "", "", "", ""],
            ["1.1", "Count the keys", "High", "Estates Lead", "31/03/25", "30/09/25", "Overdue"],
            ["1.2", "Lock the shed", "Low", "Town Clerk", "30/06/25", "-", "Closed"],
            ["Lamps: opinion substantial", "", "", "", "", "", ""],
            ["2.1", "Log the lamps", "Medium", "Town Clerk", "31/12/25", "-", "Not due"]]  # fmt: skip
    style: list[Any] = [("SPAN", (0, n), (-1, n)) for n in (1, 4)]
    style += [("BACKGROUND", (0, n), (-1, n), colors.lightgrey) for n in (1, 4)]
    style += [("FONT", (0, n), (-1, n), "Helvetica-Bold") for n in (1, 4)]
    found = only(Action, of_paper(paper(
        tmp_path / "follow.pdf", "# Follow-up of audit recommendations",
        lined(rows, [30, 120, 55, 85, 60, 60, 60], *style))))  # fmt: skip
    assert [(a.reference, a.section, a.priority, a.original_timescale, a.timescale) for a in found] == [
        ("1.1", "Keys: opinion limited", "High", "31/03/25", "30/09/25"),
        ("1.2", "Keys: opinion limited", "Low", None, "30/06/25"),
        ("2.1", "Lamps: opinion substantial", "Medium", None, "31/12/25"),
    ]


# Without any drawing ---------------------------------------------------------------------------------------------------


def bare(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """A table without any rule, its figures set to the right."""
    style = [("ALIGN", (1, 0), (-1, -1), "RIGHT"), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]
    return Table([list(row) for row in rows], colWidths=list(widths), style=TableStyle(style))


YEARS = [["", "2019/20", "2021/22", "2022/23"], ["Ferry: passengers", "3,010", "1,480", "2,990"],
         ["Pier: visitors", "8,210", "5,316", "9,716"], ["Moorings let", "488", "341", "465"],
         ["Would come again", "84%", "79%", "76%"]]  # fmt: skip


def test_figures_that_end_at_one_place_under_heads_are_a_table_without_any_drawing(tmp_path: Path) -> None:
    found = only(Observation, of_paper(paper(tmp_path / "report.pdf", "# How much the harbour is used",
                                             bare(YEARS, [200, 70, 70, 70]), "The ferry stood still in 2020.")))  # fmt: skip
    told = {(o.name, o.period): o.value for o in found}
    assert len(told) == 12
    assert told["Pier: visitors", "2021/22"] == 5316
    assert told["Would come again", "2022/23"] == 76


@pytest.mark.parametrize(
    "rows",
    [
        YEARS[:4],  # too few to be sure
        [["", "2019/20", "", "2022/23"], *YEARS[1:]],  # a column without a head
        [
            YEARS[0],
            *([*row[:2], "", row[3]] if n % 2 else row for n, row in enumerate(YEARS[1:])),
        ],  # half of a column blank
    ],
)
def test_what_leaves_doubt_without_a_drawing_is_no_table(tmp_path: Path, rows: list[list[str]]) -> None:
    pages = read_paper(
        paper(tmp_path / "report.pdf", "# How much the harbour is used", bare(rows, [200, 70, 70, 70]))
    ).pages
    assert not [block for page in pages for block in page.blocks if block.table is not None]


def test_a_year_in_part_is_no_year_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [["", "2021/22", "2022/23", "2023/24 (11 months)"], ["Boats stopped", "9", "17", "22"], ["Masters warned", "2", "5", "3"],
            ["Papers taken away", "1", "4", "2"]]  # fmt: skip
    found = only(
        Observation, of_paper(paper(tmp_path / "report.pdf", "# Stops in the harbour", lined(rows, [160, 80, 80, 140])))
    )
    assert {(o.name, o.period, o.value) for o in found if o.name == "Boats stopped"} == {
        ("Boats stopped", "2021/22", 9), ("Boats stopped", "2022/23", 17)}  # fmt: skip


def test_fees_are_amounts_of_their_years(tmp_path: Path) -> None:
    rows = [["Licence", "2023/24 £", "2024/25 £", "Change £"], ["Pilot, one year", "246", "221", "-25"],
            ["Ferry, three years", "1,140", "1,195", "+55"]]  # fmt: skip
    found = only(
        BudgetLine,
        of_paper(paper(tmp_path / "fees.pdf", "# Harbour fees from 1 April 2024", lined(rows, [200, 80, 80, 80]))),
    )
    assert [(line.service, [(a.period, a.value) for a in line.amounts[:2]]) for line in found] == [
        ("Pilot, one year", [("2023/24", 246), ("2024/25", 221)]),
        ("Ferry, three years", [("2023/24", 1140), ("2024/25", 1195)]),
    ]
