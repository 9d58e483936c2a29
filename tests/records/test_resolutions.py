"""Decisions: their words whole and exact, movers, votes, outcomes; and what is none: talk, recitals, recommendations."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.records.leads import find_lead
from assistant.records.model import Recommendation, Resolution, Vote
from assistant.records.motions import movers_in, result_in
from assistant.records.votes import make_vote, vote_head, votes_in
from tests.records.minutes_pdf import Line, of_paper, only, records

COMMITTEE = "Children and Learning Scrutiny Committee"


def decided(path: Path, lines: list[Line]) -> list[Resolution]:
    head: list[Line] = [
        "# Testshire Council",
        "# Planning Committee",
        "Minutes of a meeting of the Planning Committee held at the Guildhall, Teston on Monday, 3 March 2025",
        "Present: Councillors A. Beck (Chair), C. Dunn, E. Ford and G. Hall",
    ]
    return only(Resolution, records(path, [*head, *lines]))


def sides(votes: list[Vote]) -> list[tuple[str, int | None]]:
    return [(vote.side, vote.count) for vote in votes]


def test_a_motion_with_its_vote_and_a_list_with_a_list_inside(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path / "a.pdf",
        [
            "# 43. LAND AT MILL ROAD",
            "The Head of Planning recommended refusal. At its meeting in January the Committee agreed to visit the site.",
            "Councillor Ford proposed, and Councillor Hall seconded, that the application be granted.",
            "On being put to the vote, there were 3 votes for, 1 against and 1 abstention and the motion was declared CARRIED.",
            "RESOLVED:",
            "> 1. That permission be GRANTED, subject to an agreement securing £1.2m;",
            "> 2. That authority be delegated to the Head of Planning to settle the conditions; and",
            "> 3. That the reasons be recorded as:",
            ">> (a) the benefit of new homes; and",
            None,
            ">> (b) the improvement of the towpath.",
            "# 44. APPEALS",
            "There were none.",
        ],
    )
    assert (found.verb, found.outcome, found.mover, found.seconder) == (
        "resolved",
        "carried",
        "Councillor Ford",
        "Councillor Hall",
    )
    assert sides(found.votes) == [("for", 3), ("against", 1), ("abstain", 1)]
    assert [part[:2] for part in found.parts] == ["1.", "2.", "3."]
    assert found.parts[2].endswith("(a) the benefit of new homes; and (b) the improvement of the towpath.")
    assert found.text.startswith("RESOLVED:") and found.text.endswith("towpath.")
    assert (found.amounts, len(found.delegations)) == (["£1.2m"], 1)
    assert [piece.page for piece in found.pieces] == [1, 2]


def test_styles_of_opening_a_decision(tmp_path: Path) -> None:
    found = decided(
        tmp_path / "a.pdf",
        [
            "# 51 Leisure Centres",
            "IT WAS MOVED by Councillor Ford, SECONDED by Councillor Hall and",
            "IT WAS RESOLVED –",
            "> (i) that the contract be awarded; and",
            "> (ii) that a report be made in October.",
            "# 52 Tree Order",
            "RESOLVED: 1. That the order be confirmed. 2. That the owner be told.",
            "# 53 Budget",
            "RECOMMENDED to Council: That £85,000 be approved.",
            "# 54 Parking",
            "Resolved (unanimously) – that the charges be increased.",
            "# 55 Grants",
            "It was proposed by Cllr Dunn, seconded by Cllr Beck and resolved that:",
            "a) the report be noted; and",
            "b) the grants be paid.",
            "# 56 Press and Public",
            "AGREED that the public be excluded.",
            "# 57 Fees (Councillor Beck)",
            "RESOLVED that the fees be kept. (Councillor Dunn/Councillor Hall)",
        ],
    )
    assert [(r.minute, r.verb, len(r.parts)) for r in found] == [
        ("51", "resolved", 2), ("52", "resolved", 2), ("53", "recommended", 0), ("54", "resolved", 0),
        ("55", "resolved", 2), ("56", "agreed", 0), ("57", "resolved", 0),
    ]  # fmt: skip
    assert (found[0].mover, found[0].seconder) == ("Councillor Ford", "Councillor Hall")
    assert found[1].text == "RESOLVED: 1. That the order be confirmed. 2. That the owner be told."
    assert (found[4].mover, found[4].seconder) == ("Cllr Dunn", "Cllr Beck")


def test_a_table_inside_a_resolution_does_not_end_it(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path / "a.pdf",
        [
            "# 71. Fees",
            "Resolved that:",
            "1. the policy be adopted; and",
            "2. the fees below be agreed:",
            [["Licence", "Fee"], ["Bingo", "£120"]],
            "3. the Director report back.",
            "The Chair thanked officers.",
            "# 72. Close",
            "There was no other business.",
        ],
    )
    assert [part[:2] for part in found.parts] == ["1.", "2.", "3."]
    assert "Bingo £120" in found.text and found.text.endswith("report back.")


def test_amendments_lost_and_votes_in_a_table_and_in_lists(tmp_path: Path) -> None:
    found = decided(
        tmp_path / "a.pdf",
        [
            "# 61. Council Tax",
            "(1) Councillor Ford moved, and Councillor Hall seconded, that the tax be raised by 2%.",
            "(2) An amendment was moved by Councillor Dunn and seconded by Councillor Beck, to read 1%.",
            "(3) On being put to the vote the amendment was lost:",
            [["For", "Against", "Abstentions"], ["18", "31", "4"]],
            "(4) The motion was put to the vote and the voting was as follows:",
            "For (2)",
            "Councillors Ford and Hall",
            "Against (1): Councillor Dunn",
            "Abstained (0)",
            "The motion was carried.",
            "(5) RESOLVED that the tax be raised by 2%.",
        ],
    )
    assert [(r.verb, r.outcome, r.mover) for r in found] == [
        ("rejected", "lost", "Councillor Dunn"),
        ("resolved", "carried", "Councillor Ford"),
    ]
    assert sides(found[0].votes) == [("for", 18), ("against", 31), ("abstain", 4)]
    assert [vote.names for vote in found[1].votes] == [["Councillor Ford", "Councillor Hall"], ["Councillor Dunn"], []]
    assert found[1].text == "RESOLVED that the tax be raised by 2%."


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("The Committee agreed to note the report.", "agreed"),
        ("The Committee therefore agreed to recommend to Cabinet that the post be filled.", "recommended"),
        ("The Committee agreed to defer the item.", "deferred"),
        ("Following debate, the Committee RESOLVED to refer the matter to Council.", "referred"),
        ("The Scrutiny Committee considered the paper and endorsed the plan.", "approved"),
        ("Members noted the report.", "noted"),
        ("DECISION: That the plan be adopted.", "resolved"),
        ("Cabinet agreed last June that the centre close.", None),
        ("Cabinet agreed that the centre close.", None),  # another body
        ("The Audit Committee resolved that the accounts be signed.", None),
        ("At that meeting, Members agreed to refer the decision to Council.", None),
        ("It was agreed in September that a post be funded.", None),
        ("The Committee had agreed to visit.", None),
        ("The Committee agreed with Councillor Smith that the map was wrong.", None),
        ("Members noted that the map had not been sent.", None),
        ("It was noted that:", None),
        ("The Committee is recommended to note the report.", None),
        ("Recommendation: that the Committee note the report.", None),
    ],
)
def test_what_opens_a_decision(sentence: str, verb: str | None) -> None:
    lead = find_lead(sentence, COMMITTEE)
    assert (lead.verb if lead else None) == verb


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("was lost (For 3, Against 6, Abstentions 1).", [("for", 3), ("against", 6), ("abstain", 1)]),
        ("carried by 12 votes to 7 with 3 abstentions", [("for", 12), ("against", 7), ("abstain", 3)]),
        ("the amendment was lost by 12 votes to 7", [("for", 7), ("against", 12)]),
        ("with seven in favour and none against", [("for", 7), ("against", 0)]),
        ("In favour: 9 Against: 4", [("for", 9), ("against", 4)]),
        ("CARRIED (5 for, 3 against, 1 abstention).", [("for", 5), ("against", 3), ("abstain", 1)]),
        ("there were 18 votes for and 31 against", [("for", 18), ("against", 31)]),
        ("5 For 3 Against 0 Abstentions", [("for", 5), ("against", 3), ("abstain", 0)]),
        ("For: 5; Against: 3", [("for", 5), ("against", 3)]),
        ("For 12, Against 4, 3 abstentions", [("for", 12), ("against", 4), ("abstain", 3)]),
        ("approved by 9 votes to 4", [("for", 9), ("against", 4)]),
        ("carried by 31 votes to 18 with 4 abstentions", [("for", 31), ("against", 18), ("abstain", 4)]),
        ("lost by a majority of twelve to seven", [("for", 7), ("against", 12)]),
        ("thirty-one in favour, eighteen against", [("for", 31), ("against", 18)]),
        (
            "6 Members voted for, 2 voted against and there were no abstentions",
            [("for", 6), ("against", 2), ("abstain", 0)],
        ),
        ("argued for 2 schemes and against 3 others", []),
        ("open from 9 to 5, by 10 to 12 weeks", []),
        ("for 3 years", []),
    ],
)
def test_counts_in_prose(text: str, expected: list[tuple[str, int]]) -> None:
    assert sides(votes_in(text)) == expected


def test_heads_of_a_recorded_vote() -> None:
    head = vote_head("For (3): Councillors Ashe, Brook and Cole.")
    assert head is not None and make_vote(head.side, head.number, head.names).names[-1] == "Councillor Cole"
    assert vote_head("For information") is None and vote_head("No further action was taken") is None


def test_movers_and_results() -> None:
    moved = movers_in(
        "the Leader proposed and Mr Oak, Deputy Leader and Cabinet Member for Finance, Law and Trade, seconded the motion"
    )
    assert moved is not None and (moved.mover, moved.seconder) == ("the Leader", "Mr Oak")
    assert result_in("As all the amendments had been lost or withdrawn, the Chair put the motion to the vote") is None
    assert result_in("The report asked whether the motion was carried") is None
    result = result_in("the amendment was put to the vote and it was agreed")
    assert result is not None and result.outcome == "carried"


def test_sample_traps(sample_papers: Path) -> None:
    found = only(Resolution, of_paper(sample_papers / "cabinet-agenda-2025-07-15.pdf"))
    amendment, resolved = (r for r in found if r.minute == "12")
    assert (amendment.mover, amendment.seconder, amendment.outcome) == (
        "Councillor Eccleshall",
        "Councillor Farrukh",
        "carried",
    )
    assert amendment.votes[1].names == ["Councillor Corrigan"]
    assert "£420" in resolved.amounts and len(resolved.parts) == 4
    notice = only(Resolution, of_paper(sample_papers / "cabinet-decision-notice-2025-06-17.pdf"))
    assert len(notice) == 5 and len(notice[0].parts) == 4 and "£420" in notice[0].amounts
    pack = of_paper(sample_papers / "cabinet-agenda-2025-06-17.pdf")
    assert not any("540" in r.text for r in only(Resolution, pack))
    assert any("£540" in r.text for r in only(Recommendation, pack))
    council = only(Resolution, of_paper(sample_papers / "council-minutes-2025-02-26.pdf"))
    budget = [r for r in council if r.minute == "65"]
    assert [(r.outcome, sides(r.votes)[:2]) for r in (budget[0], budget[-1])] == [
        ("lost", [("for", 18), ("against", 31)]),
        ("carried", [("for", 31), ("against", 18)]),
    ]
    assert budget[-1].parts[3].endswith("from 1 April 2025;")  # over the end of a page
    assert [r.outcome for r in council if r.minute == "68"] == ["withdrawn"]


def test_real_votes_agree_with_their_names(real_papers: Path) -> None:
    for name, count in (("kent-council-minutes-2025-01-09.pdf", 7), ("kent-council-minutes-2025-02-13.pdf", 9)):
        found = only(Resolution, of_paper(real_papers / "real" / name))
        assert len(found) == count
        votes = [vote for r in found for vote in r.votes]
        assert votes and all(vote.count == len(vote.names) for vote in votes)
    assert (len(found[-1].parts), [piece.page for piece in found[-1].pieces]) == (22, [12, 13, 14])
    assert [r.outcome for r in found[2:8]] == ["lost"] * 6


def test_real_forms(real_papers: Path) -> None:
    found = only(Resolution, of_paper(real_papers / "real" / "bristol-decision-notice-2025-05-15.pdf"))
    assert [r.page for r in found] == [2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16]
    assert [len(r.parts) for r in found] == [5, 0, 0, 2, 3, 3, 4, 0, 3, 2, 0, 0, 0, 0]
    assert [r.verb for r in found][:3] == ["noted", "referred", "approved"]


def test_a_motion_altered_with_consent_and_the_count_behind_its_sides(tmp_path: Path) -> None:
    amendment, motion = decided(
        tmp_path / "a.pdf",
        [
            "# 71. Motion on Notice",
            "Councillor Ford moved, and Councillor Hall seconded:",
            '"That this Council writes to the operator about the withdrawal of the night bus."',
            "Councillor Dunn moved an amendment to add the words “within a month”. With the consent of the meeting"
            " Councillor Ford altered her motion accordingly. On a show of hands the motion as altered was CARRIED"
            " (19 for, 2 against, 2 abstentions).",
            "It was resolved accordingly.",
        ],
    )
    assert (amendment.mover, amendment.outcome, amendment.votes) == ("Councillor Dunn", None, [])
    assert (motion.mover, motion.outcome) == ("Councillor Ford", "carried")
    assert sides(motion.votes) == [("for", 19), ("against", 2), ("abstain", 2)]


def test_a_council_that_never_writes_resolved_in_capitals(tmp_path: Path) -> None:
    motion, thanks = decided(
        tmp_path / "a.pdf",
        [
            "# 72. Grants",
            "It was proposed by Councillor Ford and seconded by Councillor Hall that the grants be paid. On a vote there"
            " were 4 in favour, 1 against and 1 abstention.",
            "It was resolved that the grants be paid.",
            "# 73. Retirement",
            "It was resolved that the clerk be thanked.",
        ],
    )
    assert (motion.mover, motion.outcome) == ("Councillor Ford", "carried")
    assert sides(motion.votes) == [("for", 4), ("against", 1), ("abstain", 1)]
    assert thanks.text == "It was resolved that the clerk be thanked."


def test_a_casting_vote(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path / "a.pdf",
        [
            "# 74. Battery Store",
            "It was moved by the Chair and seconded by Councillor Hall that permission be granted. There voted 5 for and 5"
            " against, and the Chair used her casting vote in favour of the motion, which was CARRIED.",
            "RESOLVED that permission be GRANTED.",
        ],
    )
    assert (found.mover, found.outcome, sides(found.votes)) == ("the Chair", "carried", [("for", 5), ("against", 5)])


@pytest.mark.parametrize(
    "word", ["The Committee of the ", "Councillor Smith Jones and ", "(a) ", "amendment ", "for 3 against "]
)
def test_long_paragraphs_take_no_time(word: str) -> None:
    text = word * (5000 // len(word)) + "seconded"
    begun = time.perf_counter()
    find_lead(text, COMMITTEE)
    movers_in(text)
    result_in(text)
    votes_in(text)
    assert time.perf_counter() - begun < 1.0
