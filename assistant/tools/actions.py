"""Actions: rows of action plans, of tracking logs and of highlight reports; which are open, which overdue."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from assistant.records.model import Action, Milestone, RatingSource, TrackedDecision
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder
from assistant.tools.result import Row, place

ActionKind = Literal["action", "tracked decision", "milestone"]
AnyAction = Action | TrackedDecision | Milestone
KINDS_OF_ACTION = (Action, TrackedDecision, Milestone)


class ActionRow(Row):
    """An action as one paper prints it. ``reference`` of a tracked decision is its minute; ``position_at`` the day it
    speaks for; ``complete`` None where the row does not say.
    """

    kind: ActionKind
    plan: str | None
    section: str | None = None
    reference: str | None
    outcome: str | None = None
    action: str
    lead: str | None
    timescale: str | None
    due: date | None
    measure: str | None = None
    progress: str | None
    rating: str | None
    rating_source: RatingSource | None
    complete: bool | None
    position_at: date | None
    days_overdue: int | None = None


def action_row(entry: Entry[AnyAction]) -> ActionRow:
    """An action, tracked decision or milestone as a row."""
    record = entry.record
    common: dict[str, Any] = {"citation": place(entry), "position_at": entry.position_at}
    if isinstance(record, TrackedDecision):
        return ActionRow(
            kind="tracked decision", plan=record.committee, reference=record.minute, outcome=record.title,
            action=record.resolution, lead=record.officer, timescale=record.target, due=record.due,
            progress=record.progress, rating=None, rating_source=None, complete=record.complete, **common,
        )  # fmt: skip
    if isinstance(record, Milestone):
        return ActionRow(
            kind="milestone", plan=record.plan, section=record.section, reference=None, action=record.workstream, lead=record.owner,
            timescale=record.timescale, due=record.due, progress=_periods(record), rating=record.status,
            rating_source=record.status_source, complete=None, **common,
        )  # fmt: skip
    fields = record.model_dump(include=set(ActionRow.model_fields) - {"position_at"})
    return ActionRow(kind="action", **fields | common)


def _periods(record: Milestone) -> str | None:
    told = [
        f"{head}: {text}"
        for head, text in (("This period", record.this_period), ("Next period", record.next_period))
        if text
    ]
    return " ".join(told) or None


def action_entries(finder: Finder) -> list[Entry[AnyAction]]:
    """All actions, tracked decisions and milestones, oldest paper first."""
    found: list[Entry[AnyAction]] = []
    for model in KINDS_OF_ACTION:
        found += finder.ledger.entries(model)
    return found


def action_text(entry: Entry[AnyAction]) -> str:
    """The words of an action that a topic is sought in."""
    row = action_row(entry)
    return " ".join(filter(None, (row.plan, row.reference, row.outcome, row.action, row.measure, row.progress)))
