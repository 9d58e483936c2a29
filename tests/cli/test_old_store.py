"""A store that an earlier version made (old-store.zip: two papers, one of them taken in with --exempt) is brought up to date."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from assistant.store.facts import FORMAT
from tests.cli.conftest import Ran

MADE_BEFORE = Path(__file__).parents[1] / "store" / "old-store.zip"


def held(store: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(store / "papers.db")) as database:
        return database.execute(
            "SELECT document, path, access, version, added_at FROM paper ORDER BY document"
        ).fetchall()


def test_check_brings_an_older_store_up_to_date(tmp_path: Path, call: Callable[..., Ran]) -> None:
    store = tmp_path / "s"
    zipfile.ZipFile(MADE_BEFORE).extractall(store)
    before = held(store)
    assert [row[:3] for row in before] == [
        ("land.pdf", "/srv/papers/land.pdf", "exempt"),
        ("parks.pdf", "/srv/papers/parks.pdf", "public"),
    ]
    refused = call("ask", "How many trees has Elm Park?", "--store", store)
    assert refused.code == 1 and f"this version reads {FORMAT}" in refused.err
    assert f"Run: assistant check --store {store};" in refused.err
    mended = call("check", "--store", store)
    assert mended.code == 0 and "2 papers read again" in mended.lines[-1]
    assert held(store) == before
    assert "214 trees" in call("ask", "How many trees has Elm Park?", "--store", store).out
    assert "450" not in call("ask", "What is the site at Mill Lane worth?", "--store", store).out
    assert call("check", "--store", store).out.endswith("is whole.\n")
