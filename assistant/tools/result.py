"""What a look-up gives back: typed rows, each with the place it stands in, and what was searched to find them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from assistant.papers.model import Box
from assistant.records.model import Record
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry, Ledger


class Place(BaseModel):
    """Where a row stands: ``page`` is its first page in the file, from 1; ``quote`` is the row as printed.

    ``pages`` are all its pages where it runs over more than one; ``boxes`` are PDF points on the first.
    """

    document: str
    title: str
    date: str | None
    page: int
    page_label: str | None
    quote: str
    boxes: list[Box]
    pages: list[int] = Field(default_factory=list)
    paper_id: str


class Row(BaseModel):
    """A row of a result. Every row says where it stands."""

    citation: Place


class Choice(BaseModel):
    """One of several things that a name may mean, and one place that names it."""

    name: str
    citation: Place


class Scope(BaseModel):
    """What was searched: how many papers, from which day to which, and how many records of the kinds looked for."""

    model_config = ConfigDict(populate_by_name=True)

    papers: int
    records: int
    from_: date | None = Field(None, alias="from")
    to: date | None = None


RowT = TypeVar("RowT", bound=Row)


class Result(BaseModel, Generic[RowT]):
    """Rows found. ``choices`` are given instead where a name may mean several things; ``note`` says what to know.

    No rows and no choices: the papers of ``scope`` hold nothing that fits.
    """

    rows: list[RowT] = Field(default_factory=list)
    choices: list[Choice] = Field(default_factory=list)
    note: str | None = None
    scope: Scope

    def to_json(self) -> str:
        """The result as one line of JSON."""
        return self.model_dump_json(by_alias=True)


def place(entry: Entry[Any]) -> Place:
    """Where a record stands."""
    pages = sorted({entry.record.page, *(piece.page for piece in entry.record.pieces)})
    return Place(**entry.citation(), pages=pages if len(pages) > 1 else [], paper_id=entry.paper.id)


def scope_of(ledger: Ledger, *models: type[Record]) -> Scope:
    """What is searched when records of these kinds are looked for."""
    papers = ledger.papers()
    days = [day for paper in papers if (day := paper_day(paper))]
    records = sum(len(ledger.entries(model)) for model in models)
    return Scope.model_validate(
        {"papers": len(papers), "records": records, "from": min(days, default=None), "to": max(days, default=None)}
    )


def joined(notes: Iterable[str | None]) -> str | None:
    """Several notes as one; None when there is none."""
    return " ".join(dict.fromkeys(note for note in notes if note)) or None
