"""The decisions register: what meetings decided, word for word, sifted by committee, day, kind, standing and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

from assistant.records.model import Resolution, Verb
from assistant.tools.decisions import DecisionRow, find_decisions
from assistant.tools.names import Finder
from assistant.tools.registers import COLUMNS, flat_decisions, told_vote
from assistant.tools.result import joined
from assistant.tools.sifting import NEAREST, told_day
from assistant.web.turns import STANDINGS
from assistant.web.views.asked import Asked
from assistant.web.views.export import Item, Sheet
from assistant.web.views.page import View, cut
from assistant.web.views.sources import Sources

NAME = "decisions"
VERBS: dict[str, str] = {verb: verb.capitalize() for verb in get_args(Verb)}
NONE_HOLDS = "No decision holds all of these words. Try fewer, or others."


class _Found(NamedTuple):
    rows: Sequence[DecisionRow]
    note: str | None


def view(finder: Finder, asked: Asked) -> View:
    """The register as a page."""
    found = _sifted(finder, asked)
    held = {entry.record.committee for entry in finder.ledger.entries(Resolution)}
    return View(
        NAME,
        asked,
        Sources(finder.ledger.exempt_pages()),
        {
            "pages": cut(found.rows, asked.number("page")),
            "note": found.note,
            "committees": {name: name for name in sorted(filter(None, held))},
            "verbs": VERBS,
            "standings": STANDINGS,
            "said": _said,
        },
    )


def sheet(finder: Finder, asked: Asked) -> Sheet:
    """All decisions that the filters leave, for export."""
    rows = _sifted(finder, asked).rows
    sources = Sources(finder.ledger.exempt_pages())
    items = [
        Item(heading_of(row), [_facts(row), *_said(row)], row.text, sources.reference(row.citation)) for row in rows
    ]
    flat = sources.marked(flat_decisions(finder, rows), rows)
    return Sheet("Decisions", asked.told(), [*COLUMNS[NAME], "access"], flat, items, "decision")


def _sifted(finder: Finder, asked: Asked) -> _Found:
    about = asked.text("about", "Words")
    committee = asked.text("committee", "Committee")
    first, last = asked.day("from", "From"), asked.day("to", "To")
    verb = asked.choice("verb", "Kind", VERBS)
    standing = asked.choice("standing", "Standing", STANDINGS)
    found = find_decisions(finder, about, committee, first, last)
    if found.note and NEAREST in found.note:
        return _Found([], joined([NONE_HOLDS, found.note.replace(NEAREST, "")]))
    rows = [
        row
        for row in found.rows
        if (verb is None or row.verb == verb) and (standing is None or (row.status or "unsaid") == standing)
    ]
    return _Found(rows, found.note)


def heading_of(row: DecisionRow) -> str:
    """Where and on what a decision was taken: "Cabinet, 17 June 2025, minute 12: Transport"."""
    minute = f"minute {row.minute}" if row.minute else None
    place = ", ".join(filter(None, (row.committee, told_day(row.meeting_date) if row.meeting_date else None, minute)))
    return f"{place}: {row.title}" if row.title else place or "Decision"


def _facts(row: DecisionRow) -> str:
    standing = {"draft": "draft minutes", "confirmed": "confirmed minutes"}.get(row.status or "", "")
    return ", ".join(filter(None, (row.verb.capitalize(), standing)))


def _said(row: DecisionRow) -> list[str]:
    """Who moved it and how the vote went, as sentences."""
    told = []
    if row.mover:
        told.append(f"Moved by {row.mover}" + (f", seconded by {row.seconder}." if row.seconder else "."))
    if row.votes:
        outcome = f". {row.outcome.capitalize()}" if row.outcome else ""
        told.append(f"Vote: {'; '.join(told_vote(vote) for vote in row.votes)}{outcome}.")
    elif row.outcome:
        told.append(f"{row.outcome.capitalize()}.")
    return told
