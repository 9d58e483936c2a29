"""The decisions register: what the filters leave, word for word, on the page, as CSV and as a Word document."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from docx import Document

from assistant.records.model import Confirmation, Resolution, Vote
from assistant.tools.registers import COLUMNS
from assistant.web.views.export import NOT_THE_RECORD, Item, Sheet, to_word
from tests.tools.conftest import finders  # a fixture
from tests.web.views import Make, file_of, page_of, text_of

__all__ = ["finders"]
MARCH, OCTOBER = date(2024, 3, 4), date(2024, 10, 7)
HOSTILE = (
    "=HYPERLINK(\"http://evil.example\") <script>document.title='taken'</script> [a](javascript:1) {{ 7*7 }} \u202e\x07"
)


def resolved(text: str, day: date = MARCH, body: str = "Parks Committee", **more: object) -> Resolution:
    fields = {"verb": "resolved", "minute": "12", "minute_title": "Trees", "status": "draft"} | more
    return Resolution.model_validate(
        {"page": 1, "as_printed": text, "text": text, "committee": body, "meeting_date": day} | fields
    )


def held(finders: Make) -> tuple[object, object]:
    votes = [Vote(side="for", count=7), Vote(side="against", names=["Ash", "Birch"])]
    return finders(
        ("spring", MARCH, [
            resolved("RESOLVED that oak be planted.", votes=votes, outcome="carried", mover="Councillor Elm"),
            resolved("That the pond be noted.", verb="noted", minute="13", minute_title="Pond", status=None),
            resolved("That Zebrafish be paid.", minute="14", access="exempt", minute_title="Zebrafish"),
        ]),
        ("autumn", OCTOBER, [
            resolved("It was AGREED:\na) to mow;\nb) to sow.", OCTOBER, "Planning Committee", verb="agreed", minute_title=None),
            resolved(HOSTILE, OCTOBER, "Planning Committee", minute_title=HOSTILE, mover=HOSTILE),
            Confirmation(page=1, as_printed="Confirmed.", committee="Parks Committee", meeting_date=OCTOBER, minute="1", confirms=MARCH,
                         correction="subject to “oaks”"),
        ]),
        ("part-ii", OCTOBER, [resolved("That Zebrafish be sold.", OCTOBER, "Zebrafish Panel")], "exempt"),
    )  # fmt: skip


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read £"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, 4),
        ({"about": "oak"}, 1),
        ({"about": "oaks planting"}, 1),
        ({"about": "walrus"}, 0),
        ({"committee": "Parks Committee"}, 2),
        ({"committee": "Sewers"}, 0),
        ({"from": "2024-03-05"}, 2),
        ({"to": "2024-03-04"}, 2),
        ({"from": "2024-03-04", "to": "2024-10-07"}, 4),
        ({"verb": "noted"}, 1),
        ({"standing": "confirmed"}, 2),
        ({"standing": "draft", "verb": "agreed"}, 1),
        ({"standing": "unsaid"}, 0),
    ],
)
def test_the_page_and_the_files_hold_what_the_filters_leave(finders: Make, filters: dict[str, str], left: int) -> None:
    public, _ = held(finders)
    page = page_of(public, "decisions", **filters)

    assert page.count('class="card"') == left
    assert f"<strong>{left} decision{'' if left == 1 else 's'}</strong>" in page
    assert len(rows_of(file_of(public, "decisions", "csv", **filters))) == left
    word = Document(io.BytesIO(file_of(public, "decisions", "docx", **filters)))
    assert sum(p.style.name == "Heading 2" for p in word.paragraphs) == left


def test_a_decision_is_shown_word_for_word_with_who_moved_it_the_vote_and_its_standing(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "decisions", about="oak")

    assert "<blockquote>RESOLVED that oak be planted.</blockquote>" in page
    assert "Moved by Councillor Elm." in page
    assert "Vote: for 7; against 2 (Ash, Birch). Carried." in page
    assert "Minutes confirmed on 7 October 2024, subject to “oaks”" in page
    assert '<span class="tag">Confirmed</span>' in page and "Draft minutes</span>" not in page
    assert 'data-picture="page/spring/1.png?boxes=" data-paper="paper/spring.pdf#page=1"' in page


def test_a_filter_that_cannot_be_read_is_told_and_left_out(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "decisions", **{"from": "<b>May</b>", "verb": "shouted", "page": "-3"})

    assert "From: “&lt;b&gt;May&lt;/b&gt;” is no date. Write it as 2025-06-17." in page
    assert "Kind: “shouted” is none of" in page
    assert page.count('class="card"') == 4


def test_what_is_exempt_is_in_no_row_count_choice_or_file(finders: Make) -> None:
    public, cleared = held(finders)
    for filters in ({}, {"about": "Zebrafish"}, {"committee": "Zebrafish Panel"}):
        page = (
            page_of(public, "decisions", **filters).replace("Words: “Zebrafish”", "").replace("“Zebrafish Panel”", "")
        )
        for told in ("ebrafish be", "part-ii", "EXEMPT", "Exempt"):
            assert told not in page
        assert '<option value="Zebrafish Panel">' not in page
        for ending in ("csv", "docx"):
            assert "ebrafish be" not in text_of(public, "decisions", ending, **filters)

    page = page_of(cleared, "decisions")
    assert page.count('class="card"') == 6
    assert page.count('<span class="tag exempt">Exempt</span>') == 1, "the page of part-ii is exempt"
    access = {row["document"]: row["access"] for row in rows_of(file_of(cleared, "decisions", "csv"))}
    assert access == {"spring.pdf": "public", "autumn.pdf": "public", "part-ii.pdf": "exempt"}
    word = Document(io.BytesIO(file_of(cleared, "decisions", "docx")))
    assert sum("EXEMPT, not for publication" in p.text for p in word.paragraphs) == 1


def test_tricks_in_a_paper_stay_text_everywhere(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "decisions", about="HYPERLINK", committee='"><script>alert(1)</script>')
    page += page_of(public, "decisions")

    assert page.count("<script") == 2, "only the page's own"
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page and "\x07" not in page
    row = next(row for row in rows_of(file_of(public, "decisions", "csv")) if "HYPERLINK" in row["text"])
    assert row["text"].startswith("'=HYPERLINK") and row["title"].startswith("'=") and row["mover"].startswith("'=")
    word = Document(io.BytesIO(file_of(public, "decisions", "docx", about="HYPERLINK")))
    assert any(p.text.startswith("=HYPERLINK(") and "<script>" in p.text for p in word.paragraphs)
    assert not word.part.rels or not any("evil" in rel.target_ref for rel in word.part.rels.values() if rel.is_external)


def test_the_word_document_says_what_it_is_and_where_each_decision_stands(finders: Make) -> None:
    public, _ = held(finders)
    word = Document(io.BytesIO(file_of(public, "decisions", "docx", committee="Parks Committee", verb="resolved")))
    text = [p.text for p in word.paragraphs]

    assert text[0] == "Decisions"
    assert text[1].startswith("1 decision. Shown: Committee: “Parks Committee”; Kind: Resolved. ")
    assert text[2] == NOT_THE_RECORD
    assert text[3] == "Parks Committee, 4 March 2024, minute 12: Trees"
    assert "RESOLVED that oak be planted." in text
    assert text[-1] == "spring (spring.pdf), page 1"


def test_an_empty_register_has_its_columns(finders: Make) -> None:
    public, _ = finders(("spring", MARCH, []))

    assert file_of(public, "decisions", "csv").decode("utf-8-sig").strip() == ",".join(
        (*COLUMNS["decisions"], "access")
    )
    assert "<strong>0 decisions</strong>" in page_of(public, "decisions")


def test_a_long_list_is_cut_into_pages_that_keep_the_filters(finders: Make) -> None:
    many = [resolved(f"That tree {n} be planted.", minute=str(n)) for n in range(120)]
    public, _ = finders(("spring", MARCH, many))
    page = page_of(public, "decisions", about="tree", page=3)

    assert page.count('class="card"') == 20 and "101 to 120 shown" in page
    assert 'href="./decisions?about=tree&amp;page=2"' in page and "Next ›</a></li>" not in page
    assert page_of(public, "decisions", page=99).count('class="card"') == 20
    assert len(rows_of(file_of(public, "decisions", "csv", about="tree"))) == 120


def test_characters_that_no_document_can_hold_do_not_stop_an_export(finders: Make) -> None:
    text = "That the foot\ufffepath be mended\uffff.\x0b"
    public, _ = finders(("spring", MARCH, [resolved(text, minute_title=text)]))

    assert "That the footpath be mended." in text_of(public, "decisions", "docx")
    assert "That the footpath be mended." in text_of(public, "decisions", "csv")
    assert "<blockquote>That the footpath be mended.</blockquote>" in page_of(public, "decisions")
    assert to_word(Sheet("t", [], [], [], [Item("half \ud800", [], None, "s")], "row"), MARCH).startswith(b"PK")
