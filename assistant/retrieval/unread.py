"""Pages of which nothing could be read: what is told of them, and whether reading a paper again has read more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby

from sqlalchemy import func, select

from assistant.papers.model import Page, Paper
from assistant.store.store import Store
from assistant.store.tables import PageRow, PaperRow

UNREAD = ("picture", "failed")


def paper_id(paper: Paper) -> str:
    """The id of a paper as it was read: that of its file, or of file and words where pictures were recognised."""
    recognised = [f"{page.number} {page.text}" for page in paper.pages if page.status == "ocr"]
    if not recognised:
        return paper.sha256[:20]
    return sha256("\n".join([paper.sha256, *recognised]).encode()).hexdigest()[:20]


def with_pictures(store: Store) -> frozenset[str]:
    """The sha256 of the papers that have pages of which only the picture is held."""
    query = select(PaperRow.sha256).join(PageRow, PageRow.paper_id == PaperRow.id).where(PageRow.status == "picture")
    with store.session() as session:
        return frozenset(session.scalars(query))


def has_read_more(store: Store, held: PaperRow, paper: Paper) -> bool:
    """Whether fewer pages stay unread than when the paper held was taken in from the same file."""
    query = select(func.count(PageRow.id)).where(PageRow.paper_id == held.id, PageRow.status.in_(UNREAD))
    with store.session() as session:
        before = session.scalar(query) or 0
    return sum(page.status in UNREAD for page in paper.pages) < before


def with_unread(note: str, pages: Iterable[Page]) -> str:
    """A note on a paper with the pages that stay unread, and why."""
    unread = sorted((page for page in pages if page.status in UNREAD), key=lambda page: page.reason or "")
    said = []
    for reason, group in groupby(unread, key=lambda page: page.reason):
        numbers = sorted(page.number for page in group)
        said.append((numbers[0], f"{_listed(numbers)} unread: {reason}"))
    return "; ".join([*([note] if note else []), *(text for _, text in sorted(said))])


def _listed(numbers: Sequence[int]) -> str:
    """Page numbers as they are said: "page 3", "pages 3, 7–9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"page{'' if len(numbers) == 1 else 's'} {', '.join(said)}"
