"""The tables of the records: one a kind, its columns those of the kind's model. Records go in and out as models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Float, Integer, Table, Text, delete, insert, select
from sqlalchemy.types import TypeEngine

from assistant.records.model import KINDS, Record
from assistant.store.tables import Base, Name

R = TypeVar("R", bound=Record)

_TYPES: dict[Any, type[TypeEngine[Any]]] = {
    str: Text,
    int: Integer,
    float: Float,
    bool: Boolean,
    date: Date,
}


def _column_type(annotation: Any) -> type[TypeEngine[Any]]:
    """The SQL type of a field: a plain value's own, JSON for anything with an inside."""
    if get_origin(annotation) in {Union, UnionType}:
        kinds = {_column_type(option) for option in get_args(annotation) if option is not type(None)}
        return kinds.pop() if len(kinds) == 1 else JSON
    if isinstance(annotation, type) and annotation in _TYPES:
        return _TYPES[annotation]
    values = get_args(annotation)
    if values and all(isinstance(value, str) for value in values):  # a Literal
        return Text
    return JSON


def _table(kind: str, model: type[Record]) -> Table:
    columns = [
        Column(name, Name, index=True) if name == "paper_id" else Column(name, _column_type(info.annotation))
        for name, info in model.model_fields.items()
    ]
    return Table(f"record_{kind}", Base.metadata, Column("id", Integer, primary_key=True), *columns)


TABLES: dict[type[Record], Table] = {model: _table(kind, model) for kind, model in KINDS.items()}


def add(connection: Connection, paper_id: str, records: Iterable[Record]) -> None:
    """Put a paper's records in."""
    by_model: dict[type[Record], list[dict[str, Any]]] = {}
    for record in records:
        row = {name: getattr(record, name) for name in _PLAIN[type(record)]}
        row |= record.model_dump(mode="json", include=_NESTED[type(record)]) | {"paper_id": paper_id}
        by_model.setdefault(type(record), []).append(row)
    for model, rows in by_model.items():
        connection.execute(insert(TABLES[model]), rows)


def remove(connection: Connection, paper_id: str) -> None:
    """Take a paper's records out."""
    for table in TABLES.values():
        connection.execute(delete(table).where(table.c.paper_id == paper_id))


def load(connection: Connection, model: type[R], access: Iterable[str], paper_id: str | None = None) -> list[R]:
    """The records of a kind that may be seen, in the order they stand in their papers."""
    table = TABLES[model]
    query = select(table).where(table.c.access.in_(list(access)))
    if paper_id is not None:
        query = query.where(table.c.paper_id == paper_id)
    names = list(model.model_fields)
    rows = connection.execute(query.order_by(table.c.paper_id, table.c.id))
    return [model.model_validate({name: getattr(row, name) for name in names}) for row in rows]


def _nested(model: type[Record]) -> set[str]:
    return {name for name in model.model_fields if isinstance(TABLES[model].c[name].type, JSON)}


_NESTED = {model: _nested(model) for model in TABLES}
_PLAIN = {model: set(model.model_fields) - nested for model, nested in _NESTED.items()}
