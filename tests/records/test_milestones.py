"""Milestones: the highlight reports of the sample, the real one, and highlight reports in other councils' styles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.records.model import Milestone, TableReading
from assistant.records.states import arrow_of
from tests.records.ruled import Ruled, of, write

SOURCE = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "data" / "milestones.yaml"
COLOURS = {"R": "red", "A": "amber", "G": "green"}
RED, GREEN = "#E0453A", "#5FB25F"


@pytest.mark.parametrize(
    ("report", "at"),
    [("june-2024", (2024, 6, 30)), ("december-2024", (2024, 12, 31)), ("january-2025", (2025, 1, 31))],
)
def test_the_milestones_of_the_sample_are_read_cell_by_cell(
    sample_papers: Path, report: str, at: tuple[int, int, int]
) -> None:
    rows = [row for row in yaml.safe_load(SOURCE.read_text("utf-8")) if report in row["reports"]]
    found = of(Milestone, sample_papers / f"improvement-plan-highlight-report-{report}.pdf")
    assert len(found) == len(rows)
    for row, record in zip(rows, found, strict=True):
        now = row["reports"][report]
        assert (record.workstream, record.owner) == (row["workstream"], now.get("owner", row["owner"]))
        assert (record.status, record.status_source) == (COLOURS[now["status"]], "fill")
        assert record.direction in {None, now["dot"]}  # drawn as a shape in most
        assert (record.this_period, record.next_period) == (now["this"], now["next"])
        assert (record.plan, record.position_at) == ("Children's Improvement Plan", date(*at))


def test_the_milestones_of_a_real_report(real_papers: Path) -> None:
    found = of(Milestone, real_papers / "improvement-plan-highlight-2023-09.pdf")
    pages = [4] * 4 + [6] * 3 + [8] * 4 + [11] * 4 + [13] * 3 + [15] * 4
    assert [record.page for record in found] == pages
    arrows = "uuuu uuu usus uusu usu uuss".replace(" ", "")
    assert [record.direction for record in found] == [{"u": "up", "s": "same"}[arrow] for arrow in arrows]
    assert {record.status for record in found} == {None}  # no colour is drawn in it
    assert {record.position_at for record in found} == {date(2023, 9, 30)}
    assert [record.owner for record in found][7:11] == [
        "Service Director CYPFS",
        "HoS Front Door and HoS Quality Assurance and Safeguarding",
        "HoS Children's Social Work",
        "Service Director",
    ]
    assert all(record.this_period and record.next_period for record in found)


@pytest.mark.parametrize(
    ("printed", "way"),
    [
        ("▲", "up"),
        ("▼", "down"),
        ("◀▶", "same"),
        ("▶", "same"),
        ("⬆️", "up"),
        ("\uf0e1", "up"),
        ("\uf0f3", "same"),
        ("\uf07a", None),  # a sign of the font's own
        ("▲▼", "▲▼"),  # both ways: as printed
        ("↗", "↗"),
        ("Improving", "Improving"),
        ("", None),
    ],
)
def test_an_arrow_points_where_it_is_drawn(printed: str, way: str | None) -> None:
    assert arrow_of(printed) == way


def test_a_report_of_another_council_with_words_and_dates(tmp_path: Path) -> None:
    rows = [
        [
            "Project",
            "Lead officer",
            "Target completion date",
            "RAG",
            "Progress this month",
            "Planned activity next month",
        ],
        ["New depot", "Ann Lee", "March 2026", "Amber", "Site bought", "Seek planning permission"],
        ["Market hall", "Ben Roe", "TBC", "", "Survey done", "Let the contract"],
        ["Bus station", "Cat Moy", "31/10/2025", "G", "Roof finished", "Open to passengers"],
    ]
    table = Ruled(rows, fills={(2, 3): RED, (3, 3): RED})
    path = write(
        tmp_path / "report.pdf", "# Capital Delivery Plan – Highlight Report", "Position at 31 May 2025", table
    )
    depot, hall, station = of(Milestone, path)
    assert (depot.workstream, depot.owner, depot.due) == ("New depot", "Ann Lee", date(2026, 3, 31))
    assert (depot.status, depot.status_source) == ("amber", "word")
    assert (depot.this_period, depot.next_period) == ("Site bought", "Seek planning permission")
    assert (hall.status, hall.status_source, hall.due) == ("red", "fill", None)
    assert (station.status, station.due) == (None, date(2025, 10, 31))  # the letter says green, the colour red
    assert depot.position_at == date(2025, 5, 31)
    assert depot.plan == "Capital Delivery Plan"
    assert "do not agree" in (next(r for r in of(TableReading, path) if r.read_as == "milestone").reason or "")


def test_money_and_workstreams_without_a_state_are_no_milestones(tmp_path: Path) -> None:
    money = Ruled([["Scheme", "Budget £m", "Forecast £m", "Status"], ["Depot", "1.2", "1.3", "On site"]])
    names = Ruled([["Workstream", "Lead officer"], ["Depot", "Ann Lee"]])
    path = write(tmp_path / "other.pdf", "# Report", money, "A sentence between the two.", names)
    assert of(Milestone, path) == []
