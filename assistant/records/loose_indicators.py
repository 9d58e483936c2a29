"""Indicators whose table reached the PDF as plain lines: read where the line of periods and the name are beyond doubt.

Every such observation is "likely": lines have no cells. A row whose label may have lost or gained words, or whose header
may be another table's, stays text and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.papers.lines import bounds
from assistant.papers.loose import LooseRow, loose_rows
from assistant.papers.model import Line, Page
from assistant.records.indicator_columns import Column, Layout, column_of, layout_of
from assistant.records.indicator_row import IndicatorRow, read_cell, unit_hint
from assistant.records.indicator_rows import Setting, observations
from assistant.records.indicators import IndicatorTables
from assistant.records.model import Observation, Piece, Record, TableReading
from assistant.records.periods import find_periods, parse_period
from assistant.records.reading import Context
from assistant.records.sheets import Entry, SheetRow, Spot
from assistant.records.vocabulary import MEETING_KINDS

_CODE = re.compile(r"\d{1,3}[a-z]?|[A-Z]{1,5}[ -]?\d{1,3}[a-z]?")
_TAG = re.compile(r"[A-Z0-9]{2,5}")
_WITH_CODE = re.compile(r"(?P<id>\d{1,3}[a-z]?)\s+(?P<name>[A-Z%].*)")
_FINANCE = re.compile(
    r"£|\b(?:budget|outturn|forecast|variation|variance|overspend|underspend|reserves?)\b", re.IGNORECASE
)
_FOREIGN = re.compile(r"\b(?:report development required|not available|not benchmarked|tbc|n/a)\b", re.IGNORECASE)
_LONGEST_NAME = 220
_TIMES = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[-’' ]?\d\d|\d\d\s?[/–-]\s?\d\d", re.IGNORECASE
)


class _Read(NamedTuple):
    """A loose row with its place: the lines of its label, the line of its figures."""

    row: LooseRow
    label: list[Line]
    figures: Line
    first: int
    last: int


def loose_indicators(index: int, context: Context) -> list[Record]:
    """The observations among the plain lines of a part, and a reading a page that says how many rows were left."""
    part = context.facts.parts[index]
    if part.kind in MEETING_KINDS:
        return []
    ruled = _ruled_pages(index, context)
    own: dict[int, set[int]] = {}
    for page, block, _ in part.blocks(context.paper.pages):
        own.setdefault(page.number, set()).add(block)
    found: list[Record] = []
    carried: list[str] = []
    for page in context.paper.pages[part.first_page - 1 : part.last_page]:
        if not carried and len(_TIMES.findall(page.text)) < 2:
            continue  # no line of periods, and none from the page before
        rows, carried = loose_rows(page, carried)
        rows = [row for row in rows if set(row.blocks) <= own.get(page.number, set())]
        if not rows:
            carried = carried if _names_periods(page) else []
        elif page.number not in ruled:
            found += _of_page(page, rows, context)
    return found


def _ruled_pages(index: int, context: Context) -> set[int]:
    """The pages of a part with a ruled table of indicators: loose lines there are copies of it."""
    reader = IndicatorTables()
    sheets = [s for s in context.sheets if s.part_index == index and layout_of(s, context.facts.period) is not None]
    return {row.page for sheet in sheets if reader.claim(sheet, context) > 0 for row in sheet.rows}


def _names_periods(page: Page) -> bool:
    return any(len(find_periods(line.text)) > 1 for block in page.blocks for line in block.lines[:3])


def _of_page(page: Page, rows: Sequence[LooseRow], context: Context) -> Iterator[Record]:
    lines = [line for block in page.blocks if block.kind in {"paragraph", "heading"} for line in block.lines]
    records: list[Observation] = []
    count = left = 0
    for read in _placed(lines, rows):
        if any(_FINANCE.search(f"{header} {text}") for header, text in read.row.cells):
            continue
        count += 1
        made = _indicator(page, read, lines) if _header_is_sure(read, lines) else None
        left += made is None
        records += _observed(made, read, page, context) if made else []
    yield from records
    if count:
        yield TableReading(
            page=page.number,
            as_printed=rows[0].text,
            read_as="observation" if records else "text",
            rows=count,
            records=len(records),
            left=left,
            reason="loose lines whose header or name is not sure" if left else None,
        )


def _placed(lines: Sequence[Line], rows: Sequence[LooseRow]) -> Iterator[_Read]:
    """The rows with the lines they stand in."""
    at = 0
    for row in rows:
        texts = row.text.splitlines()
        for first in range(at, len(lines) - len(texts) + 1):
            if all(lines[first + i].text == text for i, text in enumerate(texts)):
                at = first + len(texts)
                yield _Read(row, list(lines[first : at - 1]), lines[at - 1], first, at - 1)
                break


def _header_is_sure(read: _Read, lines: Sequence[Line]) -> bool:
    """Whether the nearest periods above a row are its own: as many as its figures, and no lone period between."""
    wanted = sum(header != "Target" for header, _ in read.row.cells[1:])
    for line in reversed(lines[: read.first]):
        if len(line.text) > 160 or line.text.startswith("("):
            continue
        periods = find_periods(line.text)
        if len(periods) > 1:
            return len(periods) == wanted and not _FINANCE.search(line.text)
        if periods and (parse_period(line.text) or column_of(line.text).role == "period"):
            return False
    return True  # carried from the page before, and nothing on this one speaks of other periods


def _indicator(page: Page, read: _Read, lines: Sequence[Line]) -> IndicatorRow | None:
    """A loose row as an indicator's, or None where its name is not sure."""
    values = [text for header, text in read.row.cells[1:] if header != "Target"]
    words = [word.text for word in read.figures.words]
    start = next((i for i in range(len(words) - len(values), -1, -1) if words[i : i + len(values)] == values), None)
    if start is None:
        return None
    texts = [line.text.strip() for line in read.label] + [" ".join(words[:start])]
    named = _name([text for text in texts if text], read, lines)
    if named is None:
        return None
    code, name = named
    target = [text for header, text in read.row.cells[1:] if header == "Target"]
    headers = [header for header, _ in read.row.cells[1:] if header != "Target"]
    columns = [Column("id", "ID"), Column("name", "Name"), *map(column_of, headers)]
    spots = [Spot(page.number, word.box) for word in read.figures.words[start : start + len(values)]]
    label = Spot(page.number, bounds([line.box for line in read.label] or [read.figures.box]))
    entries = [Entry(code or ""), Entry(name, [label])]
    entries += [Entry(text, [spot]) for text, spot in zip(values, spots, strict=True)]
    if target and any("target" in line.text.lower() for line in lines[: read.first]):
        columns.append(Column("target", "Target"))
        entries.append(Entry(target[0]))
    hint = unit_hint(name)
    figures = {2 + i: read_cell(text, hint) for i, text in enumerate(values) if columns[2 + i].role == "period"}
    periods = [column.period for column in columns[2 : 2 + len(values)] if column.role == "period"]
    if not figures or len(set(periods)) < len(periods):
        return None
    return IndicatorRow(SheetRow(entries, None, page.number, []), Layout(columns, 0), 1, 0, figures)


def _name(texts: list[str], read: _Read, lines: Sequence[Line]) -> tuple[str | None, str] | None:
    """Id and name of a row: what follows the last line that is a code alone, else the one line with the figures."""
    at = next((i for i in range(len(texts) - 1, -1, -1) if _CODE.fullmatch(texts[i])), None)
    code = texts[at] if at is not None else None
    body = texts[at + 1 :] if at is not None else texts
    while len(body) > 1 and _TAG.fullmatch(body[0]):
        body = body[1:]
    inline = _WITH_CODE.fullmatch(body[0]) if body and code is None else None
    if inline:
        code, body = inline["id"], [inline["name"], *body[1:]]
    if code is None and len(body) > 1 and not _follows_row(read, lines):
        return None
    name = " ".join(body)
    sure = re.match(r"[A-Z%]", name) and re.search(r"[A-Za-z]{3}", name) and len(name) <= _LONGEST_NAME
    return (code, name) if sure and not _FOREIGN.search(name) else None


def _follows_row(read: _Read, lines: Sequence[Line]) -> bool:
    """Whether the line above a label is the end of another row, or the header: then no word of the label is missing."""
    if not read.first:
        return False
    before = lines[read.first - 1].text
    return len(find_periods(before)) > 1 or bool(re.search(r"\d[\d.,%rkm]*\)?$", before) and len(before.split()) > 1)


def _observed(made: IndicatorRow, read: _Read, page: Page, context: Context) -> Iterator[Observation]:
    printed = " ".join(read.row.text.split())
    for observation in observations(made, Setting(period=context.facts.period)):
        boxes = [box for piece in observation.pieces for box in piece.boxes]
        pieces = [Piece(page=page.number, boxes=boxes)]
        yield observation.model_copy(update={"certainty": "likely", "as_printed": printed, "pieces": pieces})
