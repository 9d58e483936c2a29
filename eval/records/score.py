"""Records against labels: which rows were found, which were invented, which cells are right, wrong or missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from eval.records.labels import Label, Labels
from eval.records.values import IDENTITY, agrees, is_empty, is_spec


class Found(NamedTuple):
    """A record as the scorer sees it: the paper's file name, the kind, the fields."""

    document: str
    kind: str
    fields: Mapping[str, Any]

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return int(self.fields["page"])


class Fault(NamedTuple):
    """One thing that is not as labelled. ``what`` is missing row, invented row, wrong cell or missing cell."""

    what: str
    document: str
    page: int
    kind: str
    row: str
    field: str = ""
    expected: Any = None
    found: Any = None


@dataclass(slots=True)
class Tally:
    """Counts for one kind of record, or for all."""

    rows: int = 0
    found: int = 0
    invented: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def cells(self) -> int:
        """Cells that labels speak of; those of rows that were not found are missing."""
        return self.right + self.wrong + self.missing

    @property
    def rows_share(self) -> float:
        """The share of rows found, 1.0 where none was to be found."""
        return self.found / self.rows if self.rows else 1.0

    @property
    def cells_share(self) -> float:
        """The share of cells right, 1.0 where none was to be compared."""
        return self.right / self.cells if self.cells else 1.0

    def add(self, other: Tally) -> None:
        """Count another tally in."""
        for name in ("rows", "found", "invented", "right", "wrong", "missing"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Score:
    """What a comparison gave: a tally a kind, every fault with its place, and the verdicts on things in lists by field."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    things: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[Fault] = field(default_factory=list)

    def total(self, kinds: Iterable[str] | None = None) -> Tally:
        """The sum over some kinds, or over all."""
        whole = Tally()
        for kind, tally in self.tallies.items():
            if kinds is None or kind in kinds:
                whole.add(tally)
        return whole


def score(labels: Labels, records: Sequence[Found]) -> Score:
    """Compare records with labels. The order of the records is that of their papers."""
    result = Score()
    places: dict[tuple[str, str, int], list[Found]] = defaultdict(list)
    for record in records:
        places[record.document, record.kind, record.page].append(record)
    rows = sorted(labels.rows, key=lambda row: row.optional)  # what must be there chooses first
    for row in rows:
        tally = result.tallies[row.kind]
        tally.rows += not row.optional
        match = _match(row, places[row.document, row.kind, row.page])
        if match is not None:
            places[row.document, row.kind, row.page].remove(match)
            tally.found += not row.optional
            _compare(row, match, result)
        elif not row.optional:
            result.faults.append(Fault("missing row", row.document, row.page, row.kind, _told(row.key)))
            _compare(row, None, result)
    for (document, kind, page), left in sorted(places.items()):
        if left and labels.is_complete(document, kind, page):
            result.tallies[kind].invented += len(left)
            result.faults += [
                Fault("invented row", document, page, kind, str(one.fields.get("as_printed", ""))[:120]) for one in left
            ]
    return result


def _match(row: Label, records: list[Found]) -> Found | None:
    """The record that the key names: the first, or with ``nth`` that one of those left.

    Of several the one that agrees in most cells is taken, so that twins on a page find each their own.
    """
    key = {name: value for name, value in row.key.items() if name != "nth"}
    fits = [r for r in records if all(agrees(v, r.fields.get(name), name, key=True) for name, v in key.items())]
    if "nth" in row.key:
        return fits[row.key["nth"] - 1] if len(fits) >= row.key["nth"] else None
    return max(fits, key=lambda r: _agreeing(row, r), default=None)


def _agreeing(row: Label, record: Found) -> int:
    return sum(agrees(value, record.fields.get(name), name) for name, value in row.cells.items())


def _compare(row: Label, record: Found | None, result: Score) -> None:
    """Count a row's cells; those of a row that was not found are all missing, and the row itself is the fault told."""
    counted: Counter[str] = Counter()
    for name, expected in row.cells.items():
        things = _is_things(expected)
        actual = None if record is None else record.fields.get(name)
        verdicts = _things(expected, actual, name) if things else [(_verdict(expected, actual, name), expected, actual)]
        for verdict, wanted, had in verdicts:
            verdict = "missing" if record is None else verdict
            counted[verdict] += 1
            if things:
                result.things[name][verdict] += 1
            if verdict != "right" and record is not None:
                place = (row.document, row.page, row.kind, _told(row.key))
                result.faults.append(Fault(f"{verdict} cell", *place, name, wanted, had))
    tally = result.tallies[row.kind]
    tally.right += counted["right"]
    tally.wrong += counted["wrong"]
    tally.missing += counted["missing"]


def _verdict(expected: Any, actual: Any, name: str) -> str:
    if agrees(expected, actual, name):
        return "right"
    return "missing" if is_empty(actual) else "wrong"


def _is_things(expected: Any) -> bool:
    """Whether a label's value is a list of things with fields of their own, each of which is a cell."""
    return isinstance(expected, list) and any(isinstance(one, Mapping) and not is_spec(one) for one in expected)


def _things(expected: list[Any], actual: Any, name: str) -> list[tuple[str, Any, Any]]:
    """A verdict a thing: the right ones first, then those told apart by what identifies them, then what is left over."""
    left = list(actual or [])
    verdicts: list[tuple[str, Any, Any]] = []
    open_ones = []
    for thing in expected:
        at = next((i for i, one in enumerate(left) if agrees(thing, one, name)), None)
        if at is None:
            open_ones.append(thing)
        else:
            verdicts.append(("right", thing, left.pop(at)))
    for thing in open_ones:
        at = next((i for i, one in enumerate(left) if _same(thing, one)), None)
        if at is not None:
            verdicts.append(("wrong", thing, left.pop(at)))
        elif not (isinstance(thing, Mapping) and thing.get("optional")):
            verdicts.append(("missing", thing, None))
    return verdicts + [("wrong", None, one) for one in left]


def _same(thing: Any, one: Any) -> bool:
    if not (isinstance(thing, Mapping) and isinstance(one, Mapping)):
        return False
    name = next((field for field in IDENTITY if field in thing), None)
    return name is not None and agrees(thing[name], one.get(name), "names" if name == "name" else name, key=True)


def _told(key: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in key.items())[:160]
