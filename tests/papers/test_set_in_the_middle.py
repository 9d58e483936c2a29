"""Tables without upright rules whose cells take several lines: heads and labels set at the top, in the middle or at the foot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from assistant.papers.read import read_paper
from assistant.papers.tables import LabelledRow, labelled_rows

HEADS = ["£m", "Original\nbudget", "Revised\nbudget", "Spent to\n31 Oct", "Forecast\nvariance\nP7", "Variance\nat P5", "Change\nsince P5"]  # fmt: skip
FIGURES = [
    ["Adult services", "128.410", "129.055", "78.912", "3.693", "3.120", "0.573"],
    ["Schools and skills\n(non-DSG)", "24.115", "24.115", "13.066", "(0.787)", "0.640", "0.147"],
    ["Contingency and\ninflation", "6.500", "4.486", "0.000", "(3.250)", "(2.750)", "(0.500)"],
    ["Waste", "41.372", "41.690", "23.948", "(0.585)", "(0.310)", "(0.275)"],
    ["Net total", "200.397", "199.346", "115.926", "(0.929)", "0.700", "(0.055)"],
]
NAMES = ["£m", "Budget\n2025/26", "Spend to\n31 Oct", "Forecast", "Variance", "% of\nbudget\nspent", "Comment"]
SCHEMES = [
    [
        "Town hall refurbishment",
        "6.200",
        "1.104",
        "3.250",
        "(2.950)",
        "18%",
        "Steel delivery delayed;\nopens Sept 2026",
    ],
    ["School for the upper dale", "14.750", "8.316", "14.750", "0.000", "56%", "On time for Easter 2026"],
    ["Highways", "9.380", "5.722", "9.380", "0.000", "61%", ""],
    ["Library and meeting\nrooms", "4.115", "0.287", "1.640", "(2.475)", "7%", "Tender came back £0.9m\nover estimate"],
    ["Homes at the mill", "7.900", "3.461", "6.825", "(1.075)", "44%", "48 homes; first handover\nFeb 2026"],
    ["Fleet", "3.240", "0.000", "2.180", "(1.060)", "0%", "11 vehicles slip"],
    ["Total", "45.585", "18.890", "38.025", "(7.560)", "41%", ""],
]


def read(path: Path, rows: list[list[str]], widths: list[float], valign: str, *style: Any) -> list[LabelledRow]:
    """A table with rules about the header and the last row alone, figures set to the right."""
    last = len(widths) - 1 - (rows[0][-1] == "Comment")
    table = Table(rows, colWidths=widths)
    table.setStyle(
        TableStyle(
            [
                ("FONTSIZE", (0, 0), (-1, -1), 8.8), ("LEADING", (0, 0), (-1, -1), 10.8), ("VALIGN", (0, 0), (-1, -1), valign),
                ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("ALIGN", (1, 1), (last, -1), "RIGHT"), ("ALIGN", (0, 0), (-1, 0), "CENTER"),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"), ("FONTNAME", (0, -1), (-1, -1), "Helvetica-Bold"),
                ("LINEABOVE", (0, 0), (-1, 0), 0.7, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.7, colors.black),
                ("LINEABOVE", (0, -1), (-1, -1), 0.7, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.7, colors.black),
                *style,
            ]
        )
    )  # fmt: skip
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=45, rightMargin=45, invariant=1).build([table])
    return labelled_rows(read_paper(path).pages)


def said(row: LabelledRow) -> list[str]:
    return [" ".join(cell.text.split()) for _, cell in row.pairs()]


def flat(rows: list[list[str]]) -> list[list[str]]:
    return [[" ".join(text.split()) for text in row] for row in rows]


@pytest.mark.parametrize("valign", ["TOP", "MIDDLE", "BOTTOM"])
def test_a_head_of_three_lines_is_over_its_own_column(valign: str, tmp_path: Path) -> None:
    head = [("VALIGN", (0, 1), (-1, -1), "MIDDLE")]  # labels of two lines beside figures of one
    found = read(tmp_path / "a.pdf", [HEADS, *FIGURES], [108, *[66] * 6], valign, *head)
    assert found[0].headers == flat([HEADS])[0]
    assert [said(row) for row in found] == flat(FIGURES)


@pytest.mark.parametrize("at", range(1, 7))
def test_wherever_the_head_of_three_lines_stands(at: int, tmp_path: Path) -> None:
    heads = ["£m", *[f"Column {name}\nof it" for name in "ABCDEF"]]
    heads[at] = "Forecast\nvariance\nP7"
    found = read(tmp_path / "a.pdf", [heads, *FIGURES], [108, *[66] * 6], "MIDDLE")
    assert found[0].headers == flat([heads])[0]


def test_a_heading_over_all_columns_stays_one(tmp_path: Path) -> None:
    heads = ["", "2025/26 at month 7", "", "", "", "", ""]
    rows = [heads, ["£m", "Budget", "Revised", "Actual", "Forecast", "Variance", "Change"], *FIGURES]
    over = [
        ("SPAN", (1, 0), (-1, 0)),
        ("ALIGN", (0, 0), (-1, 1), "CENTER"),
        ("FONTNAME", (0, 0), (-1, 1), "Helvetica-Bold"),
    ]
    found = read(tmp_path / "a.pdf", rows, [108, *[66] * 6], "MIDDLE", *over)
    assert found[0].headers[1:3] == ["2025/26 at month 7 Budget", "2025/26 at month 7 Revised"]


def test_comments_beside_the_figures_are_of_their_row(tmp_path: Path) -> None:
    found = read(tmp_path / "a.pdf", [NAMES, *SCHEMES], [132, *[50] * 5, 122], "MIDDLE")
    assert found[0].headers == flat([NAMES])[0]
    assert [said(row) for row in found] == flat(SCHEMES)
