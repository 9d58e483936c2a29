"""Tables without upright rules: ruled only across, in stripes, or with rules about the header alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assistant.papers.read import read_paper
from assistant.papers.tables import LabelledRow, labelled_rows

PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=9, leading=11)
BOLD = ParagraphStyle("bold", parent=PLAIN, fontName="Helvetica-Bold")
GREY, BLUE = colors.HexColor("#EEEEEE"), colors.HexColor("#33557F")
ACROSS = ("LINEABOVE", (0, 0), (-1, -1), 0.4, colors.grey), ("LINEBELOW", (0, -1), (-1, -1), 0.4, colors.grey)
HEAD_ONLY = (
    ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
    ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
    ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
)


def stripes(rows: int, first: int = 1) -> list[Any]:
    return [("BACKGROUND", (0, r), (-1, r), GREY) for r in range(first, rows, 2)]


def drawn(rows: list[list[str]], *style: Any, heads: int = 1, right: bool = False) -> Table:
    cells = [
        [
            Paragraph(text, BOLD if r < heads else ParagraphStyle("r", parent=PLAIN, alignment=2 * (right and c > 0)))
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    wide = [220, *[(landscape(A4)[0] - 320) / (len(rows[0]) - 1)] * (len(rows[0]) - 1)]
    return Table(cells, colWidths=wide, style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))


def read(path: Path, *flow: Any) -> list[LabelledRow]:
    SimpleDocTemplate(str(path), pagesize=landscape(A4), leftMargin=50, rightMargin=50, invariant=1).build(list(flow))
    return labelled_rows(read_paper(path).pages)


def said(row: LabelledRow) -> dict[str, str]:
    return {" ".join(head.split()): " ".join(cell.text.split()) for head, cell in row.pairs() if cell.text}


RISKS = [
    ["Risk", "Controls in place", "Net risk", "Owner"],
    ["Failure of a large contractor while the waste contract is let again", "Register of contracts", "12", "Director"],
    ["Loss of data", "Copies kept elsewhere and a yearly test of bringing them back", "9", ""],
    ["Not enough staff in key posts", "Plan for the workforce", "15", "Head of People"],
    ["Flooding of the lower town", "Barrier and pumps", "8", "Director"],
    ["Fraud", "Internal audit", "4", "Section 151 Officer"],
]
MONEY = [
    ["Scheme", "Approved budget", "Spend to date", "Forecast", "Slippage"],
    ["School repairs", "6.400", "3.112", "5.900", "0.500"],
    ["Harbour wall", "12.750", "4.006", "9.250", "3.500"],
    ["Fleet", "1.980", "1.980", "1.980", "-"],
    ["Car parks", "0.400", "0.010", "0.400", "0.000"],
    ["Total", "21.530", "9.108", "17.530", "4.000"],
]


@pytest.mark.parametrize(
    "style",
    [ACROSS, [*stripes(6), ("BACKGROUND", (0, 0), (-1, 0), BLUE)], stripes(6), stripes(6, 2), [*ACROSS, *stripes(6)]],
    ids=["ruled across", "stripes under a coloured header", "stripes", "stripes from the second row", "both"],
)
@pytest.mark.parametrize("rows", [RISKS, MONEY], ids=["words", "figures"])
def test_each_cell_stands_under_its_head(style: Any, rows: list[list[str]], tmp_path: Path) -> None:
    found = read(tmp_path / "a.pdf", drawn(rows, *style))
    assert [said(row) for row in found] == [
        {head: text for head, text in zip(rows[0], row, strict=True) if text} for row in rows[1:]
    ]


def test_figures_set_to_the_right_keep_to_the_heads_on_their_left(tmp_path: Path) -> None:
    found = read(tmp_path / "a.pdf", drawn(MONEY, *ACROSS, right=True))
    assert said(found[1]) == dict(zip(MONEY[0], MONEY[2], strict=True))


def test_rules_about_the_header_alone_leave_a_row_a_line(tmp_path: Path) -> None:
    found = read(tmp_path / "a.pdf", drawn(MONEY, *HEAD_ONLY, right=True))
    assert [said(row) for row in found] == [dict(zip(MONEY[0], row, strict=True)) for row in MONEY[1:]]


def test_a_column_with_nothing_in_it_keeps_its_head(tmp_path: Path) -> None:
    rows = [["Indicator", "Q1", "Q2", "Q3", "Q4"], ["Homes", "12", "15", "", ""], ["Repairs", "9", "8", "", ""]]
    found = read(tmp_path / "a.pdf", drawn(rows, *ACROSS))
    assert found[0].headers == ["Indicator", "Q1", "Q2", "Q3", "Q4"]
    assert said(found[0]) == {"Indicator": "Homes", "Q1": "12", "Q2": "15"}


def test_two_tables_of_one_width_stay_two(tmp_path: Path) -> None:
    heading = ParagraphStyle("h", parent=BOLD, fontSize=13, leading=16, spaceBefore=8)
    other = [["Reserve", "Opening", "Use", "Closing", "Note"], ["General", "8.1", "1.5", "6.6", "-"]]
    found = read(tmp_path / "a.pdf", drawn(MONEY, *ACROSS), Paragraph("Reserves", heading), drawn(other, *ACROSS))
    assert [row.headers[0] for row in found] == ["Scheme"] * 5 + ["Reserve"]
    assert said(found[5])["Closing"] == "6.6"


def test_a_sub_heading_is_the_group_of_the_rows_below(tmp_path: Path) -> None:
    rows = [*MONEY[:2], ["<b>Coast</b>", "", "", "", ""], *MONEY[2:]]
    found = read(tmp_path / "a.pdf", drawn(rows, *ACROSS))
    assert [row.group for row in found] == [None, "Coast", "Coast", "Coast", "Coast"]


def test_running_text_between_rules_is_no_table(tmp_path: Path) -> None:
    text = "The committee considered a report on the work of the service and asked several questions about it. " * 4
    flow = [Table([[Paragraph(text, PLAIN)], [Paragraph(text, PLAIN)]], style=TableStyle([*ACROSS])), Spacer(1, 20)]
    assert read(tmp_path / "a.pdf", *flow) == []


def test_the_first_stripe_is_no_header_in_a_ruled_table_either(tmp_path: Path) -> None:
    grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
    found = read(tmp_path / "a.pdf", drawn(RISKS, grid, *stripes(6)))
    assert [said(row)["Net risk"] for row in found] == ["12", "9", "15", "8", "4"]


def test_a_row_of_scales_is_header(tmp_path: Path) -> None:
    rows = [
        ["Service", "Budget", "Outturn"],
        ["", "£000", "£000"],
        ["Libraries", "1,000", "1,010"],
        ["Parks", "90", "95"],
    ]
    found = read(tmp_path / "a.pdf", drawn(rows, *ACROSS, heads=2))
    assert [said(row) for row in found] == [
        {"Service": "Libraries", "Budget £000": "1,000", "Outturn £000": "1,010"},
        {"Service": "Parks", "Budget £000": "90", "Outturn £000": "95"},
    ]


def test_years_over_the_middle_of_their_quarters_are_those_of_all_four(tmp_path: Path) -> None:
    middle = ParagraphStyle("m", parent=BOLD, alignment=1)
    years = [Paragraph(year, middle) if year else "" for year in ["", "2023/24", "", "", "", "2024/25", "", "", ""]]
    quarters = [Paragraph(text, BOLD) for text in ["Indicator", *["Q1", "Q2", "Q3", "Q4"] * 2]]
    body = [
        ["Potholes", *map(str, range(81, 89))],
        ["Lights", *map(str, range(91, 99))],
        ["Tips", *map(str, range(10, 18))],
    ]
    spans = [("SPAN", (1, 0), (4, 0)), ("SPAN", (5, 0), (8, 0)), ("BACKGROUND", (0, 0), (-1, 1), BLUE)]
    table = Table([years, quarters, *body], colWidths=[150, *[70] * 8], style=TableStyle([*spans, *stripes(5, 2)]))
    found = read(tmp_path / "a.pdf", table)
    assert found[0].headers[1:] == [f"{year} Q{n}" for year in ("2023/24", "2024/25") for n in (1, 2, 3, 4)]
    assert [cell.text for cell in found[0].cells][1:] == [str(n) for n in range(81, 89)]


def test_a_long_label_that_meets_the_next_column_is_parted_from_it(tmp_path: Path) -> None:
    rows = [
        ["Measure", "Aim", "To Dec 2024", "To Dec 2025"],
        ["Rent lost", "Aim to minimise", "1.42%", "1.71%"],
        ["Repairs in time", "Aim to maximise", "91.2%", "90.6%"],
        ["Days lost to sickness for each employee, not teachers", "Aim to minimise", "9.9", "9.4"],
        ["Invoices paid", "Aim to maximise", "93.1%", "91.7%"],
    ]
    wide = (
        stringWidth(rows[3][0], "Helvetica", 10) + 4
    )  # four points between label and aim: less than parts two columns
    head = ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")
    tight = Table(rows, colWidths=[wide, 90, 90, 90], style=TableStyle([*ACROSS, head]))
    found = read(tmp_path / "a.pdf", tight)
    assert [said(row)["Aim"] for row in found] == [row[1] for row in rows[1:]]
    assert said(found[2])["Measure"] == rows[3][0]


def test_a_head_of_several_lines_over_a_narrow_column_is_one_head(tmp_path: Path) -> None:
    middle = ParagraphStyle("m", parent=PLAIN, alignment=1)
    heads = ["Measure", "To 31 Dec 2025", "Status", "National average of 2024/25"]
    body = [["Rent lost", "1.71%", "x", "1.36%"], ["Repairs", "7.6", "y", "9.1"], ["Visits", "322,907", "x", "-"]]
    cells = [
        [Paragraph(text, BOLD) for text in heads],
        *([row[0], *(Paragraph(t, middle) for t in row[1:])] for row in body),
    ]
    wide = Table(
        cells, colWidths=[250, 60, 45, 72], style=TableStyle([*ACROSS, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    )
    found = read(tmp_path / "a.pdf", wide)
    assert found[0].headers == heads
    assert [said(row)[heads[3]] for row in found] == ["1.36%", "9.1", "-"]


def test_the_running_head_of_the_page_is_no_head_of_the_table_under_it(tmp_path: Path) -> None:
    right = ParagraphStyle("r", parent=PLAIN, alignment=2)
    rows = [
        ["Savings 2025/26 (£m)", "Target", "Achieved", "At risk", "Not achievable"],
        ["Children and Schools", "2.10", "0.65", "0.55", "0.50"],
        ["Place and Transport", "1.25", "1.05", "0.20", "0.00"],
        ["All other services", "1.45", "0.90", "0.25", "0.10"],
        ["Total", "4.80", "2.60", "1.00", "0.60"],
    ]
    figures = ("ALIGN", (1, 0), (-1, -1), "RIGHT"), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")
    last = stringWidth("Not achievable", "Helvetica-Bold", 10) + 6
    savings = Table(rows, colWidths=[720 - 240 - last, 80, 80, 80, last], style=TableStyle([*HEAD_ONLY, *figures]))
    savings.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 4)]))
    flow = [Paragraph("Wenbury City Council, Item 9", right), Spacer(1, 4), Paragraph("3. Savings", BOLD), savings]
    found = read(tmp_path / "a.pdf", *flow)
    assert found[0].headers[:3] == rows[0][:3]
    assert not any("Item" in head or "9" in head for head in found[0].headers[1:])
