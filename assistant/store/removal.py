"""A paper goes out of the tables and the keyword index, in the transaction of whoever calls."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.store import keywords, records
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.tables import Journal, PageRow, PaperRow, PartRow, PassageRow, Superseded

Keys = dict[str, list[str]]
"""Access class -> the keys of passages, which are the ids of their vectors."""


def take_out(session: Session, paper_id: str) -> Keys:
    """Take a paper out and note that its vectors and file are to follow; the keys of those vectors."""
    session.execute(delete(Superseded).where(Superseded.by == paper_id))
    keys: Keys = {}
    for access in ACCESS_CLASSES:
        own = PassageRow.paper_id == paper_id, PassageRow.access == access
        found = session.execute(select(PassageRow.id, PassageRow.key).where(*own)).all()
        keywords.remove(session.connection(), access, [row.id for row in found])
        keys[access] = [row.key for row in found]
    records.remove(session.connection(), paper_id)
    for table in (PassageRow, PageRow, PartRow):
        session.execute(delete(table).where(table.paper_id == paper_id))
    session.execute(delete(PaperRow).where(PaperRow.id == paper_id))
    session.merge(Journal(paper_id=paper_id, operation="drop"))
    return keys


def older_versions(session: Session, paper_id: str) -> set[str]:
    """The sha256 of a paper and of all that it replaced: of whatever takes its place these are older versions."""
    digest = session.scalars(select(PaperRow.sha256).where(PaperRow.id == paper_id)).one()
    return {digest, *session.scalars(select(Superseded.sha256).where(Superseded.by == paper_id))}


def supersede(session: Session, old: str, new: str) -> Keys:
    """Take a paper out as the older version of another, so that its file is not taken for a new one when met again."""
    older = older_versions(session, old)
    keys = take_out(session, old)
    for sha256 in older:
        session.merge(Superseded(sha256=sha256, by=new))
    return keys
