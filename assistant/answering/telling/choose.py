"""Which of the rows found answers: the best that is about the question and whose teller has what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.answering.suffice import holds, relevant, strong
from assistant.answering.telling.actions import tell_action
from assistant.answering.telling.ask import Ask, rows_at
from assistant.answering.telling.figures import tell_indicator
from assistant.answering.telling.money import tell_budget
from assistant.answering.telling.risks import tell_risk
from assistant.records.model import Action, BudgetLine, Milestone, Observation, Record, Risk, TrackedDecision
from assistant.tools.ledger import Entry

Teller = Callable[[Ask, Sequence[Entry[Any]]], bool]
TELLERS: dict[type[Record], Teller] = {
    Observation: tell_indicator,
    Action: tell_action,
    TrackedDecision: tell_action,
    Milestone: tell_action,
    Risk: tell_risk,
    BudgetLine: tell_budget,
}
LOOK = 8  # candidates looked through
NEAR = 0.75  # of the best one's score: what is still looked at


def tell(ask: Ask) -> bool:
    """Answer from records; False where a text answers better or no row holds what is asked."""
    best = ask.evidence[0].score if ask.evidence else 0.0
    for evidence in ask.evidence[:LOOK]:
        if evidence.score < NEAR * best:
            break
        rows = rows_at(ask.finder, evidence.hit)
        if not rows:
            if strong(ask.inquiry, evidence, ask.searcher) and holds(ask.inquiry, evidence):
                return False
            continue
        teller = TELLERS.get(type(rows[0].record))
        fits = relevant if isinstance(rows[0].record, Observation) else strong  # a series may hold the time, a row must
        if teller is None or not fits(ask.inquiry, evidence, ask.searcher):
            continue
        if teller(ask, [row for row in rows if type(row.record) is type(rows[0].record)]):
            return True
    return False
