"""The records of a store that may be seen, each with its paper: what every look-up reads from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import select

from assistant.papers.model import Box
from assistant.records.model import Record
from assistant.retrieval.filters import Reach
from assistant.retrieval.holdings import paper_day
from assistant.store import records
from assistant.store.store import Store
from assistant.store.tables import PageRow, PaperRow

P = TypeVar("P")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """A record and the paper it stands in."""

    record: R
    paper: PaperRow

    @property
    def position_at(self) -> date | None:
        """The day the record speaks for: its own where it names one, else its paper's date."""
        return getattr(self.record, "position_at", None) or paper_day(self.paper)

    def citation(self) -> dict[str, Any]:
        """Where it stands, in the words of the Answer contract; ``quote`` is the record as printed."""
        record = self.record
        boxes: list[Box] = [box for piece in record.pieces if piece.page == record.page for box in piece.boxes]
        return {
            "document": self.paper.document,
            "title": self.paper.title,
            "date": self.paper.meeting_date.isoformat() if self.paper.meeting_date else None,
            "page": record.page,
            "page_label": record.printed_page,
            "quote": record.as_printed,
            "boxes": boxes,
        }


class Picture(NamedTuple):
    """A page without printed text: recognised (``status`` "ocr", ``confidence`` 0 to 100) or, for a reason, not read."""

    page: int
    status: str
    confidence: float | None
    reason: str | None


class SeenPage(NamedTuple):
    """A page that may be seen: whether it could be read, and the reason where it could not."""

    number: int
    status: str
    reason: str | None
    access: str


class Ledger:
    """All records of a store that one clearance may see. Access is settled here, before anything is looked up.

    Thread-safe; what it holds is loaded a kind at a time and anew when papers came or went.
    """

    def __init__(self, store: Store, access: tuple[str, ...]) -> None:
        self._store = store
        self._access = access
        self._lock = threading.Lock()
        self._stamp: object = None
        self._papers: dict[str, PaperRow] = {}
        self._in_order: list[PaperRow] = []
        self._held: dict[type[Record], list[Entry[Any]]] = {}
        self._pages: dict[str, list[SeenPage]] | None = None
        self._looked = threading.local()

    @contextmanager
    def steady(self) -> Iterator[None]:
        """While one question is answered the papers are looked at once, however often records are asked for."""
        with self._lock:
            self._refresh()
        self._looked.once = True
        try:
            yield
        finally:
            self._looked.once = False

    def entries(self, model: type[R]) -> list[Entry[R]]:
        """The records of a kind, oldest paper first, each paper's in the order they stand in it."""
        held = self._held.get(model) if getattr(self._looked, "once", False) else None
        if held is not None:
            return held
        with self._lock, self._store.session() as session:
            self._refresh()
            if model not in self._held:
                found = records.load(session.connection(), model, self._access)
                entries = [Entry(r, self._papers[r.paper_id]) for r in found if r.paper_id in self._papers]
                self._held[model] = sorted(entries, key=lambda entry: _by_date(entry.paper))
            return self._held[model]

    def papers(self) -> list[PaperRow]:
        """The papers that may be seen, oldest first."""
        if getattr(self._looked, "once", False):
            return self._in_order
        with self._lock:
            self._refresh()
            return self._in_order

    def pictures(self) -> dict[str, list[Picture]]:
        """Paper id -> its pages without printed text that could be read, in order."""
        found: dict[str, list[Picture]] = {}
        query = select(PageRow.paper_id, PageRow.number, PageRow.status, PageRow.confidence, PageRow.reason)
        query = query.where(PageRow.status.in_(("ocr", "picture", "failed")), PageRow.access.in_(self._access))
        with self._store.session() as session:
            for paper_id, number, status, confidence, reason in session.execute(query.order_by(PageRow.number)):
                found.setdefault(paper_id, []).append(Picture(number, status, confidence, reason))
        return found

    def pages(self) -> dict[str, list[SeenPage]]:
        """Paper id -> its pages that may be seen, in order."""
        with self._lock, self._store.session() as session:
            self._refresh()
            if self._pages is None:
                query = select(PageRow.paper_id, PageRow.number, PageRow.status, PageRow.reason, PageRow.access)
                query = query.where(PageRow.access.in_(self._access)).order_by(PageRow.number)
                self._pages = {}
                for paper_id, number, status, reason, access in session.execute(query):
                    if paper_id in self._papers:
                        self._pages.setdefault(paper_id, []).append(SeenPage(number, status, reason, access))
            return self._pages

    def exempt_pages(self) -> frozenset[tuple[str, int]]:
        """Paper id and number of the pages that may be seen only with clearance."""
        return frozenset(
            (paper, page.number) for paper, pages in self.pages().items() for page in pages if page.access == "exempt"
        )

    def narrowed(self, reach: Reach) -> Ledger:
        """Those of its records that lie within the reach of some filters."""
        return _Narrowed(self, reach)

    def _refresh(self) -> None:
        stamp = self._store.stamp()
        if stamp != self._stamp:
            permitted = select(PaperRow).where(PaperRow.access.in_(self._access)).order_by(PaperRow.added_at)
            with self._store.session() as session:
                self._papers = {paper.id: paper for paper in session.scalars(permitted)}
            self._in_order = sorted(self._papers.values(), key=_by_date)
            self._held, self._pages, self._stamp = {}, None, stamp


class _Narrowed(Ledger):
    """What filters leave of a ledger. Lists that it gave stay the same for as long as it is there."""

    def __init__(self, whole: Ledger, reach: Reach) -> None:
        super().__init__(whole._store, whole._access)
        self._whole = whole
        self._reach = reach
        self._left: list[PaperRow] | None = None

    @contextmanager
    def steady(self) -> Iterator[None]:
        """While one question is answered the papers are looked at once."""
        with self._whole.steady():
            yield

    def entries(self, model: type[R]) -> list[Entry[R]]:
        """The records of a kind in the parts that are left, oldest paper first."""
        if model not in self._held:
            places = self._reach.places
            every = self._whole.entries(model)
            self._held.setdefault(model, [e for e in every if (e.paper.id, e.record.part) in places])
        return self._held[model]

    def papers(self) -> list[PaperRow]:
        """The papers that are left, oldest first."""
        if self._left is None:
            self._left = [paper for paper in self._whole.papers() if paper.id in self._reach.papers]
        return self._left

    def pictures(self) -> dict[str, list[Picture]]:
        """Paper id -> its pages without printed text, of the parts that are left."""
        return self._of_pages(self._whole.pictures(), lambda picture: picture.page)

    def pages(self) -> dict[str, list[SeenPage]]:
        """Paper id -> its pages that may be seen, of the parts that are left."""
        return self._of_pages(self._whole.pages(), lambda page: page.number)

    def _of_pages(self, pages: dict[str, list[P]], number: Callable[[P], int]) -> dict[str, list[P]]:
        seen = self._reach.pages
        left = {paper: [one for one in some if (paper, number(one)) in seen] for paper, some in pages.items()}
        return {paper: some for paper, some in left.items() if some}


def _by_date(paper: PaperRow) -> tuple[str, str]:
    return str(paper_day(paper) or ""), paper.document
