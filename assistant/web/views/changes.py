"""What changed since a paper: decisions taken, figures, actions and risks that differ, each line with its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from assistant.retrieval.holdings import paper_day
from assistant.store.tables import PaperRow
from assistant.tools.changes import ChangeRow, changes_between, paper_meant
from assistant.tools.decisions import DecisionRow, find_decisions
from assistant.tools.names import Finder
from assistant.tools.registers import Flat
from assistant.tools.sifting import told_day
from assistant.web.views.asked import Asked
from assistant.web.views.decisions import heading_of
from assistant.web.views.export import Item, Sheet
from assistant.web.views.page import View
from assistant.web.views.sources import Sources

NAME = "changes"
COLUMNS = (
    "kind", "name", "what", "before", "after", "working", "document", "page", "printed_page", "before_document", "before_page",
    "access",
)  # fmt: skip
SECTIONS = {
    "indicator": "Figures",
    "tracked decision": "Tracked decisions",
    "action": "Actions",
    "milestone": "Milestones",
    "risk": "Risks",
}
MOST_PAIRS = 8


class Pair(NamedTuple):
    """Two papers alike, the older and the newer."""

    older: PaperRow
    newer: PaperRow


class Briefing(NamedTuple):
    """What changed: ``newer`` is None where no later paper is like the one chosen."""

    older: PaperRow
    newer: PaperRow | None
    decisions: Sequence[DecisionRow]
    rows: Sequence[ChangeRow]
    papers: Sequence[PaperRow]

    def sections(self) -> dict[str, list[ChangeRow]]:
        """The rows under the heading of their kind."""
        told = {head: [row for row in self.rows if row.kind == kind] for kind, head in SECTIONS.items()}
        return {head: rows for head, rows in told.items() if rows}


def view(finder: Finder, asked: Asked) -> View:
    """The briefing as a page; without a paper to begin from, pairs to choose from."""
    since, to = asked.text("since", "Since"), asked.text("to", "Compared with")
    told = _briefing(finder, since, to, asked)
    return View(
        NAME,
        asked,
        Sources(finder.ledger.exempt_pages()),
        {
            "choices": {_key(finder, paper): _choice(paper) for paper in reversed(finder.ledger.papers())},
            "key": lambda paper: _key(finder, paper),
            "label": _label,
            "heading": heading_of,
            "told": told,
            "pairs": [] if told else _pairs(finder),
            "from_day": _day_after(told.older) if told else None,
        },
    )


def sheet(finder: Finder, asked: Asked) -> Sheet:
    """The briefing for export."""
    told = _briefing(finder, asked.text("since", "Since"), asked.text("to", "Compared with"), asked)
    sources = Sources(finder.ledger.exempt_pages())
    if told is None:
        return Sheet("What changed", asked.told(), COLUMNS, [], [], "change")
    flat = [_flat_decision(row) for row in told.decisions] + [_flat(row) for row in told.rows]
    items = [
        Item(heading_of(row), [f"Decision: {row.verb}."], row.text, sources.reference(row.citation))
        for row in told.decisions
    ]
    items += [
        Item(f"{row.kind.capitalize()}: {row.name}", _lines(row), None, sources.reference(row.citation))
        for row in told.rows
    ]
    filters = [f"since {told.older.title}", f"compared with {told.newer.title}" if told.newer else ""]
    rows = sources.marked(flat, [*told.decisions, *told.rows])
    return Sheet("What changed", list(filter(None, filters)), COLUMNS, rows, items, "change")


def _briefing(finder: Finder, since: str | None, to: str | None, asked: Asked) -> Briefing | None:
    older = _paper(finder, since, "Since", asked)
    newer = _paper(finder, to, "Compared with", asked)
    if older is None or (newer is None and to is not None):
        return None
    if newer is None and to is None:
        newer = next((other for other in reversed(finder.ledger.papers()) if _later_like(older, other)), None)
    if newer is not None and (paper_day(newer) or date.min) < (paper_day(older) or date.min):
        older, newer = newer, older
    day, until = paper_day(older), paper_day(newer) if newer is not None and to is not None else None
    decisions = find_decisions(finder, from_date=_day_after(older), to_date=until).rows if day else []
    return Briefing(
        older,
        newer,
        decisions,
        changes_between(finder, older.id, newer.id).rows if newer else [],
        [
            p
            for p in reversed(finder.ledger.papers())
            if day and (held := paper_day(p)) and day < held <= (until or held)
        ],
    )


def _paper(finder: Finder, name: str | None, what: str, asked: Asked) -> PaperRow | None:
    if name is None:
        return None
    paper, choices = paper_meant(finder, name)
    if paper is None:
        meant = f" It may be {'; or '.join(choice.name for choice in choices)}." if choices else ""
        asked.problems.append(f"{what}: no one paper held here is called “{name}”.{meant}")
    return paper


def _later_like(older: PaperRow, other: PaperRow) -> bool:
    """Whether a paper is of the same kind and body as another, and later."""
    day, later = paper_day(older), paper_day(other)
    alike = (other.kind, other.committee) == (older.kind, older.committee)
    return alike and other.id != older.id and day is not None and later is not None and later > day


def _pairs(finder: Finder) -> list[Pair]:
    """Of each kind of paper of each body the newest and the one before, newest first."""
    papers = finder.ledger.papers()
    pairs: list[Pair] = []
    for newer in reversed(papers):
        before = next((older for older in reversed(papers) if _later_like(older, newer)), None)
        if before is not None and not any(
            (p.newer.kind, p.newer.committee) == (newer.kind, newer.committee) for p in pairs
        ):
            pairs.append(Pair(before, newer))
    return pairs[:MOST_PAIRS]


def _key(finder: Finder, paper: PaperRow) -> str:
    """What names a paper in an address: its file, or where several bear that name, its id."""
    same = sum(other.document == paper.document for other in finder.ledger.papers())
    return paper.document if same == 1 else paper.id


def _label(paper: PaperRow) -> str:
    day = paper_day(paper)
    dated = told_day(day) if day else "no date"
    return paper.title if dated in paper.title else f"{paper.title} ({dated})"


def _choice(paper: PaperRow) -> str:
    """A paper in a list to choose from: its day first, by which it is looked for."""
    day = paper_day(paper)
    return f"{told_day(day) if day else 'No date'}: {paper.title}"


def _day_after(paper: PaperRow) -> date | None:
    day = paper_day(paper)
    return day + timedelta(days=1) if day else None


def _lines(row: ChangeRow) -> list[str]:
    """What a report says of a change under its heading."""
    was = f"Before: {row.before}" if row.before else ""
    if was and row.before_at:
        was += f" ({row.before_at.document}, page {row.before_at.page})"
    return [f"{', '.join(row.what).capitalize()}.", was, f"Now: {row.after}" if row.after else "", row.working or ""]


def _flat(row: ChangeRow) -> Flat:
    return {
        "kind": row.kind,
        "name": row.name,
        "what": ", ".join(row.what),
        "before": row.before,
        "after": row.after,
        "working": row.working,
        "document": row.citation.document,
        "page": row.citation.page,
        "printed_page": row.citation.page_label,
        "before_document": row.before_at.document if row.before_at else None,
        "before_page": row.before_at.page if row.before_at else None,
    }


def _flat_decision(row: DecisionRow) -> Flat:
    place = row.citation
    told: Flat = {"kind": "decision", "name": heading_of(row), "what": row.verb, "after": row.text}
    return told | {"document": place.document, "page": place.page, "printed_page": place.page_label}
