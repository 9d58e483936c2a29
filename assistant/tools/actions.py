"""Actions: rows of action plans, of tracking logs and of highlight reports; which are open, which overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from assistant.records.following import Match, Sighting, Thread, follow, is_complete
from assistant.records.model import Action, Milestone, RatingSource, TrackedDecision
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry, Ledger
from assistant.tools.meanings import keys_of, meaning_of, means_complete
from assistant.tools.names import Finder
from assistant.tools.result import Result, Row, joined, place, scope_of
from assistant.tools.sifting import by_topic, by_words, reference_key

ActionKind = Literal["action", "tracked decision", "milestone"]
AnyAction = Action | TrackedDecision | Milestone
KINDS_OF_ACTION = (Action, TrackedDecision, Milestone)


class ActionRow(Row):
    """An action as one paper prints it. ``reference`` of a tracked decision is its minute; ``position_at`` the day it
    speaks for; ``original_timescale`` the date first set, where the row prints another beside it; ``complete`` None where
    neither the row nor its rating by the paper's own key says.

    ``state``, ``slipped`` (how often its date was put back) and ``match`` (how surely its rows in several papers are one
    action) come from following it over the papers; a row that a later paper replaced has no state.
    """

    kind: ActionKind
    plan: str | None
    section: str | None = None
    reference: str | None
    outcome: str | None = None
    action: str
    lead: str | None
    priority: str | None = None
    timescale: str | None
    original_timescale: str | None = None
    due: date | None
    measure: str | None = None
    response: str | None = None
    progress: str | None
    rating: str | None
    rating_source: RatingSource | None
    rating_means: str | None = None
    complete: bool | None
    position_at: date | None
    days_overdue: int | None = None
    state: Literal["open", "closed", "vanished"] | None = None
    slipped: int = 0
    match: Match | None = None


def action_row(entry: Entry[AnyAction]) -> ActionRow:
    """An action, tracked decision or milestone as a row."""
    record = entry.record
    common: dict[str, Any] = {"citation": place(entry), "position_at": entry.position_at}
    if isinstance(record, TrackedDecision):
        return ActionRow(
            kind="tracked decision", plan=record.committee, reference=record.minute, outcome=record.title,
            action=record.resolution, lead=record.officer, timescale=record.target,
            original_timescale=record.original_target, due=record.due, response=record.response, progress=record.progress,
            rating=record.rating, rating_source=record.rating_source, complete=record.complete, **common,
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


class Followed(NamedTuple):
    """An action followed over the papers, with its entries by paper and record."""

    thread: Thread
    entries: list[Entry[AnyAction]]

    @property
    def last(self) -> Entry[AnyAction]:
        """The action in the latest paper that has it."""
        return self.entries[-1]


def follow_actions(actions: Sequence[Entry[AnyAction]]) -> list[Followed]:
    """Every action over the papers that have a date."""
    entries = {id(entry.record): entry for entry in actions}
    threads = follow([Sighting(e.record, paper_day(e.paper), e.paper.id) for e in actions])
    return [
        Followed(thread, [entries[id(step.record)] for step in thread.steps if step.record is not None])
        for thread in threads
    ]


def find_actions(
    finder: Finder,
    topic: str | None = None,
    lead: str | None = None,
    due_before: date | None = None,
    due_after: date | None = None,
    complete: bool | None = None,
    overdue: bool = False,
    on: date | None = None,
    plan: str | None = None,
    reference: str | None = None,
    kind: ActionKind | None = None,
) -> Result[ActionRow]:
    """Actions at their latest position, the earliest due first. ``overdue`` counts to ``on``, else to the newest paper.

    ``complete`` False keeps what is not said outright to be complete.
    """
    ledger = finder.ledger
    day = on or max((d for p in ledger.papers() if (d := paper_day(p))), default=None)
    actions = action_entries(finder)
    followed = {id(one.last.record): one.thread for one in follow_actions(actions)}
    latest = [e for e in actions if id(e.record) in followed or paper_day(e.paper) is None]
    planned = by_words(latest, plan, _plan, "plan")
    led = by_words(planned.entries, lead, lambda e: action_row(e).lead or "", "lead")
    wanted = reference_key(reference) if reference else None
    named = [e for e in led.entries if not wanted or reference_key(action_row(e).reference) == wanted]
    kept = by_topic(finder, named, topic, action_text)
    rows = [state_row(ledger, entry, followed.get(id(entry.record)), day) for entry in kept.entries]
    rows = [
        row
        for row in rows
        if (due_before is None or (row.due is not None and row.due < due_before))
        and (due_after is None or (row.due is not None and row.due > due_after))
        and (complete is None or (row.complete is True) == complete)
        and (not overdue or row.days_overdue)
        and (kind is None or row.kind == kind)
    ]
    rows.sort(key=lambda row: row.due or date.max)
    counted = None
    if overdue and day:
        counted = f"Past their date on {day.day} {day:%B %Y} and not said to be complete."
    notes = [planned.note, led.note, kept.note, counted, _vanished(rows)]
    return Result(rows=rows, note=joined(notes), scope=scope_of(ledger, *KINDS_OF_ACTION))


def state_row(ledger: Ledger, entry: Entry[AnyAction], thread: Thread | None, day: date | None) -> ActionRow:
    """An action as a row with what following it told, and how many days it is overdue on a day."""
    row = action_row(entry)
    row.rating_means = meaning_of(keys_of(ledger, entry), row.rating)
    if is_complete(entry.record) or means_complete(row.rating_means):
        row.complete = True
    if thread is not None:
        row.state, row.slipped, row.match = thread.state, thread.slipped, thread.match
    if row.due and day and row.due < day and row.complete is not True:
        row.days_overdue = (day - row.due).days
    return row


def _vanished(rows: Sequence[ActionRow]) -> str | None:
    count = sum(row.state == "vanished" for row in rows)
    return f"In no later paper although not said to be closed: {count}." if count else None


def _plan(entry: Entry[AnyAction]) -> str:
    row = action_row(entry)
    return f"{row.plan or ''} {entry.paper.title} {entry.paper.committee or ''}"


def action_text(entry: Entry[AnyAction]) -> str:
    """The words of an action that a topic is sought in."""
    row = action_row(entry)
    return " ".join(filter(None, (row.plan, row.reference, row.outcome, row.action, row.measure, row.progress)))
