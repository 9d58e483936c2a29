"""The store: a paper is in it whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from assistant.errors import (
    EmbedderMismatchError,
    StoreBusyError,
    StoreFormatError,
    StoreMissingError,
    StoreUnwritableError,
)
from assistant.settings import Servers
from assistant.store import keywords
from assistant.store.store import NewPaper, Store
from assistant.store.tables import Base, Journal, PageRow, PaperRow, PartRow, PassageRow
from assistant.testing import TinyEmbedder
from tests.servers import environment


def new_paper(tmp_path: Path, name: str, text: str, access: str = "public") -> NewPaper:
    source = tmp_path / f"{name}.pdf"
    source.write_bytes(f"{name}\n{text}".encode())
    paper = PaperRow(
        id=name, sha256=sha256(source.read_bytes()).hexdigest(), identity=name, version=1, document=f"{name}.pdf", path=str(source), title=name,
        committee=None, meeting_date=None, kind="report", period=None, status=None, access=access, n_pages=1,
        added_at=datetime(2026, 1, 1),
    )  # fmt: skip
    page = PageRow(paper_id=name, number=1, status="text", access=access, text=text, words=b"")
    part = PartRow(paper_id=name, first_page=1, last_page=1, kind="report", access=access, confirms=[])
    passages = [
        PassageRow(
            key=f"{name}-{i}",
            paper_id=name,
            page=1,
            kind="text",
            text=line,
            heading="",
            access=access,
            embedded=line,
            terms=f"\n{line}",
        )
        for i, line in enumerate(text.splitlines())
    ]
    return NewPaper(paper, [page], [(part, passages)], [], source)


def found(store: Store, term: str, access: str = "public") -> list[str]:
    """Documents that hold a term, by the keyword index and by the vectors alike."""
    with store.session() as session:
        ids = [i for i, _ in keywords.search(session.connection(), access, [term], 10)]
        by_word = {p.paper_id for p in session.scalars(select(PassageRow).where(PassageRow.id.in_(ids)))}
        keys = [k for k, cosine in store.vectors.search(access, TinyEmbedder().embed_query(term), 10) if cosine > 0.3]
        by_vector = {p.paper_id for p in session.scalars(select(PassageRow).where(PassageRow.key.in_(keys)))}
    assert by_word == by_vector
    return sorted(by_word)


def test_a_paper_added_is_found_and_a_removed_one_is_not(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library\nparking"))
        store.add(new_paper(tmp_path, "two", "parking"))
        assert found(store, "parking") == ["one", "two"]
        store.remove("one")
        assert found(store, "parking") == ["two"]
        assert found(store, "library") == []
        assert not store.file("one").exists()
        assert store.check().clean


def test_a_paper_longer_than_what_chroma_takes_at_once_goes_whole(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "short", "library"))
        store.add(new_paper(tmp_path, "long", "\n".join(f"parking bay{n}" for n in range(6000))))
        store.remove("long")
        assert store.vectors.keys("public") == {"short-0"}
        assert store.check().clean


def test_no_removal_looks_through_a_whole_table() -> None:
    """A database looks for what refers to a row that goes: without an index, in all rows there are."""
    for table in Base.metadata.sorted_tables:
        led = {next(iter(index.columns)).name for index in table.indexes}
        assert {key.parent.name for key in table.foreign_keys} <= led, table.name


def test_a_store_made_before_an_index_was_thought_of_gets_it(tmp_path: Path, servers: Servers) -> None:
    def indexes() -> set[str | None]:
        with (
            Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store,
            store.engine.connect() as connection,
        ):
            schema = servers.namespace if servers.database else None
            return {index["name"] for index in inspect(connection).get_indexes("passage", schema=schema)}

    made = indexes()
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store, store.engine.begin() as connection:
        next(i for i in PassageRow.__table__.indexes if i.name == "ix_passage_part_id").drop(connection)
    assert "ix_passage_part_id" in made and indexes() == made


def test_a_new_version_replaces_the_old_passages_completely(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "old", "library\nparking"))
        store.add(new_paper(tmp_path, "new", "parking"), replaces="old")
        assert found(store, "library") == []
        assert found(store, "parking") == ["new"]
        assert store.check().clean


def test_exempt_passages_are_in_collections_of_their_own(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "secret", "disposal", access="exempt"))
        assert found(store, "disposal") == []
        assert found(store, "disposal", "exempt") == ["secret"]


@pytest.mark.parametrize("broken", ["vectors", "words", "journal"])
def test_check_mends_what_was_lost(tmp_path: Path, servers: Servers, broken: str) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        store.add(new_paper(tmp_path, "one", "library"))
        if broken == "vectors":
            store.vectors.remove("one")
            store.vectors.add("public", "ghost", ["ghost-0"], ["library"])
        elif broken == "words":
            with store.engine.begin() as connection:
                keywords.remove(connection, "public", keywords.ids(connection, "public"))
        else:
            with store.session() as session, session.begin():
                session.add(Journal(paper_id="half", operation="add"))
            store.vectors.add("public", "half", ["half-0"], ["library"])
        assert not store.check().clean
        assert found(store, "library") == ["one"]
        assert store.check().clean


def test_only_one_writer_at_a_time(tmp_path: Path, servers: Servers) -> None:
    with (
        Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers),
        pytest.raises(StoreBusyError, match="Another process is writing"),
        Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers),
    ):
        pass


def test_another_embedder_is_refused_with_the_remedy(tmp_path: Path, servers: Servers) -> None:
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers):
        pass
    with pytest.raises(EmbedderMismatchError, match="made with the embedder tiny, but other is set"):
        Store.read(tmp_path / "s", TinyEmbedder(), "other", servers)


def test_a_missing_store_is_told(tmp_path: Path, servers: Servers) -> None:
    with pytest.raises(StoreMissingError, match="assistant ingest"):
        Store.read(tmp_path / "none", TinyEmbedder(), "tiny", servers)
    assert not (tmp_path / "none").exists()


def test_a_store_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "papers.db").write_text("this is not a database, whatever its name says" * 50)
    with pytest.raises(StoreFormatError, match="not a store of this program"):
        Store.read(tmp_path, TinyEmbedder(), "tiny")


def test_an_unwritable_place_is_named(tmp_path: Path, servers: Servers) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StoreUnwritableError, match="cannot be written to"),
        Store.write(tmp_path / "file" / "store", TinyEmbedder(), "tiny", servers),
    ):
        pass


_ADDING = """
import sys; from pathlib import Path
from tests.store.test_store import new_paper
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
folder = Path(sys.argv[1])
with Store.write(folder / "s", TinyEmbedder(), "tiny", Settings().servers) as store:
    print("ready", flush=True)
    for i in range(200):
        store.add(new_paper(folder, f"paper{i}", "parking\\n" * 30 + f"number{i}"), replaces=f"paper{i - 1}" if i % 3 == 1 else None)
"""


_KILLED = [
    *(("folder", after_ms) for after_ms in (3, 40, 90, 170, 260, 420)),
    ("both", 60),
    ("both", 420),
    ("postgres", 130),
    ("chroma", 200),
]


@pytest.mark.parametrize(("servers", "after_ms"), _KILLED, indirect=["servers"])
def test_kill_9_in_the_middle_leaves_whole_papers_only(tmp_path: Path, servers: Servers, after_ms: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _ADDING, str(tmp_path)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, **environment(servers), "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after_ms / 1000)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Store.write(tmp_path / "s", TinyEmbedder(), "tiny", servers) as store:
        assert store.check()._replace(unfinished=0).clean  # opening has put it right already
        with store.session() as session:
            papers = list(session.scalars(select(PaperRow)))
            for paper in papers:
                assert len(session.scalars(select(PassageRow).where(PassageRow.paper_id == paper.id)).all()) == 31
                assert store.file(paper.id).is_file()
            assert {f.stem for f in (tmp_path / "s" / "files").glob("*")} <= {p.id for p in papers}
            assert session.scalars(select(Journal)).all() == []
