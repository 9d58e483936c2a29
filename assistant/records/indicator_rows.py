"""One row of a table of indicators made into observations: a figure a period, with target, benchmarks and rating."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.records.dates import financial_year, months_to, plain
from assistant.records.figure_forms import ARROWS
from assistant.records.indicator_columns import Layout, Role
from assistant.records.model import Benchmark, Observation
from assistant.records.numbers import Figure, parse_figure
from assistant.records.periods import Period, parse_period
from assistant.records.polarity import polarity
from assistant.records.ratings import Rating, rating_of
from assistant.records.sheets import SheetRow
from assistant.records.units import benchmark_unit, printed_unit, qualifier_of, time_of, unit_of

LONGEST_CELL = 80
"""Letters of the longest cell that is still a figure or says why there is none; more is a remark."""
_RATED = {"red", "amber", "yellow", "green"}
_MONEY = re.compile(r"£\s?(?:'?000s?|k|mn?|bn|million)?(?![\w.])", re.IGNORECASE)
_ARROW = re.compile(rf"[{ARROWS}\s,]+")
_ENGLAND = re.compile(r"\b(?:england|national|statistical neighbours?)\b", re.IGNORECASE)
_TO_DATE = re.compile(r"\b(?:ytd|year to date)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:previous|last|prior|baseline)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table: its priority, the period it reports, and what an asterisk means in it."""

    priority: str | None = None
    period: str | None = None
    asterisk: str | None = None


@dataclass(slots=True)
class IndicatorRow:
    """One row of indicators: where it stands, what its columns are, and its figures by column."""

    row: SheetRow
    layout: Layout
    name_at: int
    id_at: int | None
    figures: dict[int, Figure]
    remark: str | None = None

    @property
    def name(self) -> str:
        """The indicator's name as printed."""
        return self.row.text(self.name_at)

    @property
    def indicator_id(self) -> str | None:
        """Its id, without the mark of a footnote, I and l beside digits read as 1."""
        said = self.row.text(self.id_at).rstrip("* ")
        return re.sub("[Il]", "1", said) if re.fullmatch(r"[\dIl]{1,4}", said) else said or None

    def said(self, role: Role) -> str:
        """What stands in the first column of a role."""
        return self.row.text(self.layout.at(role))


def read_cell(text: str, hint: str) -> Figure:
    """The figure of a cell; ``hint`` is what unit column or name say of its unit and scale ("£000")."""
    return parse_figure(text, f"figure {hint}".strip())


def unit_hint(name: str, said: str = "") -> str:
    """What gives scale to the bare figures of a row: its unit column, and money in its name."""
    money = _MONEY.search(f"{said} {name}")
    return money.group() if money else ""


def observations(found: IndicatorRow, setting: Setting) -> Iterator[Observation]:
    """The observations of a row, left to right."""
    latest = _latest(found)
    target_at, others = _targets(found, latest)
    target = _figure_at(found, target_at)
    aims = {column: _target_of(found, column, target_at) for column in found.figures}
    own = list(found.figures.values())
    bare = all(figure.unit is None for figure in own)
    unit = unit_of(found.name, [*own, target] if bare and target else own, found.said("unit"))
    ratings = {column: rating for column in found.figures if (rating := _rating(found, column, latest, target_at))}
    rated = [(found.figures[c].value, target.value, r.name) for c, r in ratings.items() if target]
    good = polarity(
        found.name, [(v, t, r) for v, t, r in rated if v is not None and t is not None], found.said("polarity")
    )
    benchmarks = [*_benchmarks(found, unit), *_of_target(target), *others]
    for column, figure in found.figures.items():
        period, printed = _period(found, column, setting)
        rating = ratings.get(column)
        aim = _figure_at(found, aims[column])
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


def _figure_at(found: IndicatorRow, column: int | None) -> Figure | None:
    text = found.row.text(column)
    return read_cell(text, unit_hint(found.name, found.said("unit"))) if text and len(text) <= LONGEST_CELL else None


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


def _targets(found: IndicatorRow, latest: int) -> tuple[int | None, list[Benchmark]]:
    """The column of the target that is meant, and the other targets as figures to compare with."""
    columns = found.layout.columns
    filled = [column for column in found.layout.all("target") if found.row.text(column)]
    when = columns[latest].period

    def rank(column: int) -> tuple[bool, bool, int]:
        period = columns[column].period
        covers = bool(when and period and period.contains(when.end))
        return covers, period is None, -column

    chosen = max(filled, key=rank, default=None)
    told = [columns[column].period for column in found.figures]
    rest = [c for c in filled if c != chosen and not any(_same(columns[c].period, period) for period in told)]
    return chosen, [_benchmark(found, c, None) for c in rest]


def _target_of(found: IndicatorRow, column: int, usual: int | None) -> int | None:
    """The column of a figure's target: the one of its own period, else the usual one unless that is for another time."""
    columns = found.layout.columns
    period = columns[column].period
    own = [at for at in found.layout.all("target") if _same(columns[at].period, period)]
    if len(own) == 1:
        return own[0]
    meant = columns[usual].period if usual is not None else None
    return usual if meant is None or period is None or meant.overlaps(period) else None


def _same(one: Period | None, other: Period | None) -> bool:
    """Whether two columns are of one and the same period."""
    return one is not None and other is not None and (one.start, one.end) == (other.start, other.end)


def _benchmarks(found: IndicatorRow, unit: str | None) -> Iterator[Benchmark]:
    for column in found.layout.all("benchmark"):
        figure = _figure_at(found, column)
        if figure is not None and figure.kind not in {"blank", "period"}:
            yield _benchmark(found, column, unit)


def _benchmark(found: IndicatorRow, column: int, unit: str | None) -> Benchmark:
    header, text = found.layout.columns[column], found.row.text(column)
    figure = _figure_at(found, column) or Figure(text)
    own = benchmark_unit(figure, unit, found.figures.values())
    period = figure.period or (header.period.as_printed if header.period else None)
    return Benchmark(name=header.label or header.header, as_printed=text, value=figure.value, unit=own, period=period)


def _of_target(target: Figure | None) -> Iterator[Benchmark]:
    """A target printed as "42.1r England" is England's figure as well."""
    if target is not None and target.value is not None and target.label and _ENGLAND.fullmatch(target.label):
        yield Benchmark(
            name=target.label,
            as_printed=target.as_printed,
            value=target.value,
            unit=printed_unit(target),
            period=target.period,
        )


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
    own = [at for at in rated if _same(columns[at].period, columns[column].period)]
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
