"""Cards: one small table a risk, a measure or a project, each with the same labels, as one sheet with a row a card.

A card has a title over all its columns, then labels beside or above what they say. One such table alone is no set of
cards: only labels that come again make it sure which cells are labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.papers.lines import bounds
from assistant.papers.model import Box, Cell, Colour, Page, Table
from assistant.papers.tables import LabelledRow

FEWEST = 2
"""Cards with the same labels that make a set."""
FEWEST_LABELS = 3
LONGEST_LABEL = 45
LONGEST_TITLE = 200
MOST_ROWS = 30
MOST_COLUMNS = 14
REFERENCE, TITLE = "Ref", "Title"
"""The heads of what a card's title is taken apart into."""
_TITLE = re.compile(
    r"^(?:(?:risk|measure|indicator|project|action|kpi|pi)\s+)?(?:(?:no\.?|ref\.?|number)\s*)?"
    r"(?P<ref>(?!20\d\d\b)(?=[\w./-]*\d)[A-Z]{0,6}[ ./-]?\d{1,4}(?:[./-]\d{1,3}){0,3}[a-z]?)\s*[:.–—-]?\s+(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LABELLED = re.compile(r"^(?P<label>[A-Z][\w'’/&() -]{1,40}?)\s?:\s+(?P<text>\S.*)$", re.DOTALL)


@dataclass(slots=True)
class Said:
    """What a card says under one label, and where."""

    text: str
    box: Box
    fill: Colour | None = None


@dataclass(slots=True)
class Card:
    """One card: ``said`` by label in the order printed, the parts of its title first."""

    said: dict[str, Said] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels without what its title says, which may lack a reference."""
        return tuple(label for label in self.said if label not in {REFERENCE, TITLE})

    def add(self, label: str, cell: Cell, text: str | None = None) -> bool:
        """Take in what stands under a label; False where that is no label, or was met before."""
        name = " ".join(label.split()).rstrip(" :")
        if not name or len(name) > LONGEST_LABEL or not re.search(r"[^\W_]", name) or name in self.said:
            return False
        self.said[name] = Said(" ".join((cell.text if text is None else text).split()), cell.box, cell.fill)
        return True


@dataclass(slots=True)
class CardRow:
    """A card as a row: its heads, one list for the whole set, and what stands under each."""

    headers: list[str]
    said: list[Said | None]
    row: LabelledRow


def find_cards(pages: Sequence[Page], part_of: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], CardRow]:
    """(page, table on the page) -> its row, for the tables that are cards of a set. ``part_of`` tells a table's part;
    tables without one are left alone."""
    found: dict[tuple[int, int], tuple[Table, Card]] = {}
    for page in pages:
        tables = [block.table for block in page.blocks if block.table is not None]
        for index, table in enumerate(tables):
            card = read_card(table) if (page.number, index) in part_of else None
            if card is not None:
                found[page.number, index] = (table, card)
    sets = Counter((part_of[place], card.labels) for place, (_, card) in found.items())
    heads: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    rows: dict[tuple[int, int], CardRow] = {}
    for place, (table, card) in found.items():
        key = (part_of[place], card.labels)
        if sets[key] >= FEWEST:
            headers = heads.setdefault(key, [REFERENCE, TITLE, *card.labels])
            said = [card.said.get(head) for head in headers]
            cells = [cell for cell in table.cells if cell.text]
            row = LabelledRow(place[0], place[1], 0, headers, cells, bounds(cell.box for cell in cells))
            rows[place] = CardRow(headers, said, row)
    return rows


def read_card(table: Table) -> Card | None:
    """A table as a card; None where a cell is neither a label nor what stands under one."""
    if not 2 <= table.n_columns <= MOST_COLUMNS or not 3 <= table.n_rows <= MOST_ROWS:
        return None
    rows = [
        cells
        for index in range(table.n_rows)
        if (cells := [cell for cell in table.cells if cell.row == index and cell.text.strip()])
    ]
    if not rows or any(cell.row_span > 1 for row in rows for cell in row):
        return None
    card = Card()
    if not _is_over_all(rows[0], table) or not _add_title(card, rows[0][0]):
        return None
    at = 1
    while at < len(rows):
        taken = _take(card, rows, at, table)
        if not taken:
            return None
        at += taken
    return card if len(card.labels) >= FEWEST_LABELS else None


def _is_over_all(row: Sequence[Cell], table: Table) -> bool:
    return len(row) == 1 and row[0].column == 0 and row[0].column_span == table.n_columns


def _add_title(card: Card, cell: Cell) -> bool:
    """The title of a card: its reference and name, and labelled lines under them ("Owner: …")."""
    lines = [line.strip() for line in cell.text.splitlines() if line.strip()]
    name = [lines.pop(0)]  # whatever colon it holds
    while lines and not _LABELLED.match(lines[0]):
        name.append(lines.pop(0))
    title = " ".join(name)
    if not title or len(title) > LONGEST_TITLE or title.endswith("."):
        return False
    told = _TITLE.match(title)
    if told:
        card.said[REFERENCE] = Said(told["ref"], cell.box)
    card.said[TITLE] = Said(told["title"] if told else title, cell.box)
    labelled: list[list[str]] = []
    for line in lines:
        match = _LABELLED.match(line)
        if match:
            labelled.append([match["label"], match["text"]])
        else:
            labelled[-1][1] += f" {line}"
    return all(card.add(label, cell, text) for label, text in labelled)


def _take(card: Card, rows: Sequence[Sequence[Cell]], at: int, table: Table) -> int:
    """Take in the row, or the row of labels and the one under it; how many rows that were, 0 where they are neither."""
    row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    if _is_over_all(row, table):
        match = _LABELLED.match(row[0].text.strip())
        if match:
            return int(card.add(match["label"], row[0], match["text"]))
        under = below is not None and row[0].bold and _is_over_all(below, table) and not below[0].bold
        return 2 * int(bool(under and below is not None and card.add(row[0].text, below[0])))
    if all(map(_stands_out, row)) and below is not None and not any(cell.bold for cell in below):
        places = {cell.column: cell for cell in below}
        if set(places) <= {cell.column for cell in row} and not _is_over_all(below, table):
            blank = {cell.column: Cell(cell.row + 1, cell.column, "", cell.box) for cell in row}
            return 2 * int(all(card.add(cell.text, places.get(cell.column, blank[cell.column])) for cell in row))
    if len(row) % 2 == 0 and all(map(_stands_out, row[::2])) and not any(cell.bold for cell in row[1::2]):
        return int(all(card.add(label.text, cell) for label, cell in zip(row[::2], row[1::2], strict=True)))
    if len(row) == 1 and row[0].column == 0 and _stands_out(row[0]):
        return int(card.add(row[0].text, row[0], ""))  # a label with nothing beside it
    return 0


def _stands_out(cell: Cell) -> bool:
    """Whether a cell is set as a label is: bold, shaded, or with a colon at its end."""
    text = cell.text.strip()
    return len(text) <= LONGEST_LABEL and (cell.bold or cell.fill is not None or text.endswith(":"))
