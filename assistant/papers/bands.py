"""The bands of a page: what stands between two level rules of one width, or on a stripe and between two stripes.

Bands one above the other may be the rows of a table that has no upright rules.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.papers.lines import bounds, make_lines
from assistant.papers.model import Colour
from assistant.papers.rivers import components
from assistant.papers.rows import Chunk, merge_lines, to_row
from assistant.papers.ruling import Drawn, Edge
from assistant.papers.tabulate import colour_behind
from assistant.papers.words import Glyphs

SAME_END = 4.0
TALLEST = 260.0
"""Points of the tallest row."""
LONGEST_LABEL = 140
MOST_PADDING = 2.2
"""Font sizes of free height in a row of one cell; more is the space between two tables."""
OTHER_SIZE = 0.75
"""Points by which a heading's letters differ from those of the rows."""
LEADING = 1.25
"""Times the least distance between two lines beyond which a new row begins."""


@dataclass(slots=True)
class Band:
    """What stands between two rules: words in the order of the file, in chunks line by line from the top."""

    top: float
    bottom: float
    words: list[Glyphs]
    lines: list[list[Chunk]]
    fill: Colour | None = None
    outer: bool = False
    """Beyond the outermost rule, so that it may be no part of the table."""

    @property
    def chunks(self) -> list[Chunk]:
        """All its chunks, line by line."""
        return [chunk for line in self.lines for chunk in line]

    @property
    def wide(self) -> int:
        """In how many stretches its words stand."""
        return len(components(self.chunks))

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return all(word.bold for word in self.words)

    @property
    def is_prose(self) -> bool:
        """Whether it is running text and no row or sub-heading of a table."""
        return self.wide < 2 and (len(self.lines) > 2 or sum(len(w.text) + 1 for w in self.words) > LONGEST_LABEL)


def find_stacks(level: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Rules of one width above one another, from the top; the widest stacks of most rules first."""
    stacks: list[list[Edge]] = []
    for edge in sorted(level, key=lambda e: -e.at):
        for stack in stacks:
            last = stack[-1]
            if abs(last.start - edge.start) <= SAME_END and abs(last.end - edge.end) <= SAME_END:
                if last.at - edge.at <= TALLEST:
                    stack.append(edge)
                    break
        else:
            stacks.append([edge])
    yield from sorted((stack for stack in stacks if len(stack) > 1), key=len, reverse=True)


def find_bands(stack: Sequence[Edge], words: Sequence[Glyphs], drawn: Drawn) -> list[Band]:
    """The bands of a stack, with what stands right above its first rule and right below its last."""
    start, end = stack[0].start - SAME_END, stack[0].end + SAME_END
    inside = [word for word in words if start <= word.middle[0] <= end]
    bands = []
    for upper, lower in itertools.pairwise(edge.at for edge in stack):
        band = make_band(upper, lower, [word for word in inside if lower < word.middle[1] < upper])
        band.fill = colour_behind((start, lower, end, upper), drawn.fills)
        bands.append(band)
    above, below = _beside(inside, stack[0].at, above=True), _beside(inside, stack[-1].at, above=False)
    return [*above[::-1], *bands, *below]


def _beside(words: Sequence[Glyphs], edge: float, *, above: bool) -> list[Band]:
    """Up to two rows that stand beyond the outermost rule, the nearest first: a header, or a row that has no stripe."""
    found: list[Band] = []
    for _ in range(2):
        top, bottom = (edge + TALLEST / 4, edge) if above else (edge, edge - TALLEST / 4)
        band = _nearest(make_band(top, bottom, [w for w in words if bottom < w.middle[1] < top]), above=above)
        if band.wide < 2:
            break
        band.outer = True
        found.append(band)
        edge = band.top if above else band.bottom
    return found


def make_band(top: float, bottom: float, words: list[Glyphs]) -> Band:
    """A band with its words in chunks, line by line."""
    rows = merge_lines([to_row(line) for line in make_lines(words)]) if words else []
    return Band(top, bottom, words, [row.chunks for row in rows])


def _nearest(band: Band, *, above: bool) -> Band:
    """Of what stands beyond the outermost rule only the lines right beside it, as many as are one row."""
    lines = band.lines[::-1] if above else band.lines
    taken: list[list[Chunk]] = []
    edge = band.bottom if above else band.top
    for line in lines:
        box = bounds(chunk.box for chunk in line)
        size = line[0].words[0].size
        gap = box[1] - edge if above else edge - box[3]
        if gap > (0.9 if not taken else 0.4) * size or len(taken) > 2:
            break
        taken.append(line)
        edge = box[3] if above else box[1]
    held = {id(word) for line in taken for chunk in line for word in chunk.words}
    words = [word for word in band.words if id(word) in held]
    if not words:
        return Band(band.top, band.bottom, [], [])
    box = bounds(word.box for word in words)
    top, bottom = (box[3] + 1, band.bottom) if above else (band.top, box[1] - 1)
    return make_band(top, bottom, words)


def find_runs(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """Bands that may be one table: nothing but rows and sub-headings between them, rows of several stretches at both
    ends.
    """
    sizes = [word.size for band in bands if band.wide > 1 for word in band.words]
    usual = median(sizes) if sizes else 0.0
    for prose, group in itertools.groupby(bands, key=lambda band: band.is_prose or _is_between(band, usual)):
        run = [band for band in group if band.words]
        while run and run[0].wide < 2:
            run.pop(0)
        while run and run[-1].wide < 2:
            run.pop()
        if not prose and len(run) > 1:
            yield run


def _is_between(band: Band, usual: float) -> bool:
    """Whether a band is the space between two tables, with a heading or without, and not a sub-heading of rows."""
    if band.wide > 1:
        return False
    free = band.top - band.bottom - len(band.lines) * LEADING * usual
    return free > MOST_PADDING * usual or any(abs(word.size - usual) > OTHER_SIZE for word in band.words)
