"""One page of an open PDF into a Page: words, text in reading order, tables, and lines not yet made into
blocks.

What can only be told from the paper as a whole (running heads, printed numbers, heading levels) comes later,
in ``assistant.papers.finish``; until then everything between two tables is one paragraph block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import DamagedPaperError
from assistant.papers.aligned import find_aligned, is_doubtful
from assistant.papers.banded import find_banded
from assistant.papers.furniture import is_page_stamp
from assistant.papers.lines import bounds, in_reading_order, make_lines, to_line
from assistant.papers.model import Block, Box, Page, Word
from assistant.papers.ocr import Ocr, read_picture
from assistant.papers.pdfium import PAGE_TIME_LIMIT, Matrix, load_page, page_label
from assistant.papers.rows import is_crowded
from assistant.papers.ruling import Drawn, read_drawn
from assistant.papers.tabulate import Grid, paint, ruled_grids, to_table
from assistant.papers.words import CharReader, Glyphs, read_words

MARGIN = 0.09
"""Share of the page's height at the upper and lower edge that is margin."""


@dataclass(slots=True)
class RawPage:
    """A page as read by itself, in upright coordinates; ``upright`` maps its user space to them."""

    page: Page
    upright: Matrix


def read_page(document: Any, number: int, ocr: Ocr | None = None, seconds: float = PAGE_TIME_LIMIT) -> RawPage:
    """The page at position ``number`` (from 1); a damaged one comes back with the status "failed" and a
    reason. With ``ocr`` a page that is only a picture is recognised, which may take so many ``seconds``.
    """
    label = page_label(document, number)
    try:
        with load_page(document, number) as opened:
            reader = CharReader(opened)
            words = read_words(opened, reader)
            drawn = read_drawn(opened)
            page = Page(number, "text", opened.width, opened.height, label)
            stamps = _page_stamps(words, opened.height)
            if len(stamps) == len(words) and (not words or drawn.pictured > page.width * page.height / 2):
                _without_text(page, drawn)
                _compose(page, [], words)
                if ocr is not None and page.status == "picture":
                    return RawPage(page, read_picture(page, opened, ocr, seconds))
            else:
                printed = [word for word in words if id(word) not in stamps]
                grids, left = ruled_grids(opened, printed, drawn, reader)
                grids, left = _realigned(page, grids, left, drawn)
                _compose(page, grids, sorted([*left, *stamps.values()], key=lambda word: word.first))
            return RawPage(page, opened.upright)
    except DamagedPaperError as error:
        return failed_page(number, str(error), label)


def _realigned(page: Page, grids: list[Grid], left: list[Glyphs], drawn: Drawn) -> tuple[list[Grid], list[Glyphs]]:
    """Tables whose rules do not part their columns are read by alignment, as are lines of figures outside
    tables.
    """
    crowded = [grid for grid in grids if is_crowded(grid)]
    loose = sorted([*left, *(w for grid in crowded for words in grid.words for w in words)], key=lambda w: w.first)
    bands = [cell.box for grid in crowded for cell in grid.cells] + [box for box, _ in drawn.fills]
    aligned = _without_upright_rules(loose, drawn, bands)
    if not aligned:
        return grids, left
    held = {id(word) for grid in aligned for words in grid.words for word in words}
    kept = [g for g in grids if g not in crowded or not any(id(w) in held for words in g.words for w in words)]
    held.update(id(word) for grid in kept for words in grid.words for word in words)
    for grid in aligned:
        paint(grid, drawn, page.width * page.height)
    return [*kept, *aligned], [word for word in loose if id(word) not in held]


def _without_upright_rules(words: list[Glyphs], drawn: Drawn, bands: Sequence[Box]) -> list[Grid]:
    """Tables read by their figures' places, or by their drawn rows where that leaves less of a table out."""
    aligned = [grid for grid in find_aligned(words, drawn, bands) if not is_doubtful(grid)]
    chosen: list[Grid] = []
    for banded in find_banded(words, drawn):
        own = _held(banded)
        others = [grid for grid in aligned if own & _held(grid)]
        held = set().union(*map(_held, others))
        if len(others) != 1 or len(own - held) > len(held - own):
            chosen.append(banded)
            aligned = [grid for grid in aligned if grid not in others]
    return [*aligned, *chosen]


def _held(grid: Grid) -> set[int]:
    """The words of a table, by identity."""
    return {id(word) for words in grid.words for word in words}


def _page_stamps(words: list[Glyphs], height: float) -> dict[int, Glyphs]:
    """The words of "Page 93" near an edge, by identity: stamped over the page, they belong to no table under
    them.
    """
    found: dict[int, Glyphs] = {}
    if not any(
        word.text.casefold().startswith("p") and not 0.12 * height < word.middle[1] < 0.88 * height for word in words
    ):
        return found
    for line in make_lines(words):
        near_edge = not 0.12 * height < line[0].middle[1] < 0.88 * height
        if len(line) <= 4 and near_edge and is_page_stamp(" ".join(word.text for word in line)):
            found.update({id(word): word for word in line})
    return found


def failed_page(number: int, reason: str, label: str | None = None) -> RawPage:
    """A page that could not be read, with the reason."""
    return RawPage(Page(number, "failed", 0.0, 0.0, label, reason=reason), Matrix())


def _without_text(page: Page, drawn: Drawn) -> None:
    """The status of a page that has no text, or none but the page number stamped on a scan."""
    if drawn.pictured:
        page.status = "picture"
        page.reason = "only a picture, no text layer (a scan); text recognition (OCR) can read it with --ocr"
    else:
        page.status = "empty"
        page.reason = "no text on it"


def _compose(page: Page, grids: list[Grid], left: list[Glyphs]) -> None:
    """Lines and tables in reading order, as raw blocks."""
    pieces: list[list[Glyphs] | Grid] = []
    waiting = sorted(grids, key=_first_position)
    for line in make_lines(left):
        while waiting and _first_position(waiting[0]) < line[0].first:
            pieces.append(waiting.pop(0))
        pieces.append(line)
    pieces += waiting
    boxes = _margins_widened([_place(piece, page.width) for piece in pieces], page)
    for index in in_reading_order(boxes):
        _add(page.blocks, pieces[index])
    if grids:
        page.status = "table"


def _place(piece: list[Glyphs] | Grid, width: float) -> Box:
    """Where a piece stands, for the reading order; a wide table parts what is above it from what is below."""
    if isinstance(piece, Grid):
        x0, y0, x1, y1 = piece.box
        return (0.0, y0, width, y1) if x1 - x0 > width / 2 else piece.box
    return bounds(word.box for word in piece)


def _margins_widened(boxes: list[Box], page: Page) -> list[Box]:
    """Boxes alone near the upper or lower edge take the whole width: they are read first or last."""
    widened = []
    for box in boxes:
        _, y0, _, y1 = box
        reach = 1.5 * (y1 - y0)
        if y0 > (1 - MARGIN) * page.height:
            alone = not any(other[3] > y0 - reach and other[3] <= y0 + 1 for other in boxes)
        elif y1 < MARGIN * page.height:
            alone = not any(other[1] < y1 + reach and other[1] >= y1 - 1 for other in boxes)
        else:
            alone = False
        widened.append((0.0, y0, page.width, y1) if alone else box)
    return widened


def _first_position(grid: Grid) -> int:
    return min(word.first for words in grid.words for word in words)


def _add(blocks: list[Block], piece: list[Glyphs] | Grid) -> None:
    if isinstance(piece, Grid):
        lines = [to_line(line) for line in piece.lines()]
        blocks.append(Block("table", "", piece.box, lines, table=to_table(piece)))
        return
    if not blocks or blocks[-1].kind == "table":
        blocks.append(Block("paragraph", "", bounds(word.box for word in piece)))
    blocks[-1].lines.append(to_line(piece))


def text_and_words(blocks: list[Block]) -> tuple[str, list[Word]]:
    """A page's text, one line for each printed line, and its words in the same order."""
    lines = [line for block in blocks for line in block.lines]
    return "\n".join(line.text for line in lines), [word for line in lines for word in line.words]
