"""What a row of indicators is held against: its targets, each for its own time, and the benchmarks beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.records.indicator_row import IndicatorRow, figure_at, read_cell, unit_hint
from assistant.records.model import Benchmark
from assistant.records.numbers import Figure
from assistant.records.periods import Period
from assistant.records.units import benchmark_unit, printed_unit

_ENGLAND = re.compile(r"\b(?:england|national|statistical neighbours?)\b", re.IGNORECASE)
_AIM = re.compile(
    r"\s*(?P<aim>[<>≤≥£]?\s?\d[\d,]*(?:\.\d+)?\s?(?:%|days?|hours?|weeks?|minutes?|k|m)?)\s+"
    r"(?:(?:or|and) (?P<way>fewer|less|lower|under|below|more|higher|above|better|over)\b.{0,40}"
    r"|(?P<by>by|at) (?:the )?(?:end|q[1-4]|quarter|year|mid|march|june|september|december|31|30)\b.{0,60})$",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"\bprofiled?\b|\bto date\b|\bytd\b", re.IGNORECASE)


def aim_at(found: IndicatorRow, column: int | None) -> Figure | None:
    """The figure of a target, which may say which way it is meant or by when: "55 or fewer", "90 by Q3 (120 by year end)"."""
    worded = _AIM.match(found.row.text(column))
    if worded is None:
        return figure_at(found, column)
    return read_cell(worded["aim"].strip(), unit_hint(found.name, found.said("unit")))


def aimed(found: IndicatorRow, column: int | None) -> str | None:
    """The words of a target that say which way is good: "or fewer"."""
    worded = _AIM.match(found.row.text(column))
    return worded["way"] if worded else None


def find_targets(found: IndicatorRow, latest: int) -> tuple[int | None, list[Benchmark]]:
    """The column of the target that is meant, and the other targets as figures to compare with."""
    columns = found.layout.columns
    filled = [column for column in found.layout.all("target") if found.row.text(column)]
    when = columns[latest].period

    def rank(column: int) -> tuple[bool, bool, bool, int]:
        period = columns[column].period
        covers = bool(when and period and period.contains(when.end))
        so_far = period is None and bool(_SO_FAR.search(columns[column].header))
        return so_far, covers, period is None, -column

    chosen = max(filled, key=rank, default=None)
    told = [columns[column].period for column in found.figures]
    rest = [c for c in filled if c != chosen and not any(same_period(columns[c].period, period) for period in told)]
    return chosen, [benchmark_at(found, c, None) for c in rest]


def target_of(found: IndicatorRow, column: int, usual: int | None, latest: int) -> int | None:
    """The column of a figure's target: the one of its own period, else the usual one unless that is for another time."""
    columns = found.layout.columns
    period = columns[column].period
    if usual is not None and _SO_FAR.search(columns[usual].header):  # of the figure so far, where the row gives one
        latest = next((c for c in found.figures if _SO_FAR.search(columns[c].header)), latest)
    if usual is not None and column != latest:
        worded = _AIM.match(found.row.text(usual))
        if _SO_FAR.search(columns[usual].header) or (worded and worded["by"]):
            usual = None  # what is to be reached by now was to be reached by no earlier day
    own = [at for at in found.layout.all("target") if same_period(columns[at].period, period)]
    if len(own) == 1:
        return own[0]
    meant = columns[usual].period if usual is not None else None
    return usual if meant is None or period is None or meant.overlaps(period) else None


def same_period(one: Period | None, other: Period | None) -> bool:
    """Whether two columns are of one and the same period."""
    return one is not None and other is not None and (one.start, one.end) == (other.start, other.end)


def benchmarks_beside(found: IndicatorRow, unit: str | None) -> Iterator[Benchmark]:
    """The figures of the row's columns of benchmarks."""
    for column in found.layout.all("benchmark"):
        figure = figure_at(found, column)
        if figure is not None and figure.kind not in {"blank", "period"}:
            yield benchmark_at(found, column, unit)


def benchmark_at(found: IndicatorRow, column: int, unit: str | None) -> Benchmark:
    """The benchmark of a column; ``unit`` is the one of the row."""
    header, text = found.layout.columns[column], found.row.text(column)
    figure = figure_at(found, column) or Figure(text)
    own = benchmark_unit(figure, unit, found.figures.values())
    period = figure.period or (header.period.as_printed if header.period else None)
    return Benchmark(name=header.label or header.header, as_printed=text, value=figure.value, unit=own, period=period)


def benchmarks_in_target(target: Figure | None) -> Iterator[Benchmark]:
    """A target printed as "42.1r England" is England's figure as well."""
    if target is not None and target.value is not None and target.label and _ENGLAND.fullmatch(target.label):
        yield Benchmark(
            name=target.label,
            as_printed=target.as_printed,
            value=target.value,
            unit=printed_unit(target),
            period=target.period,
        )
