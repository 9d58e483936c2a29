"""Rows of figures, their columns and their header lines put together as a table."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.papers.lines import bounds
from assistant.papers.model import Box, Cell
from assistant.papers.rows import Chunk, Row, between_lines
from assistant.papers.tabulate import Grid, set_text
from assistant.papers.words import Glyphs

Columns = Sequence[tuple[float, float]]

LINED_UP = 1.5
"""Points between two lines of one name, at their left, their right or their middle."""
CENTRAL = 4.0
"""Points from the middle of all columns within which a heading over all of them stands."""


@dataclass(slots=True)
class _Entry:
    """A row of the table in the making: words by column; a ``group`` row has one cell over all columns."""

    words: dict[int, list[Glyphs]]
    group: bool = False
    spans: dict[int, int] = field(default_factory=dict)

    def box(self) -> Box:
        return bounds(word.box for words in self.words.values() for word in words)


def assemble(
    header: Sequence[Row], body: Sequence[Row], columns: Columns, shades: Sequence[Box], bands: Sequence[Box]
) -> Grid:
    """The table of ``body`` rows (top to bottom) under ``header`` lines; ``columns`` are the figures'
    stretches.

    ``shades`` are filled areas, which tell what a header stands over; ``bands`` are rows that are drawn,
    which tell the lines of one label from a sub-heading.
    """
    xs = _column_lines(header, body, columns)
    offset = len(xs) - 1 - len(columns)  # 1 with a column of labels, else 0
    entries = _header_entries(header, columns, xs, offset, shades)
    entries += _body_entries(body, xs, offset, bands)
    entries = [entry for entry in entries if entry.words]
    boxes = [entry.box() for entry in entries]
    ys = [boxes[0][3] + 1.0]
    ys += [min((above[1] + below[3]) / 2, ys[0]) for above, below in itertools.pairwise(boxes)]
    ys.append(boxes[-1][1] - 1.0)
    for i in range(1, len(ys)):
        ys[i] = min(ys[i], ys[i - 1] - 0.1)
    cells, words = [], []
    for r, entry in enumerate(entries):
        column = 0
        while column < len(xs) - 1:
            span = len(xs) - 1 if entry.group else entry.spans.get(column, 1)
            held = entry.words.get(column, [])
            cell = Cell(r, column, "", (xs[column], ys[r + 1], xs[column + span], ys[r]), 1, span)
            set_text(cell, held)
            cells.append(cell)
            words.append(held)
            column += span
    return Grid(xs, ys, cells, words)


def _column_lines(header: Sequence[Row], body: Sequence[Row], columns: Columns) -> list[float]:
    """The x between all columns: halfway between the figures, and between them and the longest label."""
    labels = [word.box for row in body for word in row.label]
    right = max([columns[-1][1], *(row.box[2] for row in header)]) + 1.0
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    if not labels:
        return [columns[0][0] - 1.0, *inner, right]
    around = bounds(labels)
    left = min([around[0], *(row.box[0] for row in header)]) - 1.0
    return [left, (min(around[2], columns[0][0]) + columns[0][0]) / 2, *inner, right]


def _place(x: float, xs: Sequence[float]) -> int:
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)


def _header_entries(
    header: Sequence[Row], columns: Columns, xs: Sequence[float], offset: int, shades: Sequence[Box]
) -> list[_Entry]:
    """One row for the columns' names, above it one for each line with names over several columns."""
    names = _Entry({})
    above: list[_Entry] = []
    for index, row in enumerate(header):
        upper = [chunk for other in header[:index] if len(other.chunks) > 1 for chunk in other.chunks]
        single = _is_of_one_name(index, header, xs[offset])
        spans = _spans(row, upper, single, columns, xs, offset, shades)
        level = _Entry({})
        for chunk, span in zip(row.chunks, spans, strict=True):
            if span and span[1] > span[0]:
                level.words.setdefault(span[0], []).extend(chunk.words)
                level.spans[span[0]] = span[1] - span[0] + 1
                continue
            crossed = [i for i, (a, b) in enumerate(columns) if min(b, chunk.box[2]) - max(a, chunk.box[0]) > 2]
            for word in chunk.words:
                x = word.middle[0] if len(crossed) > 1 else chunk.middle
                if len(crossed) == 1 and chunk.middle > xs[offset]:
                    column = crossed[0] + offset
                else:
                    column = _place(x, xs)
                names.words.setdefault(span[0] if span else column, []).append(word)
        if level.words:
            above.append(level)
    return [*above, names]


def _spans(
    row: Row,
    upper: Sequence[Chunk],
    single: bool,
    columns: Columns,
    xs: Sequence[float],
    offset: int,
    shades: Sequence[Box],
) -> list[tuple[int, int] | None]:
    """(first, last) column each chunk of a header line stands over; None where each word finds its own.

    ``upper`` are names in the lines above: one alone below such a name goes on with it. ``single`` says that one alone is a
    line of one column's name.
    """
    over = [chunk.middle > xs[offset] for chunk in row.chunks]
    spans: list[tuple[int, int] | None] = [None] * len(row.chunks)
    centres = [(a + b) / 2 for a, b in columns]
    for i, chunk in enumerate(row.chunks):
        if over[i] and (shaded := _shaded_columns(chunk, centres, shades)):
            spans[i] = shaded[0] + offset, shaded[-1] + offset
    for span in {span for span in spans if span and spans.count(span) > 1}:  # names of columns on one shade
        spans = [None if other == span else other for other in spans]
    count = sum(over)
    if count == 1 and len(columns) > 1:
        i = over.index(True)
        width = columns[-1][1] - columns[0][0]
        goes_on = any(min(c.box[2], row.chunks[i].box[2]) > max(c.box[0], row.chunks[i].box[0]) for c in upper)
        if (
            spans[i] is None
            and not goes_on
            and not single
            and abs(row.chunks[i].middle - (columns[0][0] + columns[-1][1]) / 2) < 0.15 * width
        ):
            spans[i] = offset, len(columns) - 1 + offset
    elif any(span and span[1] > span[0] for span in spans):
        _share_rest(row, spans, over, centres, offset)
    return spans


def _is_of_one_name(index: int, header: Sequence[Row], left: float) -> bool:
    """Whether what stands alone on a header line is of one column's name and no heading over all columns.

    It is where the names beside it stand half a line higher or lower, as names do that are set in the middle of the header's
    height; and where it lines up with one name in the line below, unless a heading over all would stand just there.
    """
    row = header[index]
    if any(other is not row and between_lines(row, other) and other.chunks[-1].middle > left for other in header):
        return True
    chunk = row.chunks[-1]
    below = [c for other in header[index + 1 : index + 2] for c in other.chunks if c.middle > left]
    ends = [(chunk.box[0] - c.box[0], chunk.box[2] - c.box[2], chunk.middle - c.middle) for c in below]
    if len(below) < 2 or not any(min(map(abs, apart)) <= LINED_UP for apart in ends):
        return False
    central = abs(chunk.middle - (below[0].box[0] + below[-1].box[2]) / 2) <= CENTRAL
    plain = len(chunk.words) == 1 and not any(char.isdigit() or char == "£" for char in chunk.words[0].text)
    return plain or not central


def _shaded_columns(chunk: Chunk, centres: Sequence[float], shades: Sequence[Box]) -> list[int]:
    """The columns under the narrowest shade behind a chunk, unless that is all of them or it is narrower than
    it.
    """
    y = (chunk.box[1] + chunk.box[3]) / 2
    behind = [s for s in shades if s[0] <= chunk.middle <= s[2] and s[1] <= y <= s[3]]
    if not behind:
        return []
    narrow = min(behind, key=lambda s: s[2] - s[0])
    held = [i for i, centre in enumerate(centres) if narrow[0] <= centre <= narrow[2]]
    fits = narrow[2] - narrow[0] >= chunk.box[2] - chunk.box[0] - 2
    return held if fits and len(held) < len(centres) else []


def _share_rest(
    row: Row, spans: list[tuple[int, int] | None], over: list[bool], centres: Sequence[float], offset: int
) -> None:
    """Give the columns that no shade claims to the nearest chunk without one."""
    claimed = {c for span in spans if span for c in range(span[0], span[1] + 1)}
    free = [i for i in range(len(spans)) if over[i] and spans[i] is None]
    nearest: dict[int, list[int]] = {}
    for c, centre in enumerate(centres):
        if c + offset not in claimed and free:
            nearest.setdefault(min(free, key=lambda i: abs(row.chunks[i].middle - centre)), []).append(c + offset)
    for i, held in nearest.items():
        if held == list(range(held[0], held[-1] + 1)):
            spans[i] = held[0], held[-1]


def _body_entries(body: Sequence[Row], xs: Sequence[float], offset: int, bands: Sequence[Box]) -> list[_Entry]:
    entries: list[_Entry] = []
    last: Row | None = None  # the row the last entry was made of
    waiting: list[Row] = []  # the first lines of a label whose figures come with its last line
    for index, row in enumerate(body):
        following = next((r for r in body[index + 1 :] if r.values), None)
        if row.values:
            words: dict[int, list[Glyphs]] = {}
            for part in [*waiting, row]:
                for word in part.label:
                    words.setdefault(0, []).append(word)
            for value in row.values:
                words.setdefault(_place(value.middle, xs), []).extend(value.words)
            entries.append(_Entry(words))
            waiting, last = [], row
        elif following is not None and _one_label(row, following, bands, ahead=True):
            waiting.append(row)
        elif last is not None and entries and not entries[-1].group and _one_label(row, last, bands, ahead=False):
            entries[-1].words.setdefault(0, []).extend(row.line)
        else:
            entries += [_Entry({0: part.line}, group=True) for part in [*waiting, row]]
            waiting = []
    return entries


def _one_label(row: Row, other: Row, bands: Sequence[Box], *, ahead: bool) -> bool:
    """Whether a line without figures belongs to the label of a row after (``ahead``) or before it."""
    if row.bold != other.bold:
        return False
    here, there = _band(row, bands), _band(other, bands)
    if here is not None and there is not None:
        return here == there
    upper, lower = (row, other) if ahead else (other, row)
    if upper.box[1] - lower.box[3] > 0.8 * row.line[0].size:
        return False
    words = lower.label or lower.line
    return words[0].text[:1].islower()


def _band(row: Row, bands: Sequence[Box]) -> Box | None:
    """The lowest drawn row that a line stands in; those over half a page are none."""
    x, y = row.line[0].middle
    holding = [b for b in bands if b[0] <= x <= b[2] and b[1] <= y <= b[3] and b[3] - b[1] < 150]
    return min(holding, key=lambda b: b[3] - b[1], default=None)
