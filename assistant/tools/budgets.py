"""Budgets: the lines of finance tables, each figure under its column, in the scale and unit it is printed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from assistant.papers.normalise import normalise
from assistant.records.model import Amount, BudgetLine
from assistant.records.periods import parse_period
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder
from assistant.tools.result import Choice, Place, Result, Row, place, scope_of
from assistant.tools.sifting import copies, newest_first

BudgetKind = Literal["revenue", "capital", "savings", "reserves", "programme", "other"]


class BudgetRow(Row):
    """A line of a finance table. ``amounts`` are in pounds beside their printed form; ``scale`` is the table's."""

    kind: BudgetKind
    table: str | None
    directorate: str | None
    service: str
    period: str | None
    scale: str | None
    amounts: list[Amount]
    total: bool
    also_at: list[Place] = Field(default_factory=list)


def get_budget(
    finder: Finder, name: str | None = None, period: str | None = None, kind: BudgetKind | None = None
) -> Result[BudgetRow]:
    """The budget lines of a service or directorate, newest paper first. A name that may mean several gives choices."""
    ledger = finder.ledger
    kept = [
        entry
        for entry in ledger.entries(BudgetLine)
        if (kind is None or entry.record.kind == kind) and (period is None or _in_period(entry.record, period))
    ]
    scope = scope_of(ledger, BudgetLine)
    if name is not None and name.strip():
        kept, choices = _named(finder, kept, name)
        if choices:
            return Result(choices=choices, scope=scope)
    groups = copies(newest_first(kept, lambda e: paper_day(e.paper)), _printed)
    rows = [budget_row(group[0], group[1:]) for group in groups]
    return Result(rows=rows, note=_differences(kept) if name else None, scope=scope)


def budget_row(entry: Entry[BudgetLine], also: Sequence[Entry[BudgetLine]] = ()) -> BudgetRow:
    """A budget line as a row, with other papers that print the same."""
    fields = entry.record.model_dump(include=set(BudgetRow.model_fields))
    return BudgetRow(**fields, citation=place(entry), also_at=[place(other) for other in also])


def _printed(line: BudgetLine) -> tuple[object, ...]:
    """What makes two lines the same in print."""
    amounts = tuple((amount.column, amount.as_printed) for amount in line.amounts)
    return line.kind, line.directorate, normalise(line.service), line.period, line.scale, amounts


def _name(line: BudgetLine) -> str:
    """What a line is of: the total of a directorate's own table is that directorate's line in another."""
    own = normalise(line.service)
    return normalise(line.directorate or own) if line.total and re.fullmatch(r"(?:grand |net )?totals?", own) else own


def _named(
    finder: Finder, entries: Sequence[Entry[BudgetLine]], name: str
) -> tuple[list[Entry[BudgetLine]], list[Choice]]:
    """The lines of the service or directorate meant; those of a directorate are all that stand under it."""
    under: dict[str, list[Entry[BudgetLine]]] = {}
    for entry in entries:
        for said in {normalise(entry.record.service), normalise(entry.record.directorate or "")} - {""}:
            under.setdefault(said, []).append(entry)
    names = list(under)
    meant = finder.meant(name, [(said,) for said in names])
    if meant.one is not None:
        return under[names[meant.one]], []
    return [], [_choice(names[i], under[names[i]][-1]) for i in meant.choices]


def _choice(name: str, entry: Entry[BudgetLine]) -> Choice:
    record = entry.record
    printed = record.service if normalise(record.service) == name else record.directorate
    return Choice(name=f"{printed or name} ({record.kind})", citation=place(entry))


def _in_period(line: BudgetLine, asked: str) -> bool:
    """Whether a line, or one of its amounts, is of a period or of a part of it: month 6 of 2024/25 is of 2024/25."""
    wanted = parse_period(asked)
    for printed in {line.period, *(amount.period for amount in line.amounts)} - {None}:
        held = parse_period(printed or "")
        if wanted and held and wanted.start <= held.start and held.end <= wanted.end:
            return True
        if normalise(printed or "") == normalise(asked):
            return True
    return False


def _differences(entries: Sequence[Entry[BudgetLine]]) -> str | None:
    """Where two tables print one figure differently: the same line, period and column, to the pound."""
    same: dict[tuple[object, ...], list[tuple[Entry[BudgetLine], Amount]]] = {}
    for entry in entries:
        line = entry.record
        for amount in line.amounts:
            if amount.role != "other" and amount.value is not None:
                key = (_name(line), line.kind, amount.role, amount.period or line.period)
                same.setdefault(key, []).append((entry, amount))
    told = [
        f"{one.record.service}: {a.column} is {a.as_printed} in {one.paper.document}, page {one.record.page}, and "
        f"{b.as_printed} in {other.paper.document}, page {other.record.page}."
        for (one, a), *rest in same.values()
        for other, b in rest
        if a.value != b.value
    ]
    return "Figures differ between tables: " + " ".join(list(dict.fromkeys(told))[:5]) if told else None
