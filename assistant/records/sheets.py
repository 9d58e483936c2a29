"""A paper's ruled tables as sheets: all the rows of one table, over as many pages as it takes, whole and with places.

A sheet knows the part, the heading and the caption it stands under; what its columns mean is for its reader to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from assistant.papers.model import Box, Cell, Colour, Page
from assistant.papers.tables import LabelledRow
from assistant.records.cards import CardRow, Said, find_cards
from assistant.records.model import Piece
from assistant.records.parts import Part, is_title_line
from assistant.records.vocabulary import MEETING_KINDS

_FIGURES = re.compile(r"\d[\d,.%]*\s+\(?[\d,.]+[\d%]\)?\s*$")
"""What ends with two figures is a row that stands in no table, and no heading."""


class Spot(NamedTuple):
    """Where a cell was printed."""

    page: int
    box: Box


@dataclass(slots=True)
class Entry:
    """What a row says in one column: its text, where it stands, the colour behind it.

    ``merged`` is True for a cell that began in a row above and reaches into this one.
    """

    text: str = ""
    spots: list[Spot] = field(default_factory=list)
    fill: Colour | None = None
    merged: bool = False
    span: int = 1


@dataclass(slots=True)
class SheetRow:
    """One row: an Entry a column, the sub-heading it stands under, and the rows of the page it was read from."""

    entries: list[Entry]
    group: str | None
    page: int
    rows: list[LabelledRow]

    def text(self, column: int | None) -> str:
        """What stands in a column, with single spaces; "" where there is no such column."""
        return self.entries[column].text if column is not None and column < len(self.entries) else ""

    @property
    def as_printed(self) -> str:
        """The row's own cells one after the other."""
        return " ".join(row.text for row in self.rows)

    def pieces(self, *columns: int) -> list[Piece]:
        """Where the row stands, page by page, or only its cells in the columns named."""
        spots = [spot for i, f in enumerate(self.entries) if not columns or i in columns for spot in f.spots]
        return [
            Piece(page=page, boxes=[spot.box for spot in group])
            for page, group in groupby(sorted(spots, key=lambda s: s.page), key=lambda s: s.page)
        ]


@dataclass(slots=True)
class Sheet:
    """One table. ``headers`` has one text a column; ``heading`` is the nearest heading above its first row."""

    part: Part
    part_index: int
    headers: list[str]
    caption: str | None
    heading: str | None
    rows: list[SheetRow]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.rows[0].page

    @property
    def title(self) -> str:
        """Caption, heading and the title of its part, for telling what kind of table it is."""
        return " – ".join(text for text in (self.caption, self.heading, self.part.title) if text)


def find_sheets(pages: list[Page], parts: Sequence[Part], rows: Sequence[LabelledRow]) -> list[Sheet]:
    """The tables of a paper, in order; rows cut by the end of a page made whole."""
    above = dict(headings(pages, parts))
    # The forms of decision notices are cards, too, but have a reader of their own.
    cards = find_cards(pages, {place: i for place, (i, _) in above.items() if parts[i].kind not in MEETING_KINDS})
    rows = [row for row in rows if (row.page, row.table) not in cards] + [card.row for card in cards.values()]
    sheets: list[Sheet] = []
    begun: list[str] | None = None  # the header list of the table being read: one object for all its pages
    for row in sorted(rows, key=lambda row: (row.page, row.table)):
        index, heading = above.get((row.page, row.table), (0, None))
        card = cards.get((row.page, row.table))
        if row.headers is begun and sheets and sheets[-1].part_index == index:
            if row.continues:
                carry_on(sheets[-1].rows[-1], row)
            else:
                sheets[-1].rows.append(_card_row(card) if card else sheet_row(row))
            continue
        begun = row.headers
        first = _card_row(card) if card else sheet_row(row)
        sheets.append(Sheet(parts[index], index, row.headers, row.caption, heading, [first]))
    return sheets


def _card_row(card: CardRow) -> SheetRow:
    """A card as a row: what it says under each label, and all its cells as what was printed."""
    return SheetRow([_said(said, card.row.page) for said in card.said], None, card.row.page, [card.row])


def _said(said: Said | None, page: int) -> Entry:
    if said is None or not said.text:
        return Entry(fill=said.fill if said else None)
    return Entry(said.text, [Spot(page, said.box)], said.fill)


def headings(pages: list[Page], parts: Sequence[Part]) -> Iterator[tuple[tuple[int, int], tuple[int, str | None]]]:
    """(page, table on the page) -> (part, nearest heading above)."""
    for index, part in enumerate(parts):
        heading: str | None = None
        for page, i, block in part.blocks(pages):
            if block.kind == "table":
                yield (page.number, sum(b.kind == "table" for b in page.blocks[:i])), (index, heading)
            elif block.kind == "heading" or (is_title_line(block.text) and not _FIGURES.search(block.text)):
                heading = " ".join(block.text.split())


def sheet_row(row: LabelledRow) -> SheetRow:
    """A row of a page as it stands, an Entry a column."""
    entries = [Entry() for _ in row.headers]
    for cell in row.above:
        _put(entries, cell, row.page, merged=True)
    for cell in row.cells:
        _put(entries, cell, row.page, merged=False)
    return SheetRow(entries, row.group, row.page, [row])


def _put(entries: list[Entry], cell: Cell, page: int, *, merged: bool) -> None:
    if cell.column < len(entries):
        text = " ".join(cell.text.split())
        spots = [Spot(page, cell.box)] if text and not merged else []
        entries[cell.column] = Entry(text, spots, cell.fill, merged, cell.column_span)


def carry_on(row: SheetRow, rest: LabelledRow) -> None:
    """Add to a row what stands of it on the next page."""
    for mine, more in zip(row.entries, sheet_row(rest).entries, strict=False):
        if more.text and not more.merged:
            mine.text = f"{mine.text} {more.text}".strip()
            mine.spots += more.spots
        mine.fill = mine.fill or more.fill
    row.rows.append(rest)
