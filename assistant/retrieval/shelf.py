"""What of a store is kept in memory while its papers stay the same: passages, pages and vectors met before."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.store import Store
from assistant.store.tables import PageRow, PassageRow

MOST_MET = 20_000  # passages kept in memory, about 2 kB each
MOST_PLACES = 256  # pages, and pages or parts with all their passages


class Shelf:
    """The passages, pages and vectors of one state of a store that one clearance may see. Thread-safe."""

    def __init__(self, store: Store, access: tuple[str, ...]) -> None:
        self._store = store
        self._access = access
        self._lock = threading.Lock()
        self._met: dict[str, PassageRow] = {}
        self._key_of: dict[int, str] = {}
        self._vectors: dict[str, np.ndarray] = {}
        self._pages: dict[tuple[str, int], PageRow | None] = {}
        self._of_place: dict[int | tuple[str, int], list[PassageRow]] = {}

    def passages(self, session: Session, keys: Collection[str], ids: Collection[int]) -> list[PassageRow]:
        """Passages by key or id; those met before are not read again."""
        met, key_of = self._met, self._key_of
        new_keys = [key for key in keys if key not in met]
        new_ids = [i for i in ids if i not in key_of]
        fresh: dict[str, PassageRow] = {}
        if new_keys or new_ids:
            found = select(PassageRow).where(PassageRow.key.in_(new_keys) | PassageRow.id.in_(new_ids))
            fresh = {row.key: row for row in session.scalars(self._permitted(found, PassageRow))}
            with self._lock:
                if len(met) < MOST_MET:
                    met.update(fresh)
                    key_of.update({row.id: row.key for row in fresh.values()})
        own = {row.id: row.key for row in fresh.values()}
        wanted = [*keys, *(key for i in ids if (key := key_of.get(i) or own.get(i)))]
        rows = (met.get(key) or fresh.get(key) for key in dict.fromkeys(wanted))
        return [row for row in rows if row is not None]

    def likeness(self, vector: Sequence[float], rows: Sequence[PassageRow]) -> dict[str, float]:
        """Key -> the cosine of passages that were found by word alone: how near one is must not hang on how it was found."""
        found = {row.key: 0.0 for row in rows}
        for access in self._access:
            found.update(self._cosines(access, vector, [row.key for row in rows if row.access == access]))
        return found

    def nearest(self, access: str, vector: Sequence[float], keys: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """(passage key, cosine) of those of some passages that are nearest to a vector, nearest first; none is missed."""
        return sorted(self._cosines(access, vector, keys).items(), key=lambda pair: -pair[1])[:limit]

    def _cosines(self, access: str, vector: Sequence[float], keys: Sequence[str]) -> dict[str, float]:
        """Key -> cosine, of the passages whose vectors are held."""
        held = self._vectors
        fresh = self._store.vectors.held(access, [key for key in keys if key not in held])
        with self._lock:
            if len(held) < MOST_MET:
                held.update(fresh)
            else:
                held = {**held, **fresh}
        known = [key for key in keys if key in held]
        if not known:
            return {}
        likeness = np.stack([held[key] for key in known]) @ np.asarray(vector, dtype=np.float32)
        return dict(zip(known, map(float, likeness), strict=True))

    def of_part(self, part_id: int) -> list[PassageRow]:
        """The passages of one part in reading order."""
        return self._in_order(part_id, PassageRow.part_id == part_id)

    def of_page(self, paper_id: str, number: int) -> list[PassageRow]:
        """The passages of one page in reading order."""
        return self._in_order((paper_id, number), PassageRow.paper_id == paper_id, PassageRow.page == number)

    def page(self, paper_id: str, number: int) -> PageRow | None:
        """One page."""
        place = (paper_id, number)
        with self._lock:
            if place in self._pages:
                return self._pages[place]
        query = select(PageRow).where(PageRow.paper_id == paper_id, PageRow.number == number)
        with self._store.session() as session:
            row = session.scalars(self._permitted(query, PageRow)).one_or_none()
        with self._lock:
            if len(self._pages) >= MOST_PLACES:
                self._pages.clear()
            self._pages[place] = row
        return row

    def _in_order(self, place: int | tuple[str, int], *where: Any) -> list[PassageRow]:
        with self._lock:
            held = self._of_place.get(place)
        if held is None:
            query = self._permitted(select(PassageRow).where(*where), PassageRow).order_by(PassageRow.id)
            with self._store.session() as session:
                held = list(session.scalars(query))
            with self._lock:
                if len(self._of_place) >= MOST_PLACES:
                    self._of_place.clear()
                self._of_place[place] = held
        return held

    def _permitted(self, query: Any, table: Any) -> Any:
        return query.where(table.access.in_(self._access))
