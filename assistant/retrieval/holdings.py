"""What is known of the papers that may be seen before anything is searched: bodies, meetings, parts, times and names."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.records.authorities import place_in
from assistant.records.periods import parse_period
from assistant.retrieval.inquiry import Calendar
from assistant.retrieval.terms import STOPWORDS, stem, terms, words
from assistant.store.tables import PageRow, PaperRow, PartRow

if TYPE_CHECKING:
    from assistant.retrieval.filters import Reach

_UNREAD = ("picture", "failed")
_AT_ONCE = 5_000  # papers named in one statement
_FRONT_TERMS = 400  # terms of a paper's first page that count as naming the paper

Times = frozenset[str]


@dataclass(frozen=True)
class Holdings:
    """The papers and their parts, the days and periods that pages name ("start/end"), the terms that name papers, the pages
    that could not be read, and which part of its paper each part is, from 0."""

    papers: Mapping[str, PaperRow] = field(default_factory=dict)
    parts: Sequence[PartRow] = ()
    page_times: Mapping[tuple[str, int], Times] = field(default_factory=dict)
    naming_terms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unread: frozenset[tuple[str, int]] = frozenset()
    number_of: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session, access: Collection[str], before: Holdings | None = None) -> Holdings:
        """What a store holds of some classes of access; papers that stand in ``before`` are not read again."""
        # In the order they came in, whatever the database gives of itself: answers hang on it where papers are alike.
        every = select(PaperRow).where(PaperRow.access.in_(access)).order_by(PaperRow.added_at)
        papers = {row.id: row for row in session.scalars(every)}
        known = before.papers if before else {}
        kept = {i for i, row in papers.items() if i in known and known[i].added_at == row.added_at}
        found = [before._of(kept)] if before else []
        new = [row for i, row in papers.items() if i not in kept]
        found += [_read(session, access, new[at : at + _AT_ONCE]) for at in range(0, len(new), _AT_ONCE)]
        names = {paper: terms for one in found for paper, terms in one.naming_terms.items()}
        return cls(
            papers,
            sorted((part for one in found for part in one.parts), key=lambda part: part.id),
            {place: times for one in found for place, times in one.page_times.items()},
            {paper: names[paper] for paper in papers if paper in names},
            frozenset(place for one in found for place in one.unread),
            {part: number for one in found for part, number in one.number_of.items()},
        )

    def _of(self, papers: Set[str]) -> Holdings:
        """What of it is of some papers."""
        parts = [part for part in self.parts if part.paper_id in papers]
        return Holdings(
            {paper: row for paper, row in self.papers.items() if paper in papers},
            parts,
            {place: times for place, times in self.page_times.items() if place[0] in papers},
            {paper: names for paper, names in self.naming_terms.items() if paper in papers},
            frozenset(place for place in self.unread if place[0] in papers),
            {part.id: self.number_of[part.id] for part in parts},
        )

    def only(self, reach: Reach) -> Holdings:
        """What of it lies within the reach of some filters."""
        return Holdings(
            {paper: row for paper, row in self.papers.items() if paper in reach.papers},
            [part for part in self.parts if part.id in reach.parts],
            {place: times for place, times in self.page_times.items() if place in reach.pages},
            {paper: names for paper, names in self.naming_terms.items() if paper in reach.papers},
            self.unread & reach.pages,
            self.number_of,
        )

    @property
    def unreadable(self) -> int:
        """How many pages could not be read."""
        return len(self.unread)

    @cached_property
    def part_of(self) -> Mapping[int, PartRow]:
        """The parts by id."""
        return {part.id: part for part in self.parts}

    @cached_property
    def part_times(self) -> Mapping[int, Times]:
        """Part id -> the days and periods that its pages name."""
        none = Times()
        return {
            part.id: none.union(
                *(self.page_times.get((part.paper_id, n), none) for n in range(part.first_page, part.last_page + 1))
            )
            for part in self.parts
        }

    @cached_property
    def committees(self) -> frozenset[str]:
        """The bodies whose papers are held."""
        return frozenset(part.committee for part in self.parts if part.committee)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The bodies that papers were made for."""
        return frozenset(paper.committee for paper in self.papers.values() if paper.committee)

    @cached_property
    def authorities(self) -> Mapping[frozenset[str], frozenset[str]]:
        """The words of the place that a council is named after -> its names as its papers print them."""
        found: dict[frozenset[str], frozenset[str]] = {}
        for name in {paper.authority for paper in self.papers.values() if paper.authority}:
            found[place_in(name)] = found.get(place_in(name), frozenset()) | {name}
        return found

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of the papers, and of the parts of packs."""
        return frozenset({paper.kind for paper in self.papers.values()} | {part.kind for part in self.parts})

    @cached_property
    def dates(self) -> tuple[date | None, date | None]:
        """The earliest and the latest meeting date among the papers."""
        days = [paper.meeting_date for paper in self.papers.values() if paper.meeting_date]
        return (min(days), max(days)) if days else (None, None)

    @cached_property
    def calendar(self) -> Calendar:
        """What dates in a question are read against: the newest paper's date and the meetings held."""
        return Calendar(self.dates[1], frozenset(part.meeting_date for part in self.parts if part.meeting_date))

    def names_of(self, paper_id: str) -> frozenset[str]:
        """The stemmed terms that name a paper: its title, file, body and front page."""
        return self.naming_terms.get(paper_id, frozenset())

    def naming(self, question_terms: Iterable[str]) -> dict[str, float]:
        """Paper id -> how strongly the terms name it by its title, file, body or front page; only those they name at all."""
        ids, named_by = self._named_by
        strength = np.zeros(len(ids))
        for term in set(question_terms):
            where = named_by.get(term)
            if where is not None and len(where) < len(ids):
                strength[where] += math.log(len(ids) / len(where))
        return {ids[n]: float(strength[n]) for n in np.flatnonzero(strength)}

    @cached_property
    def _named_by(self) -> tuple[list[str], dict[str, np.ndarray]]:
        """The papers in some order, and term -> those of them that it names, by their place in it."""
        found: dict[str, list[int]] = {}
        for place, names in enumerate(self.naming_terms.values()):
            for term in names:
                found.setdefault(term, []).append(place)
        return list(self.naming_terms), {term: np.array(places, dtype=np.intp) for term, places in found.items()}


def paper_day(paper: PaperRow) -> date | None:
    """The day a paper is of: that of its meeting, else the last of the period it reports on."""
    period = parse_period(paper.period) if paper.meeting_date is None and paper.period else None
    return period.end if period else paper.meeting_date


def _read(session: Session, access: Collection[str], rows: Sequence[PaperRow]) -> Holdings:
    """What a store holds of some papers."""
    papers = {row.id: row for row in rows}

    def theirs(query: Any, table: Any, *where: Any) -> Any:
        return session.execute(query.where(table.paper_id.in_(papers.keys()), table.access.in_(access), *where))

    places = (PageRow.paper_id, PageRow.number)
    fronts = theirs(select(PageRow.paper_id, PageRow.text), PageRow, PageRow.number == 1)
    all_parts = select(PartRow.id, PartRow.paper_id).where(PartRow.paper_id.in_(papers.keys())).order_by(PartRow.id)
    return Holdings(
        papers,
        list(theirs(select(PartRow), PartRow).scalars()),
        {(paper, number): frozenset(found) for paper, number, found in theirs(select(*places, PageRow.times), PageRow)},
        {paper: _names(papers[paper], text) for paper, text in fronts},
        frozenset(map(tuple, theirs(select(*places), PageRow, PageRow.status.in_(_UNREAD)))),
        _numbered(session.execute(all_parts)),
    )


def _numbered(parts: Iterable[Any]) -> dict[int, int]:
    """Part id -> which part of its paper it is, from 0, among all of them, also those that may not be seen."""
    next_of: dict[str, count[int]] = {}
    return {part: next(next_of.setdefault(paper, count())) for part, paper in parts}


def _names(paper: PaperRow, front: str) -> frozenset[str]:
    file_words = [stem(w) for w in words(paper.document.replace("-", " ").replace("_", " ")) if w not in STOPWORDS]
    return frozenset(file_words + terms(f"{paper.title} {paper.committee or ''}") + terms(front)[:_FRONT_TERMS])
