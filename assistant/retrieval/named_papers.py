"""The papers that a question names by their kind and time: "the December highlight report", "the May action plan"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.records.dates import find_dates
from assistant.records.periods import find_periods
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.search import Searcher
from assistant.retrieval.terms import terms
from assistant.store.tables import PartRow

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join([*_MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept?", "oct", "nov", "dec"])
# What a paper is called in a question -> the kinds of part that are it; None for any.
_CALLED: dict[str, frozenset[str] | None] = {
    "highlight report": frozenset({"highlight report"}),
    "risk register": frozenset({"risk register"}),
    "register": frozenset({"risk register"}),
    "action plan": frozenset({"action plan"}),
    "improvement plan": frozenset({"action plan"}),
    "scorecard": frozenset({"scorecard"}),
    "performance report": frozenset({"scorecard"}),
    "minutes": frozenset({"minutes"}),
    "tracking log": frozenset({"tracking log"}),
    "log": frozenset({"tracking log"}),
    "finance report": frozenset({"finance report"}),
    "monitoring report": frozenset({"finance report"}),
    "decision notice": frozenset({"decision notice"}),
    "work programme": frozenset({"work programme"}),
    "plan": frozenset({"action plan"}),
    "report": None,
    "pack": None,
    "paper": None,
    "one": None,
}
_LOOSE = {"register", "minutes", "log", "plan", "report", "pack", "paper", "one"}  # nothing without a time
_NAMED = re.compile(
    rf"(?:\b(?:as )?(?:according to|per|by|in|from|of|on)\s+)?(?:\bthe\s+)?(?:\b(?P<month>{_MONTH})\b\.?\s?(?P<year>20\d\d)?\s?)?"
    rf"(?P<of>(?:(?:council|cabinet|scrutiny|committee|draft|strategic|corporate|children'?s|published)\s+){{0,2}})\b(?P<kind>{'|'.join(_CALLED)})s?\b(?:\s+(?:of|for|from)\s+(?P<month2>{_MONTH})\b\.?\s?(?P<year2>20\d\d)?)?",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\s*(?:\b(?:and|but|or|vs\.?|versus|against|with|in|by|per|from|than|to|then)\b|[,;:–-])*\s*(?=[?.]?$)", re.I
)
_BETWEEN = re.compile(r"(?:\s*(?:\b(?:and|but|vs\.?|versus|against|in|by)\b|[,;–-]))+\s*$", re.I)


class NamedPaper(NamedTuple):
    """A paper that a question names: where it does so, and the parts of papers that it can be, of one time."""

    span: tuple[int, int]
    parts: tuple[PartRow, ...]
    dated: bool


def papers_named(question: str, searcher: Searcher) -> list[NamedPaper]:
    """The papers that a question names and that are held, in the order in which it does so."""
    found: list[NamedPaper] = []
    last: frozenset[str] | None = None
    for match in _NAMED.finditer(question):
        kind = match["kind"].lower()
        month, year = match["month"] or match["month2"], match["year"] or match["year2"]
        if month is None and (kind in _LOOSE or kind == "one"):
            continue
        kinds = last if kind == "one" else _CALLED[kind]
        if kind == "one" and not found:
            continue
        parts = _parts(searcher, kinds, month, year, match["of"].lower().split())
        if parts:
            found.append(NamedPaper(match.span(), tuple(parts), month is not None))
            last = kinds
    return found


def _parts(
    searcher: Searcher, kinds: frozenset[str] | None, month: str | None, year: str | None, of: Sequence[str]
) -> list[PartRow]:
    """The parts of a kind and time; without a time or a year the newest of them."""
    bodies = {word for word in of if word in {"council", "cabinet", "scrutiny", "committee"}}
    held = [
        part
        for part in searcher.parts()
        if (kinds is None or part.kind in kinds)
        and part.kind != "agenda"
        and all(body in (part.committee or "").lower() for body in bodies)
    ]
    if month is None:
        dated = [(max(_days(searcher, part), default=date.min), part) for part in held]
    else:
        number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))
        dated = [
            (max(days), part)
            for part in held
            if (days := [d for d in _days(searcher, part) if d.month == number and year in (None, str(d.year))])
        ]
    newest = max((day for day, _ in dated), default=None)
    return [part for day, part in dated if newest and (day.year, day.month) == (newest.year, newest.month)]


def _days(searcher: Searcher, part: PartRow) -> list[date]:
    """The days that a part is of: its meeting's, and those its title or paper names."""
    paper = searcher.papers[part.paper_id]
    own = f"{part.title or ''} {paper.period or ''}" if part.kind not in {"minutes"} else ""
    said = [period.end for period in find_periods(own)]
    days = [date(d.year, d.month, d.day) for d in find_dates(own) if d.year and d.month and d.day]
    return [*said, *days, *([part.meeting_date] if part.meeting_date else [])]


def without_papers(question: str, named: Sequence[NamedPaper]) -> str:
    """A question without the papers that it names and the words that join them or only set them against each other."""
    first, last = named[0].span[0], named[-1].span[1]
    between = question[named[0].span[1] : named[-1].span[0]]
    rest = [piece if _tells(piece) else "" for piece in (between, question[last:])]
    return _LEFT.sub("", " ".join(f"{_BETWEEN.sub('', question[:first])} {' '.join(rest)}".split()))


def _tells(words: str) -> bool:
    return any(asking_weight(stem) >= 1 for stem in terms(words))
