"""Scorecards with several rows an indicator: what was reached, what was to be reached, what others reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.records.indicator_columns import column_of
from assistant.records.model import Observation
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, of, write

MONTHS = ["Apr-25", "May-25", "Jun-25", "Jul-25"]
SPEAKS = "The months that have not happened yet are blank. Figures are those of the service. " * 3


def _board(path: Path) -> Path:
    return write(
        path, "# Ternby Borough Council", "# Highways dashboard – position to the end of June 2025", SPEAKS,
        Ruled([["Measure", "", *MONTHS],
               ["HW1 Potholes filled", "Actual", "870", "910", "955", ""], ["", "Target", "800", "800", "800", "820"],
               ["HW2 Lamps mended in 28 days", "Actual", "91%", "88%", "86%", ""], ["", "Target", "90%", "90%", "90%", "92%"],
               ["", "England", "84%", "85%", "83%", ""]],
              spans=[(1, 0, 2, 0), (3, 0, 5, 0)]),
        "HW1: a second gang began on 2 June. HW2: one van was off the road.",
    )  # fmt: skip


def test_a_row_of_targets_is_no_row_of_figures(tmp_path: Path) -> None:
    found = {(o.name, o.period): o for o in of(Observation, _board(tmp_path / "board.pdf"))}
    holes, lamps = found["Potholes filled", "Jun-25"], found["Lamps mended in 28 days", "Jun-25"]
    assert (holes.value, holes.target, holes.indicator_id) == (955, 800, "HW1")
    assert (lamps.value, lamps.target) == (86, 90)
    assert [(b.value, b.period) for b in lamps.benchmarks if "England" in b.name and b.period == "Jun-25"] == [
        (83, "Jun-25")
    ]
    assert all(o.value != 800 for o in found.values() if o.name == "Potholes filled")
    assert holes.commentary == "a second gang began on 2 June." and lamps.commentary == "one van was off the road."


def test_the_name_of_an_indicator_may_stand_over_its_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "over.pdf", "# Ternby Borough Council", "# Performance dashboard 2025/26", SPEAKS,
                 Ruled([["Indicator", *MONTHS], ["Visits to the pool", "4,110", "4,290", "4,480", "4,700"],
                        ["Target", "4,000", "4,000", "4,200", "4,200"], ["Books lent", "812", "790", "845", "860"],
                        ["Target", "800", "800", "800", "800"]]))  # fmt: skip
    found = of(Observation, path)
    assert {o.name for o in found} == {"Visits to the pool", "Books lent"}
    assert [(o.value, o.target) for o in found if o.name == "Books lent"] == [
        (812, 800),
        (790, 800),
        (845, 800),
        (860, 800),
    ]


def test_a_benchmark_keeps_the_name_that_its_row_gives_it(tmp_path: Path) -> None:
    path = write(tmp_path / "peers.pdf", "# Ternby Borough Council", "# Performance dashboard 2025/26", SPEAKS,
                 Ruled([["Indicator", "", *MONTHS], ["Visits to the pool", "Actual", "41", "42", "44", "47"], ["", "Target", "40", "40", "42", "42"],
                        ["", "Peer average", "38", "37", "39", "36"], ["Books lent", "Actual", "81", "79", "84", "86"],
                        ["", "Target", "80", "80", "80", "80"], ["", "England", "70", "71", "72", "73"]], spans=[(1, 0, 3, 0), (4, 0, 6, 0)]))  # fmt: skip
    found = {o.name: o for o in of(Observation, path) if o.period == "Jul-25"}
    named = {name: {b.name: b.value for b in o.benchmarks if b.period == "Jul-25"} for name, o in found.items()}
    assert [(n, v) for n, v in named["Visits to the pool"].items()] == [("Jul-25 Peer average", 36)]
    assert [(n, v) for n, v in named["Books lent"].items()] == [("Jul-25 England", 73)]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("board")
    _board(folder / "board.pdf")
    yield from _opened(_ingested(folder, folder / "store"))


def test_a_target_is_not_told_as_what_was_reached(board: Assistant) -> None:
    assert "**955**" in board.ask("How many potholes were filled in June 2025?").answer
    to_come = board.ask("How many potholes were filled in July 2025?")
    assert to_come.status == "not_found" and "820" not in to_come.answer
    assert "target 90%: missed" in board.ask("Did we hit our target for mending lamps in June 2025?").answer.replace(
        "**", ""
    )


@pytest.mark.parametrize(
    ("header", "role", "period"),
    [("Target for Q2", "target", "2025-07-01"), ("Q2 target", "target", "2025-07-01"), ("Year-end target 2025/26", "target", "2025-04-01"),
     ("District median (latest)", "benchmark", None), ("Bench-mark", "benchmark", None), ("Q2 2025/26 fore-cast", "money", "2025-07-01")],
)  # fmt: skip
def test_what_a_head_means_however_it_is_broken(header: str, role: str, period: str | None) -> None:
    column = column_of(header, 2025)
    assert (column.role, str(column.period.start) if column.period else None) == (role, period)


def test_the_target_of_the_quarter_goes_before_that_of_the_year(tmp_path: Path) -> None:
    heads = ["Ref", "Indicator", "Good is", "Q1 2025/26", "Q2 2025/26", "Target for Q2", "Status", "Year-end target 2025/26",
             "Year-end fore-cast 2025/26", "District median (latest)"]  # fmt: skip
    rows = [["H1", "Families in hotels", "Low", "90", "96", "80", "Red", "75", "100", "58"],
            ["H2", "Days to re-let a home", "Low", "27", "25", "28", "Green", "28", "26", "32"]]  # fmt: skip
    found = of(
        Observation, write(tmp_path / "card.pdf", "# Scorecard, Quarter 2 2025/26", SPEAKS, Ruled([heads, *rows]))
    )
    now = next(o for o in found if o.name == "Families in hotels" and o.period == "Q2 2025/26")
    assert (now.value, now.target) == (96, 80)
    assert {(b.name, b.value) for b in now.benchmarks} == {
        ("Year-end target 2025/26", 75), ("Year-end forecast 2025/26", 100), ("District median", 58)}  # fmt: skip
