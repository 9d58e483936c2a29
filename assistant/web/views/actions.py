"""The actions of all papers at their latest position, with what moved, slipped, closed or vanished on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.printing import counted
from assistant.tools.actions import ActionRow, Followed, action_entries, action_row, find_actions, follow_actions
from assistant.tools.names import Finder
from assistant.tools.registers import COLUMNS, flat_actions
from assistant.tools.sifting import NEAREST, told_day
from assistant.tools.tracking import StepRow, became, due_dates, steps_of
from assistant.web.views.asked import Asked
from assistant.web.views.export import Item, Sheet
from assistant.web.views.page import View, cut
from assistant.web.views.sources import Sources

NAME = "actions"
STATUSES = {"open": "Open", "complete": "Complete", "vanished": "In no later paper"}
MOVES = {
    "slipped": "Slipped: its date was put back",
    "brought forward": "Its date was brought forward",
    "closed": "Closed",
    "reopened": "Reopened",
    "vanished": "Vanished without being closed",
    "wording changed": "Reworded",
    "lead changed": "Given to another owner",
    "rating changed": "Rated otherwise",
}
NONE_HOLDS = "No action holds all of these words. Try fewer, or others."
_MORE = ("days_overdue", "due_dates", "history", "access")


class Told(NamedTuple):
    """An action with what became of it: ``steps`` paper by paper, ``story`` in a sentence, ``dates`` where they moved."""

    row: ActionRow
    status: str
    steps: list[StepRow]
    story: str
    dates: str


class _Found(NamedTuple):
    rows: Sequence[Told]
    note: str | None


def view(finder: Finder, asked: Asked) -> View:
    """The actions as a page."""
    found = _sifted(finder, asked)
    plans = sorted({plan for entry in action_entries(finder) if (plan := action_row(entry).plan)})
    return View(
        NAME,
        asked,
        Sources(finder.ledger.exempt_pages()),
        {
            "pages": cut(found.rows, asked.number("page")),
            "note": found.note,
            "statuses": STATUSES,
            "moves": MOVES,
            "changed": _changed,
            "plans": {name: name for name in plans},
        },
    )


def sheet(finder: Finder, asked: Asked) -> Sheet:
    """All actions that the filters leave, for export."""
    found = _sifted(finder, asked).rows
    rows = [one.row for one in found]
    sources = Sources(finder.ledger.exempt_pages())
    flat = [
        row | {"days_overdue": one.row.days_overdue, "due_dates": one.dates or None, "history": _history(one)}
        for row, one in zip(flat_actions(rows), found, strict=True)
    ]
    items = [Item(_named(one.row), _lines(one), one.row.progress, sources.reference(one.row.citation)) for one in found]
    return Sheet("Actions", asked.told(), [*COLUMNS[NAME], *_MORE], sources.marked(flat, rows), items, "action")


def _sifted(finder: Finder, asked: Asked) -> _Found:
    about, owner = asked.text("about", "Words"), asked.text("owner", "Owner")
    status = asked.choice("status", "Status", STATUSES)
    moved = asked.choice("moved", "What happened", MOVES)
    plan = asked.text("plan", "Plan or log")
    overdue = asked.switch("overdue", "Past its date only")
    found = find_actions(finder, about, owner, overdue=overdue)
    if found.note and NEAREST in found.note:
        return _Found([], NONE_HOLDS)
    threads = _threads(finder)
    rows = [
        one
        for one in (_told(finder, row, threads.get(_key(row))) for row in found.rows if plan in (None, row.plan))
        if (status is None or one.status == status) and (moved is None or any(moved in s.changes for s in one.steps))
    ]
    rows.sort(key=lambda one: one.status == "complete")  # what is still to be done comes first
    return _Found(rows, found.note if overdue or not found.rows else None)


def _threads(finder: Finder) -> dict[tuple[object, ...], Followed]:
    """Every action followed over the papers, by the row that its latest paper prints."""
    return finder.once(
        "actions by row",
        finder.ledger.papers(),
        lambda: {_key(action_row(one.last)): one for one in follow_actions(action_entries(finder))},
    )


def _key(row: ActionRow) -> tuple[object, ...]:
    return row.citation.paper_id, row.citation.page, row.citation.quote, row.action


def _told(finder: Finder, row: ActionRow, followed: Followed | None) -> Told:
    complete = row.complete is True or row.state == "closed"
    status = "complete" if complete else "vanished" if row.state == "vanished" else "open"
    if followed is None:
        return Told(row, status, [], "", "")
    dates = [told_day(day) for day in due_dates(followed.thread.steps)]
    return Told(row, status, steps_of(finder, followed), became(followed), " → ".join(dates))


def _named(row: ActionRow) -> str:
    minute = "Minute " if row.kind == "tracked decision" else ""
    return f"{minute}{row.reference}: {row.action}" if row.reference else row.action


def _lines(one: Told) -> list[str]:
    """What a report says of an action under its heading."""
    row = one.row
    late = f", {row.days_overdue} days past its date" if row.days_overdue else ""
    due = f"Due: {row.timescale or 'no date'}" + (f" ({one.dates})" if one.dates else "")
    owner = f"Owner: {row.lead or 'not named'}. {due}."
    rated = f"Rated {row.rating}" + (f" ({row.rating_means.rstrip('.')})" if row.rating_means else "") + "."
    return [
        f"{STATUSES[one.status]}{late}.",
        owner,
        rated if row.rating else "",
        f"From paper to paper: {one.story}" if len(one.steps) > 1 else "",
    ]


def _history(one: Told) -> str | None:
    """The steps of an action in one cell: "2025-02-12: slipped, progress changed"."""
    return "; ".join(f"{step.paper_date.isoformat()}: {_changed(step)}" for step in one.steps) or None


def _changed(step: StepRow) -> str:
    """What a paper changed, and by how much the date moved: "slipped by 28 days, progress changed"."""
    by = f" by {counted(abs(step.days), 'day')}" if step.days else ""
    return ", ".join(f"{change}{by if change in {'slipped', 'brought forward'} else ''}" for change in step.changes)
