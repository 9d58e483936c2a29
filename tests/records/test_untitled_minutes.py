"""Minutes that no title calls so are known by what stands in them, with who came and what was decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.papers.read import read_paper
from assistant.records.identify import PaperFacts, identify
from assistant.records.model import Meeting, Resolution, TrackedDecision
from tests.records.minutes_pdf import Line, only, pdf, records

CABINET: list[Line] = [
    "# HARTLEY CITY COUNCIL",
    "# CABINET",
    "Tuesday 3 March 2026, 5.00pm to 6.10pm",
    "Cabinet Members present: Councillor Ada Frome (Leader of the Council, in the Chair); Councillor Piers Oakes (Housing)",
    "Apologies: Councillor Mina Rao (Culture)",
    "Other Councillors present: Councillor Len Tooth",
    "Officers: Greta Holm (Chief Executive)",
    "# CAB.31 Minutes",
    "The minutes of the meeting held on 3 February 2026 were confirmed and signed by the Leader.",
    "# CAB.32 Parking on the Quay",
    "Councillor Oakes presented the report of the Director of Place.",
    "# Resolved unanimously:",
    "(1) That charges on the Quay begin on 1 June 2026.",
    "(2) That blue badge holders pay nothing.",
    "# CAB.33 Hire of the Hall",
    "Councillor Oakes introduced the report.",
    "# Resolved (four votes to two):",
    "(1) That the Hall be let for ten years.",
    "# CAB.34 Cameras",
    "Councillor Oakes introduced the report.",
    "# RESOLVED:",
    "(1) That cameras be put up at the bus gate and in Fore Street and that they be switched on by the contractor on",
    "2 March 2026, with warning notices only for six months.",
    "(2) That the head teacher be asked about Mill Lane.",
]
PANEL: list[Line] = [
    "# WESTMARSH DISTRICT COUNCIL",
    "# Licensing Sub-Committee (Panel A)",
    "Date: Monday 9 February 2026",
    "Panel: Councillors Una Veale (Chair), Tom Birk and Olu Adeyo",
    "Officers: Kit Marlow (Licensing Officer)",
    "Licence holder: Mr Dan Fisk",
    "# LP.4 Declarations of interest",
    "There were none.",
    "# LP.5 Review of a premises licence: The Swan, 2 Mill Lane",
    "The Licensing Officer introduced the report. Mr Fisk said that door staff had been taken on.",
    "Decision: The Panel did not revoke the licence. It decided to: (a) suspend it for three weeks.",
]
SCRUTINY: list[Line] = [
    "# THORNEY BOROUGH COUNCIL",
    "# MINUTES OF THE HOUSING SCRUTINY COMMITTEE",
    "# HELD IN THE COUNCIL CHAMBER ON 14 JANUARY 2026 AT 6.30 PM",
    "Councillor Bea Rook (Chairman)",
    "* Councillor Ivo Lane (Vice-Chairman)",
    "Councillor Jo Marsh",
    "Councillor Pat Dell",
    "* Absent",
    "Also present: Councillor Guy Elder (Portfolio Holder for Housing)",
    "# 11. APOLOGIES",
    "Apologies were received from Councillor Lane.",
    "# 12. REPAIRS",
    "It was moved by Councillor Marsh, seconded by Councillor Dell, and carried by 2 votes to 1.",
    "RESOLVED: That the report be noted.",
    "Action: Head of Repairs to email members by 6 February 2026 with the number of jobs still open.",
]
AGENDA: list[Line] = [
    "# HARTLEY CITY COUNCIL",
    "# CABINET",
    "Tuesday 3 March 2026, 5.00pm, The Guildhall",
    "Members: Councillor Ada Frome (Leader), Councillor Piers Oakes, Councillor Mina Rao",
    "1. Apologies for absence",
    "2. Declarations of interest",
    "3. Minutes of the meeting of 3 February 2026 (pages 3 - 8)",
    "4. Parking on the Quay (pages 9 - 14)",
]


def _facts(path: Path, lines: list[Line]) -> PaperFacts:
    return identify(read_paper(pdf(path, lines)), path.name)


def test_minutes_headed_by_body_and_day_alone(tmp_path: Path) -> None:
    facts = _facts(tmp_path / "paper.pdf", CABINET)
    assert (facts.kind, facts.committee, facts.meeting_date) == ("minutes", "Cabinet", date(2026, 3, 3))
    assert facts.title == "Cabinet – minutes, 3 March 2026"


def test_an_agenda_with_the_members_of_the_body_is_no_minutes(tmp_path: Path) -> None:
    assert _facts(tmp_path / "paper.pdf", AGENDA).kind == "agenda"


def test_members_of_a_cabinet_are_the_body_and_no_guests(tmp_path: Path) -> None:
    (meeting,) = only(Meeting, records(tmp_path / "paper.pdf", CABINET))
    assert [person.name for person in meeting.present] == ["Councillor Ada Frome", "Councillor Piers Oakes"]
    assert meeting.chair == "Councillor Ada Frome"
    assert [person.name for person in meeting.apologies] == ["Councillor Mina Rao"]
    assert [person.name for person in meeting.in_attendance] == ["Councillor Len Tooth", "Greta Holm"]


def test_decisions_led_in_by_how_they_were_taken(tmp_path: Path) -> None:
    quay, hall, _ = only(Resolution, records(tmp_path / "paper.pdf", CABINET))
    assert quay.parts == [
        "(1) That charges on the Quay begin on 1 June 2026.",
        "(2) That blue badge holders pay nothing.",
    ]
    assert [(vote.side, vote.count) for vote in hall.votes] == [("for", 4), ("against", 2)]


def test_the_panel_of_a_hearing_and_who_spoke_before_it(tmp_path: Path) -> None:
    found = records(tmp_path / "paper.pdf", PANEL)
    (meeting,) = only(Meeting, found)
    assert [person.name for person in meeting.present] == [
        "Councillor Una Veale",
        "Councillor Tom Birk",
        "Councillor Olu Adeyo",
    ]
    assert meeting.chair == "Councillor Una Veale"
    assert [person.name for person in meeting.in_attendance] == ["Kit Marlow", "Mr Dan Fisk"]
    assert [decision.minute for decision in only(Resolution, found)] == ["LP.5"]


def test_members_listed_without_a_label_and_a_star_for_those_away(tmp_path: Path) -> None:
    found = records(tmp_path / "paper.pdf", SCRUTINY)
    (meeting,) = only(Meeting, found)
    assert meeting.committee == "Housing Scrutiny Committee"
    assert [person.name for person in meeting.present] == [
        "Councillor Bea Rook",
        "Councillor Jo Marsh",
        "Councillor Pat Dell",
    ]
    assert [person.name for person in meeting.in_attendance] == ["Councillor Guy Elder"]


def test_an_action_is_due_on_the_day_alone(tmp_path: Path) -> None:
    (action,) = only(TrackedDecision, records(tmp_path / "paper.pdf", SCRUTINY))
    assert (action.officer, action.target, action.due) == ("Head of Repairs", "6 February 2026", date(2026, 2, 6))
