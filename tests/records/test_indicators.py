"""Indicators: the sample corpus against its sources, real tables, other councils' styles, loose lines, bad input."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.records.indicator_columns import column_of, columns_of
from assistant.records.model import DefinitionChange, Observation, TableReading
from assistant.records.polarity import polarity
from assistant.records.units import qualifier_of, unit_of
from tests.records.ruled import OVER, Ruled, of, write

DATA = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "data"
RED, AMBER, GREEN = "#E0453A", "#F6B233", "#5FB25F"
HEADS = ["Ref", "Indicator", "Apr-24", "May-24", "Target"]


def _source(name: str) -> dict[str, Any]:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def _printed(indicator: dict[str, Any], report: str, month: str, months: list[str]) -> str:
    """What a highlight report prints for a month: the value first published where it was revised later."""
    first = indicator.get("published", {}).get(report, {}).get(month)
    value = first if first is not None else indicator["values"][months.index(month)]
    return value if isinstance(value, str) else f"{value}{indicator['unit']}"


@pytest.mark.parametrize("report", ["june-2024", "december-2024", "january-2025"])
def test_every_cell_of_a_highlight_report_is_read_and_none_is_invented(sample_papers: Path, report: str) -> None:
    source = _source("kpis.yaml")
    months = source["reports"][report]["months"]
    expected = {
        (i["id"], i["name"], month): _printed(i, report, month, source["months"])
        for i in source["indicators"]
        for month in months
    }
    found = of(Observation, sample_papers / f"improvement-plan-highlight-report-{report}.pdf")
    assert {(o.indicator_id, o.name, o.period): o.value_as_printed.rstrip("*") for o in found} == expected
    assert len(found) == len(expected)
    for o in found:
        number = o.value_as_printed.split("%")[0].split(" ")[0].rstrip("r*")
        assert o.value == (None if o.missing else float(number))


@pytest.mark.parametrize(("file", "report"), [("q2", "q2"), ("q4", "q4")])
def test_a_scorecard_with_two_header_rows_is_read_once_though_a_copy_follows(
    sample_papers: Path, file: str, report: str
) -> None:
    source = _source("scorecard.yaml")
    found = of(Observation, sample_papers / f"performance-scorecard-{file}-2024-25.pdf")
    periods = ["2022/23", "2023/24", *source["reports"][report]["current"]]
    assert Counter((o.indicator_id, o.period) for o in found) == Counter(
        (row["id"], period) for row in source["rows"] for period in periods
    )
    past = {(row["id"], p): v for row in source["rows"] for p, v in zip(periods, row["past"], strict=False)}
    assert {(o.indicator_id, o.period): o.value_as_printed for o in found if (o.indicator_id, o.period) in past} == past


def test_an_england_rate_on_the_number_row_keeps_its_own_unit(sample_papers: Path) -> None:
    found = of(Observation, sample_papers / "improvement-plan-highlight-report-december-2024.pdf")
    number = next(o for o in found if o.indicator_id == "21" and o.period == "Dec-24")
    assert (number.value, number.unit, number.target) == (251, "number", None)
    assert [(b.name, b.value, b.unit) for b in number.benchmarks] == [
        ("England", 41.6, "rate per 10,000"),
        ("Statistical neighbours", 44.9, "rate per 10,000"),
    ]


def test_rating_arrow_and_note_belong_to_the_cell_they_are_drawn_for(sample_papers: Path) -> None:
    found = of(Observation, sample_papers / "improvement-plan-highlight-report-january-2025.pdf")
    rereferrals = {o.period: o for o in found if o.indicator_id == "10"}
    assert [rereferrals[p].rating for p in ("Nov-24", "Dec-24", "Jan-25")] == [None, None, "amber"]
    assert [rereferrals[p].direction for p in ("Nov-24", "Dec-24", "Jan-25")] == [None, None, "▼"]
    assert "revised" in (rereferrals["Dec-24"].note or "")
    assert rereferrals["Jan-25"].note is None
    assert (rereferrals["Dec-24"].commentary or "").startswith("The December figure was published as 22.1%.")
    assert rereferrals["Dec-24"].priority == "Priority 2 – Early Help and Front Door"


def test_near_twins_differ_in_qualifier_and_period(sample_papers: Path) -> None:
    found = of(Observation, sample_papers / "improvement-plan-highlight-report-december-2024.pdf")
    twins = {o.indicator_id: o for o in found if o.period == "Dec-24"}
    assert [twins[i].qualifier for i in ("4", "5")] == ["in month", "year to date"]
    assert (twins["5"].period_start, twins["5"].period_kind) == (date(2024, 4, 1), "year to date")
    assert (twins["10"].period_start, twins["10"].period_kind) == (date(2024, 1, 1), "rolling 12 months")
    assert "under 16" in (twins["44"].qualifier or "")
    assert "16+" in (twins["45"].qualifier or "")
    assert (twins["44"].value, twins["44"].missing, twins["44"].unit) == (None, "suppressed", "number")


def test_remarks_under_a_table_name_their_rows(sample_papers: Path) -> None:
    found = of(Observation, sample_papers / "performance-scorecard-q2-2024-25.pdf")
    said = {o.indicator_id: o.commentary for o in found}
    assert said["4"] == said["5"]
    assert (said["5"] or "").startswith("There were 252 children with a plan")
    assert said["6"] is None


def test_boxes_are_those_of_name_and_figure(sample_papers: Path) -> None:
    first = of(Observation, sample_papers / "improvement-plan-highlight-report-june-2024.pdf")[0]
    (piece,) = first.pieces
    (name_left, *_), (value_left, *_) = piece.boxes
    assert piece.page == first.page
    assert name_left < value_left


def test_changes_of_definition_name_the_indicator_and_the_day(sample_papers: Path) -> None:
    (monthly,) = of(DefinitionChange, sample_papers / "improvement-plan-highlight-report-january-2025.pdf")
    (quarterly,) = of(DefinitionChange, sample_papers / "performance-scorecard-q4-2024-25.pdf")
    assert (monthly.indicator_id, monthly.since, monthly.since_date) == ("28", "April 2025", date(2025, 4, 1))
    assert (quarterly.indicator, quarterly.since_date) == ("Repeat Child Protection Plans", date(2025, 1, 1))
    assert of(DefinitionChange, sample_papers / "performance-scorecard-q2-2024-25.pdf") == []


def test_papers_without_indicators_give_none(sample_papers: Path) -> None:
    for name in (
        "cabinet-agenda-2025-06-17",
        "strategic-risk-register-june-2025",
        "finance-monitoring-report-month-6-2024-25",
    ):
        assert of(Observation, sample_papers / f"{name}.pdf") == []


def test_the_real_highlight_report(real_papers: Path) -> None:
    found = of(Observation, real_papers / "improvement-plan-highlight-2023-09.pdf")
    assert len(found) == 117
    by = {(o.page, o.indicator_id, o.period): o for o in found}
    rate = by[7, "20", "Sep-23"]
    assert (rate.value, rate.unit, rate.target, rate.target_as_printed) == (
        39.1,
        "rate per 10,000",
        42.1,
        "42.1r England",
    )
    assert (by[14, "76", "Aug-23"].value, by[14, "76", "Aug-23"].missing) == (None, "not available")
    assert (by[14, "78", "Sep-23"].value, by[14, "78", "Sep-23"].unit) == (11.25, "days")
    assert by[2, "69", "Sep-23"].value == by[14, "69", "Sep-23"].value == 47.6
    assert {o.rating for o in found} == {None}


def test_headers_inside_a_noisy_grid_are_found_and_slipped_ones_refused(real_papers: Path) -> None:
    found = of(Observation, real_papers / "ecsc-scrutiny-2022-09-14.pdf")
    assert {o.page for o in found} == {28, 29, 30, 31, 32}
    assert not any("SEND" in o.name for o in found)  # its headers stand over other columns than its figures
    rate = next(
        o
        for o in found
        if o.name.startswith("Children subject to a Child Protection Plan") and o.period == "QI 2022/23"
    )
    assert (rate.value, rate.unit, rate.period_end) == (46.3, "rate per 10,000", date(2022, 6, 30))
    schools = {o.period: o.value for o in found if o.name.startswith("% of pupils attending")}
    assert schools == {"2017/18": 74.9, "2018/19": 68.0, "2019/20": 77.1, "QI 2022/23": 78.6}
    tables = [t for t in of(TableReading, real_papers / "ecsc-scrutiny-2022-09-14.pdf") if t.page == 32]
    assert any(t.left == 2 and "without a header" in (t.reason or "") for t in tables)


def test_loose_lines_are_likely_and_never_under_another_tables_header(real_papers: Path) -> None:
    found = of(Observation, real_papers / "ecsc-scrutiny-2023-07-18.pdf")
    assert {o.certainty for o in found} == {"likely"}
    rereferrals = [o for o in found if o.indicator_id == "10"]
    assert [o.value for o in rereferrals] == [21.2, 21.1, 20.9, 20.7, 20.3, 19.3]
    assert {o.target for o in rereferrals} == {23.0}
    assert {o.page for o in found} == {28, 29, 30, 31, 33, 113}  # page 117 prints its header cell by cell


def test_latest_and_previous_with_words_for_polarity_rating_and_direction(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["PI", "Measure", "Good is", "Target", "Q3 Actual", "Q2 Actual", "RAG", "DoT", "Comments"],
            ["HS01", "Average days to re-let a home", "Low", "25", "31.5", "29.0", "Red", "Worse", "Staff shortages."],
            ["HS02", "Rent collected as % of rent due", "High", "98.0%", "98.4%", "98.1%", "Green", "Better", ""],
            ["HS03", "Homelessness cases prevented", "High", "120", "-", "118", "", "", "Data not yet due."],
        ]
    )
    found = of(Observation, write(tmp_path / "a.pdf", "# Performance Report Quarter 3 2023/24", "# Housing", table))
    first = found[0]
    assert (first.indicator_id, first.value, first.unit, first.good, first.target) == ("HS01", 31.5, "days", "down", 25)
    assert (first.period, first.period_end) == ("Q3", date(2023, 12, 31))
    assert (first.rating, first.rating_source, first.direction, first.commentary) == (
        "red",
        "word",
        "Worse",
        "Staff shortages.",
    )
    assert [(o.rating, o.direction) for o in found[1:4:2]] == [(None, None), (None, None)]
    assert (found[4].value, found[4].missing) == (None, "blank")


def test_months_under_their_year_with_sub_headings(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Ref", "Indicator", "2024/25", "", "", "Target", "National average"],
            ["", "", "Apr", "May", "Jun", "", ""],
            ["Children", "", "", "", "", "", ""],
            ["C1", "Number of referrals", "210", "198", "205", "Monitor", "N/A"],
            ["C2", "Referrals per 10,000 (rolling 12 months)", "512.3", "508.9", "x", "500", "537.7 (2022/23)"],
            ["Adults", "", "", "", "", "", ""],
            ["A1", "% of reviews completed in timescale", "81.2%", "79%", "80.5%", "85%", ""],
        ],
        bold=(0, 1, 2, 5),
        spans=[(0, 2, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1), (0, 5, 1, 5), (0, 6, 1, 6), (2, 0, 2, 6), (5, 0, 5, 6)],
    )
    found = of(Observation, write(tmp_path / "a.pdf", "# Performance scorecard", table))
    assert [(o.indicator_id, o.priority, o.period_end.month) for o in found if o.period_end] == [
        (i, p, m) for i, p in (("C1", "Children"), ("C2", "Children"), ("A1", "Adults")) for m in (4, 5, 6)
    ]
    rolling = found[3]
    assert (rolling.unit, rolling.period_start) == ("rate per 10,000", date(2023, 5, 1))
    assert [(b.value, b.unit, b.period) for b in rolling.benchmarks] == [(537.7, "rate per 10,000", "2022/23")]


def test_a_remark_in_a_merged_row_hangs_on_the_row_above(tmp_path: Path) -> None:
    waste = "Recycling rose after the new food waste rounds began in April, and fewer loads were refused."
    bins = "The increase follows a change of crews on three rounds; a recovery plan is in place since May."
    table = Ruled(
        [
            ["Key performance indicator", "2024/25 Outturn", "Q1 2025/26", "2025/26 Target", "Status"],
            ["Household waste recycled (%)", "44.1", "46.2", "47.0", "A"],
            [waste, "", "", "", ""],
            ["Missed bins per 100,000 collections", "61", "72", "50", "R"],
            [bins, "", "", "", ""],
        ],
        spans=[(2, 0, 2, 4), (4, 0, 4, 4)],
    )
    found = of(Observation, write(tmp_path / "a.pdf", "# Corporate performance indicators", table))
    assert [(o.value, o.commentary) for o in found] == [(44.1, waste), (46.2, waste), (61, bins), (72, bins)]
    assert [o.unit for o in found] == ["%", "%", "rate per 100,000", "rate per 100,000"]
    assert [o.rating for o in found] == [None, "amber", None, "red"]


def test_a_table_goes_on_over_the_page_and_fills_are_ratings_only_where_they_stand_out(tmp_path: Path) -> None:
    rows = [
        [str(n), f"Visits to library number {n} ({'east' if n % 2 else 'west'})", str(n * 11), str(n * 12), str(n * 12)]
        for n in range(1, 41)
    ]
    fills = {(3, c): "#DDE8F3" for c in range(5)} | {(5, 3): GREEN, (6, 2): RED}
    path = write(tmp_path / "a.pdf", "# Performance indicators", Ruled([HEADS, *rows], fills=fills, repeat=1))
    found = of(Observation, path)
    assert len(found) == 80
    assert {o.page for o in found} == {1, 2, 3} or {o.page for o in found} == {1, 2}
    assert {(o.indicator_id, o.period, o.rating) for o in found if o.rating} == {
        ("5", "May-24", "green"),
        ("6", "Apr-24", "red"),
    }


def test_an_identical_table_after_the_first_is_a_copy(tmp_path: Path) -> None:
    table = Ruled([HEADS, ["1", "Visits to libraries", "1,204", "1,300", "1,500"], ["2", "Swims", "10", "12", "9"]])
    path = write(tmp_path / "a.pdf", "# Performance indicators", table, OVER, table)
    assert [o.value for o in of(Observation, path)] == [1204, 1300, 10, 12]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["Ref", "Indicator", "Q1 2024/25", "", "Target"], ["1", "Calls answered", "88%", "90%", "95%"]], "without a header"),
        ([["Ref", "Indicator", "May 2024", "May 2024", "Target"], ["1", "Swims", "10", "12", "9"]], "two columns of one period"),
        ([HEADS, ["1", "Visits", "1,204", "word " * 150, "1,500"], ["2", "Swims", "1", "2", "3"]], "no figure of it"),
        ([HEADS, ["1", "", "1,204", "1,205", "1,500"], ["2", "Swims", "1", "2", "3"]], "without a name"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_surely_stays_text_with_a_reason(
    tmp_path: Path, rows: list[list[str]], reason: str
) -> None:
    path = write(tmp_path / "a.pdf", "# Performance indicators", Ruled(rows))
    (table,) = of(TableReading, path)
    assert table.left >= 1
    assert reason in (table.reason or "")
    assert {o.name for o in of(Observation, path)} <= {"Swims"}


@pytest.mark.parametrize(
    "rows",
    [
        [["Service", "Budget 2024/25 £m", "Forecast 2024/25 £m", "Variance £m"], ["Roads", "12.1", "12.4", "0.3"]],
        [
            ["Ref", "Action", "Success measure", "Target date", "Status"],
            ["1", "Open a hub", "90%", "31 March 2025", "A"],
        ],
        [["Households in temporary accommodation", "140", "151"], ["Rough sleepers", "6", "8"]],
        [["Date", "June 2025", "September 2025"], ["Topic", "Budget setting", "Annual report on schools"]],
    ],
)
def test_other_tables_are_no_indicators(tmp_path: Path, rows: list[list[str]]) -> None:
    assert of(Observation, write(tmp_path / "a.pdf", "# Report", Ruled(rows))) == []


def test_loose_lines_need_their_own_header(tmp_path: Path) -> None:
    path = tmp_path / "loose.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    pages = [
        ["Performance indicators", "Jan-24 Feb-24 Mar-24", "12 Swims at all pools 210 230 251", "Visits 1 2"],
        ["Ref", "Name", "2021/22", "2022/23", "2023/24", "4 Library loans in the year 310 330 351"],
    ]
    for lines in pages:
        for i, line in enumerate(lines):
            canvas.drawString(72, A4[1] - 72 - 30 * i, line)
        canvas.showPage()
    canvas.save()
    found = of(Observation, path)
    assert [(o.indicator_id, o.name, o.period, o.value) for o in found] == [
        ("12", "Swims at all pools", period, value)
        for period, value in (("Jan-24", 210), ("Feb-24", 230), ("Mar-24", 251))
    ]


@pytest.mark.parametrize(
    ("header", "role", "label"),
    [
        ("Q I 2022/23", "period", "Q I 2022/23"),
        ("Previous years and benchmarking 2023/24 Actual", "period", "2023/24"),
        ("Previous years and benchmarking Statistical Neighbours", "benchmark", "Statistical Neighbours"),
        ("2024/25 Target", "target", "2024/25 Target"),
        ("England 2022/23", "benchmark", "England 2022/23"),
        ("Variance from target", "other", ""),
        ("Target date", "other", ""),
        ("2024-25 Budget", "money", "2024-25 Budget"),
        ("Q1 2025/26 £k", "money", "Q1 2025/26 £k"),
        ("Key performance indicator", "name", "Key performance indicator"),
        ("Direction of travel", "direction", "Direction of travel"),
        ("word " * 1000, "other", ""),
    ],
)
def test_headers_tell_what_their_columns_hold(header: str, role: str, label: str) -> None:
    column = column_of(header)
    assert (column.role, column.label) == (role, label)


def test_headers_that_reached_one_cell_are_dealt_out_only_one_way() -> None:
    dealt = columns_of(["Ref", "2019/20 Actual England Statistical Neighbours", "", "", "Q1 2022/23"])
    assert [c.role for c in dealt] == ["id", "period", "benchmark", "benchmark", "period"]
    assert [c.role for c in columns_of(["Ref", "Q1 2024/25", "", "Target"])] == ["id", "period", "", "target"]


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Percentage of referrals that are re-referrals", "down"),
        ("Vacancy rate for social workers", "down"),
        ("16 and 17 year olds not in education, employment or training", "down"),
        ("Care leavers in EET", "up"),
        ("Reviews completed within timescale", "up"),
        ("Persistent absence – primary", "down"),
        ("Number of children in care", None),
        ("Number of assessments completed within 45 working days", None),
        ("Waiting list: percentage seen within 18 weeks", None),
    ],
)
def test_polarity_is_told_by_wording_or_not_at_all(name: str, good: str | None) -> None:
    assert polarity(name) == good


def test_drawn_colours_tell_polarity_and_never_against_the_wording() -> None:
    assert polarity("Library visits", [(120, 100, "green")]) == "up"
    assert polarity("Library visits", [(120, 100, "red")]) == "down"
    assert polarity("Library visits", [(120, 100, "green"), (80, 100, "green")]) is None
    assert polarity("Persistent absence", [(20, 15, "green")]) is None


@pytest.mark.parametrize(
    ("name", "qualifier"),
    [
        ("Assessments in 45 working days (year to date)", "year to date"),
        ("Re-referrals (rolling 12 months)", "rolling 12 months"),
        ("Children in unregistered placements – Under 16 (month end snapshot)", "under 16, snapshot"),
        ("Young people aged 19 to 21 in EET", "aged 19 to 21"),
        ("Children offered a dental check", "offered"),
        ("Plans issued within 20 weeks", None),
    ],
)
def test_qualifiers(name: str, qualifier: str | None) -> None:
    assert qualifier_of(name) == qualifier


def test_a_unit_that_nobody_prints_is_none() -> None:
    assert unit_of("Library index", []) is None
