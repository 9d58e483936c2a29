"""How things stand on a subject: the newest figure of every indicator that is about it, beside its target and the one before."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.standing import target_told
from assistant.answering.telling.weighing import share_of
from assistant.records.series import Point, Series
from assistant.retrieval.terms import terms
from assistant.tools.figures import Indicator, indicators

_ASKED = (
    r"\bhow(?:['’]?s| is| are| have| has|re)? (?:.{2,60} )?(?:doing|performing|faring|getting on|looking|done)\b"
    r"|\bhow well\b|\bperformance (?:on|for|of|in|with)\b|\bwhat (?:do|does) (?:\w+ ){0,2}(?:figures|numbers|data|kpis|indicators) (?:say|show|look like)\b"
)
_TARGETS = r"\b(?:hit|hitting|meet|meeting|met|reach|reaching) (?:\w+ ){0,2}targets\b"
_ASKING = frozenset(
    terms(
        "doing done performing performance faring getting looking look hit hitting meet meeting met reach reaching target targets figures"
        " numbers data kpis indicators say show well council going"
    )
)
ABOUT = 0.8  # of the question's telling words that the names of an indicator hold
MOST = 6  # indicators told
STALE = timedelta(days=400)  # older than the newest figure found: no longer how things stand


def tell_overview(ask: Ask) -> bool:
    """Say how each indicator on a subject stands; False where none is about it or a time is asked for."""
    if not ask.says(f"{_ASKED}|{_TARGETS}") or ask.inquiry.periods or ask.inquiry.days:
        return False
    found = [
        (point, series, one)
        for one in indicators(ask.finder)
        if share_of(ask, frozenset(terms(" ".join(one.wordings))), but=_ASKING) >= ABOUT
        for series, point in one.points[-1:]
        if point.latest.value is not None and (point.latest.target is not None or not ask.says(_TARGETS))
    ]
    newest = max((point.end or date.min for point, _, _ in found), default=date.min)
    kept = [(point, series, one) for point, series, one in found if newest - (point.end or date.min) <= STALE]
    lines = [line for point, series, one in kept[:MOST] if (line := _line(ask, one, series, point))]
    if not lines:
        return False
    ask.draft.paragraphs.append("\n".join(lines) if len(lines) > 1 else lines[0].removeprefix("- "))
    ask.draft.sought = True
    return True


def _line(ask: Ask, one: Indicator, series: Series, point: Point) -> str | None:
    """An indicator's newest figure, its target, and the figure before it with its own page."""
    record = point.latest
    entry = one.entry(record)
    cited = ask.cite(entry, record.name, record.value_as_printed)
    if cited is None:
        return None
    ask.value(record.name, record.value_as_printed, record.value, record.unit, record.period, cited)
    said = (
        f"- {told(entry.paper.title)}: “{told(record.name)}” – {told(record.period)}: **{told(record.value_as_printed)}**"
        f" [{cited.marker}]{target_told(ask, entry)}"
    )
    earlier = [p for p in series.points if p.kind == point.kind and p is not point and p.latest.value is not None]
    if not earlier:
        return f"{said}."
    before = earlier[-1].latest
    at = ask.cite(one.entry(before), before.name, before.value_as_printed)
    if at is None:
        return f"{said}."
    ask.value(before.name, before.value_as_printed, before.value, before.unit, before.period, at)
    return f"{said}; before that, {told(before.period)}: {told(before.value_as_printed)} [{at.marker}]."
