"""Schedules of planning applications: a decision an application, with its vote, in the forms of several councils."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.model import Observation, Resolution, TableReading
from assistant.records.planning_columns import APPLICATION, is_application
from tests.records.ruled import Ruled, of, write

TITLE = "# Planning Committee", "# Schedule of decisions – Wednesday 22 October 2025"
ROWS = [
    ["1", "25/01127/FUL Land west of Plover Rise<br/>62 homes, of which 19 affordable", "Approve", "APPROVED subject to s106 agreement", "8 / 3 / 0", "Education contribution"],
    ["2", "25/00894/OUT Former creamery<br/>Up to 40 homes", "Approve", "REFUSED", "5 / 6 / 0 on approval; 6 / 4 / 1 on refusal", "Loss of employment land"],
    ["3", "25/01088/COU Old quay<br/>Floating café", "Refuse", "APPROVED", "7 / 3 / 1", "Contrary to advice"],
    ["4", "25/00761/FUL Long drove<br/>Solar farm", "Approve", "DEFERRED for a site visit", "9 / 2 / 0", "–"],
    ["5", "25/00977/COU 31 Market row<br/>Takeaway", "Approve", "WITHDRAWN by the applicant", "–", "–"],
]  # fmt: skip
HEADS = ["No.", "Application, site and proposal", "Officers said", "Committee decided", "For / Against / Abstain", "Main reasons or conditions"]  # fmt: skip


def decided(path: Path, *pieces: str | Ruled) -> list[Resolution]:
    return of(Resolution, write(path, *TITLE, *pieces))


def votes(found: Resolution) -> list[int | None]:
    return [vote.count for vote in found.votes]


def test_each_application_is_a_decision_with_its_vote(tmp_path: Path) -> None:
    found = decided(tmp_path / "a.pdf", Ruled([HEADS, *ROWS]))
    assert [(one.minute, one.verb, votes(one), one.advice) for one in found] == [
        ("25/01127/FUL", "approved", [8, 3, 0], "Approve"),
        ("25/00894/OUT", "rejected", [6, 4, 1], "Approve"),
        ("25/01088/COU", "approved", [7, 3, 1], "Refuse"),
        ("25/00761/FUL", "deferred", [9, 2, 0], "Approve"),
        ("25/00977/COU", "withdrawn", [], "Approve"),
    ]
    assert found[0].minute_title == "Land west of Plover Rise 62 homes, of which 19 affordable"
    assert (found[1].text, found[1].reasons, found[4].reasons) == ("REFUSED", "Loss of employment land", None)
    assert {(one.committee, str(one.meeting_date)) for one in found} == {("Planning Committee", "2025-10-22")}


def test_a_vote_to_approve_that_was_lost_is_no_vote_to_refuse(tmp_path: Path) -> None:
    rows = [HEADS, [*ROWS[1][:4], "5 / 6 / 0 on approval", ""], ROWS[2]]
    assert [votes(one) for one in decided(tmp_path / "a.pdf", Ruled(rows))] == [[], [7, 3, 1]]


def test_site_and_proposal_may_have_columns_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["Application No.", "Site address", "Proposal", "Recommendation", "Decision", "Voting"],
        ["P/2025/0412", "4 High Street", "New shopfront", "Grant", "Permission granted", "Unanimous"],
        ["P/2025/0398", "Mill Lane", "Nine houses", "Grant", "Refused contrary to recommendation", "For 4, Against 7, Abstentions 1"],
    ]  # fmt: skip
    found = decided(tmp_path / "a.pdf", Ruled(rows))
    assert [(one.minute, one.minute_title, one.verb) for one in found] == [
        ("P/2025/0412", "4 High Street – New shopfront", "approved"),
        ("P/2025/0398", "Mill Lane – Nine houses", "rejected"),
    ]
    assert [votes(one) for one in found] == [[], [4, 7, 1]]


def test_what_an_inspector_or_an_officer_decided_is_no_decision_of_the_committee(tmp_path: Path) -> None:
    appeals = [
        ["Appeal ref", "Site", "Decided by the Council", "Inspector’s decision", "Date"],
        ["APP/8821/24", "Mill barn", "Delegated refusal", "Dismissed", "11 Jul 2025"],
        ["APP/8840/24", "2 Eastgate", "Refused by committee", "Allowed", "22 Jul 2025"],
    ]
    delegated = [["Application", "Site", "Decision"], ["25/01402/HH", "7 Low road", "Approved"], ["25/01403/HH", "9 Low road", "Refused"]]  # fmt: skip
    paper = write(tmp_path / "a.pdf", *TITLE, "# Appeals", Ruled(appeals), "# Delegated decisions", Ruled(delegated))
    assert of(Resolution, paper) == []
    assert of(TableReading, paper)[0].read_as == "text"


def test_counts_beside_a_schedule_are_no_form_of_a_decision(tmp_path: Path) -> None:
    counts = [["Enforcement", "Jul 2025", "Aug 2025", "Sep 2025", "Total"], ["New complaints", "34", "41", "29", "104"], ["Cases closed", "27", "22", "38", "87"], ["Notices served", "2", "0", "3", "5"]]  # fmt: skip
    paper = write(tmp_path / "a.pdf", *TITLE, Ruled([HEADS, *ROWS]), "# Enforcement summary", Ruled(counts))
    assert len(of(Resolution, paper)) == 5 and of(Observation, paper) == []
    assert [(reading.read_as, reading.left) for reading in of(TableReading, paper)] == [("resolution", 0), ("text", 3)]


@pytest.mark.parametrize(
    "reference",
    ["25/01127/FUL", "P/2025/0412", "S/1234/25", "DC/25/00123/HHA", "2025/0567/F", "24.03321"],
)
def test_references_of_many_councils(reference: str) -> None:
    assert APPLICATION.fullmatch(reference) and is_application(reference)


@pytest.mark.parametrize("reference", ["2024/25-33", "123/24", "CAB.44", "12", "TCA/84/24", "14 October 2025"])
def test_numbers_of_minutes_are_no_references(reference: str) -> None:
    assert not is_application(reference)
