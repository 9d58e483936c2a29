"""The store: papers in force, what was read from them and their vectors. A paper is in it whole or not at all.

A folder holds ``papers.db`` (SQLite, the truth), ``chroma/`` (vectors) and ``files/`` (the PDFs as they came in).
Adding writes a journal line, then file and vectors, then everything else in one SQLite transaction that also takes the
older version out; whatever a killed process left half done is undone or finished from the journal when a writer next
opens the store. Readers only ever see what that one transaction made visible.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings
from sqlalchemy import Connection, create_engine, delete, event, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, undefer

from assistant.errors import (
    EmbedderMismatchError,
    StoreBusyError,
    StoreError,
    StoreFormatError,
    StoreMissingError,
    StoreUnwritableError,
)
from assistant.store import keywords
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.tables import Base, Journal, Meta, PageRow, PaperRow, PartRow, PassageRow
from assistant.store.vectors import Vectors

FORMAT = "1"
_DATABASE = "papers.db"


class NewPaper(NamedTuple):
    """A paper ready to be added: its row, its parts (with their passages) and its pages. Ids of parts are set here."""

    paper: PaperRow
    pages: list[PageRow]
    parts: list[tuple[PartRow, list[PassageRow]]]
    source: Path


class Repair(NamedTuple):
    """What ``check`` found and put right, counted."""

    unfinished: int
    vectors_added: int
    vectors_removed: int
    terms_mended: int
    files_missing: int

    @property
    def clean(self) -> bool:
        """Whether nothing had to be put right."""
        return not any(self)


class Store:
    """An open store. ``Store.read`` for asking, ``Store.write`` for changing (one writer at a time)."""

    def __init__(self, folder: Path, embedder: Embeddings | None, identity: str) -> None:
        self.folder = folder
        self.engine = create_engine(f"sqlite:///{folder / _DATABASE}", pool_size=8, max_overflow=24)
        event.listen(self.engine, "connect", _pragmas)
        self._identity = identity
        self._embedder = embedder
        self._vectors: Vectors | None = None

    @classmethod
    def read(cls, folder: Path, embedder: Embeddings | None, identity: str) -> Store:
        """Open an existing store for asking.

        Raises:
            StoreMissingError: there is none; StoreFormatError, EmbedderMismatchError: it cannot be used as set.
        """
        if not (folder / _DATABASE).is_file():
            raise StoreMissingError(
                f"No store at {folder}: no papers were taken in there yet. Run: assistant ingest PATH --store {folder}"
            )
        store = cls(folder, embedder, identity)
        store._check_meta()
        return store

    @classmethod
    @contextmanager
    def write(cls, folder: Path, embedder: Embeddings, identity: str) -> Iterator[Store]:
        """Open or make a store for changing it, as the only writer; finishes or undoes what a killed writer left.

        Raises:
            StoreUnwritableError, StoreBusyError, StoreFormatError, EmbedderMismatchError.
        """
        lock = _lock(folder)
        try:
            store = cls(folder, embedder, identity)
            try:
                store._create()
                store.recover()
                yield store
            finally:
                store.close()
        except DBAPIError as error:
            if "readonly" in str(error) or "unable to open" in str(error) or "full" in str(error):
                raise StoreUnwritableError(
                    f"The store at {folder} cannot be written to ({error.orig}). Check the folder's permissions and "
                    "free disk space; nothing was lost."
                ) from None
            raise
        finally:
            lock.release()

    @property
    def vectors(self) -> Vectors:
        """The Chroma collections, opened when first needed."""
        if self._vectors is None:
            if self._embedder is None:
                raise StoreError(f"The store at {self.folder} was opened without an embedder.")
            self._vectors = Vectors(self.folder / "chroma", self._embedder)
        return self._vectors

    def session(self) -> Session:
        """A session for reading."""
        return Session(self.engine, expire_on_commit=False)

    def file(self, paper_id: str) -> Path:
        """Where the PDF of a paper is kept."""
        return self.folder / "files" / f"{paper_id}.pdf"

    def add(self, new: NewPaper, replaces: str | None = None) -> None:
        """Add a paper, embedding its passages; the paper ``replaces`` goes out in the same step."""
        paper_id = new.paper.id
        self._begin(paper_id, "add")
        target = self.file(paper_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(new.source, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)
        for access in ACCESS_CLASSES:
            rows = [row for _, passages in new.parts for row in passages if row.access == access]
            self.vectors.add(access, paper_id, [row.key for row in rows], [row.embedded for row in rows])
        with self.session() as session, session.begin():
            if replaces is not None:
                self._take_out(session, replaces)
            session.add(new.paper)
            session.flush()
            session.add_all(new.pages)
            for part, passages in new.parts:
                session.add(part)
                session.flush()
                for row in passages:
                    row.part_id = part.id
                session.add_all(passages)
            session.flush()
            _index(session.connection(), [row for _, passages in new.parts for row in passages])
            session.execute(delete(Journal).where(Journal.paper_id == paper_id))
        if replaces is not None:
            self._drop(replaces)

    def remove(self, paper_id: str) -> None:
        """Take a paper out: it answers no more as soon as this returns, and also if the process dies on the way."""
        with self.session() as session, session.begin():
            self._take_out(session, paper_id)
        self._drop(paper_id)

    def recover(self) -> int:
        """Undo adds that were not finished and finish removals; the number of papers concerned."""
        with self.session() as session:
            left = list(session.scalars(select(Journal)))
        for entry in left:
            self._drop(entry.paper_id)
        return len(left)

    def check(self) -> Repair:
        """Compare the tables with vectors, keyword index and files, and mend what can be mended."""
        unfinished = self.recover()
        added = removed = mended = 0
        with self.session() as session:
            rows = {row.key: row for row in session.scalars(select(PassageRow).options(undefer(PassageRow.embedded)))}
            papers = list(session.scalars(select(PaperRow.id)))
        for access in ACCESS_CLASSES:
            wanted = {key for key, row in rows.items() if row.access == access}
            held = self.vectors.keys(access)
            self.vectors.remove_keys(access, sorted(held - wanted))
            lost = sorted(wanted - held)
            for key in lost:
                self.vectors.add(access, rows[key].paper_id, [key], [rows[key].embedded])
            added, removed = added + len(lost), removed + len(held - wanted)
            with self.engine.begin() as connection:
                indexed = keywords.ids(connection, access)
                due = {row.id: row for row in rows.values() if row.access == access}
                keywords.remove(connection, access, sorted(indexed - due.keys()))
                _index(connection, [due[i] for i in sorted(due.keys() - indexed)])
                mended += len(indexed ^ due.keys())
        missing = sum(not self.file(paper_id).is_file() for paper_id in papers)
        return Repair(unfinished, added, removed, mended, missing)

    def close(self) -> None:
        """Let go of the files."""
        self.engine.dispose()
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

    def _create(self) -> None:
        fresh = not (self.folder / _DATABASE).is_file()
        with self.engine.begin() as connection:
            Base.metadata.create_all(connection)
            keywords.create(connection)
            if fresh or not connection.execute(select(Meta.key)).first():
                connection.execute(
                    insert(Meta),
                    [{"key": "format", "value": FORMAT}, {"key": "embedder", "value": self._identity}],
                )
        self._check_meta()

    def _check_meta(self) -> None:
        try:
            with self.session() as session:
                meta = {row.key: row.value for row in session.scalars(select(Meta))}
        except DBAPIError as error:
            raise StoreFormatError(
                f"{self.folder / _DATABASE} is not a store of this program ({error.orig}). "
                "Ingest the papers into a new folder with --store."
            ) from None
        if meta.get("format") != FORMAT:
            raise StoreFormatError(
                f"The store at {self.folder} has format {meta.get('format')}, this version reads {FORMAT}. "
                "Ingest the papers again into a new folder."
            )
        if meta.get("embedder") != self._identity:
            raise EmbedderMismatchError(
                f"The store at {self.folder} was made with the embedder {meta.get('embedder')}, but "
                f"{self._identity} is set. Set ASSISTANT_EMBEDDER={meta.get('embedder')}, or ingest into another folder."
            )

    def _begin(self, paper_id: str, operation: str) -> None:
        with self.session() as session, session.begin():
            session.merge(Journal(paper_id=paper_id, operation=operation))

    def _take_out(self, session: Session, paper_id: str) -> None:
        for access in ACCESS_CLASSES:
            found = select(PassageRow.id).where(PassageRow.paper_id == paper_id, PassageRow.access == access)
            keywords.remove(session.connection(), access, list(session.scalars(found)))
        for table in (PassageRow, PageRow, PartRow):
            session.execute(delete(table).where(table.paper_id == paper_id))
        session.execute(delete(PaperRow).where(PaperRow.id == paper_id))
        session.merge(Journal(paper_id=paper_id, operation="drop"))

    def _drop(self, paper_id: str) -> None:
        self.vectors.remove(paper_id)
        for suffix in (".pdf", ".part"):
            self.file(paper_id).with_suffix(suffix).unlink(missing_ok=True)
        with self.session() as session, session.begin():
            session.execute(delete(Journal).where(Journal.paper_id == paper_id))


def _lock(folder: Path) -> FileLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreBusyError(
            f"Another process is writing to the store at {folder}. Wait until it has finished, then run this again."
        ) from None
    except OSError as error:
        raise StoreUnwritableError(
            f"The store folder {folder} cannot be written to ({error.strerror}). Choose another with --store."
        ) from None
    return lock


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _index(connection: Connection, rows: list[PassageRow]) -> None:
    for access in ACCESS_CLASSES:
        entries = [(row.id, *_split(row.terms)) for row in rows if row.access == access]
        keywords.add(connection, access, entries)


def _split(terms: str) -> tuple[str, str]:
    context, _, body = terms.partition("\n")
    return context, body
