"""Registers over all papers as flat rows, for lists, CSV and JSON: each with its document and page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from assistant.records.model import KINDS, BudgetLine, Observation, Record, Resolution, Risk, TableReading, Vote
from assistant.records.series import Series
from assistant.retrieval.holdings import paper_day
from assistant.tools.actions import ActionRow, action_entries, action_text, follow_actions, state_row
from assistant.tools.budgets import budget_row
from assistant.tools.decisions import DecisionRow, find_decisions
from assistant.tools.figures import Indicator, definition_of, indicators
from assistant.tools.ledger import Entry, Picture
from assistant.tools.names import Finder
from assistant.tools.result import Row, place
from assistant.tools.risks import follow, moved, risk_text
from assistant.tools.sifting import NEAREST, by_topic, newest_first

R = TypeVar("R", bound=Record)
Flat = dict[str, str | int | float | bool | None]

_PLACE = ("document", "page", "printed_page")
COLUMNS: dict[str, tuple[str, ...]] = {
    "decisions": (
        "committee", "date", "minute", "title", "status", "text", "municipal_year", "verb", "mover", "seconder",
        "votes", "outcome", "confirmed", "correction", "advice", "reasons", "alternatives", "call_in", *_PLACE,
    ),
    "actions": (
        "kind", "plan", "section", "reference", "action", "lead", "priority", "timescale", "original_timescale", "due",
        "rating", "complete", "progress", "position", "state", *_PLACE,
    ),
    "indicators": (
        "series", "id", "indicator", "qualifier", "period", "from", "to", "value", "number", "unit", "missing",
        "target", "rating", "note", "owner", "published", *_PLACE,
    ),
    "risks": (
        "register", "section", "number", "risk", "owner", "inherent", "previous", "current", "target", "rating", "direction",
        "movement", "state", "mitigation", "further", "position", *_PLACE,
    ),
    "budget": (
        "kind", "table", "directorate", "service", "column", "role", "printed", "number", "unit", "scale", "period",
        "total", *_PLACE,
    ),
    "reading": ("document", "page", "read_as", "caption", "rows", "records", "left", "reason"),
}  # fmt: skip
"""The columns of each register, so that an empty one has its header too."""


def register(finder: Finder, name: str, about: str | None = None) -> list[Flat]:
    """The rows of a register, or those that hold all the words of ``about``: a key of ``COLUMNS``."""
    return _REGISTERS[name](finder, about)


def _decisions(finder: Finder, about: str | None) -> list[Flat]:
    found = find_decisions(finder, about)
    return [] if found.note == NEAREST else flat_decisions(finder, found.rows)


def flat_decisions(finder: Finder, found: Sequence[DecisionRow]) -> list[Flat]:
    """Decisions as rows of the register."""
    rows: list[Flat] = []
    given = {(e.paper.id, e.record.page, e.record.as_printed): e.record for e in finder.ledger.entries(Resolution)}
    for row in found:
        confirmed = next(iter(row.confirmed), None)
        own = given.get((row.citation.paper_id, row.citation.page, row.citation.quote))
        rows.append(
            {
                "committee": row.committee,
                "date": _iso(row.meeting_date),
                "minute": row.minute,
                "title": row.title,
                "status": row.status,
                "text": row.text,
                "municipal_year": row.municipal_year,
                "verb": row.verb,
                "mover": row.mover,
                "seconder": row.seconder,
                "votes": "; ".join(told_vote(vote) for vote in row.votes) or None,
                "outcome": row.outcome,
                "confirmed": _iso(confirmed.meeting_date) if confirmed else None,
                "correction": confirmed.correction if confirmed else None,
                "advice": own.advice if own else None,
                "reasons": own.reasons if own else None,
                "alternatives": own.alternatives if own else None,
                "call_in": own.call_in if own else None,
                **_place(row),
            }
        )
    return rows


def told_vote(vote: Vote) -> str:
    """ "for 7 (Ash, Birch)"; the names where the minutes give them."""
    count = vote.count if vote.count is not None else len(vote.names) or None
    names = f" ({', '.join(vote.names)})" if vote.names else ""
    return f"{vote.side} {'' if count is None else count}".rstrip() + names


def _budget(finder: Finder, about: str | None) -> list[Flat]:
    entries = finder.ledger.entries(BudgetLine)
    kept = _about(finder, entries, about, lambda e: " ".join(filter(None, (e.record.directorate, e.record.service))))
    return [
        {
            "kind": row.kind,
            "table": row.table,
            "directorate": row.directorate,
            "service": row.service,
            "column": amount.column,
            "role": amount.role,
            "printed": amount.as_printed,
            "number": amount.value,
            "unit": amount.unit,
            "scale": row.scale,
            "period": amount.period or row.period,
            "total": row.total,
            **_place(row),
        }
        for row in map(budget_row, newest_first(kept, lambda e: paper_day(e.paper)))
        for amount in row.amounts
    ]


def _actions(finder: Finder, about: str | None) -> list[Flat]:
    entries = action_entries(finder)
    kept = _about(finder, entries, about, action_text)
    followed = {id(one.last.record): one.thread for one in follow_actions(entries)}
    rows = [
        state_row(finder.ledger, entry, followed.get(id(entry.record)), None)
        for entry in newest_first(kept, lambda e: e.position_at)
    ]
    return flat_actions(rows)


def flat_actions(rows: Sequence[ActionRow]) -> list[Flat]:
    """Actions as rows of the register."""
    return [
        {
            "kind": row.kind,
            "plan": row.plan,
            "section": row.section,
            "reference": row.reference,
            "action": row.action,
            "lead": row.lead,
            "priority": row.priority,
            "timescale": row.timescale,
            "original_timescale": row.original_timescale,
            "due": _iso(row.due),
            "rating": row.rating,
            "complete": row.complete,
            "progress": row.progress,
            "position": _iso(row.position_at),
            "state": row.state,
            **_place(row),
        }
        for row in rows
    ]


def _indicators(finder: Finder, about: str | None) -> list[Flat]:
    """One series after the other, a row for every figure that a paper prints, oldest period first."""
    held = indicators(finder)
    kept: Sequence[int] = range(len(held))
    if about and about.strip():
        kept, whole = finder.about(about, [" | ".join(one.wordings) for one in held])
        kept = kept if whole else []
    return [row for i in kept for row in flat_figures(held[i])]


def flat_figures(one: Indicator) -> list[Flat]:
    """Every figure that papers print of an indicator, as rows of the register."""
    return [_figure(one, series, reading) for series, point in one.points for reading in point.readings]


def _figure(one: Indicator, series: Series, reading: Observation) -> Flat:
    entry = one.entry(reading)
    definition = definition_of(series)
    return {
        "series": f"{one.title} ({definition})" if definition else one.title,
        "id": reading.indicator_id,
        "indicator": reading.name,
        "qualifier": reading.qualifier,
        "period": reading.period,
        "from": _iso(reading.period_start),
        "to": _iso(reading.period_end),
        "value": reading.value_as_printed,
        "number": reading.value,
        "unit": reading.unit,
        "missing": reading.missing,
        "target": reading.target_as_printed,
        "rating": reading.rating,
        "note": reading.note,
        "owner": reading.owner,
        "published": _iso(paper_day(entry.paper)),
        **_place(Row(citation=place(entry))),
    }


def _risks(finder: Finder, about: str | None) -> list[Flat]:
    followed = {id(entry.record): (one, i) for one in follow(finder.ledger) for i, entry in enumerate(one.entries)}
    kept = _about(finder, finder.ledger.entries(Risk), about, risk_text)
    rows: list[Flat] = []
    for entry in newest_first(kept, lambda e: e.position_at):
        record = entry.record
        one, at = followed.get(id(record), (None, 0))
        rows.append(
            {
                "register": record.register_title,
                "section": record.section,
                "number": record.number,
                "risk": record.description,
                "owner": record.owner,
                "inherent": record.inherent_as_printed,
                "previous": record.previous_as_printed,
                "current": record.current_as_printed,
                "target": record.target_as_printed,
                "rating": record.rating,
                "direction": record.direction,
                "movement": moved(one) if one and at == len(one.entries) - 1 else None,
                "state": one.thread.state if one and at == len(one.entries) - 1 else None,
                "mitigation": record.mitigation,
                "further": record.further,
                "position": _iso(entry.position_at),
                **_place(Row(citation=place(entry))),
            }
        )
    return rows


def _reading(finder: Finder, about: str | None) -> list[Flat]:
    """Of each paper, every table and what it was read as; then what was read from its running text, counted by kind;
    then its pages that are only a picture.
    """
    held: dict[str, dict[str, int]] = {}
    for kind, model in KINDS.items():
        for entry in finder.ledger.entries(model):
            counts = held.setdefault(entry.paper.id, {})
            counts[kind] = counts.get(kind, 0) + 1
    tables: dict[str, list[Entry[TableReading]]] = {}
    for reading in finder.ledger.entries(TableReading):
        tables.setdefault(reading.paper.id, []).append(reading)
    rows: list[Flat] = []
    pictures = finder.ledger.pictures()
    for paper in finder.ledger.papers():
        own = tables.get(paper.id, [])
        rows += [_table(entry) for entry in own]
        from_tables = {entry.record.read_as for entry in own} | {"table_reading"}
        for kind, count in held.get(paper.id, {}).items():
            if kind not in from_tables:
                rows.append(
                    dict.fromkeys(COLUMNS["reading"]) | {"document": paper.document, "read_as": kind, "records": count}
                )
        rows += [_picture(paper.document, picture) for picture in pictures.get(paper.id, [])]
    return rows


def _picture(document: str, picture: Picture) -> Flat:
    told = f"read by OCR, {picture.confidence or 0:.0f} % sure: quoted as such, no records from it"
    reason = told if picture.status == "ocr" else picture.reason
    return dict.fromkeys(COLUMNS["reading"]) | {
        "document": document,
        "page": picture.page,
        "read_as": picture.status,
        "reason": reason,
    }


def _table(entry: Entry[TableReading]) -> Flat:
    record = entry.record
    return {"document": entry.paper.document} | record.model_dump(include=set(COLUMNS["reading"]) - {"document"})


def _about(
    finder: Finder, entries: Sequence[Entry[R]], about: str | None, said: Callable[[Entry[R]], str]
) -> list[Entry[R]]:
    """The records that hold all the words; the nearest are no such."""
    kept = by_topic(finder, entries, about, said)
    return [] if kept.note else kept.entries


def _place(row: Row) -> Flat:
    place = row.citation
    return {"document": place.document, "page": place.page, "printed_page": place.page_label}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_REGISTERS: dict[str, Callable[[Finder, str | None], list[Flat]]] = {
    "decisions": _decisions,
    "actions": _actions,
    "indicators": _indicators,
    "risks": _risks,
    "budget": _budget,
    "reading": _reading,
}
