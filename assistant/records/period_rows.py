"""Tables with a row a month and a column a measure, as contact centres and children's services print them: read as the
same observations that a row a measure would give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.records.commentary import footnote, priority_of
from assistant.records.indicator_columns import Column, Layout, column_of, year_of
from assistant.records.indicator_row import LONGEST_CELL, IndicatorRow, read_cell, unit_hint
from assistant.records.indicator_rows import Setting, observations
from assistant.records.model import Observation
from assistant.records.numbers import Figure
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Entry, Sheet, SheetRow

FEWEST = 3
"""Rows of periods that make it sure that a table has a row a period."""
_TIME = re.compile(
    r"\W*(?:months?|quarters?|periods?|years?|weeks?|week ending|date|financial year|school year|as at)?\W*", re.I
)
"""What stands over the column of periods, where anything does."""
_MONEY = re.compile(r"£|\b(?:budgets?|forecast|variance|outturn|estimate|precept|tax base)\b", re.IGNORECASE)
_HELD_AGAINST = {"target", "benchmark"}
NAME_AT = 0


@dataclass(frozen=True, slots=True)
class _Turned:
    """A row of the table as a column of measures: what its first cell makes of it, and the row itself."""

    column: Column
    row: SheetRow


class PeriodRows:
    """The reader of tables whose rows are periods and whose columns are measures."""

    kind = "observation"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where nearly every row begins with a period of its own, or with what figures are held against, and the
        rest are figures. A table of money by year is one of budgets, not of measures."""
        if len(sheet.headers) < 2 or not _TIME.fullmatch(sheet.headers[0]) or any(map(_MONEY.search, sheet.headers)):
            return 0.0
        turned = _turned(sheet, context)
        periods = [one.column.period for one in turned if one.column.role == "period"]
        if len(periods) < FEWEST or len(turned) * 4 < len(sheet.rows) * 3:
            return 0.0
        if len({(p.start, p.end) for p in periods if p}) < len(periods) or column_of(sheet.headers[1]).role == "period":
            return 0.0
        cells = [text for one in turned for i in range(1, len(sheet.headers)) if (text := one.row.text(i))]
        figures = sum(
            len(text) <= LONGEST_CELL and read_cell(text, "").kind not in {"text", "period"} for text in cells
        )
        return 0.85 if cells and figures * 5 >= len(cells) * 4 else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """An observation a figure; a measure without one figure, and a row of no period, are left as text."""
        turned = _turned(sheet, context)
        setting = Setting(priority_of(sheet, context), context.facts.period, footnote(context, sheet.part_index))
        records: list[Observation] = []
        for at, name in enumerate(sheet.headers):
            if at and re.search(r"[A-Za-z]{2}", name):
                records += _measured(" ".join(name.split()), at, turned, setting)
        left = len(sheet.rows) - len(turned)
        return SheetReading(records, left, ["a row of no period"] * left)


def _turned(sheet: Sheet, context: Context) -> list[_Turned]:
    """The rows that are columns of a table turned: of a period, of targets, of what others reached."""
    year = year_of(sheet, context.facts.period)
    told = [_Turned(column_of(row.text(NAME_AT), year), row) for row in sheet.rows]
    return [
        one for one in told if (one.column.role == "period" and one.column.period) or one.column.role in _HELD_AGAINST
    ]


def _measured(name: str, at: int, turned: list[_Turned], setting: Setting) -> Iterator[Observation]:
    """The observations of one measure: its column read down the table."""
    columns = [Column("name", "Measure"), *(one.column for one in turned)]
    entries = [Entry(name), *(one.row.entries[at] if at < len(one.row.entries) else Entry() for one in turned)]
    hint = unit_hint(name, "")
    figures: dict[int, Figure] = {}
    for i, entry in enumerate(entries):
        if columns[i].role == "period" and entry.text and len(entry.text) <= LONGEST_CELL and entry.span == 1:
            figures[i] = read_cell(entry.text, hint)
    if not any(figure.value is not None for figure in figures.values()):
        return
    row = SheetRow(entries, None, turned[0].row.page, [])
    for made, i in zip(
        observations(IndicatorRow(row, Layout(columns, 0), NAME_AT, None, figures), setting), figures, strict=True
    ):
        own = turned[i - 1].row
        places = own.pieces(NAME_AT, at)
        yield made.model_copy(update={"page": own.page, "pieces": places, "as_printed": own.as_printed})
