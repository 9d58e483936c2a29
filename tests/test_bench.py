"""The benchmarks: each can be started, and the one of growth measures a small store."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from pypdf import PdfWriter

import bench
from assistant.retrieval.evidence import gather
from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Searcher
from assistant.store.store import Store
from bench.scale import grow
from bench.synthetic import PASSAGES_A_PAPER, DrawnVectors, Papers


@pytest.mark.filterwarnings(
    "ignore:.langchain-community. is being sunset:DeprecationWarning"
)  # the tutorials still use it
@pytest.mark.parametrize("name", [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name != "__main__"])
def test_each_can_be_started(name: str) -> None:
    importlib.import_module(f"bench.{name}")


def test_a_store_of_made_up_papers_grows_and_is_searched(tmp_path: Path) -> None:
    blank = tmp_path / "blank.pdf"
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    papers = Papers(blank)
    cost = grow(tmp_path / "store", papers, 2 * PASSAGES_A_PAPER)
    assert cost["passages_a_second"] > 0
    store = Store.read(tmp_path / "store", DrawnVectors(), DrawnVectors.identity)
    searcher = Searcher(store, DrawnVectors(), "public")
    searcher.refresh()
    assert len(searcher.papers) == 2  # the papers added to see what that costs went out again
    wanted = papers.paper(1).parts[0][1][0]
    found = gather(understand(wanted.text), searcher)
    store.close()
    assert found[0].hit.passage.text == wanted.text
