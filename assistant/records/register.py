"""A sheet read as a register: its head found and understood, its rows whole whether or not a page ended in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.papers.lines import bounds
from assistant.papers.tables import LabelledRow
from assistant.records.dates import MONTH
from assistant.records.due import day_in_cell, is_timescale
from assistant.records.periods import parse_period
from assistant.records.ratings import rating_of
from assistant.records.reading import Context
from assistant.records.roles import Columns, Role, find_columns, roles_of
from assistant.records.sheets import Sheet, SheetRow, carry_on, sheet_row
from assistant.records.states import complete_of, own_fill

WIDEST = 30
"""Columns; no register of actions or decisions has more."""
LONGEST_CELL = 4000
"""Letters; a longer cell is a page that was taken for one."""
_HEAD_ROWS = 2
_ENDED = re.compile(r"[.!?:;)\]”\"'’*]$")
_SAYS = re.compile(r"[^\W_]")  # a dash says nothing
_QUARTER = re.compile(r"q(?:uarter|tr)?\.? ?[1-4]", re.IGNORECASE)
_TIMED = re.compile(rf"\bq(?:uarter )?\s?[1-4]\b|\b(?:19|20)\d\d\b|{MONTH}", re.IGNORECASE)
CUT = "a row at the turn of a page could not be told from the rest of the one before"


class Head(NamedTuple):
    """The heads of a table's columns and the rows under them."""

    heads: list[str]
    rows: list[SheetRow]

    @property
    def columns(self) -> Columns:
        """The columns by the words of their heads and, where those leave it open, by what stands in them: "Q2" over
        letters and colours is how the rows were rated in that quarter, "Milestone" beside an action when it is due."""
        columns = find_columns(self.heads)
        known = {i for found in columns.by_role.values() for i in found} | columns.shared.keys()
        unknown = [i for i, head in enumerate(self.heads) if i not in known and _is_time(head)]
        ratings = [i for i in unknown if _are_ratings(self.rows, i)]
        if ratings and "rating" not in columns.by_role:
            columns.by_role["rating"] = ratings
        if not columns.has("timescale", "revised") and columns.first("action") is not None:
            dated = [i for i in columns.by_role.get("workstream", []) if _are_dated(self.rows, i)]
            if dated:
                columns.by_role["timescale"] = dated
                del columns.by_role["workstream"]
        return columns


@dataclass(slots=True)
class Register:
    """A sheet's columns by role and its rows; ``reasons`` has one for each row that was left out."""

    heads: list[str]
    columns: Columns
    rows: list[SheetRow]
    reasons: list[str] = field(default_factory=list)


def find_head(sheet: Sheet, context: Context) -> Head | None:
    """A sheet's column heads and the rows under them; None where no row names two roles or more.

    The heads may be the table's own, its first rows, or its first row alone where rows of text were taken for more heads.
    """
    if len(sheet.headers) > WIDEST:
        return None
    above = _rows_above(sheet, context)
    for begun in range(len(above)):
        if _names_roles(above[begun]) and _is_all_heads(above[begun]):
            rest = [row for row in above[begun + 1 :] if not _is_all_heads(row)]
            if len(rest) == len(above) - begun - 1 and rest:
                return Head([entry.text for entry in above[begun].entries], [*rest, *sheet.rows])
            break
    if _names_roles(sheet.headers):
        return Head(sheet.headers, sheet.rows)
    for begun, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        if _names_roles(row) and _is_all_heads(row):
            heads, under = _with_second_row(row, sheet.rows[begun + 1 :])
            return Head(heads, under)
    return None


def _is_time(head: str) -> bool:
    """Whether a head is the name of a period and nothing else."""
    return bool(_QUARTER.fullmatch(head.strip())) or parse_period(head) is not None


def _are_ratings(rows: Sequence[SheetRow], column: int) -> bool:
    """Whether the cells of a column are letters, words or colours of ratings, but for those that say nothing."""
    told = [row for row in rows if column < len(row.entries) and _SAYS.search(row.text(column) or "")]
    told += [row for row in rows if not row.text(column) and own_fill(row, column)]
    rated = [rating_of(row.text(column), None) or (own_fill(row, column) and len(row.text(column)) < 3) for row in told]
    return len(told) > 1 and sum(map(bool, rated)) * 5 >= len(told) * 4


def _are_dated(rows: Sequence[SheetRow], column: int) -> bool:
    """Whether most cells of a column name a day, a month or a year."""
    told = [text for row in rows if (text := row.text(column))]
    return bool(told) and sum(bool(_TIMED.search(text)) for text in told) * 2 > len(told)


def _rows_above(sheet: Sheet, context: Context) -> list[SheetRow]:
    """The rows of the table above those of the sheet: what was taken for its head, row by row."""
    first = sheet.rows[0].rows[0]
    tables = [block.table for block in context.paper.pages[first.page - 1].blocks if block.table is not None]
    if first.row < 2 or first.table >= len(tables):
        return []  # one row of heads is what it seems
    return [
        sheet_row(LabelledRow(first.page, first.table, index, first.headers, cells, bounds(c.box for c in cells)))
        for index in range(first.row)
        if (cells := [cell for cell in tables[first.table].cells if cell.row == index])
        and all(cell.row_span == 1 and cell.column_span == 1 for cell in cells)
        and any(cell.text for cell in cells)
    ]


def _names_roles(heads: Sequence[str] | SheetRow) -> bool:
    texts = [entry.text for entry in heads.entries] if isinstance(heads, SheetRow) else heads
    columns = find_columns(texts)
    return len(columns.by_role) + 2 * len(columns.shared) >= 2


def _is_all_heads(row: SheetRow) -> bool:
    """Whether most of what stands in a row is what columns are called."""
    filled = [entry.text for entry in row.entries if entry.text]
    return sum(bool(roles_of(text)) for text in filled) * 5 >= len(filled) * 3


def _with_second_row(row: SheetRow, under: list[SheetRow]) -> tuple[list[str], list[SheetRow]]:
    """The heads of a row, with those that the next row puts under the wide ones: "Dates" over "Original" and "Revised"."""
    heads = [entry.text for entry in row.entries]
    wide = {i + k: entry.text for i, entry in enumerate(row.entries) for k in range(entry.span) if entry.span > 1}
    second = under[0] if under else None
    if (
        second is None
        or not wide
        or any(e.text and not e.merged and i not in wide for i, e in enumerate(second.entries))
    ):
        return heads, under
    for i, text in wide.items():
        heads[i] = f"{text} {second.text(i)}".strip()
    return heads, under[1:]


def columns_of(sheet: Sheet, context: Context) -> Columns | None:
    """The roles of a sheet's columns; None without a head that names some."""
    head = find_head(sheet, context)
    return head.columns if head else None


def inherited_head(sheet: Sheet, context: Context) -> Head | None:
    """The heads of the table before, for a sheet without any that may go on with it: as wide, and near it."""
    rows = sheet.rows
    while not any(sheet.headers) and find_head(sheet, context) is None:
        place = next((i for i, other in enumerate(context.sheets) if other is sheet), 0)
        before = context.sheets[place - 1] if place else None
        if before is None or before.part_index != sheet.part_index or len(before.headers) != len(sheet.headers):
            return None
        if sheet.page - before.rows[-1].page > 1:
            return None
        sheet = before
    head = find_head(sheet, context)
    return Head(head.heads, rows) if head else None


def read_register(head: Head, main: Sequence[Role]) -> Register:
    """The rows under a head, whole; ``main`` are the roles whose column begins every row."""
    register = Register(head.heads, head.columns, [])
    column = register.columns.first(*main)
    for row in head.rows:
        if [entry.text for entry in row.entries] == head.heads:
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
    return next((text for text in texts if _SAYS.search(text)), None)


def in_force(row: SheetRow, columns: Columns) -> str | None:
    """When a row is due: the last of its revised dates, else the one first set."""
    revised = (row.text(column) for column in reversed(columns.by_role.get("revised", [])))
    return next((text for text in revised if _SAYS.search(text)), None) or said(row, columns, "timescale")


def first_set(row: SheetRow, columns: Columns) -> str | None:
    """The date first set, where a revised one beside it says another."""
    first = said(row, columns, "timescale")
    return first if first != in_force(row, columns) else None


def progress_in(row: SheetRow, register: Register) -> str | None:
    """How far a row says it is. Of a column a quarter the last that says something."""
    texts = (row.text(column) for column in latest_first(register, "progress"))
    return next((text for text in texts if _SAYS.search(text)), None)


def latest_first(register: Register, *roles: Role) -> list[int]:
    """The columns of the first of some roles that the table has: the last one first where each is of its own time."""
    columns = next((register.columns.by_role[role] for role in roles if role in register.columns.by_role), [])
    if len(columns) > 1 and all(_TIMED.search(register.heads[column]) for column in columns):
        return columns[::-1]
    return columns[:1]


def completeness(row: SheetRow, columns: Columns, progress: str | None) -> bool | None:
    """Whether a row says that it is complete; None where it does not, or says both."""
    closed = day_in_cell(row.text(columns.first("completed"))) is not None or None
    told = {complete_of(text) for text in (said(row, columns, "status"), said(row, columns, "rating"), progress)}
    told = (told | {closed}) - {None}
    return told.pop() if len(told) == 1 else None
