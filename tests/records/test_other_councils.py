"""Papers in the layouts of yet other councils: trackers with two dates, lists of decisions, packs of titled items."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from assistant.papers.read import read_paper
from assistant.records.identify import identify
from assistant.records.model import Action, Meeting, Resolution, TrackedDecision
from tests.records.ruled import OVER, Ruled, of, write


def facts(path: Path) -> Any:
    return identify(read_paper(path), path.name)


# Trackers --------------------------------------------------------------------------------------------------------------


def tracker(path: Path, heads: list[str], *rows: list[str]) -> Path:
    return write(path, "# Follow-up of agreed recommendations", Ruled([heads, *rows]))


def test_the_revised_date_is_the_one_in_force_and_the_first_is_told(tmp_path: Path) -> None:
    heads = ["Ref", "Recommendation", "Priority", "Owner", "Original due", "Revised due", "Status", "Update"]
    moved = ["A1", "Count the keys", "High", "Estates Lead", "31/03/2025", "30/09/2025", "Overdue", "Half counted."]
    kept = ["A2", "Log the visits", "–", "Museum Lead", "30/06/2025", "–", "Closed", "Done in May."]
    first, second = of(Action, tracker(tmp_path / "tracker.pdf", heads, moved, kept))
    assert (first.timescale, first.due, first.original_timescale) == ("30/09/2025", date(2025, 9, 30), "31/03/2025")
    assert (first.priority, first.rating, first.complete) == ("High", "Overdue", False)
    assert (second.timescale, second.due, second.original_timescale) == ("30/06/2025", date(2025, 6, 30), None)
    assert (second.priority, second.complete) == (None, True)


def test_of_several_revised_dates_the_last_holds(tmp_path: Path) -> None:
    heads = ["Ref", "Action", "Owner", "Target date", "Revised date", "2nd revised date", "Status"]
    row = ["A1", "Mend the clock", "Town Clerk", "May 2025", "July 2025", "October 2025", "Open"]
    (found,) = of(Action, tracker(tmp_path / "tracker.pdf", heads, row))
    assert (found.timescale, found.due, found.original_timescale) == ("October 2025", date(2025, 10, 31), "May 2025")


def test_recommendations_to_another_body_are_followed_with_its_response(tmp_path: Path) -> None:
    rows = [
        ["Made on", "Recommendation", "Cabinet response"],
        ["9 May 2025", "Open the tower on Sundays", "Accepted, 3 June 2025"],
        ["11 July 2025", "Light the quay all night", "To be considered on 2 September 2025"],
    ]
    found = of(
        TrackedDecision, write(tmp_path / "log.pdf", "# Recommendations made and what became of them", Ruled(rows))
    )
    assert [(t.meeting_date, t.resolution, t.progress) for t in found] == [
        (date(2025, 5, 9), "Open the tower on Sundays", "Accepted, 3 June 2025"),
        (date(2025, 7, 11), "Light the quay all night", "To be considered on 2 September 2025"),
    ]


# Lists of decisions ----------------------------------------------------------------------------------------------------


def decisions(path: Path) -> Path:
    heads = [
        "Ref. and item",
        "Decision",
        "Reasons for decision",
        "Alternatives considered",
        "Interests",
        "Subject to call-in",
    ]
    first = [
        "EX/25/007<br/>Quay lights<br/>(Cllr Moss)",
        "1. That the lights be renewed.<br/>2. That £40,000 be spent.",
        "The old lights fail.",
        "Doing nothing: unsafe.",
        "None",
        "Yes – 9 June 2025",
    ]
    second = [
        "EX/25/008<br/>Tower clock",
        "That the clock be mended.",
        "It has stopped.",
        "None.",
        "None",
        "No – urgent",
    ]
    return write(
        path,
        "# SANDMERE COUNCIL",
        "# EXECUTIVE – LIST OF DECISIONS TAKEN ON MONDAY, 2 JUNE 2025",
        "Present: Councillors Ada Moss (Leader, in the chair) and Ben Reed (Finance). Apologies: Councillor Cy Holt.",
        Ruled([heads, first, second]),
    )


def test_a_list_of_decisions_is_a_notice_of_its_body(tmp_path: Path) -> None:
    told = facts(decisions(tmp_path / "list.pdf"))
    assert (told.kind, told.committee, told.meeting_date) == ("decision notice", "Executive", date(2025, 6, 2))
    assert told.title == "Executive – decisions, 2 June 2025"
    assert [m.committee for m in of(Meeting, tmp_path / "list.pdf")] == ["Executive"]


def test_a_row_of_it_is_a_resolution_with_reasons_alternatives_and_call_in(tmp_path: Path) -> None:
    first, second = of(Resolution, decisions(tmp_path / "list.pdf"))
    assert (first.minute, first.minute_title) == ("EX/25/007", "Quay lights (Cllr Moss)")
    assert first.parts == ["1. That the lights be renewed.", "2. That £40,000 be spent."]
    assert (first.reasons, first.alternatives, first.call_in) == (
        "The old lights fail.",
        "Doing nothing: unsafe.",
        "Yes – 9 June 2025",
    )
    assert (second.minute, second.text, second.call_in) == ("EX/25/008", "That the clock be mended.", "No – urgent")


# What a paper is -------------------------------------------------------------------------------------------------------


def test_the_number_of_an_item_is_no_title_and_a_year_ends_the_one_above(tmp_path: Path) -> None:
    path = write(
        tmp_path / "report.pdf",
        "# Agenda Item 8",
        "# EXECUTIVE 4 November 2025",
        "# REVENUE MONITORING – QUARTER 2",
        "2025/26",
        "Report of the Treasurer",
    )
    told = facts(path)
    assert told.title == "REVENUE MONITORING – QUARTER 2 2025/26, 4 November 2025"
    assert (told.parts[0].title, told.committee) == ("REVENUE MONITORING – QUARTER 2 2025/26", "Executive")


def test_a_report_for_an_item_of_an_agenda_is_no_agenda(tmp_path: Path) -> None:
    path = write(
        tmp_path / "AC item 06 Action tracker.pdf",
        "Report to: Audit Committee",
        "Date: 12 May 2025",
        "Title: Follow-up of recommendations",
        "Report of: Head of Audit",
        "# Agenda item: 6",
        "The Committee is asked to note progress.",
    )
    assert facts(path).title == "Follow-up of recommendations, 12 May 2025"
    assert facts(path).kind == "tracking log"


def test_a_body_and_day_may_open_a_line_that_says_more(tmp_path: Path) -> None:
    path = write(
        tmp_path / "kpi.pdf",
        "# Quarterly Performance Report",
        "Quarter 2, 2025/26",
        "Cabinet, 17 November 2025 – Appendix A. Portfolio holder: Councillor Ada Moss. Contact: Ben Reed, Insight Lead.",
    )
    told = facts(path)
    assert (told.committee, told.meeting_date) == ("Cabinet", date(2025, 11, 17))
    assert told.title == "Quarterly Performance Report Quarter 2, 2025/26, 17 November 2025"


def test_the_report_on_an_item_is_no_part_of_the_minutes_before_it(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pack.pdf",
        "# Harbour Scrutiny Committee",
        "# Minutes of the meeting held on Monday, 3 March 2025 at 2.00 pm",
        "Present: Councillor Ada Moss (Chair); Councillors Ben Reed and Cy Holt.",
        "# 7. Apologies",
        "There were none.",
        "# 8. Lighthouse",
        "RESOLVED: That the lamp be lit.",
        "The meeting finished at 3.00 pm.",
        OVER,
        "# Item 5 – Ferry timetable: the first year",
        "Report of the Ferry Manager, Di Wren",
        "Crossings rose from 90 to 110.",
        "# Item 6 – Harbour dues",
        "Report of the Harbour Master",
        "Dues are £4.",
    )
    parts = facts(path).parts
    assert [(p.kind, p.title, p.first_page) for p in parts] == [
        ("minutes", "Minutes", 1),
        ("report", "Ferry timetable: the first year", 2),
        ("report", "Harbour dues", 2),
    ]


def test_minutes_marked_draft_subject_to_confirmation_are_a_draft(tmp_path: Path) -> None:
    path = write(
        tmp_path / "minutes.pdf",
        "DRAFT – subject to confirmation",
        "# MINUTES OF A MEETING OF THE HARBOUR COMMITTEE",
        "# HELD ON MONDAY, 3 MARCH 2025",
        "PRESENT: Councillor Ada Moss (Chair)",
        "# 1. Lamp",
        "RESOLVED that the lamp be lit.",
    )
    assert facts(path).status == "draft"
