"""Minutes and decisions in the forms that councils of every kind publish: which meeting, who was there, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.papers.read import read_paper
from assistant.records.identify import PaperFacts, identify
from assistant.records.model import Confirmation, Meeting, Minute, Person, Resolution
from tests.records.minutes_pdf import Line, of_paper, only, pdf, records
from tests.records.test_other_houses import spread


def facts_of(path: Path, lines: list[Line]) -> PaperFacts:
    return identify(read_paper(pdf(path, lines)), path.name)


# Which meeting it was --------------------------------------------------------------------------------------------------

CONFIRMING: list[Line] = [
    "# 41. Minutes of the meeting held on 6 May 2025",
    "Resolved that the minutes of the meeting held on 6 May 2025 be signed as a correct record.",
    "# 42. Street lamps",
    "Resolved that 40 lamps be mended.",
]


@pytest.mark.parametrize(
    "front",
    [
        ["# Harbour Committee", "# Minutes", "Monday 9 June 2025", "Present: Councillors Ida Marsh (Chair) and Tom Reed"],
        ["# Harbour Committee", "Monday, 9 June 2025 (10:30am)", "# Minutes", "Present: Councillors Ida Marsh (Chair) and Tom Reed"],
        ["# Harbour Committee: Draft Minutes", "Date: 9 June 2025", "Time: 10:00 - 12:25", "Present: Councillors Ida Marsh (Chair) and Tom Reed"],
    ],
)  # fmt: skip
def test_the_day_of_a_meeting_is_not_that_of_the_minutes_it_confirms(tmp_path: Path, front: list[Line]) -> None:
    lines = [*front, *CONFIRMING]
    facts = facts_of(tmp_path / "minutes.pdf", lines)
    assert (facts.kind, facts.committee, facts.meeting_date) == ("minutes", "Harbour Committee", date(2025, 6, 9))
    found = records(tmp_path / "minutes.pdf", lines)
    assert {record.meeting_date for record in only(Resolution, found)} == {date(2025, 6, 9)}
    assert [record.confirms for record in only(Confirmation, found)] == [date(2025, 5, 6)]


@pytest.mark.parametrize(
    ("front", "committee"),
    [
        (["# Marlow Vale County Council – Ordinary Meeting", "20 February 2026",
          "At the Ordinary Meeting of the County Council held at 10.30 am on Friday, 20 February 2026, at County Hall, the members "
          "present being:", "Councillors Marsh (Chairman), Reed and Vale"], "County Council"),
        (["# LOCH ARDEN COUNCIL", "# HARBOURS COMMITTEE",
          "ARDEN, 20 February 2026. Minute of Meeting of the HARBOURS COMMITTEE. Present:- Councillor Marsh, Convener; and "
          "Councillors Reed and Vale."], "Harbours Committee"),
    ],
)  # fmt: skip
def test_minutes_that_open_in_a_sentence_are_minutes(tmp_path: Path, front: list[Line], committee: str) -> None:
    lines = [*front, "# 7. Street lamps", "The lamps were old.", "Resolved – That 40 lamps be mended."]
    facts = facts_of(tmp_path / "paper.pdf", lines)
    assert (facts.kind, facts.committee, facts.meeting_date) == ("minutes", committee, date(2026, 2, 20))
    found = records(tmp_path / "paper.pdf", lines)
    (meeting,) = only(Meeting, found)
    assert [person.name for person in meeting.present] == ["Councillor Marsh", "Councillor Reed", "Councillor Vale"]
    assert meeting.chair == "Councillor Marsh"
    assert [(r.minute, r.text) for r in only(Resolution, found)] == [("7", "Resolved – That 40 lamps be mended.")]


@pytest.mark.parametrize(
    ("titles", "committee"),
    [
        (["# London Borough of Merrow Hill", "# Cabinet"], "Cabinet"),
        (["# Harbour Board: Draft Minutes"], "Harbour Board"),
    ],
)
def test_a_body_is_named_without_its_council_and_without_draft(
    tmp_path: Path, titles: list[Line], committee: str
) -> None:
    lines: list[Line] = [*titles, "9 June 2025", "Present: Councillors Marsh (Chair) and Reed", *CONFIRMING]
    assert facts_of(tmp_path / "minutes.pdf", lines).committee == committee


def test_a_parish_council_is_the_body_of_its_minutes(tmp_path: Path) -> None:
    lines: list[Line] = [
        "# NETHER TOLLAND PARISH COUNCIL",
        "Minutes of the Ordinary Meeting held on Monday 9th June 2025 at 7.30pm in the Village Hall",
        "Present: Cllrs. Marsh in the Chair, Reed, Vale.",
        *CONFIRMING,
    ]
    facts = facts_of(tmp_path / "minutes.pdf", lines)
    assert (facts.kind, facts.committee) == ("minutes", "Nether Tolland Parish Council")


def test_numbers_on_a_line_of_their_own_under_the_titles_are_the_minutes_numbers(tmp_path: Path) -> None:
    lines: list[Line] = ["# HARBOUR COMMITTEE", "Monday 9 June 2025", "Present: Councillor Marsh (Chairman)",
                         "# APOLOGIES", "# HAR23/25", "There were none.", "# STREET LAMPS", "# HAR24/25", "The lamps were old.",
                         "RESOLVED – That 40 lamps be mended.", "# SEA WALL", "# HAR25/25", "RESOLVED – That it be painted."]  # fmt: skip
    found = records(tmp_path / "minutes.pdf", lines)
    assert [(m.number, m.title) for m in only(Minute, found)] == [
        ("HAR23/25", "APOLOGIES"), ("HAR24/25", "STREET LAMPS"), ("HAR25/25", "SEA WALL")
    ]  # fmt: skip
    assert [(r.minute, r.minute_title) for r in only(Resolution, found)] == [("HAR24/25", "STREET LAMPS"), ("HAR25/25", "SEA WALL")]  # fmt: skip
    assert not any("HAR" in m.text for m in only(Minute, found))


# Who was there ---------------------------------------------------------------------------------------------------------

UNDER: list[Line] = [
    "# 7. Street lamps",
    "Resolved that 40 lamps be mended.",
    "# 8. Sea wall",
    "Resolved that it be painted.",
]


def met(tmp_path: Path, *front: Line) -> Meeting:
    """The meeting that minutes with such a front tell of."""
    head: list[Line] = ["# HARBOUR COMMITTEE", "Minutes of the meeting of the Harbour Committee held on 9 June 2025"]
    (meeting,) = only(Meeting, records(tmp_path / "minutes.pdf", [*head, *front, *UNDER]))
    return meeting


def names(people: Sequence[Person]) -> list[str]:
    return [person.name for person in people]


def test_titled_names_in_two_columns_are_each_somebody_and_the_chair_is_named_below(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    rows = [["Mr G Marsh", "Mrs D Reed"], ["Mrs J Vale", "Mr W Wood-Ross (V/C)"], ["Dr I Yarrow (V/C)", "Ms L Zell"]]
    spread(path, "# HARBOUR COMMITTEE", "Minutes of Meeting of the Harbour Committee held on 9 June 2025 at 9.30 am.",
           "Present:", rows, "Non-Members also Present:", "Mr P Quill, Mrs F Robb", "Mr W Wood-Ross in the Chair",
           "# 1. Apologies", "There were none.", "# 2. Street lamps", "The Committee AGREED that 40 lamps be mended.")  # fmt: skip
    (meeting,) = only(Meeting, of_paper(path))
    assert names(meeting.present) == ["Mr G Marsh", "Mrs D Reed", "Mrs J Vale", "Mr W Wood-Ross", "Dr I Yarrow", "Ms L Zell"]  # fmt: skip
    assert names(meeting.in_attendance) == ["Mr P Quill", "Mrs F Robb"]
    assert meeting.chair == "Mr W Wood-Ross"


@pytest.mark.parametrize("legend", ["(*Present)", "* denotes attendance", "* = present"])
def test_members_with_a_star_were_there_and_the_others_were_not(tmp_path: Path, legend: str) -> None:
    members = ["*Councillor Ann Marsh (Chairman)", "*Councillor Bo Reed", "Councillor Cy Vale", "*Mr Di Wood (Independent Member)"]  # fmt: skip
    front: list[Line] = ["# Members:", legend, *members, "# In attendance: Eve Zell, Chief Finance Officer (OPC)"]
    meeting = met(tmp_path, *front)
    assert names(meeting.present) == ["Councillor Ann Marsh", "Councillor Bo Reed", "Mr Di Wood"]
    assert meeting.chair == "Councillor Ann Marsh"
    assert [(p.name, p.role) for p in meeting.in_attendance] == [("Eve Zell", "Chief Finance Officer")]


def test_what_stands_beside_a_member_in_a_table_is_whom_they_speak_for(tmp_path: Path) -> None:
    rows = [["Mayor Fay Marsh", "Chair"], ["Cllr Al Reed", "Tarn City Council"], ["Cllr Bo Vale", "East Tarn District"],
            ["Prof. Cy Wood", "Business Board"]]  # fmt: skip
    meeting = met(tmp_path, "Present:", rows)
    assert [(p.name, p.role) for p in meeting.present] == [
        ("Mayor Fay Marsh", "Chair"), ("Cllr Al Reed", "Tarn City Council"), ("Cllr Bo Vale", "East Tarn District"),
        ("Prof. Cy Wood", "Business Board"),
    ]  # fmt: skip
    assert meeting.chair == "Mayor Fay Marsh"


def test_a_substitute_is_who_came_not_who_was_away(tmp_path: Path) -> None:
    meeting = met(tmp_path, "Present: Mr T Marsh, Mrs V Reed (Chairman)", "Substitutes: Mr L Vale for Mrs P Wood")
    assert [(p.name, p.role) for p in meeting.substitutes] == [("Mr L Vale", "for Mrs P Wood")]


@pytest.mark.parametrize(
    ("day", "last", "started", "finished"),
    [
        ("9 June 2025 (10:30am)", "The meeting ended at: 11:52am", "10:30am", "11:52am"),
        ("9 June 2025", "Meeting started: 7.00 pm", "7.00 pm", None),
        ("9 June 2025", "There being no further business the Chairman closed the meeting at 9.12pm.", None, "9.12pm"),
    ],
)
def test_when_a_meeting_began_and_ended(tmp_path: Path, day: str, last: str, started: str | None, finished: str | None) -> None:  # fmt: skip
    lines: list[Line] = ["# HARBOUR COMMITTEE", day, "Present: Councillors Marsh (Chair) and Reed", *UNDER, last]
    (meeting,) = only(Meeting, records(tmp_path / "minutes.pdf", lines))
    assert (meeting.started, meeting.finished) == (started, finished)
