"""Over real papers, where there are any: nothing of them is in the project, figures apart."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from assistant.papers import pdfium
from assistant.papers.grids import find_cells
from assistant.papers.model import Paper
from assistant.papers.normalise import contains, locate
from assistant.papers.pool import read_papers
from assistant.papers.ruling import read_drawn
from assistant.papers.tables import labelled_rows
from assistant.papers.words import read_words

COMPARED = [
    ("ecsc-scrutiny-2022-09-14.pdf", 7),
    ("ecsc-scrutiny-2022-09-14.pdf", 28),
    ("improvement-plan-highlight-2023-09.pdf", 9),
    ("real/bristol-decision-notice-2025-05-15.pdf", 5),
    ("real/kent-finance-appendix-2024-11.pdf", 2),
    ("real/kent-supplement-pack-2025-01-09.pdf", 15),
    ("real/weca-investment-fund-programme-2026-06-05.pdf", 4),
    ("real/weca-investment-fund-programme-2026-06-05.pdf", 6),
]


@pytest.fixture(scope="module")
def papers(real_papers: Path) -> dict[str, Paper]:
    found = {}
    for result in read_papers(sorted(real_papers.rglob("*.pdf")), workers=2):
        assert isinstance(result.paper, Paper), result.paper
        found[result.path.stem] = result.paper
    return found


@pytest.mark.parametrize(("name", "number"), COMPARED)
def test_cells_are_those_that_pdfplumber_finds(real_papers, name, number):
    path = real_papers / name
    document = pdfium.open_document(path)
    with pdfium.load_page(document, number) as page:
        drawn = read_drawn(page)
        height = page.height
    pdfium.close_document(document)
    ours = [sorted((x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in cells)
            for cells in find_cells(drawn.level, drawn.plumb)]  # fmt: skip
    with pdfplumber.open(path) as pdf:
        theirs = [sorted(table.cells) for table in pdf.pages[number - 1].find_tables()]
    assert [len(cells) for cells in ours] == [len(cells) for cells in theirs]
    for our, their in zip(ours, theirs, strict=True):
        for a, b in zip(our, their, strict=True):
            assert a == pytest.approx(b, abs=2)


def test_every_page_is_read_and_no_word_is_lost(papers, real_papers):
    for path in real_papers.rglob("*.pdf"):
        document = pdfium.open_document(path)
        for page in papers[path.stem].pages:
            assert page.status in ("text", "table"), (path.name, page.number, page.reason)
            assert page.text.split() == [word.text for word in page.words]
            with pdfium.load_page(document, page.number) as opened:
                printed = "".join(word.text for word in read_words(opened))
            assert sorted(printed) == sorted("".join(word.text for word in page.words))
        pdfium.close_document(document)


def test_every_table_row_can_be_quoted_from_its_page(papers):
    count = 0
    for paper in papers.values():
        pages = {page.number: page for page in paper.pages}
        for row in labelled_rows(paper.pages):
            count += 1
            assert contains(pages[row.page].text, row.text)
            assert locate(pages[row.page].words, row.text)
    assert count > 900


def test_figures_stand_under_the_right_headers(papers):
    def cell(stem: str, page: int, label: str, header: str) -> str:
        rows = [row for row in labelled_rows(papers[stem].pages) if row.page == page and row.text.startswith(label)]
        return next(c.text for row in rows for name, c in row.pairs() if name == header)

    highlight = "improvement-plan-highlight-2023-09"
    assert cell(highlight, 2, "63", "Sep-23") == "971"
    assert cell(highlight, 7, "20", "Target") == "42.1r England"
    finance = "kent-finance-appendix-2024-11"
    assert cell(finance, 2, "Social Support for Carers", "£m Variance") == "-0.6"
    assert cell(finance, 12, "Total CFR", "2024-25 Forecast") == "1,244.33"
    assert cell(finance, 8, "Adult Social Care PFI", "£000s Total Forecast") == "-147.0"
    assert cell("kent-budget-by-directorate-2025-26", 1, "Pay", "CYPE Core £000s") == "343.8"
    meals = "Projected figures over 10 years of operation Meals provided"
    assert cell("weca-investment-fund-programme-2026-06-05", 6, "Bristol", meals) == "4.3m"


def test_printed_numbers_and_positions_are_kept_apart(papers):
    scrutiny = papers["ecsc-scrutiny-2022-09-14"].pages
    assert [scrutiny[n - 1].printed for n in (4, 6, 24, 40)] == ["5", "8", "59", "91"]
    pack = papers["kent-supplement-pack-2025-01-09"].pages
    assert [(page.number, page.printed) for page in pack[:4]] == [(1, None), (2, None), (3, "1"), (4, "2")]
