"""Lines in chunks: words that stand together, and the figures a line ends with."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from assistant.papers.headers import is_figure, is_value
from assistant.papers.lines import bounds
from assistant.papers.model import Box
from assistant.papers.tabulate import Grid
from assistant.papers.words import Glyphs

GAP = 0.75
"""Font sizes between two words that part them into two columns; a word space is a third of that."""

TOO_CLOSE = 0.8
"""Font sizes between two lines below which their letters would touch if they stood above one another."""

FIGURE_GAP = 0.15
"""The same between two figures: columns of large figures all but touch."""


@dataclass(slots=True)
class Chunk:
    """Words of one line that stand together."""

    words: list[Glyphs]
    box: Box
    value: bool

    @property
    def middle(self) -> float:
        """The x of its centre."""
        return (self.box[0] + self.box[2]) / 2


@dataclass(slots=True)
class Row:
    """A line in chunks. ``values`` are the figures it ends with, one at least for a row of a table."""

    line: list[Glyphs]
    box: Box
    chunks: list[Chunk]
    values: list[Chunk]

    @property
    def label(self) -> list[Glyphs]:
        """The words before the figures."""
        return [word for chunk in self.chunks[: len(self.chunks) - len(self.values)] for word in chunk.words]

    @property
    def bold(self) -> bool:
        """Whether most of the label (or, without one, of the line) is bold."""
        words = self.label or self.line
        return 2 * sum(word.bold for word in words) > len(words)


def to_row(line: list[Glyphs]) -> Row:
    """A line parted where the gaps are wider than word spaces."""
    chunks: list[list[Glyphs]] = [[line[0]]]
    for before, word in itertools.pairwise(line):
        gap = (word.box[0] - before.box[2]) / (min(before.size, word.size) or 1.0)
        if gap > GAP or (gap > FIGURE_GAP and _two_figures(before.text, word.text)):
            chunks.append([word])
        else:
            chunks[-1].append(word)
    made = [Chunk(words, bounds(w.box for w in words), is_value(" ".join(w.text for w in words))) for words in chunks]
    count = len(made)
    while count and made[count - 1].value:
        count -= 1
    return Row(line, bounds(w.box for w in line), made, made[count:])


def between_lines(row: Row, other: Row) -> bool:
    """Whether a line stands nearer to another than two lines of one cell do: cells of several lines set in the middle of the
    height of their row, beside cells of one line or two."""
    apart = abs(row.line[0].box[1] - other.line[0].box[1])
    return apart < TOO_CLOSE * min(row.line[0].size, other.line[0].size)


def labels_whole(rows: list[Row]) -> list[Row]:
    """The lines, top to bottom, those of figures joined by the lines of their label that stand half above, half below them."""
    whole: list[Row] = []
    taken = -1
    for at, row in enumerate(rows):
        if at <= taken:
            continue
        beside = [
            i
            for i in (at - 1, at + 1)
            if row.values
            and 0 <= i < len(rows)
            and i > taken
            and between_lines(row, rows[i])
            and _is_left(rows[i], row)
        ]
        if not beside:
            whole.append(row)
            continue
        if at - 1 in beside:
            whole.pop()
        taken = max(taken, *beside)
        upper, lower = ([rows[i] for i in beside if (i < at) is above] for above in (True, False))
        label = (
            [word for part in upper for word in part.line] + row.label + [word for part in lower for word in part.line]
        )
        box = bounds(word.box for word in label)
        line = [*label, *(word for value in row.values for word in value.words)]
        whole.append(Row(line, bounds(word.box for word in line), [Chunk(label, box, False), *row.values], row.values))
    return whole


def _is_left(row: Row, figures: Row) -> bool:
    """Whether a line without figures stays left of those of another."""
    return not row.values and row.box[2] < figures.values[0].box[0]


def _two_figures(first: str, second: str) -> bool:
    """Whether two neighbours are figures of two columns and not one with its number in brackets, "53.2%
    (165)".
    """
    return is_figure(first) and is_figure(second) and (first[:1] == "(" or second[:1] != "(")


def merge_lines(rows: list[Row]) -> list[Row]:
    """Pieces of lines on one baseline made one line, top to bottom."""
    merged: list[list[Glyphs]] = []
    for row in sorted(rows, key=lambda r: (-r.box[1], r.box[0])):
        same = merged and abs(merged[-1][0].box[1] - row.line[0].box[1]) < 0.45 * row.line[0].size
        if same:
            merged[-1] = sorted([*merged[-1], *row.line], key=lambda word: word.box[0])
        else:
            merged.append(row.line)
    return [to_row(line) for line in merged]


def is_crowded(grid: Grid) -> bool:
    """Whether figures of several columns stand together in the cells of a ruled table: it has no upright
    rules.
    """
    together = alone = 0
    for words in grid.words:
        if not any(char.isdigit() for word in words for char in word.text):
            continue
        figures = sum(1 for chunk in to_row(sorted(words, key=lambda w: w.first)).chunks if chunk.value)
        if figures > 1:
            together += 1
        elif figures:
            alone += 1
    enough = together >= 3 or (together >= 1 and len(grid.ys) <= 4)
    return (enough and together > alone) or _stacked(grid)


def _stacked(grid: Grid) -> bool:
    """Whether single cells hold a whole column of figures, one below the other."""
    return any(sum(is_figure(word.text) for word in words) >= 12 for words in grid.words)
