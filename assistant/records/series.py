"""Indicators followed over papers: the observations of one indicator as one series, restated figures side by side.

A series ends where the indicator begins to be counted another way. Near-twins are never joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Literal

from assistant.records.dates import plain
from assistant.records.likeness import Label, apart, by_word, likeness
from assistant.records.model import DefinitionChange, Observation, Record

State = Literal["single", "same", "restated", "conflicting"]
Source = tuple[str, int]
Age = tuple[date, date]
Dated = str | tuple[str, int]
_LONG_AGO = date(1, 1, 1)
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Point:
    """What papers say of one period, the newest figures first.

    ``state``: "single" (one paper), "same" (several that agree), "restated" (a later paper prints another value),
    "conflicting" (one paper prints several, or it is not known which paper is the newer).
    """

    period: str
    start: date | None
    end: date | None
    kind: str | None
    readings: tuple[Observation, ...]
    state: State

    @property
    def latest(self) -> Observation:
        """The reading of the newest paper; one with a figure before one without."""
        return self.readings[0]

    @property
    def values(self) -> tuple[float, ...]:
        """The different values published, the newest first."""
        found: list[Observation] = []
        for reading in self.readings:
            if reading.value is not None and not any(same_value(reading, other) for other in found):
                found.append(reading)
        return tuple(reading.value for reading in found if reading.value is not None)


@dataclass(slots=True)
class Series:
    """One indicator over papers. ``name`` is its newest wording; ``since`` and ``until`` tell of a change of definition:
    the first day of this way of counting, the first day of the next."""

    name: str
    names: list[str]
    ids: list[str]
    unit: str | None
    good: Literal["up", "down"] | None
    qualifier: str | None
    points: list[Point]
    since: date | None = None
    until: date | None = None
    changes: list[DefinitionChange] = field(default_factory=list)

    @property
    def observations(self) -> list[Observation]:
        """All its observations, in the order of its points."""
        return [reading for point in self.points for reading in point.readings]


def join(
    observations: Iterable[Observation],
    dates: Mapping[Dated, date | None] | None = None,
    changes: Sequence[DefinitionChange] = (),
) -> list[Series]:
    """Observations of several papers as series, in the order in which their indicators are first met.

    ``dates`` are the dates of the papers by ``paper_id``, or of their parts by ``(paper_id, part)``: of two that print the same
    last period the later is the newer. ``changes`` are the notes of changed definitions in these papers.
    """
    when = dict(dates or {})
    everything = list(observations)
    keys = _keys(everything)
    groups: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for observation, key in zip(everything, keys, strict=True):
        groups[key].append(observation)
    members = list(groups.values())
    labels = {index: _label(group) for index, group in enumerate(members)}
    found: list[Series] = []
    for cluster in _clusters(labels):
        found += _split([members[index] for index in cluster], when, changes)
    return found


def same_value(a: Observation, b: Observation) -> bool:
    """Whether two figures say the same when the more exact is rounded as the other is printed."""
    if a.value is None or b.value is None:
        return a.value is b.value
    if a.unit and b.unit and a.unit != b.unit:
        return False
    mine, theirs = _places(a.value_as_printed), _places(b.value_as_printed)
    if mine == theirs:
        return a.value == b.value
    return bool(abs(a.value - b.value) <= 0.5 * 10.0 ** -min(mine, theirs) + _EXACT)


def _places(printed: str) -> int:
    """Digits after the point of the first number printed."""
    digits = plain(printed).partition(".")[2]
    return len(digits) - len(digits.lstrip("0123456789"))


def _wording(name: str) -> str:
    return " ".join(plain(name).lower().replace("*", "").split())


def _keys(observations: Sequence[Observation]) -> list[tuple[str, ...]]:
    """What tells indicators apart: wording and unit, and where one paper prints other figures under the same wording, also
    the id or, without one, the heading they stand under."""
    units: dict[tuple[str, str, str], str] = {}
    for o in observations:
        if o.unit:
            units.setdefault((o.paper_id, _wording(o.name), o.as_printed), o.unit)
    base = [
        (_wording(o.name), o.unit or units.get((o.paper_id, _wording(o.name), o.as_printed), "")) for o in observations
    ]
    printed: dict[tuple[tuple[str, str], str, object], set[float]] = defaultdict(set)
    for o, key in zip(observations, base, strict=True):
        if o.value is not None:
            printed[key, o.paper_id, (o.period_start, o.period_end, o.period)].add(o.value)
    twins = {key for (key, _, _), values in printed.items() if len(values) > 1}
    return [
        (*key, o.indicator_id or "", "" if o.indicator_id else o.priority or "") if key in twins else key
        for o, key in zip(observations, base, strict=True)
    ]


def _label(group: Sequence[Observation]) -> Label:
    label = Label(group[0].name, next((o.unit for o in group if o.unit), None))
    for o in group:
        if o.indicator_id:
            label.ids.add(o.indicator_id.lower())
        place = label.periods.setdefault((o.paper_id, o.part), {})
        if o.value is not None and o.period_end is not None:
            label.values.setdefault(o.period_end, set()).add(o.value)
        if o.period_end is not None:
            place.setdefault((o.period_end, o.period), set()).update({o.value} if o.value is not None else set())
    return label


def _clusters(labels: Mapping[int, Label]) -> list[list[int]]:
    """The labels that are one indicator each, surest likenesses first; a label never joins one it stands apart from."""
    pairs = {pair for group in by_word(labels).values() for pair in combinations(group, 2)}
    scored = [(likeness(labels[a], labels[b]), a, b) for a, b in pairs]
    cluster = {index: [index] for index in labels}
    for score, a, b in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        one, other = cluster[a], cluster[b]
        if score <= 0 or one is other or any(apart(labels[x], labels[y]) for x in one for y in other):
            continue
        one += other
        for index in other:
            cluster[index] = one
    return [sorted(group) for group in {id(group): group for group in cluster.values()}.values()]


def _split(
    groups: Sequence[Sequence[Observation]], when: Mapping[Dated, date | None], changes: Sequence[DefinitionChange]
) -> list[Series]:
    """One series, or several where the indicator came to be counted another way."""
    own = [_changes_of(group, changes) for group in groups]
    every = [change for some in own for change in some]
    eras: dict[int, list[Observation]] = defaultdict(list)
    for group, some in zip(groups, own, strict=True):
        for observation in group:
            eras[_era(observation, some or every, when)].append(observation)
    made = []
    for era, held in sorted(eras.items()):
        series = _series(held, when)
        starts = sorted({change.since_date for change in every if change.since_date})
        series.changes = every
        if starts and len(eras) > 1:
            series.since = starts[0] if era else None
            series.until = None if era else starts[0]
        made.append(series)
    return made


def _changes_of(group: Sequence[Observation], changes: Sequence[DefinitionChange]) -> list[DefinitionChange]:
    """The changes of definition noted for an indicator in a paper that prints it."""
    return [
        change
        for change in changes
        if any(
            o.paper_id == change.paper_id
            and _wording(o.name) == _wording(change.indicator)
            and (change.indicator_id is None or o.indicator_id is None or o.indicator_id == change.indicator_id)
            for o in group
        )
    ]


def _era(observation: Observation, changes: Sequence[DefinitionChange], when: Mapping[Dated, date | None]) -> int:
    """How many changes of definition lie before a figure. A change without its day counts from the paper that notes it."""
    cuts = sorted({change.since_date for change in changes if change.since_date})
    if cuts:
        return sum(cut <= (observation.period_end or _LONG_AGO) for cut in cuts[-1:])
    noted = [_age(change, when) for change in changes]
    return int(bool(noted) and _age(observation, when) >= min(noted))


def _age(record: Record, when: Mapping[Dated, date | None]) -> date:
    """The date of a record's part of its paper, else of the paper."""
    return when.get((record.paper_id, record.part)) or when.get(record.paper_id) or _LONG_AGO


def _series(observations: Sequence[Observation], when: Mapping[Dated, date | None]) -> Series:
    age = _ages(observations, when)
    newest = sorted(observations, key=lambda o: age[o.paper_id, o.part], reverse=True)
    grouped: dict[object, list[Observation]] = defaultdict(list)
    for o in newest:
        dated = o.period_end is not None
        grouped[(o.period_start, o.period_end) if dated else (o.period, o.paper_id)].append(o)
    points = [_point(some, age) for some in grouped.values()]
    points.sort(key=lambda p: (p.end or _LONG_AGO, p.start or _LONG_AGO))
    goods = {o.good for o in newest if o.good}
    return Series(
        name=newest[0].name,
        names=list(dict.fromkeys(o.name for o in newest)),
        ids=list(dict.fromkeys(o.indicator_id for o in newest if o.indicator_id)),
        unit=next((o.unit for o in newest if o.unit), None),
        good=goods.pop() if len(goods) == 1 else None,
        qualifier=next((o.qualifier for o in newest if o.qualifier), None),
        points=points,
    )


def _ages(observations: Sequence[Observation], when: Mapping[Dated, date | None]) -> dict[Source, Age]:
    """How new the figures of each part of a paper are: by the last period it prints of this indicator, then by its date.

    A report of December that is put before a meeting in February is no newer than the report of January.
    """
    ages: dict[Source, Age] = {}
    for o in observations:
        source = o.paper_id, o.part
        last = max(o.period_end or _LONG_AGO, ages.get(source, (_LONG_AGO, _LONG_AGO))[0])
        ages[source] = last, _age(o, when)
    return ages


def _point(readings: Sequence[Observation], age: Mapping[Source, Age]) -> Point:
    ordered = sorted(readings, key=lambda o: (o.paper_id, o.page))
    ordered.sort(key=lambda o: (o.value is not None, age[o.paper_id, o.part]), reverse=True)
    first = ordered[0]
    state = _state(ordered, age)
    return Point(first.period, first.period_start, first.period_end, first.period_kind, tuple(ordered), state)


def _state(readings: Sequence[Observation], age: Mapping[Source, Age]) -> State:
    told = [o for o in readings if o.value is not None]
    if len(told) < 2:
        return "single"
    different = [(a, b) for a, b in combinations(told, 2) if not same_value(a, b)]
    if not different:
        return "same"
    at_once = any(age[a.paper_id, a.part] == age[b.paper_id, b.part] for a, b in different)
    return "conflicting" if at_once else "restated"
