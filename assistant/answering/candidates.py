"""Questions that a record behind an answer leads to, each with what the papers print as its answer and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assistant.answering.compose import spoken
from assistant.records.model import Action, BudgetLine, Meeting, Milestone, Observation, Record, Resolution, Risk
from assistant.records.model import TrackedDecision as Tracked
from assistant.records.series import Point
from assistant.tools.actions import action_row
from assistant.tools.figures import Indicator, indicators
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder

LONGEST_NAME = 110  # characters by which a question names a thing; a longer one is no question that anybody would press
_TELLING = 60  # characters of a long text by which an answer is known to hold it
_ROLES = {"budget": "budget", "forecast": "forecast", "outturn": "outturn", "variance": "variance", "savings": "saving"}


_WITH_ARTICLE = re.compile(r"\b(?:Committee|Sub-Committee|Board|Panel|Forum|Commission|Group)$", re.IGNORECASE)


class Candidate(NamedTuple):
    """A question, and what an answer to it must hold: ``printed``, and a citation of one of ``places`` (paper id, page), where
    it stands."""

    question: str
    printed: str
    places: frozenset[tuple[str, int]]


def of_record(finder: Finder, entry: Entry[Record]) -> Iterator[Candidate]:
    """The questions that a record leads to, the most telling first."""
    record = entry.record
    if isinstance(record, Observation):
        yield from _of_figure(finder, record)
    elif isinstance(record, Resolution):
        yield from _of_decision(finder, Entry(record, entry.paper))
    elif isinstance(record, Action | Tracked | Milestone):
        yield from _of_action(finder, Entry(record, entry.paper))
    elif isinstance(record, Risk):
        yield from _of_risk(record)
    elif isinstance(record, BudgetLine):
        yield from _of_budget(finder, record)
    elif isinstance(record, Meeting):
        yield from _of_meeting(finder, record.committee, record.meeting_date, record.paper_id)


def _of_figure(finder: Finder, record: Observation) -> Iterator[Candidate]:
    found = ((one, point) for one in indicators(finder) for _, point in one.points if _has(point, record))
    one, at_hand = next(found, (None, None))
    if one is None:
        return
    name = one.title
    held = [point for _, point in one.points if point.latest.value is not None]
    at = next((i for i, point in enumerate(held) if point is at_hand), None)
    before = [point for point in held[:at] if at_hand is not None and point.kind == at_hand.kind]
    if before:
        yield _of_point(f"What was {{name}} in {_told(before[-1])}?", one, before[-1])
    if record.target_as_printed:
        yield _printed(f"What is the target for “{name}”?", record.target_as_printed, record)
    if at is not None and at < len(held) - 1:
        yield _of_point("What is the latest figure for {name}?", one, held[-1])
    for benchmark in record.benchmarks:
        yield _printed(f"What is the {benchmark.name} figure for “{name}”?", benchmark.as_printed, record)
    if len(held) > 1:
        yield _of_point("Is {name} getting better or worse?", one, held[-1])
    if record.owner:
        yield _printed(f"Who is responsible for “{name}”?", record.owner, record)


def _has(point: Point, record: Observation) -> bool:
    return any(reading is record for reading in point.readings)


def _of_point(question: str, one: Indicator, point: Point) -> Candidate:
    same = [reading for reading in point.readings if reading.value_as_printed == point.latest.value_as_printed]
    return _printed(question.format(name=f"“{one.title}”"), point.latest.value_as_printed, *same)


def _told(point: Point) -> str:
    """A period as a question names it: a month in full, another as it is printed."""
    start, end = point.start, point.end
    month = start and end and (start.year, start.month) == (end.year, end.month)
    return f"{start:%B %Y}" if month else point.period


def _of_decision(finder: Finder, entry: Entry[Resolution]) -> Iterator[Candidate]:
    record = entry.record
    about = f"{record.minute_title} on {spoken(record.meeting_date)}"
    copies = [e.record for e in finder.ledger.entries(Resolution) if _minute_of(e.record) == _minute_of(record)]
    if record.minute_title and record.meeting_date:
        for tracked in finder.ledger.entries(Tracked):
            if _tracks(tracked.record, record):
                yield from _of_action(finder, Entry(tracked.record, tracked.paper), record.minute_title)
        if record.mover:
            yield _printed(f"Who moved the decision on {about}?", record.mover, *copies)
        for vote in record.votes:
            if vote.count is not None:
                yield _printed(f"How did the vote go on {about}?", str(vote.count), *copies)
                break
        if record.reasons:
            yield _printed(f"What were the reasons for the decision on {about}?", record.reasons[:_TELLING], *copies)
    yield from _of_meeting(finder, record.committee, record.meeting_date, record.paper_id, record)


def _minute_of(record: Resolution) -> tuple[object, ...]:
    return record.committee, record.meeting_date, record.minute, record.minute_title


def _the(committee: str) -> str:
    return f"the {committee}" if _WITH_ARTICLE.search(committee) else committee


def _tracks(tracked: Tracked, decision: Resolution) -> bool:
    same_meeting = tracked.meeting_date is not None and tracked.meeting_date == decision.meeting_date
    return same_meeting and bool(tracked.minute) and tracked.minute == decision.minute


def _of_meeting(
    finder: Finder, committee: str | None, held: date | None, paper_id: str, told: Resolution | None = None
) -> Iterator[Candidate]:
    """What else a meeting decided by the minutes at hand, and who chaired it."""
    if not (committee and held):
        return
    decided = [e.record for e in finder.ledger.entries(Resolution)]
    decided = [r for r in decided if (r.committee, r.meeting_date) == (committee, held)]
    others = [r for r in decided if r.paper_id == paper_id and (told is None or _minute_of(r) != _minute_of(told))]
    if others:
        yield _printed(f"What did {_the(committee)} decide on {spoken(held)}?", others[0].text[:_TELLING], others[0])
    meetings = [e.record for e in finder.ledger.entries(Meeting)]
    meetings = [m for m in meetings if (m.committee, m.meeting_date) == (committee, held) and m.chair]
    if meetings:
        chair = meetings[0].chair or ""
        yield _printed(f"Who chaired the {committee} meeting of {spoken(held)}?", chair, *meetings)


def _of_action(
    finder: Finder, entry: Entry[Action | Tracked | Milestone], title: str | None = None
) -> Iterator[Candidate]:
    row, record = action_row(entry), entry.record
    short = _called(row.action)
    name = f"the action on {title}" if title else f"“{short}”" if short else None
    progress = record.this_period if isinstance(record, Milestone) else row.progress
    if name and row.lead:
        yield _printed(f"Who is responsible for {name}?", row.lead, record)
    if name and row.timescale:
        yield _printed(f"When is {name} due?", row.timescale, record)
    if name and progress:
        yield _printed(f"What progress has been made on {name}?", progress[:_TELLING], record)
    for other in finder.ledger.entries(type(record)):
        beside = action_row(other)
        if row.lead and beside.lead == row.lead and beside.action != row.action:
            yield _printed(f"Which actions is {row.lead} responsible for?", beside.action[:_TELLING], other.record)
            return


def _of_risk(record: Risk) -> Iterator[Candidate]:
    name = _called(record.description)
    if not name:
        return
    if record.owner:
        yield _printed(f"Who owns the risk “{name}”?", record.owner, record)
    if record.current_as_printed:
        yield _printed(f"What is the current score of the risk “{name}”?", record.current_as_printed, record)
    if record.mitigation:
        yield _printed(f"What is being done about the risk “{name}”?", record.mitigation[:_TELLING], record)


def _of_budget(finder: Finder, record: BudgetLine) -> Iterator[Candidate]:
    """The other figures of a line, and the line of the same table that is furthest from its budget."""
    yield from _amounts(record, *_ROLES)
    table = (record.paper_id, record.page, record.table)
    beside = [e.record for e in finder.ledger.entries(BudgetLine)]
    beside = [r for r in beside if (r.paper_id, r.page, r.table) == table and r is not record and not r.total]
    if beside:
        yield from _amounts(max(beside, key=_variance), "variance")


def _amounts(record: BudgetLine, *roles: str) -> Iterator[Candidate]:
    for amount in record.amounts:
        if amount.role in roles and amount.value is not None:
            yield _printed(f"What is the {_ROLES[amount.role]} for {record.service}?", amount.as_printed, record)


def _variance(record: BudgetLine) -> float:
    return max((abs(a.value) for a in record.amounts if a.role == "variance" and a.value is not None), default=0.0)


def _called(text: str) -> str | None:
    """What a thing described at length is called: all of it, or its first sentence; None where even that is long."""
    whole = " ".join(text.split()).rstrip(".")
    first = whole.partition(". ")[0]
    return next((name for name in (whole, first) if 0 < len(name) <= LONGEST_NAME), None)


def _printed(question: str, printed: str, *records: Record) -> Candidate:
    return Candidate(" ".join(question.split()), printed, frozenset((one.paper_id, one.page) for one in records))
