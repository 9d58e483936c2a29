"""Is a store whole? Looked at with SQLite and Chroma alone, not with the program that made it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ACCESS = ("public", "exempt")


class Seen(NamedTuple):
    """Papers found in a store, sha256 -> what is held of each; and all that is wrong, in words."""

    papers: dict[str, str]
    faults: list[str]


def look(store: Path, report: Path) -> None:
    """Write what is found to a file: for a process of its own, since a broken index may end the one that reads it."""
    report.write_text(json.dumps(seen(store)), "utf-8")


def seen(store: Path) -> Seen:
    """What a store holds and what is wrong with it."""
    faults: list[str] = []
    if not (store / "papers.db").is_file():
        return Seen({}, [] if not list(store.glob("files/*")) else ["files without a database"])
    with closing(sqlite3.connect(store / "papers.db")) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'paper'").fetchone():
            return Seen({}, [])
        faults += [f"SQLite: {said}" for (said,) in database.execute("PRAGMA integrity_check") if said != "ok"]
        papers = _papers(database, store, faults)
        faults += _keyword_faults(database)
        keys = {
            access: [
                key for (key,) in database.execute("SELECT key FROM passage WHERE access = ? ORDER BY id", (access,))
            ]
            for access in ACCESS
        }
        faults += [f"journal: {left}" for left in database.execute("SELECT * FROM journal")]
    faults += _vector_faults(store, keys)
    return Seen(papers, faults)


def _papers(database: sqlite3.Connection, store: Path, faults: list[str]) -> dict[str, str]:
    held: dict[str, str] = {}
    tables = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'record_%' AND type = 'table'")
    ]
    ids = set()
    for paper, digest, n_pages, document in database.execute(
        "SELECT id, sha256, n_pages, document FROM paper ORDER BY sha256"
    ):
        ids.add(paper)
        (pages,) = database.execute("SELECT count(*) FROM page WHERE paper_id = ?", (paper,)).fetchone()
        if pages != n_pages:
            faults.append(f"{document}: {pages} of {n_pages} pages")
        texts = database.execute(
            "SELECT page, access, text FROM passage WHERE paper_id = ? ORDER BY id", (paper,)
        ).fetchall()
        counts = [
            database.execute(f"SELECT count(*) FROM {t} WHERE paper_id = ?", (paper,)).fetchone()[0] for t in tables
        ]
        held[digest] = sha256(repr((n_pages, texts, sorted(zip(tables, counts, strict=True)))).encode()).hexdigest()[
            :16
        ]
        file = store / "files" / f"{paper}.pdf"
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != digest:
            faults.append(f"{document}: its PDF is {'not its own' if file.is_file() else 'missing'}")
    left = [file.name for file in (store / "files").glob("*") if file.name not in {f"{paper}.pdf" for paper in ids}]
    faults += [f"left over: {name}" for name in left]
    for table in ("page", "part", "passage", *tables):
        (lost,) = database.execute(
            f"SELECT count(*) FROM {table} WHERE paper_id NOT IN (SELECT id FROM paper)"
        ).fetchone()
        if lost:
            faults.append(f"{lost} rows in {table} of papers that are not in")
    return held


def _keyword_faults(database: sqlite3.Connection) -> list[str]:
    faults = []
    for access in ACCESS:
        indexed = {row for (row,) in database.execute(f"SELECT rowid FROM terms_{access}")}
        due = {row for (row,) in database.execute("SELECT id FROM passage WHERE access = ?", (access,))}
        if indexed != due:
            faults.append(f"keywords {access}: {len(due - indexed)} missing, {len(indexed - due)} too many")
    return faults


def _vector_faults(store: Path, keys: dict[str, list[str]]) -> list[str]:
    import chromadb

    faults: list[str] = []
    if not (store / "chroma").is_dir():
        return ["no vectors"] if any(keys.values()) else []
    client: Any = chromadb.PersistentClient(
        str(store / "chroma"), settings=chromadb.config.Settings(anonymized_telemetry=False)
    )
    names = {collection.name for collection in client.list_collections()}
    for access, due in keys.items():
        if f"passages-{access}" not in names:
            faults += [f"no collection {access}"] if due else []
            continue
        collection = client.get_collection(f"passages-{access}")
        held = set(collection.get(include=[])["ids"])
        if held != set(due):
            faults.append(f"vectors {access}: {len(set(due) - held)} missing, {len(held - set(due))} too many")
        faults += _unfound(collection, access, [key for key in due if key in held])
    client.close()
    return faults


def _unfound(collection: Any, access: str, keys: list[str]) -> list[str]:
    """Vectors that cannot be read, or not be found by their own likeness: one in a hundred may be missed by such an index."""
    if not keys:
        return []
    try:
        vectors = np.asarray(collection.get(ids=keys, include=["embeddings"])["embeddings"])
        found = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"]
    except Exception as error:  # noqa: BLE001  # whatever Chroma says of a broken index
        return [f"vectors {access}: {error}"]
    missed = sum(not near or abs(near[0]) > 1e-3 for near in found)
    wrong = int((abs(np.linalg.norm(vectors, axis=1) - 1) > 1e-3).sum())
    return (
        [f"vectors {access}: {missed} not found, {wrong} not of length 1, of {len(keys)}"]
        if wrong or missed > len(keys) / 100
        else []
    )
