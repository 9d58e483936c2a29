"""Decisions and votes in the forms that councils of every kind write them in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.model import Meeting, Minute, Resolution, TrackedDecision
from tests.records.minutes_pdf import Line, only, records

FRONT: list[Line] = [
    "# HARBOUR COMMITTEE",
    "Minutes of the meeting of the Harbour Committee held on 9 June 2025",
    "Present: Councillors Marsh (Chair), Reed, Vale, Wood and Zell",
]


def decided(tmp_path: Path, *body: Line) -> list[Resolution]:
    """What is decided under minute 7 of minutes whose minute 8 says nothing."""
    lines = [*FRONT, "# 7. Street lamps", *body, "# 8. Sea wall", "There was nothing to report."]
    return only(Resolution, records(tmp_path / "minutes.pdf", lines))


def sides(found: Resolution) -> dict[str, int | None]:
    return {vote.side: vote.count for vote in found.votes}


def test_a_voting_record_below_the_reasons_of_a_refusal_is_its_vote(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path, "RESOLVED – That the application be refused for the following reasons:", "> 1. the harm to the wall; and",
        "> 2. no public benefit had been shown.", "Voting record: 8 For, 0 Against, 1 Abstention.",
    )  # fmt: skip
    assert sides(found) == {"for": 8, "against": 0, "abstain": 1}
    assert len(found.parts) == 2 and "Voting" not in found.text


def test_a_resolution_numbered_as_its_minute_is_whole(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path, "The Committee had a report.", "# UNANIMOUSLY RESOLVED", "# 7.1 to note the forecast overspend of £41k;",
        "# 7.2 that Heads of Service review what they spend.",
    )  # fmt: skip
    assert found.parts == ["7.1 to note the forecast overspend of £41k;", "7.2 that Heads of Service review what they spend."]  # fmt: skip


def test_motion_and_amendment_as_scottish_councils_minute_them(tmp_path: Path) -> None:
    found = decided(
        tmp_path, "Mr K Marsh, seconded by Mrs J Reed, MOVED the recommendations as detailed in the report.",
        "As an AMENDMENT, Dr I Vale, seconded by Ms L Zell, moved that the charge be deferred for one year.",
        "On a vote being taken, the MOTION received 6 votes and the AMENDMENT received 3 votes, with 1 abstention, and the MOTION "
        "was therefore CARRIED, the votes having been cast as follows:-",
        "# For the Motion:", "Mr G Abel, Mr K Marsh, Mrs J Reed", "# For the Amendment:", "Dr I Vale, Ms L Zell", "# Abstention:",
        "Mr A Wood", "# Decision", "The Committee AGREED to charge £4 a day.",
    )  # fmt: skip
    told = [(r.verb, r.outcome, r.mover, r.seconder) for r in found]
    assert told == [("rejected", "lost", "Dr I Vale", "Ms L Zell"), ("agreed", "carried", "Mr K Marsh", "Mrs J Reed")]
    assert found[1].text == "The Committee AGREED to charge £4 a day."
    assert not any(vote.side == "against" for r in found for vote in r.votes)


def test_a_division_between_a_motion_and_an_amendment(tmp_path: Path) -> None:
    found = decided(
        tmp_path, "The Convener moved, seconded by the Vice-Convener:-", "> That the Committee award £18,000 to the regatta.",
        "Councillor Vale moved as an amendment, seconded by Councillor Zell:-", "> That the Committee award £12,000 to the regatta.",
        "On a division, there voted:-", "For the motion (3) - Convener; Vice-Convener; and Councillor Reed.",
        "For the amendment (2) - Councillors Vale and Zell.", "Absent from the division (1) - Councillor Wood.",
        "The Committee resolved:-", "to adopt the motion.",
    )  # fmt: skip
    told = [(r.outcome, r.mover, r.seconder, "£18,000" in r.text, "£12,000" in r.text) for r in found]
    assert ("carried", "The Convener", "the Vice-Convener", True, False) in told
    assert not any(outcome == "carried" and twelve for outcome, _, _, _, twelve in told)


@pytest.mark.parametrize(
    "after",
    [
        "Proposed Cllr Vale, seconded Cllr Reed, agreed unanimously.",
        "Prop. Cllr Vale, sec. Cllr Reed. Unanimous.",
        "Proposed by Cllr Vale and seconded by Cllr Reed.",
    ],
)
def test_who_proposed_stands_behind_what_was_resolved(tmp_path: Path, after: str) -> None:
    (found,) = decided(
        tmp_path, f"Three quotes came in. Resolved that the quote of Lampco be accepted at £7,950. {after}"
    )
    assert (found.mover, found.seconder) == ("Cllr Vale", "Cllr Reed")
    assert found.text == "Resolved that the quote of Lampco be accepted at £7,950."


def test_letters_without_a_stop_are_the_parts_of_what_was_resolved(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path, "On being proposed by the Mayor, seconded by Cllr Lucy Reed, it was resolved (5 in favour, 1 against) to:",
        "> A Note the outcome of the consultation", "> B Approve the making of the scheme",
        "> C Delegate authority to the Director to sign it",
    )  # fmt: skip
    assert (found.mover, found.seconder) == ("the Mayor", "Cllr Lucy Reed")
    assert sides(found) == {"for": 5, "against": 1}
    assert found.parts == ["A Note the outcome of the consultation", "B Approve the making of the scheme",
                           "C Delegate authority to the Director to sign it"]  # fmt: skip


def test_a_vote_told_among_the_points_is_that_of_what_is_then_resolved(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path, "1. A Member asked about reserves.",
        "2. The Panel voted on the proposed charge: four Members voted for, two Members voted against and one Member abstained.",
        "# RESOLVED:", "The Committee agreed the proposed charge of £4.",
    )  # fmt: skip
    assert sides(found) == {"for": 4, "against": 2, "abstain": 1}


def test_a_decision_set_as_bold_as_the_heading_is_none_of_it(tmp_path: Path) -> None:
    lines = [
        *FRONT,
        "# 7. STREET LAMPS<br/>RESOLVED:",
        "That 40 lamps be mended.",
        "# 8. SEA WALL<br/>Key points raised:",
        "It leaks.",
    ]
    found = records(tmp_path / "minutes.pdf", lines)
    assert [m.title for m in only(Minute, found)] == ["STREET LAMPS", "SEA WALL"]
    assert [(r.minute, r.text) for r in only(Resolution, found)] == [("7", "RESOLVED:\nThat 40 lamps be mended.")]


def test_reasons_and_options_under_a_decision_are_told_with_it(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path, "AGREED UNANIMOUSLY BY THE CABINET MEMBERS:", "1. To approve the lamps strategy.", "2. To spend no more than £9,000.",
        "<b>Reason for decision:</b><br/>The lamps are old.",
        "<b>Alternative options considered and rejected:</b><br/>Candles were rejected for the wind.", "<b>Record of any conflict of interest:</b><br/>None.",
    )  # fmt: skip
    assert len(found.parts) == 2
    assert found.reasons == "The lamps are old."
    assert found.alternatives == "Candles were rejected for the wind."


def test_a_minute_set_close_below_an_action_is_a_minute_of_its_own(tmp_path: Path) -> None:
    close = (
        "<b>2025/078 Play area</b><br/>Resolved that the swing be mended. <b>Action: Clerk to order it by 31st July 2025.</b><br/>"
        "<b>2025/079 Speed sign</b><br/>Deferred to the September meeting."
    )
    lines: list[Line] = [
        *FRONT,
        "# 2025/077 Apologies",
        "None.",
        close,
        "# 2025/080 Allotments",
        "Agreed that the rent be £36.",
    ]
    found = records(tmp_path / "minutes.pdf", lines)
    assert [(m.number, m.title) for m in only(Minute, found)] == [
        ("2025/077", "Apologies"), ("2025/078", "Play area"), ("2025/079", "Speed sign"), ("2025/080", "Allotments")
    ]  # fmt: skip
    assert [(r.minute, r.verb) for r in only(Resolution, found)] == [
        ("2025/078", "resolved"), ("2025/079", "deferred"), ("2025/080", "agreed")
    ]  # fmt: skip
    (action,) = only(TrackedDecision, found)
    assert (action.minute, action.resolution) == ("2025/078", "Clerk to order it by 31st July 2025.")


def test_sides_of_a_recorded_vote_may_be_lettered(tmp_path: Path) -> None:
    found = decided(
        tmp_path, "An amendment was moved by Cllr Vale and seconded by Cllr Zell to add £2m.",
        "The amendment was put to a recorded vote.", "> (a) For the amendment – 2", "> Cllr Vale and Cllr Zell.",
        "> (b) Against the amendment – 3", "> Cllr Marsh, Cllr Reed and Cllr Wood.", "> (c) Abstentions – 0", "The amendment was lost.",
        "The recommendations were put to a recorded vote.", "> (a) For the recommendations – 3",
        "> Cllr Marsh, Cllr Reed and Cllr Wood.", "> (b) Against the recommendations – 1", "> Cllr Vale.", "> (c) Abstentions – 1",
        "> Cllr Zell.", "Resolved –", "> That the budget of £8m be approved.",
    )  # fmt: skip
    assert [(r.verb, r.outcome, sides(r)) for r in found] == [
        ("rejected", "lost", {"for": 2, "against": 3, "abstain": 0}), ("resolved", None, {"for": 3, "against": 1, "abstain": 1})
    ]  # fmt: skip
    assert [vote.names for vote in found[1].votes] == [
        ["Cllr Marsh", "Cllr Reed", "Cllr Wood"],
        ["Cllr Vale"],
        ["Cllr Zell"],
    ]


def test_a_motion_that_its_mover_withdrew(tmp_path: Path) -> None:
    found = decided(
        tmp_path, "The following motion had been moved by Cllr Vale, seconded by Cllr Zell:", "> ‘This Council asks for 120 bus shelters.’",
        "Cllr Vale withdrew the motion in the light of what the Leader had said.",
    )  # fmt: skip
    assert [(r.verb, r.outcome) for r in found] == [("withdrawn", "withdrawn")]


def test_a_heading_over_a_numbered_paragraph_is_the_title_of_the_minute(tmp_path: Path) -> None:
    lines: list[Line] = [*FRONT, "# STREET LAMPS - HAR/25/201", "<b>3.</b> The Committee had before it a report on lamps.",
                         "The Committee resolved:-", "to note that 40 lamps were mended.", "# REGATTA GRANTS - HAR/25/188",
                         "<b>4.</b> With reference to article 5 of the minute of its meeting of 6 May 2025, it had a report.",
                         "The Committee resolved:-", "to award £18,000.", "# SEA WALL", "<b>5.</b> There was a report on the wall.",
                         "The Committee resolved:-", "to paint it."]  # fmt: skip
    found = records(tmp_path / "minutes.pdf", lines)
    told = [(m.number, m.title) for m in only(Minute, found)]
    assert told == [("3", "STREET LAMPS - HAR/25/201"), ("4", "REGATTA GRANTS - HAR/25/188"), ("5", "SEA WALL")]
    assert [(r.minute, r.minute_title) for r in only(Resolution, found)] == told
    (meeting,) = only(Meeting, found)
    assert len(meeting.present) == 5
