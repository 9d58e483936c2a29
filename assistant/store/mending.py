"""Is a store whole? Its tables are held against vectors, keyword index and files, and what can be mended is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import undefer

from assistant.store import keywords
from assistant.store.filing import mend_files
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.tables import PaperRow, PassageRow

if TYPE_CHECKING:
    from assistant.store.store import Store

_PLACES = select(PaperRow.id, PaperRow.sha256, PaperRow.path)


class Repair(NamedTuple):
    """What ``check`` found and put right, counted."""

    unfinished: int
    vectors_added: int
    vectors_removed: int
    terms_mended: int
    files_missing: int
    files_mended: int = 0
    files_removed: int = 0
    index_made_anew: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing had to be put right."""
        return not any(self)


def mend(store: Store) -> Repair:
    """Finish what was left half done, then bring vectors and keyword index to what the tables say."""
    unfinished = store.recover()
    added = removed = mended = 0
    with store.session() as session:
        rows = {row.key: row for row in session.scalars(select(PassageRow).options(undefer(PassageRow.embedded)))}
        places = {id: (sha256, path) for id, sha256, path in session.execute(_PLACES)}
    for access in ACCESS_CLASSES:
        due = {key: row for key, row in rows.items() if row.access == access}
        new, gone = _mend_vectors(store, access, due, list(places))
        added, removed = added + new, removed + gone
        with store.changing() as session:
            mended += _mend_terms(session.connection(), access, {row.id: row for row in due.values()})
    store.mend_cards()
    filed = mend_files(store.folder, places)
    return Repair(unfinished, added, removed, mended, filed.missing, filed.mended, filed.removed)


def _mend_vectors(store: Store, access: str, due: dict[str, PassageRow], papers: list[str]) -> tuple[int, int]:
    """How many vectors were added, and how many taken out."""
    held = store.vectors.keys(access)
    store.vectors.remove_keys(access, sorted(held - due.keys()))
    lost = sorted(due.keys() - held)
    for paper_id in papers:
        own = [key for key in lost if due[key].paper_id == paper_id]
        store.vectors.add(access, paper_id, own, [due[key].embedded for key in own])
    return len(lost), len(held - due.keys())


def _mend_terms(connection: Connection, access: str, due: dict[int, PassageRow]) -> int:
    """How many passages were indexed or taken out of the index."""
    indexed = keywords.ids(connection, access)
    keywords.remove(connection, access, sorted(indexed - due.keys()))
    index(connection, [due[i] for i in sorted(due.keys() - indexed)])
    return len(indexed ^ due.keys())


def index(connection: Connection, rows: list[PassageRow]) -> None:
    """Put passages into the keyword index of their access class."""
    for access in ACCESS_CLASSES:
        entries = [(row.id, *_split(row.terms)) for row in rows if row.access == access]
        keywords.add(connection, access, entries)


def _split(terms: str) -> tuple[str, str]:
    context, _, body = terms.partition("\n")
    return context, body
