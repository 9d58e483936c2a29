from __future__ import annotations

import pytest
from pypdf import PdfWriter

from assistant.papers.furniture import to_roman
from assistant.papers.read import read_paper, sensible_title


def body(n, foot=None, y=30):
    def draw(s):
        s.lines(f"Text of page number {'z' * n} which is long enough to be text.")
        if foot:
            s.at(290, y, foot)

    return draw


def printed(paper):
    return [page.printed for page in paper.pages]


def test_bare_numbers_count_when_they_run_on(read):
    assert printed(read(*(body(n, str(n + 6)) for n in range(1, 5)))) == ["7", "8", "9", "10"]


def test_a_lone_number_a_year_and_a_quantity_do_not_count(read):
    assert printed(read(body(1, "2024"), body(2, "2024"), body(3), body(4, "17"), body(5))) == [None] * 5


def test_no_offset_is_taken_over_the_whole_file(read):
    paper = read(body(1), body(2, "1"), body(3, "2"), body(4), body(5, "Page 93"), body(6, "Page 94"), body(7, "3"))
    assert printed(paper) == [None, "1", "2", None, "93", "94", None]


def test_roman_numerals_run_on_too(read):
    assert printed(read(*(body(n, to_roman(n)) for n in range(1, 5)))) == ["i", "ii", "iii", "iv"]


def test_the_number_stamped_on_the_pack_goes_before_the_number_of_the_report(read):
    def page(n):
        return lambda s: (body(n, f"Page {n} of 3")(s), s.at(500, 30, f"Page {n + 65}"))

    assert printed(read(*(page(n) for n in (1, 2, 3)))) == ["66", "67", "68"]


def test_labels_are_those_of_the_pdf(build, tmp_path):
    writer = PdfWriter(clone_from=str(build(*(body(n) for n in range(1, 5)))))
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 3, prefix="A-", style="/D")
    writer.add_outline_item(title="Minutes", page_number=1)
    writer.write(tmp_path / "labelled.pdf")
    paper = read_paper(tmp_path / "labelled.pdf")
    assert [page.label for page in paper.pages] == ["i", "ii", "A-1", "A-2"]
    assert [page.number for page in paper.pages] == [1, 2, 3, 4]
    assert paper.outline == [(1, "Minutes", 2)]


def test_a_pdf_without_labels_has_none(read):
    assert [page.label for page in read(body(1), body(2)).pages] == [None, None]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "untitled",
        "(anonymous)",
        "Agenda",
        "Agenda Template",
        "Microsoft Word - x.doc",
        "report_v2_FINAL",
        "Minutes",
        "12.05.2024",
        "C:\\temp\\a",
    ],
)
def test_what_a_program_left_as_title_is_none(title):
    assert sensible_title(title) is None


def test_a_title_that_somebody_wrote_is_kept(read):
    def draw(s):
        s.canvas.setTitle("Scrutiny Committee, 14 May 2025")
        body(1)(s)

    assert read(draw).title == "Scrutiny Committee, 14 May 2025"
