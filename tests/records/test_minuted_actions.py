"""Actions that minutes ask of somebody, and decisions whose type changes in the middle of a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.model import Resolution, TrackedDecision
from tests.records.minutes_pdf import only, records

FRONT = [
    "# HARBOUR COMMITTEE",
    "# MINUTES OF A MEETING OF THE HARBOUR COMMITTEE HELD ON MONDAY, 3 MARCH 2025",
    "Present: Councillor Ada Moss (Chair), Councillor Ben Reed and Councillor Cy Holt",
]


def actions(path: Path, *lines: str) -> list[TrackedDecision]:
    found = records(path, [*FRONT, "# HC/25/7 LAMP", *lines, "# HC/25/8 QUAY", "RESOLVED: That the report be noted."])
    return only(TrackedDecision, found)


def test_an_action_below_its_minute_has_its_officer_and_its_day(tmp_path: Path) -> None:
    (found,) = actions(
        tmp_path / "m.pdf", "The lamp is dark.", "Action: Di Wren to count the lamps one by one by 14 April 2025."
    )
    assert (found.minute, found.title, found.meeting_date) == ("HC/25/7", "LAMP", date(2025, 3, 3))
    assert found.resolution == "Di Wren to count the lamps one by one by 14 April 2025."
    assert (found.officer, found.target, found.due) == ("Di Wren", "14 April 2025", date(2025, 4, 14))
    assert (found.committee, found.certainty, found.complete) == ("Harbour Committee", "likely", None)


def test_an_action_within_a_paragraph_ends_with_its_sentence(tmp_path: Path) -> None:
    (found,) = actions(
        tmp_path / "m.pdf", "The plan was agreed. ACTION: Head of Piers to write to the port. Members gave thanks."
    )
    assert (found.officer, found.resolution, found.due) == (
        "Head of Piers",
        "Head of Piers to write to the port.",
        None,
    )


def test_two_actions_of_one_paragraph_are_two(tmp_path: Path) -> None:
    found = actions(
        tmp_path / "m.pdf",
        "Action: Di Wren to buy oil by May 2025. Action: The Harbour Master to report back on 9 June 2025.",
    )
    assert [(a.officer, a.due) for a in found] == [
        ("Di Wren", date(2025, 5, 31)),
        ("The Harbour Master", date(2025, 6, 9)),
    ]


def test_a_name_alone_is_asked_for_what_stands_before_it(tmp_path: Path) -> None:
    (found,) = actions(tmp_path / "m.pdf", "Oil is dear. A note on its price was asked for. (Action: Di Wren)")
    assert (found.officer, found.resolution) == ("Di Wren", "A note on its price was asked for.")


@pytest.mark.parametrize(
    "line",
    [
        "The action plan: lamps, oil and paint, was noted.",
        "Members asked what action the Council would take.",
        "Action: none.",
    ],
)
def test_talk_of_action_is_none(tmp_path: Path, line: str) -> None:
    assert actions(tmp_path / "m.pdf", line) == []


def test_an_open_bracket_is_closed_in_the_next_block(tmp_path: Path) -> None:
    lines = [
        *FRONT,
        "# HC/25/7 TREES",
        "There was one objection.",
        "# RESOLVED that tree T4 (a",
        "tall birch) be felled.",
    ]
    found = records(tmp_path / "m.pdf", [*lines, "# HC/25/8 QUAY", "RESOLVED that the report be noted."])
    assert next(r.text for r in only(Resolution, found)) == "RESOLVED that tree T4 (a tall birch) be felled."
