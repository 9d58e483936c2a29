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
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

_MOST_OF = r"\b(?:biggest|largest|highest|greatest|worst|most|furthest|main)\b"
_OF_ALL = (
    r"\b(?:which|what|whose) (?:[\w'’-]+ ){0,3}?(?:directorates?|departments?|services?|portfolios?|areas?|budgets?|lines?|schemes?|projects?|teams?)\b"
    r"|\bwhere(?:['’]?s| is| are| was)\b"
)
_OVER = r"\bover\s?sp\w*|\bover budget\b"
_UNDER = r"\bunder\s?sp\w*|\bunder budget\b"
_CAPITAL = r"\bcapital\b|\bschemes?\b|\bprojects?\b"
_DIRECTORATE = r"\b(?:directorates?|departments?|portfolios?)\b"
_WHOLE = re.compile(
    r"\btotal\b|\bnet\b.*\b(?:budget|expenditure|cost)\b|\bgrand\b|\ball (?:services|directorates)\b", re.I
)
_NEXT = 2  # that are told after the first
# What is said of any table; a question that names anything else asks of a part of it, or of something it does not say.
_OF_ANY = frozenset(
    terms(
        "biggest largest highest greatest worst most furthest main over under overspend overspent overspending overspends underspend underspent "
        "underspending underspends budget budgets budgeted revenue capital general fund forecast outturn position variance directorate directorates "
        "department departments service services portfolio portfolios area areas line lines scheme schemes project projects team teams council "
        "report monitoring latest newest current period month quarter year end far amount much many pounds money size year-end"
    )
)


def tell_largest_variance(ask: Ask) -> bool:
    """Tell the line furthest over (or under) its budget, and the next; False where none is asked for or no table shows it."""
    way = "overspend" if ask.says(_OVER) else "underspend" if ask.says(_UNDER) else None
    if way is None or not ask.says(_MOST_OF) or not ask.says(_OF_ALL):
        return False
    named = [
        t for t in telling_terms(ask.inquiry, ask.searcher) if asking_weight(t.stem) >= 1 and t.stem not in _OF_ANY
    ]
    ranked = [] if any(term.stem.isalpha() for term in named) else _ranked(ask, way)
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
    """The lines of the table meant that are over or under, the furthest first: of the newest report of the time asked for.

    Left out is what is no further than a line whose own figures do not show which way it goes: that may be the furthest.
    """
    kind = "capital" if ask.says(_CAPITAL) else "revenue"
    entries = [e for e in ask.finder.ledger.entries(BudgetLine) if e.record.kind == kind and of_its_time(ask, e)]
    entries = [e for e in entries if not e.record.total and not _WHOLE.search(e.record.service)]
    tables = [list(lines) for _, lines in groupby(entries, key=lambda e: (e.paper.id, e.record.table))]
    held = [lines for lines in tables if len(lines) > 1 and any(map(_variance, lines))]
    if not held:
        return []
    by_directorate = bool(ask.says(_DIRECTORATE))

    def worth(lines: Sequence[Entry[BudgetLine]]) -> tuple[date, bool, int]:
        heads = " ".join(amount.column for amount in lines[0].record.amounts)
        named = re.search(_DIRECTORATE, f"{lines[0].record.table or ''} {heads}", re.IGNORECASE) is not None
        return paper_day(lines[0].paper) or date.min, named == by_directorate, len(lines)

    told_of = [(e, over_or_under([a for a in e.record.amounts if a.as_printed.strip()])) for e in max(held, key=worth)]
    unsure = max((_variance(entry) for entry, over in told_of if over is None), default=0.0)
    sure = [(entry, over) for entry, over in told_of if over is not None and over.name == way and over.size > unsure]
    return sorted(sure, key=lambda pair: -pair[1].size)


def _variance(entry: Entry[BudgetLine]) -> float:
    return max(
        (abs(a.value) for a in entry.record.amounts if a.role == "variance" and a.value is not None), default=0.0
    )
