"""Periods of table heads and of questions."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from assistant.records.periods import Period, find_periods, parse_period

TODAY = date(2024, 6, 20)


def told(period: Period | None) -> str | None:
    return f"{period.start} {period.end} {period.kind}" if period else None


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ("2023-07-01 2023-07-31 month", "Jul-23|July 2023|July 23|Jul 23"),
        ("2023-07-01 2023-07-31 month", "July ’23|Month 4 2023/24|M4 23/24|(July 2023)"),
        ("2023-09-01 2023-09-30 month", "Sept 23|Sep-23|Sept. 2023"),
        ("2021-04-01 2022-03-31 financial year", "2021/22|2021-22|2021 – 2022"),
        ("2021-04-01 2022-03-31 financial year", "2021/2022|FY 2021/22|FY21/22|21-22"),
        ("2021-04-01 2022-03-31 financial year", "2021/22 Actual|2021/22 (provisional)"),
        ("2021-04-01 2022-03-31 financial year", "financial year 2021/22|2021/22 outturn"),
        ("2022-04-01 2022-06-30 quarter", "Q1 2022/23|Q I 2022/23|QI 22/23"),
        ("2022-04-01 2022-06-30 quarter", "2022/23 Q1|1st quarter of 2022/23|April-June 2022"),
        ("2022-04-01 2022-06-30 quarter", "Quarter 1 2022-23|Quarter one of 2022/23|Q1 (2022/23)"),
        ("2022-04-01 2022-06-30 quarter", "Q1, 2022/23|Q1 2022|Qtr 1 22/23"),
        ("2022-07-01 2022-09-30 quarter", "QII 2022/23|Q Il 2022/23|second quarter of 2022/23"),
        ("2023-01-01 2023-03-31 quarter", "Q4 2022/23|QIV 22/23|quarter four in 2022/23"),
        ("2023-09-30 2023-09-30 snapshot", "end of September 2023|at the end of Sept 23"),
        ("2023-09-30 2023-09-30 snapshot", "30 September 2023|as at 30/09/2023"),
        ("2022-06-30 2022-06-30 snapshot", "end of quarter one 2022/23|end Q1 2022/23"),
        ("2023-07-01 2024-06-30 rolling 12 months", "12 months to June 2024"),
        ("2023-07-01 2024-06-30 rolling 12 months", "year ending June 2024|12 months to 30 June 2024"),
        ("2023-03-01 2024-02-29 rolling 12 months", "12 months to February 2024"),
        ("2024-03-01 2025-02-28 rolling 12 months", "rolling 12 months to Feb 2025"),
        ("2023-01-01 2023-12-31 year", "2023"),
        ("2022-09-01 2023-08-31 academic year", "2022/23 academic year|academic year 2022-23"),
        ("2022-05-15 2023-05-14 municipal year", "municipal year 2022 – 2023"),
        ("2023-04-01 2023-09-30 year to date", "YTD Sep-23|Year to date (Sept 2023)|Sep-23 YTD"),
        ("2023-04-01 2023-08-31 range", "April to August 2023|April 2023 - August 2023"),
        ("2022-11-01 2023-02-28 range", "November to February 2023"),
        ("2023-03-01 2023-05-31 range", "spring 2023"),
    ],
)
def test_a_period(expected: str, texts: str) -> None:
    for text in texts.split("|"):
        assert told(parse_period(text)) == expected, text
        assert parse_period(text, today=TODAY) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "2022/24",
        "2025-29",
        "11/18",
        "Q5 2022/23",
        "Q4 2023",
        "Month 13 2023/24",
        "Monitor",
        "12 months",
        "1 in 5",
        "31 June 2023",
        "Quarter",
        "39.9",
        "£2023",
        "2023%",
    ],
)
def test_no_period(text: str) -> None:
    assert parse_period(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quarter 1", "2024-04-01 2024-06-30 quarter"),
        ("Q2", "2023-07-01 2023-09-30 quarter"),
        ("YTD", "2024-04-01 2024-06-20 year to date"),
        ("2024/25 YTD", "2024-04-01 2024-06-20 year to date"),
        ("last month", "2024-05-01 2024-05-31 month"),
        ("a year ago", "2023-06-01 2023-06-30 month"),
        ("this quarter", "2024-04-01 2024-06-30 quarter"),
        ("last quarter", "2024-01-01 2024-03-31 quarter"),
        ("last year", "2023-04-01 2024-03-31 financial year"),
        ("this year", "2024-04-01 2025-03-31 financial year"),
        ("last calendar year", "2023-01-01 2023-12-31 year"),
        ("since spring", "2024-03-01 2024-06-20 range"),
        ("since January 2024", "2024-01-01 2024-06-20 range"),
        ("last 12 months", "2023-06-21 2024-06-20 rolling 12 months"),
        ("July", "2023-07-01 2023-07-31 month"),
        ("last June", "2023-06-01 2023-06-30 month"),
        ("end of September", "2023-09-30 2023-09-30 snapshot"),
        ("15 February", "2024-02-15 2024-02-15 snapshot"),
        ("yesterday", "2024-06-19 2024-06-19 snapshot"),
        ("2 months ago", "2024-04-01 2024-04-30 month"),
        ("last week", "2024-06-10 2024-06-16 range"),
        ("Month 4", "2023-07-01 2023-07-31 month"),
    ],
)
def test_relative_to_a_day_or_not_at_all(text: str, expected: str) -> None:
    assert told(parse_period(text, today=TODAY)) == expected
    assert parse_period(text) is None or text.startswith(("2024/25", "since January"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("was it better last month than a year ago?", ["last month", "a year ago"]),
        ("Q1 2022/23 up from Q4 2021/22", ["Q1 2022/23", "Q4 2021/22"]),
        ("the £557K in 23/24 to pay", ["23/24"]),
        ("12 months to June 2024 versus year to date", ["12 months to June 2024", "year to date"]),
        ("on 15 February 2023 and as at 31 March", ["15 February 2023", "as at 31 March"]),
        ("what happened in may or march", ["may"]),
        ("we may march on pages 23-24, aged 16/17 year olds", []),
        ("In April 23 children moved", ["April"]),
        ("2000 children in 2023", ["2023"]),
        ("Jul 23  Aug 23", ["Jul 23", "Aug 23"]),
        ("between April and June 2023", ["between April and June 2023"]),
        ("page 4 of 2 items at 4.5 with ref 3.3", []),
    ],
)
def test_periods_of_a_question(text: str, expected: list[str]) -> None:
    found = find_periods(text, today=TODAY)
    assert [period.as_printed for period in found] == expected
    assert all(period.span and text[slice(*period.span)] == period.as_printed for period in found)


def test_every_month_and_year_in_every_style() -> None:
    for year in range(2015, 2030):
        for month in range(1, 13):
            first = date(year, month, 1)
            for style in ("%b-%y", "%B %Y", "%b %Y", "%B %y", "%b '%y"):
                period = parse_period(f"{first:{style}}")
                assert period is not None and (period.start, period.kind) == (first, "month"), (first, style)
                assert (period.end + timedelta(days=1)).day == 1
        for joint in ("/", "-", " – "):
            period = parse_period(f"{year}{joint}{(year + 1) % 100:02d}")
            assert period is not None and (period.start, period.end) == (
                date(year, 4, 1),
                date(year + 1, 3, 31),
            )
            quarters = [parse_period(f"Q{q} {year}{joint}{year + 1}") for q in (1, 2, 3, 4)]
            assert [q.start for q in quarters if q] == [
                date(year, 4, 1),
                date(year, 7, 1),
                date(year, 10, 1),
                date(year + 1, 1, 1),
            ]


def test_contains_and_overlaps() -> None:
    year, quarter, july = (parse_period(text) for text in ("2022/23", "Q1 2022/23", "July 2022"))
    assert year and quarter and july
    assert year.contains(date(2022, 4, 1)) and year.contains(date(2023, 3, 31)) and not year.contains(date(2023, 4, 1))
    assert year.overlaps(quarter) and quarter.overlaps(year) and not quarter.overlaps(july)


@pytest.mark.parametrize(
    "piece", ["1 ", "I", "May ", "1/", "15 Feb ", "2023-", "since the ", "last ", "Q1 ", "in 1 ", " "]
)
def test_no_text_takes_long(piece: str) -> None:
    start = time.perf_counter()
    find_periods(piece * (10_000 // len(piece)), today=TODAY)
    assert time.perf_counter() - start < 5, "a pattern backtracks"  # 0.1 s measured
