"""One action through the papers that report on it: moved, changed, closed, or gone without a word.

Plan and reference find it again first, then its wording: a log's minute number may be off by one and a reference may be
given to another action, so what is worded otherwise is not the same for having its number.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from assistant.records.dates import plain
from assistant.records.model import Action, Milestone, TrackedDecision

Followed = Action | TrackedDecision | Milestone
Match = Literal["reference", "wording", "possible match"]
_Pair = tuple[float, int, int, Match]
_LEAST_CERTAIN: tuple[Match, ...] = ("possible match", "wording", "reference")
Change = Literal[
    "first seen",
    "unchanged",
    "slipped",
    "brought forward",
    "due date added",
    "due date removed",
    "wording changed",
    "lead changed",
    "rating changed",
    "progress changed",
    "closed",
    "reopened",
    "vanished",
    "reappeared",
]

SAME = 92.0
"""How alike (0 to 100) two wordings must be to be one action without a reference to say so."""
SAME_REFERENCE = 60.0
"""How alike when the reference is the same: an action reworded."""
IDENTICAL = 100.0
MAY_BE = 72.0
"""From here on a wording without the same reference is a possible match."""
MARGIN = 6.0
"""By how much the next best must be less alike for a match to be certain."""


class Sighting(NamedTuple):
    """A record, the date of its paper and the paper's id. Without a date the day of the record's position counts; without
    that either it is not followed."""

    record: Followed
    paper_date: date | None
    paper_id: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one paper says of the action, and what that changes; ``record`` is None in a paper it is missing from.

    ``days`` is how far the due date moved, positive for later.
    """

    paper_date: date
    paper_id: str
    record: Followed | None
    changes: tuple[Change, ...]
    match: Match | None = None
    days: int | None = None


@dataclass(slots=True)
class Thread:
    """One action, oldest step first. ``match`` is that of its least certain step, None for an action seen once."""

    series: str
    steps: list[Step] = field(default_factory=list)

    @property
    def last(self) -> Followed:
        """The action as the latest paper that has it tells it."""
        return next(step.record for step in reversed(self.steps) if step.record is not None)

    @property
    def match(self) -> Match | None:
        """How surely the steps are one action."""
        told = {step.match for step in self.steps}
        return next((match for match in _LEAST_CERTAIN if match in told), None)

    @property
    def state(self) -> Literal["open", "closed", "vanished"]:
        """Closed when last told so, vanished when later papers leave it out without that, else open."""
        if self.steps[-1].record is None:
            return "vanished"
        return "closed" if is_complete(self.last) else "open"

    @property
    def slipped(self) -> int:
        """How often its date was put back."""
        return sum("slipped" in step.changes for step in self.steps)


def follow(actions: Sequence[Sighting | tuple[Followed, date | None, str]]) -> list[Thread]:
    """The threads of all actions, each within its series: the papers of one kind on one plan, or of one committee's log.

    An action vanishes when a later paper of its series goes on with other actions of it and leaves this one out,
    though it was not closed. The same paper given twice counts once.
    """
    by_series: dict[str, list[Sighting]] = {}
    for record, paper_date, paper in actions:
        if day := paper_date or record.position_at:
            by_series.setdefault(series_of(record), []).append(Sighting(record, day, paper))
    return [thread for name, sightings in sorted(by_series.items()) for thread in _follow_series(name, sightings)]


def series_of(record: Followed) -> str:
    """What ties papers together: the kind of record with its plan, or with the committee whose log it is."""
    if isinstance(record, TrackedDecision):
        return f"decisions of {_norm(record.committee)}"
    return f"{'milestones' if isinstance(record, Milestone) else 'actions'} of {_norm(record.plan)}"


def is_complete(record: Followed) -> bool:
    """Whether the record says outright that it is done."""
    if isinstance(record, Milestone):
        return (record.status or "").casefold() in {"complete", "completed", "closed", "done"}
    return record.complete is True


def _norm(text: str | None) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in plain(text or "").casefold()).split())


def _wording(record: Followed) -> str:
    if isinstance(record, TrackedDecision):
        return _norm(record.resolution)
    return _norm(record.workstream if isinstance(record, Milestone) else record.action)


def _key(record: Followed) -> str | None:
    """The reference within its series: a plan's own, or minute and meeting."""
    if isinstance(record, TrackedDecision):
        return f"{record.minute} {record.meeting_date}" if record.minute else None
    return record.reference if isinstance(record, Action) else None


def _person(record: Followed) -> str | None:
    if isinstance(record, TrackedDecision):
        return record.officer
    return record.owner if isinstance(record, Milestone) else record.lead


def _follow_series(name: str, sightings: list[Sighting]) -> list[Thread]:
    papers = sorted({(one.paper_date, one.paper_id) for one in sightings if one.paper_date})
    threads: list[Thread] = []
    for day, paper in papers:
        now = _once(one.record for one in sightings if (one.paper_date, one.paper_id) == (day, paper))
        joined = _joined(threads, now)
        for index, record in enumerate(now):
            if index in joined:
                thread, match = joined[index]
                thread.steps.append(_step(thread, record, day, paper, match))
            else:
                threads.append(Thread(name, [Step(day, paper, record, ("first seen",))]))
        if joined:  # a paper that goes on with none of them is another list
            _mark_missing(threads, now, day, paper)
    return threads


def _once(records: Iterable[Followed]) -> list[Followed]:
    """The records of one paper, a row that was given twice once."""
    return list({(record.page, record.as_printed, _wording(record)): record for record in records}.values())


def _mark_missing(threads: list[Thread], now: list[Followed], day: date, paper: str) -> None:
    """Say of each open thread that this paper leaves out that it vanished, once."""
    for thread in threads:
        latest = thread.steps[-1]
        if latest.record is None or (latest.paper_date, latest.paper_id) == (day, paper) or is_complete(latest.record):
            continue
        if latest.paper_date < day and _covers(now, latest.record):
            thread.steps.append(Step(day, paper, None, ("vanished",)))


def _covers(now: list[Followed], record: Followed) -> bool:
    """Whether a paper reports on the section a record stands in: one on priority 2 says nothing of priority 1."""
    section = None if isinstance(record, TrackedDecision) else _norm(record.section)
    told = {_norm(other.section) for other in now if not isinstance(other, TrackedDecision)}
    return not section or section in told


def _joined(threads: list[Thread], now: list[Followed]) -> dict[int, tuple[Thread, Match]]:
    """Each record of a paper with the thread it goes on, best pairs first, one to one."""
    pairs = sorted(_candidates(threads, now), key=lambda pair: (-pair[0], pair[1], pair[2]))
    joined: dict[int, tuple[Thread, Match]] = {}
    taken: set[int] = set()
    for score, index, place, match in pairs:
        if index in joined or place in taken:
            continue
        joined[index] = (
            threads[place],
            "possible match" if _rivalled(score, index, place, pairs, joined, taken) else match,
        )
        taken.add(place)
    return joined


def _rivalled(
    score: float, index: int, place: int, pairs: Sequence[_Pair], joined: Container[int], taken: Container[int]
) -> bool:
    """Whether another pair that is still free comes too near a match for it to be certain."""
    rivals = [
        other
        for other, i, p, _ in pairs
        if (i == index and p != place and p not in taken) or (p == place and i != index and i not in joined)
    ]
    return any(score - other < (MARGIN if score < IDENTICAL else 0.1) for other in rivals)


def _candidates(threads: list[Thread], now: list[Followed]) -> Iterator[_Pair]:
    """(score, record, thread, match) for pairs that may be one action; the same reference adds to the score."""
    told = [(_wording(thread.last), _key(thread.last)) for thread in threads]
    for index, record in enumerate(now):
        wording, key = _wording(record), _key(record)
        for place, (other, other_key) in enumerate(told):
            alike = token_sort_ratio(wording, other)
            same = key is not None and key == other_key
            if same and alike >= SAME_REFERENCE:
                yield alike + 2 * MARGIN, index, place, "reference"
            elif alike >= SAME and _numbers(wording) == _numbers(other):
                yield alike, index, place, "wording"
            elif alike >= MAY_BE or (same and token_set_ratio(wording, other) >= SAME):
                yield alike, index, place, "possible match"


def _numbers(wording: str) -> list[str]:
    """The figures of a wording: "Recruit 12" and "Recruit 15" may be one action changed or two."""
    return sorted(word for word in wording.split() if any(c.isdigit() for c in word))


def _step(thread: Thread, record: Followed, day: date, paper: str, match: Match) -> Step:
    before = thread.last
    changes: list[Change] = ["reappeared"] if thread.steps[-1].record is None else []
    moved = (record.due - before.due).days if record.due and before.due else None
    if moved:
        changes.append("slipped" if moved > 0 else "brought forward")
    elif (record.due is None) != (before.due is None):
        changes.append("due date removed" if record.due is None else "due date added")
    if _wording(record) != _wording(before):
        changes.append("wording changed")
    if _norm(_person(record)) != _norm(_person(before)):
        changes.append("lead changed")
    if _rating(record) != _rating(before):
        changes.append("rating changed")
    if _progress(record) != _progress(before):
        changes.append("progress changed")
    if is_complete(record) != is_complete(before):
        changes.append("closed" if is_complete(record) else "reopened")
    return Step(day, paper, record, tuple(changes) or ("unchanged",), match, moved or None)


def _rating(record: Followed) -> str | None:
    if isinstance(record, TrackedDecision):
        return None
    return record.status if isinstance(record, Milestone) else record.rating


def _progress(record: Followed) -> str:
    if isinstance(record, Milestone):
        return f"{_norm(record.this_period)} | {_norm(record.next_period)}"
    return _norm(record.progress)
