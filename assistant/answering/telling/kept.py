"""Rows of registers and logs found by what they are about, whatever the search put first: the risk, the action, the decision
that is tracked. In a loose table the row that answers is often cut into passages that say less than it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from assistant.answering.telling.actions import tell_action
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.risks import tell_risk
from assistant.answering.telling.weighing import Weighed, weigh_all
from assistant.records.model import Action, Risk, TrackedDecision
from assistant.tools.ledger import Entry, paper_day

ENOUGH = 0.75  # of the question's telling words, for a row to be the one that is meant
_RISK = r"\brisks?\b|\bregister\b"
_TRACKED = (
    r"\b(?:track(?:ing|er)|log|action plan|improvement plan|follow.?up|outstanding)\b|\bwhose (?:job|action)\b|\bdown to do\b"
    r"|\bis it (?:done|complete)|\bhas it been (?:done|sent|completed)\b|\bwas (?:supposed|meant|asked|due) to\b|\bget sorted\b"
)


def tell_kept(ask: Ask) -> bool:
    """Answer with the risk, action or tracked decision that the question's words name; False where none is surely meant."""
    if ask.says(_RISK) and _tell(ask, Risk, _risk_words, tell_risk):
        return True
    if not ask.says(_TRACKED):
        return False
    return _tell(ask, TrackedDecision, _decision_words, tell_action) or _tell(ask, Action, _action_words, tell_action)


def _tell(
    ask: Ask, kind: type[Any], words: Callable[[Any], str], teller: Callable[[Ask, Sequence[Entry[Any]]], bool]
) -> bool:
    ranked: list[Weighed[Any]] = weigh_all(ask, ask.finder.ledger.entries(kind), words)
    if not ranked or ranked[0].share < ENOUGH:
        return False
    near = [w.entry for w in ranked if w.share >= ranked[0].share - 0.02]
    timed = [entry for entry in near if _of_the_time(ask, entry)]
    if (ask.inquiry.periods or ask.inquiry.days) and not timed:
        return False
    return teller(ask, [max(timed or near, key=_newest)])


def _newest(entry: Entry[Any]) -> tuple[date, bool]:
    """The newest paper; of one day the paper itself before the pack that it is bound into."""
    return (paper_day(entry.paper) or date.min, entry.paper.kind != "agenda pack")


def _of_the_time(ask: Ask, entry: Entry[Any]) -> bool:
    """Whether a row's paper is of the time asked for, or its minute is."""
    days = {day for day in (paper_day(entry.paper), getattr(entry.record, "meeting_date", None)) if day}
    asked, periods = ask.inquiry.days, ask.inquiry.periods
    return any(day in asked or any(p.contains(day) for p in periods) for day in days)


def _risk_words(record: Risk) -> str:
    return f"risk register strategic corporate {record.description} {record.register_title or ''} {record.number or ''} {record.owner or ''}"


def _decision_words(record: TrackedDecision) -> str:
    return (
        f"tracking log tracked {record.title or ''} {record.resolution} {record.progress or ''} {record.officer or ''}"
    )


def _action_words(record: Action) -> str:
    return f"action plan {record.outcome or ''} {record.action} {record.progress or ''} {record.lead or ''} {record.plan or ''}"
