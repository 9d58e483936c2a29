"""A list found: its rows, what they are together, and what to say where there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.tools.ledger import Entry


@dataclass(slots=True)
class Listing:
    """Rows of a list with the fields that tell each, by the heads of their columns; the first is its name.

    ``noun`` and ``clauses`` say what they are: "actions", ["led by Ada Ash", "rated red"]. ``most`` are told at most;
    ``none`` is said where no row meets the conditions.
    """

    noun: str
    rows: list[tuple[Entry[Any], dict[str, str]]] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    most: int | None = None
    none: str | None = None

    def what(self, number: int) -> str:
        """The rows in words: "overdue actions led by Ada Ash"."""
        noun = self.noun.removesuffix("s") if number == 1 else self.noun
        return " ".join(
            [*self.before, ", ".join([f"{noun} {self.clauses[0]}", *self.clauses[1:]]) if self.clauses else noun]
        )
