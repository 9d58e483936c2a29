"""One row of a table of indicators made into observations: a figure a period, with target, benchmarks and rating."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.records.dates import financial_year, months_to, plain
from assistant.records.figure_forms import ARROWS
from assistant.records.indicator_row import IndicatorRow
from assistant.records.indicator_targets import (
    aim_at,
    aimed,
    benchmarks_beside,
    benchmarks_in_target,
    find_targets,
    same_period,
    target_of,
)
from assistant.records.model import Observation
from assistant.records.numbers import Figure
from assistant.records.periods import Period, parse_period
from assistant.records.polarity import polarity
from assistant.records.ratings import Rating, rating_of
from assistant.records.units import printed_unit, qualifier_of, time_of, unit_of

_RATED = {"red", "amber", "yellow", "green"}
_ARROW = re.compile(rf"[{ARROWS}\s,]+")
_AGO = re.compile(r"\b(?:last|previous|prior) (?P<unit>month|quarter|year)\b", re.IGNORECASE)
_TO_DATE = re.compile(r"\b(?:ytd|year to date)\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"\b(?:LY|PY|(?:last|previous|prior) year(?:['’]s)?)\b", re.IGNORECASE)
_IN_HUNDRED = re.compile(r"\(\s*(?:%|per ?cent(?:age)?)(?: of [^)]{2,40})?\s*\)", re.IGNORECASE)
"""A heading that says of what all figures under it are: "Engines available (% of hours)"."""
_OFF_TARGET = re.compile(
    r"\W*(?:(?:off|near|close to|below|behind|missed|missing|under|not (?:on|at|meeting)) (?:the )?target|(?:target )?(?:missed|not met|not achieved))\W*",
    re.I,
)
_ON_TARGET = re.compile(
    r"\W*(?:(?:on|at|above|met|meeting|exceeding) (?:the )?target|(?:target )?(?:met|achieved|exceeded))\W*", re.I
)
NEARLY = 0.1  # of a target, by which a figure that is called on target may be on its wrong side
_EARLIER = re.compile(r"\b(?:previous|last|prior|baseline)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table: its priority, the period it reports, and what an asterisk means in it."""

    priority: str | None = None
    period: str | None = None
    asterisk: str | None = None


def observations(found: IndicatorRow, setting: Setting) -> Iterator[Observation]:
    """The observations of a row, left to right."""
    latest = _latest(found)
    target_at, others = find_targets(found, latest)
    target = aim_at(found, target_at)
    aims = {column: target_of(found, column, target_at, latest) for column in found.figures}
    own = list(found.figures.values())
    bare = all(figure.unit is None for figure in own)
    unit = unit_of(found.name, [*own, target] if bare and target else own, found.said("unit"))
    if bare and unit in {None, "number"} and _IN_HUNDRED.search(setting.priority or ""):
        unit = "%"
    ratings = {column: rating for column in found.figures if (rating := _rating(found, column, latest, target_at))}
    rated = [(found.figures[c].value, target.value, r.name) for c, r in ratings.items() if target]
    stated = _stated(found, latest, target)
    good = polarity(
        found.name,
        [*((v, t, r) for v, t, r in rated if v is not None and t is not None), *stated],
        found.said("polarity") or aimed(found, target_at) or "",
        _moved(found, latest),
    )
    benchmarks = [*benchmarks_beside(found, unit), *benchmarks_in_target(target), *others]
    for column, figure in found.figures.items():
        period, printed = _period(found, column, setting)
        rating = ratings.get(column)
        aim = aim_at(found, aims[column])
        yield Observation(
            page=found.row.page,
            pieces=found.row.pieces(found.name_at, column),
            as_printed=found.row.as_printed,
            certainty="sure" if period else "likely",
            indicator_id=found.indicator_id,
            name=found.name,
            qualifier=qualifier_of(found.name),
            priority=_priority(found, setting),
            unit=printed_unit(figure) or _shared_unit(figure, unit, own),
            good=good,
            period=printed,
            period_start=period.start if period else None,
            period_end=period.end if period else None,
            period_kind=period.kind if period else None,
            value_as_printed=found.row.text(column),
            value=figure.value,
            missing=figure.kind if figure.kind not in {"number", "text", "period"} else None,
            note=_note(figure, setting),
            target_as_printed=found.row.text(aims[column]) or None,
            target=aim.value if aim else None,
            benchmarks=benchmarks,
            rating=rating.name if rating else None,
            rating_source=rating.source if rating else None,
            direction=_direction(found, figure) if column == latest else None,
            commentary=found.remark,
            owner=found.said("owner") or None,
        )


def _stated(found: IndicatorRow, latest: int, target: Figure | None) -> list[tuple[float, float, str]]:
    """The latest figure and its target with how the row says in words that it stands: "Off target". One that is told to be
    on target may be a little short of it, by the paper's own rule."""
    value = found.figures[latest].value
    said = found.row.text(found.layout.at("rating"))
    if target is None or value is None or target.value is None:
        return []
    if _OFF_TARGET.fullmatch(said):
        return [(value, target.value, "red")]
    clear = abs(value - target.value) > NEARLY * abs(target.value)
    return [(value, target.value, "green")] if clear and _ON_TARGET.fullmatch(said) else []


def _moved(found: IndicatorRow, latest: int) -> tuple[float, str] | None:
    """By how much the latest figure moved from the one before, and what the row says of that in words ("↑ Better")."""
    columns = found.layout.columns
    at, now = found.layout.at("direction"), columns[latest].period
    if at is None or now is None or not (span := _AGO.search(columns[at].header)):
        return None
    months = {"month": 1, "quarter": 3, "year": 12}[span["unit"].lower()]
    then = now.end - timedelta(days=30 * months)
    before = [
        f.value
        for i, f in found.figures.items()
        if (p := columns[i].period) is not None and p.kind == now.kind and abs((p.end - then).days) < 12
    ]
    value = found.figures[latest].value
    if len(before) != 1 or before[0] is None or value is None:
        return None
    return float(value - before[0]), found.said("direction")


def _latest(found: IndicatorRow) -> int:
    """The column of the latest period that the row fills: what its rating and its arrow speak of."""
    columns = found.layout.columns
    first = date(1, 1, 1)

    def rank(column: int) -> tuple[date, bool, int]:
        header = columns[column]
        dated = header.period.end if header.period else first
        current = header.role == "value" and not _EARLIER.search(header.header)
        return dated, current, column if header.period else -column

    return max(found.figures, key=rank)


def _rating(found: IndicatorRow, column: int, latest: int, target_at: int | None) -> Rating | None:
    """The rating drawn in a figure's own cell; for the latest also that of the rating column or the target's cell."""
    rating_at = _rating_at(found, column, latest)
    if rating_at is not None:
        entry = found.row.entries[rating_at]
        drawn = rating_of(entry.text, entry.fill)
        if drawn and (
            drawn.name in _RATED or (drawn.name != "grey" and drawn.source != "fill") or drawn.name == "blue"
        ):
            return drawn
    plain_fill = found.row.entries[found.name_at].fill
    for at in (column, target_at if column == latest else None):
        fill = found.row.entries[at].fill if at is not None else None
        drawn = rating_of("", fill) if fill != plain_fill else None
        if drawn and drawn.name in _RATED:
            return drawn
    return None


def _rating_at(found: IndicatorRow, column: int, latest: int) -> int | None:
    """The column of a figure's rating: the one of its own period; for the latest figure also one of no period."""
    columns = found.layout.columns
    rated = found.layout.all("rating")
    own = [at for at in rated if same_period(columns[at].period, columns[column].period)]
    general = [at for at in rated if columns[at].period is None] if column == latest else []
    return next(iter([*own, *general]), None)


def _shared_unit(figure: Figure, unit: str | None, own: list[Figure]) -> str | None:
    """The row's unit for a figure that prints none itself; not where the others print theirs and look different."""
    others = {type(other.value) for other in own if other.value is not None and other.unit is not None}
    return unit if figure.value is None or not others or type(figure.value) in others else None


def _period(found: IndicatorRow, column: int, setting: Setting) -> tuple[Period | None, str]:
    """The period of a column and how it is printed; None where the paper does not say."""
    header = found.layout.columns[column]
    if header.period is not None:
        return _counted(header.period, found.name), header.label
    if _TO_DATE.search(header.header):
        ends = [p.end for c in found.figures if (p := found.layout.columns[c].period) is not None]
        until = max(ends, default=None)
        if until is None:
            return None, header.header
        if _YEAR_BEFORE.search(header.header):
            until = months_to(until, 12) - timedelta(days=1)
        return Period(date(financial_year(until), 4, 1), until, "year to date", header.header), header.header
    said = found.said("when")
    if not said and not _EARLIER.search(header.header):
        said = setting.period or ""
    period = parse_period(said) if said else None
    return (_counted(period, found.name), said) if period else (None, header.label or header.header)


def _counted(period: Period, name: str) -> Period:
    """A period as the indicator's name counts it: up to its end, over twelve months or since the year began."""
    time = time_of(name)
    if period.kind not in {"month", "quarter", "snapshot"}:
        return period
    if time == "rolling 12 months":
        return replace(period, start=months_to(period.end, 12), kind="rolling 12 months")
    if time == "year to date":
        return replace(period, start=date(financial_year(period.end), 4, 1), kind="year to date")
    return period


def _priority(found: IndicatorRow, setting: Setting) -> str | None:
    """The sub-heading or group column a row stands under, else the heading of its table."""
    group = found.said("group") or found.row.group or ""
    heads = {plain(column.header).lower() for column in found.layout.columns}
    title = re.search(r"[A-Za-z]{4}", group) and len(group) <= 100 and not re.search(r"[.;:]$", group)
    return group if title and plain(group).lower() not in heads else setting.priority


def _note(figure: Figure, setting: Setting) -> str | None:
    note = _ARROW.sub(" ", figure.note or "").strip(" ,()")
    return (setting.asterisk or note) if note == "*" else note or None


def _direction(found: IndicatorRow, figure: Figure) -> str | None:
    """The arrow or word drawn for the change to the latest figure; None where nothing or a dash is printed."""
    said = found.said("direction")
    if said:
        return (
            said if len(said) <= 40 and (re.search(r"[A-Za-z]{2}", said) or re.search(rf"[{ARROWS}]", said)) else None
        )
    arrows = re.findall(r"[▲▼◀▶◄►↑↓→←↔↗↘⬆⬇]", figure.note or "")
    return "".join(arrows) or None
