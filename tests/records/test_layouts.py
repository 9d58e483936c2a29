"""Papers in the layouts of other councils: each a small PDF, each a fault that was found in one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from assistant.papers.read import read_paper
from assistant.records.identify import identify
from assistant.records.model import AgendaItem, Meeting, Minute, Observation, Resolution, Risk, TrackedDecision
from tests.records.ruled import STYLES, Ruled, of, write

AMBER, RED, GREEN = "#FFC000", "#FF0000", "#00B050"


def unruled(rows: list[list[str]], widths: list[int]) -> Table:
    """Columns without a single rule, as minutes and agendas are laid out in an invisible table."""
    scale = (A4[0] - 100) / sum(widths)
    cells = [[Paragraph(text, STYLES["BodyText"]) for text in row] for row in rows]
    return Table(cells, colWidths=[w * scale for w in widths], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))


def build(path: Path, *flow: Any) -> Path:
    pieces = [Paragraph(p, STYLES["BodyText"]) if isinstance(p, str) else p for p in flow]
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=50, rightMargin=50, invariant=1).build(pieces)
    return path


def facts(path: Path) -> Any:
    return identify(read_paper(path), path.name)


# Indicators ------------------------------------------------------------------------------------------------------------


def quarters(path: Path) -> Path:
    table = Ruled(
        [
            ["No.", "Key performance indicator", "Q1 2024/25", "", "", "Q2 2024/25", "", ""],
            ["", "", "Actual", "Target", "RAG", "Actual", "Target", "RAG"],
            ["1", "Council tax collected", "28.4%", "28.5%", "A", "55.9%", "56.0%", "R"],
            ["2", "Calls answered in a minute", "72%", "75%", "R", "82%", "80%", "G"],
        ],
        bold=(0, 1),
        spans=[(0, 2, 0, 4), (0, 5, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1)],
        fills={(2, 4): AMBER, (2, 7): RED, (3, 4): RED, (3, 7): GREEN},
    )
    return write(path, "# Executive – 27 January 2025", "# Council Plan indicators", table)


def test_the_target_and_the_rating_of_each_quarter_are_its_own(tmp_path: Path) -> None:
    found = of(Observation, quarters(tmp_path / "kpi.pdf"))
    assert [(o.period, o.value, o.target, o.rating, o.benchmarks) for o in found] == [
        ("Q1 2024/25", 28.4, 28.5, "amber", []),
        ("Q2 2024/25", 55.9, 56.0, "red", []),
        ("Q1 2024/25", 72, 75, "red", []),
        ("Q2 2024/25", 82, 80, "green", []),
    ]


def test_the_target_of_one_year_is_none_of_another(tmp_path: Path) -> None:
    rows = [["Measure", "2022-23", "2023-24", "2023-24 Target"], ["Vacancy rate", "21.2%", "16.0%", "15%"]]
    found = of(Observation, write(tmp_path / "kpi.pdf", "# Children’s data set", Ruled(rows)))
    assert [(o.period, o.target) for o in found] == [("2022-23", None), ("2023-24", 15.0)]


class Light(Flowable):
    """A coloured circle, as Word draws a rating."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour, self.width, self.height = colors.HexColor(colour), 10, 10

    def draw(self) -> None:
        self.canv.setFillColor(self.colour)
        self.canv.circle(5, 5, 5, fill=1, stroke=0)


def test_a_circle_in_a_cell_is_its_rating(tmp_path: Path) -> None:
    rows = [
        ["Code", "Performance measure", "Actual", "Target", "Status"],
        ["LI1", "Waste recycled (%)", "47.3", "50.0", Light(RED)],
        ["LI2", "Missed bins", "62", "60", Light(AMBER)],
        ["LI3", "Appeals allowed", "2", "3", ""],
    ]
    drawn = Table(
        rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")])
    )
    path = build(tmp_path / "kpi.pdf", Paragraph("Performance – Quarter 2 2024-25", STYLES["Heading2"]), drawn)
    assert [(o.indicator_id, o.rating) for o in of(Observation, path)] == [
        ("LI1", "red"),
        ("LI2", "amber"),
        ("LI3", None),
    ]


# What a paper is -------------------------------------------------------------------------------------------------------


def test_heads_of_columns_are_not_the_period_of_the_paper(tmp_path: Path) -> None:
    told = facts(quarters(tmp_path / "kpi.pdf"))
    assert (told.committee, told.meeting_date, told.period) == ("Executive", date(2025, 1, 27), None)


def test_a_deadline_in_a_table_is_not_the_day_of_the_meeting(tmp_path: Path) -> None:
    rows = [
        ["Action", "Lead officer", "Deadline", "Progress"],
        ["Publish the vision", "Head of Policy", "31 October 2024", "Draft goes to Cabinet"],
        ["Train members", "Monitoring Officer", "31 March 2025", "Eight trained"],
    ]
    told = facts(write(tmp_path / "plan.pdf", "# Peer Challenge Action Plan", Ruled(rows)))
    assert told.meeting_date is None


def test_a_date_alone_below_the_body_is_the_day_of_the_meeting(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.pdf", "# Strategic Risk Register", "# Audit and Scrutiny Panel", "20 March 2025", "Text."
    )
    assert (facts(path).committee, facts(path).meeting_date) == ("Audit and Scrutiny Panel", date(2025, 3, 20))


def test_the_council_before_its_committee_is_no_part_of_the_name(tmp_path: Path) -> None:
    path = write(tmp_path / "log.pdf", "# Morewell Borough Council – Audit Committee", "30 January 2025", "Text.")
    assert facts(path).committee == "Audit Committee"


def test_the_running_head_names_the_body_where_nothing_else_does(tmp_path: Path) -> None:
    path = tmp_path / "outturn.pdf"

    def head(canvas: Any, _: Any) -> None:
        canvas.drawString(50, A4[1] - 30, "Dunmere Council – Cabinet – 9 July 2024")

    text = "The outturn by service is told below and underspends are shown in brackets. " * 60
    flow = [Paragraph("Revenue Outturn", STYLES["Heading2"]), Paragraph(text * 2, STYLES["BodyText"])]
    SimpleDocTemplate(str(path), pagesize=A4, topMargin=60, invariant=1).build(
        flow, onFirstPage=head, onLaterPages=head
    )
    assert (facts(path).committee, facts(path).meeting_date) == ("Cabinet", date(2024, 7, 9))


# Risks -----------------------------------------------------------------------------------------------------------------


def test_letters_for_likelihood_and_impact_under_the_stage(tmp_path: Path) -> None:
    rows = [
        [
            "Risk Ref",
            "Risk title and description",
            "Owner",
            "Inherent score",
            "",
            "",
            "Controls",
            "Residual score",
            "",
            "",
        ],
        ["", "", "", "L", "I", "Total", "", "L", "I", "Total"],
        ["CR1", "Cyber attack: loss of systems", "Head of ICT", "5", "5", "25", "Back-ups", "4", "3", "12"],
        ["CR2", "Key posts stay empty", "Head of HR", "4", "4", "16", "Plan for staff", "3", "3", "9"],
    ]
    spans = [(0, 3, 0, 5), (0, 7, 0, 9), *((0, c, 1, c) for c in (0, 1, 2, 6))]
    path = write(tmp_path / "r.pdf", "# Corporate Risk Register", Ruled(rows, bold=(0, 1), spans=spans))
    assert [(r.number, r.inherent_score, r.current_score) for r in of(Risk, path)] == [("CR1", 25, 12), ("CR2", 16, 9)]


def test_the_score_of_last_quarter_and_of_this_one(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Risk", "Lead", "Last quarter", "This quarter", "Mitigation"],
        ["R1", "Budget overspend in adult social care", "Director of Adults", "High (16)", "High (20)", "Weekly panel"],
        ["R2", "Loss of power at the data centre", "Head of ICT", "Medium (9)", "Low (6)", "Generator tested"],
    ]
    found = of(Risk, write(tmp_path / "r.pdf", "# Corporate Risk Register", Ruled(rows)))
    assert [(r.previous_score, r.current_score, r.rating) for r in found] == [(16, 20, "high"), (9, 6, "low")]


# Minutes ---------------------------------------------------------------------------------------------------------------


def minutes(path: Path, *body: Any, present: str = "Councillors Ada Bell (Chair), Tom Crane and Rosa Dunne") -> Path:
    front = ["Minutes of the meeting of the Planning Committee held on 4 December 2024", f"<b>Present:</b> {present}"]
    return build(path, *front, *body)


def test_numbers_with_letters_before_and_the_year_behind(tmp_path: Path) -> None:
    path = minutes(
        tmp_path / "m.pdf",
        "<b>TCA/84/24 Minutes of the last meeting</b>",
        "RESOLVED: That the minutes of the meeting held on 6 November 2024 be approved as a correct record.",
        "<b>TCA/85/24 Bus plan</b>",
        "RESOLVED: That the bus plan be approved.",
        "<b>TCA/86/24 Skills</b>",
        "RESOLVED: That the report be noted.",
    )
    assert [m.number for m in of(Minute, path)] == ["TCA/84/24", "TCA/85/24", "TCA/86/24"]
    assert [r.minute for r in of(Resolution, path)] == ["TCA/84/24", "TCA/85/24", "TCA/86/24"]


def test_the_year_may_stand_before_the_number_that_counts(tmp_path: Path) -> None:
    path = minutes(
        tmp_path / "m.pdf",
        "<b>2024/25-33 Apologies</b>",
        "There were none.",
        "<b>2024/25-34 Parking</b>",
        "RESOLVED: That the charges be approved.",
        "<b>2024/25-35 Trees</b>",
        "RESOLVED: That the report be noted.",
    )
    assert [m.number for m in of(Minute, path)] == ["2024/25-33", "2024/25-34", "2024/25-35"]


def test_a_list_that_breaks_behind_a_title_loses_no_name(tmp_path: Path) -> None:
    present = "Councillor Ada Bell (Chair), Councillor Tom Crane (Vice-Chair), Councillor<br/>Rosa Dunne and Councillor Hal Eames"
    path = minutes(tmp_path / "m.pdf", "<b>1. Apologies</b>", "None.", "<b>2. Trees</b>", "Noted.", present=present)
    meeting = of(Meeting, path)[0]
    assert [p.name for p in meeting.present][2:] == ["Councillor Rosa Dunne", "Councillor Hal Eames"]


def test_in_the_chair_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = minutes(
        tmp_path / "m.pdf",
        "<b>1. Apologies</b>",
        "None.",
        "<b>2. Trees</b>",
        "Noted.",
        present="Councillor W Askew (Chairman) in the Chair",
    )
    assert of(Meeting, path)[0].chair == "Councillor W Askew"


def test_bodies_in_a_column_beside_the_names_are_not_names(tmp_path: Path) -> None:
    members = unruled(
        [
            ["Councillor Brian Pike", "Trentmouth City Council"],
            ["Councillor Sue Oldroyd", "Marsh District Council"],
            ["Councillor D. Lal", "Northcliff Council"],
        ],
        [5, 6],
    )
    path = minutes(tmp_path / "m.pdf", members, "<b>1. Apologies</b>", "None.", "<b>2. Trees</b>", "Noted.", present="")
    found = [(p.name, p.role) for p in of(Meeting, path)[0].present]
    assert found == [
        ("Councillor Brian Pike", "Trentmouth City Council"),
        ("Councillor Sue Oldroyd", "Marsh District Council"),
        ("Councillor D. Lal", "Northcliff Council"),
    ]


def test_a_line_of_counts_is_the_vote(tmp_path: Path) -> None:
    path = minutes(
        tmp_path / "m.pdf",
        "<b>1. Hill Farm</b>",
        "It was proposed by Cllr Webb and seconded by Cllr Yates that the application be refused.",
        "For: 3, Against: 1, Abstentions: 0",
        "RESOLVED: That the application be REFUSED.",
        "<b>2. Trees</b>",
        "RESOLVED: That the report be noted.",
    )
    first, second = of(Resolution, path)
    assert [(v.side, v.count) for v in first.votes] == [("for", 3), ("against", 1), ("abstain", 0)]
    assert second.votes == []


def divided(path: Path, decision: str) -> Resolution:
    minutes(
        path,
        "<b>1. Order of Business</b>",
        "<b>Decision</b>",
        "To take item 6 before item 5.",
        "<b>2. Short-Term Lets</b>",
        "<b>Motion</b>",
        "To note the report.",
        "- moved by Councillor MacInnes, seconded by Councillor Fyfe",
        "<b>Amendment</b>",
        "To suspend new licences.",
        "- moved by Councillor Baird, seconded by Councillor Gow",
        "<b>Voting</b>",
        "For the motion – 4 votes",
        "For the amendment – 2 votes",
        "<b>Decision</b>",
        decision,
    )
    return next(r for r in of(Resolution, path) if "To approve" in r.text)


def test_a_decision_has_the_mover_of_the_text_it_names(tmp_path: Path) -> None:
    motion = divided(tmp_path / "m.pdf", "To approve the motion by Councillor MacInnes.")
    amendment = divided(tmp_path / "a.pdf", "To approve the amendment by Councillor Baird.")
    assert (motion.mover, motion.seconder) == ("Councillor MacInnes", "Councillor Fyfe")
    assert (amendment.mover, amendment.seconder) == ("Councillor Baird", "Councillor Gow")


def test_votes_for_one_of_two_texts_are_no_votes_for_the_decision(tmp_path: Path) -> None:
    assert divided(tmp_path / "m.pdf", "To approve the motion by Councillor MacInnes.").votes == []


# Agendas ---------------------------------------------------------------------------------------------------------------


def test_pages_in_a_column_are_no_part_of_the_title(tmp_path: Path) -> None:
    items = unruled(
        [
            ["1.", "Apologies for absence", ""],
            ["2.", "Declarations of interest", ""],
            ["3.", "Minutes of the meeting held on 3 March 2025", "3 - 8"],
            ["4.", "Review of the Licensing Policy", "9 - 46"],
        ],
        [6, 80, 14],
    )
    path = build(
        tmp_path / "a.pdf",
        "Licensing Committee",
        "Date: Monday 7 April 2025",
        "Venue: Council Chamber",
        "AGENDA",
        items,
    )
    assert [(item.title, item.pages) for item in of(AgendaItem, path)[2:]] == [
        ("Minutes of the meeting held on 3 March 2025", "3 - 8"),
        ("Review of the Licensing Policy", "9 - 46"),
    ]


# Logs and decisions ----------------------------------------------------------------------------------------------------


def test_the_count_of_rows_is_no_minute_and_the_agenda_item_no_title(tmp_path: Path) -> None:
    rows = [
        ["No.", "Meeting", "Agenda item", "Action", "Owner", "Due date", "Status"],
        ["1", "26/09/24", "7", "Provide a note on agency spend", "Head of HR", "31/10/24", "Closed"],
        ["2", "28/11/24", "5", "Write about the audit backlog", "Chair", "ASAP", "Open"],
    ]
    found = of(
        TrackedDecision, write(tmp_path / "log.pdf", "# Audit Committee Action Log – 30 January 2025", Ruled(rows))
    )
    assert [(d.minute, d.title, d.meeting_date) for d in found] == [
        (None, None, date(2024, 9, 26)),
        (None, None, date(2024, 11, 28)),
    ]


def test_matters_arising_by_their_minutes(tmp_path: Path) -> None:
    rows = [
        ["Minute", "Matter", "Action taken", "Responsible Officer", "Complete?"],
        ["HWB.14", "Board development session", "Session held on 12 November", "Director of Public Health", "Yes"],
        ["HWB.17(b)", "Agreement on data sharing to be signed", "Two of five have signed", "Governance Lead", "No"],
    ]
    found = of(TrackedDecision, write(tmp_path / "m.pdf", "# Matters arising from the minutes", Ruled(rows)))
    assert [(d.minute, d.resolution, d.progress, d.complete) for d in found] == [
        ("HWB.14", "Board development session", "Session held on 12 November", True),
        ("HWB.17(b)", "Agreement on data sharing to be signed", "Two of five have signed", False),
    ]


def test_a_decision_a_row(tmp_path: Path) -> None:
    rows = [
        ["Item", "Subject", "Decision", "Reasons for decision"],
        [
            "5",
            "Housing Delivery Plan",
            "That the plan be approved at a cost of £2 million.",
            "To meet the need for homes.",
        ],
        ["6", "School admissions", "That Cabinet determined the admission arrangements.", "A statutory requirement."],
    ]
    title = "# Record of decisions of the Cabinet"
    path = write(tmp_path / "n.pdf", title, "Meeting held on Tuesday, 21 January 2025 at 10.00", Ruled(rows))
    assert [(r.minute_title, r.text, r.meeting_date) for r in of(Resolution, path)] == [
        ("Housing Delivery Plan", "That the plan be approved at a cost of £2 million.", date(2025, 1, 21)),
        ("School admissions", "That Cabinet determined the admission arrangements.", date(2025, 1, 21)),
    ]


def test_the_form_of_one_member_s_decision(tmp_path: Path) -> None:
    rows = [
        ["Decision maker", "Councillor Maya Frost, Cabinet Member for Highways"],
        ["Date of decision", "3 February 2025"],
        ["Subject", "Speed limit order, Station Road"],
        ["Decision", "That the speed limit on Station Road be made permanent."],
        ["Reason for decision", "Average speeds have fallen."],
    ]
    path = write(tmp_path / "n.pdf", "# Notice of decision by Cabinet Member", Ruled(rows, bold=()))
    (found,) = of(Resolution, path)
    assert (found.text, found.minute_title) == (rows[3][1], rows[2][1])
    assert (found.committee, found.meeting_date) == (None, date(2025, 2, 3))


def test_a_log_is_called_by_its_own_title_and_no_paper_by_its_date(tmp_path: Path) -> None:
    rows = [["Action", "Owner", "Due", "Status"], ["Write about the audit backlog", "Chair", "ASAP", "Open"]]
    log = write(tmp_path / "a1.pdf", "# Audit Committee Action Log – 30 January 2025", Ruled(rows))
    register = write(tmp_path / "r3.pdf", "# Risk Committee", "# 5 June 2025", "# Corporate Risk Register", "Text.")
    assert facts(log).title == "Audit Committee Action Log – 30 January 2025"
    assert not facts(register).title.startswith("5 June")
