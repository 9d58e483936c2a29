"""A card a paper, beside its PDF: all that the file itself does not tell. From PDFs and cards a store whose database was
destroyed is made anew, exempt papers as exempt as they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assistant.store.folder import unwritable, write_durably
from assistant.store.tables import PageRow, PaperRow, Superseded

FOLDER = "cards"


class Card(BaseModel):
    """What is kept of one paper in force. ``store`` is the id of its store, which the vectors bear."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    store: str | None
    embedder: str
    id: str
    sha256: str
    document: str
    path: str
    exempt: bool
    ocr: bool
    version: int
    added_at: datetime
    superseded: list[str] = []  # the sha256 of its older versions


def card_of(store: str | None, embedder: str, paper: PaperRow, superseded: Iterable[str], *, ocr: bool) -> Card:
    """The card of a paper."""
    return Card(
        store=store,
        embedder=embedder,
        id=paper.id,
        sha256=paper.sha256,
        document=paper.document,
        path=paper.path,
        exempt=paper.access == "exempt",
        ocr=ocr,
        version=paper.version,
        added_at=paper.added_at,
        superseded=sorted(superseded),
    )


def card_in(session: Session, paper_id: str, store: str | None, embedder: str) -> Card | None:
    """The card of a paper as the tables say it; None for one that is not in."""
    paper = session.get(PaperRow, paper_id)
    if paper is None:
        return None
    recognised = session.scalar(select(exists().where(PageRow.paper_id == paper_id, PageRow.status == "ocr")))
    older = session.scalars(select(Superseded.sha256).where(Superseded.by == paper_id))
    return card_of(store, embedder, paper, older, ocr=bool(recognised))


def write_card(folder: Path, card: Card) -> None:
    """Keep a card, whole or not at all, also through a power cut.

    Raises:
        StoreUnwritableError: there is no room for it.
    """
    try:
        write_durably(_file(folder, card.id), card.model_dump_json().encode())
    except OSError as error:
        raise unwritable(folder, error.strerror) from None


def note_cards(folder: Path, session: Session, paper_ids: Iterable[str], store: str | None, embedder: str) -> None:
    """Bring the cards of papers up to what the tables say. Raises: as ``write_card``."""
    for paper_id in paper_ids:
        card = card_in(session, paper_id, store, embedder)
        if card is not None:
            write_card(folder, card)


def drop_card(folder: Path, paper_id: str) -> None:
    """Delete the card of a paper."""
    for suffix in (".json", ".part"):
        _file(folder, paper_id).with_suffix(suffix).unlink(missing_ok=True)


def carded(folder: Path) -> set[str]:
    """The ids of the papers that have a card."""
    return {path.stem for path in (folder / FOLDER).glob("*.json")}


def read_cards(folder: Path) -> list[Card]:
    """All cards that can be read, in the order in which the papers were taken in."""
    cards = []
    for path in (folder / FOLDER).glob("*.json"):
        try:
            cards.append(Card.model_validate(json.loads(path.read_bytes())))
        except (ValueError, ValidationError):  # destroyed: its paper is in the database, or its PDF is named by `check`
            continue
    return sorted(cards, key=lambda card: (card.added_at, card.id))


def known_as(folder: Path) -> str | None:
    """The id of the store that the cards of a folder are of, which its vectors bear; None where there is no card."""
    return next((card.store for card in read_cards(folder)), None)


def _file(folder: Path, paper_id: str) -> Path:
    return folder / FOLDER / f"{paper_id}.json"
