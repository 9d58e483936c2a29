"""Dates, municipal years and times of day."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from assistant.records.dates import find_dates, municipal_year, parse_time, plain


@pytest.mark.parametrize(
    "text",
    [
        "15 February 2023",
        "Wednesday, 15 February 2023",
        "Wednesday 15th February 2023",
        "15th of February, 2023",
        "15 Feb 2023",
        "15 Feb. 2023",
        "Feb 15 2023",
        "February 15th, 2023",
        "15/02/2023",
        "15/2/23",
        "15.02.23",
        "15.02.2023",
        "15-02-2023",
        "2023-02-15",
        "l 5 February 2023",
        "I5 February 2023",
        "15-Feb-23",
        "15 FEBRUARY 2023",
        "15\nFebruary 2023",
        "15 Feb '23",
        "15 february 2023",
    ],
)
def test_a_whole_date(text: str) -> None:
    (mention,) = find_dates(text)
    assert mention.date == date(2023, 2, 15) and not mention.partial
    assert (mention.as_printed, mention.span) == (text, (0, len(text)))


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("15 February", None, 2, 15),
        ("22nd May", None, 5, 22),
        ("February 2023", 2023, 2, None),
        ("Jul-23", 2023, 7, None),
        ("Sept ’23", 2023, 9, None),
        ("April 23", 2023, 4, None),
        ("29 February", None, 2, 29),
        ("17th march", None, 3, 17),
    ],
)
def test_a_partial_date(text: str, year: int | None, month: int, day: int | None) -> None:
    (mention,) = find_dates(text)
    assert mention.date is None and mention.partial
    assert (mention.year, mention.month, mention.day) == (year, month, day)


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2023",
        "29 February 2023",
        "item 4 may be deferred",
        "paragraph 3.4.12",
        "2022/23",
        "1.30 pm",
        "I may",
        "In April 23 children moved",
        "02/15/2023",
        "12 months",
        "45/12/2023",
        "£15.02.23",
        "March on",
        "may 4",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_dates_of_a_sentence_in_order_with_their_places() -> None:
    text = "Held on Wednesday, 9 January 2025; confirmed 30/01/2025 – actions by 15 February, Jul 23  Aug 23"
    found = find_dates(text)
    assert [mention.as_printed for mention in found] == [
        "Wednesday, 9 January 2025",
        "30/01/2025",
        "15 February",
        "Jul 23",
        "Aug 23",
    ]
    assert all(text[slice(*mention.span)] == mention.as_printed for mention in found)


def test_any_day_in_any_style() -> None:
    day = date(2019, 1, 1)
    while day < date(2026, 1, 1):
        for style in ("%d %B %Y", "%A, %d %B %Y", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%b %d %Y", "%d-%b-%y"):
            assert [mention.date for mention in find_dates(f"on {day:{style}}.")] == [day], style
        day += timedelta(days=11)


def test_plain_keeps_every_place() -> None:
    text = "ТВС – £1\u00a0m\x00‘x’"
    assert plain(text) == "TBC - £1 m 'x'" and len(plain(text)) == len(text)


def test_the_municipal_year_turns_in_mid_may() -> None:
    assert municipal_year(date(2023, 5, 14)) == "2022/23"
    assert municipal_year(date(2023, 5, 15)) == "2023/24"
    assert municipal_year(date(2024, 2, 29)) == "2023/24"
    assert municipal_year(date(2099, 12, 31)) == "2099/00"
    assert municipal_year(date(2023, 5, 24), turn=(5, 25)) == "2022/23"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.30 pm", time(13, 30)),
        ("1.30pm", time(13, 30)),
        ("1:30 p.m.", time(13, 30)),
        ("10am", time(10)),
        ("12 noon", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("12.15 am", time(0, 15)),
        ("12 pm", time(12)),
        ("13:30", time(13, 30)),
        ("1400 hours", time(14)),
        ("14.00hrs", time(14)),
        ("1.30", None),
        ("25:00", None),
        ("13 pm", None),
        ("10.75 am", None),
        ("3 noon", None),
        ("", None),
        ("ten", None),
    ],
)
def test_a_time(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected
