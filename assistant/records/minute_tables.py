"""Minutes kept as a ruled table: a row a minute with its number or title, what was said, and what somebody is to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.papers.model import Box, Cell
from assistant.records.action_cells import Task, actions_apart, is_task, task_in
from assistant.records.planning_columns import is_schedule
from assistant.records.prose import Paragraph, Placed, join_lines

_NUMBER = re.compile(r"^\W{0,2}(?:item )?(?P<number>(?:[A-Z]{1,4}[./ -]?)?\d{1,3}(?:/\d{2,4})?)\W{0,2}$", re.IGNORECASE)
# The number and the title of a minute in one cell: "6. Closure of the day centre".
_TITLED = re.compile(
    r"^\W{0,2}(?:item )?(?P<number>(?:[A-Z]{1,4}[./ -]?)?\d{1,3}(?:/\d{2,4})?)\s*[.:)–-]?\s+(?P<title>[A-Z‘'\"“(].*)$",
    re.DOTALL,
)
_ACTION = re.compile(
    r"^\W*(?:(?:agreed |key |further )?actions?(?: by| points?| required| owner| agreed| arising)?|by whom|who|owner|lead|responsible)"
    r"(?:\W+(?:and |& )?(?:actions?|leads?|owners?|who|by whom|(?:by )?when|dates?|due(?: date)?|deadlines?|timescales?|officers?|responsible|by))*\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\bactions?\b", re.IGNORECASE)
_OWNER = re.compile(r"\b(?:by whom|who|owners?|leads?|responsible|officers?)\b|\bactions? by\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|dates?|due|deadlines?|timescales?|by)\b", re.IGNORECASE)
_ITEM = re.compile(
    r"^\W*(?:(?:agenda |minute )?(?:items?|no|number|ref\w*)|topics?|subjects?|titles?|headings?|matters?)\b[^:]{0,20}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^\W*(?:(?:summary of |main |key |notes? of )?(?:the )?(?:discussions?|minutes?|notes?|points?|details?|summary|comments?)|what was (?:said|discussed))\b[^:]{0,40}$",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"^\W*(?:current |latest )?(?:progress|status|position|updates?|completed?|rag)\b", re.IGNORECASE
)
"""A head of a log that follows what was decided, and of no minutes."""
_OPENS = re.compile(
    r"^(?:RESOLVED|AGREED|RECOMMENDED|NOTED|DECISION|DEFERRED|ACTION|Resolved|Agreed|Decision|Action)\b|^(?:[A-Z][\w-]+ ){0,4}[A-Z]?[\w-]* ?(?:NOTED|AGREED|RESOLVED|APPROVED)\b"
)
FEWEST = 2
"""Numbered rows that make a table one of minutes."""
LONG = 40
"""Letters that say something about a matter."""
LONGEST_TITLE = 160


class Tasked(NamedTuple):
    """An action beside a minute: its paragraph as printed, and what it says of who and when where it says so plainly."""

    paragraph: Paragraph
    task: Task | None


class TabledMinute(NamedTuple):
    """A row: the number, the title, the heading's and the body's paragraphs, and those of the column of actions. One that does
    not open a minute goes on with the row above."""

    number: str | None
    title: str
    heading: Paragraph
    body: list[Paragraph]
    actions: list[Tasked]
    opens: bool


class _Columns(NamedTuple):
    """Which columns say what is to be done, and by whom and when where those are apart; whether heads name the item and what
    was said on it."""

    action: int | None
    owner: int | None
    when: int | None
    headed: bool
    owned: bool


def tabled_minutes(paragraph: Paragraph, going_on: bool) -> list[TabledMinute]:
    """The minutes of a table; [] where it is another kind of table. ``going_on``: the table before was one of minutes."""
    table = paragraph.table
    if table is None or table.n_columns < 2 or table.n_columns > 6:
        return []
    grid = table.grid()
    heads = [_flat(cell) for cell in grid[0]]
    columns = _columns(heads, table.n_columns, going_on)
    if any(map(_FOLLOWED.search, heads)) or (table.n_columns > 5 and not columns.headed):
        return []
    rows = grid[1:] if columns.headed or any(map(_ACTION.match, heads)) else grid
    numbers = [int(re.findall(r"\d+", found["number"])[0]) for row in rows if (found := _number(row[0], columns))]
    counted = len(numbers) >= FEWEST and numbers == sorted(set(numbers))
    titled = columns.headed and sum(bool(_flat(row[0])) for row in rows) >= FEWEST
    told = sum(len(_text(row, columns)) > LONG for row in rows)
    if not (counted or titled or (going_on and numbers == sorted(set(numbers)))) or told < FEWEST - int(going_on):
        return []
    if is_schedule(heads, [[_flat(cell) for cell in row] for row in rows]):
        return []
    return [minute for row in rows if (minute := _minute(row, columns, paragraph))]


def _columns(heads: Sequence[str], count: int, going_on: bool) -> _Columns:
    asking = [i for i, head in enumerate(heads) if _ACTION.match(head)]
    action = next((i for i in asking if _ASKS.search(heads[i])), asking[0] if asking else None)
    headed = bool(_ITEM.match(heads[0])) and any(map(_SAID.match, heads[1:]))
    if action is None:
        return _Columns(count - 1 if going_on and count > 2 and not headed else None, None, None, headed, False)
    beside = [i for i in range(action + 1, count) if _ASKS.search(heads[action])]
    owner = next((i for i in beside if _OWNER.search(heads[i])), None)
    when = next((i for i in beside if i != owner and _WHEN.search(heads[i])), None)
    return _Columns(action, owner, when, headed, bool(_OWNER.search(heads[action])))


def _flat(cell: Cell | None) -> str:
    return " ".join(cell.text.split()) if cell is not None else ""


def _number(cell: Cell | None, columns: _Columns) -> re.Match[str] | None:
    """The number of a minute: alone in its cell, or before its title where the heads or a column of actions bear that out."""
    text = _flat(cell)
    titled = columns.headed or columns.action is not None
    return _NUMBER.match(text) or (_TITLED.match(text) if titled and len(text) <= LONGEST_TITLE else None)


def _said(row: Sequence[Cell | None], columns: _Columns) -> list[Cell]:
    """The cells of what was said: those that are neither the number or title nor the actions."""
    found: list[Cell] = []
    for i, cell in enumerate(row):
        if i not in columns[:3] and cell is not None and cell.text.strip() and cell not in found:
            found.append(cell)
    first = bool(found) and found[0] is row[0]
    return found[1:] if first and len(found) > 1 and (columns.headed or _number(found[0], columns)) else found


def _text(row: Sequence[Cell | None], columns: _Columns) -> str:
    return " ".join(cell.text for cell in _said(row, columns))


def _minute(row: Sequence[Cell | None], columns: _Columns, whole: Paragraph) -> TabledMinute | None:
    number, first = _number(row[0], columns), row[0]
    own = (number.groupdict().get("title") if number else _flat(first) if columns.headed else None) or ""
    said = [p for cell in _said(row, columns) for p in _paragraphs(cell, whole, titled=not own)]
    actions = _tasks(row, columns, whole)
    if not said:
        return None
    if own and first is not None and first not in _said(row, columns):
        heading = _made([" ".join(line.split()) for line in first.text.splitlines() if line.strip()], first.box, whole)
        return TabledMinute(number["number"] if number else None, own, heading, said, actions, True)
    titled = number is not None and len(said[0].text) < 120 and not said[0].text.rstrip().endswith((".", ";"))
    title = said[0].text if titled else said[0].text[:80]
    body = said[1:] if titled else said
    return TabledMinute(number["number"] if number else None, title, said[0], body, actions, number is not None)


def _tasks(row: Sequence[Cell | None], columns: _Columns, whole: Paragraph) -> list[Tasked]:
    """The actions of a row, each with who and when: in its own cell, or in the columns beside where they ask for one thing."""
    cell = row[columns.action] if columns.action is not None else None
    if cell is None or not cell.text.strip():
        return []
    beside = [_flat(row[i]) if i is not None else "" for i in (columns.owner, columns.when)]
    if columns.owner is not None or columns.when is not None:
        lines = [" ".join(line.split()) for line in cell.text.splitlines() if line.strip()]
        paragraphs = [_made(lines, cell.box, whole)] if len(actions_apart(lines)) == 1 else _paragraphs(cell, whole)
        alone = len(paragraphs) == 1
        tasks = [Task(p.text, beside[0] or None, beside[1] or None) if alone else None for p in paragraphs]
        return [Tasked(p, task if task and is_task(task) else None) for p, task in zip(paragraphs, tasks, strict=True)]
    lines = [" ".join(line.split()) for line in cell.text.splitlines() if line.strip()]
    groups = actions_apart(lines)
    read = [task_in(join_lines(group), owners=columns.owned) for group in groups]
    if any(map(is_task, read)):
        return [Tasked(_made(g, cell.box, whole), t if is_task(t) else None) for g, t in zip(groups, read, strict=True)]
    return [Tasked(paragraph, None) for paragraph in _paragraphs(cell, whole)]


def _paragraphs(cell: Cell, whole: Paragraph, *, titled: bool = True) -> list[Paragraph]:
    """The paragraphs of a cell: its first line, where that is a title, and a new one behind each full stop at a line's end or
    where a line opens a decision. ``titled``: the cell may open with its title."""
    lines = [" ".join(line.split()) for line in cell.text.splitlines() if line.strip()]
    groups: list[list[str]] = []
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else ""
        title = (
            titled
            and i == 1
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
