"""A database that was destroyed, or made by another version of this program, is set aside, so that the store can be made
anew from PDFs and cards.

Columns are not added to older databases step by step, as Alembic would: what a newer version reads from papers stands in
the PDFs and nowhere else, so all of them have to be read again anyhow.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from assistant.settings import Servers
from assistant.store.cards import Card, carded, write_card
from assistant.store.facts import FORMAT
from assistant.store.folder import lock_folder
from assistant.store.sqlite import DATABASE

DAMAGED = ".damaged"  # what the names of files set aside end with
_PAPERS = "SELECT id, sha256, document, path, access, version, added_at FROM paper"
_BEYOND_READING = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def set_aside_if_unusable(folder: Path, servers: Servers) -> str:
    """Rename the database of a store that had papers, where it is gone, damaged or of another format; why, or "".

    Raises:
        StoreUnwritableError, StoreBusyError: it cannot be changed now.
    """
    if servers.database is not None or not (folder / "files").is_dir():
        return ""
    with lock_folder(folder):
        file = folder / DATABASE
        if _is_destroyed(file):
            if carded(folder):
                _set_aside(file, DAMAGED)
                return "was destroyed"
            return ""
        other = _other_format(file)
        if other is None:
            return ""
        for card in other.cards:
            write_card(folder, card)
        _set_aside(file, f".{other.format}")
    return f"is of the format {other.format}, and this version has {FORMAT}"


def _set_aside(file: Path, end: str) -> None:
    for path in (file, *(file.with_name(f"{DATABASE}{kind}") for kind in ("-wal", "-shm"))):
        if path.exists():
            path.replace(path.with_name(f"{path.name}{end}"))


class _Other(NamedTuple):
    format: str
    cards: list[Card]


def _other_format(file: Path) -> _Other | None:
    """What a database of another format tells of its papers; None for one of this format, or that tells nothing."""
    with closing(sqlite3.connect(file)) as database:
        try:
            facts = dict(database.execute("SELECT key, value FROM meta").fetchall())
            papers = database.execute(_PAPERS).fetchall()
            older = database.execute("SELECT by, sha256 FROM superseded").fetchall()
            ocr = {paper for (paper,) in database.execute("SELECT DISTINCT paper_id FROM page WHERE status = 'ocr'")}
        except sqlite3.DatabaseError:  # of a version before these tables, or another program's
            return None
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if not {"format", "embedder"} <= facts.keys() or facts["format"] == FORMAT:
        return None
    cards = [
        Card(
            store=facts.get("id"), embedder=facts["embedder"], id=id, sha256=sha256, document=document, path=path,
            exempt=access == "exempt", ocr=id in ocr, version=version, added_at=added_at,
            superseded=[digest for by, digest in older if by == id],
        )
        for id, sha256, document, path, access, version, added_at in papers
    ]  # fmt: skip
    return _Other(facts["format"], cards)


def _is_destroyed(file: Path) -> bool:
    if not file.is_file():
        return True
    try:
        with closing(sqlite3.connect(file)) as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return bool(tables == (0,)) or bool(database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in _BEYOND_READING
