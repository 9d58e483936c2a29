"""A store's tables in a file of SQLite's, in the store's folder."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError, OperationalError

from assistant.errors import StoreBusyError, StoreError, StoreFormatError
from assistant.store.folder import unwritable

DATABASE = "papers.db"


class SqliteFile:
    """The file ``papers.db`` of a store's folder."""

    elsewhere = "a new folder"

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / DATABASE
        self.place = str(folder)
        self.option = f" --store {folder}"
        self.way_on = (
            f"Run: assistant check{self.option}; it reads the papers again from its own copies. If it cannot: "
        )

    @cached_property
    def engine(self) -> Engine:
        """Connections that read what was committed when their transaction began."""
        engine = create_engine(f"sqlite:///{self._file}", pool_size=8, max_overflow=24)
        event.listen(engine, "connect", _pragmas)
        return engine

    def stands(self) -> bool:
        """Whether there is such a file: connecting would make one."""
        return self._file.is_file()

    def tables(self, connection: Connection) -> list[str]:
        """The names of its tables."""
        return inspect(connection).get_table_names()

    def prepare(self, connection: Connection) -> None:
        """Let readers read while a writer writes, and begin a transaction that makes all tables or none."""
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # kept in the file
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # sqlite3 makes each table at once otherwise

    def only_writer(self) -> AbstractContextManager[None]:
        """Nothing more than the lock on the folder that the file lies in."""
        return nullcontext()

    def make_sure(self) -> None:
        """The lock on the folder is not lost while this process lives."""

    def refusal(self, error: DatabaseError) -> StoreError | None:
        """What a refusal of SQLite means; None when it is a fault of this program."""
        said = str(error.orig)
        if "not a database" in said:
            return self.not_ours(said)
        if "malformed" in said:
            return StoreFormatError(
                f"{self._file} is damaged ({said}). Run: assistant check --store {self._folder}; it reads the PDFs in "
                f"{self._folder / 'files'} again. If it cannot, ingest the papers into a new folder with --store."
            )
        if "locked" in said:
            return StoreBusyError(
                f"Another process holds the store at {self._folder} ({said}). Run this again when it has finished."
            )
        if isinstance(error, OperationalError) and any(
            word in said for word in ("readonly", "unable to open", "full", "disk")
        ):
            return unwritable(self._folder, said)
        return None

    def not_ours(self, reason: object) -> StoreFormatError:
        """What stands where the file should is another program's, or broken."""
        return StoreFormatError(
            f"{self._file} is not a store of this program ({reason}). Ingest the papers into a new folder with --store."
        )


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
