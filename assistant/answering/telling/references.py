"""Rows named by their number: risk 11, action 4.1, indicator 10. A number that several papers give to different things is
told of the paper that the question is nearest to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from assistant.answering.telling.actions import tell_action, tell_actions
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.figures import tell_indicator
from assistant.answering.telling.risks import tell_risk
from assistant.records.model import Action, Observation, Record, Risk
from assistant.tools.ledger import Entry, paper_day
from assistant.tools.sifting import number_of

_LONG_AGO = date.min
Teller = Callable[[Ask, Sequence[Entry[Any]]], bool]
_KINDS: dict[str, tuple[type[Record], str, Teller]] = {
    "risk": (Risk, "number", tell_risk),
    "action": (Action, "reference", tell_action),
    "ref": (Action, "reference", tell_action),
    "reference": (Action, "reference", tell_action),
    "indicator": (Observation, "indicator_id", tell_indicator),
    "kpi": (Observation, "indicator_id", tell_indicator),
}


def tell_referenced(ask: Ask) -> bool:
    """Answer with the row whose number a question names; False where it names none or none is held."""
    for what, number in ask.inquiry.references:
        if what not in _KINDS:
            continue
        model, field, teller = _KINDS[what]
        held = [e for e in ask.finder.ledger.entries(model) if number_of(getattr(e.record, field)) == number_of(number)]
        own = _of_the_paper(ask, held)
        if not own:
            continue
        if model is Action and len(own) > 1:
            return tell_actions(ask, own)
        return teller(ask, own)
    return False


def _of_the_paper(ask: Ask, held: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """The rows of the one paper meant: of the time that is named, else where the search found most; the newest of equals."""
    days, periods = ask.inquiry.days, ask.inquiry.periods
    if days or periods:
        held = [
            e for e in held if (day := paper_day(e.paper)) and (day in days or any(p.contains(day) for p in periods))
        ]
    if not held:
        return []
    rank: dict[str, int] = {}
    for n, evidence in enumerate(ask.evidence):
        rank.setdefault(evidence.hit.paper.id, n)
    best = min(held, key=lambda e: (rank.get(e.paper.id, len(rank)), -(paper_day(e.paper) or _LONG_AGO).toordinal()))
    return [e for e in held if e.paper.id == best.paper.id]
