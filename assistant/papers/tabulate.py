"""Cells and words into tables: which words stand in which cell, what is no table at all, and how a cell is
filled.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.papers.grids import find_cells
from assistant.papers.lines import bounds, in_reading_order, make_lines
from assistant.papers.model import Box, Cell, Colour, Table
from assistant.papers.pdfium import OpenPage
from assistant.papers.ruling import Drawn
from assistant.papers.words import CharReader, Glyphs, split_word

NEAR_WHITE = 250
BACKGROUND = 0.6
"""A fill over more than this share of the page is the page's background, not a cell's."""
SLIVER = 12.0
"""Points: an empty column or row thinner than this is a double rule or a coloured stripe."""
STICKS_OUT = 2.0
MOST_OUTSIDE = 0.6
WORD_SPACE = 0.6
"""Font sizes: words nearer than this belong to one sentence, and no rule stands between them."""
MOST_COLUMNS = 120
"""Wider than any table a committee reads; beyond it the ruling is graph paper and the page is read as text.
"""


@dataclass(slots=True)
class Grid:
    """A table in the making: its cells on a grid, each with its words in the order of the file."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    words: list[list[Glyphs]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The outer frame."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def lines(self) -> list[list[Glyphs]]:
        """The words as read, row by row and cell by cell; cells of one baseline share a line."""
        order = sorted(range(len(self.cells)), key=lambda i: (self.cells[i].row, self.cells[i].column))
        return make_lines(word for i in order for line in cell_lines(self.words[i]) for word in line)


def cell_lines(words: Sequence[Glyphs]) -> list[list[Glyphs]]:
    """The printed lines of one cell, top to bottom."""
    lines = make_lines(words)
    return [lines[i] for i in in_reading_order([bounds(w.box for w in line) for line in lines])]


def cell_text(words: Sequence[Glyphs]) -> str:
    """The text of a cell, one line for each printed line."""
    return "\n".join(" ".join(word.text for word in line) for line in cell_lines(words))


def ruled_grids(
    page: OpenPage, words: list[Glyphs], drawn: Drawn, reader: CharReader
) -> tuple[list[Grid], list[Glyphs]]:
    """The ruled tables of a page, top to bottom, and the words that stand in none, in the order of the file.

    A frame around text, a page border and a chart are no tables: their words are among those left.
    """
    left = words
    grids: list[Grid] = []
    for cells in sorted(find_cells(drawn.level, drawn.plumb), key=_area):
        grid = place_cells(cells)
        if len(grid.xs) - 1 > MOST_COLUMNS:
            continue
        remaining = fill_words(grid, left, page, reader)
        around = [word for word in remaining if _inside(grid.box, word)]
        if is_table(grid) and not is_marker_pen(grid, around):
            fill_holes(grid, around)
            held = set(map(id, around))
            remaining = [word for word in remaining if id(word) not in held]
            drop_slivers(grid)
            grids.append(grid)
            left = remaining
    for grid in grids:
        paint(grid, drawn, page.width * page.height)
    return sorted(grids, key=lambda g: (-g.box[3], g.box[0])), left


def _area(cells: list[Box]) -> float:
    x0, y0, x1, y1 = bounds(cells)
    return (x1 - x0) * (y1 - y0)


def place_cells(boxes: list[Box]) -> Grid:
    """Cells on the grid of all their edges, with the rows and columns each of them spans."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])}, reverse=True)
    column = {x: i for i, x in enumerate(xs)}
    row = {y: i for i, y in enumerate(ys)}
    cells = [
        Cell(row[y1], column[x0], "", (x0, y0, x1, y1), row[y0] - row[y1], column[x1] - column[x0])
        for x0, y0, x1, y1 in boxes
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(xs, ys, cells, [[] for _ in cells])


def fill_words(grid: Grid, words: Iterable[Glyphs], page: OpenPage, reader: CharReader) -> list[Glyphs]:
    """Put each word into the cell its centre stands in; returns those that stand in none."""
    place = {
        (r, c): index
        for index, cell in enumerate(grid.cells)
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    falling = [-y for y in grid.ys]
    x0, y0, x1, y1 = grid.box

    def find(x: float, y: float) -> int | None:
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return None
        return place.get((bisect_right(falling, -y) - 1, bisect_right(grid.xs, x) - 1))

    left: list[Glyphs] = []
    for word in words:
        index = find(*word.middle)
        if index is None:
            left.append(word)
            continue
        cell = grid.cells[index].box
        if word.upright and (word.box[0] < cell[0] - STICKS_OUT or word.box[2] > cell[2] + STICKS_OUT):
            y = word.middle[1]
            for piece in split_word(word, reader, page, lambda x, y=y: find(x, y)):  # type: ignore[misc]
                spot = find(*piece.middle)
                grid.words[index if spot is None else spot].append(piece)
        else:
            grid.words[index].append(word)
    for made, inside in zip(grid.cells, grid.words, strict=True):
        set_text(made, inside)
    return left


def set_text(cell: Cell, words: Sequence[Glyphs]) -> None:
    """Give a cell the text and the weight of its words."""
    cell.text = cell_text(words)
    cell.bold = 2 * sum(len(w.text) for w in words if w.bold) > sum(len(w.text) for w in words)


def _inside(box: Box, word: Glyphs) -> bool:
    x, y = word.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def is_marker_pen(grid: Grid, around: Sequence[Glyphs]) -> bool:
    """Whether the "cells" are rectangles painted behind words of running text.

    Then many words within the frame are in no cell, or sentences run on from cell to cell at the usual word
    space.
    """
    placed = [(word, index) for index, words in enumerate(grid.words) for word in words]
    if len(around) > MOST_OUTSIDE * len(placed):
        return True
    ordered = sorted([*placed, *((word, -1) for word in around)], key=lambda item: item[0].first)
    pairs = tight = 0
    for (word, cell), (after, other) in itertools.pairwise(ordered):
        if cell == other or not word.upright or abs(word.middle[1] - after.middle[1]) > 0.5 * word.size:
            continue
        gap = after.box[0] - word.box[2]
        if gap > -word.size:
            pairs += 1
            tight += gap < WORD_SPACE * word.size
    return pairs >= 6 and tight * 10 > pairs * 4


def fill_holes(grid: Grid, words: Sequence[Glyphs]) -> None:
    """Make cells for words within the frame where no cell is drawn: an open corner, a side without a rule."""
    made: dict[tuple[int, int], int] = {}
    for word in words:
        x, y = word.middle
        r = min(bisect_right([-v for v in grid.ys], -y), len(grid.ys) - 1) - 1
        c = min(bisect_right(grid.xs, x), len(grid.xs) - 1) - 1
        if (r, c) not in made:
            made[r, c] = len(grid.cells)
            box = (grid.xs[c], grid.ys[r + 1], grid.xs[c + 1], grid.ys[r])
            grid.cells.append(Cell(r, c, "", box))
            grid.words.append([])
        grid.words[made[r, c]].append(word)
    for index in made.values():
        set_text(grid.cells[index], grid.words[index])
    order = sorted(range(len(grid.cells)), key=lambda i: (grid.cells[i].row, grid.cells[i].column))
    grid.cells, grid.words = [grid.cells[i] for i in order], [grid.words[i] for i in order]


def is_table(grid: Grid) -> bool:
    """Whether there is text in at least two columns, and in enough of the cells to be no chart or graph
    paper.
    """
    filled = [cell for cell, words in zip(grid.cells, grid.words, strict=True) if words]
    if len({cell.column for cell in filled}) < 2 or len(filled) < 2:
        return False
    return len(filled) * 12 >= len(grid.cells) or len(filled) >= 40


def drop_slivers(grid: Grid) -> None:
    """Take out empty columns and rows that are too thin for text."""
    for axis in (0, 1):
        lines = grid.xs if axis == 0 else grid.ys
        held = [False] * (len(lines) - 1)
        for cell, words in zip(grid.cells, grid.words, strict=True):
            start, span = (cell.column, cell.column_span) if axis == 0 else (cell.row, cell.row_span)
            if words and span == 1:
                held[start] = True
        limit = SLIVER if axis == 0 else SLIVER / 2
        keep = [held[i] or abs(lines[i + 1] - lines[i]) >= limit for i in range(len(held))]
        if all(keep) or sum(keep) < 2 - axis:
            continue
        _keep_only(grid, keep, axis)


def _keep_only(grid: Grid, keep: list[bool], axis: int) -> None:
    new = [sum(keep[:i]) for i in range(len(keep) + 1)]
    cells, words = [], []
    for cell, inside in zip(grid.cells, grid.words, strict=True):
        start, span = (cell.column, cell.column_span) if axis == 0 else (cell.row, cell.row_span)
        span, start = new[start + span] - new[start], new[start]
        if span <= 0:
            continue
        if axis == 0:
            cell.column, cell.column_span = start, span
        else:
            cell.row, cell.row_span = start, span
        cells.append(cell)
        words.append(inside)
    lines = grid.xs if axis == 0 else grid.ys
    kept = [lines[i] for i in range(len(keep)) if keep[i]] + [lines[-1]]
    grid.cells, grid.words = cells, words
    if axis == 0:
        grid.xs = kept
    else:
        grid.ys = kept


def paint(grid: Grid, drawn: Drawn, page_area: float) -> None:
    """Give each cell the colour of the last fill that covers half of it, white and page backgrounds apart; a cell with
    nothing in it but one coloured circle has the colour of that.
    """
    x0, y0, x1, y1 = grid.box
    near = [
        (box, colour)
        for box, colour in drawn.fills
        if box[0] < x1
        and box[2] > x0
        and box[1] < y1
        and box[3] > y0
        and (box[2] - box[0]) * (box[3] - box[1]) < BACKGROUND * page_area
    ]
    for cell in grid.cells:
        cell.fill = colour_behind(cell.box, near)
        if not cell.text:
            lights = {colour for box, colour in drawn.spots if _stands_in(box, cell.box)}
            cell.fill = lights.pop() if len(lights) == 1 else cell.fill


def _stands_in(box: Box, cell: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def colour_behind(cell: Box, fills: list[tuple[Box, Colour]]) -> Colour | None:
    """The colour of the last fill that covers half of a box, None for white or none."""
    area = (cell[2] - cell[0]) * (cell[3] - cell[1])
    for box, colour in reversed(fills):
        wide = min(cell[2], box[2]) - max(cell[0], box[0])
        high = min(cell[3], box[3]) - max(cell[1], box[1])
        if wide > 0 and high > 0 and wide * high * 2 >= area:
            return None if min(colour) >= NEAR_WHITE else colour
    return None


def to_table(grid: Grid) -> Table:
    """The table of the data model."""
    return Table(grid.box, len(grid.ys) - 1, len(grid.xs) - 1, grid.cells)
