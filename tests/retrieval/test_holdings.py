"""What is known of the papers before anything is searched: after each change the same as if all were read anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from assistant.retrieval.holdings import Holdings
from assistant.retrieval.ingest import find_pdfs, ingest, remove_papers
from assistant.settings import Servers, Settings
from assistant.store.store import Store
from assistant.testing import TinyEmbedder
from tests.cli.conftest import write_pdf
from tests.conftest import kept_on

ACCESS = ("public",)


@pytest.fixture(params=["folder", "postgres"])
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    yield from kept_on(request)


def write(folder: Path, name: str, *said: str) -> None:
    body = {"a": "Parks", "b": "Roads", "c": "Schools"}[name[0]]
    minutes = [
        f"Minutes of the meeting of the {body} Committee held on 4 March 2025",
        "Present: Councillor Ash (Chair)",
    ]
    write_pdf(folder / name, [[*minutes, *said], ["2. Ponds: the Committee noted the report of 6 May 2024."]])


def facts(held: Holdings) -> dict[str, Any]:
    return {
        "papers": {paper: (row.document, row.added_at) for paper, row in held.papers.items()},
        "order": [list(held.papers), list(held.naming_terms), [part.id for part in held.parts]],
        "parts": [(part.paper_id, part.first_page, part.last_page) for part in held.parts],
        "times": held.page_times,
        "names": held.naming_terms,
        "unread": held.unread,
        "number_of": held.number_of,
        "naming": held.naming(["otter", "road"]),
    }


def test_after_each_change_it_is_as_if_read_anew(tmp_path: Path, servers: Servers) -> None:
    settings, papers = Settings(store=tmp_path / "store", workers=1), tmp_path / "in"

    def taken_in(*gone: str) -> list[str]:
        with Store.write(settings.store, TinyEmbedder(), "tiny", servers) as store:
            remove_papers(store, gone)
            return [done.outcome for done in ingest(store, settings, find_pdfs([papers]))]

    write(papers, "a.pdf", "1. The otter house be painted.")
    write(papers, "b.pdf", "1. The heron house be painted.")
    assert taken_in() == ["added", "added"]
    with closing(Store.read(settings.store, TinyEmbedder(), "tiny", servers)) as store:

        def read(before: Holdings | None) -> Holdings:
            with store.session() as session:
                return Holdings.load(session, ACCESS, before)

        held = read(None)
        for change in ("added", "replaced", "removed", "added again", "nothing"):
            if change == "added":
                write(papers, "c.pdf", "1. The wagtail house be painted.")
                assert taken_in().count("added") == 1
            elif change == "replaced":
                write(papers, "b.pdf", *(f"{n}. The owl house number {n} be built of brick." for n in range(9)))
                assert taken_in().count("replaced") == 1
            elif change == "removed":
                (papers / "a.pdf").rename(tmp_path / "a.pdf")
                taken_in("a.pdf")
            elif change == "added again":
                (tmp_path / "a.pdf").rename(papers / "a.pdf")
                assert taken_in().count("added") == 1
            held, anew = read(held), read(None)
            assert facts(held) == facts(anew), change
        assert len(held.papers) == 3

        statements: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        assert facts(read(held)) == facts(held)
        assert len(statements) == 1  # no page of a paper that stayed was read
