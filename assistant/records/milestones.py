"""Highlight reports to milestones: a workstream or milestone a row, with its state, its direction and what comes next."""

from __future__ import annotations

import re

from assistant.records.due import due_of
from assistant.records.model import Milestone
from assistant.records.plans import headings_of, plan_name, section_of, table_position
from assistant.records.reading import Context, SheetReading
from assistant.records.register import Register, columns_of, find_head, progress_in, read_register, said
from assistant.records.roles import Role
from assistant.records.sheets import Sheet, SheetRow
from assistant.records.states import arrow_of, rating_shown

MAIN: tuple[Role, ...] = ("workstream",)
_STATE: tuple[Role, ...] = ("this period", "next period", "status", "rating", "direction")
_MORE: tuple[Role, ...] = ("lead", "timescale", "revised", "progress")
_MONEY = re.compile(
    r"£|\b(?:budget|spend|approved|forecast|outturn|variance|cost|funding|target|actual)\b", re.IGNORECASE
)


class MilestoneReader:
    """Reads the tables of workstreams and milestones of highlight reports."""

    kind = "milestone"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where workstreams have a state or a direction, and somebody's, some time's or some period's report."""
        columns = columns_of(sheet, context)
        head = find_head(sheet, context)
        if head is None or columns is None or columns.first(*MAIN) is None:
            return 0.0
        if sum(bool(_MONEY.search(text)) for text in head.heads) > 1 or columns.first("action") is not None:
            return 0.3
        state, more = columns.has(*_STATE), columns.has(*_MORE)
        if not state or state + more < 2:
            return 0.0
        return min(0.6 + 0.08 * (state + more), 0.95)

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A workstream a row; a row without one is left as text."""
        head = find_head(sheet, context)
        assert head is not None
        register = read_register(head, MAIN)
        reasons, left, milestones = list(register.reasons), len(register.reasons), []
        above, plan = headings_of(sheet, context), plan_name(sheet, context.facts)
        section: str | None = None
        for row in register.rows:
            section = section_of(row, above, plan, section)
            if (reason := _unreadable(row, register)) is not None:
                left += 1
                reasons.append(reason)
                continue
            shown = rating_shown(row, register.columns.first("rating", "status"))
            reasons += [shown.reason] if shown.reason else []
            milestone = _milestone(row, register, sheet, context)
            milestones.append(milestone.model_copy(update={"plan": plan, "section": section}))
        return SheetReading(milestones, left, reasons)


def _unreadable(row: SheetRow, register: Register) -> str | None:
    """Why a row is no milestone; None when it is one."""
    column = register.columns.first(*MAIN)
    assert column is not None
    if not re.search(r"[^\W\d_]{3}", row.text(column)) or row.entries[column].merged:
        return "no workstream stands in the row"
    if row.entries[column].span > 1:
        return "a heading, or cells out of step with their heads"
    others = [entry for i, entry in enumerate(row.entries) if i != column]
    return None if any(entry.text or entry.fill for entry in others) else "nothing is said beside the workstream"


def _milestone(row: SheetRow, register: Register, sheet: Sheet, context: Context) -> Milestone:
    columns = register.columns
    shown = rating_shown(row, columns.first("rating", "status"))
    timescale = said(row, columns, "revised", "timescale", "date")
    return Milestone(
        page=row.page,
        pieces=row.pieces(),
        as_printed=row.as_printed,
        plan=None,
        workstream=said(row, columns, *MAIN) or "",
        owner=said(row, columns, "lead", "member"),
        timescale=timescale,
        due=due_of(timescale),
        status=shown.rating,
        status_source=shown.source,
        direction=arrow_of(row.text(columns.first("direction"))),
        this_period=said(row, columns, "this period") or progress_in(row, register),
        next_period=said(row, columns, "next period"),
        position_at=table_position(sheet, context.facts),
    )
