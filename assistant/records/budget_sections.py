"""Under which sub-headings each row of a finance table stands, from the outermost.

A heading holds until the total that names it ("Adults Total" closes "Adults"); without one, until the next heading of
its look or a row that stands out as it does. What is in doubt is left out: no section rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.papers.headers import is_figure
from assistant.papers.model import Cell, Page, Table
from assistant.records.sheets import Sheet

LONGEST_HEADING = 90
_TOTAL = re.compile(
    r"^(?:grand |overall |net |sub-?\s?)?totals?\b|\b(?:sub-?\s?)?totals?\s*(?:\([^)]*\))?\W*$|^net (?:budget|position|revenue)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^(?:grand|overall|net)\b|\b(?:council|authority|general fund)\b", re.IGNORECASE)
_PLURAL = re.compile(r"s\b")
_COLUMN_NAME = re.compile(
    r"\b(?:category|description|service|directorate|scheme|project|heading|item)s?$", re.IGNORECASE
)


class Line(NamedTuple):
    """A row of a table as far as sections go: its label, whether it is bold, whether figures stand beside it."""

    page: int
    table: int
    row: int
    label: str
    bold: bool
    look: tuple[bool, bool, int]
    """Bold, filled, left edge: headings of one level look alike."""
    figures: bool


@dataclass(slots=True)
class _Heading:
    text: str
    look: tuple[bool, bool, int]
    start: int
    end: int | None = None
    """The line of the total that closes it, where one does."""


Place = tuple[int, int, int]


def is_total(label: str) -> bool:
    """Whether a row's label calls it a total."""
    return bool(_TOTAL.search(label))


def run_of(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets that are one table cut by the ends of pages: the same heads, page after page."""
    at = next((i for i, other in enumerate(sheets) if other is sheet), None)
    if at is None:
        return [sheet]
    first = last = at
    while first and _follows(sheets[first - 1], sheets[first]):
        first -= 1
    while last + 1 < len(sheets) and _follows(sheets[last], sheets[last + 1]):
        last += 1
    return list(sheets[first : last + 1])


def _follows(sheet: Sheet, other: Sheet) -> bool:
    ends = sheet.rows[-1].rows[-1].page
    alike = sheet.headers == other.headers and sheet.heading == other.heading
    return alike and sheet.part_index == other.part_index and other.page == ends + 1


def find_lines(sheet: Sheet, pages: Sequence[Page]) -> list[Line]:
    """The rows of a sheet's tables in order, headings and all, from below the header."""
    lines: list[Line] = []
    places = dict.fromkeys((r.page, r.table) for row in sheet.rows for r in row.rows)
    for page, position in places:
        tables = [b.table for b in pages[page - 1].blocks if b.table is not None and b.kind not in ("header", "footer")]
        if position >= len(tables):
            continue
        taken = {r.row for row in sheet.rows for r in row.rows if (r.page, r.table) == (page, position)}
        lines += _lines(tables[position], page, position, taken)
    return lines


def _lines(table: Table, page: int, position: int, taken: set[int]) -> list[Line]:
    """The body rows of one table: those read as rows, and those of one short text between and above them."""
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        if cell.text:
            rows[cell.row].append(cell)
    found = []
    for index, cells in enumerate(rows):
        cells.sort(key=lambda cell: cell.column)
        alone = len(cells) == 1 and cells[0].column == 0 and len(cells[0].text) <= LONGEST_HEADING
        if not cells or not (index in taken or alone):
            continue
        first = cells[0]
        label = "" if is_figure(first.text) else " ".join(first.text.split())
        look = (first.bold, first.fill is not None, round(first.box[0] / 4))
        found.append(Line(page, position, index, label, first.bold, look, index in taken and not alone))
    return found


def find_sections(lines: Sequence[Line]) -> dict[Place, list[str]]:
    """(page, table, row) -> the sub-headings over it, outermost first."""
    headings = _headings(lines)
    sections: dict[Place, list[str]] = {}
    for index, line in enumerate(lines):
        if line.figures:
            over = [
                heading for heading in headings if heading.start < index and _reaches(heading, index, headings, lines)
            ]
            sections[(line.page, line.table, line.row)] = [heading.text for heading in over]
    return sections


def _headings(lines: Sequence[Line]) -> list[_Heading]:
    """The lines that are headings, each with the total that closes it."""
    candidates = [i for i, line in enumerate(lines) if not line.figures and line.label and _has_rows(lines, i)]
    marked = any(lines[i].bold for i in candidates)
    found = [
        _Heading(lines[i].label.rstrip(" :"), lines[i].look, i)
        for i in candidates
        if (lines[i].bold or not marked) and not lines[i].label.startswith(("*", "•")) and not is_total(lines[i].label)
    ]
    if found and _COLUMN_NAME.search(found[0].text) and found[0].start == 0:
        found.pop(0)  # what the rows are, not what they stand under
    for n, heading in enumerate(found):
        again = next((h.start for h in found[n + 1 :] if h.text == heading.text), len(lines))
        closing = [
            i for i in range(heading.start + 1, again) if lines[i].figures and names(lines[i].label, heading.text)
        ]
        heading.end = closing[-1] if closing else None
    _own_totals(lines, found)
    return found


def _own_totals(lines: Sequence[Line], found: Sequence[_Heading]) -> None:
    """Close the headings whose totals do not name them: each of several has, first below it, one called the same."""
    first: dict[int, int] = {}
    for n, heading in enumerate(found):
        end = found[n + 1].start if n + 1 < len(found) else len(lines)
        total = next((i for i in range(heading.start, end) if lines[i].figures and is_total(lines[i].label)), None)
        if heading.end is None and total is not None and not _WHOLE.match(lines[total].label):
            first[n] = total
    called = [lines[total].label for total in first.values()]
    for n, total in first.items():
        if called.count(lines[total].label) > 1:
            found[n].end = total


def _has_rows(lines: Sequence[Line], index: int) -> bool:
    return any(line.figures for line in lines[index + 1 :])


def names(total: str, heading: str) -> bool:
    """Whether a total is that of a heading: "Adults Total", "TOTAL ADULTS", "Total - Adults (excluding grants)"."""
    if not is_total(total):
        return False
    bare = re.sub(r"\b(?:grand |sub-?\s?)?totals?\b", " ", total, flags=re.IGNORECASE)
    said, meant = (re.sub(r"[^a-z0-9]+", " ", _PLURAL.sub("", text.lower())).strip() for text in (bare, heading))
    return bool(said) and (said == meant or re.sub(r" (?:excluding|including|excl|incl)\b.*$", "", said) == meant)


def _reaches(heading: _Heading, index: int, headings: Sequence[_Heading], lines: Sequence[Line]) -> bool:
    """Whether a row is still under a heading."""
    if heading.end is not None:
        return index <= heading.end
    later = [h for h in headings if heading.start < h.start < index]
    nested = later[:1] and all(not line.figures for line in lines[heading.start + 1 : later[0].start])
    for other in later:
        if other.look == heading.look and not (nested and other is later[0]):
            return False
        if nested and other is later[0] and other.look == heading.look and other.end is None:
            return False  # two headings alike, one after the other: the first has no rows of its own
    between = lines[heading.start + 1 : index + 1]
    inner = [h.text for h in headings if h.start > heading.start]
    if any(line.figures and is_total(line.label) and not any(names(line.label, h) for h in inner) for line in between):
        return False  # a total that does not name it: its own, or that of the whole
    plain_rows = any(line.figures and not line.bold for line in between)
    return not (lines[index].bold and plain_rows)
