"""Minutes and lists of decisions in the house styles of councils not met before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from assistant.records.attendance import attendance
from assistant.records.leads import find_lead
from assistant.records.model import Meeting, Observation, Resolution, TrackedDecision
from assistant.records.prose import Paragraph as Prose
from tests.records.minutes_pdf import Line, of_paper, only, records
from tests.records.ruled import Ruled, of, write

STYLES = getSampleStyleSheet()
FRONT: list[Line] = [
    "# HARBOUR BOARD",
    "Minutes of the meeting of the Harbour Board held in the Custom House on 4 March 2025 at 6.00 pm",
]


def spread(path: Path, *pieces: str | list[list[str]]) -> Path:
    """A PDF of lines, headings ("# …") and tables without any rule."""
    flow: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str):
            flow.append(Paragraph(piece.lstrip("# "), STYLES["Heading2" if piece.startswith("#") else "BodyText"]))
            flow.append(Spacer(1, 14))
        else:
            flow.append(Table(piece, colWidths=[480 / len(piece[0])] * len(piece[0])))
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=50, rightMargin=50).build(flow)
    return path


# Who was there ---------------------------------------------------------------------------------------------------------


def roll(lines: Sequence[str]) -> list[tuple[str, str | None]]:
    told = attendance([Prose(" ".join(lines), 1, 0, "paragraph", raw=list(lines))])
    return [(person.name, person.role) for person in told.groups["present"]]


def test_names_side_by_side_are_each_somebody() -> None:
    lines = ["Present – Councillor Ida Marsh (Mayor) in the chair; and", "Tom Reed\tUna Vale\tVic Wood",
             "Wim Yarrow\tXan Zell\tAda Birch", "Ben Cole\tCyd Dunn", "Eve Finch\tGus Hale"]  # fmt: skip
    found = roll(lines)
    assert found[0][0] == "Councillor Ida Marsh"
    assert [name for name, _ in found[1:5]] == [
        f"Councillor {n}" for n in ("Tom Reed", "Wim Yarrow", "Ben Cole", "Eve Finch")
    ]
    assert len(found) == 11 and not any(role for _, role in found[1:])


def test_an_office_beside_a_name_is_no_name() -> None:
    lines = ["Present:", "Tom Reed\tChief Executive", "Una Vale\tHarbour Director", "Vic Wood\tTown Clerk"]
    assert roll(lines)[0] == ("Tom Reed", "Chief Executive")


@pytest.mark.parametrize(
    ("said", "away", "instead"),
    [
        ("Apologies for absence were given for Councillors Ann Hill and Bo Lee.", ["Councillor Ann Hill", "Councillor Bo Lee"], []),
        ("Councillors Hill and Lee.", ["Councillor Hill", "Councillor Lee"], []),
        ("Apologies came from Councillor Ann Hill. Councillor Cy Moss was there in place of Councillor Hill.",
         ["Councillor Ann Hill"], ["Councillor Cy Moss"]),
        ("Councillors Hill and Lee said that they would be late.", [], []),
    ],
)  # fmt: skip
def test_apologies_in_a_sentence_of_the_minutes(tmp_path: Path, said: str, away: list[str], instead: list[str]) -> None:
    lines: list[Line] = [*FRONT, "Present: Councillors Ida Marsh (Chair) and Tom Reed", "# 4. Apologies", said,
                         "# 5. Lamps", "Resolved that they be mended."]  # fmt: skip
    (meeting,) = only(Meeting, records(tmp_path / "minutes.pdf", lines))
    assert [person.name for person in meeting.apologies] == away
    assert [person.name for person in meeting.substitutes] == instead


# What was decided, and how they voted ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Agreed, on the motion of Councillor Marsh, that the pier be shut.", "agreed"),
        ("4.2 Agreed (a) that the pier be shut; and (b) that it be mended.", "agreed"),
        ("By nine votes to three, with one abstention, it was agreed that the pier be shut.", "agreed"),
        ("It was resolved by nine votes to three that the pier be shut.", "resolved"),
        ("Agreed, on the whole, by those who spoke.", None),
        ("By nine votes to three it was said that the pier was old.", None),
    ],
)
def test_how_a_decision_may_open(sentence: str, verb: str | None) -> None:
    lead = find_lead(sentence, "Harbour Board")
    assert (lead.verb if lead else None) == verb


def vote(path: Path, against: str, counts: list[str]) -> Resolution:
    file = spread(
        path, "# HARBOUR BOARD", "Minutes of the meeting of the Harbour Board held on 4 March 2025",
        "Present: Councillors Ida Marsh (Chair), Tom Reed, Una Vale, Vic Wood and Wim Yarrow", "# 7. Pier",
        "Councillor Reed moved and Councillor Vale seconded that the pier be shut.", "The names were taken:",
        [["In favour of the motion", "Against", "Abstained"]], [["Marsh, Reed, Vale", against, "Yarrow"]], [counts],
        "The motion was carried and it was RESOLVED that the pier be shut.", "# 8. Lamps", "They were lit.",
    )  # fmt: skip
    (found,) = only(Resolution, of_paper(file))
    return found


def test_names_in_columns_are_told_where_the_counts_bear_them_out(tmp_path: Path) -> None:
    sure = vote(tmp_path / "sure.pdf", "Wood", ["(3)", "(1)", "(1)"])
    assert [(v.side, v.count, v.names) for v in sure.votes] == [
        ("for", 3, ["Marsh", "Reed", "Vale"]), ("against", 1, ["Wood"]), ("abstain", 1, ["Yarrow"])]  # fmt: skip
    unsure = vote(tmp_path / "unsure.pdf", "Wood", ["(4)", "(1)", "(1)"])
    assert [(v.side, v.count, v.names) for v in unsure.votes] == [
        ("for", 4, []), ("against", 1, []), ("abstain", 1, [])]  # fmt: skip


def test_words_moved_into_a_motion_do_not_make_their_mover_that_of_the_motion(tmp_path: Path) -> None:
    lines: list[Line] = [
        *FRONT, "Present: Councillors Ida Marsh (Chair) and Tom Reed", "# 4. Pier",
        "Councillor Marsh moved, and Councillor Vale seconded, that the pier be shut.",
        "Councillor Reed then moved, seconded by Councillor Wood, that the words “and mended” be added.",
        "Councillor Marsh accepted the words into her motion with the leave of the Board.",
        "The motion was carried and it was RESOLVED that the pier be shut and mended.", "# 5. Lamps", "They were lit.",
    ]  # fmt: skip
    found = only(Resolution, records(tmp_path / "minutes.pdf", lines))
    assert [(r.mover, r.seconder) for r in found if r.verb == "resolved"] == [("Councillor Marsh", "Councillor Vale")]


# Lists of decisions ----------------------------------------------------------------------------------------------------


def test_number_subject_and_reasons_may_share_their_cells(tmp_path: Path) -> None:
    rows = [["Item", "Decision and reasons"],
            ["EB 12<br/>Pier repairs<br/>Councillor Ida Marsh",
             "a. AGREED that the pier be mended.<br/>b. AGREED to spend £90,000 on it.<br/>Why: It is old."],
            ["EB 13<br/>Lamps", "a. AGREED that the lamps be lit until ten."]]  # fmt: skip
    path = write(
        tmp_path / "list.pdf", "# What the Executive Board decided on 3 March 2025", Ruled(rows, widths=[150, 400])
    )
    first, second = of(Resolution, path)
    assert (first.minute, first.minute_title, first.verb, first.reasons) == (
        "EB 12",
        "Pier repairs",
        "agreed",
        "It is old.",
    )
    assert first.parts == ["a. AGREED that the pier be mended.", "b. AGREED to spend £90,000 on it."]
    assert (second.minute, second.minute_title, second.reasons) == ("EB 13", "Lamps", None)


def test_what_is_to_be_done_may_be_headed_what(tmp_path: Path) -> None:
    rows = [["No", "Minute", "What", "Who", "By when", "Position"],
            ["3", "12", "Mend the clock", "Town Clerk", "4 May 2025", "Done."]]  # fmt: skip
    (found,) = of(TrackedDecision, write(tmp_path / "log.pdf", "# Actions arising", Ruled(rows)))
    assert (found.minute, found.resolution, found.officer, found.complete) == (
        "12",
        "Mend the clock",
        "Town Clerk",
        True,
    )


# Loose lines -----------------------------------------------------------------------------------------------------------


def test_a_head_that_says_more_than_its_period_is_not_read_as_that_period(tmp_path: Path) -> None:
    file = spread(
        tmp_path / "report.pdf", "# Library performance report",
        [["Loans", "Q1 2023/24", "Q2 2023/24", "Half year 2022/23"], ["Books lent", "143", "171", "262"],
         ["Readers joined", "88", "83", "179"], ["Late returns", "21", "27", "45"]],
    )  # fmt: skip
    found = only(Observation, of_paper(file))
    assert {(o.name, o.period, o.value) for o in found} == {
        ("Books lent", "Q1 2023/24", 143), ("Books lent", "Q2 2023/24", 171), ("Readers joined", "Q1 2023/24", 88),
        ("Readers joined", "Q2 2023/24", 83), ("Late returns", "Q1 2023/24", 21), ("Late returns", "Q2 2023/24", 27)}  # fmt: skip


def test_loose_lines_under_money_are_no_indicators(tmp_path: Path) -> None:
    file = spread(
        tmp_path / "report.pdf", "# Library performance report",
        [["£000", "Bid for 2023/24", "Actual 2022/23", "Actual 2023/24"], ["Fines", "143", "171", "262"],
         ["Hire of rooms", "88", "83", "179"], ["Sales", "21", "27", "45"]],
    )  # fmt: skip
    assert not only(Observation, of_paper(file))
