"""How a sum of money went from paper to paper: the line of each report, the oldest first, each figure once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.telling.ask import Ask
from assistant.answering.telling.money import tell_budget
from assistant.records.model import BudgetLine
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry

COURSE = (
    r"\bgone (?:from|up|down)\b|\bfrom\b.{3,60}\bto\b.{0,16}\b(?:out-?turn|year.?end|final)|\bthrough\b.{2,40}\bto\b|\bevery time\b"
    r"|\bover (?:time|the (?:year|months|reports))\b|\breport (?:by|to) report\b"
)
MOST = 4


def tell_over_time(ask: Ask, meant: Sequence[Entry[BudgetLine]]) -> bool:
    """Tell the lines of a service in the order of their reports; False where fewer than two say something of their own."""
    said: set[tuple[str, ...]] = set()
    lines: list[Entry[BudgetLine]] = []
    for entry in sorted(meant, key=lambda e: paper_day(e.paper) or date.min):
        figures = tuple(a.as_printed.strip() for a in entry.record.amounts)
        if figures not in said and entry.record.kind == meant[0].record.kind:
            said.add(figures)
            lines.append(entry)
    if len(lines) < 2:
        return False
    told = [tell_budget(ask, [entry]) for entry in lines[-MOST:]]
    ask.draft.whole = any(told)
    return any(told)
