"""Records sought by what a question is about: each weighed by the question's telling words that it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from assistant.answering.telling.ask import Ask
from assistant.records.model import Record
from assistant.retrieval.asked_terms import Term, names_held, telling_terms
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

R = TypeVar("R", bound=Record)
LIKE = 0.85  # what a word that means much the same counts for


@dataclass(frozen=True, slots=True)
class Weighed(Generic[R]):
    """A record with the share (0 to 1) of the question's telling words that it holds."""

    share: float
    entry: Entry[R]


def weigh(
    ask: Ask, entries: Sequence[Entry[R]], words: Callable[[R], str], day: Callable[[R], date | None]
) -> list[Weighed[R]]:
    """The records of the times and bodies that the question names, those that hold most of it first; none where it names
    something that no paper holds."""
    if not names_held(ask.inquiry, ask.searcher):
        return []
    asked = telling_terms(ask.inquiry, ask.searcher)
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    found = []
    for entry in of_the_time(ask, entries, day):
        committee = getattr(entry.record, "committee", None)
        if bodies and committee not in bodies:
            continue
        found.append(Weighed(share_held(asked, stems_of(ask, entry, words)), entry))
    return sorted(found, key=lambda w: (-w.share, -(day(w.entry.record) or date.min).toordinal()))


def share_of(ask: Ask, held: frozenset[str], but: frozenset[str] = frozenset()) -> float:
    """The share (0 to 1) of the question's telling words that some stems hold, ``but`` left out."""
    return share_held([term for term in telling_terms(ask.inquiry, ask.searcher) if term.stem not in but], held)


def share_held(asked: Sequence[Term], held: frozenset[str]) -> float:
    """The share (0 to 1) of the weight of some terms that some stems hold."""
    total = sum(term.weight for term in asked)
    got = sum(term.weight * (1.0 if term.stem in held else LIKE if term.alike & held else 0.0) for term in asked)
    return got / total if total else 0.0


def of_the_time(ask: Ask, entries: Sequence[Entry[R]], day: Callable[[R], date | None]) -> list[Entry[R]]:
    """The records of the days or periods that the question names; all where it names none."""
    days, periods = ask.inquiry.days, ask.inquiry.periods
    if not days and not periods:
        return list(entries)
    return [
        entry
        for entry in entries
        if (when := day(entry.record)) is not None and (when in days or any(p.contains(when) for p in periods))
    ]


def stems_of(ask: Ask, entry: Entry[R], words: Callable[[R], str]) -> frozenset[str]:
    """The stems of some words of a record, found once."""
    kind = type(entry.record)
    held: dict[int, frozenset[str]] = ask.finder.once(
        f"stems of {kind.__name__} by {words.__module__}.{words.__qualname__}", ask.finder.ledger.entries(kind), dict
    )
    key = id(entry.record)
    if key not in held:
        held[key] = frozenset(terms(words(entry.record)))
    return held[key]
