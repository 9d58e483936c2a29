"""What a question is searched in, in the words of the Answer: how much is held, or what filters leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.answering.answer import Scope
from assistant.answering.compose import spoken
from assistant.retrieval.filters import Reach
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.search import Searcher

_NAMED = 6  # committees or kinds named; of more the rest is counted


class Narrowing(NamedTuple):
    """What there is to narrow questions to: names in order, and the days of the first and the last paper."""

    committees: list[str]
    kinds: list[str]
    first: date | None
    last: date | None


def narrowing_of(searcher: Searcher) -> Narrowing:
    """What questions to a searcher can be narrowed to."""
    held = searcher.held
    days = [day for paper in held.papers.values() if (day := paper_day(paper))]
    return Narrowing(sorted(held.bodies), sorted(held.kinds), min(days, default=None), max(days, default=None))


def scope_of(searcher: Searcher) -> Scope:
    """What a searcher searches."""
    first, last = searcher.dates()
    return Scope.model_validate(
        {
            "documents": len(searcher.papers),
            "from": first,
            "to": last,
            "unreadable_pages": searcher.unreadable(),
            "only": _told(searcher.reach) if searcher.reach else None,
        }
    )


def _told(reach: Reach) -> str:
    """What filters mean: "Cabinet, papers of 1 May to 30 June 2025"."""
    told = [
        *filter(None, (_listed(reach.committees), _listed([*map(_plural, reach.kinds)]), _theirs(reach), _span(reach)))
    ]
    undated = "1 paper without a date is" if reach.undated == 1 else f"{reach.undated} papers without a date are"
    return ", ".join(told) + (f" ({undated} left out)" if reach.undated else "")


def _theirs(reach: Reach) -> str:
    return f"papers of {reach.authority}" if reach.authority else ""


def _plural(kind: str) -> str:
    return kind if kind.endswith("s") or " of " in kind else f"{kind}s"


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_NAMED]) + ([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def _span(reach: Reach) -> str:
    since, until = reach.filters.since, reach.filters.until
    if since and until:
        if since == until:
            return f"papers of {spoken(since)}"
        first = spoken(since) if since.year != until.year else f"{since.day} {since:%B}"
        return f"papers of {first} to {spoken(until)}"
    return f"papers from {spoken(since)} on" if since else f"papers up to {spoken(until)}" if until else ""
