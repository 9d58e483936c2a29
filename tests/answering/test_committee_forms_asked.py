"""Everyday questions of what committees' forms hold: a planning schedule, a tracker, a finance monitor, notes kept as a table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, write
from tests.records.test_planning_rows import HEADS, ROWS
from tests.records.test_planning_rows import TITLE as SCHEDULE
from tests.records.test_tabled_notes import FORM, NOTES
from tests.records.test_tabled_notes import TITLE as BOARD

TRACKER = [
    ["Ref", "Made on", "Recommendation", "Cabinet response", "Responsible", "Due", "Progress at 14 November 2025", "RAG"],
    ["OS25/01", "26 Nov 2024", "Publish a map of the public toilets", "Accepted", "Ada Ash", "31 Mar 2025", "Map went live on 12 May 2025", "Complete"],
    ["OS25/02", "21 Jan 2025", "Set aside £40,000 for a hardship fund", "Accepted in part (£25,000)", "Ben Oak", "30 Apr 2025", "Supplier failed; no new date yet", "Red"],
    ["OS25/03", "24 Jun 2025", "Hold the fee for garden waste", "Not accepted (Cabinet 14 Oct 2025)", "Ada Ash", "n/a", "None needed", "Complete"],
]  # fmt: skip
MONEY = [
    ["£m", "Original budget", "Actual to 31 Oct 2025", "Forecast outturn", "Forecast variance P7", "Variance at P5", "% of budget spent"],
    ["Home care", "128.410", "78.912", "132.748", "3.693", "3.120", "61%"],
    ["Neighbourhoods", "41.372", "23.948", "41.105", "(0.585)", "(0.310)", "58%"],
    ["Total", "169.782", "102.860", "173.853", "3.108", "2.810", "61%"],
]  # fmt: skip
RISKS = [
    ["Ref", "Risk", "Owner", "Current score", "Target score", "What we already do", "Next step and date"],
    ["SR1", "Tall blocks fail fire standards", "Director of Housing", "10", "5", "New alarms", "Cladding off Crofts Tower by June 2026"],
    ["SR2", "Major flood on the river", "Director of Place", "12", "9", "Flood wardens; pumps", "Lessons report by 30 November"],
]  # fmt: skip


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over one paper of each form."""
    papers = tmp_path_factory.mktemp("forms") / "papers"
    papers.mkdir()
    write(papers / "planning.pdf", *SCHEDULE, Ruled([HEADS, *ROWS]))
    write(papers / "tracker.pdf", "# Overview and Scrutiny Committee – Tracker of Recommendations", Ruled(TRACKER))
    write(papers / "monitor.pdf", "# Financial Monitoring 2025/26 – Period 7", "# Revenue by directorate", Ruled(MONEY))
    write(papers / "notes.pdf", *BOARD, Ruled(FORM, bold=()), "", Ruled(NOTES, widths=[170, 400, 190]))
    write(papers / "register.pdf", "# Strategic Risk Register – 31 October 2025", Ruled(RISKS))
    for made in _opened(_ingested(papers, papers.parent / "store")):
        assert isinstance(made, Assistant)
        yield made


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did the planning committee decide about 25/00894/OUT?", ["REFUSED", "6 for, 4 against, 1 abstaining", "officers’ recommendation: Approve"]),
        ("How did the vote go on the solar farm at Long drove?", ["application 25/00761/FUL", "deferred", "For 9, Against 2"]),
        ("Why was the former creamery refused?", ["Loss of employment land"]),
        ("What did Cabinet say to the hardship fund recommendation?", ["Accepted in part (£25,000)", "Supplier failed"]),
        ("Which recommendations were not accepted?", ["One recommendation not accepted", "Hold the fee for garden waste"]),
        ("What happened to the motion to refer back the closure of the day centre?", ["the motion was lost: For 4, Against 5"]),
        ("Which applications were approved against officer advice?", ["One application decided against the officers’ recommendation, approved", "25/01088/COU"]),
        ("Which applications were refused on 22 October?", ["One application refused", "25/00894/OUT", "6 for, 4 against"]),
        ("Which applications at the old quay were approved?", ["One application approved", "25/01088/COU"]),
        ("Which applications did the committee defer?", ["25/00761/FUL"]),
        ("What actions came out of the Adult Care Scrutiny Board?", ["Four actions set on 6 November 2025", "Send letter to the Minister", "J. Kettle"]),
        ("What is J. Kettle to do?", ["Two actions led by", "Circulate the map of cafés"]),
        ("What is the next step on the risk of tall blocks?", ["Cladding off Crofts Tower by June 2026"]),
        ("What are we doing about the flood risk?", ["Flood wardens; pumps", "Lessons report by 30 November"]),
        ("How many voted to let the decision on the day centre stand?", ["For 6, Against 3"]),
    ],
)  # fmt: skip
def test_what_a_form_holds_is_told(forms: Assistant, question: str, said: list[str]) -> None:
    answer = told(forms.ask(question))
    assert [words for words in said if words not in answer] == []


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("What is the forecast variance for home care?", "£3.693m"),
        ("What was the variance on home care at period 5?", "£3.120m"),
        ("How much has been spent on home care?", "£78.912m"),
        ("What percentage of the home care budget has been spent?", "61%"),
        ("What was the variance on neighbourhoods at P5?", "−£0.310m"),
    ],
)
def test_the_figure_asked_for_is_the_one_in_bold(forms: Assistant, question: str, figure: str) -> None:
    answer = forms.ask(question)
    assert f"**{figure}**" in answer.answer and answer.answer.count("**") == 2


@pytest.mark.parametrize(
    "question", ["Which taxi licence applications were refused?", "Which applications were refused in March 2024?"]
)
def test_other_applications_are_not_listed(forms: Assistant, question: str) -> None:
    assert "application refused" not in told(forms.ask(question))
