"""Notes of meetings kept as a table: who was there in a form, a row an item, and a column of actions with owner and day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.action_cells import actions_apart, is_task, task_in
from assistant.records.due import due_after
from assistant.records.model import Confirmation, Meeting, Minute, Record, Resolution, TrackedDecision
from assistant.records.prose import join_lines
from tests.records.minutes_pdf import only
from tests.records.ruled import Ruled, records, write

FORM = [
    ["Board members present", "Cllrs Lucy Strand (Chair), Dev Mistry (Vice-Chair), Wendy Apple (sub), Stan Finch"],
    ["Others", "Cllr Hugh Brand (Cabinet Member – item 3 only); Bryony Falk; Jo Kettle (Scrutiny Officer)"],
    ["Status", "DRAFT – to be agreed on 8 January 2026"],
]
NOTES = [
    ["Item", "Discussion", "Action / Lead / By when"],
    ["1. Welcome and apologies", "The Chair welcomed everyone. Apologies: Cllr Rosa Tuff and Dr Hari Menon. Cllr Wendy Apple substituted for Cllr Tuff.", ""],
    ["2. Minutes of 11 September 2025 and matters arising", "Agreed, with one change: page 3, ‘Alder’ should read ‘Elder’. The Board was told that two actions were open.",
     "Circulate the map of cafés – J. Kettle – 21 Nov<br/>Send letter to the Minister – Chair – 14 Nov"],
    ["3. Closure of the day centre", "Motion to refer back to Cabinet (moved Cllr Mistry, seconded Cllr Finch): 4 for, 5 against. Lost.<br/>"
     "The Board then agreed by 6 votes to 3 to let the decision stand but to ask Cabinet (a) to wait until 30 June 2026 and (b) to give each user a named worker.",
     "Send comments to Cabinet on 19 Nov – Chair / J. Kettle"],
    ["4. Annual report", "The independent Chair presented 2,316 concerns, up 12 per cent on the year before. Noted.", "Easy-read version – M. Teare – 31 Jan"],
    ["5. Exempt item", "Provider failure. Press and public excluded. Discussed and noted.", "Exempt"],
]  # fmt: skip
TITLE = (
    "# Adult Care Scrutiny Board",
    "Notes and actions – Thursday 6 November 2025, 10.00 am to 12.35 pm, Fuller’s Hall",
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    path = tmp_path_factory.mktemp("notes") / "a.pdf"
    return records(write(path, *TITLE, Ruled(FORM, bold=()), "", Ruled(NOTES, widths=[170, 400, 190])))


def test_who_was_there_stands_in_a_form_and_in_the_first_item(found: list[Record]) -> None:
    (meeting,) = only(Meeting, found)
    assert [p.name for p in meeting.present] == ["Cllr Lucy Strand", "Cllr Dev Mistry", "Cllr Wendy Apple", "Cllr Stan Finch"]  # fmt: skip
    assert [p.name for p in meeting.in_attendance] == ["Cllr Hugh Brand", "Bryony Falk", "Jo Kettle"]
    assert [p.name for p in meeting.apologies] == ["Cllr Rosa Tuff", "Dr Hari Menon"]
    assert [p.name for p in meeting.substitutes] == ["Cllr Wendy Apple"]
    assert (meeting.chair, meeting.status, meeting.place) == ("Cllr Lucy Strand", "draft", "Fuller’s Hall")
    assert (meeting.started, meeting.finished) == ("10.00 am", "12.35 pm")


def test_each_row_is_a_minute_with_its_title(found: list[Record]) -> None:
    assert [(one.number, one.title) for one in only(Minute, found)] == [
        ("1", "Welcome and apologies"), ("2", "Minutes of 11 September 2025 and matters arising"),
        ("3", "Closure of the day centre"), ("4", "Annual report"), ("5", "Exempt item"),
    ]  # fmt: skip
    (confirmed,) = only(Confirmation, found)
    assert (confirmed.confirms, confirmed.correction) == (
        date(2025, 9, 11),
        "with one change: page 3, ‘Alder’ should read ‘Elder’.",
    )


def test_decisions_stand_in_the_discussion_with_their_votes(found: list[Record]) -> None:
    decided = [
        (one.minute, one.verb, one.outcome, [v.count for v in one.votes], one.mover) for one in only(Resolution, found)
    ]
    assert decided == [
        ("3", "rejected", "lost", [4, 5], "Cllr Mistry"),
        ("3", "agreed", None, [6, 3], None),
        ("4", "noted", None, [], None),
        ("5", "noted", None, [], None),
    ]


def test_actions_have_their_owner_and_their_day(found: list[Record]) -> None:
    assert [(one.minute, one.resolution, one.officer, one.due) for one in only(TrackedDecision, found)] == [
        ("2", "Circulate the map of cafés", "J. Kettle", date(2025, 11, 21)),
        ("2", "Send letter to the Minister", "Chair", date(2025, 11, 14)),
        ("3", "Send comments to Cabinet on 19 Nov", "Chair / J. Kettle", date(2025, 11, 19)),
        ("4", "Easy-read version", "M. Teare", date(2026, 1, 31)),
    ]


def test_items_without_a_number_and_columns_for_who_and_when(tmp_path: Path) -> None:
    notes = [
        ["Topic", "Key points", "Action", "Owner", "Due"],
        ["Welcome", "The Chair opened the meeting and thanked the volunteers of the food bank for coming.", "", "", ""],
        ["Road safety", "The Panel discussed the crossing at Mill Lane and the counts made there in the summer.", "Share the counts with the school", "A. Reed", "5 December 2025"],
    ]  # fmt: skip
    front = (
        "# Highways Panel",
        "Notes of the meeting held on 6 November 2025",
        "Present: Councillors Marsh (Chair), Reed and Vale",
    )
    made = records(write(tmp_path / "a.pdf", *front, Ruled(notes)))
    assert [(one.number, one.title) for one in only(Minute, made)] == [(None, "Welcome"), (None, "Road safety")]
    (action,) = only(TrackedDecision, made)
    assert (action.resolution, action.officer, action.due) == ("Share the counts with the school", "A. Reed", date(2025, 12, 5))  # fmt: skip


def test_a_log_of_actions_below_minutes_is_no_minutes(tmp_path: Path) -> None:
    log = [["No.", "Minute", "Action", "Lead", "Target date", "Progress"], ["31", "44 (Sept)", "Circulate the survey of the covered market to members", "A. Reed", "31 October 2025", "Done 24 October."],
           ["32", "50 (Oct)", "Brief ward members on the sea wall and its closures", "B. Vale", "14 November 2025", "Overdue."]]  # fmt: skip
    front = (
        "# HARBOUR COMMITTEE",
        "Minutes of the meeting of the Harbour Committee held on 20 November 2025",
        "Present: Councillors Marsh (Chair), Reed and Vale",
    )
    body = (
        "# 7. Street lamps",
        "RESOLVED that the lamps be lit.",
        "# 8. Sea wall",
        "There was nothing to report.",
        "# Actions arising",
    )
    made = records(write(tmp_path / "a.pdf", *front, *body, Ruled(log)))
    assert [one.number for one in only(Minute, made)] == ["7", "8"]


@pytest.mark.parametrize(
    ("cell", "tasks"),
    [
        ("Add placements to\nthe dashboard – B.\nFalk – from the December\nissue\nFigures for short calls –\nB. Falk – 8 Jan meeting",
         [("Add placements to the dashboard", "B. Falk", "from the December issue"), ("Figures for short calls", "B. Falk", "8 Jan meeting")]),
        ("Joint letter to wards – S. Varga /\nHealthwatch (T. Oduya) –\n28 Nov", [("Joint letter to wards", "S. Varga / Healthwatch (T. Oduya)", "28 Nov")]),
        ("Review the policy – pay and grading – Head of\nHousing – end of March", [("Review the policy – pay and grading", "Head of Housing", "end of March")]),
        ("Share the plan (JK, 21 Nov)\nWrite to the Minister (Chair, by 3 December)", [("Share the plan", "JK", "21 Nov"), ("Write to the Minister", "Chair", "by 3 December")]),
        ("1. Send map – AB – 3 May\n2. Write letter – CD", [("Send map", "AB", "3 May"), ("Write letter", "CD", None)]),
        ("Share the plan. Lead: Jo Kettle. By when: 21 November 2025", [("Share the plan.", "Jo Kettle.", "21 November 2025")]),
        ("–", []), ("Exempt", []), ("Noted", []), ("J. Kettle – 21 Nov", []), ("Head of Planning – 10 December 2025", []),
    ],
)  # fmt: skip
def test_a_cell_of_actions_is_taken_apart(cell: str, tasks: list[tuple[str, str | None, str | None]]) -> None:
    read = [task_in(join_lines(group)) for group in actions_apart(cell.split("\n"))]
    assert [tuple(task) for task in read if is_task(task)] == tasks


def test_a_name_alone_behind_a_dash_may_be_a_topic() -> None:
    assert task_in("Training session – Safeguarding Adults", owners=False).who is None
    assert task_in("Training session – Head of Adult Care", owners=False).who == "Head of Adult Care"


@pytest.mark.parametrize(
    ("when", "due"),
    [("14 Nov", date(2025, 11, 14)), ("8 Jan meeting", date(2026, 1, 8)), ("January", date(2026, 1, 31)), ("report back 12 Mar", date(2026, 3, 12)),
     ("from the December issue", None), ("14 Nov or 8 Jan", None), ("Ongoing", None)],
)  # fmt: skip
def test_a_day_without_its_year_is_the_first_behind_the_meeting(when: str, due: date | None) -> None:
    assert due_after(when, date(2025, 11, 6)) == due
