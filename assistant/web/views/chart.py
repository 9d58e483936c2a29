"""A series of figures as a drawing, made here as SVG: nothing is loaded, no colour alone tells anything.

Beside it stands the table with every figure, so the drawing itself is told to screen readers in two sentences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from assistant.tools.figures import FigureRow
from assistant.web.markup import plain

WIDTH, HEIGHT = 720, 300  # of the drawing's own units; it grows with the page
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 16, 36
_TICKS = 5
_LABEL_WIDTH = 96  # that a period's name takes under the axis
_LONGEST_NAME = 12  # characters of a period's name under the axis
_REACH = 14  # of a target to both sides of its figure
_MOST_BENCHMARKS = 3
_SHAPES = ("dot", "square", "triangle")


class Figure(NamedTuple):
    """A figure to draw. ``kind`` is that of its period, ``newest`` whether no paper prints a newer one for the period,
    ``anchor`` the id of its row in the table, ``shows`` that of its source."""

    row: FigureRow
    kind: str | None
    newest: bool
    anchor: str
    shows: str


class Chart(NamedTuple):
    """A drawing, and what its lines and marks mean: (mark, words) each."""

    svg: Markup
    legend: list[tuple[str, str]]
    left_out: int


class _Scale(NamedTuple):
    x: Callable[[date], float]
    y: Callable[[float], float]
    ticks: list[float]


def draw(title: str, figures: Sequence[Figure], name: str = "chart") -> Chart | None:
    """The figures of one indicator, oldest first, as a drawing whose ids begin with ``name``; None where no two can be drawn
    that compare: of periods as long, counted the same way."""
    unit = next((f.row.unit for f in reversed(figures) if f.row.unit), None)
    drawn = [f for f in figures if _end(f) and f.row.value is not None and f.row.unit in (unit, None)]
    newest = [f for f in drawn if f.newest]
    alike = Counter((kind, definition) for _, kind, definition in {(_end(f), f.kind, f.row.definition) for f in newest})
    if not alike or max(alike.values()) < 2:
        return None
    benchmarks = _benchmarks(newest, unit)
    values = [f.row.value for f in drawn if f.row.value is not None]
    targets = [f.row.target for f in newest if f.row.target is not None and f.row.against_target]
    scale = _scale([e for f in drawn if (e := _end(f))], [*values, *targets, *(value for _, value in benchmarks)])
    kinds = list(dict.fromkeys(f.kind for f in newest))
    inside = [
        *_axes(scale, newest, unit),
        *(_level(scale, value, "benchmark") for _, value in benchmarks),
        *(line for kind in kinds for line in _target_line(scale, [f for f in newest if f.kind == kind])),
        *(line for kind in kinds for line in _lines(scale, [f for f in figures if f.newest and f.kind == kind])),
        *(_mark(scale, f, _shape(kinds, f)) for f in drawn),
    ]
    svg = (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-labelledby="{name}-title" aria-describedby="{name}-told">'
        f'<title id="{name}-title">{plain(title)}</title><desc id="{name}-told">{plain(_told(newest))}</desc>'
        f'<g aria-hidden="true">{"".join(inside)}</g></svg>'
    )
    undrawn = sum(f.row.value is not None for f in figures) - len(drawn)
    return Chart(Markup(svg), _legend(kinds, drawn, benchmarks), undrawn)


def _end(figure: Figure) -> date | None:
    return figure.row.period_end


def _shape(kinds: Sequence[str | None], figure: Figure) -> str:
    return _SHAPES[kinds.index(figure.kind) % len(_SHAPES)] if figure.newest else "diamond"


def _benchmarks(newest: Sequence[Figure], unit: str | None) -> list[tuple[str, float]]:
    """The figures of others beside the latest figure, with their names as the paper gives them."""
    beside = newest[-1].row.benchmarks
    told = [
        (f"{one.name}{f', {one.period}' if one.period else ''}: {one.as_printed}", one.value)
        for one in beside
        if one.value is not None and one.unit in (unit, None)
    ]
    return told[:_MOST_BENCHMARKS]


def _scale(ends: Sequence[date], values: Sequence[float]) -> _Scale:
    first, last = min(ends).toordinal(), max(ends).toordinal()
    ticks = nice_ticks(min(values), max(values))
    low, high = ticks[0], ticks[-1]
    return _Scale(
        lambda day: _LEFT + 12 + (day.toordinal() - first) / (last - first) * (WIDTH - _LEFT - _RIGHT - 24),
        lambda value: HEIGHT - _BOTTOM - (value - low) / (high - low) * (HEIGHT - _TOP - _BOTTOM),
        ticks,
    )


def nice_ticks(low: float, high: float) -> list[float]:
    """Round figures, evenly apart, from at or below the lowest to at or above the highest."""
    if low == high:
        low, high = low - abs(low or 1) * 0.1, high + abs(high or 1) * 0.1
    rough = (high - low) / (_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _axes(scale: _Scale, newest: Sequence[Figure], unit: str | None) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale.y(tick)
        yield f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{_LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{_number(tick, unit)}</text>'
    taken = math.inf
    for figure in reversed(newest):  # the latest is named for certain, of the others those there is room for
        end = _end(figure)
        x = min(scale.x(end), WIDTH - _LABEL_WIDTH / 2) if end else math.inf
        if x <= taken - _LABEL_WIDTH:
            taken = x
            name = plain(figure.row.period[:_LONGEST_NAME])
            yield f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{name}</text>'


def _number(value: float, unit: str | None) -> str:
    told = f"{value:,.10f}".rstrip("0").rstrip(".")
    return f"{told}%" if unit == "%" else f"£{told}" if unit == "£" else told


def _level(scale: _Scale, value: float, kind: str, start: float = _LEFT, end: float = WIDTH - _RIGHT) -> str:
    y = scale.y(value)
    return f'<line class="{kind}" x1="{start:.1f}" x2="{end:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _target_line(scale: _Scale, figures: Sequence[Figure]) -> Iterator[str]:
    """The target where figures are held to one: level from the first to the last figure that has the same."""
    held = [
        (end, f.row.target) for f in figures if (end := _end(f)) and f.row.target is not None and f.row.against_target
    ]
    for target, run in groupby(held, lambda pair: pair[1]):
        days = [end for end, _ in run]
        yield _level(scale, target, "target", scale.x(days[0]) - _REACH, scale.x(days[-1]) + _REACH)


def _lines(scale: _Scale, figures: Sequence[Figure]) -> Iterator[str]:
    """Lines through the figures of periods of one kind, broken where a figure is missing or counted another way."""
    drawable = [f for f in figures if _end(f)]
    for drawn, run in groupby(drawable, lambda f: (f.row.value is not None, f.row.definition)):
        points = [
            f"{scale.x(end):.1f},{scale.y(f.row.value):.1f}"
            for f in run
            if (end := _end(f)) and f.row.value is not None
        ]
        if drawn[0] and len(points) > 1:
            yield f'<polyline class="line" points="{" ".join(points)}"/>'


def _mark(scale: _Scale, figure: Figure, shape: str) -> str:
    end, value = _end(figure), figure.row.value
    if end is None or value is None:
        return ""
    said = f"{figure.row.period}: {figure.row.value_as_printed}"
    return (
        f'<a class="mark {shape}" href="#{figure.anchor}" data-shows="{figure.shows}" tabindex="-1">'
        f"<title>{plain(said)}</title>{_drawn(shape, scale.x(end), scale.y(value))}</a>"
    )


def _drawn(shape: str, x: float, y: float) -> str:
    if shape == "dot":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    if shape == "square":
        return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>'
    corners = {"triangle": ((0, -6), (6, 5), (-6, 5)), "diamond": ((0, -7), (7, 0), (0, 7), (-7, 0))}[shape]
    return f'<polygon points="{" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)}"/>'


def _told(newest: Sequence[Figure]) -> str:
    first, last = newest[0].row, newest[-1].row
    low = min(newest, key=lambda f: f.row.value or 0).row
    high = max(newest, key=lambda f: f.row.value or 0).row
    target = f" Target: {last.target_as_printed}." if last.target_as_printed else ""
    return (
        f"From {first.value_as_printed} ({first.period}) to {last.value_as_printed} ({last.period}); lowest "
        f"{low.value_as_printed} ({low.period}), highest {high.value_as_printed} ({high.period}).{target} "
        "Every figure stands in the table."
    )


def _legend(
    kinds: Sequence[str | None], drawn: Sequence[Figure], benchmarks: Sequence[tuple[str, float]]
) -> list[tuple[str, str]]:
    """What each mark and line means."""
    names = {None: "other", "month": "month", "quarter": "quarter", "financial year": "financial year"}
    told = [
        (_SHAPES[n % len(_SHAPES)], f"Figure for a {names.get(kind, kind)}" if kind else "Figure")
        for n, kind in enumerate(kinds)
    ]
    held = [f for f in drawn if f.newest and f.row.target is not None and f.row.against_target]
    last = {
        f.kind: f.row for f in held
    }  # the newest of each kind: months and quarters may be held to different targets
    if last:
        named = "; ".join(f"{row.target_as_printed} for {row.period}" for row in last.values())
        told.append(("target", f"Target, {named}"))
    told += [("benchmark", said) for said, _ in benchmarks]
    if any(not f.newest for f in drawn):
        told.append(("diamond", "Another figure published for the same period"))
    return told
