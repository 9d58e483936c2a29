"""Budget lines: by service or directorate, period and kind, with scale and unit; differing figures are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.records.model import Amount, BudgetLine
from assistant.tools.budgets import get_budget
from assistant.tools.names import Finder

AUTUMN, SUMMER = date(2024, 11, 20), date(2025, 6, 11)
Make = Callable[..., tuple[Finder, Finder]]


def line(service: str, printed: str, value: float, scale: str = "£m", **more: object) -> BudgetLine:
    amount = Amount(role="forecast", column=f"Forecast {scale}", as_printed=printed, value=value, unit="£")
    fields = {"page": 1, "as_printed": f"{service} {printed}", "kind": "revenue", "table": "Table 2", "service": service,
              "period": "2024/25", "scale": scale, "amounts": [amount]}  # fmt: skip
    return BudgetLine.model_validate(fields | more)


def test_a_service_and_a_directorate_with_all_under_it(finders: Make) -> None:
    parks = line("Parks", "1.2", 1_200_000, directorate="Place")
    roads = line("Roads", "(0.3)", -300_000, directorate="Place")
    public, _ = finders(("month-6", AUTUMN, [parks, roads]))
    (row,) = get_budget(public, "parks").rows
    assert (row.scale, row.amounts[0].as_printed, row.amounts[0].value) == ("£m", "1.2", 1_200_000)
    assert row.citation.quote == "Parks 1.2"
    assert [row.service for row in get_budget(public, "Place").rows] == ["Parks", "Roads"]
    nothing = get_budget(public, "submarines")
    assert (nothing.rows, nothing.choices, nothing.scope.records) == ([], [], 2)


def test_near_twins_are_a_choice(finders: Make) -> None:
    public, _ = finders(
        (
            "month-6",
            AUTUMN,
            [line("Placements – residential", "1.2", 1.2e6), line("Placements – fostering", "1.3", 1.3e6)],
        )
    )
    asked = get_budget(public, "placements")
    assert asked.rows == []
    assert {choice.name for choice in asked.choices} == {
        "Placements – residential (revenue)",
        "Placements – fostering (revenue)",
    }
    (row,) = get_budget(public, "placements fostering").rows
    assert row.service == "Placements – fostering"


def test_period_and_kind(finders: Make) -> None:
    public, _ = finders(
        ("month-6", AUTUMN, [line("Parks", "1.2", 1.2e6), line("Parks", "40", 40.0, "£", kind="savings")]),
        ("outturn", SUMMER, [line("Parks", "1.5", 1.5e6, period="2025/26")]),
    )
    assert [row.amounts[0].as_printed for row in get_budget(public, "parks", "2025-26").rows] == ["1.5"]
    assert [row.amounts[0].as_printed for row in get_budget(public, "parks", kind="savings").rows] == ["40"]


def test_a_figure_that_two_tables_print_differently_is_told(finders: Make) -> None:
    public, _ = finders(
        (
            "table",
            AUTUMN,
            [
                line("Parks", "96.262", 96_262_000),
                line("Total", "96,261", 96_261_000, "£'000", total=True, directorate="Parks"),
            ],
        ),
        ("same", SUMMER, [line("Roads", "1.2", 1_200_000), line("Roads", "1,200", 1_200_000, "£'000")]),
    )
    note = get_budget(public, "Parks").note
    assert note is not None and "96.262 in table.pdf, page 1, and 96,261 in table.pdf" in note
    assert get_budget(public, "roads").note is None
