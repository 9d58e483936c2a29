"""What the readers of tables and of running text have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.papers.model import Paper
from assistant.records.identify import PaperFacts
from assistant.records.model import Record
from assistant.records.sheets import Sheet


@dataclass(slots=True)
class Context:
    """The paper being read, for readers that look beyond their table or part."""

    paper: Paper
    facts: PaperFacts
    sheets: list[Sheet]


@dataclass(slots=True)
class SheetReading:
    """What a reader made of a table: records, and how many rows it left as text for which reason."""

    records: Sequence[Record]
    left: int = 0
    reasons: list[str] = field(default_factory=list)


class SheetReader(Protocol):
    """A reader of one kind of table."""

    kind: str

    def claim(self, sheet: Sheet, context: Context) -> float:
        """How sure it is that this is its kind of table: 0 not at all, 1 for certain."""

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """The records of a table it claimed."""


class PartReader(Protocol):
    """A reader of the running text of a part."""

    def __call__(self, index: int, context: Context, /) -> Sequence[Record]:
        """The records in the text of part ``index``."""
