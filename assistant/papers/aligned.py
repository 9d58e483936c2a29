"""Tables of figures without upright rules: columns are read off the figures that stand above one another.

Finance appendices shade or underline their rows and leave the columns to alignment. Where a page has such
shading or rules, lines that end in figures are gathered; the figures' places make the columns, what stands
left of them is the row's label, and the lines above, shaded or set over the columns, are the header.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.papers.assemble import assemble
from assistant.papers.headers import is_figure
from assistant.papers.lines import bounds, make_lines
from assistant.papers.model import Box
from assistant.papers.rows import Chunk, Row, labels_whole, merge_lines, to_row
from assistant.papers.ruling import Drawn
from assistant.papers.tabulate import NEAR_WHITE, Grid
from assistant.papers.words import Glyphs

MOST_COLUMNS = 40
MOST_HEADER_LINES = 7
HIGHEST_HEADER = 150.0
"""Points above the first row within which its header stands."""
STANDS_OFF = 1.2
"""Font sizes between a rule and a line above it that is no part of the header under the rule."""
MOST_LINES = 400
FEWEST_PLAIN = 4
"""Rows of figures that are a table without any drawing."""
SAME_PLACE = 2.5
"""Points within which the figures of such a column end."""


@dataclass(slots=True)
class _Found:
    """A table in the making: positions of its rows among the lines of the page, and its columns' stretches.

    ``leading`` are sub-headings between the header and the first row of figures.
    """

    first: int
    last: int
    columns: list[tuple[float, float]]
    header: list[int] = field(default_factory=list)
    leading: list[int] = field(default_factory=list)


def find_aligned(words: Sequence[Glyphs], drawn: Drawn, bands: Sequence[Box]) -> list[Grid]:
    """The tables of figures among ``words``, top to bottom. ``bands`` are known rows: those of cells and of
    fills.

    Alignment alone is only trusted where it leaves no doubt: see ``_is_plain``.
    """
    lines = make_lines(word for word in words if word.upright)
    if len(lines) > MOST_LINES:
        return []
    rows = labels_whole(merge_lines([to_row(line) for line in lines]))
    shades = [box for box, colour in drawn.fills if min(colour) < NEAR_WHITE]
    rules = [(edge.start, edge.at, edge.end, edge.at) for edge in drawn.level]
    grids: list[Grid] = []
    used: set[int] = set()
    start = 0
    while start < len(rows):
        found = _gather(rows, start)
        if found is None:
            start += 1
            continue
        _find_header(rows, found, shades, used, rules)
        sure = _is_sure(rows, found, [*shades, *rules])
        if sure or _is_plain(rows, found):
            found.last += int(not sure and _runs_on(rows, found))
            leading = sorted(found.leading, key=lambda i: -rows[i].box[1])
            body = [*leading, *range(found.first, found.last + 1)]
            used.update([*found.header, *body])
            header = merge_lines([rows[i] for i in found.header])
            grids.append(assemble(header, [rows[i] for i in body], found.columns, shades, bands))
        start = found.last + 1
    return grids


def is_doubtful(grid: Grid) -> bool:
    """Whether the figures' columns do not account for a table: heads of two columns came to stand over one, figures in the
    header, the labels are several columns of words, or words of theirs stand under the head of another column.
    """
    first = next((cell.row for cell in grid.cells if cell.column and is_figure(cell.text)), 0)
    heads: list[Glyphs] = []
    beside = under = labels = 0
    for cell, words in zip(grid.cells, grid.words, strict=True):
        chunks = [line.chunks for line in merge_lines([to_row(line) for line in make_lines(words)])] if words else []
        if cell.row < first and cell.column_span == 1:
            heads += words if cell.column else []
            if any(len(line) > 1 or any(c.value and not _text(c).isalpha() for c in line) for line in chunks):
                return True
        elif cell.row >= first and not cell.column and cell.column_span == 1 and words:
            further = [chunk for line in chunks for chunk in line[1:]]
            labels += 1
            beside += bool(further)
            under += any(c.box[0] < h.box[2] and h.box[0] < c.box[2] for c in further for h in heads)
    return beside * 2 > labels or under > 1


def _gather(rows: Sequence[Row], start: int) -> _Found | None:
    """The longest run of rows from ``start`` whose figures fall into the same columns."""
    if len(rows[start].values) < 2 or not any(is_figure(_text(v)) for v in rows[start].values):
        return None
    columns: list[tuple[float, float]] = []
    last = start
    for index in range(start, len(rows)):
        row = rows[index]
        if index > last and rows[index - 1].box[1] - row.box[1] > 6 * row.line[0].size:
            break
        if row.values and (merged := _fit(columns, row)) is not None:
            columns, last = merged, index
        elif index > start and not _is_label(row, columns):
            break
        if len(columns) > MOST_COLUMNS:
            return None
    return _Found(start, last, columns) if len(columns) >= 2 else None


def _fit(columns: list[tuple[float, float]], row: Row) -> list[tuple[float, float]] | None:
    """The columns widened by a row's figures; None when two figures, or a figure and the label, would
    collide.
    """
    merged = list(columns)
    taken: set[int] = set()
    for value in row.values:
        x0, x1 = value.box[0], value.box[2]
        hit = [i for i, (a, b) in enumerate(merged) if min(b, x1) - max(a, x0) > 0]
        if len(hit) > 1 or (hit and hit[0] in taken):
            return None
        if hit:
            a, b = merged[hit[0]]
            merged[hit[0]] = min(a, x0), max(b, x1)
            taken.add(hit[0])
        else:
            merged.append((x0, x1))
            taken.add(len(merged) - 1)
    merged.sort()
    label = row.label
    if label and columns and bounds(w.box for w in label)[2] > merged[0][0]:
        return None
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(merged)]
    return merged if all(gap > 0 for gap in gaps) else None


def _is_label(row: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line without figures stays left of the figures' columns."""
    return bool(columns) and not row.values and row.box[2] < columns[0][0]


def _find_header(
    rows: Sequence[Row], found: _Found, shades: Sequence[Box], used: set[int], rules: Sequence[Box]
) -> None:
    """The lines above the first row that are set over its columns, or shaded together with such a line.

    Header cells are often written one after the other, so they are looked for by place and not by order.
    """
    top = rows[found.first].box[3]
    floor = rows[found.first].box[1]
    above = [
        i
        for i, row in enumerate(rows)
        if i not in used and not found.first <= i <= found.last and floor + 2 < row.box[1] < top + HIGHEST_HEADER
    ]
    over: list[int] = []
    labels: list[int] = []
    for index in sorted(above, key=lambda i: rows[i].box[1]):
        row = rows[index]
        if row.box[1] - top > 4.0 * row.line[0].size or len(over) >= MOST_HEADER_LINES * len(found.columns):
            break
        if over and _is_closed(row, rows[over[-1]], found.columns, rules):
            break
        if _stands_over(row, found.columns):
            over.append(index)
        elif _is_label(row, found.columns):
            labels.append(index)
        else:
            break
        top = max(top, row.box[3])
    if not over:
        return
    low, high = min(rows[i].box[1] for i in over) - 2, max(rows[i].box[3] for i in over) + 2
    shade = _shade_of(rows[over[0]].box, shades)
    beside = [
        i
        for i in labels
        if (low <= rows[i].box[1] and rows[i].box[3] <= high) or (shade and _shade_of(rows[i].box, shades) == shade)
    ]
    found.header = [*over, *beside]
    found.leading = [i for i in labels if i not in beside and rows[i].box[3] < low + 4]


def _is_closed(row: Row, below: Row, columns: Sequence[tuple[float, float]], rules: Sequence[Box]) -> bool:
    """Whether a rule across the table closes its header below a line that stands off from it: the running head of the page."""
    left, right = columns[0][0], columns[-1][1]
    between = [x0 <= left and x1 >= right - 2 and below.box[3] - 2 < y < row.box[1] - STANDS_OFF * row.line[0].size
               for x0, y, x1, _ in rules]  # fmt: skip
    return any(between)


def _stands_over(row: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line is set over the figures' columns and is no sentence that runs across them."""
    left, right = columns[0][0], columns[-1][1]
    over = [c for c in row.chunks if left - 15 < c.middle < right + 15]
    if not over or (len(over) < len(row.chunks) and row.chunks[0].box[2] > left):
        return False
    sentence = any(len(c.words) > 3 and c.box[2] - c.box[0] > 0.6 * (right - left) for c in over)
    return not sentence and all(c.box[0] > left - 60 for c in over)


def _shade_of(box: Box, shades: Sequence[Box]) -> Box | None:
    """The last painted shade that a line's middle stands on."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((s for s in reversed(shades) if s[0] <= x <= s[2] and s[1] <= y <= s[3]), None)


def _is_sure(rows: Sequence[Row], found: _Found, marks: Sequence[Box]) -> bool:
    """Whether shading or rules, and enough figures or a header over them, make it a table."""
    full = sum(len(rows[i].values) > 1 for i in range(found.first, found.last + 1))
    x0, _, x1, y1 = rows[found.first].box
    low = rows[found.last].box[1]
    top = max([y1, *(rows[i].box[3] for i in found.header)])
    marked = any(m[0] < x1 and m[2] > x0 and m[1] <= top + 12 and m[3] >= low - 12 for m in marks)
    return marked and (full >= 3 or (full >= 1 and len(found.header) > 0))


def _is_plain(rows: Sequence[Row], found: _Found) -> bool:
    """Whether figures make a table without any drawing: rows enough that fill all columns but for a cell or two, figures
    that end at one place a column, and a head over each.
    """
    body = [rows[i] for i in range(found.first, found.last + 1) if rows[i].values]
    full = [row for row in body if len(row.values) == len(found.columns) and row.label]
    if len(full) < FEWEST_PLAIN or 5 * len(full) < 4 * len(body) or any(not row.label for row in body):
        return False
    ends = zip(*([value.box[2] for value in row.values] for row in full), strict=True)
    if any(max(column) - min(column) > SAME_PLACE for column in ends):
        return False
    heads = [chunk for i in found.header for chunk in rows[i].chunks]
    return all(any(c.box[0] < right + 4 and left - 4 < c.box[2] for c in heads) for left, right in found.columns)


def _runs_on(rows: Sequence[Row], found: _Found) -> bool:
    """Whether the label of the last row goes on in the line below it."""
    if found.last + 1 >= len(rows):
        return False
    last, after = rows[found.last], rows[found.last + 1]
    close = last.box[1] - after.box[3] < 0.6 * after.line[0].size
    return close and _is_label(after, found.columns) and after.line[0].text[:1].islower()


def _text(chunk: Chunk) -> str:
    return " ".join(word.text for word in chunk.words)
