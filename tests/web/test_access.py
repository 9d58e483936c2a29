"""Exempt (Part II) papers and withdrawn ones: their pages are as if they were not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import ingest, remove
from assistant.settings import load_settings
from tests.web.conftest import served
from tests.web.test_routes import get

PART_II = "cabinet-part-ii-residential-care-contracts-2025-06-17.pdf"


@pytest.fixture(scope="module")
def mixed_store(westmere: Path, sample_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("mixed") / "store"
    ingest(
        [westmere / "cabinet-2025-01-09.pdf", westmere / "council-2025-02-20.pdf", sample_papers / PART_II],
        store,
    )
    return store


def statuses(store: Path, paper_id: object, clearance: str) -> list[int]:
    from assistant import Assistant

    assistant = Assistant.open(load_settings(store=store, clearance=clearance))
    try:
        with served(assistant) as url:
            return [get(f"{url}/{path}").status for path in (f"page/{paper_id}/1.png", f"paper/{paper_id}.pdf")]
    finally:
        assistant.close()


def id_of(store: Path, document: str) -> object:
    from assistant import Assistant

    assistant = Assistant.open(load_settings(store=store, clearance="exempt"))
    try:
        return next(paper["id"] for paper in assistant.list_papers() if paper["document"] == document)
    finally:
        assistant.close()


def test_an_exempt_paper_is_shown_only_with_clearance(mixed_store: Path) -> None:
    exempt = id_of(mixed_store, PART_II)

    assert statuses(mixed_store, exempt, "public") == [404, 404]
    assert statuses(mixed_store, exempt, "exempt") == [200, 200]


def test_a_removed_paper_is_no_longer_shown(mixed_store: Path) -> None:
    paper = id_of(mixed_store, "council-2025-02-20.pdf")
    assert statuses(mixed_store, paper, "public") == [200, 200]
    remove(["council-2025-02-20.pdf"], mixed_store)

    assert statuses(mixed_store, paper, "public") == [404, 404]
