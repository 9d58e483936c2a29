"""Papers brought by somebody: marked as exempt, read again, sent from a browser so that they lie in no folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.retrieval.ingest import Handling, ingest, remove_missing, take_in
from assistant.retrieval.sources import Source, from_sender, from_store
from assistant.settings import Servers
from assistant.store import keywords
from assistant.store.tables import PageRow, PaperRow, PassageRow
from tests.retrieval.test_ingest import Shelf, minutes


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, Servers())


def brought(shelf: Shelf, source: Path | Source, handling: Handling) -> str:
    """Take one file in as it is said to be; its outcome and note."""
    with shelf.opened() as store:
        take = ingest(store, shelf.settings, [source], handling=handling) if isinstance(source, Path) else None
        done = list(take or take_in(store, shelf.settings, [source], handling=handling))  # type: ignore[list-item]
        assert store.check().clean
    return f"{done[0].outcome}: {done[0].note}"


def sent(shelf: Shelf, name: str, key: str, *lines: str, handling: Handling | None = None) -> str:
    """Send a file from a browser; it is gone afterwards."""
    path = shelf.papers.parent / "sent" / key / name
    shutil.move(shelf.write(name, *lines), path.parent.mkdir(parents=True) or path)
    told = brought(shelf, from_sender(path, key), handling or Handling())
    shutil.rmtree(path.parent)
    return told


def access(shelf: Shelf, name: str) -> set[str]:
    """The access of a paper, its pages and its passages."""
    with shelf.opened() as store, store.session() as session:
        paper = session.scalars(select(PaperRow).where(PaperRow.document == name)).one()
        said = {paper.access}
        for table in (PageRow, PassageRow):
            said |= set(session.scalars(select(table.access).where(table.paper_id == paper.id)))
        return said


def held(shelf: Shelf, name: str) -> PaperRow:
    with shelf.opened() as store, store.session() as session:
        return session.scalars(select(PaperRow).where(PaperRow.document == name)).one()


def test_what_is_marked_as_exempt_is_so_on_every_page(shelf: Shelf) -> None:
    path = shelf.write("a.pdf", "The aardvark house is sold for two pounds.")
    assert brought(shelf, path, Handling(exempt=True)) == "added: "
    assert access(shelf, "a.pdf") == {"exempt"}
    with shelf.opened() as store, store.session() as session:
        assert keywords.search(session.connection(), "public", ["aardvark"], 9) == []
        assert store.vectors.keys("public") == set() != store.vectors.keys("exempt")


def test_a_public_paper_can_be_made_exempt_and_is_not_made_public_by_being_met_again(shelf: Shelf) -> None:
    path = shelf.write("a.pdf", "The aardvark house is sold for two pounds.")
    shelf.take_in()
    assert brought(shelf, path, Handling(exempt=True)) == "replaced: exempt from now on"
    assert brought(shelf, path, Handling(exempt=True)) == "unchanged: already in"
    assert brought(shelf, path, Handling(again=True)) == "replaced: read again"
    assert access(shelf, "a.pdf") == {"exempt"}


def test_a_new_version_of_an_exempt_paper_stays_exempt(shelf: Shelf) -> None:
    sent(shelf, "a.pdf", "1", *minutes("3 March 2025", "8. Sale"), handling=Handling(exempt=True))
    told = sent(shelf, "a.pdf", "2", *minutes("3 March 2025", "8. Sale of land"))
    assert told.startswith("replaced: replaces version 1; exempt as the version before was; to publish it, remove it")
    assert access(shelf, "a.pdf") == {"exempt"}


def test_another_paper_in_the_same_place_is_not_exempt_for_that(shelf: Shelf) -> None:
    path = shelf.write("a.pdf", "The aardvark house is sold for two pounds.")
    brought(shelf, path, Handling(exempt=True))
    shelf.write("a.pdf", "Parking in the square costs two pounds.")
    assert shelf.take_in() == ["replaced a.pdf: replaces version 1"]
    assert access(shelf, "a.pdf") == {"public"}


def test_a_paper_read_again_stands_whole_each_time(shelf: Shelf) -> None:
    path = shelf.write("a.pdf", *minutes("3 March 2025"))
    shelf.take_in()
    before = held(shelf, "a.pdf")
    for _ in range(2):
        assert brought(shelf, path, Handling(again=True)) == "replaced: read again"
        again = held(shelf, "a.pdf")
        assert again.version == 1 and again.added_at > before.added_at
        with shelf.opened() as store, store.session() as session:
            assert store.file(again.id).read_bytes() == path.read_bytes()
            keys = set(session.scalars(select(PassageRow.key)))
            assert keys == store.vectors.keys("public") and len(keys) > 5
            assert len(list((store.folder / "files").iterdir())) == 1
    assert again.id == before.id, "there and back: links to its pages lead somewhere again"


def test_a_paper_is_read_again_from_the_stores_own_copy(shelf: Shelf) -> None:
    sent(shelf, "Agenda.pdf", "1", *minutes("3 March 2025"))
    with shelf.opened() as store:
        paper = store.session().scalars(select(PaperRow)).one()
    with shelf.opened() as store:
        (done,) = take_in(store, shelf.settings, [from_store(store, paper)], handling=Handling(again=True))
        assert (done.outcome, done.note) == ("replaced", "read again")
    assert held(shelf, "Agenda.pdf").path == paper.path


def test_two_different_papers_of_one_name_can_be_sent(shelf: Shelf) -> None:
    assert sent(shelf, "Agenda.pdf", "1", *minutes("3 March 2025")) == "added: "
    assert sent(shelf, "Agenda.pdf", "2", *minutes("7 April 2025")) == "added: "
    assert shelf.names() == ["Agenda.pdf", "Agenda.pdf"]


def test_a_paper_sent_twice_keeps_its_name(shelf: Shelf) -> None:
    sent(shelf, "minutes.pdf", "1", *minutes("3 March 2025"))
    told = sent(shelf, "minutes (1).pdf", "2", *minutes("3 March 2025"))
    assert told == "unchanged: already in (the same file as minutes.pdf)"
    assert shelf.names() == ["minutes.pdf"]


def test_what_was_sent_is_not_missed_in_folders_nor_undone_by_an_older_file_there(shelf: Shelf) -> None:
    shelf.write("minutes.pdf", *minutes("3 March 2025"))
    shelf.take_in()
    old = (shelf.papers / "minutes.pdf").read_bytes()
    assert sent(shelf, "minutes.pdf", "1", *minutes("3 March 2025", "8. Any other business")) == (
        "replaced: replaces version 1"
    )
    (shelf.papers / "minutes.pdf").write_bytes(old)
    assert shelf.take_in(sync=True) == ["unchanged minutes.pdf: an older version of minutes.pdf, which is in"]
    shelf.write("other.pdf", "Parking in the square costs two pounds.")
    (shelf.papers / "minutes.pdf").unlink()
    assert shelf.take_in(sync=True) == ["added other.pdf: "]
    with shelf.opened() as store:
        assert remove_missing(store, [shelf.papers.parent]) == []
    assert shelf.names() == ["minutes.pdf", "other.pdf"]
