"""Indicators compared: two periods, with the target, with a benchmark; the arithmetic shown, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from assistant.papers.normalise import normalise
from assistant.records.model import Benchmark, Observation
from assistant.records.numbers import parse_figure
from assistant.records.series import Point, Series
from assistant.records.units import printed_unit
from assistant.tools.arithmetic import difference
from assistant.tools.figures import FigureRow, Indicator, at_period, figure_rows, named
from assistant.tools.indicators import counted_otherwise, restated
from assistant.tools.names import Finder
from assistant.tools.result import Result, Row, joined, scope_of

_SAME_BENCHMARK = ({"england", "national", "england average", "national average", "all england"},)


class ComparisonRow(Row):
    """Two figures of an indicator, or a figure and its target or benchmark, and their difference.

    ``working`` is the arithmetic, the later figure or the indicator's own first; None where the two do not compare, and
    ``why_not`` says why. ``verdict`` is by whether up is good; for a target whether it is met.
    """

    indicator: str
    first: FigureRow
    second: FigureRow | None = None
    against: str
    against_as_printed: str | None
    working: str | None = None
    change: float | None = None
    unit: str | None = None
    percent: float | None = None
    movement: Literal["up", "down", "same"] | None = None
    verdict: Literal["better", "worse", "unchanged", "met", "missed"] | None = None
    why_not: str | None = None


def compare_indicator(
    finder: Finder, name: str, periods: Sequence[str] = (), against: str | None = None
) -> Result[ComparisonRow]:
    """An indicator between two periods, or against its target or a benchmark at one or two periods.

    The latest period is taken where none is given, and the one before it where one is. Figures are never compared over a
    change of definition or between units.
    """
    scope = scope_of(finder.ledger, Observation)
    one, choices = named(finder, name)
    if one is None:
        return Result(choices=choices, scope=scope)
    points, missing = _points(one, periods, scope.to)
    if missing is not None:
        return Result(note=f"{one.title} has no figure for {missing!r}.", scope=scope)
    if against is None:
        rows = _between(finder, one, points, len(periods) < 2)
    else:
        rows = _against(finder, one, points, against)
    notes = [*[restated(one, point) for _, point in points], counted_otherwise(one, [series for series, _ in points])]
    if not rows:
        notes.append(f"{one.title} has nothing to be compared with {against or 'another period'}.")
    return Result(rows=rows, note=joined(notes), scope=scope)


def _points(
    one: Indicator, periods: Sequence[str], today: date | None
) -> tuple[list[tuple[Series, Point]], str | None]:
    """The periods asked for, the latest first, or the latest that has a figure; and a period that is not held."""
    found: list[tuple[Series, Point]] = []
    for asked in periods:
        at = at_period(one, asked, today)
        if not at:
            return [], asked
        found.append(at[-1])
    if not found:
        held = [pair for pair in one.points if pair[1].latest.value is not None] or one.points
        found = [max(held, key=lambda pair: pair[1].end or date.min)]
    return sorted(found, key=lambda pair: pair[1].end or date.min, reverse=True), None


def _between(finder: Finder, one: Indicator, points: list[tuple[Series, Point]], add_one: bool) -> list[ComparisonRow]:
    if add_one:
        point = points[0][1]
        earlier = [
            pair
            for pair in one.points
            if pair[1].kind == point.kind and pair[1].end and point.end and pair[1].end < point.end
        ]
        points[1:] = [max(earlier, key=lambda pair: pair[1].end or date.min)] if earlier else []
    if len(points) < 2:
        return []
    (later_series, later), (earlier_series, before) = points
    first = figure_rows(finder.ledger, one, later_series, later)[0]
    second = figure_rows(finder.ledger, one, earlier_series, before)[0]
    row = ComparisonRow(
        indicator=one.title,
        first=first,
        second=second,
        against=before.period,
        against_as_printed=second.value_as_printed,
        citation=first.citation,
    )
    if later_series is not earlier_series:
        row.why_not = "The two are counted in different ways and do not compare."
    elif first.value is None or second.value is None:
        row.why_not = _no_value(first if first.value is None else second)
    elif first.unit != second.unit:
        row.why_not = f"The two are in different units: {first.unit or 'unknown'} and {second.unit or 'unknown'}."
    else:
        _work_out(row, first.value, second.value, first.unit)
        if first.good is not None and row.movement is not None:
            row.verdict = "unchanged" if row.movement == "same" else "better" if row.movement == first.good else "worse"
    return [row]


def _no_value(row: FigureRow) -> str:
    why = f" ({row.missing})" if row.missing else ""
    return f"There is no figure for {row.period}: the paper prints {row.value_as_printed!r}{why}."


def _work_out(row: ComparisonRow, first: float, second: float, unit: str | None) -> None:
    worked = difference(first, second, unit, row.first.value_as_printed, row.against_as_printed or "")
    row.working, row.change, row.unit, row.percent = worked.working, worked.change, worked.unit, worked.percent
    row.movement = "same" if not worked.change else "up" if worked.change > 0 else "down"


def _against(
    finder: Finder, one: Indicator, points: Sequence[tuple[Series, Point]], against: str
) -> list[ComparisonRow]:
    rows: list[ComparisonRow] = []
    for series, point in points:
        for figure in figure_rows(finder.ledger, one, series, point):
            if normalise(against) in {"target", "the target", "its target"}:
                rows += [_with_target(figure)] if figure.target_as_printed else []
            else:
                rows += [_with_benchmark(figure, mark) for mark in figure.benchmarks if _is_meant(against, mark)]
    return rows


def _with_target(figure: FigureRow) -> ComparisonRow:
    row = ComparisonRow(
        indicator=figure.indicator,
        first=figure,
        against="target",
        against_as_printed=figure.target_as_printed,
        citation=figure.citation,
    )
    judged = figure.against_target
    if figure.value is None:
        row.why_not = _no_value(figure)
    elif figure.target is None:
        row.why_not = f"The target is no figure: the paper prints {figure.target_as_printed!r}."
    elif _other_unit(figure):
        row.why_not = f"The target, {figure.target_as_printed}, is in another unit than the figure: {figure.unit}."
    else:
        _work_out(row, figure.value, figure.target, figure.unit)
        if judged is None or judged.met is None:
            row.why_not = "Whether up or down is good is not known, so neither is whether the target is met."
        else:
            row.verdict = "met" if judged.met else "missed"
    return row


def _other_unit(figure: FigureRow) -> bool:
    """Whether the target prints a unit that is not the figure's."""
    printed = printed_unit(parse_figure(figure.target_as_printed or "", "figure"))
    return bool(printed and figure.unit and printed != figure.unit)


def _with_benchmark(figure: FigureRow, mark: Benchmark) -> ComparisonRow:
    row = ComparisonRow(
        indicator=figure.indicator,
        first=figure,
        against=mark.name if mark.period is None else f"{mark.name}, {mark.period}",
        against_as_printed=mark.as_printed,
        citation=figure.citation,
    )
    if figure.value is None:
        row.why_not = _no_value(figure)
    elif mark.value is None:
        row.why_not = f"There is no figure for {mark.name}: the paper prints {mark.as_printed!r}."
    elif mark.unit != figure.unit:
        row.why_not = f"The two are in different units: {figure.unit or 'unknown'} and {mark.unit or 'unknown'}."
    else:
        _work_out(row, figure.value, mark.value, figure.unit)
        if figure.good is not None and row.movement is not None:
            row.verdict = (
                "unchanged" if row.movement == "same" else "better" if row.movement == figure.good else "worse"
            )
    return row


def _is_meant(asked: str, mark: Benchmark) -> bool:
    a, b = normalise(asked), normalise(mark.name)
    return a in b or b in a or any({a, b} <= same for same in _SAME_BENCHMARK)
