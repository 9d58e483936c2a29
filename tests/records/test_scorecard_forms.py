"""Scorecards of other councils: changes told in words, targets with a direction or a date, profiled targets, peers' medians."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.indicator_columns import column_of
from assistant.records.model import Observation
from assistant.records.polarity import named_polarity
from tests.records.ruled import Ruled, of, write


def _latest(path: Path) -> dict[str, Observation]:
    """The last figure of every indicator, by name."""
    return {o.name: o for o in sorted(of(Observation, path), key=lambda o: o.period_end or date.min)}


QUARTERS = [
    ["KPI", "Measure", "2024/25 year end", "Q1 2025/26", "Q2 2025/26", "Target", "RAG", "Since last quarter"],
    ["D1", "Families in bed and breakfast", "31", "40", "36", "30 or fewer", "R", "↑ Better"],
    ["D2", "New homes handed over (year to date)", "88", "12", "40", "45 by Q2 (90 by year end)", "A", "↑ Better"],
    ["D3", "Rent collected", "98.1%", "97.0%", "96.2% (25 of 26)", "97% or more", "A", "↓ Worse"],
    ["D4", "Parking notices issued", "900", "210", "240", "Monitor", "", "–"],
]


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scorecard") / "kpis.pdf"
    return write(path, "# Performance report, Quarter 2 2025/26", Ruled(QUARTERS))


def test_a_column_of_changes_since_the_last_quarter_is_no_figure(quarters: Path) -> None:
    told = of(Observation, quarters)
    assert {o.period for o in told} == {"2024/25 year end", "Q1 2025/26", "Q2 2025/26"}
    assert _latest(quarters)["Families in bed and breakfast"].direction == "↑ Better"


def test_a_target_is_worth_its_figure_whichever_way_or_day_it_names(quarters: Path) -> None:
    targets = {name: (o.target, o.target_as_printed) for name, o in _latest(quarters).items()}
    assert targets["Families in bed and breakfast"] == (30, "30 or fewer")
    assert targets["New homes handed over (year to date)"] == (45, "45 by Q2 (90 by year end)")
    assert targets["Rent collected"] == (97, "97% or more")
    assert targets["Parking notices issued"][0] is None


def test_better_beside_a_figure_that_fell_says_which_way_is_good(quarters: Path) -> None:
    good = {name: o.good for name, o in _latest(quarters).items()}
    assert good["Families in bed and breakfast"] == "down" and good["Rent collected"] == "up"
    assert good["Parking notices issued"] is None


def test_a_share_with_its_part_and_whole_beside_it_is_a_figure(quarters: Path) -> None:
    assert _latest(quarters)["Rent collected"].value == 96.2


PROFILED = [
    ["PI code and title", "Polarity", "Year-end 2024/25", "To 30 Sep 2025", "Profiled target to date",
     "Year-end target 2025/26", "Year-end forecast", "Status", "National average 2024/25"],
    ["CPI 04 Visits to museums", "Aim to maximise", "90,100", "46,020", "48,000", "95,000", "91,000", "■", "–"],
    ["CPI 07 Days lost per teacher", "Aim to minimise", "7.4", "3.1", "3.3", "6.8", "6.6", "●", "7.6"],
]  # fmt: skip


def test_the_target_so_far_is_that_of_the_figure_so_far_and_a_forecast_stands_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", "# Council performance indicators", Ruled(PROFILED))
    visits, days = (_latest(path)[name] for name in ("Visits to museums", "Days lost per teacher"))
    assert (visits.indicator_id, visits.value, visits.target, visits.good) == ("CPI 04", 46020, 48000, "up")
    assert (days.value, days.target, days.good) == (3.1, 3.3, "down")
    beside = {b.name: b.as_printed for b in days.benchmarks}
    assert beside == {
        "Year-end forecast": "6.6",
        "National average 2024/25": "7.6",
        "Year-end target 2025/26": "6.8",
    }
    before = next(o for o in of(Observation, path) if o.name == visits.name and o.period == "Year-end 2024/25")
    assert (before.target, before.period_kind) == (None, "financial year")


def test_a_budget_with_a_forecast_is_still_no_scorecard(tmp_path: Path) -> None:
    rows = [["Service", "2024/25", "Forecast £000", "Target", "RAG"], ["Libraries", "120", "125", "118", "A"]]
    assert of(Observation, write(tmp_path / "a.pdf", "# Savings", Ruled(rows))) == []


def test_a_figure_for_a_part_of_the_year_says_so_and_peers_stand_beside_it(tmp_path: Path) -> None:
    rows = [
        ["Code", "Tenant satisfaction measure", "2024/25", "2025/26 to date", "Peer median"],
        ["TP01", "Overall satisfaction", "63.8%", "66.1%", "67.5%"],
        ["CH01", "Stage one complaints per 1,000 homes", "56.7", "39.9 (9 months)", "53.0"],
    ]
    told = _latest(write(tmp_path / "a.pdf", "# Tenant satisfaction measures", Ruled(rows)))
    assert told["Overall satisfaction"].period == "2025/26 to date"
    complaints = told["Stage one complaints per 1,000 homes"]
    assert (complaints.value, complaints.note) == (39.9, "9 months")
    assert [(b.name, b.value) for b in complaints.benchmarks] == [("Peer median", 53.0)]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Change since last quarter", "direction"),
        ("Compared with same period last year", "direction"),
        ("Last quarter", "value"),
        ("Unitary average", "benchmark"),
        ("Top quartile 2023/24", "benchmark"),
        ("Sector median", "benchmark"),
        ("YTD target", "target"),
        ("Target (to date)", "target"),
        ("Distance from target to date", "other"),
        ("Ref and indicator", "name"),
    ],
)
def test_what_a_column_holds(header: str, role: str) -> None:
    assert column_of(header).role == role


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Homes that do not meet the Decent Homes Standard", "down"),
        ("Complaints answered within the Complaint Handling Code timescale", "up"),
        ("Missed bins collected within 24 hours", "up"),
        ("Missed bins not collected within 24 hours", None),
        ("Number of fly-tips cleared within two days", None),
        ("Satisfaction with the approach to complaints handling", "up"),
        ("Stage one complaints per 1,000 homes", "down"),
    ],
)
def test_what_the_wording_says_of_good(name: str, good: str | None) -> None:
    assert named_polarity(name) == good


def test_what_is_to_be_reached_by_a_day_is_no_target_of_earlier_figures(quarters: Path) -> None:
    homes = [o for o in of(Observation, quarters) if o.name.startswith("New homes")]
    assert {o.period: o.target for o in homes} == {"2024/25 year end": None, "Q1 2025/26": None, "Q2 2025/26": 45}
