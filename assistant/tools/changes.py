"""What moved from one paper to a later one: indicators, actions, tracked decisions, risks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from assistant.papers.normalise import normalise
from assistant.records.following import follow
from assistant.records.model import Observation, Risk
from assistant.records.risk_following import follow_risks
from assistant.records.series import Point, same_value
from assistant.retrieval.holdings import paper_day
from assistant.store.tables import PaperRow
from assistant.tools.actions import KINDS_OF_ACTION, AnyAction, action_entries, action_row
from assistant.tools.arithmetic import difference
from assistant.tools.figures import Indicator, indicators
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder
from assistant.tools.result import Choice, Place, Result, Row, place, scope_of
from assistant.tools.sifting import told_day


class ChangeRow(Row):
    """One thing that differs. ``before`` and ``after`` are as printed in the two papers; ``citation`` is of the later
    paper, for what is gone of the earlier. ``working`` is the arithmetic between two figures.
    """

    kind: Literal["indicator", "action", "tracked decision", "milestone", "risk"]
    name: str
    what: list[str]
    before: str | None
    after: str | None
    working: str | None = None
    before_at: Place | None = None


def changes_between(finder: Finder, older: str, newer: str) -> Result[ChangeRow]:
    """What a paper changes against an earlier one, by file name, id or words of the title. What stayed is left out."""
    scope = scope_of(finder.ledger, Observation, *KINDS_OF_ACTION, Risk)
    found = [paper_meant(finder, asked) for asked in (older, newer)]
    choices = [choice for _, several in found for choice in several]
    one, other = found[0][0], found[1][0]
    if one is None or other is None:
        unknown = [
            asked for asked, (paper, several) in zip((older, newer), found, strict=True) if not paper and not several
        ]
        note = f"No paper held here is called {' or '.join(map(repr, unknown))}." if unknown else None
        return Result(choices=choices, note=note, scope=scope)
    if (paper_day(one) or date.min) > (paper_day(other) or date.min):
        one, other = other, one
    rows = [*_figures(finder, one, other), *_actions(finder, one, other), *_risks(finder, one, other)]
    note = f"From {one.document} ({told_day(paper_day(one))}) to {other.document} ({told_day(paper_day(other))})."
    return Result(rows=rows, note=note, scope=scope)


def paper_meant(finder: Finder, asked: str) -> tuple[PaperRow | None, list[Choice]]:
    """The paper that a file name, an id or words of its title mean, or those that they may mean."""
    papers = finder.ledger.papers()
    exact = [
        p
        for p in papers
        if normalise(asked) in {p.id, normalise(p.document), normalise(p.document.removesuffix(".pdf"))}
    ]
    if len(exact) == 1:
        return exact[0], []
    if exact:
        return None, [_choice(paper) for paper in exact]
    names = [
        [paper.title, f"{paper.title} {paper.document.replace('-', ' ').removesuffix('.pdf')}"] for paper in papers
    ]
    meant = finder.meant(asked, names)
    if meant.one is not None:
        return papers[meant.one], []
    return None, [_choice(papers[i]) for i in meant.choices]


def _choice(paper: PaperRow) -> Choice:
    day = paper.meeting_date.isoformat() if paper.meeting_date else None
    cited = Place(
        document=paper.document, title=paper.title, date=day, page=1, page_label=None, quote="", boxes=[], paper_id=paper.id
    )  # fmt: skip
    return Choice(name=f"{paper.document}: {paper.title}", citation=cited)


def _figures(finder: Finder, older: PaperRow, newer: PaperRow) -> Iterator[ChangeRow]:
    """Indicators of both papers: the latest figure of each, and figures of one period that the later paper restates."""
    for one in indicators(finder):
        before, after = _newest_in(one, older.id), _newest_in(one, newer.id)
        if before is None or after is None:
            continue
        (old_era, old_point, old), (new_era, new_point, new) = before, after
        if old_point is not new_point:
            what = (
                ["new figure"] if old_era == new_era else ["new figure", "counted another way: the two do not compare"]
            )
            if normalise(old.target_as_printed or "") != normalise(new.target_as_printed or ""):
                what.append(f"target {old.target_as_printed or 'none'} → {new.target_as_printed or 'none'}")
            yield _figure(one, old, new, what, old_era == new_era)
        for _, point in one.points:
            first = next((r for r in point.readings if r.paper_id == older.id and r.value is not None), None)
            later = next((r for r in point.readings if r.paper_id == newer.id and r.value is not None), None)
            if first is not None and later is not None and not same_value(first, later):
                yield _figure(one, first, later, ["restated"], True)


def _figure(one: Indicator, old: Observation, new: Observation, what: list[str], comparable: bool) -> ChangeRow:
    working = None
    if comparable and old.unit == new.unit and old.value is not None and new.value is not None:
        working = difference(new.value, old.value, new.unit, new.value_as_printed, old.value_as_printed).working
    return ChangeRow(
        kind="indicator",
        name=one.title,
        what=what,
        before=f"{old.period}: {old.value_as_printed}",
        after=f"{new.period}: {new.value_as_printed}",
        working=working,
        before_at=place(one.entry(old)),
        citation=place(one.entry(new)),
    )


def _newest_in(one: Indicator, paper: str) -> tuple[int, Point, Observation] | None:
    """The latest period of an indicator that a paper has a figure for: the era, the period and the reading."""
    held = [
        (era, point, reading)
        for era, series in enumerate(one.eras)
        for point in series.points
        for reading in point.readings
        if reading.paper_id == paper and reading.value is not None
    ]
    return max(held, key=lambda found: found[1].end or date.min, default=None)


def _actions(finder: Finder, older: PaperRow, newer: PaperRow) -> Iterator[ChangeRow]:
    """Actions, milestones and tracked decisions followed over these two papers alone."""
    entries = {id(e.record): e for e in action_entries(finder) if e.paper.id in {older.id, newer.id}}
    days = _days(older, newer)
    sightings = [(entry.record, days[entry.paper.id], entry.paper.id) for entry in entries.values()]
    both = {paper for _, _, paper in sightings} == {older.id, newer.id}
    for thread in follow(sightings) if both else []:
        last = thread.steps[-1]
        before = next((entries[id(s.record)] for s in thread.steps if s.record and s.paper_id == older.id), None)
        after = next((entries[id(s.record)] for s in thread.steps if s.record and s.paper_id == newer.id), None)
        if after is None and "vanished" not in last.changes:
            continue
        what = ["new"] if before is None else [str(change) for change in last.changes if change != "unchanged"]
        cited = after or before
        if not what or cited is None:
            continue
        yield ChangeRow(
            kind=action_row(cited).kind,
            name=" ".join(filter(None, (action_row(cited).reference, action_row(cited).action))),
            what=what,
            before=_told(before),
            after=_told(after),
            before_at=place(before) if before else None,
            citation=place(cited),
        )


def _days(older: PaperRow, newer: PaperRow) -> dict[str, date]:
    """The days of two papers by id, the later one's later even where they are of one day or of none."""
    first = paper_day(older) or date.min
    return {older.id: first, newer.id: max(paper_day(newer) or date.min, first + timedelta(days=1))}


def _told(entry: Entry[AnyAction] | None) -> str | None:
    """An action's date, rating and progress as printed."""
    if entry is None:
        return None
    row = action_row(entry)
    return " | ".join(filter(None, (row.timescale, row.rating, row.progress))) or None


def _risks(finder: Finder, older: PaperRow, newer: PaperRow) -> Iterator[ChangeRow]:
    """Risks followed over these two papers alone: new, gone, or with another score or number."""
    entries = {id(e.record): e for e in finder.ledger.entries(Risk) if e.paper.id in {older.id, newer.id}}
    days = _days(older, newer)
    if {entry.paper.id for entry in entries.values()} != {older.id, newer.id}:
        return
    for thread in follow_risks([(days[e.paper.id], e.record) for e in entries.values()]):
        held = {entries[id(seen.risk)].paper.id: entries[id(seen.risk)] for seen in thread.seen}
        before, after = held.get(older.id), held.get(newer.id)
        cited = after or before
        if cited is None:
            continue
        what = ["new"] if before is None else ["gone"] if after is None else []
        if before and after and before.record.current_as_printed != after.record.current_as_printed:
            what.append(f"score {thread.direction or 'changed'}")
        if thread.renumbered:
            what.append("renumbered")
        if what:
            yield ChangeRow(
                kind="risk",
                name=" ".join(filter(None, (cited.record.number, cited.record.description))),
                what=what,
                before=before.record.current_as_printed if before else None,
                after=after.record.current_as_printed if after else None,
                before_at=place(before) if before else None,
                citation=place(cited),
            )
