"""A paper's tables as rows that can be read alone: each cell under its column's header, with caption and
group.

A table that goes on over pages is one table per page; here the header, the caption and the group are carried
over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.papers.headers import (
    column_headers,
    continued_header,
    header_rows,
    is_figure,
    is_value,
    own_cells,
    repeated_header,
    same_columns,
)
from assistant.papers.lines import bounds
from assistant.papers.model import Block, Box, Cell, Page, Table

__all__ = [
    "LabelledRow",
    "continued_header",
    "header_rows",
    "is_figure",
    "is_value",
    "labelled_rows",
    "repeated_header",
    "same_columns",
]

SMALL_TALK = 200
"""Letters between two tables that do not part them: a note, a repeated title."""
LONGEST_GROUP = 140
MOST_OVER = 2
"""Columns of a table that one cell may be the value of, all together."""
_CAPTION = re.compile(
    r"^(?:Table|Figure|Chart|Appendix|Annex|Schedule|TABLE|FIGURE|APPENDIX|ANNEX)\s+(?:[A-Z]\b|[A-Z]?\d)"
)


@dataclass(slots=True)
class LabelledRow:
    """One body row. ``table`` is the table's position among its page's tables, ``row`` the row's in the
    table, from 0.

    ``cells`` are the cells that begin in the row, left to right; ``above`` the merged cells that reach into
    it from rows above (an England rate over three rows). ``headers`` has one text per column, "" where there
    is none. ``group`` is the sub-heading or leading merged cell it stands under. ``continues`` is True for a
    row that is the rest of the last row of the page before.
    """

    page: int
    table: int
    row: int
    headers: list[str]
    cells: list[Cell]
    box: Box
    caption: str | None = None
    group: str | None = None
    continues: bool = False
    above: list[Cell] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The row's cells as printed, with single spaces: a run of words on the page."""
        return " ".join(" ".join(cell.text.split()) for cell in self.cells if cell.text)

    def header_of(self, cell: Cell) -> str:
        """The header over a cell; over several columns, their headers one after the other.

        What stands over all columns of a table is a note under none of them.
        """
        names = self.headers[cell.column : cell.column + cell.column_span]
        if len(names) == len(self.headers) > MOST_OVER:
            return ""
        return " / ".join(dict.fromkeys(name for name in names if name))

    def pairs(self) -> list[tuple[str, Cell]]:
        """(header, cell) for the cells that begin in this row."""
        return [(self.header_of(cell), cell) for cell in self.cells]

    def all_pairs(self) -> list[tuple[str, Cell]]:
        """(header, cell) for every cell of the row, those merged from rows above included, by column."""
        return [(self.header_of(cell), cell) for cell in sorted([*self.cells, *self.above], key=lambda c: c.column)]


@dataclass(slots=True)
class _Carried:
    """What a table leaves to the one that goes on from it."""

    table: Table
    headers: list[str]
    caption: str | None
    group: str | None
    count: int
    lead: list[str] = field(default_factory=list)
    """The texts, by column, of the last row that began in the first column: what blank cells under it stand
    for.
    """


def labelled_rows(pages: Sequence[Page]) -> list[LabelledRow]:
    """The body rows of all tables of a paper, in page order; header rows, sub-headings and blank rows left
    out.
    """
    found: list[LabelledRow] = []
    carried: _Carried | None = None
    since = 0  # letters since the table before
    for page in pages:
        talk, position, new_page = 0, 0, True
        for index, block in enumerate(page.blocks):
            if block.kind in ("header", "footer"):
                continue
            if block.table is None:
                talk += len(block.text)
                since += len(block.text)
                if talk > SMALL_TALK or block.kind == "heading":
                    carried = None
                continue
            carried = _take_table(page, index, position, carried, found, new_page=new_page, at_once=not since)
            talk, since, position, new_page = 0, 0, position + 1, False
        if page.status in ("failed", "picture", "ocr"):
            carried = None
    return found


def _take_table(
    page: Page,
    index: int,
    position: int,
    carried: _Carried | None,
    found: list[LabelledRow],
    *,
    new_page: bool,
    at_once: bool,
) -> _Carried:
    table = page.blocks[index].table
    assert table is not None
    if carried and continued_header(carried.table, table, at_once=new_page and at_once):
        skipped = repeated_header(carried.table, table)
        state = _Carried(table, carried.headers, carried.caption, carried.group if new_page else None, skipped)
        state.lead = carried.lead if new_page else []
        goes_on = new_page
    else:
        count = header_rows(table)
        headers, title = column_headers(table, count)
        caption = title or _caption_above(page.blocks, index)
        state = _Carried(table, headers, caption, None, count)
        goes_on = False
    found += _body_rows(page.number, position, state, goes_on)
    return state


def _caption_above(blocks: Sequence[Block], index: int) -> str | None:
    """The "Table 3: …" line right above or below a table."""
    for other in (index - 1, index + 1):
        if 0 <= other < len(blocks) and blocks[other].kind in ("heading", "paragraph"):
            block = blocks[other]
            lines = block.text.splitlines()
            text = block.text if other > index and len(block.text) < 250 else lines[-1] if lines else ""
            if len(block.text) < 250 and _CAPTION.match(block.text):
                text = block.text
            if _CAPTION.match(text):
                return " ".join(text.split())
    return None


def _body_rows(page: int, position: int, state: _Carried, goes_on: bool) -> Iterator[LabelledRow]:
    table = state.table
    rows = own_cells(table)
    merged = [cell for cell in table.cells if cell.row_span > 1 and cell.text]
    first = True
    for index in range(state.count, table.n_rows):
        cells = list(rows[index])
        filled = [cell for cell in cells if cell.text]
        if not filled:
            continue
        if _is_group(rows, index, table):
            state.group = " ".join(filled[0].text.split())
            first = False
            continue
        if _is_header_again(cells, state):
            continue
        above = [cell for cell in merged if cell.row < index < cell.row + cell.row_span]
        group = [state.group] if state.group else []
        group += _leading(filled, above, state)
        yield LabelledRow(
            page,
            position,
            index,
            state.headers,
            cells,
            bounds(cell.box for cell in cells),
            state.caption,
            " – ".join(group) or None,
            first and goes_on and _is_rest(cells),
            above,
        )
        first = False


def _leading(filled: Sequence[Cell], above: Sequence[Cell], state: _Carried) -> list[str]:
    """What the first columns say for a row with nothing in them: a merged cell, or the last row's words."""
    first = filled[0].column
    if not first:
        state.lead = [""] * state.table.n_columns
        for cell in filled:
            state.lead[cell.column] = " ".join(cell.text.split())
        return []
    merged = [cell for cell in above if cell.column_span == 1 and cell.column < first]
    if merged:
        return [" ".join(cell.text.split()) for cell in sorted(merged, key=lambda c: c.column)]
    said = [text for text in state.lead[:first] if text]
    if all(is_value(cell.text) for cell in filled) or sum(map(len, said)) > LONGEST_GROUP:
        return []
    return [" ".join(said)] if said else []


def _is_rest(cells: Sequence[Cell]) -> bool:
    """Whether a row at the top of a page is the rest of one on the page before.

    Its first cell is empty then, or only that cell has text and it begins in the middle of a sentence.
    """
    if len(cells) < 2:
        return False
    others = any(cell.text for cell in cells[1:])
    return others if not cells[0].text else not others and cells[0].text[0].islower()


def _is_group(rows: list[list[Cell]], index: int, table: Table) -> bool:
    """Whether a row is a sub-heading of the rows under it: one short text, over the columns or set off from
    them.
    """
    filled = [cell for cell in rows[index] if cell.text]
    if len(filled) != 1 or len(filled[0].text) > LONGEST_GROUP or table.n_columns < 2:
        return False
    cell = filled[0]
    following = next((row for row in rows[index + 1 :] if any(c.text for c in row)), None)
    if following is None or cell.column != 0 or is_figure(cell.text) or cell.row_span > 1:
        return False
    full = [sum(1 for c in row if c.text) for row in rows[index + 1 :]]
    if not any(count > 1 for count in full):
        return False
    if cell.column_span * 2 > table.n_columns and cell.column_span > 1:
        return True
    if len(rows[index]) < table.n_columns and cell.column_span == 1:
        return False
    figures = sum(any(is_figure(c.text) for c in row[1:]) for row in rows)
    return (cell.bold or cell.fill is not None or figures * 2 > len(rows)) and not cell.text.endswith(":")


def _is_header_again(cells: Sequence[Cell], state: _Carried) -> bool:
    """Whether a row in the middle of a table says its header again."""
    texts = [" ".join(cell.text.split()) for cell in cells]
    return any(texts) and len(texts) == len(state.headers) and len(texts) > 1 and texts == state.headers
