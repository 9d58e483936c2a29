"""Questions for how a figure moved, and whether two of its periods may be held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.answering.telling.ask import Ask
from assistant.records.series import Point, Series
from assistant.retrieval.terms import terms
from assistant.tools.figures import Indicator

MOVED = (
    r"\btrend|\bover time\b|\b(?:month|quarter|year) by (?:month|quarter|year)\b|\bgoing (?:up|down)\b|\bup or down\b|\bmov(?:ed|ing)\b"
    r"|\bchang(?:ed?|ing)\b|\bhow has\b|\bhappened to\b|\bacross the\b|\bsince\b|\b(?:improv(?:e[ds]?|ing)|improvement in|worsen\w*|risen|fallen|dropped|grown)\b"
    r"|\b(?:rise|fall|drop|grow)\b(?!-)|\b(?:better|heavier|higher|bigger|busier|more) or (?:worse|lighter|lower|smaller|quieter|less|fewer)\b|\bgetting (?:any )?\w+er\b|\bgetting (?:more|less|better|worse|any (?:better|worse))\b|\bover the (?:years|months|quarters)\b|\byear on year\b|\bprogress(?:ed)?\b|\bhistory\b"
)
NEAR = 8
"""Days by which months differ in length."""
_ONE_BEFORE = (
    r"\b(?:than|from|on|since|to|with|against) (?:it was |they were |in |at )?(?:the |a |one )?(?:(?P<unit>month|quarter|year) (?:before|earlier|ago)|(?:12|twelve) months (?:before|earlier|ago)"
    r"|(?:last|previous|prior) (?P<unit2>month|quarter|year)|(?:(?:the )?same|this) (?:time|point|stage|quarter|months?|period|half|half[- ]year|\w+ (?:months|weeks)) (?:in |of )?(?:last|the previous|the) year(?: before)?)\b"
)
_COUNTED_SINCE = re.compile(r"\bhow (?:many|much)\b(?!.*\b(?:more|fewer|less)\b).*\bsince\b", re.IGNORECASE)
_THAN = r"\b(?:than|since|(?:compar\w+|contrast\w*) (?:with|to)|against|versus|vs\.?|up (?:on|from)|down (?:on|from)) "
_FILLS = r"(?:(?:it|they|we|that|what|was|were|had|been|in|at|for|the|back|end|of) )*"
_SHORT = {"month", "quarter", "snapshot"}


class Dated(NamedTuple):
    """A point of an indicator with the series (the way of counting) it belongs to."""

    series: Series
    point: Point


def asks_course(ask: Ask, one: Indicator) -> bool:
    """Whether a question asks how a figure moved, by other words than the indicator's name: "change of circumstances"."""
    name = {stem for wording in one.wordings for stem in terms(wording)}
    words = " ".join(w for w in ask.inquiry.question.split() if not name.intersection(terms(w)))
    if _COUNTED_SINCE.search(words):
        words = words.replace("since", " ")  # a sum up to now: "how many have been mended since April?"
    return re.search(MOVED, words, re.IGNORECASE) is not None


def with_the_one_before(ask: Ask, dated: Sequence[Dated]) -> list[Dated]:
    """The newest point and the one before it that a question holds it against ("than the quarter before"); [] where it holds
    it against none, or that one is not held."""
    said = re.search(_ONE_BEFORE, ask.inquiry.question, re.IGNORECASE)
    ends = [d for d in dated if d.point.end is not None]
    if said is None or not ends:
        return []
    newest = max(d.point.end or date.min for d in ends)
    months = {"month": 1, "quarter": 3, "year": 12}[(said["unit"] or said["unit2"] or "year").lower()]
    for last in (d for d in ends if d.point.end == newest):  # a row may give its last month and the year so far
        for one in ends:
            apart = (newest - one.point.end).days if one.point.end else 0
            if one.series is last.series and one.point.kind == last.point.kind and abs(apart - 30.4 * months) < NEAR:
                return [one, last]
    return []


def newest_beside(ask: Ask, dated: Sequence[Dated], baseline: Dated) -> list[Dated]:
    """A point and the newest of its kind after it, where a question holds what is now against the time of the one ("better
    than it was in Q3 last year"); [] where it does not, or there is none."""
    times = "|".join(re.escape(period.as_printed) for period in ask.inquiry.periods)
    if not times or not re.search(rf"{_THAN}{_FILLS}(?:{times})", ask.inquiry.question, re.IGNORECASE):
        return []
    end = baseline.point.end or date.min
    later = [
        d
        for d in dated
        if d.series is baseline.series and d.point.kind == baseline.point.kind and (d.point.end or date.min) > end
    ]
    return [baseline, max(later, key=lambda d: d.point.end or date.min)] if later else []


def of_one_length(first: Point, last: Point) -> bool:
    """Whether two periods compare: a part of a year is not held against a whole one."""
    kinds = {first.kind, last.kind}
    return len(kinds) == 1 or kinds <= _SHORT
