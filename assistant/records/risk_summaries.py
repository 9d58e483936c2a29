"""A risk that one paper prints twice: a line of the summary at its front, and the register's own row or card."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records.dates import plain
from assistant.records.model import Record, Risk

_STAGES = ("previous", "current", "target", "inherent")


def without_summaries(records: Sequence[Record]) -> list[Record]:
    """The records with each risk once: what its line in a summary says beyond the register's own row goes to that row.

    They are one risk only where the number is the same, the row opens with the words of the line and no score differs.
    """
    risks = [record for record in records if isinstance(record, Risk) and record.number]
    gone: set[int] = set()
    for line in risks:
        if line.mitigation or line.owner:
            continue
        rows = [risk for risk in risks if risk is not line and _is_of(line, risk)]
        if len(rows) == 1:
            _fill(rows[0], line)
            gone.add(id(line))
    return [record for record in records if id(record) not in gone]


def _is_of(line: Risk, row: Risk) -> bool:
    """Whether a summary's line is of a row that says more."""
    if line.number != row.number or line.part != row.part or not (row.mitigation or row.owner):
        return False
    short, long = (" ".join(plain(text).lower().split()) for text in (line.description, row.description))
    if not long.startswith(short):
        return False
    pairs = [(getattr(line, f"{stage}_score"), getattr(row, f"{stage}_score")) for stage in _STAGES]
    return all(one is None or other is None or one == other for one, other in pairs)


def _fill(row: Risk, line: Risk) -> None:
    """Add to a row what only the summary says, and where it says so."""
    names = ["section", "direction", *(f"{stage}_{form}" for stage in _STAGES for form in ("as_printed", "score"))]
    if row.rating is None:
        row.rating, row.rating_source = line.rating, line.rating_source
    for name in names:
        if getattr(row, name) is None:
            setattr(row, name, getattr(line, name))
    row.pieces = [*row.pieces, *(piece for piece in line.pieces if piece.page != row.page)]
