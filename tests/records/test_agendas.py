"""Agenda items by section and number, and what reports recommend."""

from __future__ import annotations

from pathlib import Path

from assistant.records.model import AgendaItem, Recommendation, Resolution
from tests.records.minutes_pdf import Line, of_paper, only, records

AGENDA: list[Line] = [
    "# Testshire District Council",
    "# Planning Committee",
    "Date: Monday 3 March 2025",
    "Time: 6.30 pm",
    "Venue: Council Offices, Teston",
    "# AGENDA",
    "# Part A – Open to the public",
    "1. Apologies for absence",
    "2. Minutes of the meeting held on 3 February 2025 (Pages 3 - 9)",
    "3. Declarations of interest. Members are asked to declare any interest.",
    "4. Land at Mill Road (24/01234/FUL) (Pages 10 - 41)",
    "# Part B – Private items",
    "1. Land purchase (exempt, paragraph 3) (Pages 42 - 44)",
    "2. Minutes (to follow)",
]
REPORT: list[Line] = [
    "# Testshire Council",
    "Report to: Cabinet",
    "Date of meeting: 3 March 2025",
    "Title of report: Car Parks",
    "Report of: Director of Place",
    "# 1. Purpose",
    "To ask for a decision on charges. The Committee agreed in June that the matter be brought back.",
    "# 2. Recommendations",
    "It is recommended that Cabinet:",
    "> (a) approve the charges in Appendix 1;",
    "> (b) delegate to the Director of Place, in consultation with the Leader, the power to amend them;",
    None,
    "> (c) note the risks.",
    "# 3. Reasons for recommendations",
    "The charges have not changed since 2019.",
    "# 4. Implications",
    "It is recommended by the review that governments act.",
]


def test_sections_numbers_and_pages(tmp_path: Path) -> None:
    found = only(AgendaItem, records(tmp_path / "a.pdf", AGENDA))
    assert [(item.number, item.title, item.pages, item.private) for item in found] == [
        ("1", "Apologies for absence", None, False),
        ("2", "Minutes of the meeting held on 3 February 2025", "(Pages 3 - 9)", False),
        ("3", "Declarations of interest", None, False),
        ("4", "Land at Mill Road (24/01234/FUL)", "(Pages 10 - 41)", False),
        ("1", "Land purchase", "(Pages 42 - 44)", True),
        ("2", "Minutes", None, True),
    ]
    assert len({item.section for item in found}) == 2


def test_a_recommendation_is_whole_and_never_a_resolution(tmp_path: Path) -> None:
    found = records(tmp_path / "a.pdf", REPORT)
    (recommendation,) = only(Recommendation, found)
    assert [part[:3] for part in recommendation.parts] == ["(a)", "(b)", "(c)"]
    assert recommendation.report == "Car Parks"
    assert [piece.page for piece in recommendation.pieces] == [1, 2]
    assert only(Resolution, found) == []


def test_sample_agendas(sample_papers: Path) -> None:
    found = only(AgendaItem, of_paper(sample_papers / "cabinet-agenda-2025-06-17.pdf"))
    threes = [item for item in found if item.number == "3"]
    assert [(item.section, item.private) for item in threes] == [
        ("PART I (OPEN TO THE PUBLIC)", False),
        ("PART II (PRIVATE)", True),
    ]


def test_real_agendas_and_recommendations(real_papers: Path) -> None:
    pack = of_paper(real_papers / "ecsc-scrutiny-2023-07-18.pdf")
    items = only(AgendaItem, pack)
    assert [item.number for item in items] == [str(n) for n in range(1, 14)]
    assert [item.pages for item in items][6:10] == ["(Pages 25 - 104)", None, "(Pages 105 - 112)", "(Pages 113 - 142)"]
    assert [r.page for r in only(Recommendation, pack)] == [20, 108, 115, 128, 141]
    (nine,) = only(Recommendation, of_paper(real_papers / "real" / "weca-investment-fund-programme-2026-06-05.pdf"))
    assert (len(nine.parts), [piece.page for piece in nine.pieces]) == (9, [1, 2])
