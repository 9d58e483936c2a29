"""The keyword index: SQLite's own and the one made of PostgreSQL's tables rank alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from assistant.retrieval.terms import terms
from assistant.settings import Servers
from assistant.store import keywords
from assistant.store.database import database_of
from assistant.store.keywords import ACCESS_CLASSES
from assistant.store.tables import PassageRow
from tests.conftest import ROOT
from tests.servers import Postgres, passing

# Terms that hold signs; ordinary ones; one in most passages, one in none; one asked twice.
PLAIN = [
    "2024/25", "2024/25 budget", "£420", "75.1%", "9.30", "102.2", "committee", "the committee noted the report",
    "children children care", "giraffe", "giraffe parking", "11 June 2025", "Cllr Penhallow", "post-16 transport",
]  # fmt: skip


def questions() -> list[list[str]]:
    lines = (ROOT / "eval" / "cases" / "sample-dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [terms(question) for question in [*PLAIN, *(json.loads(line)["turns"][-1] for line in lines)]]
    return [found for found in asked if found]


@pytest.fixture(scope="module")
def sqlite(sample_store: Path) -> Iterator[Connection]:
    engine = database_of(sample_store, Servers()).engine
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def postgresql(sqlite: Connection, postgres: Postgres) -> Iterator[Connection]:
    """An index of the same passages, of which some came, went and came again."""
    with passing("keyword_index", postgres, None) as servers:
        database = database_of(Path("nowhere"), servers)
        with database.engine.begin() as connection:
            database.prepare(connection)
            keywords.create(connection)
            for access in ACCESS_CLASSES:
                found = select(PassageRow.id, PassageRow.terms).where(PassageRow.access == access)
                rows = [(i, *held.split("\n")) for i, held in sqlite.execute(found)]
                for start in range(0, len(rows), 500):
                    keywords.add(connection, access, rows[start : start + 500])
                keywords.remove(connection, access, [i for i, _, _ in rows[::3]])
                keywords.add(connection, access, rows[::3])
        with database.engine.connect() as connection:
            yield connection
        database.engine.dispose()


@pytest.mark.parametrize("access", ACCESS_CLASSES)
def test_both_hold_the_same_terms_and_passages(sqlite: Connection, postgresql: Connection, access: str) -> None:
    held = keywords.vocabulary(sqlite, access)
    assert keywords.vocabulary(postgresql, access) == held
    assert keywords.ids(postgresql, access) == keywords.ids(sqlite, access)
    if access == "public":
        assert {"2024/25", "£420", "75.1%"} <= held.keys()


@pytest.mark.parametrize("access", ACCESS_CLASSES)
@pytest.mark.parametrize("limit", [10, 2000])
@pytest.mark.parametrize("together", [False, True])
def test_both_give_the_same_order_and_scores(
    sqlite: Connection, postgresql: Connection, access: str, limit: int, together: bool
) -> None:
    for asked in questions():
        wanted, found = (
            keywords.search(held, access, asked, limit, together=together) for held in (sqlite, postgresql)
        )
        assert [i for i, _ in found] == [i for i, _ in wanted], asked
        assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=1e-6), asked
    assert (
        keywords.search(postgresql, access, [], 10) == keywords.search(postgresql, access, terms("giraffe"), 10) == []
    )


def test_both_keep_to_the_passages_named(sqlite: Connection, postgresql: Connection) -> None:
    for asked in questions()[::5]:
        every = dict(keywords.search(sqlite, "public", asked, 5000))
        named = [*sorted(every)[::3], 999_999]
        for held in (sqlite, postgresql):
            found = dict(keywords.search(held, "public", asked, 5000, within=named))
            assert found.keys() == every.keys() & set(named), asked
            assert found == pytest.approx({i: every[i] for i in found}, abs=1e-6)
            assert keywords.search(held, "public", asked, 5000, within=[]) == []


def test_both_tell_which_passages_hold_a_term(sqlite: Connection, postgresql: Connection) -> None:
    for term in ("transport", "2024/25", "£420", "zebrafish"):
        every = {i for i, _ in keywords.search(sqlite, "public", [term], 5000)}
        for held in (sqlite, postgresql):
            assert set(keywords.holding(held, "public", term, 5000)) == every
            assert len(keywords.holding(held, "public", term, 3)) == min(3, len(every))


def test_what_is_not_indexed_is_not_missed(postgresql: Connection) -> None:
    before = keywords.search(postgresql, "public", ["budget"], 5)
    keywords.remove(postgresql, "public", [999_999])
    assert keywords.search(postgresql, "public", ["budget"], 5) == before
    postgresql.rollback()


def test_an_index_of_nothing_finds_nothing(postgres: Postgres) -> None:
    with passing("empty_index", postgres, None) as servers:
        database = database_of(Path("nowhere"), servers)
        with database.engine.begin() as connection:
            database.prepare(connection)
            keywords.create(connection)
            keywords.create(connection)  # a second time changes nothing
            assert keywords.search(connection, "public", ["budget"], 5) == []
            keywords.add(connection, "public", [(1, "", "budget"), (2, "", "")])
            assert [i for i, _ in keywords.search(connection, "public", ["budget"], 5)] == [1]
            assert keywords.ids(connection, "public") == {1, 2}
            keywords.remove(connection, "public", [1, 2])
            assert keywords.search(connection, "public", ["budget"], 5) == []
        database.engine.dispose()
