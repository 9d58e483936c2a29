"""Finance tables with the services side by side: the column that a question names, in the row that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.money import amount_told, column_told
from assistant.answering.telling.spending import OF_MONEY, of_its_time
from assistant.records.model import Amount, BudgetLine
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods
from assistant.tools.ledger import Entry

_NAMED = 0.75  # of the words of a column's head or of what it stands for, that the question says
_SHORT = re.compile(r"[A-Z]{2,6}")
_KIND = re.compile(
    r"\b(?:core|external|total|net|gross|budget\w*|forecast|outturn|actual|variance|original|revised|approved|spen[dt]|to date|previous|change|movement"
    r"|since|of|at|p\s?\d{1,2}|period \d{1,2}|month \d{1,2})\b|%|£\S*|\bmillions?\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)


class _Named(NamedTuple):
    """A column that a question names, with its words."""

    column: str
    stems: frozenset[str]


def tell_crosswise(ask: Ask) -> bool:
    """Tell the figure where a column and a row cross that the question names both, one of each; False for none or several."""
    if not re.search(OF_MONEY, ask.text) or ask.wants("vote", "reason"):
        return False
    said = {s for term in telling_terms(ask.inquiry, ask.searcher) for s in (term.stem, *term.same)}
    said |= set(ask.inquiry.subject)
    found: list[tuple[Entry[BudgetLine], Amount]] = []
    for lines in _tables(ask):
        column = _column(ask, lines, said) if of_its_time(ask, lines[0]) else None
        row = _row(lines, said - column.stems) if column else None
        if column is not None and row is not None:
            found += [(row, amount) for amount in row.record.amounts if amount.column == column.column and amount.value]
    if len(found) != 1:
        return False
    return _tell(ask, *found[0])


def _tell(ask: Ask, entry: Entry[BudgetLine], amount: Amount) -> bool:
    record = entry.record
    cited = ask.cite(entry, record.service)
    if cited is None:
        return False
    ask.value(record.service, amount.as_printed, amount.value, amount.unit, amount.period or record.period, cited)
    ask.draft.worked.append(amount_told(amount))
    meaning = next((long for word in amount.column.split() if (long := _long(ask, word))), "")
    head = f"{column_told(amount)}{f' ({told(meaning)})' if meaning else ''}"
    ask.draft.paragraphs.append(
        f"{told(entry.paper.title)}: “{told(record.service)}”, {head}: **{amount_told(amount)}** [{cited.marker}]."
    )
    return True


def _tables(ask: Ask) -> list[list[Entry[BudgetLine]]]:
    """The lines of each finance table whose columns are services."""
    entries = ask.finder.ledger.entries(BudgetLine)

    def made() -> list[list[Entry[BudgetLine]]]:
        tables: dict[tuple[object, ...], list[Entry[BudgetLine]]] = {}
        for entry in entries:
            tables.setdefault((entry.paper.id, entry.record.part, entry.record.table), []).append(entry)
        return [lines for lines in tables.values() if sum(map(bool, map(_service, _columns(lines)))) > 2]

    return ask.finder.once("tables of services side by side", entries, made)


def _columns(lines: Sequence[Entry[BudgetLine]]) -> list[str]:
    return list(dict.fromkeys(amount.column for line in lines for amount in line.record.amounts))


def _service(column: str) -> str:
    """What of a column's head is the name of a service; "" where it only says what is counted, or when."""
    return "" if header_periods(column) else " ".join(_KIND.sub(" ", column).split())


def _column(ask: Ask, lines: Sequence[Entry[BudgetLine]], said: set[str]) -> _Named | None:
    """The one column that the question names; of a service's columns that of its total."""
    named: dict[tuple[float, int], dict[str, list[_Named]]] = {}  # by how much of the name is said
    for column in _columns(lines):
        stems = _stems(ask, _service(column))
        if stems and len(stems & said) >= _NAMED * len(stems):
            alike = named.setdefault((len(stems & said) / len(stems), len(stems)), {})
            alike.setdefault(_service(column), []).append(_Named(column, stems))
    best = named[max(named)] if named else {}
    if len(best) != 1:
        return None
    own = next(iter(best.values()))
    totals = [one for one in own if _TOTAL.search(one.column)]
    return own[0] if len(own) == 1 else totals[0] if len(totals) == 1 else None


def _stems(ask: Ask, service: str) -> frozenset[str]:
    return frozenset(stem for word in service.split() for stem in terms(_long(ask, word) or word))


def _long(ask: Ask, word: str) -> str | None:
    """What a short form in a head stands for."""
    return ask.searcher.expand(word) if _SHORT.fullmatch(word) else None


def _row(lines: Sequence[Entry[BudgetLine]], said: set[str]) -> Entry[BudgetLine] | None:
    """The one line all of whose words the question says; of several the one with the most."""
    held = [(len(own), line) for line in lines if (own := set(terms(line.record.service))) and own <= said]
    most = max((count for count, _ in held), default=0)
    best = [line for count, line in held if count == most]
    return best[0] if len(best) == 1 else None
