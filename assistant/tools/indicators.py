"""Indicators: the value at a period, all that miss their target, the biggest changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from assistant.records.judging import Trend, trend
from assistant.records.model import Observation
from assistant.records.series import Point, Series
from assistant.retrieval.holdings import paper_day
from assistant.tools.arithmetic import difference
from assistant.tools.figures import FigureRow, Indicator, at_period, figure_rows, indicators, named
from assistant.tools.names import Finder
from assistant.tools.result import Result, joined, scope_of
from assistant.tools.sifting import told_day
from assistant.tools.words import Vocabulary, bag, coverage

_PERIODS_TOLD = 12


class StandingRow(FigureRow):
    """The latest figure of an indicator, and how it moved since the period before."""

    before_period: str | None = None
    before: str | None = None
    working: str | None = None
    movement: Literal["up", "down", "same"] | None = None
    verdict: Literal["better", "worse", "unchanged"] | None = None
    relative_change: float | None = None


def get_indicator(finder: Finder, name: str, period: str | None = None) -> Result[FigureRow]:
    """The figures of an indicator, oldest period first, or those of one period; near-twins come back as choices.

    A restated or conflicting figure has a row for each value published, the newest paper's first.
    """
    ledger = finder.ledger
    scope = scope_of(ledger, Observation)
    one, choices = named(finder, name)
    if one is None:
        return Result(choices=choices, scope=scope)
    points = one.points if period is None else at_period(one, period, scope.to)
    rows = [row for series, point in points for row in figure_rows(ledger, one, series, point)]
    notes = [*[restated(one, point) for _, point in points], counted_otherwise(one, [s for s, _ in points])]
    if not points:
        notes.append(_not_held(one, period or ""))
    return Result(rows=rows, note=joined(notes), scope=scope)


def restated(one: Indicator, point: Point) -> str | None:
    """That papers give different figures for a period, each with its paper and page."""
    if point.state not in {"restated", "conflicting"}:
        return None
    told = [
        f"{reading.value_as_printed} in {entry.paper.document} ({told_day(paper_day(entry.paper))}), page {reading.page}"
        for reading in point.readings
        for entry in (one.entry(reading),)
        if reading.value is not None
    ]
    how = "was restated" if point.state == "restated" else "has conflicting figures"
    return f"{one.title} for {point.period} {how}, the newest figures first: {'; '.join(told)}."


def counted_otherwise(one: Indicator, series: Sequence[Series]) -> str | None:
    """That figures of two ways of counting stand among those shown, with the paper's own words."""
    if len({id(each) for each in series}) < 2 or not one.changes:
        return None
    change = one.changes[-1]
    return f"Counted another way since {change.since or 'the paper that says so'}; the figures do not compare: {change.as_printed}"


def _not_held(one: Indicator, period: str) -> str:
    held = list(dict.fromkeys(point.period for _, point in one.points))
    told = ", ".join(held[-_PERIODS_TOLD:])
    return f"{one.title} has no figure for {period!r}. Held: {'… ' if len(held) > _PERIODS_TOLD else ''}{told}."


def list_indicators(
    finder: Finder, priority: str | None = None, missing_target: bool = False, biggest_change: bool = False
) -> Result[StandingRow]:
    """The latest figure of every indicator, in the order of the papers, or the one that moved most first.

    ``missing_target`` keeps those that miss the target of their row, by the figures; a note counts those not judged.
    """
    ledger = finder.ledger
    rows: list[StandingRow] = []
    held = [one for one in indicators(finder) if latest_of(one)]
    under = [" ".join({o.priority or "" for _, point in one.points for o in point.readings}) for one in held]
    keep = _under(priority, under)
    for one, kept in zip(held, keep, strict=True):
        latest = latest_of(one)
        if kept and latest:
            rows += standing(finder, one, *latest)
    unjudged = sum(row.against_target is None or row.against_target.met is None for row in rows)
    note = None
    if missing_target:
        rows = [row for row in rows if row.against_target is not None and row.against_target.met is False]
        note = f"Without a target that the latest figure can be held against: {unjudged}." if unjudged else None
    if biggest_change:
        rows = [row for row in rows if row.relative_change is not None]
        rows.sort(key=lambda row: -abs(row.relative_change or 0.0))
        note = joined([note, "Ordered by the change relative to the figure before."])
    if priority is not None and not any(keep):
        named_here = "; ".join(
            sorted({o.priority for one in held for s in one.eras for o in s.observations if o.priority})
        )
        note = f"No priority or section held here is called {priority!r}. Held: {named_here or 'none'}."
    return Result(rows=rows, note=note, scope=scope_of(ledger, Observation))


def _under(priority: str | None, held: Sequence[str]) -> list[bool]:
    if priority is None:
        return [True] * len(held)
    bags = [bag(text) for text in held]
    words = Vocabulary(bags, {}).wanted(priority)
    return [coverage(words, each)[1] for each in bags]


def latest_of(one: Indicator) -> tuple[Series, Point] | None:
    """The newest period that has a figure; the newest at all where none has."""
    dated = sorted(one.points, key=lambda pair: (pair[1].latest.value is not None, pair[1].end or date.min))
    return dated[-1] if dated else None


def standing(finder: Finder, one: Indicator, series: Series, point: Point) -> list[StandingRow]:
    """Rows for a period of an indicator, with its change since the period before."""
    moved = trend(series, point)
    rows = []
    for row in figure_rows(finder.ledger, one, series, point):
        standing = StandingRow(**dict(row))
        if moved is not None and row.value == moved.later.latest.value:
            _moved(standing, moved)
        rows.append(standing)
    return rows


def _moved(row: StandingRow, moved: Trend) -> None:
    before, after = moved.earlier.latest, moved.later.latest
    if before.value is None or after.value is None:
        return
    row.before_period, row.before = moved.earlier.period, before.value_as_printed
    row.working = difference(
        after.value, before.value, after.unit, after.value_as_printed, before.value_as_printed
    ).working
    row.movement, row.verdict = moved.movement, moved.verdict
    row.relative_change = moved.change / abs(before.value) if before.value else None
