"""A real store with records of papers made up for the test, and look-ups over it as the public sees it and as cleared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.records.model import Record
from assistant.store.store import NewPaper, Store
from assistant.store.tables import PageRow, PaperRow, PartRow
from assistant.testing import TinyEmbedder
from assistant.tools.ledger import Ledger
from assistant.tools.names import Finder

Paper = tuple[str, date, Sequence[Record], str]


def new_paper(
    folder: Path,
    name: str,
    day: date,
    records: Sequence[Record],
    access: str = "public",
    abbreviations: dict[str, str] | None = None,
) -> NewPaper:
    """A paper of one page that holds these records."""
    source = folder / f"{name}.pdf"
    source.write_bytes(name.encode())
    paper = PaperRow(
        id=name, sha256=name * 2, identity=name, version=1, document=f"{name}.pdf", path=str(source), title=name,
        committee="Parks Committee", meeting_date=day, kind="report", period=None, status=None, access=access, n_pages=1,
        added_at=datetime(2026, 1, 1), abbreviations=abbreviations or {},
    )  # fmt: skip
    page = PageRow(paper_id=name, number=1, status="text", access=access, text=name, words=b"")
    part = PartRow(paper_id=name, first_page=1, last_page=1, kind="report", access=access, confirms=[])
    for record in records:
        record.access = "exempt" if access == "exempt" else record.access
    return NewPaper(paper, [page], [(part, [])], list(records), source)


@pytest.fixture
def finders(tmp_path: Path) -> Iterator[Callable[..., tuple[Finder, Finder]]]:
    """Makes a store of papers; gives the look-ups of the public and of the cleared."""
    with ExitStack() as stack:

        def made(*papers: tuple[object, ...], **more: object) -> tuple[Finder, Finder]:
            store = stack.enter_context(Store.write(tmp_path / "s", TinyEmbedder(), "tiny"))
            for name, day, records, *access in papers:
                store.add(new_paper(tmp_path, name, day, records, *access, **more))  # type: ignore[arg-type]
            embedder = TinyEmbedder()
            return Finder(Ledger(store, ("public",)), embedder), Finder(Ledger(store, ("public", "exempt")), embedder)

        yield made
