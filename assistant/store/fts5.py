"""The keyword index on SQLite: a table of FTS5 an access class."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

# Terms reach the index already cut and stemmed, so the tokenizer only splits at spaces; these characters stay inside
# a term: 2022/23, 3.9, £1.318m, 45%.
_TOKENIZER = "unicode61 remove_diacritics 0 tokenchars './%£-'"


def create(connection: Connection, access: str) -> None:
    """Make the table where it is not there yet."""
    connection.execute(
        text(f'CREATE VIRTUAL TABLE IF NOT EXISTS terms_{access} USING fts5(context, body, tokenize="{_TOKENIZER}")')
    )
    connection.execute(
        text(f"CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary_{access} USING fts5vocab(terms_{access}, row)")
    )


def add(connection: Connection, access: str, rows: Sequence[tuple[int, str, str]]) -> None:
    """Index (passage id, context terms, body terms)."""
    values = [{"id": i, "context": context, "body": body} for i, context, body in rows]
    connection.execute(text(f"INSERT INTO terms_{access}(rowid, context, body) VALUES (:id, :context, :body)"), values)


def remove(connection: Connection, access: str, passage_ids: Sequence[int]) -> None:
    """Take passages out."""
    connection.execute(text(f"DELETE FROM terms_{access} WHERE rowid = :id"), [{"id": i} for i in passage_ids])


def search(
    connection: Connection,
    access: str,
    terms: Sequence[str],
    limit: int,
    *,
    together: bool,
    within: Sequence[int] | None,
) -> list[tuple[int, float]]:
    """(passage id, BM25 score) of the passages that hold any of the terms, or all of them, best first."""
    # The sign before rowid keeps SQLite from looking up each passage by itself.
    only = "" if within is None else "AND +rowid IN (SELECT value FROM json_each(:within)) "
    statement = text(
        f"SELECT rowid, -bm25(terms_{access}, 0.6, 1.0) AS score FROM terms_{access} "
        f"WHERE terms_{access} MATCH :query {only}ORDER BY bm25(terms_{access}, 0.6, 1.0) LIMIT :limit"
    )
    given = {} if within is None else {"within": json.dumps(list(within))}
    query = (" AND " if together else " OR ").join(map(_quoted, terms))
    rows = connection.execute(statement, {"query": query, "limit": limit, **given})
    return [(int(row[0]), float(row[1])) for row in rows]


def holding(connection: Connection, access: str, term: str, limit: int) -> list[int]:
    """Passages that hold a term."""
    statement = text(f"SELECT rowid FROM terms_{access} WHERE terms_{access} MATCH :query LIMIT :limit")
    return list(connection.scalars(statement, {"query": _quoted(term), "limit": limit}))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', "") + '"'


def vocabulary(connection: Connection, access: str) -> dict[str, int]:
    """Every term and in how many passages it stands."""
    return {str(term): int(n) for term, n in connection.execute(text(f"SELECT term, doc FROM vocabulary_{access}"))}


def ids(connection: Connection, access: str) -> set[int]:
    """The passages the index holds."""
    return {int(row[0]) for row in connection.execute(text(f"SELECT rowid FROM terms_{access}"))}
