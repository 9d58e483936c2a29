"""Trackers of a council's own plan: a column a quarter for its ratings, a milestone, and where the council is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.model import Action, TrackedDecision
from assistant.records.roles import roles_of
from tests.records.ruled import Ruled, of, write

RED, AMBER, GREEN = "#E0453A", "#F6B233", "#5FB25F"
HEAD = ["Ref", "What we will do", "Who", "Milestone", "Where we are at 31 December 2024", "Q2", "Q3"]
ROWS = [
    HEAD,
    ["1.1", "Mend the sea wall", "Ada Holt", "March 2025", "Half of it is mended; the tide is late", "G", "R"],
    ["1.2", "Plant 40 orchards", "Bob Kerr", "Nov 2024", "31 planted", "A", "G"],
    ["1.3", "Open the ferry kiosk", "Ada Holt", "May 2024", "Opened on 2 May", "G", "–"],
]
FILLS = {(1, 5): GREEN, (1, 6): RED, (2, 5): AMBER, (2, 6): GREEN, (3, 5): GREEN}


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        ("Where we are now", ("progress",)),
        ("Where are we at Q3?", ("progress",)),
        ("What we have done so far", ("progress",)),
        ("Done by 31 March 2025", ("progress",)),
        ("How far is it?", ("progress",)),
        ("What we said we would do", ("action",)),
    ],
)
def test_a_column_in_everyday_words(head: str, roles: tuple[str, ...]) -> None:
    assert roles_of(head) == roles


def test_a_tracker_of_a_plan_has_actions_rated_in_the_latest_quarter(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.pdf", "# Council Plan 2023–2027: Action Tracker, Quarter 3 2024/25", Ruled(ROWS, fills=FILLS)
    )
    found = {action.reference: action for action in of(Action, path)}
    assert not of(TrackedDecision, path)
    assert [(a.rating, a.timescale, a.progress) for a in found.values()] == [
        ("red", "March 2025", "Half of it is mended; the tide is late"),
        ("green", "Nov 2024", "31 planted"),
        (None, "May 2024", "Opened on 2 May"),  # closed before: what it was rated a quarter ago is not told as of now
    ]
    assert found["1.1"].due == date(2025, 3, 31)


def test_figures_under_quarters_are_no_ratings(tmp_path: Path) -> None:
    rows = [HEAD, *([*row[:5], first, second] for row, first, second in zip(ROWS[1:], "123", "456", strict=True))]
    path = write(tmp_path / "t.pdf", "# Council Plan 2023–2027: Action Tracker, Quarter 3 2024/25", Ruled(rows))
    assert [action.rating for action in of(Action, path)] == [None, None, None]


def test_a_log_of_what_meetings_asked_for_stays_one(tmp_path: Path) -> None:
    rows = [
        ["Minute", "Action", "Who", "Progress"],
        ["12", "Write to the harbour trust", "Ada Holt", "Sent"],
        ["14", "Bring a report on the kiosk", "Bob Kerr", "Due in May"],
    ]
    path = write(tmp_path / "t.pdf", "# Action Tracker of the Council Plan Committee", Ruled(rows))
    assert [found.minute for found in of(TrackedDecision, path)] == ["12", "14"]
