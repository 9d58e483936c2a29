"""Which measures a list is to hold: those that miss their target, are rated a colour, or are somebody's."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import OF_ANY, Times, colour, of_one_name, of_papers, sections, times
from assistant.answering.telling.listing import Listing
from assistant.answering.telling.persons import named_in, stranger
from assistant.records.model import Observation
from assistant.records.periods import Period
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.retrieval.times import same_period
from assistant.tools.figures import indicators
from assistant.tools.indicators import list_indicators
from assistant.tools.ledger import Entry

_MISSED = (
    r"\bmiss\w*|\bbelow\b|\bbehind\b|\boff (?:target|track)\b|\bnot (?:\w+ ){0,2}(?:met|hit|meeting|hitting|reaching|on (?:target|track))\b"
    r"|\bfail\w*|\bunder ?perform\w*|\bshort of\b"
)

FEW = 0.2  # of the rows, that hold a word which tells them from the others


def measures_asked(ask: Ask) -> Listing | None:
    """The measures that a question asks a list of; None where it gives nothing to keep them by."""
    wanted = times(ask)
    shade = colour(ask)
    entries = ask.finder.ledger.entries(Observation)
    owners = named_in(ask, [e.record.owner for e in entries])
    unknown = stranger(ask, [e.record.owner for e in entries])
    if unknown and any(e.record.owner for e in entries):
        return Listing("measures", none=f"No measure held names {unknown} as its owner.")
    if shade or owners:
        return _picked(ask, wanted, shade, owners)
    return _of_the_section(ask, _missed(ask, wanted)) if ask.says(_MISSED) else None


def _of_the_section(ask: Ask, found: Listing | None) -> Listing | None:
    """Of the measures found, those of the section of a scorecard that the question names, else those on its subject."""
    priorities = {id(entry): _priority(entry) for entry, _ in found.rows} if found is not None else {}
    under = sections(ask, priorities.values())
    if found is None or not under:
        return _on_the_subject(ask, found)
    found.rows = [row for row in found.rows if priorities[id(row[0])] in under]
    found.clauses.append(f"under {' and '.join(f'“{told(section)}”' for section in under)}")
    return found


def _priority(entry: Entry[Any]) -> str | None:
    return entry.record.priority if isinstance(entry.record, Observation) else None


def _on_the_subject(ask: Ask, found: Listing | None) -> Listing | None:
    """Of the measures found, those whose names hold most of what the question is about: "on dental checks"."""
    asked = {stem for stem, weight in ask.inquiry.subject.items() if weight >= 1} - OF_ANY
    if found is None:
        return None
    held = [len(asked & set(terms(entry.record.name))) for entry, _ in found.rows]
    most = max(held, default=0)
    if most and (most > 1 or held.count(most) <= FEW * len(held)):
        found.rows = [row for row, count in zip(found.rows, held, strict=True) if count == most]
    return found


def _picked(ask: Ask, wanted: Times, shade: str | None, owners: dict[str, str]) -> Listing | None:
    """The measures rated a colour or owned by somebody, at the period asked for, else as their newest paper has them."""
    entries = ask.finder.ledger.entries(Observation)
    names = {e.record.name for e in entries if e.record.owner in owners}
    held = [e for e in entries if e.record.rating or owners]
    if wanted.papers:
        of_period = [e for e in held if any(same_period(p, own) for p in wanted.papers for own in _period(e))]
        held = of_period or of_papers(ask, held, wanted.papers)
    held = of_one_name(ask, of_papers(ask, held, ()), lambda entry: entry.paper.id)
    of_indicator = {id(o): one.title for one in indicators(ask.finder) for era in one.eras for o in era.observations}
    newest: dict[str, Entry[Observation]] = {}
    for entry in sorted(held, key=_order):
        newest[of_indicator.get(id(entry.record), entry.record.name)] = entry
    rows = [
        e
        for e in newest.values()
        if (shade is None or e.record.rating == shade) and (not owners or e.record.name in names)
    ]
    found = Listing("measures", [(entry, _fields(entry)) for entry in rows])
    if owners:
        found.clauses.append(f"owned by {told(' or '.join(sorted(set(owners.values()))))}")
    if shade:
        found.clauses.append(f"rated {shade}")
    titles = {entry.paper.title for entry in newest.values()}
    if not rows and len(titles) == 1:
        found.none = f"{told(titles.pop())} holds no {found.what(0)} (of {len(newest)} measures)."
    return found if rows or found.none else None


def _order(entry: Entry[Observation]) -> tuple[date, date, bool, int]:
    """The newest paper's newest period last; of two rows of it the first printed."""
    record = entry.record
    return paper_day(entry.paper) or date.min, record.period_end or date.min, bool(record.rating), -record.page


def _period(entry: Entry[Observation]) -> list[Period]:
    start, end = entry.record.period_start, entry.record.period_end
    if start is None or end is None:
        return []
    kind = "snapshot" if start == end else "range"
    spans = [Period(start, end, kind, entry.record.period)]  # type: ignore[arg-type]
    if entry.record.period_kind in {"year to date", "rolling 12 months"}:  # printed under the quarter that it runs to
        spans.append(Period(end, end, "snapshot", entry.record.period))
    return spans


def _missed(ask: Ask, wanted: Times) -> Listing | None:
    """The measures that miss their target by their latest figures, or by those of the period asked for."""
    found = Listing("measures", clauses=["that miss their target"])
    if wanted.papers:
        entries = ask.finder.ledger.entries(Observation)
        held = [e for e in entries if any(same_period(p, own) for p in wanted.papers for own in _period(e))]
        held = [e for e in held if e.record.rating] or held  # a later paper prints the period under its own targets
        rows = of_one_name(ask, [e for e in held if _falls_short(e.record)], lambda entry: entry.paper.id)
        found.rows = [(e, _fields(e)) for e in {e.record.name: e for e in sorted(rows, key=_order)}.values()]
        return found if found.rows else None
    missing = list_indicators(ask.finder, missing_target=True).rows
    missing = of_one_name(ask, missing, lambda row: row.citation.paper_id)
    by_quote = {(e.paper.id, e.record.as_printed): e for e in ask.finder.ledger.entries(Observation)}
    found.clauses = ["that miss their target by their latest figures"]
    for row in missing:
        entry = by_quote.get((row.citation.paper_id, row.citation.quote))
        fields = {
            "Measure": f"“{told(row.name)}”",
            "Period": told(row.period),
            "Figure": told(row.value_as_printed),
            "Target": told(row.target_as_printed),
        }
        if entry is not None and all(
            fields != other for _, other in found.rows
        ):  # a table and a card may both print it
            found.rows.append((entry, fields))
    return found if found.rows else None


def _falls_short(record: Observation) -> bool:
    """Whether a figure is on the wrong side of its target; not where the paper does not say which side that is."""
    if record.value is None or record.target is None or record.good is None:
        return False
    return record.value < record.target if record.good == "up" else record.value > record.target


def _fields(entry: Entry[Observation]) -> dict[str, str]:
    record = entry.record
    reference = (
        f"{told(record.indicator_id)} " if record.indicator_id and re.search("[A-Za-z]", record.indicator_id) else ""
    )
    return {
        "Measure": f"{reference}“{told(record.name)}”",
        "Period": told(record.period),
        "Figure": told(record.value_as_printed),
        "Target": told(record.target_as_printed),
        "Owner": told(record.owner),
    }
