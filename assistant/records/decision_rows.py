"""Lists of decisions with a row for each: "Item | Subject | Decision | Reasons", as decision notices print them."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.records.heads import headed
from assistant.records.model import Record
from assistant.records.notices import Form, record_of
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Sheet, SheetRow

_DECISION = re.compile(
    r"^(?:the )?(?:decisions?|resolutions?)(?: (?:taken|made|agreed))?\W*$|^(?:it was )?resolved\W*$", re.I
)
_SUBJECT = re.compile(
    r"^(?:(?:report|item|agenda item) )?(?:subject|title|topic|matter|report|item|agenda item)(?: title| name)?(?: of (?:the )?(?:report|decision))?\W*$",
    re.I,
)
_MINUTE = re.compile(r"^(?:minute|min\.?)(?: (?:no\.?|number|ref\w*))?\W*$", re.I)
_NUMBER = re.compile(r"[A-Z]{0,6}[ ./-]?\d{1,4}[A-Za-z]?(?:[./-]\d{1,4}){0,3}")
_SAYS = re.compile(r"[a-z]{3,} .*[a-z]{2,}")


class _Columns(NamedTuple):
    decision: int
    subject: int | None
    minute: int | None


class DecisionRows:
    """The reader of tables with a decision a row."""

    kind = "resolution"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure of a table of a decision notice with one column of decisions and one of subjects beside it."""
        if sheet.part.kind != "decision notice":
            return 0.0
        sheet = headed(sheet, lambda heads: _columns(heads) is not None)
        columns = _columns(sheet.headers)
        return 0.97 if columns is not None and any(_is_decision(row, columns) for row in sheet.rows) else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A resolution a row; a row without the words of a decision is left as text."""
        sheet = headed(sheet, lambda heads: _columns(heads) is not None)
        columns = _columns(sheet.headers)
        assert columns is not None
        found: list[Record] = []
        reading = SheetReading(found)
        for row in sheet.rows:
            if _is_decision(row, columns):
                found.append(_resolution(row, columns, sheet))
            else:
                reading.left += 1
                reading.reasons.append("no decision stands in the row")
        return reading


def _columns(heads: list[str]) -> _Columns | None:
    """The columns by their heads; None unless exactly one is of decisions and another of subjects."""
    flat = [" ".join(head.split()) for head in heads]
    decisions = [i for i, head in enumerate(flat) if _DECISION.match(head)]
    subjects = [i for i, head in enumerate(flat) if _SUBJECT.match(head)]
    if len(decisions) != 1 or not subjects:
        return None
    named = [i for i in subjects if not re.match(r"(?:agenda )?item\W*$", flat[i], re.I)]
    minutes = [i for i, head in enumerate(flat) if _MINUTE.match(head)]
    return _Columns(decisions[0], (named or subjects)[0], minutes[0] if minutes else None)


def _is_decision(row: SheetRow, columns: _Columns) -> bool:
    entry = row.entries[columns.decision]
    return not entry.merged and entry.span == 1 and bool(_SAYS.search(entry.text))


def _resolution(row: SheetRow, columns: _Columns, sheet: Sheet) -> Record:
    lines = [
        line
        for own in row.rows
        for cell in own.cells
        if cell.column == columns.decision
        for line in cell.text.splitlines()
        if line.strip()
    ]
    subject = row.text(columns.subject)
    title = subject if re.search(r"[A-Za-z]{3}", subject) else None
    record = record_of(Form(title, lines, row.pieces(columns.decision)), sheet.part)
    number = row.text(columns.minute)
    record.minute = number if _NUMBER.fullmatch(number) else None
    return record
