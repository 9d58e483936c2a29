"""Tables with a row a month and a column a measure."""

from __future__ import annotations

from pathlib import Path

from assistant.records.model import Observation, TableReading
from tests.records.ruled import Ruled, of, write

HEAD = ["Month", "Calls", "Calls", "Letters"]
UNDER = ["Month", "Taken", "Taken in time %", "Letters"]
ROWS = [
    HEAD,
    UNDER,
    ["April 2024", "812", "81.5%", "40"],
    ["May 2024", "790", "84.0%", "38"],
    ["June 2024", "655", "90.2%", "51"],
    ["Same 3 months 2023/24", "2,400", "79.9%", "120"],
    ["Target", "–", "90.0%", "–"],
    ["England 2023/24", "–", "86.0%", "–"],
]


def test_each_column_is_a_measure_and_each_month_a_figure_of_it(tmp_path: Path) -> None:
    spans = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]
    path = write(tmp_path / "r.pdf", "# Contact centre", "# Monthly figures", Ruled(ROWS, bold=(0, 1), spans=spans))
    found = {(o.name, o.period): o for o in of(Observation, path)}
    assert {name for name, _ in found} == {"Calls Taken", "Calls Taken in time %", "Letters"}
    assert {period for _, period in found} == {
        "April 2024",
        "May 2024",
        "June 2024",
    }  # and no year made of three months
    may = found["Calls Taken in time %", "May 2024"]
    assert (may.value, may.unit, may.target, [b.value for b in may.benchmarks]) == (84.0, "%", 90.0, [86.0])
    assert may.as_printed.startswith("May 2024 790")
    assert found["Letters", "June 2024"].value == 51


def test_money_by_year_and_lists_of_meetings_are_not_read_so(tmp_path: Path) -> None:
    money = [["Year", "Budget £", "Forecast £"], *([f"202{n}/2{n + 1}", "4,100", "4,000"] for n in range(4))]
    dates = [["Meeting", "Members"], ["4 June 2024", "Twelve came"], ["2 July 2024", "Nine"], ["6 August 2024", "None"]]
    path = write(tmp_path / "r.pdf", "# Money", Ruled(money), "# Meetings", Ruled(dates))
    assert not of(Observation, path)
    assert all(reading.read_as != "observation" for reading in of(TableReading, path))
