"""The store: papers in force, what was read from them and their vectors. A paper is in it whole or not at all.

A folder holds ``papers.db`` (SQLite, the truth), ``chroma/`` (vectors) and ``files/`` (the PDFs as they came in).
Adding writes a journal line, then file and vectors, then everything else in one SQLite transaction that also takes the
older version out; whatever a killed process left half done is undone or finished from the journal when a writer next
opens the store. Readers only ever see what that one transaction made visible.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from langchain_core.embeddings import Embeddings
from sqlalchemy import Connection, create_engine, delete, event, func, insert, inspect, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, undefer

from assistant.errors import (
    DamagedPaperError,
    EmbedderMismatchError,
    StoreError,
    StoreFormatError,
)
from assistant.records.model import Record
from assistant.store import keywords, records
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.refusals import DATABASE, VECTORS, lock_folder, missing, not_ours, refusal, told, unwritable
from assistant.store.tables import Base, Journal, Meta, PageRow, PaperRow, PartRow, PassageRow, Superseded, fingerprint
from assistant.store.vectors import Vectors

FORMAT = f"1-{fingerprint()}"
_STAMP = select(func.count(PaperRow.id), func.max(PaperRow.added_at))


class NewPaper(NamedTuple):
    """A paper ready to be added: its row, pages, parts (with their passages) and records. Ids of parts are set here."""

    paper: PaperRow
    pages: list[PageRow]
    parts: list[tuple[PartRow, list[PassageRow]]]
    records: list[Record]
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
        self.engine = create_engine(f"sqlite:///{folder / DATABASE}", pool_size=8, max_overflow=24)
        event.listen(self.engine, "connect", _pragmas)
        self._identity = identity
        self._embedder = embedder
        self._vectors: Vectors | None = None
        self._opening = threading.Lock()

    @classmethod
    def read(cls, folder: Path, embedder: Embeddings | None, identity: str) -> Store:
        """Open an existing store for asking.

        Raises:
            StoreMissingError: there is none; StoreFormatError, EmbedderMismatchError: it cannot be used as set.
        """
        if not (folder / DATABASE).is_file():
            raise missing(folder)
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
        with lock_folder(folder), told(folder):
            store = cls(folder, embedder, identity)
            try:
                store._create()
                store.recover()
                yield store
            finally:
                store.close()

    @property
    def vectors(self) -> Vectors:
        """The Chroma collections, opened when first needed."""
        with self._opening:  # Chroma cannot be opened by two threads at once
            if self._vectors is None:
                if self._embedder is None:
                    raise StoreError(f"The store at {self.folder} was opened without an embedder.")
                self._vectors = Vectors(self.folder / VECTORS, self._embedder)
            return self._vectors

    def session(self) -> Session:
        """A session for reading."""
        return Session(self.engine, expire_on_commit=False)

    def stamp(self) -> tuple[object, ...]:
        """What changes whenever papers come or go: how many there are, and when the newest came."""
        with self.engine.connect() as connection:
            return tuple(connection.execute(_STAMP).one())

    def file(self, paper_id: str) -> Path:
        """Where the PDF of a paper is kept."""
        return self.folder / "files" / f"{paper_id}.pdf"

    def add(self, new: NewPaper, replaces: str | None = None) -> None:
        """Add a paper, embedding its passages; the paper ``replaces`` goes out in the same step.

        Raises:
            DamagedPaperError: its file went away; StoreUnwritableError: there is no room for it. It is not in then.
        """
        paper_id = new.paper.id
        self._begin(paper_id, "add")
        self._keep_file(paper_id, new.source)
        for access in ACCESS_CLASSES:
            rows = [row for _, passages in new.parts for row in passages if row.access == access]
            self.vectors.add(access, paper_id, [row.key for row in rows], [row.embedded for row in rows])
        with self.session() as session, session.begin():
            if replaces is not None:
                self._supersede(session, replaces, paper_id)
            session.execute(delete(Superseded).where(Superseded.sha256 == new.paper.sha256))
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
            records.add(session.connection(), paper_id, new.records)
            session.execute(delete(Journal).where(Journal.paper_id == paper_id))
        if replaces is not None:
            self._drop(replaces)

    def remove(self, paper_id: str) -> None:
        """Take a paper out: it answers no more as soon as this returns, and also if the process dies on the way."""
        with self.session() as session, session.begin():
            self._take_out(session, paper_id)
        self._drop(paper_id)

    def move(self, paper_id: str, document: str, path: str) -> None:
        """Note that the file of a paper has another name or place now."""
        with self.session() as session, session.begin():
            session.execute(update(PaperRow).where(PaperRow.id == paper_id).values(document=document, path=path))

    def superseded(self) -> dict[str, str]:
        """The sha256 of each file that a newer version replaced -> the id of the paper in force."""
        with self.session() as session:
            return {row.sha256: row.by for row in session.scalars(select(Superseded))}

    def set_superseded(self, sha256: str, by: str | None) -> None:
        """Note that a file is an older version of a paper in force, or (None) that it is to be read again."""
        with self.session() as session, session.begin():
            if by is None:
                session.execute(delete(Superseded).where(Superseded.sha256 == sha256))
            else:
                session.merge(Superseded(sha256=sha256, by=by))

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
            for paper_id in papers:
                own = [key for key in lost if rows[key].paper_id == paper_id]
                self.vectors.add(access, paper_id, own, [rows[key].embedded for key in own])
            added, removed = added + len(lost), removed + len(held - wanted)
            with self.engine.begin() as connection:
                indexed = keywords.ids(connection, access)
                due = {row.id: row for row in rows.values() if row.access == access}
                keywords.remove(connection, access, sorted(indexed - due.keys()))
                _index(connection, [due[i] for i in sorted(due.keys() - indexed)])
                mended += len(indexed ^ due.keys())
        gone = sum(not self.file(paper_id).is_file() for paper_id in papers)
        return Repair(unfinished, added, removed, mended, gone)

    def fingerprints(self) -> tuple[str, str]:
        """A short hash of the papers in force, and one of their passages with the embedder that made the vectors."""
        papers, index = blake2b(digest_size=8), blake2b(f"{FORMAT} {self._identity}".encode(), digest_size=8)
        with self.session() as session:
            for sha256 in session.scalars(select(PaperRow.sha256).order_by(PaperRow.sha256)):
                papers.update(sha256.encode())
            rows = select(PassageRow.key, PassageRow.embedded, PassageRow.terms).order_by(PassageRow.key)
            for row in session.execute(rows):
                index.update("\0".join(row).encode())
        return papers.hexdigest(), index.hexdigest()

    def close(self) -> None:
        """Let go of the files."""
        self.engine.dispose()
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

    def _create(self) -> None:
        with self.engine.begin() as connection:
            tables = inspect(connection).get_table_names()
            if tables and Meta.__tablename__ not in tables:
                raise not_ours(self.folder, f"it holds the tables of another program: {', '.join(tables[:3])}")
        if tables:
            self._check_meta()  # before anything is written into it
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # kept in the file
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # sqlite3 makes each table at once otherwise, not all or none
            Base.metadata.create_all(connection)
            keywords.create(connection)
            if not tables:
                connection.execute(
                    insert(Meta), [{"key": "format", "value": FORMAT}, {"key": "embedder", "value": self._identity}]
                )

    def _check_meta(self) -> None:
        try:
            with self.session() as session:
                if not inspect(session.connection()).get_table_names():  # the writer was killed at its first step
                    raise missing(self.folder)
                meta = {row.key: row.value for row in session.scalars(select(Meta))}
        except DatabaseError as error:
            raise refusal(self.folder, error) or not_ours(self.folder, error.orig) from None
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

    def _keep_file(self, paper_id: str, source: Path) -> None:
        target = self.file(paper_id)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target.with_suffix(".part"))
            target.with_suffix(".part").replace(target)
        except OSError as error:
            self._drop(paper_id)
            if error.filename == source or not source.is_file():
                raise DamagedPaperError(
                    f"{source.name}: the file went away while it was read ({error.strerror}). Ingest it again."
                ) from None
            raise unwritable(self.folder, error.strerror) from None

    def _supersede(self, session: Session, old: str, new: str) -> None:
        digest = session.scalars(select(PaperRow.sha256).where(PaperRow.id == old)).one()
        earlier = list(session.scalars(select(Superseded.sha256).where(Superseded.by == old)))
        self._take_out(session, old)
        for sha256 in (digest, *earlier):
            session.merge(Superseded(sha256=sha256, by=new))

    def _take_out(self, session: Session, paper_id: str) -> None:
        session.execute(delete(Superseded).where(Superseded.by == paper_id))
        for access in ACCESS_CLASSES:
            found = select(PassageRow.id).where(PassageRow.paper_id == paper_id, PassageRow.access == access)
            keywords.remove(session.connection(), access, list(session.scalars(found)))
        records.remove(session.connection(), paper_id)
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


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _index(connection: Connection, rows: list[PassageRow]) -> None:
    for access in ACCESS_CLASSES:
        entries = [(row.id, *_split(row.terms)) for row in rows if row.access == access]
        keywords.add(connection, access, entries)


def _split(terms: str) -> tuple[str, str]:
    context, _, body = terms.partition("\n")
    return context, body
