"""Tables without upright rules whose rows are drawn: parted by level rules, or painted in stripes.

Many councils' styles rule a table only across, or shade every other row, and leave the columns to white space. The rules
of one width are stacked; between two of them lies a band, which is a row. Where rules stand only about the header, the
rows are told by the space between their lines. Columns are those of ``assistant.papers.rivers``.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from assistant.papers.bands import LEADING, SAME_END, Band, find_bands, find_runs, find_stacks
from assistant.papers.grids import join_edges
from assistant.papers.headers import is_value
from assistant.papers.lines import bounds
from assistant.papers.model import Cell
from assistant.papers.rivers import Columns, components, find_columns
from assistant.papers.rows import Chunk, to_row
from assistant.papers.ruling import Drawn
from assistant.papers.tabulate import Grid, set_text
from assistant.papers.words import Glyphs

NARROWEST = 120.0
"""Points of the shortest rule that a table has across."""
MOST_EDGES = 400
MOST_HEADER_BANDS = 3
FEWEST_BEGUN = 3
"""Rows whose cell begins at one place before that place is where a column begins."""
ROW_APART = 1.4
"""Font sizes between two lines that are two rows; the lines of one cell stand at most 1.3 apart."""
STANDS_OFF = 1.15
"""Times the usual space between the words of a chunk that is more than a space between two words of one cell."""


class _Level(NamedTuple):
    """A row of the grid in the making: from ``top`` to ``bottom``, its words by column, columns that a cell spans."""

    top: float
    bottom: float
    words: dict[int, list[Glyphs]]
    spans: dict[int, int]


def find_banded(words: Sequence[Glyphs], drawn: Drawn) -> list[Grid]:
    """The tables among ``words`` whose rows are drawn and whose columns are not, top to bottom."""
    level = [edge for edge in join_edges(drawn.level) if edge.end - edge.start >= NARROWEST]
    if not 2 <= len(level) <= MOST_EDGES:
        return []
    left = [word for word in words if word.upright]
    grids: list[Grid] = []
    for stack in find_stacks(level):
        for run in find_runs(find_bands(stack, left, drawn)):
            grid = _table(run)
            if grid is not None:
                held = {id(word) for inside in grid.words for word in inside}
                left = [word for word in left if id(word) not in held]
                grids.append(grid)
    return sorted(grids, key=lambda g: (-g.box[3], g.box[0]))


def _table(run: list[Band]) -> Grid | None:
    """The table of a run of bands, None where it is none or its rows or columns are in doubt."""
    first, end = sum(band.outer for band in run[:2]), len(run) - sum(band.outer for band in run[-2:])
    for bands in dict.fromkeys([(0, len(run)), (first, len(run)), (0, end), (first, end)]):
        made = _made(run[slice(*bands)]) if bands[1] - bands[0] > 1 else None
        if made is not None:
            return made
    return None


def _made(bands: list[Band]) -> Grid | None:
    heads = _header_count(bands)
    header, body = bands[:heads], bands[heads:]
    rows = _parted(body)
    if rows is None or not rows:
        return None
    _cut_run_on(rows)
    wide = [row for row in rows if row.wide > 1]
    if len(wide) + heads < 2 or 2 * len(wide) < len(rows):
        return None
    lines = [line for band in header for line in band.lines]
    columns = find_columns(lines, [row.chunks for row in wide])
    if columns is None or not _is_table(columns, header, wide):
        return None
    return _grid(columns, header, rows)


def _header_count(bands: Sequence[Band]) -> int:
    """How many bands at the top are the header: those set off by weight or shade, else the first if it has no figures."""
    count = 0
    while count < min(MOST_HEADER_BANDS, len(bands) - 1):
        band, rest = bands[count], bands[count + 1 :]
        shaded = band.fill is not None and sum(other.fill == band.fill for other in rest) * 3 < len(rest)
        heavy = band.bold and sum(other.bold for other in rest) * 2 < len(rest)
        again = count > 0 and (band.bold and band.fill == bands[0].fill)
        if _figures(band) > 0 or not (shaded or heavy or again) or (count and _opens_rows(band, bands[0])):
            break
        count += 1
    return count or int(_figures(bands[0]) == 0)


def _opens_rows(band: Band, header: Band) -> bool:
    """Whether a band under the header is a sub-heading of the rows below: one stretch from the edge of the first column."""
    if band.wide > 1 or header.wide < 2:
        return False
    return abs(min(c.box[0] for c in band.chunks) - min(c.box[0] for c in header.chunks)) <= SAME_END


def _figures(band: Band) -> int:
    return sum(chunk.value for chunk in band.chunks)


def _parted(body: Sequence[Band]) -> list[Band] | None:
    """The rows: the bands, or where several rows stand in one band their lines; None where that is in doubt."""
    alone = len(body) == 1 and len(body[0].lines) > 1
    rows: list[Band] = []
    for band in body:
        if not alone and not _crowded(band):
            rows.append(band)
            continue
        parted = _part(band)
        if parted is None:
            return None
        rows += parted
    return rows


def _crowded(band: Band) -> bool:
    """Whether figures stand above one another in two columns of a band: then it holds several rows."""
    stacked = 0
    for stretch in components(band.chunks):
        values = [c for c in band.chunks if c.value and stretch[0] <= c.middle <= stretch[1]]
        stacked += len({round(c.box[1]) for c in values}) > 1
    return stacked > 1


def _part(band: Band) -> list[Band] | None:
    """A band cut where its lines stand further apart than those of one cell, or else line by line."""
    sizes = [line[0].words[0].size for line in band.lines]
    bases = [line[0].words[0].box[1] for line in band.lines]
    steps = [above - below for above, below in itertools.pairwise(bases)]
    if not steps:
        return None
    if min(steps) < 0.9 * min(sizes):
        return _part_centred(band, steps, median(sizes))
    apart = [0, *(i + 1 for i, step in enumerate(steps) if step > LEADING * min(steps))]
    rows = [_lines_of(band, a, b) for a, b in itertools.pairwise([*apart, len(bases)])]
    if len(rows) > 1 and not any(map(_crowded, rows)):
        return rows if _has_values(rows) else None
    rows = [_lines_of(band, i, i + 1) for i in range(len(bases))]
    full = sum(row.wide > 2 or (row.wide == 2 and _figures(row) > 0) for row in rows)
    whole = all(row.wide > 1 or row.bold for row in rows)
    return rows if whole and full * 3 >= len(rows) * 2 and _has_values(rows) else None


def _part_centred(band: Band, steps: Sequence[float], size: float) -> list[Band] | None:
    """A band whose cells are set in the middle of their rows' heights, cut where more than a line's height is left free; None
    where a cut would leave figures above one another, or where rows stand no further apart than lines."""
    apart = [0, *(i + 1 for i, step in enumerate(steps) if step > ROW_APART * size)]
    rows = [_lines_of(band, a, b) for a, b in itertools.pairwise([*apart, len(band.lines)])]
    return rows if len(rows) > 1 and not any(map(_crowded, rows)) and _has_values(rows) else None


def _cut_run_on(rows: Sequence[Band]) -> None:
    """Cut what a long label and the next column's cell make together, where the cells of that column begin in other rows."""
    begun = Counter(at for row in rows for at in {round(chunk.box[0]) for chunk in row.chunks})
    reaching = [max(word.box[0] for word in row.words) for row in rows]
    starts = [
        at
        for at, count in begun.items()
        if count >= FEWEST_BEGUN and 2 * count > sum(right > at - 1.0 for right in reaching)
    ]
    for row in rows:
        row.lines = [[part for chunk in line for part in _cut(chunk, starts)] for line in row.lines]


def _cut(chunk: Chunk, starts: Sequence[int]) -> list[Chunk]:
    """A chunk in two where one of its words begins a column and stands off from the word before; else as it is."""
    spaces = [word.box[0] - before.box[2] for before, word in itertools.pairwise(chunk.words)]
    for i, space in enumerate(spaces, 1):
        apart = space > STANDS_OFF * median(spaces)
        if apart and any(abs(chunk.words[i].box[0] - at) <= 1.0 for at in starts):
            return [*to_row(chunk.words[:i]).chunks, *to_row(chunk.words[i:]).chunks]
    return [chunk]


def _lines_of(band: Band, first: int, end: int) -> Band:
    held = {id(word) for line in band.lines[first:end] for chunk in line for word in chunk.words}
    words = [word for word in band.words if id(word) in held]
    box = bounds(word.box for word in words)
    return Band(box[3], box[1], words, band.lines[first:end], band.fill)


def _has_values(rows: Sequence[Band]) -> bool:
    """Whether most rows hold figures: rows that nothing parts but space are only trusted then."""
    return sum(_figures(row) > 0 for row in rows) * 2 > len(rows)


def _is_table(columns: Columns, header: Sequence[Band], rows: Sequence[Band]) -> bool:
    """Whether the columns are those of a table: words in one of them, and in enough rows several filled."""
    count = len(columns.xs) - 1
    set_off = any(band.bold or band.fill is not None for band in header)
    if count < 2 or (count == 2 and not set_off) or (len(rows) < 2 and not set_off):
        return False
    first = [chunk for row in rows for chunk in row.chunks if not chunk.value]
    lettered = {columns.at(c.middle) for c in first if any(any(ch.isalpha() for ch in w.text) for w in c.words)}
    return bool(lettered) and (bool(header) or any(is_value(w.text) for row in rows for w in row.words))


def _grid(columns: Columns, header: Sequence[Band], rows: Sequence[Band]) -> Grid:
    """The cells of the header's lines and of the rows."""
    levels = [level for band in header for level in _header_levels(band, columns)]
    levels += [_placed(row, columns) for row in rows]
    ys = [levels[0].top]
    ys += [(above.bottom + below.top) / 2 for above, below in itertools.pairwise(levels)]
    ys.append(levels[-1].bottom)
    for i in range(1, len(ys)):
        ys[i] = min(ys[i], ys[i - 1] - 0.1)
    cells: list[Cell] = []
    words: list[list[Glyphs]] = []
    count = len(columns.xs) - 1
    for r, level in enumerate(levels):
        column = 0
        while column < count:
            span = level.spans.get(column, 1)
            box = (columns.xs[column], ys[r + 1], columns.xs[column + span], ys[r])
            cell = Cell(r, column, "", box, 1, span)
            inside = sorted(level.words.get(column, []), key=lambda word: word.first)
            set_text(cell, inside)
            cells.append(cell)
            words.append(inside)
            column += span
    return Grid(columns.xs, ys, cells, words)


def _placed(row: Band, columns: Columns) -> _Level:
    """A row's words by column; a sub-heading that runs over columns has one cell over all of them."""
    x0, x1 = min(w.box[0] for w in row.words), max(w.box[2] for w in row.words)
    if row.wide < 2 and columns.at(x0) != columns.at(x1):
        return _Level(row.top, row.bottom, {0: row.words}, {0: len(columns.xs) - 1})
    held: dict[int, list[Glyphs]] = {}
    for chunk in row.chunks:
        held.setdefault(columns.at(chunk.middle), []).extend(chunk.words)
    return _Level(row.top, row.bottom, held, {})


def _header_levels(band: Band, columns: Columns) -> list[_Level]:
    """A row for each line with heads over several columns, and one for the names of the columns below them."""
    names: dict[int, list[Glyphs]] = {}
    above: list[tuple[dict[int, list[Glyphs]], dict[int, int]]] = []
    for line in band.lines:
        held: dict[int, list[Glyphs]] = {}
        spans: dict[int, int] = {}
        for chunk in line:
            span = columns.spans.get(id(chunk))
            if span is not None:
                held.setdefault(span[0], []).extend(chunk.words)
                spans[span[0]] = span[1] - span[0] + 1
                continue
            level = names if len(band.lines) > 1 else held  # a line by itself is one row, whatever it stands over
            level.setdefault(columns.at(chunk.middle), []).extend(chunk.words)
        if spans or len(band.lines) == 1:
            above.append((held, spans))
    found = [*above, (names, {})] if names else above
    step = (band.top - band.bottom) / len(found)
    return [_Level(band.top - i * step, band.top - (i + 1) * step, *level) for i, level in enumerate(found)]
