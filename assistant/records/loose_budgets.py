"""Finance tables that reached the PDF as loose lines, a row a line: a name and its figures, down to a total.

They are read only where the lines leave one reading: as many heads as figures, each head closed by its scale ("£m"); no
line between the rows; a total at the end that every column adds up to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.papers.lines import bounds
from assistant.papers.model import Cell, Line
from assistant.papers.tables import LabelledRow
from assistant.records.budget_sections import is_total
from assistant.records.budgets import BudgetReader
from assistant.records.model import BudgetLine, Record, TableReading
from assistant.records.numbers import parse_figure
from assistant.records.reading import Context
from assistant.records.sheets import Sheet, sheet_row

FEWEST = 3
"""Rows above a total that make lines a table."""
LONGEST_HEAD = 30
"""Lines over which the heads may run."""
_FIGURE = r"\(?-?£?\d[\d,]*(?:\.\d+)?\)?"
_ROW = re.compile(rf"^(?P<name>[A-Za-z][^\d£]*?(?:\d+[^\d£]*?)?) (?P<figures>{_FIGURE}(?: (?:{_FIGURE}|[-–]))+)$")
_SCALE = re.compile(r"^\(?£\s?(?:m|million|'?000s?|’000s?|k)?\)?$", re.IGNORECASE)
_NO_TABLE = 9999
"""Stands for the number of a table on a page where the page has none."""


class _Row(NamedTuple):
    """A line as a row: its name and its figures, with the words they are."""

    line: Line
    name: str
    figures: list[str]


def loose_budgets(index: int, context: Context) -> list[Record]:
    """The budget lines of a part that stand in loose lines, each "likely", and a line for the report."""
    part = context.facts.parts[index]
    lines: dict[int, list[Line]] = {}
    for page, _, block in part.blocks(context.paper.pages):
        if block.table is None and "£" in page.text:
            lines.setdefault(page.number, []).extend(block.lines)
    found: list[Record] = []
    for number, own in lines.items():
        for start, rows in _runs(own):
            heads = _heads(own[:start], len(rows[0].figures))
            if heads is not None and _adds_up(rows):
                found += _records(_sheet(rows, heads, number, index, context), context)
    return found


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, list[_Row]]]:
    """Runs of rows of as many figures each, down to their total, and where each begins."""
    run: list[_Row] = []
    for i, line in enumerate(lines):
        row = _row(line)
        if row is not None and run and len(row.figures) > len(run[0].figures):
            row = _named(row, len(run[0].figures))
        if row is None or (run and len(row.figures) != len(run[0].figures)):
            run = []
            continue
        run.append(row)
        if is_total(row.name):
            if len(run) > FEWEST:
                yield i + 1 - len(run), run
            run = []


def _row(line: Line) -> _Row | None:
    match = _ROW.match(line.text)
    return _Row(line, match["name"].strip(), match["figures"].split()) if match else None


def _named(row: _Row, count: int) -> _Row:
    """A row of which the first figures belong to the name ("Skills post 16"): they have no decimals, the others do."""
    surplus, figures = row.figures[:-count], row.figures[-count:]
    whole = all(figure.isdigit() for figure in surplus) and all("." in figure for figure in figures)
    return _Row(row.line, " ".join([row.name, *surplus]), figures) if whole else row


def _heads(above: Sequence[Line], count: int) -> list[str] | None:
    """A title and the heads right above a run: the name's, then one a column, each ending with its scale; else None."""
    texts = [line.text.strip() for line in above[-LONGEST_HEAD:]]
    ends = [i for i, text in enumerate(texts) if _SCALE.match(text)]
    if count < 2 or len(ends) < count or ends[-1] != len(texts) - 1:
        return None
    ends = ends[-count:]
    later = [texts[a + 1 : b + 1] for a, b in pairwise(ends)]
    opens = later[0][0]
    if any(group[0] != opens for group in later) or opens not in texts[: ends[0]]:
        return None  # where the first head begins is only sure when the others begin alike
    first = len(texts[: ends[0]]) - 1 - texts[: ends[0]][::-1].index(opens)
    if first < 1:
        return None
    title = texts[first - 2] if first > 1 else ""
    return [title, texts[first - 1], *(" ".join(group) for group in [texts[first : ends[0] + 1], *later])]


def _adds_up(rows: Sequence[_Row]) -> bool:
    """Whether every column adds up to its total, give or take what rounding may do."""
    for column in range(len(rows[0].figures)):
        values = [0.0 if row.figures[column] in "-–" else parse_figure(row.figures[column]).value for row in rows]
        if any(value is None for value in values):
            return False
        decimals = max(len(row.figures[column].rstrip(")").partition(".")[2]) for row in rows)
        *parts, total = [value for value in values if value is not None]
        if abs(sum(parts) - total) > len(rows) * 0.5 * 10**-decimals:
            return False
    return True


def _sheet(rows: Sequence[_Row], heads: Sequence[str], page: int, index: int, context: Context) -> Sheet:
    """The rows as a sheet that the reader of finance tables can read."""
    title, *headers = heads
    labelled = []
    for n, row in enumerate(rows):
        words, count = row.line.words, len(row.figures)
        stretches = [words[:-count], *([word] for word in words[-count:])]
        cells = [
            Cell(n, column, " ".join(word.text for word in stretch), bounds(word.box for word in stretch))
            for column, stretch in enumerate(stretches)
        ]
        labelled.append(LabelledRow(page, _NO_TABLE, n, headers, cells, row.line.box, title or None))
    part = context.facts.parts[index]
    return Sheet(part, index, headers, title or None, title or None, [sheet_row(row) for row in labelled])


def _records(sheet: Sheet, context: Context) -> list[Record]:
    reader = BudgetReader()
    if reader.claim(sheet, context) < 0.5:
        return []
    lines = [line for line in reader.read(sheet, context).records if isinstance(line, BudgetLine)]
    report = TableReading(
        page=sheet.page,
        pieces=sheet.rows[0].pieces(),
        as_printed=" ".join(sheet.headers),
        certainty="likely",
        read_as=reader.kind,
        caption=sheet.caption or "a finance table in loose lines",
        rows=len(sheet.rows),
        records=len(lines),
        left=len(sheet.rows) - len(lines),
    )
    return [*(line.model_copy(update={"certainty": "likely"}) for line in lines), report]
