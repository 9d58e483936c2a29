"""Notices of decisions with a box a decision: its subject over it, then what was decided, why, and how members voted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.model import Resolution
from assistant.records.votes import votes_in
from tests.records.minutes_pdf import Line
from tests.records.ruled import Ruled, of, write
from tests.records.test_house_forms import facts_of

KIOSK = [
    ["CE/24/17 Ferry kiosk: new lease *", ""],
    ["Decision", "To let the kiosk to Mrs Odell for £4,200 a year."],
    ["Reason", "Hers was the only offer."],
    ["Options rejected", "To close it."],
    ["Voting", "5 for, 2 against (Councillors Ames and Byrd)"],
]
WALL = [
    ["Repairs to the sea wall", ""],
    ["Decision", "Not approved. Officers to come back in May."],
    ["Reason", "The price had not been tested."],
]


def test_a_box_has_its_subject_its_reasons_and_its_vote(tmp_path: Path) -> None:
    boxes = [Ruled(rows, spans=[(0, 0, 0, 1)], fills={(0, 0): "#D9E6D5"}) for rows in (KIOSK, WALL)]
    path = write(
        tmp_path / "n.pdf", "# Notice of Executive Decisions",
        "Made by the Executive at its meeting on Tuesday 4 June 2024. Published on 6 June 2024.", boxes[0], "", boxes[1],
    )  # fmt: skip
    kiosk, wall = of(Resolution, path)
    assert (kiosk.minute, kiosk.minute_title, kiosk.committee) == ("CE/24/17", "Ferry kiosk: new lease", "Executive")
    assert (kiosk.text, kiosk.reasons, kiosk.alternatives) == (KIOSK[1][1], KIOSK[2][1], KIOSK[3][1])
    assert [(v.side, v.count, v.names) for v in kiosk.votes] == [
        ("for", 5, []),
        ("against", 2, ["Councillor Ames", "Councillor Byrd"]),
    ]
    assert (wall.minute, wall.minute_title, wall.verb, wall.votes) == (None, WALL[0][0], "rejected", [])


def test_names_in_a_bracket_are_those_of_the_count_before_it() -> None:
    assert [vote.names for vote in votes_in("4 for, 1 against (Cllr Hill) and 1 abstention")] == [[], ["Cllr Hill"], []]
    assert not any(vote.names for vote in votes_in("6 for, 3 against (Councillors Hill and Vale)"))  # two are not three


@pytest.mark.parametrize("label", ["Date and time", "Date, time and venue", "Date"])
def test_the_day_of_a_meeting_beside_its_time_and_not_the_day_questions_are_due(tmp_path: Path, label: str) -> None:
    front: list[Line] = [
        "# HARBOUR COMMITTEE",
        f"{label} Thursday 12 June 2025, 2.30 pm",
        "Place Customs House",
        "Public questions By noon on Monday 9 June 2025",
        "# AGENDA",
        "1 Apologies",
        "2 Declarations of interest",
    ]
    assert facts_of(tmp_path / "a.pdf", front).meeting_date == date(2025, 6, 12)
