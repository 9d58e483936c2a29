"""Indicators as the look-ups see them: one over all papers, its figures with their papers, targets and keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from assistant.papers.normalise import normalise
from assistant.records.authorities import place_in
from assistant.records.judging import against_target
from assistant.records.model import Benchmark, DefinitionChange, Observation, RatingSource
from assistant.records.periods import Period, parse_period
from assistant.records.series import Point, Series, State, join, same_value
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.times import same_period
from assistant.tools.ledger import Entry, Ledger
from assistant.tools.meanings import keys_of, meaning_of
from assistant.tools.names import Finder
from assistant.tools.result import Choice, Place, Row, place


class AgainstTarget(BaseModel):
    """A figure against the target of its row. ``met`` is None where that cannot be said.

    ``rating`` follows the key its paper prints, ``meaning`` is that line of the key; ``reading`` says how the key's
    tolerance was taken, ``other`` the rating by the other reading where the key allows two. ``agrees``: with the colour drawn.
    """

    met: bool | None
    miss: float | None
    rating: str | None
    meaning: str | None
    reading: Literal["of the target", "in points"] | None
    other: str | None
    agrees: bool | None


class FigureRow(Row):
    """A figure of an indicator as a paper prints it. ``state`` says how papers agree on its period, ``newest`` whether no
    newer paper prints another; ``definition`` which way of counting it is of, where that changed; ``also_at`` where others
    print the same. ``against_target`` is None without a target, and for a past year in a row of months or quarters.
    """

    indicator: str
    indicator_id: str | None
    name: str
    qualifier: str | None
    priority: str | None
    unit: str | None
    good: Literal["up", "down"] | None
    period: str
    period_start: date | None
    period_end: date | None
    period_kind: str | None = None
    value_as_printed: str
    value: float | None
    missing: str | None
    note: str | None
    target_as_printed: str | None
    target: float | None
    benchmarks: list[Benchmark]
    rating: str | None
    rating_source: RatingSource | None
    commentary: str | None
    state: State
    definition: str | None
    against_target: AgainstTarget | None
    published: date | None
    also_at: list[Place] = Field(default_factory=list)
    newest: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator over all papers: a series for each way it was counted, the oldest first."""

    title: str
    eras: list[Series]
    entries: dict[int, Entry[Observation]]

    @property
    def wordings(self) -> list[str]:
        """All its names, each also with its qualifier where the name does not say it."""
        names = list(dict.fromkeys(name for series in self.eras for name in series.names))
        qualified = [
            f"{name} ({q})" for name in names for q in self._qualifiers() if normalise(q) not in normalise(name)
        ]
        return names + qualified

    def _qualifiers(self) -> list[str]:
        return list(dict.fromkeys(series.qualifier for series in self.eras if series.qualifier))

    @property
    def points(self) -> list[tuple[Series, Point]]:
        """Its periods, oldest first, each with the series it belongs to."""
        return [(series, point) for series in self.eras for point in series.points]

    @property
    def changes(self) -> list[DefinitionChange]:
        """The notes that it came to be counted another way."""
        return self.eras[0].changes

    def current(self, observation: Observation) -> bool:
        """Whether a figure is of periods as long as the latest of its row: a past year is not held to this month's target."""
        row = [
            o
            for series in self.eras
            for o in series.observations
            if (o.paper_id, o.page, o.as_printed) == (observation.paper_id, observation.page, observation.as_printed)
        ]
        latest = max(row, key=lambda o: (o.value is not None, o.period_end or date.min), default=observation)
        return latest.period_kind == observation.period_kind

    def entry(self, observation: Observation) -> Entry[Observation]:
        """An observation with its paper."""
        return self.entries[id(observation)]


def indicators(finder: Finder) -> list[Indicator]:
    """Every indicator of the papers, in the order in which they are first met."""
    return finder.once("indicators", finder.ledger.entries(Observation), lambda: _indicators(finder.ledger))


def _indicators(ledger: Ledger) -> list[Indicator]:
    held = ledger.entries(Observation)
    entries = {id(entry.record): entry for entry in held}
    changes = [entry.record for entry in ledger.entries(DefinitionChange)]
    groups: list[tuple[str | None, list[Series]]] = []
    dates: dict[str | tuple[str, int], date | None] = {paper.id: paper_day(paper) for paper in ledger.papers()}
    for council, theirs in _by_council(held):
        for series in join([entry.record for entry in theirs], dates, changes):
            if groups and series.changes and series.changes is groups[-1][1][-1].changes:
                groups[-1][1].append(series)  # the same indicator, counted another way
            else:
                groups.append((council, [series]))
    names = Counter((council, series[-1].name) for council, series in groups)
    councils = Counter(name for _, name in names)
    made = []
    for council, group in groups:
        title = _title(group[-1], names[council, group[-1].name])
        shared = council and councils[group[-1].name] > 1
        made.append(Indicator(f"{title} ({council})" if shared else title, group, entries))
    return made


def _by_council(held: Sequence[Entry[Observation]]) -> list[tuple[str | None, list[Entry[Observation]]]]:
    """Figures by the council whose paper prints them, where papers of several are held: what two print of one name is not one
    indicator. Papers that say of no council whose they are stand by themselves then."""
    places = {entry.paper.authority: place_in(entry.paper.authority) for entry in held if entry.paper.authority}
    if len(set(places.values())) < 2:
        return [(None, list(held))]
    grouped: dict[frozenset[str], list[Entry[Observation]]] = defaultdict(list)
    for entry in held:
        grouped[places.get(entry.paper.authority or "", frozenset())].append(entry)
    return [(theirs[0].paper.authority, theirs) for theirs in grouped.values()]


def _title(series: Series, same: int) -> str:
    """Its newest wording; with id and unit where another indicator has the same."""
    if same == 1:
        return series.name
    told = ", ".join(filter(None, (f"id {series.ids[0]}" if series.ids else None, series.unit)))
    return f"{series.name} [{told}]" if told else series.name


def named(finder: Finder, name: str) -> tuple[Indicator | None, list[Choice]]:
    """The indicator a name means, or those it may mean. A bare id means every indicator that has it in some paper."""
    held = indicators(finder)
    asked = normalise(name)
    by_id = [one for one in held if any(asked == i.casefold() for series in one.eras for i in series.ids)]
    if len(by_id) == 1:
        return by_id[0], []
    if by_id:
        return None, [choice(one) for one in by_id]
    names = finder.once("names of indicators", held, lambda: [one.wordings for one in held])
    meant = finder.meant(name, names)
    if meant.one is not None:
        return held[meant.one], []
    return None, [choice(held[i]) for i in meant.choices]


def choice(one: Indicator) -> Choice:
    """An indicator to choose, with its unit and the newest place that prints it."""
    newest = one.points[-1][1].latest
    unit = f" [{one.eras[-1].unit}]" if one.eras[-1].unit and "[" not in one.title else ""
    return Choice(name=f"{one.title}{unit}", citation=place(one.entry(newest)))


def at_period(one: Indicator, asked: str, today: date | None) -> list[tuple[Series, Point]]:
    """The periods of an indicator that are the one asked for, in words or by its days."""
    wanted = parse_period(asked, today=today)
    return [
        (series, point)
        for series, point in one.points
        if normalise(point.period) == normalise(asked)
        or (wanted is not None and any(same_period(wanted, held) for held in _held(point)))
    ]


def _held(point: Point) -> list[Period]:
    """The days of a period, and what its head says: a year to date is under the month it runs to."""
    printed = parse_period(point.period)
    days = Period(point.start, point.end, "range", point.period) if point.start and point.end else None
    if days is not None and point.start == point.end:
        days = Period(days.start, days.end, "snapshot", point.period)
    return [held for held in (days, printed) if held is not None]


def figure_rows(ledger: Ledger, one: Indicator, series: Series, point: Point) -> list[FigureRow]:
    """What papers say of one period: a row for each different value or target, the newest paper's first."""
    groups: list[list[Observation]] = []
    for reading in point.readings:
        same = (g for g in groups if same_value(g[0], reading) and _target(g[0]) == _target(reading))
        group = next((g for g in same if g[0].missing == reading.missing), None)
        if group is None:
            groups.append([reading])
        else:
            group.append(reading)
    rows = [_row(ledger, one, series, point, group) for group in groups]
    for other in rows[1:]:
        other.newest = False
    return rows


def _target(observation: Observation) -> object:
    if observation.target is not None:
        return observation.target
    return normalise(observation.target_as_printed or "")


def _row(ledger: Ledger, one: Indicator, series: Series, point: Point, readings: Sequence[Observation]) -> FigureRow:
    first, *others = [one.entry(reading) for reading in readings]
    fields = first.record.model_dump(include=set(FigureRow.model_fields))
    return FigureRow(
        **fields,
        citation=place(first),
        indicator=one.title,
        state=point.state,
        definition=definition_of(series),
        against_target=judged(ledger, first) if one.current(first.record) else None,
        published=paper_day(first.paper),
        also_at=[place(other) for other in others],
    )


def definition_of(series: Series) -> str | None:
    """Which way of counting a series is of, where that changed."""
    if series.since is None and series.until is None:
        return None
    if series.since is None and series.until is not None:
        return f"counted as before {series.until.day} {series.until:%B %Y}"
    return f"counted as since {series.since.day} {series.since:%B %Y}" if series.since else None


def judged(ledger: Ledger, entry: Entry[Observation]) -> AgainstTarget | None:
    """A figure against its target by the key of its own paper; None where the row has no target."""
    if not entry.record.target_as_printed:
        return None
    keys = keys_of(ledger, entry)
    told = against_target(entry.record, [key.record for key in keys])
    return AgainstTarget(
        met=told.met,
        miss=told.miss,
        rating=told.rating,
        meaning=meaning_of(keys, told.rating),
        reading=told.reading,
        other=told.other,
        agrees=told.agrees,
    )
