"""Minutes kept as a ruled table: a row a minute with its number, what was said, and what somebody is to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.papers.model import Box, Cell
from assistant.records.prose import Paragraph, Placed, join_lines

_NUMBER = re.compile(r"^\W{0,2}(?P<number>(?:[A-Z]{1,4}[./ -]?)?\d{1,3}(?:/\d{2,4})?)\W{0,2}$")
_ACTION = re.compile(
    r"^\W*(?:actions?(?: by| points?| required| owner)?|by whom|who|owner|lead|responsible)\W*$", re.IGNORECASE
)
_OPENS = re.compile(
    r"^(?:RESOLVED|AGREED|RECOMMENDED|NOTED|DECISION|DEFERRED|ACTION|Resolved|Agreed|Decision|Action)\b|^(?:[A-Z][\w-]+ ){0,4}[A-Z]?[\w-]* ?(?:NOTED|AGREED|RESOLVED|APPROVED)\b"
)
FEWEST = 2
"""Numbered rows that make a table one of minutes."""
LONG = 40
"""Letters that say something about a matter."""


class TabledMinute(NamedTuple):
    """A row: the number, the title, the heading's and the body's paragraphs, and those of the column of actions. One without
    number goes on with the row above."""

    number: str | None
    title: str
    heading: Paragraph
    body: list[Paragraph]
    actions: list[Paragraph]


def tabled_minutes(paragraph: Paragraph, going_on: bool) -> list[TabledMinute]:
    """The minutes of a table; [] where it is another kind of table. ``going_on``: the table before was one of minutes."""
    table = paragraph.table
    if table is None or table.n_columns < 2 or table.n_columns > 5:
        return []
    grid = table.grid()
    action = next((i for i, cell in enumerate(grid[0]) if cell is not None and _ACTION.match(cell.text)), None)
    rows = grid[1:] if action is not None else grid
    action = action if action is not None else (table.n_columns - 1 if going_on and table.n_columns > 2 else None)
    numbers = [int(re.findall(r"\d+", found["number"])[0]) for row in rows if (found := _number(row[0]))]
    counted = len(numbers) >= FEWEST and numbers == sorted(set(numbers))
    told = sum(len(_text(row, action)) > LONG for row in rows)
    if not (counted or (going_on and numbers == sorted(set(numbers)))) or told < FEWEST - int(going_on):
        return []
    return [minute for row in rows if (minute := _minute(row, action, paragraph))]


def _number(cell: Cell | None) -> re.Match[str] | None:
    return _NUMBER.match(cell.text.strip()) if cell is not None else None


def _columns(row: Sequence[Cell | None], action: int | None) -> list[Cell]:
    """The cells of what was said: those that are neither the number nor the actions."""
    found: list[Cell] = []
    for i, cell in enumerate(row):
        if i != action and cell is not None and cell.text.strip() and cell not in found:
            found.append(cell)
    return found[1:] if found and found[0] is row[0] and _number(found[0]) else found


def _text(row: Sequence[Cell | None], action: int | None) -> str:
    return " ".join(cell.text for cell in _columns(row, action))


def _minute(row: Sequence[Cell | None], action: int | None, whole: Paragraph) -> TabledMinute | None:
    number = _number(row[0])
    said = [paragraph for cell in _columns(row, action) for paragraph in _paragraphs(cell, whole)]
    doing = row[action] if action is not None else None
    actions = _paragraphs(doing, whole) if doing is not None and doing.text.strip() else []
    if not said:
        return None
    titled = number is not None and len(said[0].text) < 120 and not said[0].text.rstrip().endswith((".", ";"))
    heading = said[0]
    title = heading.text if titled else heading.text[:80]
    return TabledMinute(number["number"] if number else None, title, heading, said[1:] if titled else said, actions)


def _paragraphs(cell: Cell, whole: Paragraph) -> list[Paragraph]:
    """The paragraphs of a cell: its first line, where that is a title, and a new one behind each full stop at a line's end or
    where a line opens a decision."""
    lines = [" ".join(line.split()) for line in cell.text.splitlines() if line.strip()]
    groups: list[list[str]] = []
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else ""
        title = (
            i == 1
            and len(before) < 70
            and line[:1].isupper()
            and not re.search(r"(?:,|\b(?:and|of|the|to|for|in|a))$", before)
        )
        if not groups or title or re.search(r"[.:;?!]$", before) or _OPENS.match(line):
            groups.append([])
        groups[-1].append(line)
    return [_made(group, cell.box, whole) for group in groups]


def _made(lines: list[str], box: Box, whole: Paragraph) -> Paragraph:
    return Paragraph(
        join_lines(lines), whole.page, whole.block, "paragraph", None, [Placed(0, whole.page, box, False)], None, lines
    )
