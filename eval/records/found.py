"""The records to compare: those of a store, or of papers read on the spot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sqlalchemy import select

from assistant.errors import PaperError
from assistant.papers.model import Paper
from assistant.papers.pool import read_papers
from assistant.papers.tables import labelled_rows
from assistant.records.identify import identify
from assistant.records.model import KINDS, Record
from assistant.records.read import read_records
from assistant.settings import load_settings
from assistant.store import records
from assistant.store.store import Store
from assistant.store.tables import PaperRow
from eval.records.score import Found

NOT_COMPARED = {"table_reading"}
_KIND_OF = {model: kind for kind, model in KINDS.items()}


def from_store(folder: Path, documents: Collection[str]) -> list[Found]:
    """The records that a store holds of some papers, exempt ones too, in the order of the papers.

    Raises:
        AssistantError: the store cannot be opened.
    """
    settings = load_settings(store=folder)
    store = Store.read(folder, None, settings.embedder, settings.servers)
    found: list[Found] = []
    try:
        with store.session() as session:
            names = {row.id: row.document for row in session.scalars(select(PaperRow)) if row.document in documents}
            for kind in sorted(KINDS.keys() - NOT_COMPARED):
                loaded = records.load(session.connection(), KINDS[kind], ("public", "exempt"))
                found += [_found(names[record.paper_id], record) for record in loaded if record.paper_id in names]
    finally:
        store.close()
    return found


def from_papers(files: Sequence[Path]) -> list[Found]:
    """The records of papers, read now, in the order of the papers.

    Raises:
        PaperError: a paper could not be read.
    """
    found: list[Found] = []
    for result in read_papers(files, workers=load_settings().workers):
        if isinstance(result.paper, PaperError):
            raise result.paper
        if isinstance(result.paper, Paper):
            facts = identify(result.paper, result.path.name)
            read = read_records(result.paper, facts, labelled_rows(result.paper.pages))
            found += [_found(result.path.name, record) for record in read if _KIND_OF[type(record)] not in NOT_COMPARED]
    return found


def _found(document: str, record: Record) -> Found:
    return Found(document, _KIND_OF[type(record)], record.model_dump(mode="json"))
