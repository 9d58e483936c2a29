"""Tracking logs and work programmes: the sample against its sources, the real packs, and other councils' styles."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.records.cell_labels import read_labels
from assistant.records.model import Action, ProgrammeItem, TableReading, TrackedDecision
from assistant.records.tracking import minute_in
from tests.records.ruled import Ruled, of, write

SOURCES = Path(__file__).resolve().parents[2] / "corpus" / "sources"
PACKS = {
    "2024-11": ("scrutiny-agenda-pack-2024-11-20.pdf", 7, 20),
    "2025-02": ("scrutiny-agenda-pack-2025-02-12.pdf", 7, 18),
    "2025-06": ("scrutiny-agenda-pack-2025-06-11.pdf", 8, 19),
    "2025-07": ("scrutiny-agenda-pack-2025-07-09.pdf", 6, 13),
}
COMPLETE = {"Complete": True, "Not complete": False, "In progress": False}


@pytest.mark.parametrize("log", PACKS)
def test_the_logs_of_the_sample_are_read_cell_by_cell(sample_papers: Path, log: str) -> None:
    rows = [
        row for row in yaml.safe_load((SOURCES / "data" / "tracking.yaml").read_text("utf-8")) if log in row["logs"]
    ]
    file, page, _ = PACKS[log]
    found = of(TrackedDecision, sample_papers / file)
    assert len(found) == len(rows)
    for row, record in zip(rows, found, strict=True):
        entry = row["logs"][log]
        progress = entry["progress"].replace("*", "")
        assert record.minute == entry.get("minute", row["minute"]).removeprefix("Minute ")
        assert (record.title, record.resolution) == (row["subject"], row["resolution"])
        assert (record.target, record.officer, record.progress) == (entry["due"], entry["officer"], progress)
        assert f"{record.due:%-d %B %Y}" == entry["due"]
        assert f"{record.meeting_date:%-d %B %Y}" == row["meeting"]
        assert record.complete is COMPLETE[progress.split(".")[0]]
        assert (record.page, record.committee) == (page, "Children, Young People and Learning Scrutiny Committee")


@pytest.mark.parametrize("log", PACKS)
def test_the_work_programmes_of_the_sample_are_read_row_by_row(sample_papers: Path, log: str) -> None:
    text = (SOURCES / "reports" / f"work-programme-{log}.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    file, _, page = PACKS[log]
    found = of(ProgrammeItem, sample_papers / file)
    assert [[item.meeting, item.topic, item.lead] for item in found] == rows[1:]
    assert {item.page for item in found} == {page}
    for item in found:
        assert item.meeting_date is None or f"{item.meeting_date:%-d %B %Y}" == item.meeting
        assert (item.meeting_date is None) == (item.meeting == "Items to be scheduled")


def test_the_log_of_a_real_pack_whose_rows_are_cut_into_several(real_papers: Path) -> None:
    found = of(TrackedDecision, real_papers / "ecsc-scrutiny-2022-09-14.pdf")
    assert [record.minute for record in found] == ["92", "92", "92", "93", "95", "96", "97", "98"]
    assert {record.target for record in found} == {"16 June 2022"}
    assert [record.complete for record in found] == [True, True, None, None, None, None, None, None]
    # No officer is labelled in it; six of the resolutions open with who is to act.
    assert [bool(r.officer and r.resolution.startswith(f"{r.officer} to ")) for r in found] == [True] * 6 + [False] * 2
    assert [record.officer for record in found[6:]] == [None, None]
    assert [record.certainty for record in found if len(record.pieces) > 1] == ["likely"] * 3
    left = sum(
        report.left for report in of(TableReading, real_papers / "ecsc-scrutiny-2022-09-14.pdf") if report.page == 6
    )
    assert left >= 5  # the halves of rows that nothing joins


def test_the_programme_of_a_real_pack_through_the_noise_of_its_text(real_papers: Path) -> None:
    found = of(ProgrammeItem, real_papers / "ecsc-scrutiny-2022-09-14.pdf")
    days = [date(2022, 6, 15), date(2022, 9, 14), date(2022, 11, 23), date(2023, 2, 15)]
    assert [item.meeting_date for item in found] == days
    assert [item.lead for item in found] == [None, "Sharon Muldoon & Jean Kelly", "Sharon Muldoon & Ming Zhang", None]


def test_of_a_real_log_in_loose_lines_only_the_clear_entries_are_read(real_papers: Path) -> None:
    path = real_papers / "ecsc-scrutiny-2023-07-18.pdf"
    found = of(TrackedDecision, path)
    assert [(record.page, record.target, record.complete) for record in found] == [
        (151, "07/07/2023", True),
        (151, "12 December 2022", True),
        (151, "8 June 2023", True),
        (151, "21 February 2023", None),
        (151, "21 February 2023", True),
        (152, "21 February 2023", True),
        (152, "21 February 2023", True),
        (152, "21 February 2023", None),
    ]
    assert {record.certainty for record in found} == {"likely"}
    assert [record.officer for record in found[:3]] == ["Sharon Muldoon", "David Northey", None]
    assert sum(report.left for report in of(TableReading, path) if report.read_as == "tracked_decision") == 9


LOG_LINES = [
    "Tracking Decisions – May 2025",
    "Resolution                Target Date, Officer Responsible and Progress",
    "Di Wren to send the report on the lamps to the",
    "Committee. She would also count the oil",
    "Date: 3 April 2025",
    "Progress: Complete. The report was sent to all of the members of the Committee in April.",
    "Recommendation: To share what was learnt with",
    "the schools of the port.",
    "Date: 4 April 2025",
    "Progress: Complete.",
    "Ben Reed to ask the port for its plans.",
    "Date: 5 April 2025",
    "Progress: Ben Reed/Di Wren",
    "Members would hear of the quay.",
    "Date: 6 April 2025",
    "Progress: Asked for. The answer is here.",
    "It came in May.",
    "Cy Holt to thank the port.",
    "Date: 7 April 2025",
    "Progress: Complete.",
]


def test_entries_of_a_log_in_loose_lines_are_told_apart_where_a_line_ends_short(tmp_path: Path) -> None:
    path = tmp_path / "log.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for n, line in enumerate(LOG_LINES):
        canvas.drawString(50, 780 - 12 * n, line)
    canvas.save()
    found = of(TrackedDecision, path)
    assert [(t.resolution, t.officer, t.progress, t.due) for t in found] == [
        (
            "Di Wren to send the report on the lamps to the Committee. She would also count the oil",
            "Di Wren",
            "Complete. The report was sent to all of the members of the Committee in April.",
            date(2025, 4, 3),
        ),
        ("Recommendation: To share what was learnt with the schools of the port.", None, "Complete.", date(2025, 4, 4)),
    ]  # of the third it is not certain where the progress ends, of the fourth whose the last sentence is


@pytest.mark.parametrize(
    ("cell", "number", "meeting", "title"),
    [
        ("Minute 12 18 September 2024 Libraries", "12", date(2024, 9, 18), "Libraries"),
        ("92 – Policy Brief", "92", None, "Policy Brief"),
        ("Min. No. 45/23", "45/23", None, None),
        ("CAB 17 (3 May 2025)", "CAB 17", date(2025, 5, 3), None),
        ("Home to school transport", None, None, "Home to school transport"),
        ("3 May 2025", None, date(2025, 5, 3), None),
    ],
)
def test_a_minute_its_meeting_and_its_title(
    cell: str, number: str | None, meeting: date | None, title: str | None
) -> None:
    assert minute_in(cell) == (number, meeting, title)


def test_labels_within_a_cell() -> None:
    told = read_labels("Responsible Officer: J Smith; Target date: May 2025 Update: Sent. Response: awaited")
    assert told.fields == {"lead": "J Smith", "timescale": "May 2025", "progress": "Sent. Response: awaited"}
    assert not read_labels("Date: May 2025 Progress: Begun. Date: June 2025 Progress: Done").clear
    assert read_labels("31 March, J Smith, begun").fields == {}


def test_a_log_in_columns_of_another_council(tmp_path: Path) -> None:
    rows = [
        ["Meeting date", "Item", "Action agreed", "By whom", "By when", "Status"],
        ["3 May 2025", "Libraries", "Send members the opening hours", "Ann Lee", "Within 14 days", "Closed"],
        ["", "", "Ask the bus company for its timetable", "Ben Roe", "30 June 2025", "Open"],
        ["7 June 2025", "Parking", "Report the income of each car park", "Cat Moy", "Ongoing", "50% complete"],
    ]
    path = write(tmp_path / "log.pdf", "# Scrutiny Committee – Action Tracker", Ruled(rows, spans=[(1, 0, 2, 0)]))
    hours, buses, parking = of(TrackedDecision, path)
    assert (hours.meeting_date, hours.due, hours.complete) == (date(2025, 5, 3), date(2025, 5, 17), True)
    assert (hours.title, hours.officer, hours.minute) == ("Libraries", "Ann Lee", None)
    assert (buses.meeting_date, buses.due, buses.complete) == (date(2025, 5, 3), date(2025, 6, 30), False)
    assert (parking.due, parking.target, parking.complete, parking.progress) == (None, "Ongoing", False, "50% complete")
    assert of(Action, path) == []


def test_cells_without_labels_stay_text_and_a_footer_is_no_decision(tmp_path: Path) -> None:
    head = ["Minute No.", "Resolution", "Target date, officer and progress"]
    rows = [
        head,
        ["12", "To write to the minister.", "Date: 3 May 2025 Officer: Ann Lee Progress: Complete."],
        ["13", "To write to the bishop.", "June, Ben Roe, begun"],
        [
            "14",
            "To write to the mayor.",
            "Date: 3 May 2025 Officer: Cat Moy Progress: Begun. Date: 4 June 2025 Progress: Sent.",
        ],
        ["Decisions log", "June 2025", "OFFICIAL"],
    ]
    path = write(tmp_path / "labels.pdf", "# Tracking Decisions – June 2025", Ruled(rows))
    (record,) = of(TrackedDecision, path)
    assert (record.minute, record.officer, record.position_at) == ("12", "Ann Lee", date(2025, 6, 30))
    assert next(r.left for r in of(TableReading, path) if r.read_as == "tracked_decision") == 3


def test_a_forward_plan_of_another_council(tmp_path: Path) -> None:
    rows = [
        ["Date of decision", "Title of report", "Decision maker", "Report author", "Reason"],
        ["17 June 2025", "Purchase of homes", "Cabinet", "Ann Lee", "Over £500,000"],
        ["", "Parking strategy", "Cabinet", "Ben Roe", "Two wards or more"],
        ["Not yet known", "Market hall", "Council", "", ""],
    ]
    path = write(tmp_path / "plan.pdf", "# Forward Plan", Ruled(rows, spans=[(1, 0, 2, 0)]))
    homes, parking, hall = of(ProgrammeItem, path)
    assert (homes.meeting_date, homes.lead, homes.reason) == (date(2025, 6, 17), "Ann Lee", "Over £500,000")
    assert (parking.topic, parking.meeting_date, parking.lead) == ("Parking strategy", date(2025, 6, 17), "Ben Roe")
    assert (hall.meeting, hall.meeting_date, hall.lead) == ("Not yet known", None, None)


def test_a_programme_with_a_table_a_meeting_or_a_row_a_meeting(tmp_path: Path) -> None:
    head = ["Topic", "Purpose", "Lead officer"]
    buses, floods = ["Bus services", "To review subsidies", "Ann Lee"], ["Floods", "To hear the agency", "Cat Moy"]
    tables = write(
        tmp_path / "tables.pdf",
        "# Scrutiny Work Programme 2025/26",
        "# 10 June 2025",
        Ruled([head, buses]),
        "# 4 September 2025",
        Ruled([head, floods]),
    )
    days = Ruled(
        [head, ["10 June 2025", "", ""], buses, ["4 September 2025", "", ""], floods],
        bold=(0, 1, 3),
        spans=[(1, 0, 1, 2), (3, 0, 3, 2)],
    )
    for path in (tables, write(tmp_path / "rows.pdf", "# Work Programme", days)):
        assert [(item.topic, item.meeting_date, item.reason) for item in of(ProgrammeItem, path)] == [
            ("Bus services", date(2025, 6, 10), "To review subsidies"),
            ("Floods", date(2025, 9, 4), "To hear the agency"),
        ]


def test_a_programme_printed_as_a_list(tmp_path: Path) -> None:
    lines = [
        "Work Programme 2025/26",
        "Tuesday 10 June 2025 at 2 pm",
        "• Review of bus services in the north of the county and",
        "   of the subsidies paid",
        "• Libraries",
        "Thursday 4 September 2025",
        "• Flood defences",
        "Items to be scheduled",
        "• Parking",
    ]
    path = tmp_path / "list.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for i, line in enumerate(lines):
        canvas.setFont("Helvetica-Bold" if i == 0 else "Helvetica", 16 if i == 0 else 11)
        indent = len(line) - len(line.lstrip())
        canvas.drawString(72 + 4 * indent, 760 - 18 * i - (14 if i else 0), line.lstrip())
    canvas.save()
    told = [(item.meeting_date, item.topic) for item in of(ProgrammeItem, path)]
    assert told == [
        (date(2025, 6, 10), "Review of bus services in the north of the county and of the subsidies paid"),
        (date(2025, 6, 10), "Libraries"),
        (date(2025, 9, 4), "Flood defences"),
    ]
    assert all(re.match(r"^\w+day ", item.meeting or "") for item in of(ProgrammeItem, path))


def test_what_a_body_answered_is_no_progress(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Made on", "Recommendation", "Cabinet response", "Responsible", "Due", "Progress at 14 November 2025", "RAG"],
        ["OS1", "26 Nov 2024", "Publish a map of the public toilets", "Accepted", "Ada Ash", "31 Mar 2025", "Map went live on 12 May 2025", "Complete"],
        ["OS2", "21 Jan 2025", "Set aside £40,000 for hardship", "Accepted in part (£25,000)", "Ben Oak", "30 Apr 2025", "Supplier failed; no new date yet", "Red"],
        ["OS3", "24 Jun 2025", "Hold the fee for garden waste", "Not accepted (Cabinet 14 Oct 2025)", "Ada Ash", "n/a", "None needed", "Complete"],
    ]  # fmt: skip
    title = "# Overview and Scrutiny Committee – Work Programme 2025/26 and Tracker of Recommendations"
    paper = write(tmp_path / "a.pdf", title, "# Tracker of recommendations", Ruled(rows, fills={(1, 7): "#3366CC", (2, 7): "#FF0000", (3, 7): "#3366CC"}))  # fmt: skip
    found = of(TrackedDecision, paper)
    assert [(one.minute, one.response, one.progress, one.rating, one.complete) for one in found] == [
        ("OS1", "Accepted", "Map went live on 12 May 2025", "Complete", True),
        ("OS2", "Accepted in part (£25,000)", "Supplier failed; no new date yet", "red", None),
        ("OS3", "Not accepted (Cabinet 14 Oct 2025)", "None needed", "Complete", True),
    ]
    assert {one.committee for one in found} == {"Overview and Scrutiny Committee"}
    assert {one.position_at for one in found} == {date(2025, 11, 14)}


def test_a_response_alone_is_how_far_it_is(tmp_path: Path) -> None:
    rows = [["Minute", "Action", "Officer", "Response"], ["12", "Send members the traffic counts", "Ada Ash", "Sent on 3 May."], ["14", "Visit the depot with the Chair", "Ben Oak", "Booked for June."]]  # fmt: skip
    found = of(TrackedDecision, write(tmp_path / "a.pdf", "# Action log", Ruled(rows)))
    assert [(one.response, one.progress) for one in found] == [(None, "Sent on 3 May."), (None, "Booked for June.")]
