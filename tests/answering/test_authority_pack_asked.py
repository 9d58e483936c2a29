"""The pack of a fire authority's committee: its items under their numbers, the minutes of the meeting before in small numbered
points, an action table, figures by month with the year so far, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.papers.read import read_paper
from assistant.records.identify import identify
from assistant.records.model import Meeting, Observation, Resolution, TrackedDecision
from tests.answering.test_scorecards_asked import _holds, asked
from tests.conftest import _ingested, _opened
from tests.records.ruled import OVER, Ruled, of, write

AUTHORITY = "# Osmere Fire and Rescue Authority"
MEASURES = [
    ["Measure", "Oct", "Nov", "Dec", "YTD", "Target YTD", "LY YTD"],
    ["1 Chimney fires", "6", "9", "14", "61", "50", "48"],
    ["2 Average time to a call (min:sec)", "7:41", "7:55", "8:20", "7:50", "8:00", "7:31"],
    ["3 Home visits", "210", "190", "120", "1,640", "1,900", "1,705"],
]
STATIONS = [
    ["Station", "Crewing", "Q3 2024/25", "Q2 2025/26", "Q3 2025/26"],
    ["1 Osmere", "Wholetime", "99.0", "98.5", "98.7"],
    ["4 Tarnby", "On-call", "71.2", "60.3", "52.8"],
    ["6 Wickstead", "On-call", "64.5", "70.1", "80.4"],
]


def _pack(path: Path) -> None:
    write(
        path,
        AUTHORITY,
        "# Agenda: Community Safety Committee",
        "Tuesday 3 March 2026 at 2.00 pm, Station House",
        "1 Apologies",
        "2 Declarations of interest",
        "3 Minutes of 13 January 2026",
        "4 Actions from earlier meetings",
        "5 Performance, Quarter 3 2025/26",
        OVER,
        "# Item 3 – Minutes of 13 January 2026 (unconfirmed)",
        "Members there: Councillors Ann Birch (Chair), Carl Dunn and Eve Fell",
        "Officers: Gail Hope (Head of Estates)",
        "# 1. APOLOGIES",
        "1.1 From Councillor Gray.",
        "# 2. INTERESTS",
        "2.1 Councillor Fell said that her brother works at the Quay Street garage. She did not vote on item 3.",
        "# 3. QUAY STREET GARAGE",
        "3.1 Councillor Dunn moved, and Councillor Birch seconded, that the lease of the garage be ended. For 1, against 2: lost.",
        "3.2 It was AGREED that the lease of the garage run to June 2027.",
        "Action: Head of Estates, 6 February",
        OVER,
        "# Item 4 – Actions from earlier meetings",
        Ruled(
            [
                ["Ref", "Meeting", "What was asked", "Who", "By", "State", "Update"],
                ["12", "13 Jan 2026", "Extend the lease of the garage", "GH", "6 Feb 2026", "Closed", "Signed on 2 February."],
                ["13", "13 Jan 2026", "Price for a boiler at Tarnby", "GH", "20 Feb 2026", "Open – overdue", "The surveyor has not come."],
            ]
        ),
        OVER,
        "# Item 5 – Performance, Quarter 3 2025/26",
        "# Table 1 – month by month, October to December 2025 (YTD = year to date, LY YTD = the same months of 2024/25)",
        Ruled(MEASURES),
        "Why. Measure 1: logs were sold wet. Measure 2: the lift bridge was stuck for eleven days in December 2025.",
        "# Table 2 – engines available, by station (% of hours)",
        Ruled(STATIONS),
        "Tarnby has lost three of its nine firefighters since May. No other station lost more than one in that time.",
    )  # fmt: skip


@pytest.fixture(scope="module")
def osmere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over the pack."""
    papers = tmp_path_factory.mktemp("osmere") / "papers"
    papers.mkdir()
    _pack(papers / "pack.pdf")
    for made in _opened(_ingested(papers, papers.parent / "store")):
        assert isinstance(made, Assistant)
        yield made


def test_the_items_of_an_agenda_open_the_parts_of_its_pack(tmp_path: Path) -> None:
    _pack(tmp_path / "pack.pdf")
    facts = identify(read_paper(tmp_path / "pack.pdf"), "pack.pdf")

    assert (facts.kind, facts.committee) == ("agenda pack", "Community Safety Committee")
    assert [(p.first_page, p.kind, p.title) for p in facts.parts][1:] == [
        (2, "minutes", "Minutes"),
        (3, "report", "Actions from earlier meetings"),
        (4, "report", "Performance, Quarter 3 2025/26"),
    ]
    minutes = facts.parts[1]
    assert (str(minutes.meeting_date), minutes.status) == ("2026-01-13", "draft")


def test_an_authority_of_one_service_meets_as_itself_and_a_sub_committee_that_sits_was_there(tmp_path: Path) -> None:
    write(
        tmp_path / "full.pdf",
        AUTHORITY,
        "12 March 2026, 10.30 am, Station House",
        "Present Councillors A Birch (Chair), C Dunn and E Fell",
        "# FA/12 Minutes",
        "RESOLVED – that the minutes of 8 January 2026 be signed.",
    )
    write(
        tmp_path / "sitting.pdf",
        "# LICENSING SUB-COMMITTEE B – 6 NOVEMBER 2025",
        "Sitting: Councillor Ida Frost (Chair), Councillor Leo Marsh and Councillor Una Reed.",
        "No interests were declared.",
        "# 1. THE OLD FORGE, 2 MILL LANE – NEW PREMISES LICENCE",
        "Decision: GRANTED IN PART",
        "# 2. THE SWAN, 8 MILL LANE – REVIEW",
        "Decision: SUSPENDED for six weeks",
        "# 3. THE BELL, 9 MILL LANE – VARIATION",
        "Decision: REFUSED",
    )

    assert identify(read_paper(tmp_path / "full.pdf"), "a.pdf").committee == "Osmere Fire and Rescue Authority"
    assert [meeting.chair for meeting in of(Meeting, tmp_path / "sitting.pdf")] == ["Councillor Ida Frost"]


def test_a_count_with_its_outcome_is_of_the_motion_before_it_and_none_of_the_decision_after(tmp_path: Path) -> None:
    _pack(tmp_path / "pack.pdf")
    lost, agreed = of(Resolution, tmp_path / "pack.pdf")

    assert (lost.outcome, [(vote.side, vote.count) for vote in lost.votes]) == ("lost", [("for", 1), ("against", 2)])
    assert (agreed.verb, agreed.mover, agreed.votes) == ("agreed", None, [])


def test_who_acts_by_when_is_told_of_what_stands_above(tmp_path: Path) -> None:
    _pack(tmp_path / "pack.pdf")
    asked_for = [one for one in of(TrackedDecision, tmp_path / "pack.pdf") if one.page == 2]

    assert [(one.officer, str(one.due)) for one in asked_for] == [("Head of Estates", "2026-02-06")]
    assert "lease of the garage run to June 2027" in asked_for[0].resolution


def test_the_year_before_is_no_figure_of_this_one_and_a_target_so_far_none_of_a_month(tmp_path: Path) -> None:
    _pack(tmp_path / "pack.pdf")
    read = of(Observation, tmp_path / "pack.pdf")
    fires = {o.period: o for o in read if o.name == "1 Chimney fires"}

    assert str(fires["LY YTD"].period_end) == "2024-12-31"
    assert (fires["YTD"].target, fires["Dec"].target) == (50, None)
    assert {o.unit for o in read if o.name == "4 Tarnby"} == {"%"}


def test_a_vote_lost_is_told_with_its_count_at_the_meeting_it_was_taken(osmere: Assistant) -> None:
    answer = asked(osmere, "What was the vote on ending the lease of the Quay Street garage?")
    _holds(answer, ["lost", "For 1", "Against 2", "13 January 2026"], ["3 March 2026, minute"])


def test_an_interest_that_ends_in_a_number_is_quoted(osmere: Assistant) -> None:
    """The stop behind "item 3" was taken for a part of the figure, and the quotation for false."""
    _holds(asked(osmere, "Which councillor spoke of the Quay Street garage and a brother?"), ["Fell", "brother"])


def test_an_overdue_action_is_told_with_what_holds_it_up(osmere: Assistant) -> None:
    _holds(asked(osmere, "Where is the price for a boiler at Tarnby we asked for?"), ["overdue", "surveyor"])


def test_this_year_is_held_against_the_same_time_last_year_as_the_row_gives_it(osmere: Assistant) -> None:
    answer = asked(osmere, "Are there more or fewer chimney fires this year than the same time last year?")
    _holds(answer, ["48", "61", "It rose: 61 − 48 = 13"], ["14"])


def test_what_is_now_is_held_against_the_time_that_a_question_names(osmere: Assistant) -> None:
    answer = asked(osmere, "Has Wickstead's engine availability got better than it was in Q3 2024/25?")
    _holds(answer, ["64.5", "80.4", "rose"])


def test_a_length_of_time_and_a_share_by_the_head_of_the_table_are_figures(osmere: Assistant) -> None:
    _holds(asked(osmere, "What was the average time to a call in December 2025?"), ["8:20"], ["7:50"])
    _holds(asked(osmere, "What % of the time was Tarnby's engine available in Q2 2025/26?"), ["60.3"])


def test_a_reason_is_told_by_the_number_of_the_row_or_the_text_beside_its_table(osmere: Assistant) -> None:
    _holds(asked(osmere, "Why is the average time to a call getting longer?"), ["lift bridge"])
    low = asked(osmere, "What was Tarnby's engine availability in Q3 2025/26?", "why's it so low?")
    _holds(low, ["lost three of its nine firefighters"])
