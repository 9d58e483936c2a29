"""How things stand on a subject: the newest figure of every indicator that is about it, beside its target and the one before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from assistant.answering.answer import Citation
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.standing import target_told
from assistant.answering.telling.tabled import Row, tabled
from assistant.answering.telling.weighing import share_of
from assistant.records.model import Observation
from assistant.records.series import Point, Series
from assistant.retrieval.terms import terms
from assistant.tools.figures import Indicator, indicators
from assistant.tools.ledger import Entry

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


class _Figure(NamedTuple):
    """The newest figure of an indicator with its page, and the one before it with its own."""

    entry: Entry[Observation]
    at: Citation
    before: Entry[Observation] | None
    before_at: Citation | None


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
    held = [figure for point, series, one in kept[:MOST] if (figure := _cited(ask, one, series, point))]
    if not held:
        return False
    ask.draft.paragraphs.append(_sentence(ask, held[0]) if len(held) == 1 else tabled([_row(ask, f) for f in held]))
    ask.draft.sought = True
    return True


def _cited(ask: Ask, one: Indicator, series: Series, point: Point) -> _Figure | None:
    """An indicator's newest figure and the figure before it, each with its own page."""
    now = _cite(ask, one.entry(point.latest))
    if now is None:
        return None
    earlier = [p for p in series.points if p.kind == point.kind and p is not point and p.latest.value is not None]
    before = one.entry(earlier[-1].latest) if earlier else None
    return _Figure(one.entry(point.latest), now, before, _cite(ask, before) if before else None)


def _cite(ask: Ask, entry: Entry[Observation]) -> Citation | None:
    record = entry.record
    cited = ask.cite(entry, record.name, record.value_as_printed)
    if cited is not None:
        ask.value(record.name, record.value_as_printed, record.value, record.unit, record.period, cited)
    return cited


def _sentence(ask: Ask, told_of: _Figure) -> str:
    """The figure with its target and the one before it."""
    record = told_of.entry.record
    said = (
        f"{told(told_of.entry.paper.title)}: “{told(record.name)}” – {told(record.period)}:"
        f" **{told(record.value_as_printed)}** [{told_of.at.marker}]{target_told(ask, told_of.entry)}"
    )
    if told_of.before is None or told_of.before_at is None:
        return f"{said}."
    return f"{said}; before that, {_dated(told_of.before.record)} [{told_of.before_at.marker}]."


def _row(ask: Ask, told_of: _Figure) -> Row:
    """The same as a row of a table."""
    record, before = told_of.entry.record, told_of.before if told_of.before_at else None
    fields = {
        "Measure": f"“{told(record.name)}”",
        "Period": told(record.period),
        "Figure": f"**{told(record.value_as_printed)}**",
        "Target": re.sub(r"^[ (;]+(?:target )?|\)(?=;|$)", "", target_told(ask, told_of.entry)),
        "Before": _dated(before.record) if before else "",
        "Paper": told(told_of.entry.paper.title),
    }
    return Row(fields, sorted({c.marker for c in (told_of.at, told_of.before_at) if c is not None}))


def _dated(record: Observation) -> str:
    return f"{told(record.period)}: {told(record.value_as_printed)}"
