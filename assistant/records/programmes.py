"""Work programmes and forward plans to their items: what a meeting will hear, from whom, and why."""

from __future__ import annotations

import re

from assistant.records.due import day_in_cell, is_timescale
from assistant.records.model import ProgrammeItem
from assistant.records.plans import headings_of
from assistant.records.reading import Context, SheetReading
from assistant.records.register import Register, columns_of, find_head, read_register, said
from assistant.records.roles import Columns, Role
from assistant.records.sheets import Sheet, SheetRow

MAIN: tuple[Role, ...] = ("topic",)
_OF_OTHERS: tuple[Role, ...] = ("action", "resolution", "minute", "rating", "recommendation")
LONGEST_HEADING = 80
TITLE = re.compile(
    r"\b(?:forward |annual |draft )?work(?:ing)? (?:programme|plan)\b|\bforward (?:plan|agenda|programme)\b"
    r"|\bagenda (?:plan\w*|forward plan)\b|\b(?:scrutiny|committee|business) programme\b|\bnotice of key decisions\b",
    re.IGNORECASE,
)
FORWARD = re.compile(r"\bforward (?:plan|programme)\b|\bnotice of key decisions\b", re.IGNORECASE)
"""The plan that a cabinet must publish of its decisions to come: its items stand under "Decision"."""
_OF_DECISIONS = re.compile(r"\bkey\b|\bexempt\b|\bprivate\b|\bcabinet member\b|\bdecision.?maker\b", re.IGNORECASE)
_WHOSE = re.compile(r"\b(?P<body>Cabinet|Executive)\b(?:['’]s)?(?: [\w’']+){0,2} (?i:forward|notice)")
_AGENDA_ITEM = re.compile(r"\bagenda items?\b|\btopics?\b|\bdecision to be\b|\btitle of report\b", re.IGNORECASE)


class ProgrammeReader:
    """Reads work programmes and forward plans."""

    kind = "programme_item"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where topics stand beside meetings or dates, under a title or heads that say what is planned."""
        head, columns = find_head(sheet, context), columns_of(sheet, context)
        main = _main(sheet)
        if head is None or columns is None or columns.first(*main) is None:
            return 0.0
        if _when(columns) is None and not _dated_above(head.rows, headings_of(sheet, context)):
            return 0.0
        kept = {"resolution"} if _is_forward(sheet) else set()
        if columns.first(*(role for role in _OF_OTHERS if role not in kept)) is not None:
            return 0.3
        titled = bool(TITLE.search(sheet.title)) or sheet.part.kind == "work programme"
        column = columns.first(*main)
        planned = columns.first("meeting") is not None and _AGENDA_ITEM.search(head.heads[column or 0])
        if not titled and not planned:
            return 0.0
        return 0.85 + 0.05 * titled + 0.05 * bool(planned)

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """An item a row; the date of a meeting holds for the rows under it that have none of their own."""
        head = find_head(sheet, context)
        assert head is not None
        main = _main(sheet)
        register = read_register(head, main)
        reasons, items, left = list(register.reasons), [], len(register.reasons)
        meeting: str | None = None
        above = headings_of(sheet, context)
        for row in register.rows:
            own = row.text(_when(register.columns))
            meeting = own or _day_above(row, above) or (meeting if _when(register.columns) is not None else None)
            if (reason := _unreadable(row, register.columns.first(*main))) is not None:
                left += 1
                reasons.append(reason)
            else:
                items.append(_item(row, meeting, register, sheet))
        return SheetReading(items, left, reasons)


def _is_forward(sheet: Sheet) -> bool:
    """Whether a table is a forward plan of decisions, titled so and with a column that only such plans have."""
    return bool(FORWARD.search(sheet.title)) and any(_OF_DECISIONS.search(head) for head in sheet.headers)


def _main(sheet: Sheet) -> tuple[Role, ...]:
    return (*MAIN, "resolution") if _is_forward(sheet) else MAIN


def _whose(sheet: Sheet) -> str | None:
    """The body whose programme it is: a scrutiny committee's pack holds the cabinet's forward plan, too."""
    found = _WHOSE.search(sheet.title)
    return found["body"] if found else sheet.part.committee


def _when(columns: Columns) -> int | None:
    return columns.first("meeting", "date", "timescale")


def _day_above(row: SheetRow, above: dict[tuple[int, int], str | None]) -> str | None:
    """The sub-heading or heading with a day that a row stands under."""
    texts = (row.group, above.get((row.page, row.rows[0].table)))
    return next((text for text in texts if text and len(text) < LONGEST_HEADING and day_in_cell(text)), None)


def _dated_above(rows: list[SheetRow], above: dict[tuple[int, int], str | None]) -> bool:
    """Whether a table without a column of dates stands under them."""
    return any(_day_above(row, above) for row in rows)


def _unreadable(row: SheetRow, column: int | None) -> str | None:
    """Why a row is no item; None when it is one."""
    assert column is not None
    if not re.search(r"[^\W\d_]{3}", row.text(column)):
        return "no topic stands in the row"
    if row.entries[column].merged or row.entries[column].span > 1:
        return "a heading, or cells out of step with their heads"
    if is_timescale(row.text(column)) and day_in_cell(row.text(column)):
        return "a value stands in the wrong column"
    return None


def _item(row: SheetRow, meeting: str | None, register: Register, sheet: Sheet) -> ProgrammeItem:
    columns = register.columns
    return ProgrammeItem(
        page=row.page,
        pieces=row.pieces(),
        as_printed=row.as_printed,
        certainty="sure" if row.text(_when(columns)) else "likely",
        committee=_whose(sheet),
        meeting=meeting,
        meeting_date=day_in_cell(meeting or ""),
        topic=said(row, columns, *_main(sheet)) or "",
        lead=said(row, columns, "lead", "member"),
        reason=said(row, columns, "reason", "outcome"),
    )
