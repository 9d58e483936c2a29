"""Questions for how a figure moved, and whether two of its periods may be held against each other."""

from __future__ import annotations

import re

from assistant.answering.telling.ask import Ask
from assistant.records.series import Point
from assistant.retrieval.terms import terms
from assistant.tools.figures import Indicator

MOVED = (
    r"\btrend|\bover time\b|\b(?:month|quarter|year) by (?:month|quarter|year)\b|\bgoing (?:up|down)\b|\bup or down\b|\bmov(?:ed|ing)\b"
    r"|\bchang(?:ed?|ing)\b|\bhow has\b|\bhappened to\b|\bacross the\b|\bsince\b|\b(?:improv(?:e[ds]?|ing)|improvement in|worsen\w*|risen|fallen|dropped|grown)\b"
    r"|\b(?:rise|fall|drop|grow)\b(?!-)|\b(?:better|heavier|higher|bigger|busier|more) or (?:worse|lighter|lower|smaller|quieter|less|fewer)\b|\bgetting (?:any )?\w+er\b|\bgetting (?:more|less|better|worse|any (?:better|worse))\b|\bover the (?:years|months|quarters)\b|\byear on year\b|\bprogress(?:ed)?\b|\bhistory\b"
)
_SHORT = {"month", "quarter", "snapshot"}


def asks_course(ask: Ask, one: Indicator) -> bool:
    """Whether a question asks how a figure moved, by other words than the indicator's name: "change of circumstances"."""
    name = {stem for wording in one.wordings for stem in terms(wording)}
    words = (w for w in ask.inquiry.question.split() if not name.intersection(terms(w)))
    return re.search(MOVED, " ".join(words), re.IGNORECASE) is not None


def of_one_length(first: Point, last: Point) -> bool:
    """Whether two periods compare: a part of a year is not held against a whole one."""
    kinds = {first.kind, last.kind}
    return len(kinds) == 1 or kinds <= _SHORT
