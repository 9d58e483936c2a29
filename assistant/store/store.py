"""The store: papers in force, what was read from them and their vectors. A paper is in it whole or not at all.

A folder holds ``papers.db`` (SQLite, the truth), ``chroma/`` (vectors) and ``files/`` (the PDFs as they came in); a
PostgreSQL database and a Chroma server may take the place of the first two. Adding writes a journal line, then file and
vectors, then everything else in one transaction that also takes the older version out; whatever a killed process left
half done is undone or finished from the journal when a writer next opens the store. Readers only ever see what that one
transaction made visible.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from langchain_core.embeddings import Embeddings
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from assistant.errors import PaperError, StoreError
from assistant.records.model import Record
from assistant.settings import Servers
from assistant.store import keywords, records
from assistant.store.chroma import vectors_of
from assistant.store.database import database_of
from assistant.store.facts import FORMAT, read_id, write_facts
from assistant.store.folder import drop_pdf, keep_pdf, lock_folder, pdf_of
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.mending import Repair, index, mend
from assistant.store.refusals import told
from assistant.store.removal import Keys, supersede, take_out
from assistant.store.tables import Journal, Meta, PageRow, PaperRow, PartRow, PassageRow, Superseded, create_tables
from assistant.store.vectors import Vectors

_STAMP = select(func.count(PaperRow.id), func.max(PaperRow.added_at))
_ALONE = Servers()


class NewPaper(NamedTuple):
    """A paper ready to be added: its row, pages, parts (with their passages) and records. Ids of parts are set here."""

    paper: PaperRow
    pages: list[PageRow]
    parts: list[tuple[PartRow, list[PassageRow]]]
    records: list[Record]
    source: Path


class Store:
    """An open store. ``Store.read`` for asking, ``Store.write`` for changing (one writer at a time)."""

    def __init__(self, folder: Path, embedder: Embeddings | None, identity: str, servers: Servers = _ALONE) -> None:
        self.folder = folder
        self.database = database_of(folder, servers)
        self._servers = servers
        self._identity = identity
        self._embedder = embedder
        self._id: str | None = None
        self._vectors: Vectors | None = None
        self._opening = threading.Lock()

    @classmethod
    def read(cls, folder: Path, embedder: Embeddings | None, identity: str, servers: Servers = _ALONE) -> Store:
        """Open an existing store for asking.

        Raises:
            StoreMissingError: there is none; StoreFormatError, EmbedderMismatchError: it cannot be used as set;
            StoreUnreachableError: its server does not answer.
        """
        store = cls(folder, embedder, identity, servers)
        try:
            store._id = read_id(store.database, identity)
        except StoreError:
            store.close()
            raise
        return store

    @classmethod
    @contextmanager
    def write(cls, folder: Path, embedder: Embeddings, identity: str, servers: Servers = _ALONE) -> Iterator[Store]:
        """Open or make a store for changing it, as the only writer; finishes or undoes what a killed writer left.

        Raises:
            StoreUnwritableError, StoreUnreachableError, StoreBusyError, StoreFormatError, EmbedderMismatchError.
        """
        with lock_folder(folder), told(folder, servers):
            store = cls(folder, embedder, identity, servers)
            try:
                with store.database.only_writer():
                    store._create()
                    store.vectors.reach()  # what cannot be used is refused before anything is written
                    store.recover()
                    yield store
            finally:
                store.close()

    @property
    def engine(self) -> Engine:
        """The connections to its database."""
        return self.database.engine

    @property
    def place(self) -> str:
        """Where its database is, for people; no password in it."""
        return self.database.place

    @property
    def vectors(self) -> Vectors:
        """The Chroma collections, opened when first needed."""
        with self._opening:  # Chroma cannot be opened by two threads at once
            if self._vectors is None:
                if self._embedder is None:
                    raise StoreError(f"The store at {self.place} was opened without an embedder.")
                self._vectors = Vectors(vectors_of(self.folder, self._servers), self._id, self._embedder)
            return self._vectors

    def session(self) -> Session:
        """A session for reading."""
        return Session(self.engine, expire_on_commit=False)

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """A session for writing, in one transaction, by the only writer."""
        self.database.make_sure()
        with self.session() as session, session.begin():
            yield session

    def stamp(self) -> tuple[object, ...]:
        """What changes whenever papers come or go: how many there are, and when the newest came.

        Raises:
            StoreError: the database does not answer.
        """
        with self.told(), self.engine.connect() as connection:
            return tuple(connection.execute(_STAMP).one())

    def reach(self) -> None:
        """Make sure that the servers that hold parts of it answer.

        Raises:
            StoreError: one does not.
        """
        with self.told():
            self.stamp()
            self.vectors.reach()

    def told(self) -> AbstractContextManager[None]:
        """Turns what database and vectors say no to into errors that say what to do about it."""
        return told(self.folder, self._servers)

    def file(self, paper_id: str) -> Path:
        """Where the PDF of a paper is kept."""
        return pdf_of(self.folder, paper_id)

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
        gone: Keys = {}
        with self.changing() as session:
            if replaces is not None:
                gone = supersede(session, replaces, paper_id)
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
            index(session.connection(), [row for _, passages in new.parts for row in passages])
            records.add(session.connection(), paper_id, new.records)
            session.execute(delete(Journal).where(Journal.paper_id == paper_id))
        if replaces is not None:
            self._drop(replaces, gone)

    def remove(self, paper_id: str) -> None:
        """Take a paper out: it answers no more as soon as this returns, and also if the process dies on the way."""
        with self.changing() as session:
            keys = take_out(session, paper_id)
        self._drop(paper_id, keys)

    def move(self, paper_id: str, document: str, path: str) -> None:
        """Note that the file of a paper has another name or place now."""
        with self.changing() as session:
            session.execute(update(PaperRow).where(PaperRow.id == paper_id).values(document=document, path=path))

    def superseded(self) -> dict[str, str]:
        """The sha256 of each file that a newer version replaced -> the id of the paper in force."""
        with self.session() as session:
            return {row.sha256: row.by for row in session.scalars(select(Superseded))}

    def set_superseded(self, sha256: str, by: str | None) -> None:
        """Note that a file is an older version of a paper in force, or (None) that it is to be read again."""
        with self.changing() as session:
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
        return mend(self)

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
            tables = self.database.tables(connection)
            if tables and Meta.__tablename__ not in tables:
                raise self.database.not_ours(f"it holds the tables of another program: {', '.join(tables[:3])}")
        if tables:
            read_id(self.database, self._identity)  # before anything is written into it
        with self.engine.begin() as connection:
            self.database.prepare(connection)
            create_tables(connection)
            keywords.create(connection)
            if not tables:
                write_facts(connection, self._identity)
        self._id = read_id(self.database, self._identity)

    def _begin(self, paper_id: str, operation: str) -> None:
        with self.changing() as session:
            session.merge(Journal(paper_id=paper_id, operation=operation))

    def _keep_file(self, paper_id: str, source: Path) -> None:
        try:
            keep_pdf(self.folder, paper_id, source)
        except (PaperError, StoreError):
            self._drop(paper_id, {})
            raise

    def _drop(self, paper_id: str, keys: Keys | None = None) -> None:
        """Take vectors and file out; vectors whose keys nothing tells any more are sought, which takes the longer the
        more there are."""
        if keys is None:
            self.vectors.remove(paper_id)
        else:
            for access, own in keys.items():
                self.vectors.remove_keys(access, own)
        drop_pdf(self.folder, paper_id)
        with self.changing() as session:
            session.execute(delete(Journal).where(Journal.paper_id == paper_id))
