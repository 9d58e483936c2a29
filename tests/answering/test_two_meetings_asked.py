"""Two meetings of a parish's town council, a licensing sitting and a scorecard in sections: the later word on a matter, lists from
a table or from points, how a vote split, and what the papers do not say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.worked import moved
from assistant.records.model import Confirmation, Meeting
from tests.answering.test_scorecards_asked import _holds, asked
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, of, write

COUNCIL = "# Pellbridge Town Council"


def _june(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Minutes of the meeting held on 9 June 2025 in the Guildhall",
        "Present Councillors Ada Birch (Chair), Carl Dunn, Eve Fell and Guy Hale",
        "Apologies Councillors Ivy Jute and Ken Lodge",
        "# PT/14 Minutes",
        "RESOLVED – that the minutes of 12 May 2025 be signed.",
        "# PT/15 Ferry Lane slipway",
        "RESOLVED –",
        "(a) that the slipway at Ferry Lane be mended for £18,200 by 1 September 2025; and",
        "(b) that the harbour users be told.",
        "# PT/16 Flag on the Guildhall",
        "Councillor Dunn moved and Councillor Fell seconded that the flag be flown all year. The vote was recorded:",
        Ruled([["Motion", "Members"], ["For (2)", "Dunn, Fell"], ["Against (1)", "Birch"], ["Abstained (1)", "Hale"]]),
        "The motion was carried.",
    )  # fmt: skip


def _september(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Minutes of the meeting held on 8 September 2025 in the Guildhall",
        "Present Councillors Ada Birch (Chair), Carl Dunn and Guy Hale",
        "Apologies Councillor Eve Fell",
        "# PT/21 Minutes",
        "RESOLVED – that the minutes of 9 June 2025 be signed once “Councillor Moss” has been added to the apologies.",
        "# PT/22 Matters arising",
        "Minute PT/15 (slipway) – the work was finished on 30 August, and cost £700 less than was feared.",
        "# PT/23 Library visits",
        "Visits were 4,120 in Quarter 1 (3,985 a year before), the Clerk said.",
        "# PT/24 Market toilets",
        "Mrs Noakes said that the nephew of the caretaker had been sent away. Mending the toilets would"
        " cost £9,000. Item adjourned to 13 October 2025.",
    )  # fmt: skip


def _licensing(path: Path) -> None:
    write(
        path,
        "# LICENSING PANEL B – 6 NOVEMBER 2025",
        "Sitting: Councillor Ida Frost (Chair), Councillor Leo Marsh and Councillor Una Reed.",
        "# 1. THE OLD FORGE KITCHEN, 2 MILL LANE – NEW PREMISES LICENCE",
        "Decision: GRANTED IN PART",
        "Hours allowed. Alcohol from 11:00 to 23:00 on every day but Sunday, when the forge kitchen may sell it from noon.",
        "Conditions.",
        "1. No more than 40 guests in the Old Forge Kitchen at any time.",
        "2. Nobody to drink outside after 21:00.",
        "3. No bottles to be emptied after 20:00. Why. The Panel heard that flats lie above and thought of the hours asked for.",
        "# 2. THE SWAN, 8 MILL LANE – REVIEW",
        "Decision: SUSPENDED for six weeks",
    )  # fmt: skip


def _scorecard(path: Path) -> None:
    write(
        path,
        "# Pellbridge performance, Quarter 2 2025/26",
        "October 2025. Off target: missed by more than a twentieth of the target. " * 3,
        Ruled(
            [
                ["Ref", "Measure", "Q2 2024/25", "Q2 2025/26", "Target", "Status", "Fenshire average"],
                ["A. STREETS", "", "", "", "", "", ""],
                ["A1", "Lamps out for a week", "31", "40", "20", "Off target", "26"],
                ["B. HOMES", "", "", "", "", "", ""],
                ["B1", "Families in hotels", "88", "120", "90", "Off target", "101"],
                ["B2", "Days to let a flat", "51", "44", "50", "On target", "47"],
                ["B3", "Flats that stand empty", "12", "19", "10", "Off target", "14"],
            ],
            spans=[(1, 0, 1, 6), (3, 0, 3, 6)],
        ),
        "# Improvement plan",
        Ruled(
            [
                ["Area", "What was found", "What was done", "Rating"],
                ["A1", "Too few towers inspected", "All 23 were by December", "Complete"],
                ["A2", "Crews lack maps", "Tablets in 31 of 38 engines", "On track"],
                ["A3", "Staff distrust the line", "An outside provider began", "Complete"],
                ["A4", "Poor records of training", "New system bought", "Late"],
            ]
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def pellbridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over the four papers."""
    papers = tmp_path_factory.mktemp("pellbridge") / "papers"
    papers.mkdir()
    _june(papers / "june.pdf")
    _september(papers / "september.pdf")
    _licensing(papers / "licensing.pdf")
    _scorecard(papers / "scorecard.pdf")
    for made in _opened(_ingested(papers, papers.parent / "store")):
        assert isinstance(made, Assistant)
        yield made


def test_apologies_without_a_colon_and_what_is_added_to_them_later_are_read(tmp_path: Path) -> None:
    _june(tmp_path / "june.pdf")
    _september(tmp_path / "september.pdf")

    meeting, *_ = of(Meeting, tmp_path / "june.pdf")
    assert [person.name for person in meeting.apologies] == ["Councillor Ivy Jute", "Councillor Ken Lodge"]
    confirmation, *_ = of(Confirmation, tmp_path / "september.pdf")
    assert confirmation.correction == "once “Councillor Moss” has been added to the apologies."


def test_a_clause_that_only_sets_out_a_question_is_no_question_of_its_own(pellbridge: Assistant) -> None:
    answer = asked(pellbridge, "Once the minutes were corrected, who sent apologies for the meeting of 9 June 2025?")
    _holds(answer, ["Jute", "Lodge", "Moss"], ["Eve Fell"])


def test_a_decision_led_in_by_a_dash_is_told_with_all_its_points(pellbridge: Assistant) -> None:
    _holds(
        asked(pellbridge, "What exactly was resolved about the Ferry Lane slipway?"),
        ["£18,200", "harbour users be told"],
    )


def test_the_latest_is_what_a_later_meeting_said_of_the_minute(pellbridge: Assistant) -> None:
    answer = asked(pellbridge, "What's the latest on the Ferry Lane slipway?")
    _holds(answer, ["finished on 30 August", "8 September 2025", "£18,200"])
    assert answer.index("30 August") < answer.index("£18,200")


def test_who_was_for_it_and_who_sat_on_the_fence_are_asked_of_the_vote(pellbridge: Assistant) -> None:
    first = "Who voted against the motion about the flag on the Guildhall?"
    _holds(asked(pellbridge, first, "and who was for it?"), ["Dunn, Fell"])
    _holds(asked(pellbridge, "What was the motion on the flag on the Guildhall?", "did it pass?"), ["carried"])
    _holds(asked(pellbridge, "Who sat on the fence in the vote on the flag on the Guildhall?"), ["Hale"])


def test_a_list_ends_where_its_numbers_do_and_answers_only_what_it_lists(pellbridge: Assistant) -> None:
    listed = asked(pellbridge, "What conditions were put on the Old Forge Kitchen?")
    _holds(listed, ["40 guests", "after 21:00", "after 20:00"], ["flats lie above", "SWAN"])
    _holds(asked(pellbridge, "What hours can the Old Forge Kitchen sell alcohol?"), ["11:00 to 23:00"])


def test_the_rows_of_a_table_that_bear_a_word_of_the_question_are_listed(pellbridge: Assistant) -> None:
    answer = asked(pellbridge, "Which areas of the improvement plan are finished?")
    _holds(answer, ["Too few towers", "Staff distrust", "Two of the 4 rows"], ["Crews lack maps", "Poor records"])


def test_a_figure_is_no_list_of_rows(pellbridge: Assistant) -> None:
    _holds(asked(pellbridge, "How many towers were inspected when the area was complete?"), [], ["of the 4 rows"])


def test_measures_off_target_are_those_of_the_section_named(pellbridge: Assistant) -> None:
    answer = asked(pellbridge, "Which of the homes measures are off target in Q2 2025/26?")
    _holds(answer, ["Families in hotels", "Flats that stand empty"], ["Lamps out", "Days to let"])


def test_the_average_of_a_place_is_told_by_its_name(pellbridge: Assistant) -> None:
    _holds(
        asked(pellbridge, "What's the Fenshire average for families in hotels?"), ["Fenshire average: 101", "above it"]
    )


def test_a_quarter_without_its_year_and_a_figure_before_in_brackets_are_compared(pellbridge: Assistant) -> None:
    assert moved("The wait was 71 weeks (88 weeks in September).") == ("88", "71")
    answer = asked(pellbridge, "Were there more library visits in Q1 2025/26 than a year before in Pellbridge?")
    _holds(answer, ["4,120", "That is up: 4,120 − 3,985 = 135"])


@pytest.mark.parametrize(
    "question",
    [
        "What's the name of the nephew of the caretaker who was sent away?",
        "What's the asking price for the market toilets?",
        "What did Councillors Birch and Dunn think of the slipway at Ferry Lane?",
        "What was decided about the market toilets on 13 October 2025?",
    ],
)
def test_a_name_a_price_a_thought_or_a_meeting_to_come_is_not_answered_by_what_stands_near(
    pellbridge: Assistant, question: str
) -> None:
    assert pellbridge.ask(question).status == "not_found"
