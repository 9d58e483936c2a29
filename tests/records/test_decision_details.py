"""Decisions published one a page with their details under labels, and minutes kept as a table with a column of actions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.answering.replies import taken_in_private
from assistant.papers.read import read_paper
from assistant.records.identify import identify
from assistant.records.model import Meeting, Minute, Resolution, TrackedDecision
from tests.records.minutes_pdf import Line, only, records

ONE: list[Line] = [
    "# Decision details", "# Award of Contract for Gully Cleansing", "<b>Decision Maker:</b> Cabinet Member for Highways",
    "<b>Decision status:</b> Recommendations Approved", "<b>Is Key decision?:</b> Yes", "<b>Is subject to call in?:</b> Yes",
    "# Purpose:", "To award a contract.", "# Decisions:",
    "The Cabinet Member agreed to award the contract to Drainco Ltd for five years at a total value of £3.85m.",
    "# Reasons for the decision:", "Drainco sent the best tender of four.", "# Alternative options considered:",
    "Doing the work in house would cost £640,000 a year more.", "<b>Publication date:</b> 13/01/2026", "<b>Date of decision:</b> 12/01/2026",
    "<b>Effective from:</b> 20/01/2026",
]  # fmt: skip
TWO: list[Line] = [
    "# Decision details", "# Traffic Order – Station Approach", "<b>Decision Maker:</b> Director of Environment",
    "<b>Decision status:</b> Recommendations Approved (subject to call in)", "<b>Is Key decision?:</b> No", "<b>Is subject to call in?:</b> No",
    "# Decisions:", "1. That the order for a 20mph limit be made.", "2. That the loading bay be not implemented.",
    "# Reasons for the decision:", "The mean speed was 24mph.", "<b>Date of decision:</b> 14/01/2026",
]  # fmt: skip


def test_each_page_of_decision_details_is_a_decision_with_its_maker_and_day(tmp_path: Path) -> None:
    path = tmp_path / "decisions.pdf"
    found = only(Resolution, records(path, [*ONE, None, *TWO]))
    assert identify(read_paper(path), path.name).kind == "decision notice"
    told = [(r.minute_title, r.committee, r.meeting_date, r.page) for r in found]
    assert told == [
        ("Award of Contract for Gully Cleansing", "Cabinet Member for Highways", date(2026, 1, 12), 1),
        ("Traffic Order – Station Approach", "Director of Environment", date(2026, 1, 14), 2),
    ]
    first, second = found
    assert (
        first.text
        == "The Cabinet Member agreed to award the contract to Drainco Ltd for five years at a total value of £3.85m."
    )
    assert (first.verb, first.amounts) == ("agreed", ["£3.85m"])
    assert first.reasons == "Drainco sent the best tender of four."
    assert first.alternatives == "Doing the work in house would cost £640,000 a year more."
    assert (first.call_in, second.call_in) == ("Yes", "No")
    assert second.parts == [
        "1. That the order for a 20mph limit be made.",
        "2. That the loading bay be not implemented.",
    ]


TABLED: list[Line] = [
    "# SALTON SCHOOLS FORUM", "Minutes of the meeting held on Thursday 4 December 2025",
    "Present: Ann Marsh (Chair) [AM], Bo Reed [BR], Cy Vale [CV]", "Local Authority officers: Di Wood, Head of Finance [DW]",
    [["Item", "", "Action"],
     ["1", "Apologies\nCV declared an interest in item 3.", ""],
     ["2", "Grant monitoring\nThe forecast deficit was £6.84m.\nForum NOTED the report.", "DW to bring a cost\nbreakdown by\n9 January 2026"],
     ["3", "Block transfer\nForum voted: For 3,\nAgainst 4, Abstain 0.\nDECISION: The transfer\nwas not agreed.", ""]],
]  # fmt: skip


def test_minutes_in_a_table_with_a_column_of_actions(tmp_path: Path) -> None:
    found = records(tmp_path / "minutes.pdf", TABLED)
    assert [(m.number, m.title) for m in only(Minute, found)] == [
        ("1", "Apologies"), ("2", "Grant monitoring"), ("3", "Block transfer")
    ]  # fmt: skip
    told = [(r.minute, r.text) for r in only(Resolution, found)]
    assert told == [("2", "Forum NOTED the report."), ("3", "DECISION: The transfer was not agreed.")]
    vote = only(Resolution, found)[1].votes
    assert {side.side: side.count for side in vote} == {"for": 3, "against": 4, "abstain": 0}
    (action,) = only(TrackedDecision, found)
    assert (action.minute, action.resolution, action.due) == (
        "2",
        "DW to bring a cost breakdown by 9 January 2026",
        date(2026, 1, 9),
    )
    (meeting,) = only(Meeting, found)
    assert [person.name for person in meeting.present] == ["Ann Marsh", "Bo Reed", "Cy Vale"]
    assert [person.name for person in meeting.in_attendance] == ["Di Wood"]


def test_actions_listed_under_a_label_are_each_an_action(tmp_path: Path) -> None:
    lines: list[Line] = [
        "# HARBOUR PANEL", "Minutes of the meeting of the Harbour Panel held on 30 January 2026", "Present: Councillors Marsh (Chair) and Reed",
        "# 5/26 PRECEPT", "The Panel agreed the precept.", "# Actions/further information to be provided:",
        "R1/26 – The Office will provide a breakdown of the savings.",
        "R2/26 – The Chief Finance Officer to circulate the strategy by 27 February 2026.", "# 6/26 NEXT MEETING", "It is on 4 May.",
    ]  # fmt: skip
    found = only(TrackedDecision, records(tmp_path / "minutes.pdf", lines))
    assert [(a.minute, a.officer, a.due) for a in found] == [
        ("5/26", "The Office", None), ("5/26", "The Chief Finance Officer", date(2026, 2, 27))
    ]  # fmt: skip


def test_a_day_in_the_words_of_a_decision_is_not_the_day_of_the_notice(tmp_path: Path) -> None:
    path = tmp_path / "decisions.pdf"
    dated = [line.replace("for five years", "from 1 April 2026") if isinstance(line, str) else line for line in ONE]
    records(path, dated)
    assert identify(read_paper(path), path.name).meeting_date == date(2026, 1, 12)
    records(path, [*dated, None, *TWO])
    assert identify(read_paper(path), path.name).meeting_date is None


def test_an_appendix_kept_back_is_not_a_matter_taken_in_private() -> None:
    kept = "AGREED: 1. That Appendix 1 is not for publication. 2. To approve the framework of £9m."
    assert not taken_in_private("what did Cabinet approve on the framework?", [kept])
    assert taken_in_private("what did Cabinet approve on the framework?", ["The report is not for publication."])
