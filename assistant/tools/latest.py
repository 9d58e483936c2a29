"""The latest on a topic over all kinds of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from assistant.records.model import BudgetLine, Minute, Observation, Resolution, Risk
from assistant.retrieval.holdings import paper_day
from assistant.tools.actions import KINDS_OF_ACTION, action_entries, action_row, action_text
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder
from assistant.tools.result import Result, Row, joined, place, scope_of
from assistant.tools.risks import risk_text
from assistant.tools.sifting import NEAREST, by_topic

MOST = 12
"""Rows of a latest position: the newest of each kind, then the newest of all."""


class Position(Row):
    """What a record says on a topic. ``day`` is the day it speaks for: of the meeting, of the figure, of the log."""

    kind: str
    day: date | None
    name: str | None
    says: str


class _Kind(NamedTuple):
    """A kind of record that a topic may be found in."""

    name: str
    entries: Iterable[Entry[Any]]
    text: Callable[[Any], str]
    row: Callable[[Any], Position]


def latest_position(finder: Finder, topic: str) -> Result[Position]:
    """The newest records on a topic: the newest of each kind that has any, then the newest of all, newest first."""
    whole: list[list[Position]] = []
    nearest: list[list[Position]] = []
    for kind in _kinds(finder):
        kept = by_topic(finder, list(kind.entries), topic, kind.text)
        rows = _once(sorted((kind.row(entry) for entry in kept.entries), key=_newest, reverse=True))
        (nearest if kept.note else whole).append(rows)
    groups = [rows for rows in whole if rows] or [rows for rows in nearest if rows]
    chosen = [rows[0] for rows in groups]
    rest = sorted((row for rows in groups for row in rows[1:]), key=_newest, reverse=True)
    rows = sorted(chosen + rest[: max(0, MOST - len(chosen))], key=_newest, reverse=True)
    more = sum(map(len, groups)) - len(rows)
    return Result(
        rows=rows,
        note=joined(
            [NEAREST if rows and not any(whole) else None, f"{more} older records on it are held." if more else None]
        ),
        scope=scope_of(finder.ledger, Resolution, Minute, *KINDS_OF_ACTION, Observation, Risk, BudgetLine),
    )


def _once(rows: Iterable[Position]) -> list[Position]:
    """Rows without those that another paper prints word for word for the same day."""
    return list({(row.day, row.name, row.says): row for row in rows}.values())


def _newest(row: Position) -> tuple[date, str]:
    return row.day or date.min, row.citation.date or ""


def _kinds(finder: Finder) -> list[_Kind]:
    ledger = finder.ledger
    return [
        _Kind("decision", ledger.entries(Resolution), lambda e: f"{e.record.minute_title or ''} {e.record.text}", _decision),
        _Kind("minute", ledger.entries(Minute), lambda e: e.record.title, _minute),
        _Kind("action", action_entries(finder), action_text, _action),
        _Kind("figure", ledger.entries(Observation), lambda e: f"{e.record.name} {e.record.qualifier or ''}", _figure),
        _Kind("risk", ledger.entries(Risk), risk_text, _risk),
        _Kind("budget line", ledger.entries(BudgetLine), lambda e: f"{e.record.directorate or ''} {e.record.service}", _budget),
    ]  # fmt: skip


def _decision(entry: Entry[Resolution]) -> Position:
    record = entry.record
    name = " ".join(filter(None, (f"Minute {record.minute}." if record.minute else None, record.minute_title)))
    return Position(
        kind="decision", day=record.meeting_date, name=name or None, says=record.text, citation=place(entry)
    )


def _minute(entry: Entry[Minute]) -> Position:
    record = entry.record
    return Position(kind="minute", day=record.meeting_date, name=record.title, says=record.text, citation=place(entry))


def _action(entry: Entry[Any]) -> Position:
    row = action_row(entry)
    told = (row.action, f"Due: {row.timescale}" if row.timescale else None, row.progress, row.rating)
    says = " | ".join(filter(None, told))
    return Position(
        kind=row.kind, day=row.position_at, name=row.reference or row.plan, says=says, citation=row.citation
    )


def _figure(entry: Entry[Observation]) -> Position:
    record = entry.record
    target = f", target {record.target_as_printed}" if record.target_as_printed else ""
    return Position(
        kind="figure",
        day=record.period_end or paper_day(entry.paper),
        name=record.name,
        says=f"{record.period}: {record.value_as_printed}{target}",
        citation=place(entry),
    )


def _risk(entry: Entry[Risk]) -> Position:
    record = entry.record
    score = f" | Score: {record.current_as_printed}" if record.current_as_printed else ""
    name = f"Risk {record.number}" if record.number else None
    says = f"{record.description}{score}"
    return Position(kind="risk", day=entry.position_at, name=name, says=says, citation=place(entry))


def _budget(entry: Entry[BudgetLine]) -> Position:
    record = entry.record
    told = "; ".join(f"{amount.column}: {amount.as_printed}" for amount in record.amounts)
    return Position(
        kind="budget line", day=paper_day(entry.paper), name=record.service, says=told, citation=place(entry)
    )
