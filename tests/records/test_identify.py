"""What a paper is, from its own text: the sample corpus, and papers in the manner of other councils."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from assistant.papers.model import Paper
from assistant.papers.pool import read_papers
from assistant.papers.read import read_paper
from assistant.records.identify import PaperFacts, identify
from tests.cli.conftest import write_pdf
from tests.records.ruled import Ruled, write

SCRUTINY = "Children, Young People and Learning Scrutiny Committee"


def identified(paths: list[Path]) -> dict[str, PaperFacts]:
    facts = {}
    for result in read_papers(paths, workers=2):
        assert isinstance(result.paper, Paper)
        facts[result.path.stem] = identify(result.paper, result.path.name)
    return facts


@pytest.fixture(scope="module")
def corpus(sample_papers: Path) -> Mapping[str, PaperFacts]:
    return identified(sorted(sample_papers.glob("*.pdf")))


@pytest.mark.parametrize(
    ("name", "kind", "committee", "day", "status", "access"),
    [
        ("cabinet-agenda-2025-06-17", "agenda pack", "Cabinet", "2025-06-17", None, "public"),
        ("cabinet-decision-notice-2025-06-17", "decision notice", "Cabinet", "2025-06-17", None, "public"),
        ("cabinet-part-ii-residential-care-contracts-2025-06-17", None, "Cabinet", "2025-06-17", None, "exempt"),
        ("childrens-improvement-plan-action-plan-may-2025", "action plan", "Merrowby City Council", None, None, "public"),
        ("council-minutes-2025-02-26", "minutes", "City Council", "2025-02-26", None, "public"),
        ("finance-monitoring-report-month-6-2024-25", "finance report", SCRUTINY, "2024-11-20", None, "public"),
        ("improvement-plan-highlight-report-january-2025", "highlight report", "Merrowby City Council", None, None, "public"),
        ("performance-scorecard-q4-2024-25", "scorecard", SCRUTINY, "2025-06-11", None, "public"),
        ("scrutiny-agenda-pack-2025-02-12", "agenda pack", SCRUTINY, "2025-02-12", None, "public"),
        ("scrutiny-supplement-2025-02-12-item-8-ofsted-monitoring-visit", "supplement", SCRUTINY, "2025-02-12", None, "public"),
        ("strategic-risk-register-june-2025", "risk register", SCRUTINY, "2025-06-11", None, "public"),
    ],
)  # fmt: skip
def test_papers_of_the_corpus(
    corpus: Mapping[str, PaperFacts], name: str, kind: str | None, committee: str, day: str | None, status: str | None,
    access: str,
) -> None:  # fmt: skip
    facts = corpus[name]
    assert kind in (None, facts.kind)
    assert (facts.committee, facts.status, facts.access) == (committee, status, access)
    assert facts.meeting_date == (date.fromisoformat(day) if day else None)


def test_only_the_part_ii_paper_of_the_corpus_is_exempt(corpus: Mapping[str, PaperFacts]) -> None:
    secret = {name for name, facts in corpus.items() if facts.access == "exempt" or facts.exempt_pages}
    assert secret == {"cabinet-part-ii-residential-care-contracts-2025-06-17"}


def test_parts_of_a_pack_have_their_own_dates(corpus: Mapping[str, PaperFacts]) -> None:
    july = [
        (part.first_page, part.last_page, part.kind, part.meeting_date, part.status)
        for part in corpus["scrutiny-agenda-pack-2025-07-09"].parts
    ]
    meeting = date(2025, 7, 9)
    assert july == [
        (1, 2, "agenda", meeting, None),
        (3, 5, "minutes", date(2025, 6, 11), "draft"),
        (6, 6, "tracking log", meeting, None),
        (7, 8, "report", meeting, None),
        (9, 9, "finance report", meeting, None),
        (10, 10, "policy brief", meeting, None),
        (11, 12, "report", meeting, None),
        (13, 13, "work programme", meeting, None),
        (14, 16, "equality assessment", meeting, None),
    ]
    for name, held, confirmed in (
        ("scrutiny-agenda-pack-2024-11-20", date(2024, 9, 18), [date(2024, 6, 12)]),
        ("scrutiny-agenda-pack-2025-02-12", date(2024, 11, 20), [date(2024, 9, 18)]),
        ("scrutiny-agenda-pack-2025-06-11", date(2025, 2, 12), [date(2024, 11, 20)]),
        ("scrutiny-agenda-pack-2025-07-09", date(2025, 6, 11), [date(2025, 2, 12)]),
        ("cabinet-agenda-2025-07-15", date(2025, 6, 17), [date(2025, 5, 20)]),
    ):
        (minutes,) = [part for part in corpus[name].parts if part.kind == "minutes"]
        assert (minutes.meeting_date, minutes.confirms, minutes.status) == (held, confirmed, "draft")


def test_parts_cover_every_page_in_order(corpus: Mapping[str, PaperFacts]) -> None:
    for facts in corpus.values():
        for before, after in zip(facts.parts, facts.parts[1:], strict=False):
            assert after.first_page in (before.last_page, before.last_page + 1)


SHEET = [
    "Report to: Executive",
    "Date of meeting: 12 March 2024",
    "Report of: Director of Place",
    "Title: Car Park Charges",
]
NOTICE = ["AGENDA", "Cabinet", "Tuesday 12 March 2024 at 2.00 pm"]
DEPOT = [
    "Cabinet",
    "12 March 2024",
    "Report of: Director of Place",
    "Title: Sale of Mill Lane Depot",
    "Key decision: Yes",
]
PRICE = "1.1 The price offered is 900,000."

# name -> pages of lines, then kind, committee, date, exempt pages
OTHERS: dict[str, tuple[list[list[str]], str, str | None, date | None, set[int]]] = {
    "minutes of a body held on": (
        [["Minutes of the Planning Committee held on Tuesday 5 March 2024 at 6.30 pm", "in the Civic Centre, Eastham",
          "Present: Councillors Ash (Chair), Birch and Cole", "1. Declarations of Interest", "There were none."]],
        "minutes", "Planning Committee", date(2024, 3, 5), set(),
    ),
    "minutes of the executive": (
        [["Minutes of the Executive held on 5 March 2024", "Present: Councillors Ash (Chair) and Birch", "1. Apologies"]],
        "minutes", "Executive", date(2024, 3, 5), set(),
    ),
    "minutes with the body in capitals": (
        [["EASTHAM BOROUGH COUNCIL", "PLANNING COMMITTEE", "MINUTES", "Tuesday, 5 March 2024", "PRESENT:",
          "Councillor Ash (Chair)", "12. MINUTES"]],
        "minutes", "Planning Committee", date(2024, 3, 5), set(),
    ),
    "a report to the executive": ([[*SHEET, PRICE]], "report", "Executive", date(2024, 3, 12), set()),
    "a front sheet with the day alone": (
        [["Executive Board", "12 March 2024", "Report of the Corporate Director of Resources",
          "Subject: Revenue Budget Monitoring to January 2024", "Key decision: No", "Wards affected: All"]],
        "finance report", "Executive Board", date(2024, 3, 12), set(),
    ),
    "a record of decision": (
        [["Record of Executive Decision", "Decision made by: Cabinet Member for Transport",
          "Date of decision: 14 March 2024", "Subject: Parking Order at Mill Lane"]],
        "decision notice", None, date(2024, 3, 14), set(),
    ),
    "an agenda headed executive": (
        [["Eastham Borough Council", "Notice of Meeting", "EXECUTIVE", "Tuesday, 12 March 2024 6.30 pm", "AGENDA",
          "PART A - ITEMS IN PUBLIC", "1. Apologies", "2. Minutes", "PART B - EXEMPT INFORMATION", "EXEMPT INFORMATION"]],
        "agenda", "Executive", date(2024, 3, 12), set(),
    ),
    "part ii, confidential": ([["Part II – Confidential", *SHEET, PRICE], ["2. The bidder is Acme."]],
        "report", "Executive", date(2024, 3, 12), {1, 2}),
    "exempt report": ([["EXEMPT REPORT", *DEPOT, PRICE], ["2. The bidder is Acme."]],
        "report", "Cabinet", date(2024, 3, 12), {1, 2}),
    "by virtue of, in a sentence of two lines": (
        [["By virtue of paragraph 3 of Part 1 of Schedule 12A of the Local Government Act 1972,",
          "this report is not for publication.", *DEPOT, PRICE]],
        "report", "Cabinet", date(2024, 3, 12), {1},
    ),
    "restricted": ([["RESTRICTED", *DEPOT, PRICE]], "report", "Cabinet", date(2024, 3, 12), {1}),
    "an exempt appendix with a letter": (
        [[*SHEET, PRICE], ["2. The reasons."], ["3. The costs."], ["Exempt Appendix B", "Bids: Acme 900,000"]],
        "report", "Executive", date(2024, 3, 12), {4},
    ),
    "exempt information: none": (
        [[*SHEET, "Exempt information: None", "Confidential: No", PRICE]], "report", "Executive", date(2024, 3, 12), set(),
    ),
    "an agenda with the standing text": (
        [[*NOTICE, "1. Apologies for absence", "2. Minutes (Pages 1 - 4)", "3. Exempt business",
          "To consider passing a resolution to exclude the press and public from the meeting for the",
          "following item on the grounds that it involves the likely disclosure of exempt information as",
          "defined in paragraph 3 of Part 1 of Schedule 12A of the Local Government Act 1972.",
          "PART II (PRIVATE MEETING)", "4. Sale of Mill Lane Depot (Pages 10 - 12)"]],
        "agenda", "Cabinet", date(2024, 3, 12), set(),
    ),
    "an agenda with a heading over the private items": (
        [[*NOTICE, "1. Apologies for absence", "2. Minutes (Pages 1 - 4)", "PART II (EXEMPT)", "NOT FOR PUBLICATION",
          "3. Sale of Mill Lane Depot (Pages 10 - 12)"]],
        "agenda", "Cabinet", date(2024, 3, 12), set(),
    ),
    "an exempt report that begins inside a page": (
        [[*SHEET, PRICE], ["1. Purpose", "1.1 To agree new charges for the car parks.", "2. Reasons", "2.1 Costs have risen.",
          "3. Options", "3.1 There are none that cost less.", "4. Law", "4.1 The Council has the power to do this.",
          "Not for publication by virtue of paragraph 3 of Schedule 12A", *SHEET[:3], "Title: Sale of Depot"],
         ["2. The bidder is Acme."], ["3. The end."], [*SHEET, PRICE], ["2. More."], ["3. More."], ["4. More."],
         ["5. More."]],
        "report", "Executive", date(2024, 3, 12), {2, 3, 4},
    ),
    "an exempt report that ends where the next begins": (
        [[*SHEET, PRICE], ["EXEMPT REPORT", *SHEET[:3], "Title: Sale of Depot", PRICE],
         ["2. The bidder is Acme and its offer stands until the end of the financial year.", "", "", *SHEET, "1. Purpose"],
         ["2. More."], ["3. More."], ["4. More."]],
        "report", "Executive", date(2024, 3, 12), {2, 3},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, PaperFacts]:
    folder = tmp_path_factory.mktemp("others")
    return identified([write_pdf(folder / f"{name}.pdf", case[0]) for name, case in OTHERS.items()])


@pytest.mark.parametrize("name", OTHERS)
def test_papers_of_other_councils(others: Mapping[str, PaperFacts], name: str) -> None:
    _, kind, committee, day, exempt = OTHERS[name]
    facts = others[name]
    found = (facts.kind, facts.committee, facts.meeting_date, facts.exempt_pages)
    assert found == (kind, committee, day, exempt)


def test_a_lettered_section_is_no_title_of_its_paper(tmp_path: Path) -> None:
    title = "Overview and Scrutiny Committee – Work Programme 2025/26 and Tracker of Recommendations"
    heads = ["Meeting", "Item", "Lead officer"]
    rows = [heads, ["25 November 2025", "Flood recovery", "Ada Ash"], ["20 January 2026", "Draft budget", "Ben Oak"]]
    path = write(tmp_path / "a.pdf", "# Osmere District Council", f"# {title}", "# A. Work programme", Ruled(rows))
    assert identify(read_paper(path), path.name).title == title
