"""A series of figures as it is shown, in the chat and in the explorer alike: its drawing, its rows, and what to know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from assistant.tools.figures import FigureRow
from assistant.tools.indicators import StandingRow
from assistant.web.views.chart import Figure, draw
from assistant.web.views.sources import Sources

STATES = {"restated": "Restated", "conflicting": "Conflicting figures"}
_MOVED = {"up": "Higher than", "down": "Lower than", "same": "The same as"}
_ARROWS = {"up": "▲", "down": "▼", "same": "◆"}
_RATINGS = {"red", "amber", "green"}


class Line(NamedTuple):
    """A figure in the table: its row, its place in the list, whether a newer one is printed for its period."""

    row: FigureRow
    anchor: str
    newest: bool


class Moved(NamedTuple):
    """How a figure moved: a sign, and words that say the same without it."""

    arrow: str
    words: str


def drawn(
    title: str, rows: Sequence[FigureRow], sources: Sources, prefix: str = "", like: FigureRow | None = None
) -> Mapping[str, Any]:
    """What the macros of ``parts.html`` need to show a series; ``rows`` oldest first, ``prefix`` begins every id.

    ``like``: only figures of periods as long as that of this one are drawn.
    """
    periods: list[list[Line]] = []
    figures: list[Figure] = []
    for n, row in enumerate(rows, start=1):
        line = Line(row, f"{prefix}figure-{n}", row.newest)
        if row.newest or not periods:
            periods.append([])
        periods[-1].append(line)
        figures.append(Figure(row, row.period_kind, row.newest, line.anchor, sources.name(row.citation)))
    return {
        "name": title,
        "rows": [line for lines in reversed(periods) for line in lines],
        "chart": draw(title, [f for f in figures if like is None or f.kind == like.period_kind], f"{prefix}chart"),
        "several": _several(rows),
    }


def _several(rows: Sequence[FigureRow]) -> str | None:
    """That papers print different figures for a period."""
    periods = list(dict.fromkeys(row.period for row in rows if row.state in STATES))
    return f"Papers print different figures for {', '.join(periods)}; all are shown." if periods else None


def against(row: FigureRow) -> str:
    """How a figure stands against its target, in words."""
    told = row.against_target
    if told is None or told.met is None:
        return ""
    rated = f"; {told.rating} by the key of its paper" if told.rating and told.agrees is not True else ""
    return ("Meets its target" if told.met else "Misses its target") + rated


def rating_of(row: FigureRow) -> str:
    """The rating in a word, as drawn in the paper or by its key; empty where it has none."""
    return row.rating or (row.against_target.rating if row.against_target else None) or ""


def colour_of(row: FigureRow) -> str:
    """The colour that a rating is the name of; it stands beside the word, never in its place."""
    rating = rating_of(row).lower()
    return rating if rating in _RATINGS else ""


def moved(row: StandingRow) -> Moved | None:
    """How a figure moved since the period before it, and whether that is better; None where there is none to compare."""
    if row.movement is None or row.before is None:
        return None
    verdict = f": {row.verdict}" if row.verdict in {"better", "worse"} else ""
    return Moved(_ARROWS[row.movement], f"{_MOVED[row.movement]} {row.before} in {row.before_period}{verdict}")
