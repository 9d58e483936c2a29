"""Words into printed lines, and lines into reading order."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Sequence

from assistant.papers.model import Block, Box, Line, Word
from assistant.papers.pdfium import Matrix
from assistant.papers.words import Glyphs

SAME_LINE = 0.45
"""Share of the lower word's height that two words of one line have in common: a raised "th" still belongs."""
PIECE_LIMIT = 400
"""Pieces put in order at most, each being compared with each; a page with more is left in the order of its
file.
"""


def make_lines(words: Iterable[Glyphs]) -> list[list[Glyphs]]:
    """Words that follow one another on one baseline, left to right, in the order given."""
    lines: list[list[Glyphs]] = []
    for word in words:
        if lines and _follows(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _follows(line: Sequence[Glyphs], word: Glyphs) -> bool:
    last = line[-1]
    if last.upright != word.upright:
        return False
    if not word.upright:
        return not word.breaks and _shared(last.box[0], last.box[2], word.box[0], word.box[2]) >= SAME_LINE
    if word.box[0] < last.box[2] - 0.5 * (last.size if last.size > word.size else word.size):
        return False
    if last.size + 1 < word.size and len(line) > 1 and line[-2].size > last.size:
        last = line[-2]  # what follows a small raised word is measured against the word before it
    return _shared(last.box[1], last.box[3], word.box[1], word.box[3]) >= SAME_LINE


def _shared(a0: float, a1: float, b0: float, b1: float) -> float:
    """What two stretches have in common, as a share of the shorter."""
    a, b = a1 - a0, b1 - b0
    shorter = a if a < b else b
    if shorter <= 0:
        return 0.0
    return ((a1 if a1 < b1 else b1) - (a0 if a0 > b0 else b0)) / shorter


def bounds(boxes: Iterable[Box]) -> Box:
    """The smallest box around all boxes; there must be one."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def move_blocks(blocks: Iterable[Block], by: Matrix) -> None:
    """Map all boxes of some blocks, in place; ``by`` turns by right angles only."""
    if by == Matrix():
        return

    def moved(box: Box) -> Box:
        x0, y0 = by.apply(box[0], box[1])
        x1, y1 = by.apply(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    for block in blocks:
        block.box = moved(block.box)
        for line in block.lines:
            line.box = moved(line.box)
            line.words = [Word(word.text, moved(word.box)) for word in line.words]
        if block.table:
            block.table.box = moved(block.table.box)
            for cell in block.table.cells:
                cell.box = moved(cell.box)


def to_line(words: Sequence[Glyphs]) -> Line:
    """The line of the data model; bold when most of its letters are."""
    longest = max(words, key=lambda w: len(w.text))
    bold = sum(len(w.text) for w in words if w.bold)
    total = sum(len(w.text) for w in words)
    return Line([Word(w.text, w.box) for w in words], bounds(w.box for w in words), longest.size, bold * 2 > total)


def in_reading_order(boxes: Sequence[Box]) -> list[int]:
    """Positions of pieces of a page in reading order: as in the file, but what stands wholly above is read
    before.

    Most files are written in reading order, and columns and cells can only be told from that order; but page
    numbers, stamps, captions and text boxes are often written first or last. So a piece goes before another
    only when it is above it and they share some of the width.
    """
    climbs = sum(b[3] > a[1] + 0.6 * min(b[3] - b[1], 12.0) for a, b in itertools.pairwise(boxes))
    if not climbs or len(boxes) > PIECE_LIMIT:
        return list(range(len(boxes)))
    return _ordered(boxes)


def _ordered(boxes: Sequence[Box]) -> list[int]:
    """Positions of the boxes, upper before lower where they share width, else as given."""
    count = len(boxes)
    before = [0] * count
    after: list[list[int]] = [[] for _ in boxes]
    for i, upper in enumerate(boxes):
        for j, lower in enumerate(boxes):
            slack = 0.3 * min(upper[3] - upper[1], lower[3] - lower[1], 10.0)
            if i != j and upper[1] >= lower[3] - slack and upper[3] > lower[3] and _overlap(upper, lower):
                after[i].append(j)
                before[j] += 1
    ready = [i for i in range(count) if not before[i]]
    order = []
    while ready:
        current = heapq.heappop(ready)
        order.append(current)
        for follower in after[current]:
            before[follower] -= 1
            if not before[follower]:
                heapq.heappush(ready, follower)
    return order if len(order) == count else list(range(count))


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1.0
