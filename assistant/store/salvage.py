"""A database that was destroyed is set aside, so that the store can be made anew from PDFs and cards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.settings import Servers
from assistant.store.cards import carded
from assistant.store.folder import lock_folder
from assistant.store.sqlite import DATABASE

DAMAGED = ".damaged"  # what the names of files set aside end with
_BEYOND_READING = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def set_aside_if_destroyed(folder: Path, servers: Servers) -> bool:
    """Rename the database of a store that had papers, where it is gone or damaged; whether it was.

    Raises:
        StoreUnwritableError, StoreBusyError: it cannot be changed now.
    """
    if servers.database is not None or not carded(folder):
        return False
    with lock_folder(folder):
        file = folder / DATABASE
        if not _is_destroyed(file):
            return False
        for path in (file, *(file.with_name(f"{DATABASE}{end}") for end in ("-wal", "-shm"))):
            if path.exists():
                path.replace(path.with_name(f"{path.name}{DAMAGED}"))
    return True


def _is_destroyed(file: Path) -> bool:
    if not file.is_file():
        return True
    try:
        with closing(sqlite3.connect(file)) as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return bool(tables == (0,)) or bool(database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in _BEYOND_READING
