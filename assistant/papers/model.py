"""What a PDF is read into: a Paper of Pages of Blocks. Plain data, picklable, and knowing nothing of councils.

Coordinates are PDF points in the page's own user space, origin bottom left: (x0, y0, x1, y1) with y0 < y1.
Text is kept as printed; ``assistant.papers.normalise`` makes the forms that search compares.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]
BlockKind = Literal["heading", "paragraph", "table", "header", "footer"]
PageStatus = Literal["text", "table", "ocr", "picture", "empty", "failed"]
UNSURE = "[…]"
"""Stands where a picture has a figure that text recognition could not read surely."""


class Word(NamedTuple):
    """A run of printed characters without white space, and where it stands."""

    text: str
    box: Box


@dataclass(slots=True)
class Line:
    """Words on one baseline, left to right. ``size`` is the font size in points of its longest word."""

    words: list[Word]
    box: Box
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Cell:
    """One cell of a ruled table. A merged cell stands once, at its first row and column, with its spans.

    ``fill`` is the colour behind it, None for white or none; ``bold`` when most of its letters are.
    """

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1
    fill: Colour | None = None
    bold: bool = False


@dataclass(slots=True)
class Table:
    """A ruled table: cells in reading order on a grid of ``n_rows`` by ``n_columns``."""

    box: Box
    n_rows: int
    n_columns: int
    cells: list[Cell]

    def grid(self) -> list[list[Cell | None]]:
        """The cells by row and column; a merged cell is met at each place it covers, None where there is none."""
        rows: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for c in range(cell.column, min(cell.column + cell.column_span, self.n_columns)):
                    rows[r][c] = cell
        return rows


@dataclass(slots=True)
class Block:
    """A piece of a page in reading order. ``level`` is 1 (highest) to 6 for headings; ``table`` only for tables."""

    kind: BlockKind
    text: str
    box: Box
    lines: list[Line] = field(default_factory=list)
    level: int | None = None
    table: Table | None = None


@dataclass(slots=True)
class Page:
    """One page. ``number`` is its position in the file from 1; ``label`` the PDF's own; ``printed`` what is printed.

    ``text`` is all the page's text in reading order, as printed. ``reason`` says why a page is failed, empty or only
    a picture. ``words`` are all words in the same order as in ``text``. On a page of the status "ocr" they were
    recognised in a picture, and ``confidence`` is how surely, 0 to 100 on the mean; figures that were not read surely
    are left out of them, ``UNSURE`` stands in their place.
    """

    number: int
    status: PageStatus
    width: float
    height: float
    label: str | None = None
    printed: str | None = None
    text: str = ""
    words: list[Word] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    reason: str | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Paper:
    """One PDF, read. ``sha256`` is the hash of its bytes; ``outline`` its bookmarks as (level, title, page)."""

    path: str
    sha256: str
    title: str | None
    pages: list[Page]
    outline: list[tuple[int, str, int]] = field(default_factory=list)
