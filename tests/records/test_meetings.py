"""Who was there: attendance run in, listed and in a table; apologies and substitutes; confirmations of earlier minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.model import Confirmation, Meeting, Record
from assistant.records.people import people_in
from tests.records.minutes_pdf import Line, of_paper, only, records


def names(people: list) -> list[str]:
    return [person.name for person in people]


LISTED: list[Line] = [
    "# London Borough of Harrowmere",
    "# PLANNING COMMITTEE",
    "Minutes of the meeting of the Planning Committee held on Tuesday 4 March 2025 at 7.00 pm in Committee Room 2,"
    " Harrowmere Town Hall",
    "# Members present:",
    "Councillor Amina Yusuf (Chair)",
    "Councillor Peter Lowe (Vice-Chair)",
    "Councillor T. J. O'Brien",
    "Councillor Wendy Smith-Jones (substitute for Councillor Ravi Patel)",
    "# Officers in attendance:",
    "Helen Marsh, Head of Planning and Regeneration",
    "Bola Ade, Democratic Services Officer",
    "# 41. APOLOGIES FOR ABSENCE",
    "Apologies for absence were received from Councillor Ravi Patel.",
    "# 42. MINUTES OF THE PREVIOUS MEETING",
    "RESOLVED: That the minutes of the meeting held on 4 February 2025 be approved as a correct record, subject to the"
    " amendment of minute 38 to show that Councillor Lowe voted against.",
    "# 43. APPEALS",
    "The Committee noted the report.",
    "The meeting closed at 9.12 pm.",
]
RUN_IN: list[Line] = [
    "# Northmoor Council",
    "# Cabinet",
    "Minutes of a meeting of the Cabinet held at County Hall, Northmoor on Wednesday, 9 April 2025",
    "PRESENT: Councillors D. Hale (in the Chair), S. Burrows (Vice-Chair), M. Iqbal and C. Vane",
    "ALSO PRESENT: Councillors T. Gray and L. Moss",
    "OFFICERS: J. Barnes (Chief Executive) and K. Doyle (Director of Finance, Legal and Property)",
    "APOLOGIES: Councillor N. Frost",
    "UNRESTRICTED ITEMS",
    "# CAB.101 Declarations of Interest",
    "None were declared.",
    "# CAB.102 Minutes",
    "IT WAS RESOLVED – That the minutes of the meetings held on 5 and 12 March 2025 be confirmed.",
]
TABLED: list[Line] = [
    "# Wealdmere District Council",
    "# Overview and Scrutiny Committee",
    "Minutes of a meeting of the Overview and Scrutiny Committee held in the Council Chamber, Market Street, Wealdham on"
    " Monday, 20 January 2025 from 7.00pm to 8.45pm",
    "# Attendance",
    [["Councillor", "Present"], ["Cllr Anne Hill (Chairman)", "Yes"], ["Cllr Bob Day", "Apologies"],
     ["Cllr Cara Finn", "Present"]],
    "# 7 Declarations",
    "There were none.",
    "# 8 Minutes",
    "The minutes of the meeting held on 18 November were agreed as a correct record.",
]  # fmt: skip


def test_a_list_a_line_a_name(tmp_path: Path) -> None:
    found = records(tmp_path / "a.pdf", LISTED)
    (meeting,) = only(Meeting, found)
    assert (meeting.chair, meeting.vice_chair) == ("Councillor Amina Yusuf", "Councillor Peter Lowe")
    assert names(meeting.present)[2:] == ["Councillor T. J. O'Brien", "Councillor Wendy Smith-Jones"]
    assert names(meeting.substitutes) == ["Councillor Wendy Smith-Jones"]
    assert [(p.name, p.role) for p in meeting.in_attendance] == [
        ("Helen Marsh", "Head of Planning and Regeneration"),
        ("Bola Ade", "Democratic Services Officer"),
    ]
    assert names(meeting.apologies) == ["Councillor Ravi Patel"]
    assert (meeting.started, meeting.finished) == ("7.00 pm", "9.12 pm")
    assert meeting.place == "Committee Room 2, Harrowmere Town Hall"
    (confirmation,) = only(Confirmation, found)
    assert confirmation.confirms == date(2025, 2, 4)
    assert confirmation.correction is not None and confirmation.correction.startswith("subject to the amendment")


def test_a_run_in_paragraph_and_initials(tmp_path: Path) -> None:
    found = records(tmp_path / "a.pdf", RUN_IN)
    (meeting,) = only(Meeting, found)
    assert names(meeting.present) == [
        "Councillor D. Hale",
        "Councillor S. Burrows",
        "Councillor M. Iqbal",
        "Councillor C. Vane",
    ]
    assert (meeting.chair, meeting.place) == ("Councillor D. Hale", "County Hall, Northmoor")
    assert [(p.name, p.role) for p in meeting.in_attendance][1:] == [
        ("Councillor L. Moss", None),
        ("J. Barnes", "Chief Executive"),
        ("K. Doyle", "Director of Finance, Legal and Property"),
    ]
    assert names(meeting.apologies) == ["Councillor N. Frost"]
    assert [c.confirms for c in only(Confirmation, found)] == [date(2025, 3, 5), date(2025, 3, 12)]


def test_a_table_with_a_column_that_says_who_came(tmp_path: Path) -> None:
    found = records(tmp_path / "a.pdf", TABLED)
    (meeting,) = only(Meeting, found)
    assert names(meeting.present) == ["Cllr Anne Hill", "Cllr Cara Finn"]
    assert names(meeting.apologies) == ["Cllr Bob Day"]
    assert (meeting.chair, meeting.started, meeting.finished) == ("Cllr Anne Hill", "7.00pm", "8.45pm")
    (confirmation,) = only(Confirmation, found)  # a day without its year is the last such before, and so told
    assert (confirmation.confirms, confirmation.certainty) == (date(2024, 11, 18), "likely")


ONE_PARAGRAPH: list[Line] = [
    "# Easthaven Council",
    "# Harbour Committee",
    "Minutes of the meeting of the Harbour Committee held on Tuesday, 6 May 2025 at 10.00 am in the Quay Room, Easthaven",
    "Present: Councillors Ann Bell (Leader, in the chair), Carl Dean and Eve Frost; Mr Guy Hart. Apologies: Councillor Ian"
    " Jay. Absent: Councillor Kit Lowe. Also present: Councillor Mia Nash (Chair, Audit Committee).",
    "# 1. Dredging",
    "RESOLVED that the dredging be done.",
    "# 2. Work Programme",
    "The programme was agreed.",
    "The meeting finished at 12.25 pm.",
    "# Report on moorings",
    "There are 40 moorings.",
    "They are let by the year.",
    "The charges are under review.",
]
COLUMNS: list[Line] = [
    "# Easthaven Council",
    "# Council",
    "Minutes of a meeting of the Council held in the Town Hall on Wednesday, 7 May 2025 at 7.00 pm",
    "Present: Councillors<br/>Ann Bell (Mayor, in the<br/>Chair)<br/>Carl Dean<br/>Eve Frost",
    "Guy Hart<br/>Ivy Jay (Leader of the<br/>Council)<br/>Kit Lowe",
    "Officers: Mia Nash (Chief Executive)",
    "# ALSO IN<br/>ATTENDANCE:",
    "Councillor Olu Price (as ward member)",
    "# 1. Minutes",
    "RESOLVED that the minutes be signed.",
    "# 2. Other business",
    "There was none.",
]


def test_groups_that_follow_each_other_in_one_paragraph(tmp_path: Path) -> None:
    (meeting,) = only(Meeting, records(tmp_path / "a.pdf", ONE_PARAGRAPH))
    assert names(meeting.present) == [
        "Councillor Ann Bell",
        "Councillor Carl Dean",
        "Councillor Eve Frost",
        "Mr Guy Hart",
    ]
    assert names(meeting.apologies) == ["Councillor Ian Jay"]
    assert names(meeting.in_attendance) == ["Councillor Mia Nash"]
    assert (meeting.chair, meeting.finished) == ("Councillor Ann Bell", "12.25 pm")


def test_bare_names_in_columns_below_one_title(tmp_path: Path) -> None:
    (meeting,) = only(Meeting, records(tmp_path / "a.pdf", COLUMNS))
    assert names(meeting.present) == [
        f"Councillor {name}" for name in ("Ann Bell", "Carl Dean", "Eve Frost", "Guy Hart", "Ivy Jay", "Kit Lowe")
    ]
    assert (meeting.chair, meeting.present[4].role) == ("Councillor Ann Bell", "Leader of the Council")
    assert names(meeting.in_attendance) == ["Mia Nash", "Councillor Olu Price"]


def test_a_room_below_the_day_and_a_place_in_capitals(tmp_path: Path) -> None:
    head = "Wednesday, 7 May 2025 at 7.00 pm<br/>Assembly Room, Town Hall, Easthaven"
    below = [*COLUMNS[:2], f"Minutes of the Council<br/>{head}", *COLUMNS[3:]]
    (meeting,) = only(Meeting, records(tmp_path / "a.pdf", below))
    assert (meeting.place, meeting.started) == ("Assembly Room, Town Hall, Easthaven", "7.00 pm")
    shouted = "MINUTES OF A MEETING OF THE COUNCIL HELD IN THE TOWN HALL, EASTHAVEN ON WEDNESDAY, 7 MAY 2025"
    (meeting,) = only(Meeting, records(tmp_path / "b.pdf", [*COLUMNS[:2], shouted, *COLUMNS[3:]]))
    assert meeting.place == "THE TOWN HALL, EASTHAVEN"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr P M Hill, OBE, Sir Paul Carter, CBE and Ms L Wright", ["Mr P M Hill, OBE", "Sir Paul Carter, CBE", "Ms L Wright"]),
        ("Councillor A Smith Councillor B Jones (Chair)", ["Councillor A Smith", "Councillor B Jones"]),
        ("Councillor Laing, in the Chair. Councillor Mrs Pengelly, Vice Chair.", ["Councillor Laing", "Councillor Mrs Pengelly"]),
        ("the Mayor, Councillor Agnes Wether, in the Chair; and 51 other councillors.", ["Councillor Agnes Wether"]),
        ("None", []),
        ("( , ) and ; (Chair)", []),
    ],
)  # fmt: skip
def test_names_in_lists(text: str, expected: list[str]) -> None:
    assert names(people_in([text])) == expected


def test_sample_meetings(sample_papers: Path) -> None:
    (meeting,) = only(Meeting, of_paper(sample_papers / "scrutiny-agenda-pack-2025-07-09.pdf"))
    assert (meeting.meeting_date, meeting.status) == (date(2025, 6, 11), "draft")
    assert (meeting.chair, meeting.vice_chair) == ("Councillor Idris Penhallow", "Councillor Samira Haddad")
    assert names(meeting.substitutes) == ["Councillor Hassan Dervish"]
    assert (meeting.started, meeting.finished) == ("10.00 am", "12.50 pm")
    found: list[Record] = of_paper(sample_papers / "scrutiny-agenda-pack-2025-02-12.pdf")
    (confirmation,) = only(Confirmation, found)
    assert (confirmation.confirms, confirmation.minute) == (date(2024, 9, 18), "22")
    assert confirmation.correction is not None and confirmation.correction.endswith("to read 497 and not 479.")


def test_real_meetings(real_papers: Path) -> None:
    (meeting,) = only(Meeting, of_paper(real_papers / "real" / "kent-council-minutes-2025-02-13.pdf"))
    assert (len(meeting.present), len(meeting.apologies)) == (64, 15)
    assert (meeting.chair, meeting.vice_chair) == ("Mr B J Sweetland", "Mr A M Ridgers")
    assert [p.role for p in meeting.in_attendance] == [
        "Democratic Services Manager",
        "General Counsel",
        "Interim Corporate Director Finance",
    ]
    (notice,) = only(Meeting, of_paper(real_papers / "real" / "bristol-decision-notice-2025-05-15.pdf"))
    assert len(notice.present) == 9


@pytest.mark.parametrize(
    ("said", "away"),
    [
        (
            "An apology for absence was received from Councillor Gareth Pole (Digital Services).",
            ["Councillor Gareth Pole"],
        ),
        ("An apology was given on behalf of Councillor Ada Moss.", ["Councillor Ada Moss"]),
        ("Councillor Ada Moss had sent her apologies.", ["Councillor Ada Moss"]),
        ("Councillors Moss and Pole had submitted apologies.", ["Councillor Moss", "Councillor Pole"]),
        ("There was no apology for absence.", []),
    ],
)
def test_one_apology_is_an_apology(said: str, away: list[str], tmp_path: Path) -> None:
    (meeting,) = only(
        Meeting,
        records(
            tmp_path / "minutes.pdf",
            ["# HARBOUR CABINET", "Minutes of the meeting of the Harbour Cabinet held on 9 June 2025", "Present: Councillors Marsh (Chair), Reed and Vale",
             "# 1. Apologies for absence", said, "# 2. Sea wall", "There was nothing to report."],
        ),
    )  # fmt: skip
    assert names(meeting.apologies) == away


def test_what_an_office_beside_a_name_lists_is_nobody() -> None:
    found = people_in(
        ["Councillor Ada Moss\tLeader of the Council (in the Chair)", "Councillor Ben Reed\tDeputy Leader; Finance and Property",
         "Councillor Cy Vale\tEnvironment, Waste", "\tand Parks", "Councillor Di Wood\tLocal Economy"]
    )  # fmt: skip
    assert [(p.name, p.role) for p in found] == [
        ("Councillor Ada Moss", "Leader of the Council, in the Chair"),
        ("Councillor Ben Reed", "Deputy Leader; Finance and Property"),
        ("Councillor Cy Vale", "Environment, Waste and Parks"),
        ("Councillor Di Wood", "Local Economy"),
    ]
    assert found[0].chair
