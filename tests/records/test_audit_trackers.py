"""Trackers of audit recommendations: live ones, completed ones, and later dates that the committee is asked to agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.model import Action, TableReading, TrackedDecision
from tests.records.ruled import Ruled, context, of, write

LIVE = [
    ["Ref", "Audit and year", "Recommendation", "Priority", "Responsible officer", "Original date", "Current date", "% done",
     "Officer’s update"],
    ["PAY 02", "Payroll 2024/25", "Limit who may change pay dates", "High", "Ida Roe, Payroll Manager", "31/10/2025", "31/01/2026",
     "60%", "Four of seven users changed."],
    ["FLT 01", "Fleet 2025/26", "Fit locks to the fuel pumps", "High", "Bo Finch, Fleet Manager", "31/12/2025", "31/12/2025", "25%",
     "Quotes are in."],
]  # fmt: skip
DONE = [
    ["Ref", "Audit", "Recommendation", "Responsible officer", "Date completed", "Checked by Internal Audit"],
    ["PRO 01", "Procurement 2024/25", "Cancel unused cards", "Cy Hart, Director of Resources", "03/10/2025", "Yes"],
    [
        "CEM 02",
        "Cemeteries 2024/25",
        "Put burial records on line",
        "Al Crewe, Parks Manager",
        "07/11/2025",
        "No – due January",
    ],
]
ASKED = [
    ["Ref", "Recommendation", "Current date", "Date asked for", "Reason"],
    ["FLT 01", "Fit locks to the fuel pumps", "31/12/2025", "30/04/2026", "Ten-week wait for parts."],
]


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tracker") / "item 8.pdf"
    return write(
        path,
        "# Wenbury District Council – Audit and Governance Committee, 10 December 2025",
        "# Item 8: Audit Recommendation Tracker (position at 28 November 2025)",
        "At the last report 21 recommendations were live.",
        "# Table A – Live recommendations",
        Ruled(LIVE),
        "# Table B – Completed since 24 September 2025",
        Ruled(DONE),
        "# Table C – Extensions the Committee is asked to agree",
        Ruled(ASKED),
    )


def test_the_title_is_the_papers_own_and_no_caption_of_a_table(tracker: Path) -> None:
    facts = context(tracker).facts
    assert facts.title.startswith("Audit Recommendation Tracker (position at 28 November 2025)")


def test_an_officers_update_is_how_far_it_is_and_no_officer(tracker: Path) -> None:
    live = {a.reference: a for a in of(Action, tracker)}["PAY 02"]
    assert (live.lead, live.progress) == ("Ida Roe, Payroll Manager", "Four of seven users changed.")
    assert (live.timescale, live.original_timescale) == ("31/01/2026", "31/10/2025")


def test_a_completed_recommendation_is_no_decision_of_a_minute(tracker: Path) -> None:
    done = [a for a in of(Action, tracker) if a.complete]
    assert [(a.reference, a.outcome, a.progress) for a in done] == [
        ("PRO 01", "Procurement 2024/25", None),
        ("CEM 02", "Cemeteries 2024/25", None),
    ]
    assert of(TrackedDecision, tracker) == []


def test_a_date_that_is_only_asked_for_is_not_in_force(tracker: Path) -> None:
    fuel = [a for a in of(Action, tracker) if a.reference == "FLT 01"]
    assert [a.due for a in fuel] == [date(2025, 12, 31)]
    assert [r.read_as for r in of(TableReading, tracker)][-1] == "text"


def test_a_heading_with_a_colon_is_the_title_where_it_names_what_follows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.pdf",
        "# Our Borough Plan 2024–2028: delivery report, Quarter 3 2025/26",
        "Scrutiny Commission, 17 February 2026. " + "Eight projects are reported, of which one is finished. " * 6,
        "# Aim 1 – Homes people can afford",
        Ruled(LIVE),
    )
    assert context(path).facts.title.startswith("Our Borough Plan 2024–2028: delivery report, Quarter 3 2025/26")
