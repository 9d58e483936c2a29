"""Where papers come from: a file in a folder, or one sent from a browser, of which only the store's own copy stays."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from assistant.store.store import Store
from assistant.store.tables import PaperRow

_SENT = "sent:"  # what the place of a paper begins with that lies in no folder of anybody's


class Source(NamedTuple):
    """A PDF to be taken in: where it lies now, the name it is shown under, and the place it comes from, as the store
    keeps that: a paper met at the same place again is the same file changed."""

    path: Path
    name: str
    place: str


def readable(text: str) -> str:
    """A file name or path as it can be printed and stored, whatever bytes it is made of."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def place_of(path: Path) -> str:
    """A path as the store keeps it."""
    return readable(str(path.resolve()))


def from_file(path: Path) -> Source:
    """A file that stays where it is, and may be changed there."""
    return Source(path, readable(path.name), place_of(path))


def from_sender(path: Path, key: str) -> Source:
    """A file sent by somebody, which is gone once it is taken in. Every meeting has an Agenda.pdf, so the name alone never
    makes two of them the same: ``key`` tells each apart."""
    return Source(path, readable(path.name), f"{_SENT}{key}/{readable(path.name)}")


def from_store(store: Store, held: PaperRow) -> Source:
    """A paper that is in, to be read again from the store's own copy."""
    return Source(store.file(held.id), held.document, held.path)


def was_sent(held: PaperRow) -> bool:
    """Whether a paper was sent by somebody, so that it lies in no folder it could be taken in from again."""
    return held.path.startswith(_SENT)


def is_gone(store: Store, held: PaperRow) -> bool:
    """Whether the file that a paper came from is there no more; what was sent is there as long as the store has it."""
    return not (store.file(held.id) if was_sent(held) else Path(held.path)).is_file()
