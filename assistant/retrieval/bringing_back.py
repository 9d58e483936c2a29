"""Papers that the database has lost, taken in again from the store's own PDFs as their cards say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

from assistant.errors import SettingsError
from assistant.papers.ocr import Ocr, ready
from assistant.retrieval.ingest import Handling, Ingested, take_in
from assistant.retrieval.sources import Source
from assistant.settings import Settings
from assistant.store.cards import Card, read_cards
from assistant.store.filing import drop_file, is_of
from assistant.store.store import Store
from assistant.store.tables import PaperRow


def bring_back(store: Store, settings: Settings) -> Iterator[Ingested]:
    """Take in again what has a card and is not in, yielding what became of each; exempt papers stay exempt.

    A paper that cannot be read stays where it is, file and card, and fails.
    """
    with store.session() as session:
        held = set(session.scalars(select(PaperRow.sha256)))
    known = held | store.superseded().keys()
    lost = [card for card in read_cards(store.folder) if card.sha256 not in known]
    for handling, cards in groupby(sorted(lost, key=_kind), key=lambda card: _handling(card, settings)):
        yield from _taken_in(store, settings, list(cards), handling)


def _kind(card: Card) -> tuple[bool, bool]:
    return card.exempt, card.ocr


def _handling(card: Card, settings: Settings) -> Handling:
    return Handling(exempt=card.exempt, ocr=_recogniser(settings) if card.ocr else None)


def _recogniser(settings: Settings) -> Ocr | None:
    """What reads pictures; None where it is not installed any more: the other pages are read all the same."""
    try:
        return ready(settings.ocr_language, settings.ocr_min_confidence)
    except SettingsError:
        return None


def _taken_in(store: Store, settings: Settings, cards: list[Card], handling: Handling) -> Iterator[Ingested]:
    by_file = {_file(store, card): card for card in cards}
    sources = [Source(path, card.document, card.path) for path, card in by_file.items()]
    for done in take_in(store, settings, sources, handling=handling):
        card = by_file[done.path]
        if done.paper is not None:
            if done.outcome != "unchanged":
                store.alter(done.paper.id, version=card.version, added_at=card.added_at)
                for sha256 in card.superseded:
                    store.set_superseded(sha256, done.paper.id)
            if done.paper.id != card.id:
                drop_file(store.folder, card.id)
        yield done._replace(path=Path(card.document))


def _file(store: Store, card: Card) -> Path:
    """The store's own PDF or, where that is damaged, the file it came from."""
    kept, came_from = store.file(card.id), Path(card.path)
    return kept if is_of(kept, card.sha256) or not is_of(came_from, card.sha256) else came_from
