"""Files into papers: unchanged, changed, moved, corrected, twice; what is no more answers no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table
from sqlalchemy import select

from assistant.errors import UsageError
from assistant.papers.read import read_paper
from assistant.retrieval.ingest import find_pdfs, ingest, remove_missing, remove_papers
from assistant.retrieval.terms import stem
from assistant.settings import Servers, Settings
from assistant.store import keywords
from assistant.store.store import NewPaper, Store
from assistant.store.tables import Base, PageRow, PaperRow, PassageRow
from assistant.store.vectors import EmbedsOnce
from assistant.testing import TinyEmbedder
from tests.cli.conftest import write_pdf
from tests.conftest import kept_on


@pytest.fixture(params=["folder", "both"])  # what each server does alone is for the tests of the store
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    yield from kept_on(request)


class Counting(TinyEmbedder):
    """Keeps what it was asked to embed."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return super().embed_documents(texts)


class Shelf:
    """A folder of papers and the store made of it."""

    def __init__(self, folder: Path, servers: Servers) -> None:
        self.papers, self.store_folder = folder / "papers", folder / "store"
        self.servers = servers
        self.embedder = Counting()
        self.settings = Settings(store=self.store_folder, workers=1)

    def opened(self) -> AbstractContextManager[Store]:
        return Store.write(self.store_folder, self.embedder, "tiny", self.servers)

    def write(self, name: str, *lines: str) -> Path:
        return write_pdf(self.papers / name, [lines])

    def take_in(self, *paths: Path, sync: bool = False) -> list[str]:
        """Ingest (all, or the paths); a line "outcome name: note" a file, and a line a paper removed."""
        chosen = list(paths) or [self.papers]
        with self.opened() as store:
            lines = [f"removed {name}" for name in (remove_missing(store, chosen) if sync else [])]
            done = list(ingest(store, self.settings, find_pdfs(chosen)))
            lines += [f"{d.outcome} {d.path.name}: {d.note}" for d in done]
            assert store.check().clean
        return lines

    def holds(self, word: str) -> list[str]:
        """The names of the papers that the keyword index and the passages find a word in."""
        with self.opened() as store, store.session() as session:
            ids = [i for i, _ in keywords.search(session.connection(), "public", [stem(word)], 50)]
            hits = session.scalars(select(PassageRow).where(PassageRow.id.in_(ids)))
            by_word = {hit.paper_id for hit in hits if stem(word) in hit.terms.split("\n")[1].split()}
            rows = session.scalars(select(PassageRow).where(PassageRow.text.icontains(word)))
            assert {row.paper_id for row in rows} == by_word
            return sorted(session.scalars(select(PaperRow.document).where(PaperRow.id.in_(by_word))))

    def names(self) -> list[str]:
        with self.opened() as store, store.session() as session:
            return sorted(session.scalars(select(PaperRow.document)))


@pytest.fixture
def shelf(tmp_path: Path, servers: Servers) -> Shelf:
    return Shelf(tmp_path, servers)


def minutes(day: str, *more: str) -> list[str]:
    """The lines of some minutes, long enough that a few words changed leave them the same paper."""
    items = [
        f"{n}. {title}: the Committee noted the report of the officer and thanked the team for its work."
        for n, title in enumerate(("Apologies", "Declarations", "Parks", "Libraries", "Refuse", "Trees", "Paths"), 1)
    ]
    return [
        f"Minutes of the meeting of the Parks Committee held on {day}",
        "Present: Councillor Ash (Chair)",
        *items,
        *more,
    ]


def test_what_is_in_already_is_left_alone(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The library opens at nine.")
    assert shelf.take_in() == ["added a.pdf: "]
    shelf.embedder.asked.clear()
    assert shelf.take_in() == ["unchanged a.pdf: already in"]
    assert shelf.embedder.asked == []


def test_a_changed_file_replaces_its_old_passages_completely(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.take_in()
    shelf.write("a.pdf", "Parking in the square costs two pounds.")
    assert shelf.take_in() == ["replaced a.pdf: replaces version 1"]
    assert shelf.holds("aardvark") == []
    assert shelf.holds("square") == ["a.pdf"]
    assert len(list((shelf.store_folder / "files").iterdir())) == 1


def test_a_file_changed_and_changed_back_is_followed(shelf: Shelf) -> None:
    for word in ("aardvark", "badger", "aardvark"):
        shelf.write("a.pdf", f"The {word} house opens at nine.")
        shelf.take_in()
        assert shelf.holds(word) == ["a.pdf"]
    assert shelf.holds("badger") == []


def test_the_same_file_under_two_names_is_one_paper(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The library opens at nine.")
    shelf.write("b.pdf", "The library opens at nine.")
    assert shelf.take_in() == ["added a.pdf: ", "unchanged b.pdf: already in (the same file as a.pdf)"]
    assert shelf.names() == ["a.pdf"]


def test_two_papers_of_one_name_in_two_folders_are_both_kept(shelf: Shelf) -> None:
    shelf.write("may/Agenda.pdf", "The aardvark house opens at nine.")
    shelf.write("june/Agenda.pdf", "Parking in the square costs two pounds.")
    shelf.take_in()
    assert shelf.names() == ["Agenda.pdf", "Agenda.pdf"]
    with (
        shelf.opened() as store,
        pytest.raises(UsageError, match=r"2 papers are named Agenda\.pdf; give the id instead: \w+, \w+"),
    ):
        remove_papers(store, ["Agenda.pdf"])
    assert len(shelf.names()) == 2


def test_a_renamed_file_stays_and_is_not_taken_for_gone(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.take_in()
    (shelf.papers / "a.pdf").rename(shelf.papers / "new.pdf")
    assert shelf.take_in(sync=True) == ["unchanged new.pdf: already in"]
    assert shelf.names() == ["new.pdf"]
    assert shelf.holds("aardvark") == ["new.pdf"]


@pytest.mark.parametrize("kept_as", ["Agenda-old.pdf", "old.pdf"])  # read before and after the new Agenda.pdf
def test_a_new_file_under_the_name_of_one_that_was_moved_aside(shelf: Shelf, kept_as: str) -> None:
    shelf.write("Agenda.pdf", "The aardvark house opens at nine.")
    shelf.take_in()
    (shelf.papers / "Agenda.pdf").rename(shelf.papers / kept_as)
    shelf.write("Agenda.pdf", "Parking in the square costs two pounds.")
    shelf.take_in()
    assert shelf.holds("aardvark") == [kept_as]
    assert shelf.holds("square") == ["Agenda.pdf"]


def test_two_files_that_swap_their_places_are_both_kept(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.write("b.pdf", "Parking in the square costs two pounds.")
    shelf.take_in()
    shelf.write("b.pdf", "The aardvark house opens at nine.")
    shelf.write("a.pdf", "Parking in the square costs two pounds.")
    shelf.take_in()
    assert shelf.holds("aardvark") == ["b.pdf"]
    assert shelf.holds("square") == ["a.pdf"]


def test_a_file_overwritten_with_a_paper_that_is_in_already_loses_its_old_words(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.write("b.pdf", "Parking in the square costs two pounds.")
    shelf.take_in()
    shelf.write("a.pdf", "Parking in the square costs two pounds.")
    assert shelf.take_in()[0] == (
        "unchanged a.pdf: already in (the same file as b.pdf); what this file held before is removed"
    )
    assert shelf.holds("aardvark") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("minutes-draft.pdf", "minutes-final.pdf"), ("minutes.pdf", "minutes-corrected.pdf"), ("m v1.pdf", "m v2.pdf")],
)
def test_a_corrected_version_under_a_new_name_replaces_and_stays(shelf: Shelf, old: str, new: str) -> None:
    shelf.write(old, *minutes("4 March 2024", "8. Benches: aardvark granite was agreed."))
    shelf.write(new, *minutes("4 March 2024", "8. Benches: oak was agreed."))
    first = shelf.take_in()
    assert shelf.names() == [new]
    assert (shelf.holds("aardvark"), shelf.holds("oak")) == ([], [new])
    assert len(first) == 2
    again = shelf.take_in()  # the older file is still there: it neither comes back nor breaks the run
    assert sorted(again) == sorted(
        [f"unchanged {new}: already in", f"unchanged {old}: an older version of {new}, which is in"]
    )
    assert shelf.names() == [new]


def test_an_older_version_may_come_back_when_the_newer_is_removed(shelf: Shelf) -> None:
    shelf.write("minutes-draft.pdf", *minutes("4 March 2024", "8. Benches: aardvark granite was agreed."))
    newer = shelf.write("minutes-final.pdf", *minutes("4 March 2024", "8. Benches: oak was agreed."))
    shelf.take_in()
    newer.unlink()
    assert shelf.take_in() == ["unchanged minutes-draft.pdf: an older version of minutes-final.pdf, which is in"]
    assert shelf.take_in(sync=True) == ["removed minutes-final.pdf", "added minutes-draft.pdf: "]
    with shelf.opened() as store:
        assert remove_papers(store, ["minutes-draft.pdf", "minutes-draft.pdf"]) == ["minutes-draft.pdf"]
    assert shelf.take_in() == ["added minutes-draft.pdf: "]


def test_another_meetings_minutes_and_another_months_report_are_other_papers(shelf: Shelf) -> None:
    shelf.write("march/minutes.pdf", *minutes("4 March 2024"))
    shelf.write("april/minutes.pdf", *minutes("8 April 2024"))
    same = [
        f"Row {n}: the work is on course and the measures agreed last year are being carried out." for n in range(20)
    ]
    shelf.write("one/report.pdf", "Highlight Report", "The position at 31 May 2024 is as follows.", *same)
    shelf.write("two/report.pdf", "Highlight Report", "The position at 30 June 2024 is as follows.", *same)
    assert [line.split()[0] for line in shelf.take_in()] == ["added"] * 4
    assert len(shelf.names()) == 4


def test_sync_removes_what_is_gone_from_the_folders_named_only(shelf: Shelf, tmp_path: Path) -> None:
    gone = shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.write("b.pdf", "Parking in the square costs two pounds.")
    elsewhere = write_pdf(tmp_path / "other" / "c.pdf", [["Trees are planted in autumn."]])
    shelf.take_in(shelf.papers, elsewhere)
    gone.unlink()
    elsewhere.unlink()
    assert shelf.take_in() == ["unchanged b.pdf: already in"]  # without it nothing is removed
    assert shelf.names() == ["a.pdf", "b.pdf", "c.pdf"]
    assert shelf.take_in(sync=True) == ["removed a.pdf", "unchanged b.pdf: already in"]
    assert shelf.names() == ["b.pdf", "c.pdf"]


def test_a_file_that_cannot_be_read_any_more_keeps_the_version_taken_in(shelf: Shelf) -> None:
    path = shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.take_in()
    path.write_bytes(b"")
    (line,) = shelf.take_in(sync=True)
    assert line.startswith("failed a.pdf: ") and line.endswith("The version taken in earlier stays.")
    assert shelf.holds("aardvark") == ["a.pdf"]


def test_a_file_that_goes_away_while_it_is_read_keeps_no_other_out(shelf: Shelf) -> None:
    shelf.write("a.pdf", "The aardvark house opens at nine.")
    shelf.write("b.pdf", "Parking in the square costs two pounds.")
    with shelf.opened() as store:
        outcomes = []
        original = store._keep_file

        def keep(new: NewPaper, replaces: str | None) -> None:
            if new.source.name == "a.pdf":
                new.source.unlink()
            original(new, replaces)

        store._keep_file = keep  # type: ignore[method-assign]
        outcomes = [(o.outcome, o.note) for o in ingest(store, shelf.settings, find_pdfs([shelf.papers]))]
        assert store.check().clean
    assert [outcome for outcome, _ in outcomes] == ["failed", "added"]
    assert "went away while it was read" in outcomes[0][1]


def test_equal_texts_are_embedded_once_an_ingest(shelf: Shelf) -> None:
    said = "The Committee noted the report on parking in the market square, which was well received."
    # Never twice at one height: what stands at the same place of every page is a running header.
    pages = [[""] * (n % 30) + [said] for n in range(60)]
    write_pdf(shelf.papers / "a.pdf", pages)
    write_pdf(shelf.papers / "b.pdf", [[said], ["Trees are planted in the autumn of each year along the main road."]])
    shelf.take_in()
    assert sorted(shelf.embedder.asked) == sorted(set(shelf.embedder.asked))
    assert len(shelf.embedder.asked) == 2
    with shelf.opened() as store, store.session() as session:
        assert len(session.scalars(select(PassageRow)).all()) == 62
        assert len(store.vectors.keys("public")) == 62
        assert len(session.scalars(select(PageRow)).all()) == 62


def test_embedding_once_gives_each_text_its_own_vector() -> None:
    counting = Counting()
    once = EmbedsOnce(counting)
    texts = ["parks", "trees", "parks", "paths", "trees"]
    for _ in range(2):
        for got, want in zip(once.embed_documents(texts), TinyEmbedder().embed_documents(texts), strict=True):
            assert got == pytest.approx(want)
    assert counting.asked == ["parks", "trees", "paths"]
    assert once.embed_query("parks") == TinyEmbedder().embed_query("parks")


def test_files_are_found_once_each_and_hidden_ones_left_out(tmp_path: Path) -> None:
    a = write_pdf(tmp_path / "p" / "a.pdf", [["x"]])
    b = write_pdf(tmp_path / "p" / "deep" / "B.PDF", [["x"]])
    write_pdf(tmp_path / "p" / ".hidden" / "c.pdf", [["x"]])
    (tmp_path / "p" / "notes.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "p" / "link.pdf").symlink_to(a)
    assert find_pdfs([tmp_path / "p", a, tmp_path / "p" / "deep"]) in ([a, b], [tmp_path / "p" / "link.pdf", b])
    with pytest.raises(UsageError, match="does not exist"):
        find_pdfs([tmp_path / "none"])
    with pytest.raises(UsageError, match="No PDF files in"):
        find_pdfs([tmp_path / "empty"])


_Q_IS_NUL = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Odd def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfrange <20> <70> <0020> <72> <7e> <0072> endbfrange 1 beginbfchar <71> <0000> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""


def nul_pdf(path: Path) -> Path:
    """A PDF with NULs wherever text comes from: words, cells, title, bookmark and page label."""
    path.parent.mkdir()
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "A parkqing space costs 12q.50 pounds.")
    grid = Table([["Measure", "2024q/25"], ["Spaces", "1q18"]], style=[("GRID", (0, 0), (-1, -1), 1, "black")])
    grid.wrapOn(canvas, 400, 400)
    grid.drawOn(canvas, 72, 500)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    mapped = StreamObject()
    mapped.set_data(_Q_IS_NUL)
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(mapped)
    writer.add_metadata({"/Title": "Parking\x00 in the market square"})
    writer.add_outline_item(title="Par\x00king", page_number=0)
    writer.set_page_label(0, 0, prefix="A\x00-")
    writer.write(path)
    return path


def test_nul_characters_in_a_pdf_reach_no_table(shelf: Shelf) -> None:
    """PostgreSQL takes none; and one in a word or figure would part it from the question's."""
    path = nul_pdf(shelf.papers / "nul.pdf")
    assert PdfReader(path).pages[0].extract_text().count("\x00") == 4
    paper = read_paper(path)
    assert paper.outline and "\x00" not in repr(paper).replace("\\x00", "\x00")
    assert shelf.take_in() == ["added nul.pdf: "]
    assert shelf.holds("parking") == ["nul.pdf"]
    with shelf.opened() as store, store.session() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    held = json.dumps([value for row in rows for value in row if not isinstance(value, bytes)], default=str)
    assert "118" in held and "\\u0000" not in held
