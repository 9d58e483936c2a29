"""A sheet read as a register: its head found and understood, its rows whole whether or not a page ended in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.records.due import day_in_cell, is_timescale
from assistant.records.periods import find_periods
from assistant.records.reading import Context
from assistant.records.roles import Columns, Role, find_columns, roles_of
from assistant.records.sheets import Sheet, SheetRow, carry_on, sheet_row
from assistant.records.states import complete_of

WIDEST = 30
"""Columns; no register of actions or decisions has more."""
LONGEST_CELL = 4000
"""Letters; a longer cell is a page that was taken for one."""
_HEAD_ROWS = 2
_ENDED = re.compile(r"[.!?:;)\]”\"'’*]$")
CUT = "a row at the turn of a page could not be told from the rest of the one before"


@dataclass(slots=True)
class Register:
    """A sheet's columns by role and its rows; ``reasons`` has one for each row that was left out."""

    heads: list[str]
    columns: Columns
    rows: list[SheetRow]
    reasons: list[str] = field(default_factory=list)


def find_head(sheet: Sheet) -> tuple[list[str], int] | None:
    """A sheet's column heads and how many of its rows they take up; None where no row names two roles or more."""
    if len(sheet.headers) > WIDEST:
        return None
    if _names_roles(sheet.headers):
        return sheet.headers, 0
    for index, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        heads = [entry.text for entry in row.entries]
        filled = [head for head in heads if head]
        known = sum(bool(roles_of(head)) for head in filled)
        if _names_roles(heads) and known * 5 >= len(filled) * 3:
            return heads, index + 1
    return None


def _names_roles(heads: Sequence[str]) -> bool:
    columns = find_columns(heads)
    return len(columns.by_role) + 2 * len(columns.shared) >= 2


def columns_of(sheet: Sheet) -> Columns | None:
    """The roles of a sheet's columns; None without a head that names some."""
    head = find_head(sheet)
    return find_columns(head[0]) if head else None


def inherited_head(sheet: Sheet, context: Context) -> list[str] | None:
    """The heads of the table before, for a sheet without any that may go on with it: as wide, and near it."""
    while not any(sheet.headers) and find_head(sheet) is None:
        place = next((i for i, other in enumerate(context.sheets) if other is sheet), 0)
        before = context.sheets[place - 1] if place else None
        if before is None or before.part_index != sheet.part_index or len(before.headers) != len(sheet.headers):
            return None
        if sheet.page - before.rows[-1].page > 1:
            return None
        sheet = before
    head = find_head(sheet)
    return head[0] if head else None


def read_register(sheet: Sheet, heads: list[str], begun: int, main: Sequence[Role]) -> Register:
    """The rows of a sheet from row ``begun`` on; ``main`` are the roles whose column begins every row."""
    register = Register(heads, find_columns(heads), [])
    column = register.columns.first(*main)
    for row in sheet.rows[begun:]:
        if [entry.text for entry in row.entries] == heads:
            continue
        for piece in _pieces(row, register, column):
            if any(len(entry.text) > LONGEST_CELL for entry in piece.entries):
                register.reasons.append("a cell is too long for a row of a register")
            else:
                register.rows.append(piece)
    _leave_cut_rows(register, column)
    return register


def _pieces(row: SheetRow, register: Register, main: int | None) -> list[SheetRow]:
    """A row that was put together over pages, taken apart where another row begins; [] where it may be either."""
    if len(row.rows) == 1 or main is None:
        return [row]
    pieces = [sheet_row(row.rows[0])]
    for more in row.rows[1:]:
        verdict = _begins_anew(pieces[-1], sheet_row(more), register.columns, main)
        if verdict is None:
            register.reasons += [CUT] * (len(pieces) + 1)
            return []
        if verdict:
            pieces.append(sheet_row(more))
        else:
            carry_on(pieces[-1], more)
    return pieces


def _begins_anew(before: SheetRow, row: SheetRow, columns: Columns, main: int) -> bool | None:
    """Whether the first row of a page is a row of its own; None where it cannot be told.

    The rest of a cut row does not say again when, who or how rated; a row of its own does.
    """
    text, last = row.text(main), before.text(main)
    if not text or row.entries[main].merged or text[0].islower():
        return False
    when = columns.first("timescale", "revised")
    if is_timescale(row.text(when)) and is_timescale(before.text(when)):
        return True
    rated = columns.first("rating", "status")
    if row.text(rated) and before.text(rated):
        return True
    for column in columns.shared:
        if row.text(column) and before.text(column):
            return bool(re.match(r"[A-Z][a-z]+(?: [a-z]+){0,2}\s?:", row.text(column)))
    who = columns.first("lead", "member")
    if not (row.text(when) or row.text(rated) or row.text(who)):
        return None if _ENDED.search(last) else False
    return True if row.text(who) and before.text(who) and _ENDED.search(last) else None


def _leave_cut_rows(register: Register, main: int | None) -> None:
    """Leave out rows on either side of a page's turn where the second begins in the middle of a sentence."""
    if main is None:
        return
    small = sum(row.text(main)[:1].islower() for row in register.rows)
    if small * 5 > len(register.rows):
        return  # this paper begins its rows so
    cut = {
        i
        for i, row in enumerate(register.rows)
        if i and row.page != register.rows[i - 1].page and row.text(main)[:1].islower()
    }
    cut |= {i - 1 for i in cut}
    register.reasons += [CUT] * len(cut)
    register.rows = [row for i, row in enumerate(register.rows) if i not in cut]


def said(row: SheetRow, columns: Columns, *roles: Role) -> str | None:
    """What a row says in the first of some columns that is not empty."""
    texts = (row.text(column) for role in roles for column in columns.by_role.get(role, [])[:1])
    return next((text for text in texts if text), None)


def progress_in(row: SheetRow, register: Register) -> str | None:
    """How far a row says it is. Of a column a quarter the last that says something."""
    columns = register.columns.by_role.get("progress", [])
    if len(columns) > 1 and all(find_periods(register.heads[column]) for column in columns):
        columns = columns[::-1]
    elif len(columns) > 1:
        columns = columns[:1]
    return next((row.text(column) for column in columns if row.text(column)), None)


def completeness(row: SheetRow, columns: Columns, progress: str | None) -> bool | None:
    """Whether a row says that it is complete; None where it does not, or says both."""
    closed = day_in_cell(row.text(columns.first("completed"))) is not None or None
    told = {complete_of(text) for text in (said(row, columns, "status"), said(row, columns, "rating"), progress)}
    told = (told | {closed}) - {None}
    return told.pop() if len(told) == 1 else None
