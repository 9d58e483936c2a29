"""Search: a question's terms and vector to passages, best first. Access is settled before anything is searched."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.retrieval.embed import Embedder
from assistant.retrieval.glossary import entries, look_up
from assistant.retrieval.inquiry import Calendar
from assistant.retrieval.rerank import Reranker
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.spelling import Speller
from assistant.retrieval.synonyms import alike, ordinary
from assistant.retrieval.terms import STOPWORDS, stem, terms, words
from assistant.retrieval.wording import ShortForms
from assistant.store import keywords
from assistant.store.store import Store
from assistant.store.tables import PageRow, PaperRow, PartRow, PassageRow

Clearance = Literal["public", "exempt"]

SCORED = (
    800  # passages whose score by word is known: how well one matches must not hang on whether it was found by meaning
)
CANDIDATES = 80  # from each of the two searches; more does not bring the right page up on the real packs
_FRONT_TERMS = 400  # terms of a paper's first page that count as naming the paper


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

    def __init__(
        self, store: Store, embedder: Embedder, clearance: Clearance, reranker: Reranker | None = None
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.reranker = reranker
        self.access: tuple[str, ...] = ("public",) if clearance == "public" else ("public", "exempt")
        self._lock = threading.Lock()
        self._stamp: object = None
        self._vocabulary: dict[str, int] = {}
        self._speller = Speller({})
        self._passages = 0
        self._papers: dict[str, PaperRow] = {}
        self._naming: dict[str, frozenset[str]] = {}
        self._parts: list[PartRow] = []
        self._by_id: dict[int, PartRow] = {}
        self._page_times: dict[tuple[str, int], frozenset[str]] = {}
        self._part_times: dict[int, frozenset[str]] = {}
        self._abbreviations: dict[str, str] = {}
        self._shelf = Shelf(store, self.access)
        self._short_forms: ShortForms = {}
        self._unreadable = 0
        self._dates: tuple[date | None, date | None] = (None, None)
        self._calendar = Calendar()
        self._committees: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Take note of papers that came or went since the last question."""
        stamp = self.store.stamp()  # before the rest is read: what comes in between is noticed with the next question
        with self._lock:
            if stamp == self._stamp:
                return
            with self.store.session() as session:
                self._load(session)
            self._shelf, self._stamp = Shelf(self.store, self.access), stamp

    def _load(self, session: Session) -> None:
        papers = {row.id: row for row in session.scalars(self._permitted(select(PaperRow), PaperRow))}
        vocabulary: Counter[str] = Counter()
        for access in self.access:
            vocabulary.update(keywords.vocabulary(session.connection(), access))
        self._passages = session.scalar(self._permitted(select(func.count(PassageRow.id)), PassageRow)) or 0
        fronts = session.execute(
            self._permitted(select(PageRow.paper_id, PageRow.text).where(PageRow.number == 1), PageRow)
        ).all()
        self._papers, self._vocabulary = papers, dict(vocabulary)
        self._speller = Speller(self._vocabulary)
        self._naming = {i: self._names(papers[i], text) for i, text in fronts if i in papers}
        self._parts = list(session.scalars(self._permitted(select(PartRow), PartRow)))
        self._committees = frozenset(part.committee for part in self._parts if part.committee)
        self._load_times(session)
        self._abbreviations = _most_usual(paper.abbreviations or {} for paper in papers.values())
        self._short_forms = self._written_short()
        days = [paper.meeting_date for paper in papers.values() if paper.meeting_date]
        self._dates = (min(days), max(days)) if days else (None, None)
        met = frozenset(part.meeting_date for part in self._parts if part.meeting_date)
        self._calendar = Calendar(self._dates[1], met)
        unread = select(func.count(PageRow.id)).where(PageRow.status.in_(("picture", "failed")))
        self._unreadable = session.scalar(self._permitted(unread, PageRow)) or 0

    def _load_times(self, session: Session) -> None:
        self._by_id = {part.id: part for part in self._parts}
        query = select(PageRow.paper_id, PageRow.number, PageRow.times)
        self._page_times = {(i, n): frozenset(t) for i, n, t in session.execute(self._permitted(query, PageRow))}
        self._part_times = {
            part.id: frozenset().union(
                *(
                    self._page_times.get((part.paper_id, n), frozenset())
                    for n in range(part.first_page, part.last_page + 1)
                )
            )
            for part in self._parts
        }

    @property
    def papers(self) -> Mapping[str, PaperRow]:
        """The papers that may be seen, by id."""
        return self._papers

    def rarity(self, term: str) -> float:
        """How telling a stemmed term is: 0 for one in every passage, about 1 for one in a single passage of many."""
        n = self._vocabulary.get(term, 0)
        top = math.log(1 + self._passages)
        return math.log(1 + self._passages / (1 + n)) / top if top else 0.0

    def knows(self, term: str) -> bool:
        """Whether any passage that may be seen holds the stemmed term."""
        return term in self._vocabulary

    def expand(self, word: str) -> str | None:
        """What an abbreviation stands for: as a paper that may be seen defines it, else as councils use it at large,
        where the papers hold those words; None for none."""
        short = word.upper()
        own = self._abbreviations.get(short)
        if own and self.knows(stem(short.lower())):
            return own
        entry = look_up(short)
        held = (sense for sense in (entry.senses if entry else ()) if all(map(self._holds, terms(sense))))
        return next(held, own)  # initials of a name that no paper abbreviates are but a guess

    @property
    def short_forms(self) -> ShortForms:
        """The long forms that the papers abbreviate."""
        return self._short_forms

    def _holds(self, term: str) -> bool:
        return self.knows(term) or any(map(self.knows, alike(term)))

    def _written_short(self) -> ShortForms:
        found: dict[tuple[str, ...], str] = {}
        for short in sorted(self._abbreviations.keys() | entries().keys()):
            written, long = stem(short.lower()), tuple(terms(self.expand(short) or ""))
            if len(long) > 1 and self.knows(written):
                found[long] = written
        return {first: list(group) for first, group in groupby(sorted(found.items()), key=lambda pair: pair[0][0])}

    def mend(self, word: str) -> str | None:
        """The stem of the papers that a mistyped word most likely stands for, or None."""
        return None if ordinary(stem(word)) else self._speller.meant_by(word)

    def names_of(self, paper_id: str) -> frozenset[str]:
        """The stemmed terms that name a paper: its title, file, body and front page."""
        return self._naming.get(paper_id, frozenset())

    def naming(self, question_terms: Iterable[str]) -> dict[str, float]:
        """Paper id -> how strongly the terms name it by its title, file, body or front page (0 where not at all)."""
        wanted = set(question_terms)
        count = Counter(t for names in self._naming.values() for t in names & wanted)
        total = len(self._naming) or 1
        weights = {t: math.log(total / n) for t, n in count.items() if n < total}
        if not weights:
            return {}
        return {i: sum(weights.get(t, 0.0) for t in names & wanted) for i, names in self._naming.items()}

    def search(self, question: str, question_terms: Sequence[str]) -> list[Hit]:
        """The passages found by meaning or by word, with both scores; not yet ranked."""
        vector, shelf = self.embedder.embed_query(question), self._shelf
        cosines: dict[str, float] = {}
        scores: dict[int, float] = {}
        by_word: dict[int, float] = {}
        with self.store.session() as session:
            for access in self.access:
                cosines.update(self.store.vectors.search(access, vector, CANDIDATES))
                found = keywords.search(session.connection(), access, question_terms, SCORED)
                scores.update(found)
                by_word.update(found[:CANDIDATES])
            rows = shelf.passages(session, cosines, by_word)
        cosines.update(shelf.likeness(vector, [row for row in rows if row.key not in cosines]))
        return [self._hit(row, cosines[row.key], scores.get(row.id, 0.0)) for row in rows]

    def within(self, part_ids: Collection[int], question: str) -> list[Hit]:
        """All passages of some parts with how near they are to a question in meaning: for one that names their meeting."""
        vector, shelf = self.embedder.embed_query(question), self._shelf
        rows = sorted((row for part_id in part_ids for row in shelf.of_part(part_id)), key=lambda row: row.id)
        cosines = shelf.likeness(vector, rows)
        return [self._hit(row, cosines[row.key]) for row in rows]

    def in_part(self, part_id: int, item: str | None = None) -> list[Hit]:
        """All passages of a part in reading order, or those of one minute or decision of it, by its title."""
        rows = self._shelf.of_part(part_id)
        return [self._hit(row) for row in rows if item is None or row.minute_title == item]

    def on_page(self, paper_id: str, number: int) -> list[Hit]:
        """The passages of one page in reading order."""
        return [self._hit(row) for row in self._shelf.of_page(paper_id, number)]

    def _hit(self, row: PassageRow, cosine: float = 0.0, bm25: float = 0.0) -> Hit:
        part = self._by_id[row.part_id]
        on_page = self._page_times.get((row.paper_id, row.page), frozenset())
        return Hit(row, part, self._papers[row.paper_id], cosine, bm25, on_page, self._part_times[part.id])

    def parts(self) -> list[PartRow]:
        """All parts of the papers that may be seen."""
        return self._parts

    @property
    def committees(self) -> frozenset[str]:
        """The bodies whose papers may be seen."""
        return self._committees

    @property
    def calendar(self) -> Calendar:
        """What dates in a question are read against: the newest paper's date and the meetings held."""
        return self._calendar

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
        return self._unreadable

    def recognised(self) -> dict[str, tuple[int, float]]:
        """Paper id -> how many of its pages that may be seen were read by OCR, and the lowest confidence of them."""
        query = select(PageRow.paper_id, func.count(PageRow.id), func.min(PageRow.confidence))
        query = query.where(PageRow.status == "ocr").group_by(PageRow.paper_id)
        with self.store.session() as session:
            return {paper: (n, lowest) for paper, n, lowest in session.execute(self._permitted(query, PageRow))}

    def dates(self) -> tuple[date | None, date | None]:
        """The earliest and the latest meeting date among the papers."""
        return self._dates

    def _permitted(self, query: Any, table: Any) -> Any:
        return query.where(table.access.in_(self.access))

    def _names(self, paper: PaperRow, front: str) -> frozenset[str]:
        file_words = [stem(w) for w in words(paper.document.replace("-", " ").replace("_", " ")) if w not in STOPWORDS]
        return frozenset(file_words + terms(f"{paper.title} {paper.committee or ''}") + terms(front)[:_FRONT_TERMS])


def _most_usual(defined: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Abbreviation -> what most papers define it as."""
    counts: dict[str, Counter[str]] = {}
    for abbreviations in defined:
        for short, long in abbreviations.items():
            counts.setdefault(short, Counter())[long] += 1
    return {short: longs.most_common(1)[0][0] for short, longs in counts.items()}
