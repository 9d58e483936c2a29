"""One action from paper to paper: what each says of it, what that changed, and whether it went away unclosed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.records.following import Change, Match, Step
from assistant.tools.actions import KINDS_OF_ACTION, ActionRow, Followed, action_entries, action_row, follow_actions
from assistant.tools.names import Finder
from assistant.tools.result import Choice, Result, Row, joined, place, scope_of
from assistant.tools.sifting import by_words, is_reference, reference_key


class StepRow(Row):
    """What one paper says of an action. ``action`` is None in a paper that leaves it out; the citation is then of the
    last paper that has it, and ``missing_from`` names the one that does not. ``days`` is how far its date moved.
    """

    paper_date: date
    changes: list[Change]
    match: Match | None
    days: int | None
    action: ActionRow | None
    missing_from: str | None = None


def track_action(finder: Finder, action: str, plan: str | None = None) -> Result[StepRow]:
    """An action by its reference or wording through all papers, oldest first; several that may be meant are choices."""
    scope = scope_of(finder.ledger, *KINDS_OF_ACTION)
    followed = follow_actions(action_entries(finder))
    last = {id(one.last.record): one for one in followed}
    planned = by_words(
        [one.last for one in followed], plan, lambda e: f"{action_row(e).plan or ''} {e.paper.title}", "plan"
    )
    held = [last[id(entry.record)] for entry in planned.entries]
    meant = _by_reference(held, action) or _by_wording(finder, held, action)
    if len(meant) != 1:
        return Result(choices=[_choice(one) for one in meant], note=planned.note, scope=scope)
    rows = steps_of(finder, meant[0])
    return Result(rows=rows, note=joined([planned.note, became(meant[0])]), scope=scope)


def _by_reference(held: Sequence[Followed], asked: str) -> list[Followed]:
    if not is_reference(asked):
        return []
    wanted = reference_key(asked)
    return [one for one in held if wanted in {reference_key(action_row(entry).reference) for entry in one.entries}]


def _by_wording(finder: Finder, held: Sequence[Followed], asked: str) -> list[Followed]:
    """The action meant by its words: a tracked decision's title is one of its wordings."""
    names = [
        [text for entry in one.entries for row in (action_row(entry),) for text in (row.action, _titled(row)) if text]
        for one in held
    ]
    meant = finder.meant(asked, names)
    return [held[meant.one]] if meant.one is not None else [held[i] for i in meant.choices]


def _titled(row: ActionRow) -> str | None:
    return f"{row.outcome}: {row.action}" if row.outcome and row.kind == "tracked decision" else None


def _choice(one: Followed) -> Choice:
    row = action_row(one.last)
    name = f"{row.kind} of {row.plan or row.citation.title}: {row.reference or ''} {row.action}"
    return Choice(name=" ".join(name.split()), citation=row.citation)


def steps_of(finder: Finder, one: Followed) -> list[StepRow]:
    """What each paper says of an action, oldest first."""
    entries = {id(entry.record): entry for entry in one.entries}
    documents = {paper.id: paper.document for paper in finder.ledger.papers()}
    rows: list[StepRow] = []
    cited = one.entries[0]
    for step in one.thread.steps:
        cited = entries.get(id(step.record), cited)
        rows.append(
            StepRow(
                paper_date=step.paper_date,
                changes=list(step.changes),
                match=step.match,
                days=step.days,
                action=action_row(cited) if step.record is not None else None,
                missing_from=documents.get(step.paper_id) if step.record is None else None,
                citation=place(cited),
            )
        )
    return rows


def became(one: Followed) -> str:
    """What became of it in a sentence or two, every date from a row."""
    thread = one.thread
    told = {
        "open": "It is still open.",
        "closed": "It was closed.",
        "vanished": "It is in no later paper although it was not said to be closed.",
    }[thread.state]
    if thread.match == "possible match":
        told += " Its rows are a possible match only: compare their wording."
    row = action_row(one.last)
    if row.original_timescale:
        told += f" Its paper prints {row.original_timescale} as the date first set."
    dates = due_dates(thread.steps)
    if dates:
        times = {1: "once", 2: "twice"}.get(len(dates) - 1, f"{len(dates) - 1} times")
        told += f" Its date moved {times}: {' → '.join(map(_day, dates))}."
    return told


def due_dates(steps: Sequence[Step]) -> list[date | None]:
    """The dates an action was due on as they moved, the first set first; none where its date never moved."""
    moves = [step for step in steps if step.days]
    return [*map(_due, _before(steps, moves)), _due(moves[-1])] if moves else []


def _before(steps: Sequence[Step], moves: Sequence[Step]) -> list[Step]:
    """The latest step with a date before each move."""
    return [[other for other in steps[: steps.index(move)] if _due(other)][-1] for move in moves]


def _due(step: Step) -> date | None:
    return step.record.due if step.record is not None else None


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "no date"
