"""Which service or directorate is furthest over or under its budget: the lines of one finance table held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.money import Over, amount_told, over_or_under
from assistant.answering.telling.spending import of_its_time
from assistant.records.model import BudgetLine
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry

_MOST_OF = r"\b(?:biggest|largest|highest|greatest|worst|most|furthest|main)\b"
_OF_ALL = (
    r"\b(?:which|what|whose) (?:[\w'’-]+ ){0,3}?(?:directorates?|departments?|services?|portfolios?|areas?|budgets?|lines?|schemes?|projects?|teams?)\b"
    r"|\bwhere(?:['’]?s| is| are| was)\b|\bwho(?:['’]?s| is)\b"
)
_OVER = r"\bover\s?sp\w*|\bover budget\b|\bpressures?\b"
_UNDER = r"\bunder\s?sp\w*|\bunder budget\b"
_CAPITAL = r"\bcapital\b|\bschemes?\b|\bprojects?\b"
_DIRECTORATE = re.compile(r"\b(?:directorates?|departments?|portfolios?)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\btotal\b|\bnet\b.*\b(?:budget|expenditure|cost)\b|\bgrand\b|\ball (?:services|directorates)\b", re.I
)
_NEXT = 2  # that are told after the first


def tell_largest_variance(ask: Ask) -> bool:
    """Tell the line furthest over (or under) its budget, and the next; False where none is asked for or no table shows it."""
    way = "overspend" if ask.says(_OVER) else "underspend" if ask.says(_UNDER) else None
    if way is None or not ask.says(_MOST_OF) or not ask.says(_OF_ALL):
        return False
    ranked = _ranked(ask, way)
    if not ranked:
        return False
    lines = []
    for entry, over in ranked[: 1 + _NEXT]:
        cited = ask.cite(entry, entry.record.service)
        if cited is None:
            return False
        size = amount_told(over.amount).removeprefix("−")
        ask.value(f"{entry.record.service}: {over.name}", over.amount.as_printed, over.size, over.amount.unit,
                  over.amount.period or entry.record.period, cited)  # fmt: skip
        ask.draft.worked += [size, amount_told(over.amount)]
        lines.append(f"**{told(entry.record.service)}**: {size} [{cited.marker}]")
    first, *rest = lines
    table = f", “{told(ranked[0][0].record.table)}”" if ranked[0][0].record.table else ""
    said = f"{told(ranked[0][0].paper.title)}{table}: the biggest {way} is in {first}."
    ask.draft.paragraphs.append(said + (f" Next: {'; '.join(rest)}." if rest else ""))
    return True


def _ranked(ask: Ask, way: str) -> list[tuple[Entry[BudgetLine], Over]]:
    """The lines of the table meant that are over or under, the furthest first: of the newest report of the time asked for."""
    kind = "capital" if ask.says(_CAPITAL) else "revenue"
    entries = [e for e in ask.finder.ledger.entries(BudgetLine) if e.record.kind == kind and of_its_time(ask, e)]
    tables = [_lines(list(lines)) for _, lines in groupby(entries, key=lambda e: (e.paper.id, e.record.table))]
    held = [lines for lines in tables if len(lines) > 1]
    if not held:
        return []
    wanted = bool(ask.says(_DIRECTORATE.pattern))

    def worth(lines: Sequence[tuple[Entry[BudgetLine], Over]]) -> tuple[date, bool, int]:
        entry = lines[0][0]
        by = (
            _DIRECTORATE.search(f"{entry.record.table or ''} {' '.join(a.column for a in entry.record.amounts)}")
            is not None
        )
        return paper_day(entry.paper) or date.min, by == wanted, len(lines)

    chosen = [(entry, over) for entry, over in max(held, key=worth) if over.name == way]
    return sorted(chosen, key=lambda pair: -pair[1].size)


def _lines(entries: Sequence[Entry[BudgetLine]]) -> list[tuple[Entry[BudgetLine], Over]]:
    """The lines of a table that are no sums of others, with what each is over or under."""
    own = [e for e in entries if not e.record.total and not _WHOLE.search(e.record.service)]
    found = [(e, over_or_under([a for a in e.record.amounts if a.as_printed.strip()])) for e in own]
    return [(entry, over) for entry, over in found if over is not None]
