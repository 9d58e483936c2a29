"""The keyword index: BM25 over the terms of passages, one index an access class, so that what may not be seen is never
searched. SQLite has one of its own (FTS5); on PostgreSQL it is made of tables. Both give the same order and scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from assistant.store import fts5, postings

ACCESS_CLASSES = ("public", "exempt")


class _Index(Protocol):
    def create(self, connection: Connection, access: str) -> None: ...
    def add(self, connection: Connection, access: str, rows: Sequence[tuple[int, str, str]]) -> None: ...
    def remove(self, connection: Connection, access: str, passage_ids: Sequence[int]) -> None: ...
    def search(
        self,
        connection: Connection,
        access: str,
        terms: Sequence[str],
        limit: int,
        *,
        together: bool,
        within: Sequence[int] | None,
    ) -> list[tuple[int, float]]: ...
    def holding(self, connection: Connection, access: str, term: str, limit: int) -> list[int]: ...
    def vocabulary(self, connection: Connection, access: str) -> dict[str, int]: ...
    def ids(self, connection: Connection, access: str) -> set[int]: ...


_INDEXES: dict[str, _Index] = {"sqlite": fts5, "postgresql": postings}


def _index(connection: Connection) -> _Index:
    return _INDEXES[connection.dialect.name]


def create(connection: Connection) -> None:
    """Make the index tables where they are not there yet."""
    for access in ACCESS_CLASSES:
        _index(connection).create(connection, access)


def add(connection: Connection, access: str, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index (passage id, context terms, body terms); the terms are cut and stemmed already, a space between two."""
    if given := list(rows):
        _index(connection).add(connection, access, given)


def remove(connection: Connection, access: str, passage_ids: Iterable[int]) -> None:
    """Take passages out of the index."""
    if given := list(passage_ids):
        _index(connection).remove(connection, access, given)


def search(
    connection: Connection,
    access: str,
    terms: Sequence[str],
    limit: int,
    *,
    together: bool = False,
    within: Sequence[int] | None = None,
) -> list[tuple[int, float]]:
    """(passage id, BM25 score, higher is better) of the passages that hold any of the terms, or all (``together``),
    best first; ``within``: only of these passages, their scores the same."""
    if not terms or (within is not None and not within):
        return []
    return _index(connection).search(connection, access, terms, limit, together=together, within=within)


def holding(connection: Connection, access: str, term: str, limit: int) -> list[int]:
    """Passages that hold a term, at most so many, in whatever order costs least."""
    return _index(connection).holding(connection, access, term, limit)


def vocabulary(connection: Connection, access: str) -> dict[str, int]:
    """Every term of the index and in how many passages it stands."""
    return _index(connection).vocabulary(connection, access)


def ids(connection: Connection, access: str) -> set[int]:
    """The passages the index holds."""
    return _index(connection).ids(connection, access)
