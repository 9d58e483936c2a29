"""Figures: every case of both files, and what must hold for any number."""

from __future__ import annotations

import json
import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.records.numbers import Figure, find_figures, parse_figure, same_figure

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("ASSISTANT_SHARED") or HERE.parents[2] / "shared") / "cases" / "numbers.jsonl"


def cases(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


OWN = cases(HERE / "number_cases.jsonl")


def check(case: dict[str, Any]) -> None:
    figure = parse_figure(case["text"], case.get("column"))
    expected = {key: value for key, value in case.items() if key not in {"text", "column", "source"}}
    assert {key: getattr(figure, key) for key in expected} == expected
    assert figure.as_printed == case["text"]
    assert (figure.value is None) == (figure.kind != "number")


@pytest.mark.parametrize("case", OWN, ids=lambda case: f"{case['text']!r} {case.get('column', '')}")
def test_our_case(case: dict[str, Any]) -> None:
    check(case)


def test_shared_cases() -> None:
    if not SHARED.exists():
        pytest.skip(f"the shared cases are not at {SHARED}; set ASSISTANT_SHARED to the folder that holds cases/")
    for case in cases(SHARED):
        check(case)


def test_our_cases_are_many_and_say_where_they_come_from() -> None:
    assert len(OWN) >= 130
    assert all(case["source"] for case in OWN)
    assert len({(case["text"], case.get("column")) for case in OWN}) == len(OWN)


@pytest.mark.parametrize("value", [0, 1, 7, 12, 99, 100, 999, 1000, 1234, 20_300, 51_635, 999_999, 1_234_567, 10**12])
def test_a_number_written_in_any_style_is_read_back(value: int) -> None:
    if not 1900 <= value < 2100:
        assert parse_figure(f"{value}").value == value
    assert parse_figure(f"{value:,}").value == value
    for minus in "-−–":
        assert parse_figure(f"{minus}{value:,}").value == -value
        assert parse_figure(f"{minus}£{value:,}").value == -value
    for negative in (f"({value:,})", f"(£{value:,})", f"£({value:,})", f"£-{value:,}"):
        assert parse_figure(negative).value == -value
    assert parse_figure(f"£{value:,}").unit == "GBP"
    assert parse_figure(f"{value:,} (12.5%)").count == value
    assert parse_figure(f"12.5% ({value:,})").count == value
    assert parse_figure(f"{value:,}", "£'000").value == value * 1000


def test_thousandths_of_a_million_are_exact() -> None:
    for thousands in range(1, 100_000, 37):
        printed = str(Decimal(thousands) / 1000)
        for text, column in ((f"£{printed}m", None), (printed, "£m"), (f"£{printed} million", "£'000")):
            value = parse_figure(text, column).value
            assert value == thousands * 1000 and isinstance(value, int), (text, column)


def test_tenths_are_the_nearest_float() -> None:
    for tenths in range(1000):
        printed = f"{tenths // 10}.{tenths % 10}"
        assert parse_figure(printed + "%").value == float(printed)
        assert parse_figure(printed + "r England").value == float(printed)


def figures(text: str) -> list[tuple[str, float | int | None, str | None]]:
    return [(figure.as_printed, figure.value, figure.unit) for figure in find_figures(text)]


def test_figures_of_a_sentence_without_its_dates_and_references() -> None:
    text = "Agreed by 31 votes to 12 (paragraph 3.4, Page 12 of 72; minute 85) on 15 February 2023 at 1.30 pm"
    assert figures(text) == [("31", 31, None), ("12", 12, None)]
    text = "items 7, 8 and 9; in Q1 2022/23 the rate was 42.1r, £1.2m went in 2025-29, ring 01752 668000"
    assert figures(text) == [("42.1r", 42.1, "per 10,000"), ("£1.2m", 1_200_000, "GBP")]
    assert figures("12. The committee\n3.4 Members agreed\n(2) Next\n- 5. Last") == []
    assert figures("COVID-19, KS4, A38, PL1 3BJ, 25th, 24/7, £000s, mid-2021") == []


def test_figures_in_brackets_are_asides_in_a_sentence() -> None:
    assert figures("of 181 children (36.7%) and (£1.2m)") == [
        ("181", 181, None), ("(36.7%)", 36.7, "%"), ("(£1.2m)", 1_200_000, "GBP")
    ]  # fmt: skip
    assert figures("a variance of £(0.8)m, -£523k; -0.69 Vs -0.20") == [
        ("£(0.8)m", -800_000, "GBP"), ("-£523k", -523_000, "GBP"), ("-0.69", -0.69, None),
        ("-0.20", -0.2, None),
    ]  # fmt: skip
    assert figures("(1,656 less than before)") == [("1,656", 1656, None)]


def test_figures_with_their_wholes_and_rates() -> None:
    found = find_figures("11 out of 18 schools, 1 in 5 children, from 1:4 to 1:5, 39.9 per 10,000 children")
    assert [(figure.value, figure.of) for figure in found] == [
        (11, 18), (18, None), (1, 5), (1, 4), (1, 5), (39.9, None)
    ]  # fmt: skip
    assert found[-1].unit == "per 10,000"


def test_a_range_has_two_figures_and_a_wrapped_line_keeps_its_million() -> None:
    assert [figure.value for figure in find_figures("between 5-10% and £5-£7")] == [5, 10, 5, 7]
    assert figures("a saving of £25\n      million") == [("£25\n      million", 25_000_000, "GBP")]


def test_spans_hold_what_was_printed() -> None:
    text = "Спend – £1.2m, (53.2%) and 11 out of 18 ▲ 42.1r"
    for figure in find_figures(text):
        assert figure.span is not None and text[slice(*figure.span)] == figure.as_printed.strip()


def first(text: str) -> Figure:
    return find_figures(text)[0]


def test_same_figure() -> None:
    for text in ("£1.2m", "£1,200,000", "£1.2 million", "£1200k"):
        assert same_figure(first(text), parse_figure("1.2", "£m"))
    assert not same_figure(first("£1.2m"), first("£1.21m"))
    assert not same_figure(first("£1.2m"), first("-£1.2m"))
    assert not same_figure(first("12%"), first("12 percentage points"))
    assert not same_figure(first("42.1r"), first("42.1%"))
    assert not same_figure(parse_figure("<5%"), parse_figure("5%"))
    assert not same_figure(parse_figure("11 out of 18"), parse_figure("11 out of 19"))
    assert same_figure(parse_figure("11 out of 18"), parse_figure("11/18"))
    assert same_figure(first("(£134)"), parse_figure("(£134)"))
    assert same_figure(parse_figure("TBC"), parse_figure("ТВС"))
    assert not same_figure(parse_figure("TBC"), parse_figure("N/A"))
    assert not same_figure(parse_figure("2022/23"), parse_figure("2023/24"))
    assert not same_figure(parse_figure("0"), parse_figure("-"))


PIECES = [
    "1 ",
    "I",
    "May ",
    "1/",
    "1.",
    "1,",
    " ",
    "15 Feb ",
    "2023-",
    "(",
    "((1)",
    "£ ",
    "1 of ",
    "page 1-1",
    "\n",
    "1:",
]


@pytest.mark.parametrize("piece", [*PIECES, "paragraphs 1, 2 and ", "0123 ", "12 months to ", "£1\n "])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    start = time.perf_counter()
    find_figures(text)
    parse_figure(text)
    assert time.perf_counter() - start < 5, "a pattern backtracks"  # 0.3 s measured


@pytest.mark.parametrize("code", ["L1", "i2", "L12", "1L", "iL3", "L1.5", "5L 2", "H1", "lL1"])
def test_a_code_of_letters_that_look_like_ones_is_no_number(code: str) -> None:
    assert parse_figure(code, "Ref").value is None
    find_figures(f"See {code} for details.")
