"""Meetings, minutes and decisions: what was resolved, when, by whom, and whether its minutes are confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from assistant.papers.normalise import normalise
from assistant.records.model import (
    Confirmation,
    Meeting,
    Minute,
    Person,
    Recommendation,
    Resolution,
    Standing,
    Verb,
    Vote,
)
from assistant.tools.ledger import Entry, Ledger
from assistant.tools.names import Finder
from assistant.tools.result import Choice, Place, Result, Row, joined, place, scope_of
from assistant.tools.sifting import by_body, by_day, by_topic, copies, newest_first, number_of, same_body


class Confirmed(Row):
    """That a later meeting confirmed the minutes, where it says so, and how it corrected them."""

    meeting_date: date | None
    minute: str | None
    correction: str | None


class Held(Row):
    """What rows of minutes have in common. ``also_at`` are other papers that print the same."""

    committee: str | None
    meeting_date: date | None
    status: Standing | None
    confirmed: list[Confirmed] = Field(default_factory=list)
    also_at: list[Place] = Field(default_factory=list)


class DecisionRow(Held):
    """A decision, word for word."""

    municipal_year: str | None
    minute: str | None
    title: str | None
    verb: Verb
    text: str
    parts: list[str]
    mover: str | None
    seconder: str | None
    votes: list[Vote]
    outcome: str | None
    amounts: list[str]
    delegations: list[str]


class Confirms(Row):
    """That this minute confirmed the minutes of an earlier meeting; ``minutes`` are where those stand."""

    confirms: date
    correction: str | None
    minutes: list[Place]


class MinuteRow(Held):
    """A minute. Its key is body, municipal year and number."""

    municipal_year: str | None
    number: str | None
    title: str
    text: str
    points: list[str]
    confirms: list[Confirms] = Field(default_factory=list)


class MeetingRow(Held):
    """A meeting as its minutes record it."""

    place: str | None
    chair: str | None
    vice_chair: str | None
    present: list[Person]
    apologies: list[Person]
    substitutes: list[Person]
    in_attendance: list[Person]
    started: str | None
    finished: str | None


def find_decisions(
    finder: Finder,
    topic: str | None = None,
    committee: str | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    minute: str | None = None,
    verb: Verb | None = None,
) -> Result[DecisionRow]:
    """Decisions that meetings took, newest first. What a report recommends is not among them; a note tells of it."""
    ledger = finder.ledger
    named = by_body(ledger.entries(Resolution), committee, lambda r: r.committee)
    dated = by_day(named.entries, from_date, to_date, lambda e: e.record.meeting_date)
    kept = [
        entry
        for entry in dated.entries
        if (minute is None or number_of(entry.record.minute) == number_of(minute))
        and (verb is None or entry.record.verb == verb)
    ]
    on_topic = by_topic(finder, kept, topic, lambda e: f"{e.record.minute_title or ''} {e.record.text}")
    found = on_topic.entries if on_topic.note else newest_first(on_topic.entries, lambda e: e.record.meeting_date)
    groups = copies(found, lambda r: (r.committee, r.meeting_date, r.minute, normalise(r.text)))
    advice = None if groups else _recommended(finder, topic)
    return Result(
        rows=[_decision(ledger, group) for group in groups],
        note=joined([named.note, dated.note, on_topic.note, advice]),
        scope=scope_of(ledger, Resolution),
    )


def _recommended(finder: Finder, topic: str | None) -> str | None:
    """That reports recommend something on a topic on which nothing was decided."""
    if not topic:
        return None
    entries = finder.ledger.entries(Recommendation)
    near = by_topic(finder, entries, topic, lambda e: f"{e.record.report or ''} {e.record.text}")
    if near.note or not near.entries:
        return None
    first = place(near.entries[-1])
    return (
        f"No decision on it is held. A report recommends something on it ({first.document}, page {first.page}); "
        "a recommendation is no decision."
    )


def _decision(ledger: Ledger, group: Sequence[Entry[Resolution]]) -> DecisionRow:
    record = group[0].record
    fields = record.model_dump(include=set(DecisionRow.model_fields) - {"title"})
    return DecisionRow(title=record.minute_title, **fields | _held(ledger, group))


def _held(ledger: Ledger, group: Sequence[Entry[Resolution] | Entry[Minute] | Entry[Meeting]]) -> dict[str, object]:
    """What rows of minutes have in common."""
    record = group[0].record
    confirmed = _confirmations(ledger, record.committee, record.meeting_date)
    standing = next((e.record.status for e in group if e.record.status == "confirmed"), record.status)
    return {
        "citation": place(group[0]),
        "also_at": [place(entry) for entry in group[1:]],
        "status": "confirmed" if confirmed else standing,
        "confirmed": confirmed,
    }


def _confirmations(ledger: Ledger, committee: str | None, day: date | None) -> list[Confirmed]:
    """Where later meetings confirmed the minutes of a day."""
    if day is None:
        return []
    return [
        Confirmed(
            meeting_date=entry.record.meeting_date,
            minute=entry.record.minute,
            correction=entry.record.correction,
            citation=place(entry),
        )
        for entry in ledger.entries(Confirmation)
        if entry.record.confirms == day and same_body(entry.record.committee, committee)
    ]


def find_minutes(
    finder: Finder,
    committee: str | None = None,
    meeting_date: date | None = None,
    number: str | None = None,
    municipal_year: str | None = None,
    topic: str | None = None,
) -> Result[MinuteRow]:
    """Minutes by body, day, number, municipal year or topic, newest first.

    A number that several bodies or municipal years have gives all of them, and ``choices`` to tell them apart.
    """
    ledger = finder.ledger
    named = by_body(ledger.entries(Minute), committee, lambda r: r.committee)
    dated = by_day(named.entries, meeting_date, meeting_date, lambda e: e.record.meeting_date)
    kept = [
        entry
        for entry in dated.entries
        if (number is None or number_of(entry.record.number) == number_of(number))
        and (municipal_year is None or _year(entry.record.municipal_year) == _year(municipal_year))
    ]
    on_topic = by_topic(finder, kept, topic, lambda e: f"{e.record.title} {e.record.text}")
    found = on_topic.entries if on_topic.note else newest_first(on_topic.entries, lambda e: e.record.meeting_date)
    groups = copies(found, lambda r: (r.committee, r.meeting_date, r.number, normalise(r.title), normalise(r.text)))
    rows = [_minute(ledger, group) for group in groups]
    keys = {(row.committee, row.municipal_year) for row in rows}
    return Result(
        rows=rows,
        choices=[_choice(row) for row in rows] if number is not None and len(keys) > 1 else [],
        note=joined([named.note, dated.note, on_topic.note]),
        scope=scope_of(ledger, Minute),
    )


def _year(printed: str | None) -> str:
    """ "2024/25" for "2024/25", "2024-25" and "2024/2025"."""
    digits = "".join(char for char in printed or "" if char.isdigit())
    return f"{digits[:4]}/{digits[-2:]}" if len(digits) >= 6 else digits


def _choice(row: MinuteRow) -> Choice:
    when = f"{row.meeting_date.day} {row.meeting_date:%B %Y}" if row.meeting_date else "no date read"
    year = f" {row.municipal_year}" if row.municipal_year else ""
    return Choice(
        name=f"Minute {(row.number or '').rstrip('.')}, {row.committee or 'body not read'}{year} ({when}): {row.title}",
        citation=row.citation,
    )


def _minute(ledger: Ledger, group: Sequence[Entry[Minute]]) -> MinuteRow:
    entry = group[0]
    fields = entry.record.model_dump(include=set(MinuteRow.model_fields))
    return MinuteRow(**fields | _held(ledger, group), confirms=_confirms(ledger, entry))


def _confirms(ledger: Ledger, entry: Entry[Minute]) -> list[Confirms]:
    """The earlier minutes that a minute confirmed: what its own paper says of them, under its number."""
    own = entry.record
    return [
        Confirms(
            confirms=other.record.confirms,
            correction=other.record.correction,
            citation=place(other),
            minutes=[
                place(held)
                for held in ledger.entries(Meeting)
                if held.record.meeting_date == other.record.confirms
                and same_body(held.record.committee, other.record.committee)
            ],
        )
        for other in ledger.entries(Confirmation)
        if other.paper.id == entry.paper.id
        and other.record.meeting_date == own.meeting_date
        and other.record.minute is not None
        and number_of(other.record.minute) == number_of(own.number)
    ]


def get_attendance(
    finder: Finder, committee: str | None = None, meeting_date: date | None = None
) -> Result[MeetingRow]:
    """Who was at a meeting, with their roles on the day; without a day, at the latest meeting of which minutes are held."""
    result = list_meetings(finder, committee, meeting_date, meeting_date)
    if meeting_date is None:
        latest = max((row.meeting_date for row in result.rows if row.meeting_date), default=None)
        result.rows = [row for row in result.rows if row.meeting_date == latest]
    elif not result.rows:
        result.note = joined([result.note, _around(list_meetings(finder, committee).rows, meeting_date)])
    return result


def _around(rows: Sequence[MeetingRow], day: date) -> str:
    """The meetings held nearest to a day of which no minutes are held."""
    days = sorted({row.meeting_date for row in rows if row.meeting_date})
    near = [d for d in days if d < day][-1:] + [d for d in days if d > day][:1]
    told = " and ".join(f"{d.day} {d:%B %Y}" for d in near)
    return f"No minutes of {day.day} {day:%B %Y} are held" + (f"; the nearest are of {told}." if told else ".")


def list_meetings(
    finder: Finder, committee: str | None = None, from_date: date | None = None, to_date: date | None = None
) -> Result[MeetingRow]:
    """The meetings whose minutes are held, newest first."""
    ledger = finder.ledger
    named = by_body(ledger.entries(Meeting), committee, lambda r: r.committee)
    dated = by_day(named.entries, from_date, to_date, lambda e: e.record.meeting_date)
    groups = copies(newest_first(dated.entries, lambda e: e.record.meeting_date), _roll)
    rows = [
        MeetingRow(**g[0].record.model_dump(include=set(MeetingRow.model_fields)) | _held(ledger, g)) for g in groups
    ]
    return Result(rows=rows, note=joined([named.note, dated.note]), scope=scope_of(ledger, Meeting))


def _roll(meeting: Meeting) -> tuple[object, ...]:
    """What makes two records of a meeting the same: body, day and who was there."""
    present = tuple(sorted(person.name for person in meeting.present))
    return meeting.committee, meeting.meeting_date, present, tuple(sorted(p.name for p in meeting.apologies))
