"""Search within what filters leave of the papers. Nothing outside is found, counted or known to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assistant.retrieval.filters import Filters, Reach, reach_of
from assistant.retrieval.holdings import Holdings
from assistant.retrieval.lexicon import Sought, rarity
from assistant.retrieval.search import CANDIDATES, SCORED, Searcher
from assistant.store import keywords
from assistant.store.tables import PageRow, PassageRow

MOST_VIEWS = 16  # of one state of a store, each with what it worked out
# Passages up to which all are compared with a question: a graph of vectors misses some where few are left.
READ_ALL = 2_000
# The share of all pages, and the pages, from which asking for more costs less than naming passages.
WIDE, WIDE_PAGES = 0.05, 500
_TIMES = (1.5, 10)  # times as many as should do are asked for, then that many times
_FEW = 2_000  # passages with a word up to which those of the view are counted, else reckoned from its share
_AT_ONCE = 5_000  # papers named in one statement

F = TypeVar("F")


def narrowed(searcher: Searcher, filters: Filters | None) -> Searcher:
    """A searcher of what filters leave of another's papers; the same one where they leave all.

    Raises:
        UsageError: no committee or no kind held is called as given.
    """
    if filters is None or filters.empty:
        return searcher
    views, held = searcher.views, searcher.held  # in this order: see Searcher.refresh
    if filters not in views:
        if len(views) >= MOST_VIEWS:
            views.clear()
        view = Narrowed(searcher, reach_of(filters, held), held)
        return views.setdefault(filters, view)
    return views[filters]


class Narrowed(Searcher):
    """What filters leave of the papers of one state of a store. What abbreviations and slips mean it takes from all of them."""

    reach: Reach

    def __init__(self, whole: Searcher, reach: Reach, held: Holdings) -> None:
        super().__init__(whole.store, whole.embedder, "public", whole.reranker)
        self.access = whole.access
        self.reach = reach
        self._held = held.only(reach)
        self._lexicon, self._shelf = whole._lexicon, whole._shelf
        self._share = len(self._held.page_times) / max(len(held.page_times), 1)
        self._wide = self._share >= WIDE and len(self._held.page_times) >= WIDE_PAGES
        self._known: dict[str, float] = {}
        self._keys_of: dict[str, list[str]] = {}
        with self.store.session() as session:
            self._stretches = _Stretches(session, reach, held)

    def refresh(self) -> None:
        """It stays what it is: one of another state of the store is made anew."""

    def rarity(self, term: str) -> float:
        """How telling a stemmed term is among the passages that are left."""
        return rarity(self._frequency(term), self._stretches.passages)

    def knows(self, term: str) -> bool:
        """Whether any passage that is left holds the stemmed term."""
        return self._frequency(term) > 0

    def page(self, paper_id: str, number: int) -> PageRow | None:
        """One page that is left."""
        return super().page(paper_id, number) if (paper_id, number) in self.reach.pages else None

    def pages_seen(self, paper_id: str) -> set[int]:
        """The pages of a paper that are left and may be seen."""
        return {number for number in super().pages_seen(paper_id) if (paper_id, number) in self.reach.pages}

    def recognised(self) -> dict[str, tuple[int, float]]:
        """Paper id -> how many of its pages were read by OCR, and the lowest confidence; of the papers that are left."""
        return {paper: told for paper, told in super().recognised().items() if paper in self.reach.papers}

    def _frequency(self, term: str) -> float:
        """In how many passages that are left a term stands; of one that stands in many at all about how many."""
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = self._counted(term) if self._lexicon.knows(term) else 0.0
        return known

    def _counted(self, term: str) -> float:
        with self.store.session() as session:
            found = [keywords.holding(session.connection(), access, term, _FEW) for access in self.access]
            here = sum(int(self._stretches.hold(ids).sum()) for ids in found)
            if all(len(ids) < _FEW for ids in found):
                return here
            every = self._lexicon.frequency(term)
            if not here:  # none of the first that were met
                found = [keywords.holding(session.connection(), access, term, every) for access in self.access]
                return sum(int(self._stretches.hold(ids).sum()) for ids in found)
            return max(here, every * self._share)

    def _nearest(self, session: Session, access: str, vector: Sequence[float]) -> list[tuple[str, float]]:
        vectors = self.store.vectors
        for limit in self._limits(CANDIDATES):
            found = vectors.search(access, vector, limit)
            keys = select(PassageRow.key, PassageRow.id).where(PassageRow.key.in_([key for key, _ in found]))
            ids = {row.key: row.id for row in session.execute(keys)}
            inside = self._inside(found, [ids.get(key, 0) for key, _ in found])
            if len(inside) >= CANDIDATES or len(found) < limit:
                return inside[:CANDIDATES]
        here = self._keys(session, access)
        if len(here) <= READ_ALL:
            return self._shelf.nearest(access, vector, here, CANDIDATES)
        return vectors.search(access, vector, CANDIDATES, here)

    def _by_word(self, session: Session, access: str, sought: Sought) -> list[tuple[int, float]]:
        connection, (terms, together) = session.connection(), sought
        for limit in self._limits(SCORED):
            found = keywords.search(connection, access, terms, limit, together=together)
            inside = self._inside(found, [i for i, _ in found])
            if len(inside) >= SCORED or len(found) < limit:
                return inside[:SCORED]
        here = self._stretches.ids()
        return keywords.search(connection, access, terms, SCORED, together=together, within=here)

    def _limits(self, wanted: int) -> list[int]:
        """How many of all passages are looked through for as many of the view as wanted, before only those are searched."""
        return [math.ceil(times * wanted / self._share) for times in _TIMES] if self._wide else []

    def _inside(self, found: Sequence[F], ids: Sequence[int]) -> list[F]:
        return [one for one, holds in zip(found, self._stretches.hold(ids), strict=True) if holds]

    def _keys(self, session: Session, access: str) -> list[str]:
        """The keys of all passages of the view in one collection."""
        if access not in self._keys_of:
            query = select(PassageRow.key, PassageRow.part_id).where(PassageRow.access == access)
            rows = (row for some in _some(self.reach.papers) for row in session.execute(query.where(_of(some))))
            self._keys_of[access] = [key for key, part in rows if part in self.reach.parts]
        return self._keys_of[access]


class _Stretches:
    """Runs of passage ids: the passages of a part, and those of a paper, came in one after the other."""

    def __init__(self, session: Session, reach: Reach, whole: Holdings) -> None:
        cut = {part.paper_id for part in whole.parts if part.id not in reach.parts} & reach.papers
        bounds = (func.min(PassageRow.id), func.max(PassageRow.id))
        runs: list[tuple[int, int]] = []
        for papers in _some(reach.papers - cut):
            by_paper = select(*bounds).where(_of(papers)).group_by(PassageRow.paper_id)
            runs += [(first, last) for first, last in session.execute(by_paper)]
        for papers in _some(cut):
            by_part = select(PassageRow.part_id, *bounds).where(_of(papers)).group_by(PassageRow.part_id)
            runs += [(first, last) for part, first, last in session.execute(by_part) if part in reach.parts]
        self._first, self._last = np.array(sorted(runs), dtype=np.int64).reshape(-1, 2).T

    @property
    def passages(self) -> int:
        """How many passages the runs have."""
        return int((self._last - self._first + 1).sum())

    def hold(self, ids: Sequence[int]) -> np.ndarray:
        """Which of some ids lie within the runs."""
        given = np.asarray(ids, dtype=np.int64)
        if not len(self._first):
            return np.zeros(len(given), dtype=bool)
        at = np.searchsorted(self._first, given, side="right") - 1
        return (at >= 0) & (given <= self._last[at])

    def ids(self) -> list[int]:
        """All ids of the runs."""
        runs = (range(first, last + 1) for first, last in zip(self._first, self._last, strict=True))
        return [i for run in runs for i in run]


def _of(papers: Sequence[str]) -> ColumnElement[bool]:
    return PassageRow.paper_id.in_(papers)


def _some(papers: Iterable[str]) -> Iterator[list[str]]:
    """Papers, as many at once as one statement may name."""
    left = iter(sorted(papers))
    while some := list(islice(left, _AT_ONCE)):
        yield some
