"""A database that was destroyed: ``assistant check`` makes the store anew from its own PDFs and cards."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, write_pdf


def rows(store: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(store / "papers.db")) as connection:
        papers = connection.execute(
            "SELECT sha256, document, path, access, version, added_at FROM paper ORDER BY sha256"
        )
        older = connection.execute("SELECT sha256 FROM superseded ORDER BY sha256")
        passages = connection.execute("SELECT access, text FROM passage ORDER BY text")
        return [*papers, *older, *passages]


@pytest.mark.parametrize("share", [0.0, 0.6, None])
def test_the_papers_are_read_again_and_exempt_ones_stay_exempt(
    tmp_path: Path, call: Callable[..., Ran], share: float | None
) -> None:
    store, papers = tmp_path / "s", tmp_path / "papers"
    write_pdf(papers / "open.pdf", [["Report on parks", "The Committee noted the first paragraph."]])
    assert call("ingest", papers, "--store", store).code == 0
    write_pdf(papers / "open.pdf", [["Report on parks", "The Committee noted the second paragraph."]])
    secret = write_pdf(tmp_path / "secret.pdf", [["Report on land", "The site is worth £450k."]])
    assert call("ingest", papers, "--store", store).code == 0
    assert call("ingest", secret, "--exempt", "--store", store).code == 0
    before, database = rows(store), store / "papers.db"
    if share is None:
        database.unlink()
    else:
        os.truncate(database, int(database.stat().st_size * share))
    mended = call("check", "--store", store)
    assert mended.code == 0 and mended.lines[-1].endswith("was mended: 2 papers read again.")
    assert rows(store) == before
    assert call("check", "--store", store).out.endswith("is whole.\n")
    assert "450" not in call("ask", "What is the site worth?", "--store", store).out
