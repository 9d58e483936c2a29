"""What a power cut, a bad disk or a careless hand leaves of a store's files is found and put right by ``check``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.papers.process import surroundings
from assistant.store.cards import read_cards
from assistant.store.feedback import add_feedback, read_feedback
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests.store.test_store import new_paper

MANY = 1500  # passages: more than Chroma keeps in its log


def writing(folder: Path, *, proving: bool = False) -> Store:
    return Store.write(folder, TinyEmbedder(), "tiny", proving=proving)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    with writing(folder / "s") as store:
        store.add(new_paper(folder, "one", "\n".join(f"parking bay{n}" for n in range(MANY))))
    return folder / "s"


@pytest.mark.parametrize(
    ("name", "share"),
    [("data_level0.bin", 0.5), ("link_lists.bin", None), ("index_metadata.pickle", 0.5), ("chroma.sqlite3", 0.5)],
)
def test_a_damaged_index_is_made_anew(big: Path, tmp_path: Path, name: str, share: float | None) -> None:
    """Chroma goes on listing every vector; some damage ends, at random, the whole process that reads it."""
    folder = Path(shutil.copytree(big, tmp_path / "s"))
    file = max(folder.rglob(name), key=lambda path: path.stat().st_size)
    if share is None:
        file.unlink()
    else:
        os.truncate(file, int(file.stat().st_size * share))
    with writing(folder, proving=True) as store:
        repair = store.check()
        keys = [f"one-{n}" for n in range(MANY)]
        assert (repair.index_made_anew, repair.vectors_added) == (1, MANY)
        assert len(store.vectors.held("public", keys)) == MANY
        nearest = store.vectors.search("public", TinyEmbedder().embed_query("parking bay77"), 1)
        assert nearest[0][1] > 0.99
        assert store.check().clean


def test_a_sound_index_is_left_alone(big: Path) -> None:
    with writing(big, proving=True) as store:
        assert store.check().clean


@pytest.fixture()
def folder(tmp_path: Path) -> Iterator[Path]:
    with writing(tmp_path / "s") as store:
        store.add(new_paper(tmp_path, "one", "library"))
    yield tmp_path


@pytest.mark.parametrize("there", [True, False])
def test_a_pdf_cut_short_is_copied_anew_from_where_it_came(folder: Path, there: bool) -> None:
    if not there:
        (folder / "one.pdf").unlink()
    with writing(folder / "s") as store:
        os.truncate(store.file("one"), 3)
        repair = store.check()
        assert (repair.files_mended, repair.files_missing) == ((1, 0) if there else (0, 1))
        assert store.check().clean is there


def test_files_of_no_paper_go(folder: Path) -> None:
    for name in ("ghost.pdf", "one.part"):
        (folder / "s" / "files" / name).write_bytes(b"%PDF")
    with writing(folder / "s") as store:
        assert store.check().files_removed == 2
    assert [path.name for path in (folder / "s" / "files").iterdir()] == ["one.pdf"]


def test_every_paper_has_a_card_that_says_what_its_file_does_not(folder: Path) -> None:
    with writing(folder / "s") as store:
        store.add(new_paper(folder, "two", "disposal", access="exempt"), replaces="one")
        store.set_superseded("f" * 64, "two")
        store.alter("two", document="renamed.pdf")
        store.add(new_paper(folder, "three", "parks"))
        store.remove("three")
        (card,) = read_cards(store.folder)
        assert (card.id, card.document, card.exempt, len(card.superseded)) == ("two", "renamed.pdf", True, 2)
        os.truncate(store.folder / "cards" / "two.json", 5)
        store.check()
        assert read_cards(store.folder) == [card]


def test_a_reader_notices_a_new_version_although_the_clock_was_put_back(folder: Path) -> None:
    reader = Store.read(folder / "s", TinyEmbedder(), "tiny")
    before = reader.stamp()
    with writing(folder / "s") as store:
        newer = new_paper(folder, "two", "library")
        newer.paper.added_at -= timedelta(days=400)
        store.add(newer, replaces="one")
        replaced = reader.stamp()
        older = new_paper(folder, "three", "library")
        older.paper.added_at -= timedelta(days=800)
        store.remove("two")
        store.add(older)
    assert len({before, replaced, reader.stamp()}) == 3
    reader.close()


def test_a_mark_cut_off_by_a_crash_spoils_no_other(tmp_path: Path) -> None:
    for question in ("first", "second"):
        add_feedback(tmp_path, "right", {"question": question}, [], {})
    file = tmp_path / "feedback.jsonl"
    os.truncate(file, file.stat().st_size - 4)
    add_feedback(tmp_path, "wrong", {"question": "third"}, [], {})
    assert [mark["answer"]["question"] for mark in read_feedback(tmp_path)] == ["first", "third"]


def test_the_format_is_the_same_whatever_is_imported_first() -> None:
    program = (
        "from assistant.store.facts import FORMAT; import assistant.store.store; from assistant.store.tables import "
        "fingerprint; assert FORMAT.endswith(fingerprint())"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=surroundings())
