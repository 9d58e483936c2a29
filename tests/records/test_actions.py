"""Actions: the plans of the sample corpus against their sources, and plans in other councils' styles and bad shape."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.records.due import due_of
from assistant.records.model import Action, TableReading
from assistant.records.roles import roles_of
from assistant.records.states import complete_of
from tests.records.ruled import OVER, Ruled, of, write

DATA = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "data"
RED, AMBER, GREEN, BLUE, SHADE = "#E0453A", "#F6B233", "#5FB25F", "#5B9BD5", "#D9D9D9"
COLOURS = {"R": "red", "A": "amber", "G": "green", "B": "blue", "C": "grey"}
LONG = [20, 30, 40, 30, 30, 580, 30]
HEAD = ["Ref", "Outcome", "Action", "Lead", "Timescale", "Progress", "RAG"]


@pytest.mark.parametrize(
    ("heads", "roles"),
    [
        ("Target Date, Officer Responsible and Progress", ("timescale", "lead", "progress")),
        ("Responsible Cabinet Member / Officer", ("member",)),
        ("How will we measure the difference to children?", ("measure",)),
        ("What difference will it make to children (impact)", ("impact",)),
        ("Time scale/ Date", ("timescale",)),
        ("R A G", ("rating",)),
        ("RAG rating commentary", ("progress",)),
        ("Action owner", ("lead",)),
        ("By whom", ("lead",)),
        ("By when", ("timescale",)),
        ("Completed (Y/N)", ("status",)),
        ("Date completed", ("completed",)),
        ("Decision maker", ()),
        ("Approved £m", ()),
        ("Likelihood", ()),
    ],
)
def test_a_column_is_what_its_head_means(heads: str, roles: tuple[str, ...]) -> None:
    assert roles_of(heads) == roles


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("31 March 2025", date(2025, 3, 31)),
        ("March 2025", date(2025, 3, 31)),
        ("By end of February 2024", date(2024, 2, 29)),
        ("Q3 2024/25", date(2024, 12, 31)),
        ("July 23", date(2023, 7, 31)),
        ("31 December 2024 revised to 31 March 2025", date(2025, 3, 31)),
        ("31 March 2025 (was 31 December 2024)", date(2025, 3, 31)),
        ("December 2024 (extended to March 2025)", date(2025, 3, 31)),
        ("within 14 days", date(2025, 2, 26)),
        ("Within two weeks of the meeting", date(2025, 2, 26)),
        ("Within 14 days of receipt", None),
        ("Q3", None),
        ("May", None),
        ("Ongoing", None),
        ("From April 2025", None),
        ("Spring 2025", None),
        ("31 March 2025 / 30 June 2025", None),
        ("Completed 3 May 2024", None),
        ("TBC", None),
        ("", None),
    ],
)
def test_a_timescale_has_a_day_or_none(printed: str, due: date | None) -> None:
    assert due_of(printed, date(2025, 2, 12)) == due


def test_within_days_of_a_meeting_nobody_knows_has_no_day() -> None:
    assert due_of("within 14 days") is None


@pytest.mark.parametrize(
    ("note", "complete"),
    [
        ("Complete. Letter sent on 3 May.", True),
        ("COMPLETED 12/03/2025", True),
        ("Completed in December 2024.", True),
        ("Closed – see minute 4", True),
        ("100% complete", True),
        ("Complete. All but one replied.", True),
        ("Not complete. Two replies.", False),
        ("Not yet started", False),
        ("To be completed by May", False),
        ("Partially complete", False),
        ("50% complete", False),
        ("In progress. First draft", False),
        ("Open to the public since May", None),
        ("Outstanding practice was seen", None),
        ("Delivered in three of ten schools", None),
        ("Completed for 3 of 5 schools", None),
        ("Complete by March", None),
        ("Completed, apart from one visit", None),
        ("Completion expected in May", None),
        ("Sent to the officer for progression", None),
        ("", None),
    ],
)
def test_complete_is_said_outright_or_not_at_all(note: str, complete: bool | None) -> None:
    assert complete_of(note) is complete


@pytest.mark.parametrize(
    ("file", "source", "plan", "at"),
    [
        (
            "childrens-improvement-plan-action-plan-may-2025.pdf",
            "actions",
            "Children's Improvement Plan",
            (2025, 5, 31),
        ),
        ("scrutiny-agenda-pack-2025-07-09.pdf", "send_plan", "SEND and Inclusion Plan", (2025, 6, 20)),
    ],
)
def test_the_plans_of_the_sample_are_read_cell_by_cell(
    sample_papers: Path, file: str, source: str, plan: str, at: tuple[int, int, int]
) -> None:
    groups = [g for p in yaml.safe_load((DATA / f"{source}.yaml").read_text("utf-8"))["priorities"].values() for g in p]
    wanted = [(group["ref"], group["outcome"], action) for group in groups for action in group["actions"]]
    found = of(Action, sample_papers / file)
    assert len(found) == len(wanted)  # the key at the front is no action
    for (ref, outcome, action), record in zip(wanted, found, strict=True):
        assert (record.reference, record.outcome, record.action) == (ref, outcome, action["action"])
        assert (record.lead, record.timescale, record.measure) == (action["lead"], action["by"], action["measure"])
        assert record.progress == action["evidence"]
        assert record.rating == COLOURS.get(action["rag"], action["rag"])
        assert (record.plan, record.position_at) == (plan, date(*at))
        assert record.page in {piece.page for piece in record.pieces}


def test_the_first_row_of_a_page_stands_under_the_reference_of_the_page_before(sample_papers: Path) -> None:
    found = of(Action, sample_papers / "childrens-improvement-plan-action-plan-may-2025.pdf")
    homes = [(record.page, record.action[:7]) for record in found if record.reference == "4.1"]
    assert homes == [(3, "Open th"), (3, "Approve"), (4, "End the")]
    assert len([record for record in found if record.reference == "3.3"]) == 6


def test_a_plan_in_another_style_with_a_merged_number_and_words_for_ratings(tmp_path: Path) -> None:
    rows = [
        [
            "No.",
            "Recommendation",
            "What will we do?",
            "Responsible Officer",
            "Deadline",
            "Latest position",
            "BRAG status",
        ],
        ["1", "Strengthen governance", "Set up a board", "Asha Grey", "30/06/2025", "Completed on 2 May 2025", "B"],
        ["", "", "Publish its minutes", "Tom Hale", "Ongoing", "Two sets published", "On track"],
        ["2", "Improve the offer", "Write a guide for parents", "Asha Grey", "Q2 2025/26", "Not started", ""],
    ]
    table = Ruled(rows, spans=[(1, 0, 2, 0), (1, 1, 2, 1)], fills={(1, 6): BLUE, (3, 6): RED})
    path = write(tmp_path / "plan.pdf", "# Peer Challenge Action Plan", "Position at 31 May 2025", table)
    board, minutes, guide = of(Action, path)
    assert (board.reference, board.outcome, board.lead) == ("1", "Strengthen governance", "Asha Grey")
    assert (board.due, board.complete, board.rating) == (date(2025, 6, 30), True, "blue")
    assert (minutes.reference, minutes.outcome, minutes.due, minutes.timescale) == (
        "1",
        "Strengthen governance",
        None,
        "Ongoing",
    )
    assert (minutes.rating, minutes.rating_source, minutes.complete) == ("On track", "word", False)
    assert (guide.reference, guide.due, guide.complete, guide.rating) == ("2", date(2025, 9, 30), False, "red")
    assert board.plan == "Peer Challenge Action Plan"
    assert board.position_at == date(2025, 5, 31)


def test_a_row_cut_by_a_page_is_whole_and_a_row_of_its_own_stays_apart(tmp_path: Path) -> None:
    first = Ruled(
        [
            HEAD,
            ["1.1", "Homes", "Open the new home.", "Ann Lee", "May 2025", "Building work has begun and the roof", "R"],
        ],
        fills={(1, 6): RED},
    )
    second = Ruled(
        [
            HEAD,
            ["", "", "", "", "", "is on. Fitting out is next.", ""],
            ["", "", "Close the old home.", "Ben Roe", "June 2025", "Not started.", "G"],
        ],
        fills={(1, 6): RED, (2, 6): GREEN},
    )
    third = Ruled(
        [HEAD, ["", "", "Sell the site.", "Cat Moy", "July 2025", "Valued.", "A"]],
        fills={(1, 6): AMBER},
    )
    path = write(tmp_path / "cut.pdf", "# Homes Improvement Plan", first, OVER, second, OVER, third)
    opened, closed, sold = of(Action, path)
    assert opened.progress == "Building work has begun and the roof is on. Fitting out is next."
    assert [piece.page for piece in opened.pieces] == [1, 2]
    assert (closed.reference, closed.action, closed.lead, closed.rating) == (
        "1.1",
        "Close the old home.",
        "Ben Roe",
        "green",
    )
    assert (sold.reference, sold.due, sold.rating) == ("1.1", date(2025, 7, 31), "amber")


def test_heads_over_two_rows_columns_a_quarter_and_sub_headings(tmp_path: Path) -> None:
    dates = Ruled(
        [
            ["No", "Action", "Owner", "Dates", "", "Update", "RAG"],
            ["", "", "", "Original", "Revised", "", ""],
            ["1", "Fix the roof", "Ann Lee", "May 2025", "July 2025", "Scaffold up", "R"],
            ["2", "Paint the hall", "Ben Roe", "June 2025", "", "Begun", "G"],
        ],
        bold=(0, 1),
        spans=[(0, 3, 0, 4), *[(0, column, 1, column) for column in (0, 1, 2, 5, 6)]],
    )
    roof, hall = of(Action, write(tmp_path / "dates.pdf", "# Recovery Plan", dates))
    assert (roof.timescale, roof.due, roof.progress) == ("July 2025", date(2025, 7, 31), "Scaffold up")
    assert (hall.timescale, hall.due, hall.rating) == ("June 2025", date(2025, 6, 30), "green")
    quarters = Ruled(
        [
            ["Action", "Lead", "Q1 update", "Q2 update", "RAG Q1", "RAG Q2"],
            ["Priority 1: A clean city", "", "", "", "", ""],
            ["Plant 500 trees", "Ann Lee", "Tendered", "Planted 120", "A", "G"],
            ["Priority 2: A fair city", "", "", "", "", ""],
            ["Pay the living wage", "Ben Roe", "Agreed", "", "R", ""],
        ],
        bold=(0, 1, 3),
        spans=[(1, 0, 1, 5), (3, 0, 3, 5)],
    )
    trees, wage = of(Action, write(tmp_path / "quarters.pdf", "# City Delivery Plan", quarters))
    assert (trees.section, trees.progress, trees.rating) == ("Priority 1: A clean city", "Planted 120", "green")
    assert (wage.section, wage.progress, wage.rating) == ("Priority 2: A fair city", "Agreed", "red")


def test_a_first_row_of_text_that_looks_like_a_head_is_a_row(tmp_path: Path) -> None:
    rows = [
        ["Recommendation", "Cabinet response", "Lead", "Target date", "Progress"],
        ["That the bus pass be extended.", "Accepted", "Ann Lee", "May 2025", "Done."],
        ["That parking be free.", "Rejected", "Ben Roe", "n/a", ""],
    ]
    path = write(tmp_path / "response.pdf", "# Response to Scrutiny Recommendations", Ruled(rows))
    assert [(record.action, record.due) for record in of(Action, path)] == [
        ("That the bus pass be extended.", date(2025, 5, 31)),
        ("That parking be free.", None),
    ]


def test_letter_against_colour_shading_and_wrong_columns_make_no_value(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["1", "One", "Write the first policy", "Ann Lee", "May 2025", "Drafted", "R"],
        ["2", "Two", "Write the second policy", "Ben Roe", "May 2025", "Drafted", ""],
        ["3", "Three", "Write the third policy", "June 2025", "Cat Moy", "Drafted", "G"],
        ["4", "Four", "", "Dan Fox", "May 2025", "Drafted", "G"],
        ["5", "Five", "Write the fifth policy", "Eve Kay", "May 2025", "word " * 820, "G"],
    ]
    fills = {(1, 6): GREEN, (3, 6): GREEN, (4, 6): GREEN} | {(2, column): SHADE for column in range(7)}
    path = write(
        tmp_path / "bad.pdf",
        "# Policy Action Plan",
        Ruled(rows[:5], fills=fills),
        "Notes",
        Ruled([HEAD, rows[5]], widths=LONG),
    )
    found = of(Action, path)
    assert [(record.reference, record.rating) for record in found] == [("1", None), ("2", None)]
    report = next(r for r in of(TableReading, path) if r.read_as == "action")
    assert report.left == 2
    assert "do not agree" in (report.reason or "")
    assert "wrong column" in (report.reason or "")


def test_tables_that_are_no_plans_make_no_actions(tmp_path: Path) -> None:
    wide = Ruled([["Action", "Lead", *["Progress"] * 198], *[["a"] * 200] * 2], widths=[3.5] * 200)
    risks = Ruled(
        [
            ["Risk", "Likelihood", "Impact", "Mitigating actions", "Owner", "Due date"],
            ["A flood", "3", "4", "Clear the drains each month", "Ann Lee", "May 2025"],
        ]
    )
    bare = Ruled([["Open a hub", "Ann Lee", "May 2025"], ["Close a hub", "Ben Roe", "June 2025"]], bold=())
    options = Ruled([["Option", "Action", "Lead", "Timescale"], ["1", "Do nothing", "None", "May 2025"]])
    path = write(tmp_path / "other.pdf", "# Report", risks, "A sentence.", bare, "Another one.", options)
    assert of(Action, path) == []
    assert of(Action, write(tmp_path / "wide.pdf", "# Action Plan", wide)) == []
