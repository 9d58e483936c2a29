"""What a store says of itself: its format, the embedder that made its vectors, and the id that its vectors bear."""

from __future__ import annotations

from hashlib import blake2b
from uuid import uuid4

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from assistant.errors import EmbedderMismatchError, StoreFormatError, StoreMissingError
from assistant.store import records
from assistant.store.database import Database
from assistant.store.tables import Meta, PaperRow, PassageRow, fingerprint

assert records.TABLES  # the tables of the records count as well, whoever imports this first
FORMAT = f"1-{fingerprint()}"  # "1": how files, cards and database belong together; then what the tables hold


def write_facts(connection: Connection, identity: str, known_as: str | None = None) -> None:
    """Note, in a store just made, what it is; ``identity`` is its embedder's, ``known_as`` the id that vectors bear already."""
    facts = {"format": FORMAT, "embedder": identity, "id": known_as or uuid4().hex}
    connection.execute(insert(Meta), [{"key": key, "value": value} for key, value in facts.items()])


def read_id(database: Database, identity: str) -> str | None:
    """The id of a store that can be used as set; None for one made before stores had ids.

    Raises:
        StoreMissingError: there is none; StoreFormatError, EmbedderMismatchError: it cannot be used as set.
    """
    facts = facts_of(database)
    if facts.get("format") != FORMAT:
        raise StoreFormatError(
            f"The store at {database.place} has format {facts.get('format')}, this version reads {FORMAT}. "
            f"{database.way_on}Ingest the papers again into {database.elsewhere}."
        )
    if facts.get("embedder") != identity:
        raise EmbedderMismatchError(
            f"The store at {database.place} was made with the embedder {facts.get('embedder')}, but {identity} is set. "
            f"Set ASSISTANT_EMBEDDER={facts.get('embedder')}, or ingest into {database.elsewhere}."
        )
    return facts.get("id")


def facts_of(database: Database) -> dict[str, str]:
    """All that a store says of itself.

    Raises:
        StoreMissingError: there is none; StoreFormatError: what is there is not one.
    """
    if not database.stands():
        raise missing(database)
    try:
        with database.engine.connect() as connection:
            if not database.tables(connection):  # the writer was killed at its first step
                raise missing(database)
            return {row.key: row.value for row in connection.execute(select(Meta.key, Meta.value))}
    except DatabaseError as error:
        raise database.refusal(error) or database.not_ours(error.orig) from None


def missing(database: Database) -> StoreMissingError:
    """There is no store yet."""
    return StoreMissingError(
        f"No store at {database.place}: no papers were taken in there yet. Run: assistant ingest PATH{database.option}"
    )


def fingerprints(session: Session, identity: str) -> tuple[str, str]:
    """A short hash of the papers in force, and one of their passages with the embedder that made the vectors."""
    papers, index = blake2b(digest_size=8), blake2b(f"{FORMAT} {identity}".encode(), digest_size=8)
    for sha256 in session.scalars(select(PaperRow.sha256).order_by(PaperRow.sha256)):
        papers.update(sha256.encode())
    rows = select(PassageRow.key, PassageRow.embedded, PassageRow.terms).order_by(PassageRow.key)
    for row in session.execute(rows):
        index.update("\0".join(row).encode())
    return papers.hexdigest(), index.hexdigest()
