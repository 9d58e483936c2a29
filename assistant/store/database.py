"""The database of a store, whichever it is: what is needed of it beyond the SQL that all speak."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from assistant.errors import StoreError
from assistant.settings import Servers


class Database(Protocol):
    """A file of SQLite's, or a schema of a PostgreSQL database."""

    place: str  # how messages name it, never with a password
    option: str  # what a command needs besides the settings to find it
    way_on: str  # what brings a store of another version up to this one, as a remedy says it, or nothing
    elsewhere: str  # where another store can be made, as a remedy says it

    @property
    def engine(self) -> Engine:
        """Its connections, opened when first needed; what one transaction reads is of one moment."""
        ...

    def stands(self) -> bool:
        """Whether there may be a store; nothing is made by asking."""
        ...

    def tables(self, connection: Connection) -> list[str]:
        """The names of the tables it holds."""
        ...

    def prepare(self, connection: Connection) -> None:
        """What comes before its tables are made, all of them or none, in the transaction of this connection."""
        ...

    def only_writer(self) -> AbstractContextManager[None]:
        """Keeps other writers out, beyond the lock on the store's folder. Raises: StoreBusyError."""
        ...

    def make_sure(self) -> None:
        """Make sure, before something is written, that other writers are kept out still."""
        ...

    def refusal(self, error: DatabaseError) -> StoreError | None:
        """What it said no to, in words for the person at the keyboard; None when it is a fault of this program."""
        ...

    def not_ours(self, reason: object) -> StoreError:
        """What stands where the store should is another program's, or broken."""
        ...


def database_of(folder: Path, servers: Servers) -> Database:
    """The database of the store in a folder."""
    if servers.database is None:
        from assistant.store.sqlite import SqliteFile

        return SqliteFile(folder)
    from assistant.store.postgres import PostgresSchema

    return PostgresSchema(servers.database, servers.namespace)
