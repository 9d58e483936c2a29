"""What changed since a paper: the paper it is compared with, each line with its pages, decisions since, nothing exempt."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from docx import Document

from tests.tools.conftest import finders  # a fixture
from tests.web.test_actions_view import tracked
from tests.web.test_decisions_view import resolved
from tests.web.test_indicators_view import observed
from tests.web.views import Make, file_of, page_of, text_of

__all__ = ["finders"]
MARCH, JUNE, OCTOBER = date(2024, 3, 4), date(2024, 6, 3), date(2024, 10, 7)
OAKS = "Percentage of oaks that are watered"
TRICK = "=1+1 <script>x</script>"


def held(finders: Make) -> tuple[object, object]:
    bench, herd = "To place oak benches.", "A herd of Zebrafish to go abroad."
    return finders(
        ("spring", MARCH, [
            resolved("RESOLVED that spring come.", MARCH), observed(OAKS, 1, "80.0%", 80.0, 10), tracked(bench, "None yet.", "12", date(2024, 4, 30)),
            tracked(herd, "Secret.", "17", date(2024, 4, 30), access="exempt"),
        ]),
        ("summer", JUNE, [
            resolved("RESOLVED that summer come.", JUNE), observed(OAKS, 2, "81.5%", 81.5, 20), tracked(bench, "Some.", "12", date(2024, 7, 31)),
            tracked(herd, "Secret.", "17", date(2024, 7, 31), access="exempt"),
        ]),
        ("autumn", OCTOBER, [
            resolved(f"RESOLVED {TRICK}", OCTOBER), observed(OAKS, 3, "78.0%", 78.0, 30), tracked(bench, f"All. {TRICK}", "12", date(2024, 12, 31)),
        ]),
        ("part-ii", OCTOBER, [resolved("That Zebrafish be sold.", OCTOBER), observed(OAKS, 4, "99.9%", 99.9)], "exempt"),
    )  # fmt: skip


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_paper_is_compared_with_the_newest_like_it_and_each_line_shows_both_pages(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "changes", since="spring.pdf")

    assert "compared with <strong>autumn (7 October 2024)</strong>: 2 changes and 2 decisions." in page
    assert "<dd>Jan-24: 80.0%</dd>" in page and "<dd>Mar-24: 78.0%</dd>" in page
    assert "78.0 − 80.0 = −2.0 percentage points" in page
    assert '<span class="tag late">Slipped</span>' in page
    assert "RESOLVED that summer come." in page and "spring come" not in page
    figures = page.split("Figures (1)</h2>")[1].split("</section>")[0]
    shown = [
        re.search(rf'id="{source}"[^>]*data-picture="page/(\w+)/', page)
        for source in re.findall(r'data-shows="([^"]+)"', figures)
    ]
    assert [found[1] for found in shown if found] == ["spring", "autumn"]


def test_another_paper_may_be_chosen_and_bounds_the_decisions(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "changes", since="spring.pdf", to="summer.pdf")

    assert "compared with <strong>summer (3 June 2024)</strong>" in page
    assert "RESOLVED that summer come." in page and "&lt;script&gt;" not in page
    assert "<dd>Feb-24: 81.5%</dd>" in page
    turned = page_of(public, "changes", since="summer.pdf", to="spring.pdf")
    assert "Since <strong>spring (4 March 2024)</strong>" in turned, "whichever is named first, the older is the before"


def test_the_newest_paper_has_nothing_after_it_and_an_unknown_one_is_told(finders: Make) -> None:
    public, _ = held(finders)

    assert "0 decisions. No later paper of its kind is held" in page_of(public, "changes", since="autumn.pdf")
    page = page_of(public, "changes", since="walrus.pdf")
    assert "Since: no one paper held here is called “walrus.pdf”." in page
    assert "The newest papers against those before" in page


def test_without_a_paper_the_newest_pairs_are_offered(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "changes")

    assert 'href="./changes?since=summer.pdf&amp;to=autumn.pdf"' in page
    assert page.count("<option") == 2 * (1 + 3)


def test_the_files_hold_every_line_with_its_page(finders: Make) -> None:
    public, _ = held(finders)
    rows = rows_of(file_of(public, "changes", "csv", since="spring.pdf"))
    word = Document(io.BytesIO(file_of(public, "changes", "docx", since="spring.pdf")))

    assert [row["kind"] for row in rows] == ["decision", "decision", "indicator", "tracked decision"]
    assert all(row["document"] and row["page"] for row in rows)
    assert rows[2]["before"] == "Jan-24: 80.0%" and rows[2]["before_document"] == "spring.pdf"
    text = [p.text for p in word.paragraphs]
    assert f"Indicator: {OAKS}" in text and "Before: Jan-24: 80.0% (spring.pdf, page 1)" in text


def test_what_is_exempt_is_in_no_line_choice_or_file(finders: Make) -> None:
    public, cleared = held(finders)
    for filters in (
        {},
        {"since": "spring.pdf"},
        {"since": "spring.pdf", "to": "part-ii.pdf"},
        {"since": "part-ii.pdf"},
    ):
        page = (
            page_of(public, "changes", **filters)
            .replace("“part-ii.pdf”", "")
            .replace('<option value="part-ii.pdf" selected>part-ii.pdf<', "")
        )
        assert "Zebrafish" not in page and "part-ii" not in page and "99.9" not in page
        for ending in ("csv", "docx"):
            told = text_of(public, "changes", ending, **filters)
            assert "Zebrafish" not in told and "99.9" not in told

    rows = rows_of(file_of(cleared, "changes", "csv", since="spring.pdf", to="part-ii.pdf"))
    assert any("Zebrafish" in row["after"] and row["access"] == "exempt" for row in rows)


def test_tricks_in_a_paper_stay_text(finders: Make) -> None:
    public, _ = held(finders)

    assert page_of(public, "changes", since="spring.pdf").count("<script") == 1, "only the page's own"
