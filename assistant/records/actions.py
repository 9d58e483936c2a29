"""Action and improvement plans to actions: a row each, under the reference and outcome it stands below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.records.due import due_of, is_timescale
from assistant.records.model import Action, Certainty
from assistant.records.plans import headings_of, plan_name, section_of, table_position
from assistant.records.reading import Context, SheetReading
from assistant.records.register import (
    Register,
    columns_of,
    completeness,
    find_head,
    first_set,
    in_force,
    latest_first,
    progress_in,
    read_register,
    said,
)
from assistant.records.roles import PROPOSED, Columns, Role
from assistant.records.sheets import Sheet, SheetRow
from assistant.records.states import rating_shown, shows

MAIN: tuple[Role, ...] = ("action", "recommendation", "resolution")
_TOLD_OF: tuple[Role, ...] = (
    "lead",
    "member",
    "timescale",
    "revised",
    "completed",
    "progress",
    "rating",
    "status",
    "measure",
    "impact",
)
_TITLE = re.compile(
    r"\b(?:action|improvement|delivery|recovery|implementation|development) (?:plan|tracker|log)\b", re.IGNORECASE
)
_OTHER_KINDS = re.compile(r"\brisks?\b|\bhazards?\b|characteristic|\bthreats?\b|\boptions?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(slots=True)
class _Under:
    """The section, reference and outcome that rows without their own stand below."""

    section: str | None = None
    reference: str | None = None
    outcome: str | None = None
    certainty: Certainty = "sure"


@dataclass(slots=True)
class _Table:
    sheet: Sheet
    register: Register
    context: Context
    reasons: list[str] = field(default_factory=list)


class ActionReader:
    """Reads action, improvement and delivery plans."""

    kind = "action"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where a column has the action and two or more say who, when, how far or how it is measured."""
        head = find_head(sheet, context)
        columns = columns_of(sheet, context)
        if head is None or columns is None or columns.first(*MAIN) is None:
            return 0.0
        if any(_OTHER_KINDS.search(text) or PROPOSED.search(text) for text in head.heads):
            return 0.3
        told = columns.has(*_TOLD_OF)
        if told < 2:
            return 0.0
        named = 0.05 if _TITLE.search(sheet.title) else 0.0
        return min(0.55 + 0.08 * told + named + 0.05 * columns.has("reference", "outcome"), 0.95)

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """An action a row; a row without an action or with its cells out of step is left as text."""
        head = find_head(sheet, context)
        assert head is not None
        table = _Table(sheet, read_register(head, MAIN), context)
        table.reasons += table.register.reasons
        left = len(table.reasons)
        under = _from_table_before(table)
        above, plan = headings_of(sheet, context), plan_name(sheet, context.facts)
        actions = []
        for row in table.register.rows:
            section = section_of(row, above, plan, under.section)
            under = replace(_under(row, table.register.columns, under), section=section)
            reason = _unreadable(row, table.register.columns)
            if reason:
                left += 1
                table.reasons.append(reason)
            else:
                actions.append(_action(row, under, plan, table))
        return SheetReading(actions, left, table.reasons)


def _under(row: SheetRow, columns: Columns, before: _Under) -> _Under:
    """What a row stands below: its own reference and outcome, else those of the row above."""
    reference, outcome = row.text(columns.first("reference")), row.text(_outcome(columns))
    if reference:
        same = reference == before.reference and not outcome
        return _Under(None, reference, before.outcome if same else outcome or None)
    if outcome and outcome != before.outcome:
        return _Under(None, None, outcome)
    sure = before.certainty if _outcome(columns) is not None or columns.first("reference") is None else "likely"
    return _Under(None, before.reference, before.outcome, sure)


def _outcome(columns: Columns) -> int | None:
    """The column of what the actions are for: an outcome, or the recommendation they answer."""
    column = columns.first("outcome", "recommendation")
    return column if column != columns.first(*MAIN) else None


def _from_table_before(table: _Table) -> _Under:
    """Where the table before is the same one, cut by a page: the reference its last rows stand below."""
    place = next((i for i, other in enumerate(table.context.sheets) if other is table.sheet), 0)
    before = table.context.sheets[place - 1] if place else None
    head = find_head(before, table.context) if before is not None else None
    if before is None or head is None or head.heads != table.register.heads or before.heading != table.sheet.heading:
        return _Under()
    if not 0 <= table.sheet.page - before.rows[-1].page <= 1:
        return _Under()
    under = _Under()
    for row in head.rows:
        under = _under(row, table.register.columns, under)
    return under


def _unreadable(row: SheetRow, columns: Columns) -> str | None:
    """Why a row is no action; None when it is one."""
    column = columns.first(*MAIN)
    assert column is not None
    if not _WORD.search(row.text(column)) or row.entries[column].merged:
        return "no action stands in the row"
    if row.entries[column].span > 1:
        return "a heading, or cells out of step with their heads"
    lead = row.text(columns.first("lead", "member"))
    if lead and (_is_when(lead) or not re.search(r"[^\W\d_]", lead)):
        return "a value stands in the wrong column"
    others = [row.text(i) for i in range(len(row.entries)) if i != column]
    return None if any(others) or any(e.fill for e in row.entries) else "nothing is said beside the action"


def _is_when(lead: str) -> bool:
    """Whether what stands for a person is a date or "Ongoing"."""
    return is_timescale(lead) and len(re.findall(r"[^\W\d_]{3,}", lead)) < 3


def _action(row: SheetRow, under: _Under, plan: str | None, table: _Table) -> Action:
    columns, facts = table.register.columns, table.context.facts
    rated = next((c for c in latest_first(table.register, "rating", "status") if shows(row, c)), None)
    shown = rating_shown(row, rated)
    if shown.reason:
        table.reasons.append(shown.reason)
    timescale = in_force(row, columns) or said(row, columns, "date")
    progress = progress_in(row, table.register)
    return Action(
        page=row.page,
        pieces=row.pieces(),
        as_printed=row.as_printed,
        certainty=under.certainty,
        plan=plan,
        section=under.section,
        reference=under.reference,
        outcome=under.outcome,
        action=said(row, columns, *MAIN) or "",
        lead=said(row, columns, "lead", "member"),
        priority=said(row, columns, "priority"),
        timescale=timescale,
        original_timescale=first_set(row, columns),
        due=due_of(timescale),
        impact=said(row, columns, "impact"),
        measure=said(row, columns, "measure"),
        progress=progress,
        complete=completeness(row, columns, progress),
        rating=shown.rating,
        rating_source=shown.source,
        position_at=table_position(table.sheet, facts),
    )
