"""The keyword index on PostgreSQL: which term stands how often in which passage, an access class in tables of its own.

PostgreSQL's own ranking knows neither how rare a term is nor how long passages are on the mean, so BM25 is reckoned here,
as SQLite's FTS5 does: https://www.sqlite.org/fts5.html#the_bm25_function
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import TypeEngine

_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6  # of a term that stands in more than half of the passages
_CONTEXT_WEIGHT, _BODY_WEIGHT = 0.6, 1.0

_METADATA = MetaData()


class _Tables(NamedTuple):
    postings: Table  # a row a term and passage, with its counts in context and body
    passages: Table  # a row a passage, with its length in terms
    totals: Table  # one row: how many passages, and their lengths together


def _tables(access: str) -> _Tables:
    term = Column("term", Text(collation="C"), primary_key=True)
    counts = [Column(name, Integer, nullable=False) for name in ("context", "body")]
    passage = Column("passage", Integer, primary_key=True, autoincrement=False)
    postings = Table(f"terms_{access}", _METADATA, term, passage, *counts)
    Index(f"terms_{access}_passage", postings.c.passage)
    passages = Table(
        f"terms_{access}_passages",
        _METADATA,
        Column("passage", Integer, primary_key=True, autoincrement=False),
        Column("length", Integer, nullable=False),
    )
    totals = Table(
        f"terms_{access}_totals",
        _METADATA,
        Column("passages", Integer, nullable=False),
        Column("length", BigInteger, nullable=False),
    )
    return _Tables(postings, passages, totals)


_TABLES = {access: _tables(access) for access in ("public", "exempt")}


def create(connection: Connection, access: str) -> None:
    """Make the tables where they are not there yet."""
    tables = _TABLES[access]
    _METADATA.create_all(connection, tables=list(tables))
    if connection.scalar(select(func.count()).select_from(tables.totals)) == 0:
        connection.execute(insert(tables.totals).values(passages=0, length=0))


def add(connection: Connection, access: str, rows: Sequence[tuple[int, str, str]]) -> None:
    """Index (passage id, context terms, body terms)."""
    tables = _TABLES[access]
    lengths: list[tuple[int, int]] = []
    counted: list[tuple[str, int, int, int]] = []
    for passage, context, body in rows:
        in_context, in_body = Counter(context.split()), Counter(body.split())
        lengths.append((passage, in_context.total() + in_body.total()))
        counted += [(t, passage, in_context[t], in_body[t]) for t in in_context.keys() | in_body.keys()]
    _insert(connection, tables.passages, lengths)
    _insert(connection, tables.postings, counted)
    _count(connection, tables.totals, len(lengths), sum(length for _, length in lengths))


def _insert(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """One statement for any number of rows, a column an array: a row each would take ten times as long."""
    if not rows:
        return
    arrays = [literal(list(values), ARRAY(c.type)) for c, values in zip(table.c, zip(*rows, strict=True), strict=True)]
    given = func.unnest(*arrays).table_valued(*(c.name for c in table.c)).render_derived()
    connection.execute(insert(table).from_select([c.name for c in table.c], select(given)))


def _count(connection: Connection, totals: Table, passages: int, length: int) -> None:
    connection.execute(update(totals).values(passages=totals.c.passages + passages, length=totals.c.length + length))


def remove(connection: Connection, access: str, passage_ids: Sequence[int]) -> None:
    """Take passages out."""
    tables = _TABLES[access]
    chosen = literal(list(passage_ids), ARRAY(Integer))
    connection.execute(delete(tables.postings).where(tables.postings.c.passage == func.any(chosen)))
    gone = delete(tables.passages).where(tables.passages.c.passage == func.any(chosen))
    lengths = connection.scalars(gone.returning(tables.passages.c.length)).all()
    _count(connection, tables.totals, -len(lengths), -sum(lengths))


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
    tables = _TABLES[access]
    asked = (
        func.unnest(literal(list(terms), ARRAY(Text)))
        .table_valued("term", with_ordinality="place", name="asked")
        .render_derived()
    )
    found = tables.postings
    hits = (
        select(
            found.c.passage,
            asked.c.place,
            (_real(found.c.context) * _CONTEXT_WEIGHT + _real(found.c.body) * _BODY_WEIGHT).label("frequency"),
            _real(func.count().over(partition_by=asked.c.place)).label("holding"),
        )
        .join_from(found, asked, found.c.term == asked.c.term)
        .subquery()
    )
    total = _real(tables.totals.c.passages)
    rarity = func.ln((total - hits.c.holding + 0.5) / (hits.c.holding + 0.5))
    idf = case((rarity > 0, rarity), else_=_LEAST_IDF)
    long = _real(tables.passages.c.length) / (_real(tables.totals.c.length) / total)
    weight = idf * (hits.c.frequency * (_K1 + 1.0) / (hits.c.frequency + _K1 * (1.0 - _B + _B * long)))
    # Summed in the order of the question, so that passages alike in all come out alike to the last digit.
    score = func.sum(aggregate_order_by(weight, hits.c.place)).label("score")
    only = literal(True) if within is None else hits.c.passage == func.any(literal(list(within), ARRAY(Integer)))
    ranked = (
        select(hits.c.passage, score)
        .join_from(hits, tables.passages, tables.passages.c.passage == hits.c.passage)
        .join(tables.totals, literal(True))
        .where(only)
        .group_by(hits.c.passage)
        .having(func.count() >= (len(terms) if together else 1))
        .order_by(score.desc(), hits.c.passage)
        .limit(limit)
    )
    return [(int(passage), float(points)) for passage, points in connection.execute(ranked)]


def holding(connection: Connection, access: str, term: str, limit: int) -> list[int]:
    """Passages that hold a term."""
    postings = _TABLES[access].postings
    return list(connection.scalars(select(postings.c.passage).where(postings.c.term == term).limit(limit)))


def _real(value: ColumnElement[int]) -> ColumnElement[float]:
    kind: TypeEngine[float] = Double()
    return value.cast(kind)


def vocabulary(connection: Connection, access: str) -> dict[str, int]:
    """Every term and in how many passages it stands."""
    term = _TABLES[access].postings.c.term
    return {str(t): int(n) for t, n in connection.execute(select(term, func.count()).group_by(term))}


def ids(connection: Connection, access: str) -> set[int]:
    """The passages the index holds."""
    return set(connection.scalars(select(_TABLES[access].passages.c.passage)))
