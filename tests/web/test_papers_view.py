"""The papers that are in: counts of their pages, why some were not read, filters, files, and nothing exempt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from assistant.records.model import TableReading
from assistant.store.store import Store
from assistant.store.tables import PageRow
from assistant.testing import TinyEmbedder
from assistant.tools.ledger import Ledger
from assistant.tools.names import Finder
from assistant.web.views.papers import COLUMNS
from tests.tools.conftest import new_paper
from tests.web.views import file_of, page_of, text_of

MARCH, OCTOBER = date(2024, 3, 4), date(2024, 10, 7)
TRICK = "=1+1 <script>x</script>"
PAGES = [
    ("table", None, "public"),
    ("text", None, "public"),
    ("picture", "only a picture", "public"),
    ("failed", f"damaged {TRICK}", "public"),
    ("ocr", None, "public"),
    ("text", None, "exempt"),
    ("failed", "Zebrafish", "exempt"),
]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Finder, Finder]]:
    """A pack with pages of every kind, two of them exempt; minutes; and a paper that is wholly exempt."""
    with ExitStack() as stack:
        store = stack.enter_context(Store.write(tmp_path / "s", TinyEmbedder(), "tiny"))
        left = TableReading(
            page=1,
            as_printed="",
            read_as="text",
            caption=f"Budget {TRICK}",
            rows=9,
            left=4,
            reason="no known kind of table",
        )
        secret = TableReading(
            page=6, as_printed="", read_as="text", caption="Zebrafish", rows=9, left=4, access="exempt"
        )
        pack = new_paper(tmp_path, "pack", OCTOBER, [left, secret])
        pack.pages[:] = [
            PageRow(paper_id="pack", number=n, status=status, reason=reason, access=access, text="", words=b"")
            for n, (status, reason, access) in enumerate(PAGES, start=1)
        ]
        pack.paper.n_pages, pack.paper.kind, pack.paper.version = len(PAGES), "agenda pack", 3
        minutes = new_paper(tmp_path, "minutes", MARCH, [])
        minutes.paper.kind, minutes.paper.status, minutes.paper.committee = "minutes", "draft", "Planning Committee"
        for paper in (pack, minutes, new_paper(tmp_path, "zebrafish-sale", OCTOBER, [], "exempt")):
            store.add(paper)
        yield tuple(Finder(Ledger(store, access), TinyEmbedder()) for access in (("public",), ("public", "exempt")))  # type: ignore[misc]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_paper_says_what_it_is_and_how_far_it_could_be_read(held: tuple[Finder, Finder]) -> None:
    page = page_of(held[0], "papers", about="pack")

    assert "Pages: 1 with tables, 1 of text, 1 read by text recognition, 1 only a picture, 1 could not be read." in page
    assert "Version 3; it took the place of an older one." in page
    assert "2 pages not read" in page and "4 places not read, or kept as text only" in page
    assert "Only a picture, such as a scan: there is no text in it to read." in page
    assert "It could not be read: damaged =1+1 &lt;script&gt;" in page
    assert "4 rows kept as text only, in no register (no known kind of table)." in page
    assert 'data-picture="page/pack/3.png?boxes="' in page, "the page that could not be read can be looked at"


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["pack.pdf", "minutes.pdf"]),
        ({"kind": "minutes"}, ["minutes.pdf"]),
        ({"committee": "Parks Committee"}, ["pack.pdf"]),
        ({"standing": "draft"}, ["minutes.pdf"]),
        ({"standing": "unsaid"}, ["pack.pdf"]),
        ({"from": "2024-03-05"}, ["pack.pdf"]),
        ({"to": "2024-03-04"}, ["minutes.pdf"]),
        ({"unread": "1"}, ["pack.pdf"]),
        ({"about": "walrus"}, []),
    ],
)
def test_the_filters_leave_what_they_say(
    held: tuple[Finder, Finder], filters: dict[str, str], names: list[str]
) -> None:
    rows = rows_of(file_of(held[0], "papers", "csv", **filters))

    assert [row["document"] for row in rows] == names
    assert page_of(held[0], "papers", **filters).count('class="card"') == len(names)
    assert not rows or list(rows[0]) == list(COLUMNS)


def test_the_pdf_is_offered_only_where_all_of_it_may_be_seen(held: tuple[Finder, Finder]) -> None:
    public, cleared = (page_of(finder, "papers") for finder in held)

    assert "./paper/pack.pdf" not in public and "./paper/minutes.pdf" in public
    assert "./paper/pack.pdf" in cleared and "./paper/zebrafish-sale.pdf" in cleared


def test_what_is_exempt_is_in_no_row_count_reason_or_file(held: tuple[Finder, Finder]) -> None:
    public, cleared = held
    for filters in ({}, {"about": "zebrafish"}, {"unread": "1"}):
        page = page_of(public, "papers", **filters).replace("“zebrafish”", "").replace('value="zebrafish"', "")
        assert "ebrafish" not in page and "Exempt" not in page
        for ending in ("csv", "docx"):
            told = text_of(public, "papers", ending, **filters).replace("“zebrafish”", "")
            assert "ebrafish" not in told
    assert rows_of(file_of(public, "papers", "csv"))[0]["unread_pages"] == "2"

    page = page_of(cleared, "papers")
    assert '<span class="tag exempt">Exempt</span>' in page and "3 pages not read" in page
    assert {row["access"] for row in rows_of(file_of(cleared, "papers", "csv"))} == {"public", "exempt"}


def test_tricks_in_reasons_and_captions_stay_text(held: tuple[Finder, Finder]) -> None:
    assert page_of(held[0], "papers").count("<script") == 1, "only the page's own"
