"""Which teller says what a row of a kind says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assistant.answering.telling.actions import tell_action
from assistant.answering.telling.ask import Ask
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
