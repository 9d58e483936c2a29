"""The store: papers in force, what was read from them and their vectors. A paper is in it whole or not at all.

A folder holds ``papers.db`` (SQLite, the truth), ``chroma/`` (vectors), ``files/`` (the PDFs as they came in) and ``cards/``
(what the PDFs do not tell, should the database be destroyed); a PostgreSQL database and a Chroma server may take the place
of the first two. Adding writes a journal line, then file, card and vectors, then everything else in one transaction that also takes the older version out; whatever a killed process left
half done is undone or finished from the journal when a writer next opens the store. Readers only ever see what that one
transaction made visible.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from langchain_core.embeddings import Embeddings
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from assistant.errors import PaperError, StoreError
from assistant.records.model import Record
from assistant.settings import Servers
from assistant.store import keywords, records
from assistant.store.cards import card_of, carded, known_as, note_cards, read_cards
from assistant.store.chroma import vectors_of
from assistant.store.database import database_of
from assistant.store.facts import fingerprints, read_id, write_facts
from assistant.store.filing import drop_file, keep_file, keep_if_lost
from assistant.store.folder import lock_folder, pdf_of
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.mending import Repair, index, mend
from assistant.store.proving import remake_if_broken
from assistant.store.refusals import told
from assistant.store.removal import Keys, older_versions, supersede, take_out
from assistant.store.tables import Journal, Meta, PageRow, PaperRow, PartRow, PassageRow, Superseded, create_tables
from assistant.store.vectors import Vectors

_CHANGED = "changed"  # the fact that is another after every change
_STAMP = select(func.count(PaperRow.id), select(Meta.value).where(Meta.key == _CHANGED).scalar_subquery())
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
        self._remade = False
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
    def write(
        cls, folder: Path, embedder: Embeddings, identity: str, servers: Servers = _ALONE, *, proving: bool = False
    ) -> Iterator[Store]:
        """Open or make a store for changing it, as the only writer; finishes or undoes what a killed writer left.

        ``proving``: look first whether its vectors can be read and found, and throw them away if not; ``check`` makes them
        anew.

        Raises:
            StoreUnwritableError, StoreUnreachableError, StoreBusyError, StoreFormatError, EmbedderMismatchError.
        """
        with lock_folder(folder), told(folder, servers):
            store = cls(folder, embedder, identity, servers)
            try:
                with store.database.only_writer():
                    store._create()
                    store._remade = proving and remake_if_broken(folder, servers)
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
        """What changes whenever papers come or go, whatever the clock says.

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
        self._keep_file(new, replaces)
        for access in ACCESS_CLASSES:
            rows = [row for _, passages in new.parts for row in passages if row.access == access]
            self.vectors.add(access, paper_id, [row.key for row in rows], [row.embedded for row in rows])
        gone: Keys = {}
        with self.changing() as session:
            _note_change(session)
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
            _note_change(session)
            keys = take_out(session, paper_id)
        self._drop(paper_id, keys)

    def keep_again(self, held: PaperRow, source: Path) -> bool:
        """Copy the PDF of a paper in anew where its copy is gone or cut short; whether it was.

        Raises:
            DamagedPaperError: the file went away; StoreUnwritableError: there is no room for it.
        """
        return keep_if_lost(self.folder, held.id, source)

    def alter(self, paper_id: str, **values: object) -> None:
        """Note that something of a paper is otherwise now: the name or place of its file, its version, when it came."""
        with self.changing() as session:
            _note_change(session)
            session.execute(update(PaperRow).where(PaperRow.id == paper_id).values(**values))
        self._note_cards([paper_id])

    def superseded(self) -> dict[str, str]:
        """The sha256 of each file that a newer version replaced -> the id of the paper in force."""
        with self.session() as session:
            return {row.sha256: row.by for row in session.scalars(select(Superseded))}

    def set_superseded(self, sha256: str, by: str | None) -> None:
        """Note that a file is an older version of a paper in force, or (None) that it is to be read again."""
        with self.changing() as session:
            before = session.get(Superseded, sha256)
            papers = {before.by if before else None, by} - {None}
            if by is None:
                session.execute(delete(Superseded).where(Superseded.sha256 == sha256))
            else:
                session.merge(Superseded(sha256=sha256, by=by))
        self._note_cards(str(paper) for paper in papers)

    def recover(self) -> int:
        """Undo adds that were not finished and finish removals; the number of papers concerned."""
        with self.session() as session:
            left = list(session.scalars(select(Journal)))
            papers = set(session.scalars(select(PaperRow.id)))
        for entry in left:
            self._drop(entry.paper_id)
        self._note_cards(papers - carded(self.folder))  # papers taken in by a version that wrote none
        return len(left)

    def mend_cards(self) -> None:
        """Write the cards anew that cannot be read."""
        with self.session() as session:
            papers = set(session.scalars(select(PaperRow.id)))
        self._note_cards(papers - {card.id for card in read_cards(self.folder)})

    def check(self) -> Repair:
        """Compare the tables with vectors, keyword index and files, and mend what can be mended."""
        remade, self._remade = self._remade, False
        with self.changing() as session:
            if remade:
                _note_change(session)  # whoever answers opens the vectors anew
        return mend(self)._replace(index_made_anew=int(remade))

    def fingerprints(self) -> tuple[str, str]:
        """A short hash of the papers in force, and one of their passages with the embedder that made the vectors."""
        with self.session() as session:
            return fingerprints(session, self._identity)

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
                write_facts(connection, self._identity, known_as(self.folder))
        self._id = read_id(self.database, self._identity)

    def _begin(self, paper_id: str, operation: str) -> None:
        with self.changing() as session:
            session.merge(Journal(paper_id=paper_id, operation=operation))

    def _keep_file(self, new: NewPaper, replaces: str | None) -> None:
        """The PDF and its card: both lie there before the paper is in."""
        with self.session() as session:
            older = older_versions(session, replaces) if replaces is not None else set()
        ocr = any(page.status == "ocr" for page in new.pages)
        card = card_of(self._id, self._identity, new.paper, older - {new.paper.sha256}, ocr=ocr)
        try:
            keep_file(self.folder, new.source, card)
        except (PaperError, StoreError):
            self._drop(new.paper.id, {})
            raise

    def _note_cards(self, paper_ids: Iterable[str]) -> None:
        """Bring the cards of papers up to what the tables say."""
        with self.session() as session:
            note_cards(self.folder, session, paper_ids, self._id, self._identity)

    def _drop(self, paper_id: str, keys: Keys | None = None) -> None:
        """Take vectors and file out; vectors whose keys nothing tells any more are sought, which takes the longer the
        more there are."""
        if keys is None:
            self.vectors.remove(paper_id)
        else:
            for access, own in keys.items():
                self.vectors.remove_keys(access, own)
        drop_file(self.folder, paper_id)
        with self.changing() as session:
            session.execute(delete(Journal).where(Journal.paper_id == paper_id))


def _note_change(session: Session) -> None:
    session.merge(Meta(key=_CHANGED, value=uuid4().hex))
