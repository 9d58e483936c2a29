"""Tables as dashboards, fares and benchmark surveys print them: times, pence and ranks in the cells, a year between columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.papers.headers import is_value
from assistant.papers.read import read_paper
from assistant.papers.tables import labelled_rows
from assistant.records.indicator_columns import column_of
from assistant.records.model import Observation, Risk
from tests.records.minutes_pdf import of_paper, only
from tests.records.test_open_tables import REGISTER, WIDTHS, lined, paper

BOARD: list[Any] = [("BACKGROUND", (0, 0), (-1, 1), colors.navy), ("FONT", (0, 0), (-1, 1), "Helvetica-Bold"),
                    ("TEXTCOLOR", (0, 0), (-1, 1), colors.white), ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.navy),
                    ("ALIGN", (2, 0), (-1, -1), "CENTER")]  # fmt: skip


@pytest.mark.parametrize("text", ["4:26", "12:05", "1:02:30", "35p", "3rd", "21st", "2nd"])
def test_times_pence_and_ranks_are_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["2023/24", "Q3", "3rd quarter", "4:7", "p", "May 2024"])
def test_what_heads_a_column_is_none(text: str) -> None:
    assert not is_value(text)


def test_a_first_row_of_times_is_no_header(tmp_path: Path) -> None:
    rows = [["Ref", "Measure", "Q1 2024/25", "Q2 2024/25", "Target", "Status"],
            ["P1", "Average wait for an answer", "6:18", "4:26", "5:00", "Green"],
            ["P2", "Letters answered in time", "71.0%", "68.2%", "80.0%", "Red"],
            ["P3", "Visits to the desk", "1,204", "1,187", "1,200", "Amber"]]  # fmt: skip
    found = only(Observation, of_paper(paper(
        tmp_path / "calls.pdf", "# Customer dashboard, Quarter 2, 2024/25",
        lined(rows, [40, 150, 70, 70, 60, 60], ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue)))))  # fmt: skip
    assert {(o.name, o.value_as_printed) for o in found} >= {
        ("Letters answered in time", "68.2%"), ("Visits to the desk", "1,204")}  # fmt: skip


def test_a_year_over_the_gap_between_two_quarters_is_that_of_both(tmp_path: Path) -> None:
    wide = [30, 120, 52, 52, 52, 52, 52, 60]
    heads = [["", "", "", "", "", "", "", ""], ["Ref", "Measure", "Q2", "Q3", "Q4", "Q1", "Q2", "Status"]]
    rows = [["N1", "Trees", "64", "71", "83", "97", "12", "Red"], ["N2", "Ponds", "8", "9", "7", "6", "5", "Green"],
            ["N3", "Hedges", "31", "38", "42", "45", "44", "Amber"]]  # fmt: skip
    canvas = Canvas(str(tmp_path / "green.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(50, 780, "Nature dashboard, Quarter 2, 2025/26")
    table = lined([*heads, *rows], wide, *BOARD)
    _, high = table.wrapOn(canvas, A4[0], 600)
    table.drawOn(canvas, 50, 740 - high)
    canvas.setFillColor(colors.white)
    canvas.setFont("Helvetica-Bold", 10)
    for year, at in (("2024/25", 50 + 150 + 78), ("2025/26", 50 + 150 + 208)):  # the second over no figure at all
        canvas.drawCentredString(at, 740 - 12, year)
    canvas.showPage()
    canvas.save()
    rows_read = labelled_rows(read_paper(tmp_path / "green.pdf").pages)
    heads_read = [" ".join(head.split()) for head in rows_read[0].headers]
    assert heads_read[2:7] == ["2024/25 Q2", "2024/25 Q3", "2024/25 Q4", "2025/26 Q1", "2025/26 Q2"]
    found = only(Observation, of_paper(tmp_path / "green.pdf"))
    told = {(o.indicator_id, str(o.period_start)): o.value for o in found}
    assert told["N1", "2025-07-01"] == 12 and told["N1", "2025-04-01"] == 97 and told["N3", "2025-01-01"] == 42


def test_a_survey_with_quartiles_and_without_any_drawing_is_a_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "survey.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(60, 780, "Appendix 2: Tenant satisfaction measures")
    ends = (300, 360, 430, 500)
    canvas.setFont("Helvetica-Bold", 9)
    for lines, end in zip((("2023/24",), ("2024/25",), ("2025/26", "wave 1"), ("Quartile",)), ends, strict=True):
        for n, text in enumerate(lines):
            canvas.drawRightString(end, 740 - 11 * n, text)
    canvas.setFont("Helvetica", 9)
    rows = [("T1 Overall", "61%", "66%", "69%", "3rd"), ("T2 Repairs", "67%", "71%", "70%", "2nd"),
            ("T3 Safe home", "70%", "73%", "72%", "4th"), ("T4 Kept informed", "61%", "65%", "71%", "1st"),
            ("T5 Stairs clean", "60%", "63%", "62%", "3rd")]  # fmt: skip
    for n, (name, *figures) in enumerate(rows):
        canvas.drawString(60, 705 - 20 * n, name)
        for text, end in zip(figures, ends, strict=True):
            canvas.drawRightString(end, 705 - 20 * n, text)
    canvas.showPage()
    canvas.save()
    found = only(Observation, of_paper(tmp_path / "survey.pdf"))
    assert [(o.period, o.value_as_printed) for o in found if o.name.endswith("Repairs")] == [
        ("2023/24", "67%"), ("2024/25", "71%"), ("2025/26 wave 1", "70%")]  # fmt: skip


def test_the_wave_of_a_survey_stays_in_the_name_of_its_column() -> None:
    column = column_of("2023/24 (wave 2)")
    assert (column.role, column.label) == ("period", "2023/24 (wave 2)")
    assert column_of("2023/24").label == "2023/24"
    assert column_of("Middle of peers 2024/25").role == "benchmark"


def test_a_register_titled_with_a_month_tells_the_position_at_its_end(tmp_path: Path) -> None:
    rows = [REGISTER, ["K1", "Flood", "6 (2x3)", "12 (4x3)", "4", "Wall raised.", "I. Marsh"],
            ["K2", "Fire", "-", "8 (2x4)", "8", "Doors hung.", "T. Reed"]]  # fmt: skip
    path = paper(
        tmp_path / "pack.pdf", "# Scrutiny Committee", "12 June 2024", "# Corporate risk register, May 2024", lined(rows, WIDTHS)
    )  # fmt: skip
    assert {risk.position_at for risk in only(Risk, of_paper(path))} == {date(2024, 5, 31)}
