"""Search: a question's terms and vector to passages, best first. Access is settled before anything is searched."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.retrieval.embed import Embedder
from assistant.retrieval.filters import Filters, Reach
from assistant.retrieval.holdings import Holdings
from assistant.retrieval.inquiry import Calendar
from assistant.retrieval.lexicon import Lexicon, Sought
from assistant.retrieval.rerank import Reranker
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.wording import ShortForms
from assistant.settings import Clearance
from assistant.store import keywords
from assistant.store.store import Store
from assistant.store.tables import PageRow, PaperRow, PartRow, PassageRow

SCORED = (
    800  # passages whose score by word is known: how well one matches must not hang on whether it was found by meaning
)
CANDIDATES = 80  # from each of the two searches; more does not bring the right page up on the real packs


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the part and paper it stands in, and how well it matched (``cosine``, ``bm25``).

    ``page_times`` and ``part_times`` are the days and periods that its page and its part name, as "start/end".
    """

    passage: PassageRow
    part: PartRow
    paper: PaperRow
    cosine: float
    bm25: float
    page_times: frozenset[str] = frozenset()
    part_times: frozenset[str] = frozenset()


class Searcher:
    """Search over an open store with one clearance. Thread-safe: everything it keeps is read-only after loading."""

    reach: Reach | None = None  # what it is narrowed to; see retrieval.narrowed

    def __init__(
        self, store: Store, embedder: Embedder, clearance: Clearance, reranker: Reranker | None = None
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.reranker = reranker
        self.access: tuple[str, ...] = ("public",) if clearance == "public" else ("public", "exempt")
        self._lock = threading.Lock()
        self._stamp: object = None
        self._held = Holdings()
        self._lexicon = Lexicon({}, 0, ())
        self._shelf = Shelf(store, self.access)
        self.views: dict[Filters, Searcher] = {}  # narrowed ones of the state that it holds

    def refresh(self) -> None:
        """Take note of papers that came or went since the last question."""
        stamp = self.store.stamp()  # before the rest is read: what comes in between is noticed with the next question
        with self._lock:
            if stamp == self._stamp:
                return
            if self._stamp is not None:
                self.store.vectors.reopen()
            with self.store.session() as session:
                held = Holdings.load(session, self.access, self._held)
                vocabulary: Counter[str] = Counter()
                for access in self.access:
                    vocabulary.update(keywords.vocabulary(session.connection(), access))
                passages = session.scalar(self._permitted(select(func.count(PassageRow.id)), PassageRow)) or 0
            self._lexicon = Lexicon(vocabulary, passages, (paper.abbreviations or {} for paper in held.papers.values()))
            self._held, self._shelf, self._stamp = held, Shelf(self.store, self.access), stamp
            self.views = {}  # last: a view that is being made of what was held goes with the others

    @property
    def papers(self) -> Mapping[str, PaperRow]:
        """The papers that may be seen, by id."""
        return self._held.papers

    def rarity(self, term: str) -> float:
        """How telling a stemmed term is: 0 for one in every passage, about 1 for one in a single passage of many."""
        return self._lexicon.rarity(term)

    def knows(self, term: str) -> bool:
        """Whether any passage that may be seen holds the stemmed term."""
        return self._lexicon.knows(term)

    def expand(self, word: str) -> str | None:
        """What an abbreviation stands for, by the papers or at large; None for none."""
        return self._lexicon.expand(word)

    @property
    def short_forms(self) -> ShortForms:
        """The long forms that the papers abbreviate."""
        return self._lexicon.short_forms

    def mend(self, word: str) -> str | None:
        """The stem of the papers that a mistyped word most likely stands for, or None."""
        return self._lexicon.mend(word)

    def names_of(self, paper_id: str) -> frozenset[str]:
        """The stemmed terms that name a paper: its title, file, body and front page."""
        return self._held.names_of(paper_id)

    def naming(self, question_terms: Iterable[str]) -> dict[str, float]:
        """Paper id -> how strongly the terms name it by its title, file, body or front page; only those they name at all."""
        return self._held.naming(question_terms)

    def search(self, question: str, question_terms: Sequence[str]) -> list[Hit]:
        """The passages found by meaning or by word, with both scores; not yet ranked."""
        vector, shelf = self.embedder.embed_query(question), self._shelf
        sought = self._lexicon.sought(question_terms)
        cosines: dict[str, float] = {}
        scores: dict[int, float] = {}
        by_word: dict[int, float] = {}
        with self.store.session() as session:
            for access in self.access:
                cosines.update(self._nearest(session, access, vector))
                found = self._by_word(session, access, sought)
                scores.update(found)
                by_word.update(found[:CANDIDATES])
            rows = shelf.passages(session, cosines, by_word)
        cosines.update(shelf.likeness(vector, [row for row in rows if row.key not in cosines]))
        return self._hits(rows, cosines, scores)

    def _nearest(self, session: Session, access: str, vector: Sequence[float]) -> list[tuple[str, float]]:
        """(passage key, cosine) of the passages nearest in meaning."""
        return self.store.vectors.search(access, vector, CANDIDATES)

    def _by_word(self, session: Session, access: str, sought: Sought) -> list[tuple[int, float]]:
        """(passage id, BM25 score) of the passages that hold the words looked up, best first."""
        return keywords.search(session.connection(), access, sought.terms, SCORED, together=sought.together)

    def within(self, part_ids: Collection[int], question: str) -> list[Hit]:
        """All passages of some parts with how near they are to a question in meaning: for one that names their meeting."""
        vector, shelf = self.embedder.embed_query(question), self._shelf
        rows = sorted((row for part_id in part_ids for row in shelf.of_part(part_id)), key=lambda row: row.id)
        return self._hits(rows, shelf.likeness(vector, rows), {})

    def in_part(self, part_id: int, item: str | None = None) -> list[Hit]:
        """All passages of a part in reading order, or those of one minute or decision of it, by its title."""
        rows = self._shelf.of_part(part_id)
        return self._hits([row for row in rows if item is None or row.minute_title == item], {}, {})

    def on_page(self, paper_id: str, number: int) -> list[Hit]:
        """The passages of one page in reading order."""
        return self._hits(self._shelf.of_page(paper_id, number), {}, {})

    def _hits(self, rows: Iterable[PassageRow], cosines: Mapping[str, float], scores: Mapping[int, float]) -> list[Hit]:
        """Passages with where they stand. A paper that came or went since the question was begun is for the next one."""
        held = self._held
        return [
            Hit(
                row,
                held.part_of[row.part_id],
                held.papers[row.paper_id],
                cosines.get(row.key, 0.0),
                scores.get(row.id, 0.0),
                held.page_times.get((row.paper_id, row.page), frozenset()),
                held.part_times[row.part_id],
            )
            for row in rows
            if row.part_id in held.part_of
        ]

    @property
    def held(self) -> Holdings:
        """What is known of the papers that may be seen."""
        return self._held

    def parts(self) -> Sequence[PartRow]:
        """All parts of the papers that may be seen."""
        return self._held.parts

    @property
    def committees(self) -> frozenset[str]:
        """The bodies whose papers may be seen."""
        return self._held.committees

    @property
    def calendar(self) -> Calendar:
        """What dates in a question are read against: the newest paper's date and the meetings held."""
        return self._held.calendar

    def page(self, paper_id: str, number: int) -> PageRow | None:
        """One page that may be seen."""
        return self._shelf.page(paper_id, number)

    def pages_seen(self, paper_id: str) -> set[int]:
        """The pages of a paper that may be seen."""
        query = select(PageRow.number).where(PageRow.paper_id == paper_id)
        with self.store.session() as session:
            return set(session.scalars(self._permitted(query, PageRow)))

    def unreadable(self) -> int:
        """How many pages of the papers that may be seen hold no text that could be read."""
        return self._held.unreadable

    def recognised(self) -> dict[str, tuple[int, float]]:
        """Paper id -> how many of its pages that may be seen were read by OCR, and the lowest confidence of them."""
        query = select(PageRow.paper_id, func.count(PageRow.id), func.min(PageRow.confidence))
        query = query.where(PageRow.status == "ocr").group_by(PageRow.paper_id)
        with self.store.session() as session:
            return {paper: (n, lowest) for paper, n, lowest in session.execute(self._permitted(query, PageRow))}

    def dates(self) -> tuple[date | None, date | None]:
        """The earliest and the latest meeting date among the papers."""
        return self._held.dates

    def _permitted(self, query: Any, table: Any) -> Any:
        return query.where(table.access.in_(self.access))
